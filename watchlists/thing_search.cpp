#include "thing_search.h"

#include "listed_numbers.h"
#include "org_compare.h"
#include "org_contraction.h"
#include "thing_builder.h"
#include "thing_evidence.h"

#include "watchlists/normalise.h"
#include "watchlists/org_agree.h"
#include "watchlists/org_similarity.h"

#include <algorithm>
#include <tuple>

namespace sarhad::watchlists {
namespace {

void sort_unique(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

/// Listed words that `word` is like, or that a join of either side equals.
std::vector<std::uint32_t> words_like(const ThingIndex& index, const OrgWord& word) {
    std::vector<std::uint32_t> found;
    OrgWord listed;
    std::vector<std::uint64_t> keys = near_keys(word);
    if (const auto key = org_sound_key(word, true)) {
        keys.push_back(*key);
    }
    for (const std::uint64_t key : keys) {
        index.near().find(key, [&](std::uint32_t number) {
            index.word(number, listed);
            const bool is_join = listed.weight == 0 || word.weight == 0;
            const bool is_like =
                is_join ? listed.text == word.text : org_similarity(listed, word) > 0;
            if (is_like) {
                found.push_back(number);
            }
        });
    }
    sort_unique(found);
    return found;
}

void take_forms(const ThingIndex& index,
                const std::vector<std::uint32_t>& words,
                std::vector<std::uint32_t>& forms) {
    for (const std::uint32_t word : words) {
        for (std::uint32_t at = index.posting_start(word); at < index.posting_start(word + 1);
             ++at) {
            forms.push_back(index.postings()[at]);
        }
    }
}

void take_wholes(const ThingIndex& index, const OrgForm& query, std::vector<std::uint32_t>& forms) {
    const auto take = [&](std::uint32_t form) { forms.push_back(form); };
    index.wholes().find(org_whole_key('W', query.whole), take);
    for (const OrgWord& word : query.words) {
        if (is_acronym_word(word)) {
            index.wholes().find(org_whole_key('I', word.text), take);
        }
    }
    for (const std::string& initials : query.initials) {
        index.wholes().find(org_whole_key('A', initials), take);
    }
    if (const std::string_view word = contraction_of(query); !word.empty()) {
        index.wholes().find(org_whole_key('S', word.substr(0, kContractionStart)), take);
    }
    for (const std::string& start : contraction_starts(query)) {
        index.wholes().find(org_whole_key('C', start), take);
    }
}

bool is_better(const ThingFind& a, const ThingFind& b) {
    return std::tie(b.score, b.share, a.name) < std::tie(a.score, a.share, b.name);
}

}  // namespace

ThingForms::ThingForms(const Segment& segment) {
    ListEntry entry;
    for (std::uint32_t number = 0; number < segment.entry_count(); ++number) {
        segment.entry(number, entry);
        if (!is_named_thing(entry.kind)) {
            continue;
        }
        for (std::uint32_t name = 0; name < entry.names.size(); ++name) {
            for (const std::string& text : thing_texts(entry.names[name])) {
                for (OrgForm& form : make_org_forms(text, profile_of(entry.kind))) {
                    forms.push_back({number, name, std::move(form)});
                }
            }
        }
    }
}

ThingSearch::ThingSearch(const std::vector<ListManifest>& manifests,
                         const Subject& subject,
                         const std::vector<int>& shown)
    : manifests_{manifests}, subject_{subject}, shown_{shown}, profile_{profile_of(subject.kind)} {
    if (!is_named_thing(subject.kind)) {
        return;
    }
    for (const int shown_score : shown_) {
        least_score_ = std::min(least_score_, least_org_score(needed_share(shown_score)));
    }
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        for (OrgForm& form : make_org_forms(subject.names[i].reveal(), profile_)) {
            queries_.push_back(std::move(form));
        }
    }
}

int ThingSearch::share_of(const OrgForm& listed) const {
    int best = 0;
    for (const OrgForm& query : queries_) {
        best = std::max(best, agree_org(query, listed, profile_).score);
    }
    return org_share(best);
}

std::vector<std::uint32_t> ThingSearch::candidates(const ThingIndex& index,
                                                   const OrgForm& query) const {
    std::vector<std::vector<std::uint32_t>> near;
    std::vector<std::pair<std::size_t, std::size_t>> by_size;  // Postings, word.
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        near.push_back(words_like(index, query.words[i]));
        std::size_t size = 0;
        for (const std::uint32_t word : near.back()) {
            size += index.posting_start(word + 1) - index.posting_start(word);
        }
        by_size.emplace_back(size, i);
    }
    // The commonest words are left out as long as what shares only them cannot reach the score.
    std::sort(by_size.rbegin(), by_size.rend());
    std::uint32_t left_out = 0;
    for (const auto& [size, word] : by_size) {
        const std::uint32_t more = left_out | (1U << word);
        left_out = org_score_bound(query, more, profile_) < least_score_ ? more : left_out;
    }
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        if (((left_out >> i) & 1U) == 0) {
            take_forms(index, near[i], found);
        }
    }
    for (const OrgJoin& join : query.joins) {
        if ((join.mask & ~left_out) != 0) {
            take_forms(index, words_like(index, as_word(join)), found);
        }
    }
    take_wholes(index, query, found);
    return found;
}

void ThingSearch::find_named(const SnapshotPart& part, std::vector<std::uint32_t>& entries) {
    const ThingIndex& index = *part.things;
    std::vector<std::uint32_t> forms;
    for (const OrgForm& query : queries_) {
        const std::vector<std::uint32_t> more = candidates(index, query);
        forms.insert(forms.end(), more.begin(), more.end());
    }
    sort_unique(forms);
    std::uint32_t found = ~std::uint32_t{0};
    for (const std::uint32_t number : forms) {
        const std::uint32_t thing = index.thing_of(number);
        if (thing == found || index.kind_of(thing) != subject_.kind) {
            continue;
        }
        index.form(number, form_);
        if (share_of(form_) >= org_share(least_score_)) {
            found = thing;
            entries.push_back(index.entry_of(thing));
        }
    }
}

void ThingSearch::find_documents(const SnapshotPart& part,
                                 std::string_view told,
                                 std::vector<std::uint32_t>& entries) const {
    const std::string number = normalise_document(told);
    if (number.size() < kMinDocumentNumber) {
        return;
    }
    const auto take = [&](std::uint32_t entry) { entries.push_back(entry); };
    const DocumentSet* papers = part.things->papers();
    if (papers != nullptr && papers->find(number) != DocumentMatch::kNone) {
        part.things->numbers().find(paper_key(number), take);
    }
    part.things->numbers().find(document_key(number), take);
    if (subject_.kind == EntryKind::kDocument) {
        part.segment->documents().find(document_key(number), take);
    }
}

void ThingSearch::find_numbered(const SnapshotPart& part,
                                std::vector<std::uint32_t>& entries) const {
    for (const auto& document : subject_.documents) {
        find_documents(part, document.reveal(), entries);
    }
    for (const SubjectNumber& told : subject_.numbers) {
        const auto kind = identifier_kind(told.kind);
        if (!kind) {
            find_documents(part, told.number.reveal(), entries);
            continue;
        }
        for (const std::uint64_t key :
             identifier_keys(read_identifier(*kind, told.number.reveal()))) {
            part.things->numbers().find(key,
                                        [&](std::uint32_t entry) { entries.push_back(entry); });
        }
    }
}

/// The entry's best name, or its numbers alone.
void ThingSearch::evaluate(const SnapshotPart& part,
                           std::uint32_t number,
                           std::uint32_t entry,
                           const NameShares& shares) {
    const std::uint32_t manifest = part.manifests[part.segment->column(entry).list()];
    part.segment->entry(entry, entry_);
    if (part.is_dead(entry) ||
        !is_in_force(entry_.order, manifests_[manifest].profile, subject_.on)) {
        return;
    }
    ThingFind best{number, entry, ThingFind::kNoListedName, kNoName, 0};
    best.score = shares.empty()
                     ? score_thing(subject_, entry_, nullptr, kNoName, Explain::kScoreOnly).score
                     : 0;
    for (const auto& [name, share] : shares) {
        if (name >= entry_.names.size()) {  // Only in forged bytes.
            continue;
        }
        ThingFind find{number, entry, name, share, 0};
        find.score =
            score_thing(subject_, entry_, &entry_.names[name], share, Explain::kScoreOnly).score;
        best = best.name == ThingFind::kNoListedName || is_better(find, best) ? find : best;
    }
    if (best.score >= shown_[manifest]) {
        finds_.push_back(best);
    }
}

void ThingSearch::search(const SnapshotPart& part, std::uint32_t number) {
    if (part.things == nullptr) {
        return;
    }
    std::vector<std::uint32_t> entries;
    find_named(part, entries);
    find_numbered(part, entries);
    sort_unique(entries);
    for (const std::uint32_t entry : entries) {
        NameShares shares;
        const auto thing = part.things->thing_of_entry(entry);
        if (thing && !queries_.empty() && part.things->kind_of(*thing) == subject_.kind) {
            for (std::uint32_t form = part.things->first_form(*thing);
                 form < part.things->first_form(*thing + 1);
                 ++form) {
                part.things->form(form, form_);
                shares.emplace_back(part.things->name_of(form), share_of(form_));
            }
        }
        evaluate(part, number, entry, shares);
    }
}

void ThingSearch::search_all(const SnapshotPart& part,
                             std::uint32_t number,
                             const ThingForms& forms) {
    auto next = forms.forms.begin();
    for (std::uint32_t entry = 0; entry < part.segment->entry_count(); ++entry) {
        NameShares shares;
        part.segment->entry(entry, entry_);
        for (; next != forms.forms.end() && next->entry == entry; ++next) {
            if (entry_.kind == subject_.kind && !queries_.empty()) {
                shares.emplace_back(next->name, share_of(next->form));
            }
        }
        evaluate(part, number, entry, shares);
    }
}

}  // namespace sarhad::watchlists
