// Names in which words of the one side may be written as one on the other.

#include "bits.h"
#include "name_bound.h"
#include "reading.h"
#include "segment_search.h"

#include "watchlists/key_hash.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

bool is_complete(const Agreement& agreement) {
    return agreement.matched == agreement.total_a && agreement.matched == agreement.total_b &&
           agreement.words == agreement.words_a && agreement.words == agreement.words_b &&
           name_share(agreement) == 1000;
}

}  // namespace

/// Listed words that are that pair of the query, and the names that have them.
void SegmentSearch::take_pair(const JoinedPair& pair, Weight of_pair) {
    segment_.word_keys().find(key_hash('F', pair.fold), [&](std::uint32_t word) {
        if (segment_.fold_of_word(word) != pair.fold) {
            return;
        }
        scratch_.pair_words.push_back({word, pair.mask, of_pair});
        const std::uint32_t end = segment_.posting_start(word + 1);
        for (std::uint32_t at = segment_.posting_start(word); at < end; ++at) {
            scratch_.joined.push_back({segment_.postings().name(at), 0, false});
        }
    });
}

/// Names where a pair or a whole of one side is a word, a pair or a whole of the other.
void SegmentSearch::find_joined(const QueryName& query) {
    std::vector<JoinedName>& names = scratch_.joined;
    names.clear();
    scratch_.pair_words.clear();
    for (std::size_t word = 0; word < query.form.words.size(); ++word) {
        segment_.joins().find(key_hash('J', query.form.words[word].fold), [&](std::uint32_t name) {
            names.push_back({name, 1U << word, false});
        });
    }
    for (const JoinedPair& pair : query.form.pairs) {
        take_pair(pair, weight_of_mask(query.form.shape, pair.mask));
    }
    for (const std::string& whole : query.form.wholes) {
        segment_.joins().find(key_hash('J', whole), [&](std::uint32_t name) {
            names.push_back({name, 0, true});
        });
    }
    std::sort(names.begin(), names.end(), [](const JoinedName& a, const JoinedName& b) {
        return a.name < b.name;
    });
    std::size_t count = 0;
    for (const JoinedName& one : names) {
        if (count > 0 && names[count - 1].name == one.name) {
            JoinedName& same = names[count - 1];
            same.words |= one.words;
            same.is_whole = same.is_whole || one.is_whole;
        } else {
            names[count++] = one;
        }
    }
    names.resize(count);
}

/// Whether search_joined() looks at the name.
bool SegmentSearch::is_joined(std::uint32_t name) const {
    const auto at = std::lower_bound(
        scratch_.joined.begin(),
        scratch_.joined.end(),
        name,
        [](const JoinedName& one, std::uint32_t wanted) { return one.name < wanted; });
    return at != scratch_.joined.end() && at->name == name;
}

/// The most points of a listed name by the numbers of its words: each that is like one of the query
/// adds what it can, and so does each that may stand for two or be one of two.
int SegmentSearch::most_points_with_joins(const QueryName& query,
                                          const JoinedName& joined,
                                          std::span<const std::uint32_t> words) const {
    const NameShape& shape = query.form.shape;
    std::uint32_t matched = joined.words;
    Weight gain = weight_of_mask(shape, joined.words);
    Weight total = shape.total;
    int strange = 0;
    int count = 0;
    bool has_initial = shape.initials[0] != 0;
    for (const std::uint32_t stored : words) {
        has_initial = has_initial || word_class(stored) == TokenClass::kInitial;
        if (!is_scored(word_class(stored))) {
            continue;
        }
        ++count;
        const NearTable::Row* const row = scratch_.table.find(word_number(stored));
        bool is_strange = row == nullptr;
        matched |= is_strange ? 0 : row->mask;
        Weight most = is_strange ? 0 : row->gain;
        for (const PairWord& pair : scratch_.pair_words) {
            if (pair.word == word_number(stored)) {
                const Weight weight = segment_.weight(pair.word, TokenClass::kPlain);
                most = std::max(most, weight);
                matched |= pair.mask;
                total -= std::max(0, pair.of_pair - std::min(pair.of_pair, weight));
                is_strange = false;
            }
        }
        gain += most;
        strange += is_strange && word_class(stored) == TokenClass::kPlain ? 1 : 0;
    }
    // Words that are like none of the other side conflict; two each may be one of the query's.
    strange = std::max(0, strange - 2 * count_bits(joined.words));
    const std::uint32_t open = ((1U << shape.count) - 1U) & ~matched & ~std::uint32_t{shape.titles};
    const bool may_hide = has_initial || count >= static_cast<int>(kMaxScored);
    const int conflicts = may_hide ? 0 : std::min(strange, count_bits(open));
    gain = std::min(gain, shape.total);
    const Weight listed = joined.words != 0 ? 0 : segment_.total(joined.name) * Segment::kTotalUnit;
    return name_points(
        {gain, std::max(gain, total), std::max(gain, listed), 2, 2, 2, conflicts, 1});
}

/// Whether all its words as one are all of the query's as one: a pair may be, too, and says
/// nothing.
bool SegmentSearch::has_equal_whole(const QueryName& query,
                                    std::span<const std::uint32_t> words) const {
    std::string whole;
    std::size_t count = 0;
    for (const std::uint32_t stored : words) {
        if (count < kMaxScored && is_scored(word_class(stored))) {
            whole += latin_of(segment_.shape_word(stored).text);
            ++count;
        }
    }
    const std::vector<std::string>& wholes = query.form.wholes;
    return std::find(wholes.begin(), wholes.end(), fold_of(whole)) != wholes.end();
}

/// Compares such a name with the query, unless it cannot have the points that it needs.
bool SegmentSearch::compare_joined(const QueryName& query,
                                   const JoinedName& joined,
                                   std::span<const std::uint32_t> stored,
                                   int needed,
                                   SameWords& same) const {
    const auto may_reach = [&] {
        if (same.most_joined == SameWords::kNotKnown) {
            same.most_joined = most_points_with_joins(query, joined, stored);
        }
        return needed <= same.most_joined;
    };
    if (!joined.is_whole && !may_reach()) {
        return false;
    }
    // A name that agrees word for word agrees no better as a whole: so it is with homonyms.
    const Agreement by_words =
        agree_by_number(query.form.shape, scratch_.table, stored, segment_.shape(stored));
    const bool is_same = is_complete(by_words);
    if (!is_same && joined.is_whole && !has_equal_whole(query, stored) && !may_reach()) {
        return false;
    }
    same.agreement = is_same ? by_words : agree(query.form, segment_.form_of(stored));
    same.points = name_points(same.agreement);
    return true;
}

void SegmentSearch::search_joined(const QueryName& query) {
    constexpr std::size_t kAhead = 4;  // Names whose words are asked of the memory meanwhile.
    find_joined(query);
    const std::vector<JoinedName>& all = scratch_.joined;
    for (const JoinedName& joined : all) {
        segment_.prefetch_name(joined.name);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i + kAhead < all.size()) {
            segment_.prefetch_words(segment_.name_start(all[i + kAhead].name));
        }
        const std::uint32_t name = all[i].name;
        const std::uint32_t number = level_number(name);
        const int needed = need(scratch_.levels[number].most);
        if (needed > most_points_joined(query.form.shape.total, segment_.total(name))) {
            continue;
        }
        std::array<std::uint32_t, kMaxNameTokens> room{};
        const std::span<const std::uint32_t> stored =
            segment_.stored_words(name, segment_.name_start(name), room);
        SameWords& same = scratch_.known_names.of(stored);
        if (same.is_compared() || compare_joined(query, all[i], stored, needed, same)) {
            add_agreed(name, same, static_cast<std::uint16_t>(number));
        }
    }
}

}  // namespace sarhad::watchlists
