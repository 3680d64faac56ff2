#pragma once

#include "core/bytes.h"
#include "facts/fields.h"
#include "facts/value.h"
#include "facts/writer.h"

namespace sarhad::watchlists {

/// The byte form of a fact in a list file: tag, then length or count (u32, big-endian), then
/// content; docs/watchlists.md has the table. Same fact, same bytes.
class TreeWriter final : public facts::Writer {
public:
    /// `to` outlives the writer.
    explicit TreeWriter(core::Bytes& to) : to_{to} {}
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

private:
    void head(char tag, std::size_t size);
    core::Bytes& to_;
};

inline constexpr std::size_t kMaxTreeDepth = 8;

/// The whole of `bytes` as a tree. kCorrupt for anything else: a length past the end, a tag that
/// is none, keys that do not rise, nesting past kMaxTreeDepth, bytes left over.
[[nodiscard]] core::Result<facts::Value> read_tree(core::ByteView bytes);

}  // namespace sarhad::watchlists
