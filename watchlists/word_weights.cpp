#include "watchlists/word_weights.h"

#include "script_units.h"
#include "word_weights_table.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr Weight kStep = 16;

Weight table_weight(const NameToken& token) {
    const std::uint32_t key = word_key(token);
    const auto rows = word_weight_rows();
    const auto row = std::lower_bound(
        rows.begin(), rows.end(), key, [](const WordWeightRow& one, std::uint32_t wanted) {
            return one.key < wanted;
        });
    const Weight unknown = is_native(token.text) ? kMaxNativeWeight : kMaxWeight;
    return row != rows.end() && row->key == key ? kMinWeight + kStep * row->steps : unknown;
}

}  // namespace

std::uint32_t word_key(const NameToken& token) {
    // FNV-1a, folded. A rare word may have the key of a common one, and then counts as common.
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto mix = [&](unsigned byte) { hash = (hash ^ byte) * 0x100000001b3U; };
    if (token.group != 0) {
        mix('#');
        mix(token.group & 0xFFU);
        mix(token.group >> 8U);
    } else {
        for (const char c : token.fold) {
            mix(static_cast<unsigned char>(c));
        }
    }
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

Weight word_weight(const NameToken& token) {
    switch (token.kind) {
        case TokenClass::kParticle:
            return 0;
        case TokenClass::kInitial:
            return kInitialWeight;
        case TokenClass::kTitle:
            return std::min(table_weight(token), kTitleWeight);
        case TokenClass::kPlain:
            break;
    }
    return table_weight(token);
}

}  // namespace sarhad::watchlists
