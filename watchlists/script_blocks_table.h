#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sarhad::watchlists {

/// Code points `first` to `last`; their readings begin at place `at`.
struct ScriptBlock {
    char32_t first;
    char32_t last;
    std::size_t at;
};
/// At most 4 Latin letters; empty where the character has none.
struct BlockReading {
    char text[5];
};
inline constexpr std::size_t kScriptBlocks = 8;
inline constexpr std::size_t kBlockLetters = 2640;
extern const std::array<ScriptBlock, kScriptBlocks> kScriptBlock;
extern const std::array<BlockReading, kBlockLetters> kBlockReading;

}  // namespace sarhad::watchlists
