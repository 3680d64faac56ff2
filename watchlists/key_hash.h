#pragma once

#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// FNV-1a with the kind of key mixed in, its bits spread. What it finds is verified.
[[nodiscard]] std::uint64_t key_hash(char kind, std::string_view text);

}  // namespace sarhad::watchlists
