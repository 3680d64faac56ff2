#pragma once

#include "core/bytes.h"
#include "core/clock.h"

#include <cstdint>
#include <string_view>

namespace sarhad::facts {

/// Where a field's value comes from. A decision names the feeds that had not arrived.
enum class Feed : std::uint8_t { kSystem, kApi, kPnr, kManifest, kMrz, kOfficer, kList };

/// A field of a fact, listed once: MessagePack uses `key`, JSON and the docs use `name`.
struct FieldSpec {
    int key;                ///< 1 to 127, never re-used.
    std::string_view name;  ///< snake_case.
    std::size_t max;        ///< Largest text or bytes in bytes, or largest count of elements.
    Feed feed;
};

/// A text form of a fact being written: MessagePack (wire/) or JSON (api/).
class Writer {
public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;
    /// True where readers look for every number, word and list, the unset ones too: JSON.
    [[nodiscard]] virtual bool tells_unset() const { return false; }
    virtual void begin_map(std::size_t count) = 0;  ///< Then `count` times key() and a value.
    virtual void key(const FieldSpec& field) = 0;
    virtual void end_map() = 0;
    virtual void begin_array(std::size_t count) = 0;  ///< Then `count` values.
    virtual void end_array() = 0;
    virtual void boolean(bool value) = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void bytes(core::ByteView value) = 0;
    /// MessagePack writes the number, JSON the name.
    virtual void enumerator(std::int64_t value, std::string_view name) = 0;
    /// MessagePack writes the microseconds, JSON RFC 3339.
    virtual void wall(core::WallTime value) = 0;
};

}  // namespace sarhad::facts
