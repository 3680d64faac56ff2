#include "name_index.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

namespace sarhad::watchlists {
namespace {

/// The subject's names with their words' neighbours, found by `neighbours_of(token)`.
template <class NeighboursOf>
std::vector<QueryName> queries_of(const Subject& subject, const NeighboursOf& neighbours_of) {
    std::vector<QueryName> queries;
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        QueryName query;
        query.form = make_form(normalise(subject.names[i].reveal()));
        for (const NameToken& word : query.form.words) {
            query.near.push_back(neighbours_of(word));
        }
        if (!query.form.words.empty()) {
            queries.push_back(std::move(query));
        }
    }
    return queries;
}

/// Similarities of listed words with the words of one query, by the number of the listed word.
class NearTable final {
public:
    NearTable(const QueryName& query, std::size_t dictionary_size)
        : rows_(1), slots_(dictionary_size) {
        for (std::size_t word = 0; word < query.near.size(); ++word) {
            for (const Neighbour& near : query.near[word]) {
                if (slots_[near.token] == 0) {
                    slots_[near.token] = static_cast<std::uint32_t>(rows_.size());
                    rows_.emplace_back();
                }
                rows_[slots_[near.token]][word] = near.similarity;
            }
        }
    }
    /// One similarity a word of the query.
    [[nodiscard]] const std::array<int, kMaxScored>& row(std::uint32_t token) const {
        return rows_[slots_[token]];
    }

private:
    std::vector<std::array<int, kMaxScored>> rows_;  ///< Row 0 is of words like none.
    std::vector<std::uint32_t> slots_;
};

}  // namespace

bool is_better(const BestName& a, const BestName& b) {
    const auto key = [](const BestName& one) {
        const Agreement& how = one.agreement;
        return std::tuple{-one.score,
                          -one.points,
                          one.name,
                          -how.matched,
                          -how.words,
                          how.words_a,
                          how.words_b,
                          how.total_a};
    };
    return key(a) < key(b);
}

/// The least share that a name must reach so that name and evidence can reach some list's `ask`.
int NameIndex::least_share() const {
    const int points = least_name_points(least_shown_);
    return (points * 1000 + kMaxNamePoints - 1) / kMaxNamePoints;
}

/// The words whose postings are searched, as a mask. A name that shares none of them matches at
/// most the weight of the others, and that is too little: for every listed total the share
/// N <= 1000 M / (M + C (less - M) + E (more - less)) asks for M >= E N W / (1000 - (1 - E) N),
/// W being the query's total and E the cost of what one side has more.
std::uint32_t NameIndex::searched_words(const QueryName& query) const {
    const std::int64_t share = least_share();
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_cost;
    for (std::uint32_t word = 0; word < query.near.size(); ++word) {
        std::uint64_t cost = 0;
        for (const Neighbour& near : query.near[word]) {
            cost += posting_starts_[near.token + 1] - posting_starts_[near.token];
        }
        by_cost.emplace_back(cost, word);
    }
    std::sort(by_cost.rbegin(), by_cost.rend());
    std::uint32_t searched = (1U << query.near.size()) - 1U;
    std::int64_t left_out = 0;
    for (const auto& [cost, word] : by_cost) {
        const std::int64_t more = left_out + query.form.shape.weights[word];
        if (more * (100'000 - (100 - kExtraCost) * share) >=
            kExtraCost * share * query.form.shape.total) {
            break;
        }
        left_out = more;
        searched &= ~(1U << word);
    }
    return searched;
}

std::vector<NameIndex::Candidate> NameIndex::candidates(const QueryName& query,
                                                        std::uint32_t searched) const {
    std::vector<Candidate> found;
    for (std::uint32_t word = 0; word < query.near.size(); ++word) {
        if (((searched >> word) & 1U) == 0) {
            continue;
        }
        for (const Neighbour& near : query.near[word]) {
            const Weight gain = near.similarity *
                                std::min(query.form.shape.weights[word],
                                         dictionary_.weight(near.token, TokenClass::kPlain)) /
                                1000;
            for (std::uint32_t i = posting_starts_[near.token]; i < posting_starts_[near.token + 1];
                 ++i) {
                found.push_back({postings_[i], word, gain});
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(a.name, a.word, b.gain) < std::tie(b.name, b.word, a.gain);
    });
    return found;
}

/// `found`: all candidates of one name, by word, best gain of a word first.
bool NameIndex::can_reach(const QueryName& query,
                          std::span<const Candidate> found,
                          Weight unsearched) const {
    Weight most = unsearched;
    for (std::size_t i = 0; i < found.size(); ++i) {
        most += i == 0 || found[i].word != found[i - 1].word ? found[i].gain : 0;
    }
    return share_bound(most, query.form.shape.total, shapes_[found.front().name].total) >=
           least_share();
}

/// Names where a pair or a whole of one side is a word or a whole of the other, rising.
std::vector<std::uint32_t> NameIndex::joined_names(const QueryName& query) const {
    std::vector<std::uint32_t> names;
    const auto take = [&](std::uint32_t name) { names.push_back(name); };
    for (const std::string& whole : query.form.wholes) {
        joins_.find(key_hash('W', whole), take);
    }
    for (const NameToken& word : query.form.words) {
        joins_.find(key_hash('P', word.fold), take);
    }
    for (const JoinedPair& pair : query.form.pairs) {
        dictionary_.with_fold(pair.fold, [&](std::uint32_t token) {
            names.insert(names.end(),
                         postings_.begin() + posting_starts_[token],
                         postings_.begin() + posting_starts_[token + 1]);
        });
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

void NameIndex::improve(std::uint32_t name,
                        const Agreement& agreement,
                        const Subject& subject,
                        BestNames& best) const {
    const NameRecord& record = names_[name];
    const ListEntry& entry = *entries_[record.entry].entry;
    const int score =
        score_entry(subject, entry, entry.names[record.in_entry], agreement, Explain::kScoreOnly)
            .score;
    const Thresholds& thresholds = manifests_[entries_[record.entry].list].thresholds;
    if (score < thresholds.shown().value()) {
        return;
    }
    BestName& held = best[record.entry];
    const BestName found{score, name_points(agreement), name, agreement};
    if (is_better(found, held)) {
        held = found;
    }
}

void NameIndex::search_name(const QueryName& query, const Subject& subject, BestNames& best) const {
    const std::vector<std::uint32_t> joined = joined_names(query);
    for (const std::uint32_t name : joined) {
        improve(name, agree(query.form, form_of(name)), subject, best);
    }
    const std::uint32_t searched = searched_words(query);
    Weight unsearched = 0;
    for (std::size_t word = 0; word < query.near.size(); ++word) {
        unsearched += ((searched >> word) & 1U) == 0 ? query.form.shape.weights[word] : 0;
    }
    const NearTable table{query, dictionary_.size()};
    const std::vector<Candidate> found = candidates(query, searched);
    for (std::size_t from = 0, to = 0; from < found.size(); from = to) {
        const std::uint32_t name = found[from].name;
        while (to < found.size() && found[to].name == name) {
            ++to;
        }
        const bool is_joined = std::binary_search(joined.begin(), joined.end(), name);
        if (is_joined || !can_reach(query, std::span{found}.subspan(from, to - from), unsearched)) {
            continue;
        }
        PairTable pairs{};
        const NameShape& shape = shapes_[name];
        std::size_t count = 0;
        const NameRecord& record = names_[name];
        for (std::uint32_t i = record.first; i < record.first + record.count; ++i) {
            const bool counts =
                tags_[i].kind == TokenClass::kPlain || tags_[i].kind == TokenClass::kTitle;
            if (!counts || count == kMaxScored) {
                continue;
            }
            const auto& row = table.row(words_[i]);
            for (std::size_t word = 0; word < query.near.size(); ++word) {
                pairs[word][count] =
                    row[word] * std::min(query.form.shape.weights[word], shape.weights[count]) /
                    1000;
            }
            ++count;
        }
        improve(name, agree(pairs, query.form.shape, shape), subject, best);
    }
}

void NameIndex::search_documents(const Subject& subject,
                                 const std::vector<QueryName>& queries,
                                 BestNames& best) const {
    for (const auto& document : subject.documents) {
        const std::string number = normalise_document(document.reveal());
        if (number.size() < kMinDocumentNumber) {
            continue;
        }
        documents_.find(key_hash('N', confusable_number(number)), [&](std::uint32_t entry) {
            for (const std::uint32_t name : names_of_entry_[entry]) {
                const NameForm listed = form_of(name);
                improve(name, agree(NameForm{}, listed), subject, best);
                for (const QueryName& query : queries) {
                    improve(name, agree(query.form, listed), subject, best);
                }
            }
        });
    }
}

std::vector<facts::Hit> NameIndex::to_hits(const Subject& subject,
                                           const BestNames& best,
                                           std::size_t limit) const {
    using Key = std::tuple<int, const std::string*, const std::string*, std::uint32_t>;
    std::vector<Key> order;
    for (const auto& [entry, held] : best) {
        const Place& place = entries_[entry];
        order.emplace_back(-held.score, &manifests_[place.list].name, &place.entry->id, entry);
    }
    std::sort(order.begin(), order.end(), [](const Key& a, const Key& b) {
        return std::tie(std::get<0>(a), *std::get<1>(a), *std::get<2>(a), std::get<3>(a)) <
               std::tie(std::get<0>(b), *std::get<1>(b), *std::get<2>(b), std::get<3>(b));
    });
    std::vector<facts::Hit> hits;
    for (std::size_t i = 0; i < std::min(order.size(), limit); ++i) {
        const std::uint32_t at = std::get<3>(order[i]);
        const BestName& held = best.at(at);
        const ListEntry& entry = *entries_[at].entry;
        const ListManifest& manifest = manifests_[entries_[at].list];
        const ListedName& name = entry.names[names_[held.name].in_entry];
        Scored scored = score_entry(subject, entry, name, held.agreement, Explain::kReasons);
        facts::Hit hit;
        hit.list = manifest.name;
        hit.edition = manifest.edition;
        hit.source = entry.source;
        hit.entry = entry.id;
        hit.name = name.text;
        hit.original = name.original;
        hit.score = core::Permille{scored.score};
        hit.tier = tier_of(hit.score, manifest.thresholds);
        hit.reasons = std::move(scored.reasons);
        hits.push_back(std::move(hit));
    }
    return hits;
}

std::vector<facts::Hit> NameIndex::match(const Subject& subject, std::size_t limit) const {
    const auto queries = queries_of(
        subject, [this](const NameToken& token) { return dictionary_.neighbours(token); });
    BestNames best;
    for (const QueryName& query : queries) {
        search_name(query, subject, best);
    }
    search_documents(subject, queries, best);
    return to_hits(subject, best, limit);
}

std::vector<facts::Hit> NameIndex::match_all(const Subject& subject, std::size_t limit) const {
    const auto queries = queries_of(
        subject, [this](const NameToken& token) { return dictionary_.all_neighbours(token); });
    BestNames best;
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
        const NameForm listed = form_of(name);
        for (const QueryName& query : queries) {
            improve(name, agree(query.form, listed), subject, best);
        }
        improve(name, agree(NameForm{}, listed), subject, best);
    }
    return to_hits(subject, best, limit);
}

}  // namespace sarhad::watchlists
