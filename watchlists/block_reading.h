#pragma once

#include <string_view>

namespace sarhad::watchlists {

/// Whether the generated table of scripts that are read letter by letter knows the letter's block.
[[nodiscard]] bool has_block_reading(char32_t code);
/// Its Latin letters; empty for signs without a sound, and where the table does not know it.
[[nodiscard]] std::string_view block_reading(char32_t code);

}  // namespace sarhad::watchlists
