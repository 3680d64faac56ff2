#pragma once

#include "packed.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Which letters a fold has, and which of them twice: an edit flips two bits at most, a swap none.
/// So two folds two edits apart and `apart` letters longer or shorter differ in 4 - apart bits at
/// most.
[[nodiscard]] std::uint64_t fold_signature(std::string_view fold);
inline constexpr int kTwoEditBits = 4;

/// Appends to `kept` those of the places [from, to) whose signature differs from `wanted` in `most`
/// bits at most, in order. `most` at most kTwoEditBits.
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
