#pragma once

#include "birth_order.h"
#include "countries.h"
#include "key_table.h"
#include "name_blocks.h"
#include "packed.h"
#include "posting.h"
#include "record_codec.h"
#include "stored_word.h"
#include "text_pool.h"
#include "word_starts.h"

#include "core/result.h"
#include "watchlists/entry.h"
#include "watchlists/name_form.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

struct WordView;

inline constexpr std::uint16_t kSegmentVersion = 4;
/// Bits of a sum over entries: see SegmentList.
using SetSum = std::array<std::uint64_t, 2>;

/// A list as far as a segment knows it.
struct SegmentList {
    std::string name;
    std::string source;  ///< Of its first entry; the records of all with the same leave it out.
    std::uint32_t entries{0};
    /// Sum mod 2^128 of the hashes of its entries' records. The same entries give the same sum in
    /// whatever order and by whatever deltas they came. No proof against an attacker: the list's
    /// signed root is (list_root.h).
    SetSum sum{};
    friend bool operator==(const SegmentList&, const SegmentList&) = default;
};

/// The hash that is summed: of what of an entry is kept in a segment. The parts that only an
/// officer reads (remarks, programme, date of listing) are not.
[[nodiscard]] SetSum entry_sum(const ListEntry& entry);
[[nodiscard]] SetSum plus(const SetSum& a, const SetSum& b);
[[nodiscard]] SetSum minus(const SetSum& a, const SetSum& b);

/// The parts of a segment, in the order of its table. docs/matching.md has them byte by byte.
enum class Section : std::uint32_t {
    kLists,
    kTextEnds,
    kTexts,
    kWordStarts,
    kWords,
    kWeights,
    kWordSketches,
    kWordKeyStarts,
    kWordKeys,
    kNameBlocks,
    kNameWords,
    kPostingStarts,
    kPostings,
    kEntryStarts,
    kEntryRanks,
    kBirthRuns,
    kEntryColumns,
    kRecordStarts,
    kRecords,
    kIdOrder,
    kJoinStarts,
    kJoins,
    kDocumentStarts,
    kDocuments,
    kFatherHeads,
    kFatherStarts,
    kFatherWords,
    kFatherJoins,
    kWordGroups,
    kSignatures,
    kCoarse,
    kNativeWords,
};
inline constexpr std::size_t kSections = 32;

/// Words from `first` to the next group's, or to the last signature's, have folds that begin with
/// one letter and are of one size: letter x 256 + size.
struct WordGroup {
    std::uint32_t key{0};
    std::uint32_t first{0};
};

/// Names, or other numbers, from `first` to before `last`.
struct NameRange {
    std::uint32_t first;
    std::uint32_t last;
};

/// What is known of an entry without reading its record.
struct EntryColumn {
    std::uint32_t bits{0};
    /// Of a BirthClass::kDay.
    [[nodiscard]] std::uint16_t month_day() const {
        return static_cast<std::uint16_t>(bits & 0x1FFU);
    }
    [[nodiscard]] facts::Sex sex() const { return static_cast<facts::Sex>(bits >> 9U & 3U); }
    [[nodiscard]] std::uint8_t list() const { return static_cast<std::uint8_t>(bits >> 11U); }
    /// Two letters of five bits: nation_bits() of the one nationality; 0 where it lists none that
    /// is known, kSeveralNations where it lists more.
    [[nodiscard]] std::uint32_t nation() const { return bits >> 19U & 0x3FFU; }
    /// Its record has no names: each is its words with capitals, strong, and all but the first are
    /// aliases.
    [[nodiscard]] bool has_spelt_names() const { return (bits & kSpeltNames) != 0; }
    /// Its record has no father: he is his words with capitals.
    [[nodiscard]] bool has_spelt_father() const { return (bits & kSpeltFather) != 0; }
    static constexpr std::uint32_t kSpeltNames = 1U << 29U;
    static constexpr std::uint32_t kSpeltFather = 1U << 30U;
};
inline constexpr std::uint32_t kSeveralNations = 0x3FF;
[[nodiscard]] EntryColumn make_column(const ListEntry& entry,
                                      std::uint16_t month_day,
                                      std::uint32_t list);
/// The country of EntryColumn::nation() as country_of() gives it, and its two letters.
[[nodiscard]] CountryCode country_of_bits(std::uint32_t nation);
[[nodiscard]] std::string country_letters(std::uint32_t nation);

/// Entries from `first` on, until the next run, have this birth.
struct BirthRun {
    std::uint32_t first{0};
    std::uint32_t first_name{0};  ///< Of the entry `first`.
    std::int16_t year{0};
    BirthClass kind{BirthClass::kNone};
    std::uint8_t has_father{0};  ///< 0 or 1.
    [[nodiscard]] BirthPlace place(std::uint16_t month_day) const {
        return {has_father != 0, kind, year, month_day};
    }
};

/// Lists made ready for matching, in one piece of memory that stands anywhere: nothing in it is an
/// address. Entries are numbered by BirthPlace, those without a name last; the names of an entry
/// stand together. Immutable; any thread may read.
class Segment final {
public:
    /// Total: any bytes give a segment or kCorrupt (kInvalid for another version or another
    /// machine's words, naming it). Everything that reading it relies on is checked here. `owner`
    /// keeps the bytes.
    [[nodiscard]] static core::Result<std::shared_ptr<const Segment>> open(
        core::ByteView bytes, std::shared_ptr<const void> owner);
    [[nodiscard]] static core::Result<std::shared_ptr<const Segment>> open(core::Bytes bytes);

    [[nodiscard]] core::ByteView bytes() const { return bytes_; }
    /// No two segments opened by this process have the same one.
    [[nodiscard]] std::uint64_t serial() const { return serial_; }
    [[nodiscard]] const std::vector<SegmentList>& lists() const { return lists_; }
    [[nodiscard]] std::uint32_t entry_count() const { return entries_; }
    [[nodiscard]] std::uint32_t named_count() const { return named_; }
    [[nodiscard]] std::uint32_t name_count() const { return names_; }
    [[nodiscard]] std::uint32_t word_count() const { return words_; }

    // ---- words
    void word(std::uint32_t number, NameToken& into) const;
    [[nodiscard]] std::string_view fold_of_word(std::uint32_t number) const;
    /// See prefetch_head().
    void prefetch_word_start(std::uint32_t number) const { word_starts_.prefetch(number); }
    void prefetch_word(std::uint32_t number) const {
        ask_memory(word_records_.data() + word_starts_[number]);
    }
    /// Asks the memory for its weight and its postings' place.
    void prefetch_numbers(std::uint32_t number) const {
        ask_memory(weights_.data() + std::size_t{number} * 2);
        posting_starts_.prefetch(number);
    }
    /// word_weight() of the word as a plain one and as a title.
    [[nodiscard]] Weight weight(std::uint32_t number, TokenClass kind) const {
        const Weight plain = weights_[number];
        return kind == TokenClass::kTitle ? std::min(plain, kTitleWeight) : plain;
    }
    /// As postings tell it.
    [[nodiscard]] ToldWord told_word(std::uint32_t number) const {
        return {number, word_sketches_[number]};
    }
    [[nodiscard]] const KeyTable& word_keys() const { return word_keys_; }
    /// All but its skeleton, where it is stored.
    [[nodiscard]] WordView word_view(std::uint32_t number) const;
    /// Its text and fold, where it is stored.
    [[nodiscard]] ShapeWord shape_word(std::uint32_t stored) const;
    /// fold_signature() of the words that may_be_two_edits(), which are the first ones, by group.
    [[nodiscard]] const Column<std::uint64_t>& signatures() const { return signatures_; }
    /// Places in signatures().
    [[nodiscard]] NameRange group(char letter, std::size_t size) const;
    /// pack_coarse() of each word, with kNativeBit in one of another script; kNotHeard for those
    /// that do not meet others by sound.
    [[nodiscard]] const Column<std::uint32_t>& coarse() const { return coarse_; }
    /// Those with kNativeBit.
    [[nodiscard]] const Column<std::uint32_t>& native_words() const { return native_words_; }
    static constexpr std::uint32_t kNativeBit = 1U << 31U;
    static constexpr std::uint32_t kNotHeard = ~std::uint32_t{0};

    // ---- names
    [[nodiscard]] std::uint32_t name_start(std::uint32_t name) const {
        return name_blocks_.start(name);
    }
    /// Asks the memory for its total and for what name_start() reads, and for the words from there
    /// on: a name is anywhere, and waiting for one at a time is most of what a search would do.
    void prefetch_name(std::uint32_t name) const { name_blocks_.prefetch(name); }
    void prefetch_postings(std::uint32_t from) const { postings_.prefetch(from); }
    void prefetch_words(std::uint32_t start) const { name_words_.prefetch(start); }
    [[nodiscard]] std::uint32_t word_count_of(std::uint32_t name) const {
        return name_blocks_.head(name) & kCountBits;
    }
    /// It belongs to the same listed name as the one before: another alias in one text, or the
    /// original script.
    [[nodiscard]] bool is_further(std::uint32_t name) const {
        return (name_blocks_.head(name) & kFurtherBit) != 0;
    }
    /// Its weight in units of kTotalUnit, rounded down; 255 for that or more.
    [[nodiscard]] std::uint8_t total(std::uint32_t name) const { return name_blocks_.total(name); }
    [[nodiscard]] std::uint32_t name_word(std::uint32_t at) const { return name_words_[at]; }
    /// The words of a name that begin at `start`, as they are stored, written to `room`.
    [[nodiscard]] std::span<const std::uint32_t> stored_words(
        std::uint32_t name,
        std::uint32_t start,
        std::span<std::uint32_t, kMaxNameTokens> room) const {
        const std::uint32_t count = word_count_of(name);
        for (std::uint32_t i = 0; i < count; ++i) {
            room[i] = name_words_[start + i];
        }
        return room.first(count);
    }
    [[nodiscard]] std::uint32_t entry_of(std::uint32_t name) const;
    [[nodiscard]] NameForm form(std::uint32_t name) const;
    [[nodiscard]] NameForm form_of(std::span<const std::uint32_t> stored) const;
    /// The shape of a name of these words, as they are stored; kMaxNameTokens at most.
    [[nodiscard]] NameShape shape(std::span<const std::uint32_t> stored) const;
    /// Its words, those without a weight too.
    void tokens(std::uint32_t name, std::vector<NameToken>& into) const;
    /// Pairs of words and whole names written as one word, to names.
    [[nodiscard]] const KeyTable& joins() const { return joins_; }
    /// Names with the word among those scored: places in postings().
    [[nodiscard]] std::uint32_t posting_start(std::uint32_t word) const {
        return posting_starts_[word];
    }
    [[nodiscard]] const PostingColumn& postings() const { return postings_; }

    // ---- fathers
    /// How the father of an entry is kept: his words' count, or one of these.
    static constexpr std::uint8_t kNoFatherBit = 0x10;        ///< A filler: no name is listed.
    static constexpr std::uint8_t kFatherInRecordBit = 0x20;  ///< Several, say.
    /// Entries from here on to named_count() list a father.
    [[nodiscard]] std::uint32_t first_fathered() const { return fathered_; }
    [[nodiscard]] std::uint8_t father_head(std::uint32_t entry) const {
        return father_heads_[entry - fathered_];
    }
    /// Of his words and of their joins: for each a byte of the hash of the word with the one
    /// behind it, for the last of the whole name; father_join().
    [[nodiscard]] std::uint32_t father_start(std::uint32_t entry) const {
        const std::uint32_t at = entry - fathered_;
        const std::uint32_t first = at / kFathersPerStart * kFathersPerStart;
        return father_starts_[at / kFathersPerStart] +
               sum_of_counts(father_heads_.data() + first, at - first);
    }
    /// Asks the memory for what is known of the entry, and for what leads to its father.
    void prefetch_entry(std::uint32_t entry) const {
        ask_memory(columns_.data() + std::size_t{entry} * sizeof(EntryColumn));
        if (entry >= fathered_) {
            const std::size_t at = entry - fathered_;
            ask_memory(father_heads_.data() + at);
            ask_memory(father_starts_.data() + at / kFathersPerStart * 4);
        }
    }
    /// For his words then; of an entry from first_fathered() on.
    void prefetch_father(std::uint32_t entry) const {
        const std::uint32_t start = father_start(entry);
        father_words_.prefetch(start);
        ask_memory(father_joins_.data() + start);
    }
    [[nodiscard]] std::uint32_t father_word(std::uint32_t at) const { return father_words_[at]; }
    [[nodiscard]] std::uint8_t father_join(std::uint32_t at) const { return father_joins_[at]; }

    // ---- entries
    [[nodiscard]] std::uint32_t first_name(std::uint32_t entry) const;
    /// Which of its entry's names it is.
    [[nodiscard]] std::uint32_t place_in_entry(std::uint32_t name, std::uint32_t entry) const;
    [[nodiscard]] EntryColumn column(std::uint32_t entry) const { return columns_[entry]; }
    [[nodiscard]] const Column<BirthRun>& birth_runs() const { return birth_runs_; }
    /// What is kept of it. Where a forged record does not read, an entry without anything.
    void entry(std::uint32_t number, ListEntry& into) const;
    [[nodiscard]] std::string id(std::uint32_t number) const;
    /// Calls `take(entry)` for each entry of that list with that id.
    template <class Take>
    void find_id(std::uint32_t list, std::string_view id, const Take& take) const;
    /// Normalised numbers of documents, to entries.
    [[nodiscard]] const KeyTable& documents() const { return documents_; }

    static constexpr Weight kTotalUnit = 64;
    /// A word's record: bytes of its text and its fold, then, where it has any, its group and
    /// relatives (two bytes each), text, fold.
    static constexpr std::size_t kWordHead = 2;
    static constexpr std::size_t kWordGroups = 4;
    static constexpr std::uint8_t kFoldBits = 0x7F;        ///< Bytes of the fold, in a head.
    static constexpr std::uint8_t kGroupsBit = 0x80;       ///< It has a group or relatives.
    static constexpr std::uint8_t kTextBits = 0x7F;        ///< Bytes of the text, in a head.
    static constexpr std::uint8_t kBesideLatinBit = 0x80;  ///< See NameToken::is_beside_latin.
    static constexpr std::uint8_t kCountBits = 0x0F;
    static constexpr std::uint8_t kFurtherBit = 0x10;
    static constexpr std::uint8_t kMaxChain = kMaxNameTokens;
    static constexpr std::size_t kMaxFold = 96;  ///< Bytes: a word of 48, each of which may be two.
    static constexpr std::uint32_t kFathersPerStart = 16;
    static constexpr std::uint32_t kRecordsPerStart = 8;

private:
    Segment() = default;
    [[nodiscard]] core::Status read_head(core::ByteView bytes);
    [[nodiscard]] core::Status read_lists();
    void take_sections();
    [[nodiscard]] core::Status check_words() const;
    [[nodiscard]] core::Status check_names() const;
    [[nodiscard]] core::Status check_entries() const;
    [[nodiscard]] core::Status check_fathers();
    void stored_token(std::uint32_t stored, NameToken& into) const;
    /// Of a word as it is stored, borrowed.
    struct WordParts {
        std::string_view text;
        std::string_view fold;
        std::uint32_t groups{0};  ///< Its group, and above it what is related.
        bool is_beside_latin{false};
    };
    [[nodiscard]] WordParts word_parts(std::uint32_t number) const {
        const std::uint8_t* at = word_records_.data() + word_starts_[number];
        const std::size_t text = at[0] & kTextBits;
        const std::size_t fold = at[1] & kFoldBits;
        const bool is_beside_latin = (at[0] & kBesideLatinBit) != 0;
        const std::uint32_t has_groups = at[1] / kGroupsBit;
        std::uint32_t groups = 0;  // No branch: every other word that is looked at has some.
        std::memcpy(&groups, at + kWordHead, sizeof(groups));
        groups &= 0U - has_groups;
        at += kWordHead + kWordGroups * has_groups;
        const std::string_view both = core::as_text(core::ByteView{at, text + fold});
        return {both.substr(0, text), both.substr(text), groups, is_beside_latin};
    }
    [[nodiscard]] core::ByteView section(Section which) const {
        return sections_[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] core::ByteView record(std::uint32_t entry) const;
    void spell_names(std::uint32_t entry, ListEntry& into) const;
    void fill_from_columns(std::uint32_t entry, ListEntry& into) const;
    void fill_spellings(std::uint32_t entry, ListEntry& into) const;
    [[nodiscard]] std::uint64_t id_hash(std::uint32_t entry) const;

    std::shared_ptr<const void> owner_;
    std::uint64_t serial_{0};
    core::ByteView bytes_;
    std::array<core::ByteView, kSections> sections_;
    std::vector<SegmentList> lists_;
    std::uint32_t entries_{0};
    std::uint32_t named_{0};
    std::uint32_t names_{0};
    std::uint32_t words_{0};
    TextView texts_;
    WordStarts word_starts_;
    core::ByteView word_records_;
    Column<std::uint16_t> weights_;
    Column<std::uint8_t> word_sketches_;
    KeyTable word_keys_;
    NameBlocks name_blocks_;
    StoredWords name_words_;
    Starts posting_starts_;
    PostingColumn postings_;
    Column<std::uint64_t> entry_starts_;
    Column<std::uint32_t> entry_ranks_;
    Column<BirthRun> birth_runs_;
    Column<EntryColumn> columns_;
    Column<std::uint32_t> record_starts_;
    core::ByteView records_;
    Column24 id_order_;
    KeyTable joins_;
    KeyTable documents_;
    std::uint32_t fathered_{0};
    Column<std::uint8_t> father_heads_;
    Column<std::uint32_t> father_starts_;
    StoredWords father_words_;
    Column<std::uint8_t> father_joins_;
    Column<WordGroup> word_groups_;
    Column<std::uint64_t> signatures_;
    Column<std::uint32_t> coarse_;
    Column<std::uint32_t> native_words_;
};

/// The byte of Segment::father_join() of a fold.
[[nodiscard]] std::uint8_t join_byte(std::string_view fold);
/// Of a list's number in the segment and an id.
[[nodiscard]] std::uint64_t id_key(std::uint32_t list, std::string_view id);
/// Over a section or a head: finds every flipped bit but by a chance of 2^-64; no seal.
[[nodiscard]] std::uint64_t checksum(core::ByteView bytes);

// ---- details ---------------------------------------------------------------------------------

/// See above.
template <class Take>
void Segment::find_id(std::uint32_t list, std::string_view id, const Take& take) const {
    const std::uint64_t wanted = id_key(list, id);
    std::uint32_t low = 0;
    std::uint32_t high = entries_;
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (id_hash(id_order_[middle]) < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < entries_ && id_hash(id_order_[low]) == wanted; ++low) {
        const std::uint32_t entry = id_order_[low];
        if (columns_[entry].list() == list && this->id(entry) == id) {
            take(entry);
        }
    }
}

}  // namespace sarhad::watchlists
