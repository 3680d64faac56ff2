#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/fields.h"
#include "facts/value.h"
#include "facts/writer.h"
#include "wire/opened.h"

#include <cstddef>
#include <type_traits>

namespace sarhad::wire {

/// Writes MessagePack: each integer and length in its shortest form, keys as integers, in the
/// order of the fact's table, so that the same fact always gives the same bytes.
class MsgpackWriter final : public facts::Writer {
public:
    void begin_map(std::size_t count) override;
    void key(const facts::FieldSpec& field) override;
    void end_map() override {}
    void begin_array(std::size_t count) override;
    void end_array() override {}
    void boolean(bool value) override;
    void integer(std::int64_t value) override;
    void text(std::string_view value) override;
    void bytes(core::ByteView value) override;
    void enumerator(std::int64_t value, std::string_view name) override;
    void wall(core::WallTime value) override;

    /// What was written; the writer is empty afterwards.
    [[nodiscard]] core::Bytes take();

private:
    core::Bytes written_;
};

/// What unpack() accepts. The defaults fit the largest frame.
struct UnpackLimits {
    std::size_t elements{32768};  ///< Values in the whole tree, keys included.
    std::size_t array{8192};      ///< Elements of one array.
    std::size_t map{128};         ///< Members of one map.
    std::size_t text{65535};      ///< Bytes of one text.
    std::size_t bytes{65535};     ///< Bytes of one byte string.
    std::size_t depth{16};        ///< Arrays and maps inside one another.
};

/// One MessagePack value and nothing after it. kInvalid names what is wrong and the offset:
/// truncated or trailing bytes, a float, an extension, an integer beyond int64, a map key that is
/// no integer of 0 or more or does not rise. kExhausted: over a limit. Total: never throws.
[[nodiscard]] core::Result<facts::Value> unpack(core::ByteView packed,
                                                const UnpackLimits& limits = {});

/// True for messages that are worth nothing before their signatures are verified: decode() takes
/// them from an Opened only.
template <class T>
struct NeedsOpening : std::false_type {};

/// The message as MessagePack: the same value always gives the same bytes.
template <facts::HasSchema T>
[[nodiscard]] core::Bytes encode(const T& value) {
    MsgpackWriter writer;
    facts::write(writer, value);
    return writer.take();
}

/// kInvalid or kExhausted as unpack() and facts::from_value() say.
template <facts::HasSchema T>
requires(!NeedsOpening<T>::value)
    [[nodiscard]] core::Result<T> decode(core::ByteView packed, const UnpackLimits& limits = {}) {
    SARHAD_TRY(const facts::Value value, unpack(packed, limits));
    return facts::from_value<T>(value);
}

/// As above, from bytes whose signers were verified.
template <facts::HasSchema T>
[[nodiscard]] core::Result<T> decode(const Opened& opened, const UnpackLimits& limits = {}) {
    SARHAD_TRY(const facts::Value value, unpack(opened.bytes(), limits));
    return facts::from_value<T>(value);
}

}  // namespace sarhad::wire
