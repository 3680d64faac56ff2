#include "watchlists/name_form.h"

#include "bits.h"
#include "initials.h"
#include "reading.h"
#include "script_units.h"

#include "watchlists/similarity.h"

#include <algorithm>
#include <bit>

namespace sarhad::watchlists {
namespace {

constexpr int kJoinSimilarity = 950;

PairTable table_of(const NameForm& a, const NameForm& b) {
    PairTable table{};
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            table[i][j] = similarity(a.words[i], b.words[j]) *
                          std::min(a.shape.weights[i], b.shape.weights[j]) / 1000;
        }
    }
    return table;
}

PairTable transposed(const PairTable& table) {
    PairTable other{};
    for (std::size_t i = 0; i < kMaxScored; ++i) {
        for (std::size_t j = 0; j < kMaxScored; ++j) {
            other[j][i] = table[i][j];
        }
    }
    return other;
}

std::uint32_t all_of(const NameShape& shape) {
    return (1U << shape.count) - 1U;
}

/// `relation`: kJoined, or kSame where likeness() will tell.
void add_match(Alignment& to,
               std::uint32_t mask_a,
               std::uint32_t mask_b,
               Weight gain,
               WordRelation relation = WordRelation::kSame) {
    to.matches[to.count++] = {
        static_cast<std::uint8_t>(mask_a), static_cast<std::uint8_t>(mask_b), relation, gain};
    to.agreement.matched += gain;
    to.agreement.words += std::max(count_bits(mask_a), count_bits(mask_b));
}

/// Words that take part and are not explained yet.
struct Open {
    std::uint32_t a{0};
    std::uint32_t b{0};
};

/// assign() where the words of `b` are such that kMasks masks are enough.
template <std::size_t kMasks>
void assign_within(const PairTable& table, const Open& open, Alignment& to) {
    // best[mask of words of b]: matched weight x 16 + count of pairs in the upper half, below it 4
    // bits a word of a: its word of b + 1. -1 where not reachable.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): filled below as far as it is used.
    std::array<std::int64_t, kMasks> best;
    const std::uint32_t size = static_cast<std::uint32_t>(std::bit_width(open.b));
    const std::uint32_t masks = 1U << size;
    std::fill_n(best.begin(), masks, -1);
    best[0] = 0;
    for (std::uint32_t i = 0; i < kMaxScored; ++i) {
        if (((open.a >> i) & 1U) == 0) {
            continue;
        }
        // Downwards, so that word i is used once: a larger mask never feeds a smaller one.
        for (std::uint32_t mask = masks; mask-- > 0;) {
            for (std::uint32_t j = 0; j < size && best[mask] >= 0; ++j) {
                const std::uint32_t bit = 1U << j;
                if ((open.b & bit) != 0 && (mask & bit) == 0 && table[i][j] > 0) {
                    const std::int64_t gain = std::int64_t{table[i][j]} * 16 + 1;
                    const std::int64_t choice = std::int64_t{j + 1} << (4 * i);
                    best[mask | bit] =
                        std::max(best[mask | bit], best[mask] + (gain << 32) + choice);
                }
            }
        }
    }
    const std::int64_t most = *std::max_element(best.begin(), best.begin() + masks);
    for (std::uint32_t i = 0; i < kMaxScored; ++i) {
        const auto choice = static_cast<std::uint32_t>((most >> (4 * i)) & 0xF);
        if (choice != 0) {
            add_match(to, 1U << i, 1U << (choice - 1), table[i][choice - 1]);
        }
    }
}

/// The best assignment of open words to open words, added to `to`. Of equal ones the first found:
/// the caller puts the names in a fixed order.
void assign(const PairTable& table, const Open& open, Alignment& to) {
    constexpr int kUsualWords = 4;  // Of few words few masks: the compiler fills the table first.
    std::bit_width(open.b) <= kUsualWords ? assign_within<1U << kUsualWords>(table, open, to)
                                          : assign_within<1U << kMaxScored>(table, open, to);
}

/// Two words of one name that are one word of the other.
struct Join {
    std::uint32_t pair{0};  ///< Masks.
    std::uint32_t word{0};
    Weight of_pair{0};
    Weight of_word{0};
    bool is_a{true};  ///< The pair is of name a.
};

/// Matches the two where both are open. Two words written as one weigh like that one: the rest
/// leaves their total.
void take_join(const Join& join, Open& open, Alignment& to) {
    std::uint32_t& open_pair = join.is_a ? open.a : open.b;
    std::uint32_t& open_word = join.is_a ? open.b : open.a;
    if ((open_pair & join.pair) != join.pair || (open_word & join.word) == 0) {
        return;
    }
    const Weight weight = std::min(join.of_pair, join.of_word);
    (join.is_a ? to.agreement.total_a : to.agreement.total_b) -= join.of_pair - weight;
    add_match(to,
              join.is_a ? join.pair : join.word,
              join.is_a ? join.word : join.pair,
              kJoinSimilarity * weight / 1000,
              WordRelation::kJoined);
    open_pair &= ~join.pair;
    open_word &= ~join.word;
}

/// The word is the two, of the shortest pairs by its letters too: Zou Yu is no Izo.
bool is_pair(const JoinedPair& pair, const NameToken& word) {
    if (pair.fold != word.fold) {
        return false;
    }
    return pair.letters.empty() ||
           pair.letters == (is_native(word.text) ? latin_of(word.text) : word.text);
}

/// Takes each pair of `pairs_of` that is one word of `words_of`, and closes the words it used.
void take_pairs(
    const NameForm& pairs_of, const NameForm& words_of, bool is_a, Open& open, Alignment& to) {
    for (const JoinedPair& pair : pairs_of.pairs) {
        const Weight of_pair = weight_of_mask(pairs_of.shape, pair.mask);
        for (std::size_t j = 0; j < words_of.words.size(); ++j) {
            if (is_pair(pair, words_of.words[j])) {
                take_join({pair.mask, 1U << j, of_pair, words_of.shape.weights[j], is_a}, open, to);
            }
        }
    }
}

Open unmatched(const Alignment& alignment, const NameShape& a, const NameShape& b) {
    Open open{all_of(a), all_of(b)};
    for (std::size_t i = 0; i < alignment.count; ++i) {
        open.a &= ~std::uint32_t{alignment.matches[i].mask_a};
        open.b &= ~std::uint32_t{alignment.matches[i].mask_b};
    }
    return {open.a & ~std::uint32_t{a.titles}, open.b & ~std::uint32_t{b.titles}};
}

/// What initials of one name leave open in the other.
struct InitialsLeft {
    int letters{0};  ///< That stand for nothing there.
    int halves{0};   ///< Nouns of Abd whose own letter nobody told: Abdul Qadir of "A. K.".
};

/// Gives the letters of `from` to open words of `shape`, which they close: by the first letter, or
/// by that of the noun behind Abd. Two letters may stand for Abd and its noun.
/// `is_of_a`: `from` is name a.
InitialsLeft take_initials(const NameShape& from,
                           const NameShape& shape,
                           bool is_of_a,
                           std::uint32_t& open,
                           Alignment& to) {
    InitialsLeft left;
    std::uint32_t halves = 0;  // Words of which the first letter is told, and not the second.
    const auto take = [&](std::uint32_t among, const auto& letters, char initial) {
        for (std::uint32_t i = 0; i < shape.count; ++i) {
            if (((among >> i) & 1U) != 0 && letters[i] != 0 &&
                may_begin_alike(letters[i], initial)) {
                return 1U << i;
            }
        }
        return 0U;
    };
    const auto record = [&](char initial, std::uint32_t word) {
        to.initials[to.initial_count++] = {
            initial, static_cast<std::uint8_t>(std::countr_zero(word)), is_of_a};
    };
    for (const char initial : from.initials) {
        if (initial == 0) {
            continue;
        }
        if (const std::uint32_t half = take(halves, shape.second, initial); half != 0) {
            halves &= ~half;
            record(initial, half);
            continue;
        }
        const std::uint32_t by_first = take(open, shape.first, initial);
        const std::uint32_t word = by_first != 0 ? by_first : take(open, shape.second, initial);
        if (word != 0) {
            open &= ~word;
            ++to.agreement.initials;
            record(initial, word);
            const auto place = static_cast<std::size_t>(std::countr_zero(word));
            halves |= by_first != 0 && shape.second[place] != 0 ? word : 0U;
            continue;
        }
        const bool is_there =
            std::any_of(shape.initials.begin(), shape.initials.end(), [&](char other) {
                return other != 0 && may_begin_alike(initial, other);
            });
        left.letters += is_there ? 0 : 1;
    }
    left.halves = count_bits(halves);
    return left;
}

/// Letters that nothing explains conflict with words that are left, and with one another: John A.
/// is not John B. What is left then is an extra of one side.
void judge_letters(int letters_a, int words_b, int letters_b, int words_a, Agreement& to) {
    const int with_b = std::min(letters_a, words_b);
    const int with_a = std::min(letters_b, words_a);
    const int left_a = letters_a - with_b;
    const int left_b = letters_b - with_a;
    to.initial_conflicts = with_b + with_a + std::min(left_a, left_b);
    to.extra_initials = std::max(left_a, left_b) - std::min(left_a, left_b);
}

/// True where one word stands behind more markers than on the other side, and another one behind
/// fewer: A bin B and B bin A, and grandfathers too.
bool is_swapped(const Alignment& alignment, const NameShape& a, const NameShape& b) {
    bool is_down = false;
    bool is_up = false;
    for (std::size_t i = 0; i < alignment.count; ++i) {
        const WordMatch& match = alignment.matches[i];
        const auto chain_a = a.chain[static_cast<std::size_t>(std::countr_zero(match.mask_a))];
        const auto chain_b = b.chain[static_cast<std::size_t>(std::countr_zero(match.mask_b))];
        is_down = is_down || chain_a < chain_b;
        is_up = is_up || chain_a > chain_b;
    }
    return is_down && is_up;
}

/// What follows from the matches: conflicts, initials, order.
void finish(const NameShape& a, const NameShape& b, Alignment& alignment) {
    Agreement& agreement = alignment.agreement;
    agreement.total_a += a.total;
    agreement.total_b += b.total;
    agreement.words_a = a.count;
    agreement.words_b = b.count;
    agreement.matched = std::min({agreement.matched, agreement.total_a, agreement.total_b});
    Open open = unmatched(alignment, a, b);
    const InitialsLeft left_a = take_initials(a, b, true, open.b, alignment);
    const InitialsLeft left_b = take_initials(b, a, false, open.a, alignment);
    judge_letters(left_a.letters,
                  count_bits(open.b) + left_a.halves,
                  left_b.letters,
                  count_bits(open.a) + left_b.halves,
                  agreement);
    agreement.conflicts = std::min(count_bits(open.a), count_bits(open.b));
    agreement.is_swapped = is_swapped(alignment, a, b);
    agreement.is_other_generation =
        a.generation != 0 && b.generation != 0 && a.generation != b.generation;
}

std::string joined_folds(const NameForm& form) {
    std::string folds;
    for (const NameToken& word : form.words) {
        folds += word.fold;
    }
    return folds;
}

/// Of as many words on both sides "Van Derberg" is "Vander Berg", and no vowel is lost between two
/// words: "Eric Alvon" is not "Erica Alvon".
bool has_equal_whole(const NameForm& a, const NameForm& b) {
    if (a.words.size() == b.words.size() && joined_folds(a) != joined_folds(b)) {
        return false;
    }
    return std::any_of(a.wholes.begin(), a.wholes.end(), [&](const std::string& whole) {
        return std::find(b.wholes.begin(), b.wholes.end(), whole) != b.wholes.end();
    });
}

/// The wholes are equal: what the words by themselves leave open is no conflict.
void take_whole(const NameForm& a, const NameForm& b, Alignment& alignment) {
    Agreement& agreement = alignment.agreement;
    const Weight less = std::min(a.shape.total, b.shape.total);
    agreement.total_a = less;
    agreement.total_b = less;
    agreement.matched = std::max(kJoinSimilarity * less / 1000, agreement.matched);
    agreement.words = std::max(agreement.words_a, agreement.words_b);
    agreement.conflicts = 0;
    std::uint32_t mask_a = 0;
    std::uint32_t mask_b = 0;
    for (std::size_t i = 0; i < alignment.count; ++i) {
        mask_a |= alignment.matches[i].mask_a;
        mask_b |= alignment.matches[i].mask_b;
    }
    if (mask_a != all_of(a.shape) || mask_b != all_of(b.shape)) {
        alignment.count = 1;
        alignment.initial_count = 0;
        alignment.matches[0] = {static_cast<std::uint8_t>(all_of(a.shape)),
                                static_cast<std::uint8_t>(all_of(b.shape)),
                                WordRelation::kJoined,
                                agreement.matched};
    }
}

Alignment without_joins(const PairTable& table, const NameShape& a, const NameShape& b) {
    Alignment alignment;
    assign(table, {all_of(a), all_of(b)}, alignment);
    finish(a, b, alignment);
    return alignment;
}

Alignment with_joins(const PairTable& table,
                     const NameForm& a,
                     const NameForm& b,
                     bool is_a_first) {
    Alignment alignment;
    Open open{all_of(a.shape), all_of(b.shape)};
    take_pairs(is_a_first ? a : b, is_a_first ? b : a, is_a_first, open, alignment);
    take_pairs(is_a_first ? b : a, is_a_first ? a : b, !is_a_first, open, alignment);
    if (alignment.count > 0) {
        assign(table, open, alignment);
        finish(a.shape, b.shape, alignment);
    }
    return alignment;
}

const Alignment& better(const Alignment& a, const Alignment& b) {
    const int share_a = name_share(a.agreement);
    const int share_b = name_share(b.agreement);
    const bool is_less =
        share_a < share_b || (share_a == share_b && a.agreement.matched < b.agreement.matched);
    return is_less ? b : a;
}

Alignment align_in_order(const NameForm& a, const NameForm& b) {
    const PairTable table = table_of(a, b);
    Alignment best = without_joins(table, a.shape, b.shape);
    best = better(best, with_joins(table, a, b, true));
    best = better(best, with_joins(table, a, b, false));
    if (has_equal_whole(a, b)) {
        take_whole(a, b, best);
    }
    for (std::size_t i = 0; i < best.count; ++i) {
        WordMatch& match = best.matches[i];
        if (match.relation != WordRelation::kJoined) {
            match.relation =
                likeness(a.words[static_cast<std::size_t>(std::countr_zero(match.mask_a))],
                         b.words[static_cast<std::size_t>(std::countr_zero(match.mask_b))])
                    .relation;
        }
    }
    return best;
}

/// The agreement as the other side sees it.
Agreement turned(Agreement agreement) {
    std::swap(agreement.total_a, agreement.total_b);
    std::swap(agreement.words_a, agreement.words_b);
    return agreement;
}

}  // namespace

Weight weight_of_mask(const NameShape& shape, std::uint32_t mask) {
    Weight sum = 0;
    for (std::size_t i = 0; i < shape.count; ++i) {
        sum += ((mask >> i) & 1U) != 0 ? shape.weights[i] : 0;
    }
    return sum;
}

Agreement agree(const PairTable& table, const NameShape& a, const NameShape& b) {
    return b.order < a.order ? turned(without_joins(transposed(table), b, a).agreement)
                             : without_joins(table, a, b).agreement;
}

Alignment align(const NameForm& a, const NameForm& b) {
    if (a.shape.order <= b.shape.order) {
        return align_in_order(a, b);
    }
    Alignment alignment = align_in_order(b, a);
    alignment.agreement = turned(alignment.agreement);
    for (WordMatch& match : alignment.matches) {
        std::swap(match.mask_a, match.mask_b);
    }
    for (InitialMatch& match : alignment.initials) {
        match.is_of_a = !match.is_of_a;
    }
    return alignment;
}

Agreement agree(const NameForm& a, const NameForm& b) {
    return align(a, b).agreement;
}

}  // namespace sarhad::watchlists
