#include "watchlists/org_index.h"

#include "core/check.h"
#include "watchlists/hash_index.h"
#include "watchlists/org_similarity.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace sarhad::watchlists {
namespace {

/// A word is known by all that org_similarity() looks at; a join is a word of kind kStop.
using WordKey = std::tuple<std::string, OrgWordKind, std::uint32_t, bool>;

WordKey key_of(const OrgWord& word) {
    return {word.text, word.kind, word.number, word.is_roman};
}

OrgWord as_word(const OrgJoin& join) {
    return {join.text, OrgWordKind::kStop, 0, false, false, 0};
}

void sort_unique(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

bool is_acronym_word(const OrgWord& word) {
    return word.kind == OrgWordKind::kName && word.text.size() >= 3 && word.text.size() <= 8;
}

}  // namespace

/// What an OrgIndex holds. A name has a form for each of its alternatives.
struct OrgIndex::Parts {
    OrgProfile profile{OrgProfile::kOrganisation};
    std::vector<OrgForm> forms;
    std::vector<std::uint32_t> name_of_form;
    std::uint32_t names{0};
    std::map<WordKey, std::uint32_t> numbers;  ///< Of words.
    std::vector<OrgWord> words;
    std::vector<std::vector<std::uint32_t>> postings;  ///< Forms of each word.
    HashIndex near;                                    ///< Keys to words.
    HashIndex wholes;                                  ///< Wholes, acronyms and initials to forms.
    bool is_frozen{false};

    void add_word(const OrgWord& word, std::uint32_t form);
    void add_form(OrgForm form, std::uint32_t name);
    /// Listed words that `word` is like, or that a join of the other side equals.
    [[nodiscard]] std::vector<std::uint32_t> like(const OrgWord& word) const;
    [[nodiscard]] std::vector<std::uint32_t> candidates(const OrgForm& query, int least) const;
    void add_wholes(const OrgForm& query, std::vector<std::uint32_t>& found) const;
    [[nodiscard]] std::vector<OrgHit> scored(const std::vector<OrgForm>& queries,
                                             const std::vector<std::uint32_t>& found,
                                             int least) const;
};

void OrgIndex::Parts::add_word(const OrgWord& word, std::uint32_t form) {
    const auto [at, is_new] =
        numbers.emplace(key_of(word), static_cast<std::uint32_t>(words.size()));
    if (is_new) {
        words.push_back(word);
        postings.emplace_back();
        for (const std::uint64_t key : org_word_keys(word)) {
            near.add(key, at->second);
        }
    }
    std::vector<std::uint32_t>& forms_of_word = postings[at->second];
    if (forms_of_word.empty() || forms_of_word.back() != form) {
        forms_of_word.push_back(form);
    }
}

void OrgIndex::Parts::add_form(OrgForm form, std::uint32_t name) {
    const auto number = static_cast<std::uint32_t>(forms.size());
    for (const OrgWord& word : form.words) {
        add_word(word, number);
        if (is_acronym_word(word)) {
            wholes.add(key_hash('A', word.text), number);
        }
    }
    for (const OrgJoin& join : form.joins) {
        add_word(as_word(join), number);
    }
    for (const std::string& initials : form.initials) {
        wholes.add(key_hash('I', initials), number);
    }
    wholes.add(key_hash('W', form.whole), number);
    forms.push_back(std::move(form));
    name_of_form.push_back(name);
}

std::vector<std::uint32_t> OrgIndex::Parts::like(const OrgWord& word) const {
    std::vector<std::uint32_t> found;
    for (const std::uint64_t key : org_word_keys(word)) {
        near.find(key, [&](std::uint32_t number) {
            const OrgWord& listed = words[number];
            const bool is_join =
                listed.kind == OrgWordKind::kStop || word.kind == OrgWordKind::kStop;
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

void OrgIndex::Parts::add_wholes(const OrgForm& query, std::vector<std::uint32_t>& found) const {
    const auto take = [&](std::uint32_t form) { found.push_back(form); };
    wholes.find(key_hash('W', query.whole), take);
    for (const OrgWord& word : query.words) {
        if (is_acronym_word(word)) {
            wholes.find(key_hash('I', word.text), take);
        }
    }
    for (const std::string& initials : query.initials) {
        wholes.find(key_hash('A', initials), take);
    }
}

std::vector<std::uint32_t> OrgIndex::Parts::candidates(const OrgForm& query, int least) const {
    std::vector<std::vector<std::uint32_t>> near_words;
    std::vector<std::pair<std::size_t, std::size_t>> by_size;  // Postings, word.
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        near_words.push_back(like(query.words[i]));
        std::size_t size = 0;
        for (const std::uint32_t word : near_words.back()) {
            size += postings[word].size();
        }
        by_size.emplace_back(size, i);
    }
    // The commonest words are left out as long as what shares only them cannot reach the score.
    std::sort(by_size.rbegin(), by_size.rend());
    std::uint32_t left_out = 0;
    for (const auto& [size, word] : by_size) {
        const std::uint32_t more = left_out | (1U << word);
        left_out = org_score_bound(query, more, profile) < least ? more : left_out;
    }
    std::vector<std::uint32_t> found;
    const auto take = [&](const std::vector<std::uint32_t>& listed) {
        for (const std::uint32_t word : listed) {
            found.insert(found.end(), postings[word].begin(), postings[word].end());
        }
    };
    for (std::size_t i = 0; i < query.words.size(); ++i) {
        if (((left_out >> i) & 1U) == 0) {
            take(near_words[i]);
        }
    }
    for (const OrgJoin& join : query.joins) {
        if ((join.mask & ~left_out) != 0) {
            take(like(as_word(join)));
        }
    }
    add_wholes(query, found);
    return found;
}

std::vector<OrgHit> OrgIndex::Parts::scored(const std::vector<OrgForm>& queries,
                                            const std::vector<std::uint32_t>& found,
                                            int least) const {
    std::map<std::uint32_t, int> best;
    for (const std::uint32_t form : found) {
        for (const OrgForm& query : queries) {
            const int score = agree_org(query, forms[form], profile).score;
            int& kept = best.try_emplace(name_of_form[form], 0).first->second;
            kept = std::max(kept, score);
        }
    }
    std::vector<OrgHit> hits;
    for (const auto& [name, score] : best) {
        if (score >= least) {
            hits.push_back({name, score});
        }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const OrgHit& a, const OrgHit& b) {
        return a.score > b.score;
    });
    return hits;
}

OrgIndex::OrgIndex(OrgProfile profile) : parts_{std::make_unique<Parts>()} {
    parts_->profile = profile;
}

OrgIndex::~OrgIndex() = default;

std::uint32_t OrgIndex::add(std::string_view name) {
    SARHAD_CHECK(!parts_->is_frozen && parts_->names < kMaxOrgNames);
    for (OrgForm& form : make_org_forms(name, parts_->profile)) {
        parts_->add_form(std::move(form), parts_->names);
    }
    return parts_->names++;
}

void OrgIndex::freeze() {
    parts_->is_frozen = true;
    parts_->numbers.clear();
    parts_->near.freeze();
    parts_->wholes.freeze();
}

std::vector<OrgHit> OrgIndex::search(std::string_view name, int least) const {
    SARHAD_CHECK(parts_->is_frozen && least > 0);
    const std::vector<OrgForm> queries = make_org_forms(name, parts_->profile);
    std::vector<std::uint32_t> found;
    for (const OrgForm& query : queries) {
        const std::vector<std::uint32_t> more = parts_->candidates(query, least);
        found.insert(found.end(), more.begin(), more.end());
    }
    sort_unique(found);
    return parts_->scored(queries, found, least);
}

std::vector<OrgHit> OrgIndex::search_all(std::string_view name, int least) const {
    SARHAD_CHECK(parts_->is_frozen && least > 0);
    std::vector<std::uint32_t> all;
    for (std::uint32_t form = 0; form < parts_->forms.size(); ++form) {
        all.push_back(form);
    }
    return parts_->scored(make_org_forms(name, parts_->profile), all, least);
}

}  // namespace sarhad::watchlists
