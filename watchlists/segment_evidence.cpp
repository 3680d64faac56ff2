#include "evidence.h"
#include "findings.h"
#include "segment_search.h"

#include <algorithm>

namespace sarhad::watchlists {

/// Points of the nationality of an entry, by its column.
int SegmentSearch::most_nation(std::uint32_t listed) const {
    if (listed == kSeveralNations) {
        return nations_.empty() ? 0 : kSameNation;
    }
    int most = 0;
    for (const CountryCode nation : nations_) {
        const int points = nation_points(nation, country_of_bits(listed));
        most = most <= 0 && points != 0 ? points : std::max(most, points);
    }
    return most;
}

/// The most that the name of an entry on that level may score without a document: exact but for
/// places and for births that the level holds together, and for a father who is not asked for.
/// `father` is his share_of_fathers(), where that was needed.
int SegmentSearch::most_score(const Agreed& one, int* father) {
    const EntryColumn column = segment_.column(one.entry);
    const BirthLevel& level = scratch_.levels[one.level];
    const int points = one.points;
    const int nation = most_nation(column.nation());
    int against = std::min(level.birth, 0) + std::min(nation, 0) + sex_points(sex_, column.sex());
    if (points < kLeastNamePoints) {  // Nobody asks for fathers and places.
        const int beside = std::max(level.birth, 0) + std::max(nation, 0);
        return points + std::min(beside, kMaxEvidence) + against;
    }
    int most = std::max(level.birth, 0) + std::max(nation, 0) + most_places_;
    if (level.has_father && !scratch_.father_forms.empty()) {
        const int at_most = points + std::min(most + kSameFather, kMaxEvidence) + against;
        if (at_most < least_score(one.entry)) {
            return at_most;
        }
        *father = share_of_fathers(one.entry);
        // Who is asked for by an entry tells his sex in the column, and the entry its own.
        const int of_father =
            father_points(*father, sought_ == nullptr ? subject_.sex : sex_, column.sex());
        most += std::max(of_father, 0);
        against += std::min(of_father, 0);
    }
    const bool may_be_told = sought_ != nullptr || level.has_father;
    if (*father == kNoFather && may_be_told && may_imply_father_) {
        most += kSameFather;
    }
    return points + std::min(most, kMaxEvidence) + against;
}

/// Keeps the name where its points may make a hit, to be judged with what is known of its entry.
void SegmentSearch::add_agreed(std::uint32_t name, const SameWords& same, std::uint16_t level) {
    if (same.points >= need(scratch_.levels[level].most)) {
        scratch_.agreed.push_back(
            {name, segment_.entry_of(name), level, same.points, same.agreement});
        segment_.prefetch_entry(scratch_.agreed.back().entry);
    }
}

/// Of those kept the ones that may be hits are to be looked up. What is read of each stands
/// anywhere, and so is asked of the memory for all of them first.
void SegmentSearch::judge_agreed() {
    for (const Agreed& one : scratch_.agreed) {
        if (one.entry >= segment_.first_fathered()) {
            segment_.prefetch_father(one.entry);
        }
    }
    for (const Agreed& one : scratch_.agreed) {
        int father = kNoFather;
        const int most = most_score(one, &father);
        if (most >= least_score(one.entry)) {
            scratch_.pending.push_back({most, father, one.name, one.agreement});
        }
    }
    scratch_.agreed.clear();
}

/// What a name of the entry must score to be told.
int SegmentSearch::least_score(std::uint32_t entry) const {
    const std::uint32_t list = segment_.column(entry).list();
    return std::max(scratch_.shown[part_.manifests[list]], scratch_.finds.floor());
}

/// Makes the fathers told ready for this part.
void SegmentSearch::look_up_fathers() {
    if (has_fathers_) {
        return;
    }
    has_fathers_ = true;
    scratch_.fathers.resize(scratch_.father_forms.size());
    for (std::size_t i = 0; i < scratch_.fathers.size(); ++i) {
        SoughtFather& father = scratch_.fathers[i];
        father.query.form = scratch_.father_forms[i];
        father.words.clear();
        for (const NameToken& word : father.query.form.words) {
            father.words.emplace_back(word);
        }
        father.table.clear(kComparedWords);
        father.compared = 0;
        father.has_all = false;
        father.joins.reset();
        father.pair_words.clear();
        for (const NameToken& word : father.query.form.words) {
            father.joins.set(join_byte(word.fold));
        }
        for (const std::string& whole : father.query.form.wholes) {
            father.joins.set(join_byte(whole));
        }
        for (const JoinedPair& pair : father.query.form.pairs) {
            segment_.word_keys().find(key_hash('F', pair.fold), [&](std::uint32_t word) {
                father.pair_words.push_back(word);
            });
        }
    }
}

/// father_share() of the entry with those told; from kFatherAgrees on a lower bound of it.
int SegmentSearch::share_of_fathers(std::uint32_t entry) {
    if (scratch_.father_forms.empty() || entry < segment_.first_fathered()) {
        return kNoFather;
    }
    const std::uint8_t head = segment_.father_head(entry);
    if ((head & Segment::kNoFatherBit) != 0) {
        return kNoFather;
    }
    if ((head & Segment::kFatherInRecordBit) != 0) {
        read_entry(entry);
        return father_share(scratch_.father_forms, scratch_.entry.fathers);
    }
    look_up_fathers();
    std::array<std::uint32_t, kMaxNameTokens> words{};
    const std::uint32_t start = segment_.father_start(entry);
    const std::uint32_t count = head & Segment::kCountBits;
    for (std::uint32_t i = 0; i < count; ++i) {
        words[i] = segment_.father_word(start + i);
    }
    const std::span<const std::uint32_t> stored = std::span{words}.first(count);
    const NameShape listed = segment_.shape(stored);
    int best = kNoFather;
    for (SoughtFather& father : scratch_.fathers) {
        best = std::max(best, share_with(father, stored, listed, start));
    }
    return best;
}

/// Makes sure that the father's table tells of these words. Few travellers have so many fathers to
/// compare that looking up what his words are like, among all listed ones, would cost less.
void SegmentSearch::compare_words(SoughtFather& father, std::span<const std::uint32_t> stored) {
    for (const std::uint32_t one : stored) {
        const std::uint32_t word = word_number(one);
        if (father.has_all || !is_scored(word_class(one)) || father.table.find(word) != nullptr) {
            continue;
        }
        if (father.compared == kComparedWords) {
            find_neighbours(father.query, father.table);
            father.has_all = true;
            return;
        }
        ++father.compared;
        father.table.know(word);
        WordView listed = segment_.word_view(word);
        listed.skeleton = skeleton_of(listed.fold, scratch_.skeleton);
        for (std::size_t i = 0; i < father.words.size(); ++i) {
            if (const int like = likeness(father.words[i], listed).value; like > 0) {
                father.table.set(word, i, like, 0);
            }
        }
    }
}

int SegmentSearch::share_with(SoughtFather& father,
                              std::span<const std::uint32_t> stored,
                              const NameShape& listed,
                              std::uint32_t start) {
    compare_words(father, stored);
    const int share =
        name_share(agree_by_number(father.query.form.shape, father.table, stored, listed));
    if (share >= kFatherAgrees) {
        return share;
    }
    bool may_join = false;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        may_join =
            may_join ||
            father.joins.test(segment_.father_join(start + static_cast<std::uint32_t>(i))) ||
            std::find(father.pair_words.begin(), father.pair_words.end(), word_number(stored[i])) !=
                father.pair_words.end();
    }
    if (!may_join) {
        return share;
    }
    return name_share(agree(father.query.form, segment_.form_of(stored)));
}

}  // namespace sarhad::watchlists
