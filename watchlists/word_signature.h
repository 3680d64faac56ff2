#pragma once

#include "packed.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Which letters a fold has, and which of them twice: an edit sets one bit at most and clears one,
/// a swap none. So of two folds two edits apart each has two bits at most that the other has not,
/// and where one is `apart` letters longer they differ in 4 - apart bits.
[[nodiscard]] std::uint64_t fold_signature(std::string_view fold);
inline constexpr int kTwoEditBits = 4;
inline constexpr int kTwoEdits = 2;

/// At most `most` bits of it. Without a population count, which not every machine has.
[[nodiscard]] constexpr bool has_bits_at_most(std::uint64_t bits, int most) {
    for (int bit = 0; bit < most; ++bit) {
        bits &= bits - 1;  // Without its lowest bit; nothing stays nothing.
    }
    return bits == 0;
}

/// Appends to `kept` those of the places [from, to) whose signature differs from `wanted` in `most`
/// bits at most, in order, and has two at most that the other has not. `most` at most kTwoEditBits.
using SignatureScan = void (*)(const Column<std::uint64_t>& signatures,
                               std::uint32_t from,
                               std::uint32_t to,
                               std::uint64_t wanted,
                               int most,
                               std::vector<std::uint32_t>& kept);

/// One by one, on any machine.
void scan_portable(const Column<std::uint64_t>& signatures,
                   std::uint32_t from,
                   std::uint32_t to,
                   std::uint64_t wanted,
                   int most,
                   std::vector<std::uint32_t>& kept);

/// The way of this machine and its name, "AVX2" or "portable". Both keep the same.
struct ScanPath {
    SignatureScan scan;
    std::string_view name;
};
[[nodiscard]] ScanPath best_scan();

}  // namespace sarhad::watchlists
