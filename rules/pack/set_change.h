#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// A step of a reference set (`lists.agencies_watch`) from one version to the next, in the form in
/// which it is signed, sent and, as the whole set, kept: docs/storage.md, "A reference set".
struct SetChange {
    std::string name;          ///< Without "lists.".
    std::uint32_t version{0};  ///< From 1; only rises.
    std::uint32_t base{0};     ///< The version that it changes; 0: `added` is the whole set.
    /// More of it follows: until a version says that it is whole, rules wait for the set.
    bool is_open{false};
    std::vector<std::string> added;    ///< Rising by bytes, each once.
    std::vector<std::string> removed;  ///< Likewise.
    friend bool operator==(const SetChange&, const SetChange&) = default;
};

inline constexpr std::uint16_t kSetChangeVersion = 1;
/// Texts added, and removed, of one change: as many as the largest set holds.
inline constexpr std::size_t kSetTextsMax = 5'000;
/// Bytes of such a text, and of a set's name.
inline constexpr std::size_t kSetTextMax = 255;

/// One change has one form. `change` keeps the bounds above (checked).
[[nodiscard]] core::Bytes set_change_bytes(const SetChange& change);
/// Total. kCorrupt: not what set_change_bytes() gives; kInvalid: of a newer version of the form.
[[nodiscard]] core::Result<SetChange> parse_set_change(core::ByteView bytes);

}  // namespace sarhad::rules
