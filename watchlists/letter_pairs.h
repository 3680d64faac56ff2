#pragma once

#include <cstddef>
#include <string_view>

namespace sarhad::watchlists {

/// Letters that are one sound together, or none; bytes 0: they are read one by one.
struct LetterPair {
    std::size_t bytes{0};
    std::string_view latin;
};
/// Greek digraphs (ELOT 743, and the b, d and g of foreign names), the Armenian u, and Thai letters
/// that a mark makes silent. `word` in small letters from `at`; `before`: how what stands there was
/// read.
[[nodiscard]] LetterPair pair_at(std::string_view word, std::size_t at, std::string_view before);

}  // namespace sarhad::watchlists
