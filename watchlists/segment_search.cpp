#include "segment_search.h"

#include "evidence.h"
#include "findings.h"
#include "implied_father.h"
#include "segment_builder.h"

#include <algorithm>
#include <numeric>

namespace sarhad::watchlists {
namespace {

/// Entries looked up between two looks at what the best so far ask of the rest.
constexpr std::size_t kLookedAtOnce = 16;

}  // namespace

SegmentSearch::SegmentSearch(const SnapshotPart& part,
                             std::uint32_t part_number,
                             const std::vector<ListManifest>& manifests,
                             const Subject& subject,
                             MatchScratch::Parts& scratch)
    : part_{part},
      segment_{*part.segment},
      part_number_{part_number},
      manifests_{manifests},
      subject_{subject},
      scratch_{scratch},
      most_beside_birth_{most_beside_birth(subject, false), most_beside_birth(subject, true)},
      may_imply_father_{may_imply_father(subject)},
      sex_{sex_of(subject)} {
    const CountryCode nation = country_of(subject.nationality);
    if (nation != 0) {
        nations_.push_back(nation);
    }
    most_places_ = most_beside_birth_[0] - nation_points(nation, nation);
    for (const std::uint32_t manifest : part.manifests) {
        least_shown_ = std::min(least_shown_, scratch.shown[manifest]);
    }
}

void SegmentSearch::look_for(const ListEntry& entry, const ListedName& name) {
    sought_ = &entry;
    sought_name_ = &name;
    // A traveller who tells no father may imply him.
    may_imply_father_ = !entry.fathers.empty();
    most_beside_birth_.fill(most_beside_birth_of_anyone(may_imply_father_));
    most_places_ = most_beside_birth_of_anyone(false) - kSameNation;
    sex_ = entry.sex;
    nations_.clear();
    for (const std::string& nationality : entry.nationalities) {
        if (const CountryCode nation = country_of(nationality); nation != 0) {
            nations_.push_back(nation);
        }
    }
}

int SegmentSearch::need(int most) const {
    return needed_points(std::max(least_shown_, scratch_.finds.floor()), most);
}

/// implies_listed_father() of the traveller read last, of whom the words are kept and no text.
bool SegmentSearch::implies_father(std::uint32_t entry, const Agreement& agreement) const {
    if (!may_imply_father_ || agreement.conflicts != 0 ||
        !is_no_name(scratch_.traveller.father_name.reveal())) {
        return false;
    }
    std::vector<NameToken> words;
    for (std::uint32_t name = segment_.first_name(entry); name < segment_.first_name(entry + 1);
         ++name) {
        segment_.tokens(name, words);
        if (implies_listed_father(words, *sought_, *sought_name_, agreement)) {
            return true;
        }
    }
    return false;
}

/// Of the entry read last; -1 for a name that a forged segment has too many.
int SegmentSearch::score_of(std::uint32_t name,
                            std::uint32_t entry,
                            const Agreement& agreement,
                            std::optional<int> father) const {
    if (sought_ != nullptr) {
        subject_of(scratch_.entry, scratch_.traveller);
        const bool is_father = implies_father(entry, agreement);
        return score_entry(scratch_.traveller,
                           *sought_,
                           *sought_name_,
                           agreement,
                           Explain::kScoreOnly,
                           is_father ? std::optional{kFatherAgrees} : father)
            .score;
    }
    const std::uint32_t place = segment_.place_in_entry(name, entry);
    if (place >= scratch_.entry.names.size()) {
        return -1;
    }
    return score_entry(subject_,
                       scratch_.entry,
                       scratch_.entry.names[place],
                       agreement,
                       Explain::kScoreOnly,
                       father)
        .score;
}

void SegmentSearch::read_entry(std::uint32_t entry) {
    const std::uint64_t number = std::uint64_t{part_number_} << 32U | entry;
    if (scratch_.entry_number != number) {
        segment_.entry(entry, scratch_.entry);
        scratch_.entry_number = number;
    }
}

/// Scores the name with its entry's evidence. `father`: share_of_fathers(), where it was asked for.
void SegmentSearch::improve(std::uint32_t name,
                            const Agreement& agreement,
                            std::optional<int> father) {
    const std::uint32_t entry = segment_.entry_of(name);
    if (part_.is_dead(entry)) {
        return;
    }
    read_entry(entry);
    const std::uint32_t manifest = part_.manifests[segment_.column(entry).list()];
    if (sought_ == nullptr &&
        !is_in_force(scratch_.entry.order, manifests_[manifest].profile, subject_.on)) {
        return;
    }
    const int score = score_of(name, entry, agreement, father);
    if (score >= scratch_.shown[manifest] && score >= scratch_.finds.floor()) {
        scratch_.finds.add(
            {part_number_, entry, name, score, name_points(agreement), father, agreement});
    }
}

/// The same with each of the subject's names, word for word. A number or a day may be all that is
/// told; where a name is, the two are compared, however little they have in common: the hit says
/// so.
void SegmentSearch::improve_whole(std::uint32_t name, const NameForm& listed) {
    if (scratch_.queries.empty()) {
        improve(name, agree(NameForm{}, listed), std::nullopt);
    }
    for (const QueryName& query : scratch_.queries) {
        improve(name, agree(query.form, listed), std::nullopt);
    }
}

/// Those that may be best first, so that the others need not be looked up once there are enough.
void SegmentSearch::improve_pending() {
    judge_agreed();
    std::vector<Pending>& pending = scratch_.pending;
    std::sort(pending.begin(), pending.end(), [](const Pending& a, const Pending& b) {
        return a.most > b.most;
    });
    std::size_t looked_at = 0;
    for (const Pending& one : pending) {
        if (one.most < scratch_.finds.floor()) {
            break;
        }
        improve(one.name, one.agreement, one.father);
        if (++looked_at % kLookedAtOnce == 0) {
            scratch_.finds.settle();
        }
    }
    pending.clear();
    scratch_.finds.settle();
}

/// Rarer words first: what they lead to need not be looked for by the common ones.
void SegmentSearch::order_words(const QueryName& query) {
    const std::size_t count = query.form.words.size();
    std::iota(scratch_.order.begin(), scratch_.order.end(), std::uint8_t{0});
    std::stable_sort(
        scratch_.order.begin(),
        scratch_.order.begin() + static_cast<std::ptrdiff_t>(count),
        [&](std::uint8_t a, std::uint8_t b) { return query.postings[a] < query.postings[b]; });
    for (WordBounds& bounds : scratch_.word_bounds) {
        bounds.need = -1;
    }
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < count; ++i) {
        scratch_.before[scratch_.order[i]] = before;
        before |= 1U << scratch_.order[i];
    }
}

void SegmentSearch::search_name(const QueryName& query) {
    scratch_.known_names.begin();
    order_words(query);
    plan_levels(query);
    search_joined(query);
    walk_few(query);
    improve_pending();
    // From the level that may give the best hits on: what they reach, others must.
    for (std::size_t i = 0; i < scratch_.level_count; ++i) {
        const BirthLevel& level = scratch_.levels[i];
        if (need(level.most) > kMaxNamePoints) {
            continue;
        }
        for (std::size_t place = 0; place < query.form.words.size(); ++place) {
            const std::size_t word = scratch_.order[place];
            if (((level.searched >> word) & 1U) != 0) {
                walk_word(query, word, i);
            }
        }
        evaluate_all(query);
        improve_pending();
    }
}

void SegmentSearch::search_documents() {
    for (const auto& document : subject_.documents) {
        const std::string number = normalise_document(document.reveal());
        if (number.size() < kMinDocumentNumber) {
            continue;
        }
        segment_.documents().find(
            key_hash('N', confusable_number(number)), [&](std::uint32_t entry) {
                const std::uint32_t last = segment_.first_name(entry + 1);
                for (std::uint32_t name = segment_.first_name(entry); name < last; ++name) {
                    improve_whole(name, segment_.form(name));
                }
            });
    }
    scratch_.finds.settle();
}

void SegmentSearch::search() {
    if (segment_.name_count() == 0) {
        return;
    }
    search_documents();
    search_born_that_day();
    make_levels();
    for (QueryName& query : scratch_.queries) {
        find_neighbours(query, scratch_.table);
        search_name(query);
    }
}

void SegmentSearch::search_all(const std::vector<NameForm>& forms) {
    for (std::uint32_t name = 0; name < forms.size(); ++name) {
        improve_whole(name, forms[name]);
    }
    scratch_.finds.settle();
}

}  // namespace sarhad::watchlists
