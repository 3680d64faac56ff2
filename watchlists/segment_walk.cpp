#include "bits.h"
#include "name_bound.h"
#include "segment_search.h"

#include <algorithm>
#include <tuple>

namespace sarhad::watchlists {

Agreement agree_by_number(const NameShape& shape,
                          const NearTable& table,
                          std::span<const std::uint32_t> stored,
                          const NameShape& listed) {
    PairTable pairs{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < stored.size() && count < listed.count; ++i) {
        if (!is_scored(word_class(stored[i]))) {
            continue;
        }
        if (const NearTable::Row* row = table.find(word_number(stored[i]))) {
            for (std::size_t word = 0; word < shape.count; ++word) {
                pairs[word][count] = row->similar[word] *
                                     std::min(shape.weights[word], listed.weights[count]) / 1000;
            }
        }
        ++count;
    }
    return agree(pairs, shape, listed);
}

/// The words whose postings are walked, as a mask: the cheapest such that a name that shares none
/// of them cannot reach `need` points.
std::uint32_t SegmentSearch::searched_words(const QueryName& query, int need) const {
    const std::size_t count = query.form.words.size();
    std::uint32_t best = 0;
    std::uint64_t saved = 0;
    for (std::uint32_t left = 1; left < (1U << count); ++left) {
        std::uint64_t cost = 0;
        Weight weight = 0;
        for (std::size_t word = 0; word < count; ++word) {
            const bool is_left = ((left >> word) & 1U) != 0;
            cost += is_left ? query.postings[word] : 0;
            weight += is_left ? query.form.shape.weights[word] : 0;
        }
        if (cost > saved && most_points(query.form, weight, count_bits(left)) < need) {
            best = left;
            saved = cost;
        }
    }
    return ((1U << count) - 1U) & ~best;
}

/// Decides for each level which words are walked and what names are looked at.
void SegmentSearch::plan_levels(const QueryName& query) {
    int wanted_before = -1;
    for (std::size_t i = 0; i < scratch_.level_count; ++i) {
        BirthLevel& level = scratch_.levels[i];
        const int wanted = need(level.most);
        if (i > 0 && wanted == wanted_before) {
            level.totals = scratch_.levels[i - 1].totals;
            level.searched = scratch_.levels[i - 1].searched;
        } else {
            level.totals = wanted > kMaxNamePoints
                               ? TotalRange{}
                               : totals_that_reach(query.form.shape.total, wanted);
            const bool is_empty = level.totals.least > level.totals.most;
            level.searched = is_empty ? 0 : searched_words(query, wanted);
        }
        wanted_before = wanted;
    }
}

/// Compares names of these words with the query, word by word.
void SegmentSearch::compare(const QueryName& query,
                            std::span<const std::uint32_t> stored,
                            SameWords& same) const {
    same.agreement =
        agree_by_number(query.form.shape, scratch_.table, stored, segment_.shape(stored));
    same.points = name_points(same.agreement);
}

/// The most points of names of these words, by the numbers of the words. `listed`: their total.
void SegmentSearch::bound(const QueryName& query,
                          std::span<const std::uint32_t> stored,
                          std::uint8_t listed,
                          SameWords& same) const {
    std::size_t count = 0;
    int strange = 0;
    bool has_initial = query.form.shape.initials[0] != 0;
    Weight gain = 0;
    for (const std::uint32_t word : stored) {
        if (count == kMaxScored) {
            break;
        }
        has_initial = has_initial || word_class(word) == TokenClass::kInitial;
        if (is_scored(word_class(word))) {
            ++count;
            if (const NearTable::Row* row = scratch_.table.find(word_number(word))) {
                same.matched |= row->mask;
                gain += row->gain;
            } else {
                strange += word_class(word) == TokenClass::kPlain ? 1 : 0;
            }
        }
    }
    has_initial = has_initial || count == kMaxScored;  // The rest was not looked at.
    // Words that are like none of the other side conflict, where no initial stands for one.
    const std::uint32_t open = ((1U << query.form.shape.count) - 1U) & ~same.matched &
                               ~std::uint32_t{query.form.shape.titles};
    const int conflicts = has_initial ? 0 : std::min(strange, count_bits(open));
    gain = std::min(gain, query.form.shape.total);
    const Weight total = std::max(gain, listed * Segment::kTotalUnit);
    same.most = name_points({gain,
                             query.form.shape.total,
                             total,
                             count_bits(same.matched),
                             static_cast<int>(query.form.words.size()),
                             static_cast<int>(count),
                             conflicts,
                             1});
}

/// Scores a name that shares a walked word with the query, unless a word that is walked before it
/// leads there too.
void SegmentSearch::evaluate(const QueryName& query, const Candidate& candidate) {
    std::array<std::uint32_t, kMaxNameTokens> room{};
    const std::span<const std::uint32_t> stored =
        segment_.stored_words(candidate.name, candidate.start, room);
    SameWords& same = scratch_.known_names.of(stored);
    if (same.most == SameWords::kNotKnown) {
        bound(query, stored, segment_.total(candidate.name), same);
    }
    const BirthLevel& level = scratch_.levels[candidate.level];
    if ((same.matched & level.searched & scratch_.before[candidate.word]) != 0 ||
        same.most < need(level.most) || is_joined(candidate.name)) {
        return;
    }
    if (!same.is_compared()) {
        compare(query, stored, same);
    }
    add_agreed(candidate.name, same, candidate.level);
}

/// Those that may reach what they need, by their totals, are looked at.
void SegmentSearch::evaluate_all(const QueryName& query) {
    std::vector<Candidate>& candidates = scratch_.candidates;
    std::size_t kept = 0;
    for (const Candidate& candidate : candidates) {
        if (can_reach(query, candidate)) {
            candidates[kept] = candidate;
            candidates[kept].start = segment_.name_start(candidate.name);
            segment_.prefetch_words(candidates[kept].start);
            ++kept;
        }
    }
    candidates.resize(kept);
    for (const Candidate& candidate : candidates) {
        evaluate(query, candidate);
    }
    candidates.clear();
}

/// What words of each sketch may add to the query; those that are like words of `without` alone add
/// nothing.
void SegmentSearch::add_gains(const QueryName& query,
                              std::uint32_t without,
                              PostingBounds& to) const {
    to.clear_gains(query.form.shape.total);
    for (std::size_t word = 0; word < query.form.words.size(); ++word) {
        if (((without >> word) & 1U) == 0) {
            for (const Neighbour& near : query.near[word]) {
                to.add(segment_.told_word(near.word), near.gain);
            }
        }
    }
}

/// Of the names that a word leads to on that level. Those that share a word walked before have been
/// looked at by it: the others agree in what is left.
const PostingBounds& SegmentSearch::bounds_of(const QueryName& query,
                                              std::size_t word,
                                              const BirthLevel& level) {
    WordBounds& held = scratch_.word_bounds[word];  // Many levels need the same.
    const std::uint32_t without = scratch_.before[word] & level.searched;
    const int needed = need(level.most);
    if (held.need < 0 || held.without != without) {
        add_gains(query, without, held.bounds);
    } else if (held.need == needed) {
        return held.bounds;
    }
    const Weight most = query.form.shape.total - weight_of_mask(query.form.shape, without);
    needed_gains(query.form.shape.total, most, needed, scratch_.needs);
    held.bounds.set_needs(scratch_.needs);
    held.need = needed;
    held.without = without;
    return held.bounds;
}

void SegmentSearch::walk_range(
    const QueryName& query, std::size_t word, std::size_t level, Weight gain, NameRange postings) {
    for (std::uint32_t from = postings.first; from < postings.last; from += kFilterBlock) {
        // Bounds are asked for each time: what is found meanwhile raises what the others need.
        const std::uint32_t kept = filter_postings(segment_.postings(),
                                                   from,
                                                   std::min(postings.last - from, kFilterBlock),
                                                   gain,
                                                   bounds_of(query, word, scratch_.levels[level]),
                                                   scratch_.kept);
        for (std::uint32_t i = 0; i < kept; ++i) {
            const KeptPosting& one = scratch_.kept[i];
            segment_.prefetch_name(one.name);
            scratch_.candidates.push_back({one.name,
                                           static_cast<std::uint16_t>(word),
                                           static_cast<std::uint16_t>(level),
                                           0,
                                           gain,
                                           one.most});
        }
        if (scratch_.candidates.size() >= kFilterBlock) {
            evaluate_all(query);
        }
    }
}

/// What the listed word may add, by whichever word of the query it is like.
Weight SegmentSearch::most_gain(const Neighbour& near) const {
    return scratch_.table.find(near.word)->gain;
}

/// The least that a listed word must add by that word of the query, where all others are added by
/// others. A name of which it adds less, and which reaches what it needs, is led to by another of
/// its words.
Weight SegmentSearch::least_gain(const QueryName& query, std::size_t word, std::size_t level) {
    const PostingBounds& bounds = bounds_of(query, word, scratch_.levels[level]);
    const std::uint32_t without = scratch_.word_bounds[word].without | 1U << word;
    const Weight others = query.form.shape.total - weight_of_mask(query.form.shape, without);
    return bounds.needs[told::kNeedsOfLeast] - others;
}

/// Names with a word in long postings.
void SegmentSearch::walk_word(const QueryName& query, std::size_t word, std::size_t level) {
    std::optional<Weight> least;
    for (const Neighbour& near : query.near[word]) {
        if (near.last - near.first <= kFewPostings) {
            continue;
        }
        least = least ? least : least_gain(query, word, level);
        if (near.gain >= *least) {
            walk_many(query, word, level, near);
        }
    }
}

/// The postings of a word and the level's ranges both rise: each range is found from where the one
/// before ended.
void SegmentSearch::walk_many(const QueryName& query,
                              std::size_t word,
                              std::size_t level,
                              const Neighbour& near) {
    const PostingColumn& postings = segment_.postings();
    const Weight gain = most_gain(near);
    std::uint32_t at = near.first;
    const std::uint32_t end = near.last;
    const auto first_from = [&](std::uint32_t from, std::uint32_t name) {
        std::uint32_t step = 1;
        while (from + step < end && postings.name(from + step) < name) {
            from += step;
            step *= 2;
        }
        std::uint32_t high = std::min(end, from + step);
        while (from < high) {
            const std::uint32_t middle = from + (high - from) / 2;
            postings.name(middle) < name ? from = middle + 1 : high = middle;
        }
        return from;
    };
    for (const NameRange& range : scratch_.levels[level].ranges) {
        if (at == end) {
            return;
        }
        at = first_from(at, range.first);
        const std::uint32_t until = first_from(at, range.last);
        walk_range(query, word, level, gain, {at, until});
        at = until;
    }
}

/// The one of the words that is searched first.
std::uint16_t SegmentSearch::first_of(std::uint32_t words) const {
    const auto first = std::find_if(scratch_.order.begin(),
                                    scratch_.order.end(),
                                    [&](std::uint8_t word) { return ((words >> word) & 1U) != 0; });
    return *first;
}

/// The names in the few postings of one word that may still reach the first level.
void SegmentSearch::gather_few(const QueryName& query, std::size_t word) {
    for (const Neighbour& near : query.near[word]) {
        const std::uint32_t last = near.last - near.first <= kFewPostings ? near.last : near.first;
        const std::uint32_t kept = filter_postings(segment_.postings(),
                                                   near.first,
                                                   last - near.first,
                                                   most_gain(near),
                                                   scratch_.bounds,
                                                   scratch_.kept);
        for (std::uint32_t i = 0; i < kept; ++i) {
            const KeptPosting& one = scratch_.kept[i];
            segment_.prefetch_name(one.name);
            scratch_.candidates.push_back(
                {one.name, static_cast<std::uint16_t>(word), 0, 0, near.gain, one.most});
        }
    }
}

/// The names of the words with few postings, by name and word. What stands in them adds up before
/// any name is looked at: most share one word, which is too little.
void SegmentSearch::walk_few(const QueryName& query) {
    const NameShape& shape = query.form.shape;
    add_gains(query, 0, scratch_.bounds);
    // The first level needs least.
    needed_gains(shape.total, shape.total, need(scratch_.levels[0].most), scratch_.needs);
    scratch_.bounds.set_needs(scratch_.needs);
    Weight unknown = 0;  // Of words that long postings may add.
    for (std::size_t word = 0; word < shape.count; ++word) {
        bool is_whole = true;
        for (const Neighbour& near : query.near[word]) {
            is_whole = is_whole && near.last - near.first <= kFewPostings;
            segment_.prefetch_postings(near.first);
        }
        unknown += is_whole ? 0 : shape.weights[word];
        gather_few(query, word);
    }
    std::vector<Candidate>& candidates = scratch_.candidates;
    std::sort(
        candidates.begin(), candidates.end(), [](const Candidate& one, const Candidate& other) {
            return std::tie(one.name, one.word, other.gain) <
                   std::tie(other.name, other.word, one.gain);
        });
    std::size_t kept = 0;
    for (std::size_t from = 0, to = 0; from < candidates.size(); from = to) {
        Candidate candidate = candidates[from];
        Weight gain = unknown;
        std::uint32_t words = 0;
        for (; to < candidates.size() && candidates[to].name == candidate.name; ++to) {
            const std::uint32_t bit = 1U << candidates[to].word;
            gain += (words & bit) == 0 ? candidates[to].gain : 0;
            words |= bit;
            candidate.most = std::min(candidate.most, candidates[to].most);
        }
        candidate.most = std::min(candidate.most, gain);
        candidate.level = static_cast<std::uint16_t>(level_number(candidate.name));
        const BirthLevel& level = scratch_.levels[candidate.level];
        if ((words & level.searched) != 0 && can_reach(query, candidate)) {
            candidate.word = first_of(words & level.searched);
            candidates[kept++] = candidate;
        }
    }
    candidates.resize(kept);
    evaluate_all(query);
}

/// Whether a name that adds so much weight at most may have the points that it needs. `listed`: its
/// total or less, for points fall as that rises.
bool SegmentSearch::may_reach(const QueryName& query,
                              const BirthLevel& level,
                              std::uint8_t listed,
                              Weight most) const {
    const Weight matched = std::min(most, query.form.shape.total);
    const Weight total = std::max(matched, listed * Segment::kTotalUnit);
    return name_points({matched, query.form.shape.total, total, 2, 2, 2, 0, 1}) >= need(level.most);
}

/// The same of the name as it is listed.
bool SegmentSearch::can_reach(const QueryName& query, const Candidate& candidate) const {
    const BirthLevel& level = scratch_.levels[candidate.level];
    const std::uint8_t listed = segment_.total(candidate.name);
    return level.totals.has(listed) && may_reach(query, level, listed, candidate.most);
}

}  // namespace sarhad::watchlists
