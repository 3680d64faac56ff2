#include "name_form.h"

#include "similarity.h"

#include <algorithm>
#include <bit>

namespace sarhad::watchlists {
namespace {

constexpr int kJoinSimilarity = 950;
constexpr std::size_t kMinJoinedFold = 5;
constexpr Weight kRareBits = 16 * 256;
constexpr int kOneWordShare = 80;  ///< Per cent kept where one word of several agrees.
constexpr int kOneWordMost = 650;  ///< Points of a name of one word on both sides.

Weight weight_of_mask(const NameForm& form, std::uint32_t mask) {
    Weight sum = 0;
    for (std::size_t i = 0; i < form.weights.size(); ++i) {
        sum += ((mask >> i) & 1U) != 0 ? form.weights[i] : 0;
    }
    return sum;
}

PairTable table_of(const NameForm& a, const NameForm& b) {
    PairTable table{};
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            table[i][j] =
                similarity(a.words[i], b.words[j]) * std::min(a.weights[i], b.weights[j]) / 1000;
        }
    }
    return table;
}

/// Takes each pair of `a` that is one word of `b`, and closes the words it used.
Assigned take_pairs(const NameForm& a,
                    const NameForm& b,
                    std::uint32_t& open_a,
                    std::uint32_t& open_b) {
    Assigned taken;
    for (const JoinedPair& pair : a.pairs) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            const bool is_open = (open_a & pair.mask) == pair.mask && ((open_b >> j) & 1U) != 0;
            if (is_open && pair.fold == b.words[j].fold) {
                const Weight weight = std::min(weight_of_mask(a, pair.mask), b.weights[j]);
                taken.matched += kJoinSimilarity * weight / 1000;
                taken.words += std::popcount(pair.mask);
                open_a &= ~pair.mask;
                open_b &= ~(1U << j);
            }
        }
    }
    return taken;
}

std::uint32_t all_of(const NameForm& form) {
    return (1U << form.words.size()) - 1U;
}

Assigned with_pairs(const NameForm& a, const NameForm& b, const PairTable& table, bool is_a_first) {
    std::uint32_t open_a = all_of(a);
    std::uint32_t open_b = all_of(b);
    Assigned first =
        is_a_first ? take_pairs(a, b, open_a, open_b) : take_pairs(b, a, open_b, open_a);
    const Assigned second =
        is_a_first ? take_pairs(b, a, open_b, open_a) : take_pairs(a, b, open_a, open_b);
    if (first.words + second.words == 0) {
        return {};
    }
    const Assigned rest = assign(table, open_a, open_b);
    return {first.matched + second.matched + rest.matched,
            std::min({first.words + second.words + rest.words,
                      static_cast<int>(std::max(a.words.size(), b.words.size()))})};
}

bool has_equal_whole(const NameForm& a, const NameForm& b) {
    return std::any_of(a.wholes.begin(), a.wholes.end(), [&](const std::string& whole) {
        return std::find(b.wholes.begin(), b.wholes.end(), whole) != b.wholes.end();
    });
}

const Assigned& better(const Assigned& a, const Assigned& b) {
    const bool is_less = a.matched < b.matched || (a.matched == b.matched && a.words < b.words);
    return is_less ? b : a;
}

}  // namespace

NameForm make_form(const std::vector<NameToken>& tokens) {
    NameForm form;
    const std::vector<std::size_t> at = scored_words(tokens);
    for (const std::size_t i : at) {
        form.words.push_back(tokens[i]);
        form.weights.push_back(word_weight(tokens[i]));
        form.total += form.weights.back();
    }
    add_joins(tokens, at, form);
    return form;
}

std::vector<std::size_t> scored_words(const std::vector<NameToken>& tokens) {
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < tokens.size() && at.size() < kMaxScored; ++i) {
        if (tokens[i].kind == TokenClass::kPlain || tokens[i].kind == TokenClass::kTitle) {
            at.push_back(i);
        }
    }
    return at;
}

void add_joins(const std::vector<NameToken>& tokens,
               const std::vector<std::size_t>& at,
               NameForm& form) {
    std::vector<std::uint32_t> masks(tokens.size(), 0);
    std::string whole;
    for (std::size_t place = 0; place < at.size(); ++place) {
        masks[at[place]] = 1U << place;
        whole += tokens[at[place]].text;
    }
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const std::uint32_t mask = masks[i] | masks[i + 1];
        std::string fold = mask == 0 ? "" : fold_of(tokens[i].text + tokens[i + 1].text);
        if (fold.size() >= kMinJoinedFold) {
            form.pairs.push_back({std::move(fold), mask});
        }
    }
    if (std::string fold = fold_of(whole); fold.size() > kMinJoinedFold) {
        form.wholes.push_back(std::move(fold));
    }
}

Assigned assign(const PairTable& table, std::uint32_t open_a, std::uint32_t open_b) {
    // best[mask of words of b] = matched weight x 16 + count of pairs; -1 where not reachable.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): filled below as far as it is used.
    std::array<std::int32_t, 1U << kMaxScored> best;
    const std::uint32_t size = static_cast<std::uint32_t>(std::bit_width(open_b));
    const std::uint32_t masks = 1U << size;
    std::fill_n(best.begin(), masks, -1);
    best[0] = 0;
    for (std::uint32_t i = 0; i < kMaxScored; ++i) {
        if (((open_a >> i) & 1U) == 0) {
            continue;
        }
        // Downwards, so that word i is used once: a larger mask never feeds a smaller one.
        for (std::uint32_t mask = masks; mask-- > 0;) {
            for (std::uint32_t j = 0; j < size && best[mask] >= 0; ++j) {
                const std::uint32_t bit = 1U << j;
                if ((open_b & bit) != 0 && (mask & bit) == 0 && table[i][j] > 0) {
                    best[mask | bit] =
                        std::max(best[mask | bit], best[mask] + table[i][j] * 16 + 1);
                }
            }
        }
    }
    const std::int32_t most = *std::max_element(best.begin(), best.begin() + masks);
    return {most / 16, most % 16};
}

Agreement agree(const NameForm& a, const NameForm& b) {
    Agreement agreement{
        0, a.total, b.total, 0, static_cast<int>(a.words.size()), static_cast<int>(b.words.size())};
    const PairTable table = table_of(a, b);
    Assigned best = assign(table, all_of(a), all_of(b));
    best = better(best, with_pairs(a, b, table, true));
    best = better(best, with_pairs(a, b, table, false));
    agreement.matched = std::min({best.matched, a.total, b.total});
    agreement.words = best.words;
    if (has_equal_whole(a, b)) {
        const Weight less = std::min(a.total, b.total);
        agreement.total_a = less;
        agreement.total_b = less;
        agreement.matched = std::max(kJoinSimilarity * less / 1000, agreement.matched);
        agreement.words = std::max(agreement.words_a, agreement.words_b);
    }
    return agreement;
}

Agreement agree(const PairTable& table, std::span<const Weight> a, std::span<const Weight> b) {
    const auto mask_of = [](std::span<const Weight> words) { return (1U << words.size()) - 1U; };
    const auto total_of = [](std::span<const Weight> words) {
        Weight sum = 0;
        for (const Weight weight : words) {
            sum += weight;
        }
        return sum;
    };
    const Assigned best = assign(table, mask_of(a), mask_of(b));
    return {best.matched,
            total_of(a),
            total_of(b),
            best.words,
            static_cast<int>(a.size()),
            static_cast<int>(b.size())};
}

int name_points(const Agreement& agreement) {
    if (agreement.matched <= 0) {
        return 0;
    }
    const std::int64_t matched = agreement.matched;
    const std::int64_t less = std::min(agreement.total_a, agreement.total_b);
    const std::int64_t more = std::max(agreement.total_a, agreement.total_b);
    const std::int64_t conflict = less - matched;
    const std::int64_t cost = 100 * matched + kConflictCost * conflict + kExtraCost * (more - less);
    std::int64_t share = 100'000 * matched / cost;
    const int most_words = std::max(agreement.words_a, agreement.words_b);
    if (agreement.words <= 1 && most_words > 1) {
        share = share * kOneWordShare / 100;
    }
    const std::int64_t rare = std::min<std::int64_t>(matched, kRareBits);
    const std::int64_t whole =
        kMinNamePoints + (kMaxNamePoints - kMinNamePoints) * rare / kRareBits;
    const int points = static_cast<int>(share * whole / 1000);
    return most_words == 1 ? std::min(points, kOneWordMost) : points;
}

}  // namespace sarhad::watchlists
