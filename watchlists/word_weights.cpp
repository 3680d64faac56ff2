#include "watchlists/word_weights.h"

#include "script_units.h"
#include "word_weights_table.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace sarhad::watchlists {
namespace {

constexpr Weight kStep = 16;

constexpr unsigned kFirstBits = 12;  ///< Of a key: rows with the same stand in one run.

/// Where the runs begin, and behind them where the last one ends.
using RunStarts = std::array<std::uint16_t, (1U << kFirstBits) + 1>;

const RunStarts& run_starts() {
    static const RunStarts kStarts = [] {
        RunStarts starts{};
        for (const WordWeightRow& row : word_weight_rows()) {
            ++starts[(row.key >> (32 - kFirstBits)) + 1];
        }
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        return starts;
    }();
    return kStarts;
}

Weight table_weight(const NameToken& token) {
    const std::uint32_t key = word_key(token);
    const std::size_t run = key >> (32 - kFirstBits);
    for (std::size_t at = run_starts()[run]; at < run_starts()[run + 1]; ++at) {
        if (const WordWeightRow& row = word_weight_rows()[at]; row.key == key) {
            return kMinWeight + kStep * row.steps;
        }
    }
    return is_native(token.text) ? kMaxNativeWeight : kMaxWeight;
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
