#pragma once

#include "finds.h"
#include "name_bound.h"
#include "neighbour_cache.h"
#include "posting_filter.h"
#include "same_words.h"
#include "segment.h"
#include "sought_word.h"

#include "watchlists/entry.h"
#include "watchlists/matcher.h"
#include "watchlists/name_form.h"
#include "watchlists/similarity.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// A listed word that is like one of the query's.
struct Neighbour {
    std::uint32_t word;
    int similarity;
    std::uint32_t first;  ///< Of its postings.
    std::uint32_t last;   ///< Past them.
    Weight gain;          ///< What it may add to this query.
};

/// A key by which a word is sought, and what those have in common that share it.
struct SoughtKey {
    std::uint64_t hash;
    KeyOf of;
};

/// Ends the text of a word beside a Latin name where one without must differ. No word has it.
inline constexpr char kBesideMark = '\x01';

/// Similarities of listed words with the words of one query, by the number of the listed word.
class NearTable final {
public:
    struct Row {
        std::array<std::uint16_t, kMaxScored> similar;  ///< One a word of the query.
        std::uint32_t mask;                             ///< Of those above 0.
        Weight gain;                                    ///< The most that the word may add.
    };
    /// Empties it, with room for `count` listed words.
    void clear(std::size_t count);
    void set(std::uint32_t word, std::size_t query_word, int similarity, Weight gain);
    /// The word has a row from now on, which says that it is like none until set().
    void know(std::uint32_t word) { static_cast<void>(row_of(word)); }
    /// Null for a word like none.
    [[nodiscard]] const Row* find(std::uint32_t word) const {
        std::size_t at = place_of(word);
        while (slots_[at].word != word) {
            if (slots_[at].word == kFree) {
                return nullptr;
            }
            at = (at + 1) & mask_;
        }
        return &rows_[slots_[at].row];
    }

private:
    static constexpr std::uint32_t kFree = ~std::uint32_t{0};
    struct Slot {
        std::uint32_t word;
        std::uint32_t row;
    };
    [[nodiscard]] Row& row_of(std::uint32_t word);
    [[nodiscard]] std::size_t place_of(std::uint32_t word) const {
        return (word * 0x9E37'79B1U >> 8U) & mask_;
    }
    std::vector<Slot> slots_;
    std::vector<Row> rows_;
    std::size_t mask_{0};
};

/// Entries with a father or without, whose births give the subject at most `birth` points, as runs
/// of their names, rising.
struct BirthLevel {
    int birth{0};
    bool has_father{false};
    int most{0};            ///< Points that births, fathers and the rest can give.
    std::uint8_t place{0};  ///< How many there were when it was added, with it.
    std::vector<NameRange> ranges;
    // Of the query that is searched for:
    std::uint32_t searched{0};  ///< Mask of the words whose postings are walked.
    TotalRange totals;          ///< Of names that may reach what is needed.
};
/// Names from `first` to the next run's are of that level.
struct LevelRun {
    std::uint32_t first;
    std::uint32_t level;
};

/// A subject's name with the listed words that each of its words is like.
struct QueryName {
    NameForm form;
    std::size_t place{0};                                 ///< Which of the subject's names.
    std::array<std::vector<Neighbour>, kMaxScored> near;  ///< One list a word of the form.
    std::array<std::uint64_t, kMaxScored> postings{};     ///< Of all the neighbours of a word.
};

/// Postings of a word up to which looking up each name's level is cheaper than looking for each
/// level.
inline constexpr std::uint32_t kFewPostings = 32;

/// A name to be looked at, and what led to it.
struct Candidate {
    std::uint32_t name;
    std::uint16_t word;   ///< Of the query.
    std::uint16_t level;  ///< Of its entry's births.
    std::uint32_t start;  ///< Of its words.
    Weight gain;          ///< By that word.
    Weight most;          ///< By all words at most.
};

/// A listed word that is two words of the query as one.
struct PairWord {
    std::uint32_t word{0};
    std::uint32_t mask{0};  ///< Of the two.
    Weight of_pair{0};      ///< Their weight.
};

/// A listed name with words that may be written as one on either side.
struct JoinedName {
    std::uint32_t name{0};
    std::uint32_t words{0};  ///< Mask of the query's words that are two of its words as one.
    bool is_whole{false};    ///< All of the query as one word is all or two of its words as one.
};

/// What bounds the names that a word leads to, as planned last.
struct WordBounds {
    int need{-1};              ///< Points that they need.
    std::uint32_t without{0};  ///< Mask of the query's words that they do not share.
    PostingBounds bounds;
};

/// Listed words that are compared with a father's one by one; where more are asked for, all that
/// are like his are looked up.
inline constexpr std::size_t kComparedWords = 64;

/// A father who is looked for among the listed ones.
struct SoughtFather {
    QueryName query;
    std::vector<SoughtWord> words;          ///< Of the query.
    NearTable table;                        ///< Of the listed words compared so far,
    std::size_t compared{0};                ///< so many,
    bool has_all{false};                    ///< or of all that are like his.
    std::bitset<256> joins;                 ///< join_byte() of what a join of a listed one may be.
    std::vector<std::uint32_t> pair_words;  ///< Listed words that are two of his as one.
};

/// A name that agrees enough, before anything of its entry is read.
struct Agreed {
    std::uint32_t name{0};
    std::uint32_t entry{0};
    std::uint16_t level{0};  ///< Of its entry's births.
    int points{0};           ///< Of the agreement.
    Agreement agreement;
};

/// A name whose score is `most` at most, not looked up yet.
struct Pending {
    int most{0};
    int father{0};  ///< father_share().
    std::uint32_t name{0};
    Agreement agreement;
};

/// What a search needs besides its answer, kept so that the next one allocates nothing.
struct MatchScratch::Parts {
    std::vector<int> shown;  ///< The least score that is told, by manifest.
    std::vector<QueryName> queries;
    std::vector<NameForm> father_forms;  ///< Of the fathers told, fillers left out.
    std::vector<SoughtFather> fathers;   ///< The same in the part that is searched.
    std::vector<SoughtKey> keys;
    std::vector<std::uint32_t> numbers;  ///< Of words, and below them how they were found.
    std::vector<std::uint32_t> places;
    std::vector<std::uint32_t> slots;
    std::string skeleton;
    std::array<std::vector<NearWord>, kMaxScored> near;  ///< Of the query's words.
    std::vector<NameToken> tokens;
    NearTable table;
    std::vector<BirthLevel> levels;
    std::size_t level_count{0};
    std::array<std::uint8_t, 1024> level_at{};  ///< By births and father: its place + 1.
    std::vector<LevelRun> runs;
    std::array<std::uint8_t, kMaxScored> order{};    ///< Of the query's words, the rarest first.
    std::array<std::uint32_t, kMaxScored> before{};  ///< Mask of those that stand before a word.
    std::array<WordBounds, kMaxScored> word_bounds{};
    PostingBounds bounds;  ///< Of all levels.
    NeighbourCache cache;
    KnownNames known_names;
    std::vector<JoinedName> joined;
    std::vector<PairWord> pair_words;
    KeptPostings kept{};
    std::array<std::int32_t, 256> needs{};
    std::vector<Candidate> candidates;
    std::vector<Agreed> agreed;
    std::vector<Pending> pending;
    ListEntry entry;  ///< Read last; of that part:
    std::uint64_t entry_number{kNoEntry};
    Subject traveller;  ///< The same as one, where travellers are looked for.
    Finds finds;
    static constexpr std::uint64_t kNoEntry = ~std::uint64_t{0};

    void read_father(const std::string& name);
};

}  // namespace sarhad::watchlists
