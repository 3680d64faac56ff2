#pragma once

#include "core/result.h"

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::core {

/// One piece of a text made by cat(): a string or an integer. Nothing else converts to it, so that
/// Redacted<T> cannot be joined into a message.
class Piece {
public:
    Piece(std::string_view text) : text_{text} {}    // NOLINT(google-explicit-constructor)
    Piece(const char* text) : text_{text} {}         // NOLINT(google-explicit-constructor)
    Piece(const std::string& text) : text_{text} {}  // NOLINT(google-explicit-constructor)
    template <std::integral T>
    // NOLINTNEXTLINE(google-explicit-constructor)
    requires(!std::same_as<T, char> && !std::same_as<T, bool>) Piece(T value)
        : digits_{std::to_string(value)}, is_number_{true} {}

    [[nodiscard]] std::string_view view() const { return is_number_ ? digits_ : text_; }

private:
    std::string_view text_{};
    std::string digits_{};
    bool is_number_{false};
};

/// What cat() calls: one text, allocated once or a few times.
[[nodiscard]] std::string join_pieces(std::initializer_list<Piece> pieces);

/// cat("edition ", 41, ": head is ", 44). For error texts and keys, not for loops that must be
/// fast.
template <class... T>
[[nodiscard]] std::string cat(const T&... pieces) {
    return join_pieces({Piece{pieces}...});
}

/// A whole decimal number; kInvalid for anything else around or inside it, or out of range.
[[nodiscard]] Result<std::int64_t> parse_int(std::string_view text);
[[nodiscard]] Result<std::uint64_t> parse_uint(std::string_view text);

/// The pieces of `text` between `separator`s, empty ones kept. Borrowed.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
/// Without the ASCII blanks (space, tab, CR, LF) at both ends. Borrowed.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
/// Runs of ASCII blanks become one space; none at either end.
[[nodiscard]] std::string fold_blanks(std::string_view text);
/// At most the first `max` bytes, cut between characters of UTF-8.
[[nodiscard]] std::string cut_utf8(std::string_view text, std::size_t max);
/// ASCII letters only; every other byte stays. Locale-independent.
[[nodiscard]] std::string ascii_upper(std::string_view text);
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] bool is_ascii_digits(std::string_view text) noexcept;  ///< False where empty.

/// True where `text` is well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// How many single-character edits lead from `a` to `b` (Levenshtein). For "did you mean".
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate with the least edit_distance to `word`, at most a third of its length and at
/// least 2 edits away allowed; empty where none is that near.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

}  // namespace sarhad::core
