#pragma once

#include "dictionary.h"
#include "evidence.h"

#include "watchlists/hash_index.h"
#include "watchlists/matcher.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace sarhad::watchlists {

/// A subject's name with the listed words that each of its words is like.
struct QueryName {
    NameForm form;
    std::vector<std::vector<Neighbour>> near;  ///< One list a word of the form.
};

/// The best name of an entry so far. Of equal scores the name that agrees more is shown (an equal
/// document lifts every name of an entry to one score), then the earlier one: so it does not matter
/// in which order names are tried.
struct BestName {
    int score{-1};
    int points{-1};  ///< Of the name alone.
    std::uint32_t name{0};
    Agreement agreement;
};
[[nodiscard]] bool is_better(const BestName& a, const BestName& b);
using BestNames = std::map<std::uint32_t, BestName>;  ///< By entry.

/// Names, words and keys of every listed person, and the entries themselves.
class NameIndex final {
public:
    struct OneList {
        ListManifest manifest;
        std::vector<ListEntry> entries;
    };
    explicit NameIndex(std::vector<OneList> lists);

    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject, std::size_t limit) const;
    [[nodiscard]] std::vector<facts::Hit> match_all(const Subject& subject,
                                                    std::size_t limit) const;
    [[nodiscard]] const std::vector<ListManifest>& manifests() const { return manifests_; }
    [[nodiscard]] SnapshotSize size() const;

private:
    /// A listed name: a run of words in words_, and whose it is.
    struct NameRecord {
        std::uint32_t first;     ///< In words_ and tags_.
        std::uint32_t entry;     ///< In entries_.
        std::uint16_t in_entry;  ///< Which of the entry's names.
        std::uint8_t count;
    };
    /// What a word is in its name, besides its text.
    struct WordTag {
        TokenClass kind;
        std::uint8_t chain;
    };
    struct Place {
        const ListEntry* entry;
        std::uint32_t list;
    };
    struct Candidate {
        std::uint32_t name;
        std::uint32_t word;
        Weight gain;
    };

    void add_names(std::uint32_t entry);
    void add_name(std::uint32_t entry, std::size_t in_entry, const std::string& text);
    void add_postings();
    void add_join_keys();
    void add_document_keys();

    [[nodiscard]] NameForm form_of(std::uint32_t name) const;
    [[nodiscard]] int least_share() const;
    [[nodiscard]] std::uint32_t searched_words(const QueryName& query) const;
    void search_name(const QueryName& query, const Subject& subject, BestNames& best) const;
    [[nodiscard]] std::vector<std::uint32_t> joined_names(const QueryName& query) const;
    [[nodiscard]] std::vector<Candidate> candidates(const QueryName& query,
                                                    std::uint32_t searched) const;
    [[nodiscard]] bool can_reach(const QueryName& query,
                                 std::span<const Candidate> found,
                                 Weight unsearched) const;
    void search_documents(const Subject& subject,
                          const std::vector<QueryName>& queries,
                          BestNames& best) const;
    void improve(std::uint32_t name,
                 const Agreement& agreement,
                 const Subject& subject,
                 BestNames& best) const;
    [[nodiscard]] std::vector<facts::Hit> to_hits(const Subject& subject,
                                                  const BestNames& best,
                                                  std::size_t limit) const;

    std::vector<ListManifest> manifests_;
    std::vector<std::vector<ListEntry>> lists_;
    std::vector<Place> entries_;
    std::vector<NameRecord> names_;
    std::vector<std::uint32_t> words_;
    std::vector<WordTag> tags_;      ///< Of each word.
    std::vector<NameShape> shapes_;  ///< Of each name.
    TokenDictionary dictionary_;
    std::vector<std::uint32_t> posting_starts_;  ///< Of each word, and one past the last.
    std::vector<std::uint32_t> postings_;        ///< Names, rising.
    HashIndex joins_;                            ///< Pairs and wholes, to names.
    HashIndex documents_;                        ///< Normalised numbers, to entries.
    std::vector<std::vector<std::uint32_t>> names_of_entry_;
    int least_shown_{1000};
};

}  // namespace sarhad::watchlists
