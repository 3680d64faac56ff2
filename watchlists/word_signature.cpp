#include "word_signature.h"

namespace sarhad::watchlists {

std::uint64_t fold_signature(std::string_view fold) {
    std::uint64_t once = 0;
    std::uint64_t twice = 0;
    for (const char c : fold) {
        const std::uint64_t bit = std::uint64_t{1} << (static_cast<unsigned char>(c) & 31U);
        twice |= once & bit;
        once |= bit;
    }
    return once | twice << 32U;
}

void scan_portable(const Column<std::uint64_t>& signatures,
                   std::uint32_t from,
                   std::uint32_t to,
                   std::uint64_t wanted,
                   int most,
                   std::vector<std::uint32_t>& kept) {
    for (std::uint32_t at = from; at < to; ++at) {
        const std::uint64_t differ = signatures[at] ^ wanted;
        if (has_bits_at_most(differ, most) && has_bits_at_most(differ & wanted, kTwoEdits) &&
            has_bits_at_most(differ & ~wanted, kTwoEdits)) {
            kept.push_back(at);
        }
    }
}

}  // namespace sarhad::watchlists
