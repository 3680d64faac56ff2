#pragma once

#include <cstdint>

namespace sarhad::watchlists {

/// How many bits are set. std::popcount is a call into a library where the processor that a program
/// is built for may lack it.
[[nodiscard]] constexpr int count_bits(std::uint64_t bits) {
    bits -= bits >> 1U & 0x5555'5555'5555'5555U;
    bits = (bits & 0x3333'3333'3333'3333U) + (bits >> 2U & 0x3333'3333'3333'3333U);
    bits = (bits + (bits >> 4U)) & 0x0F0F'0F0F'0F0F'0F0FU;
    return static_cast<int>(bits * 0x0101'0101'0101'0101U >> 56U);
}

}  // namespace sarhad::watchlists
