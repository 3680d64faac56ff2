#pragma once

#include "record_codec.h"
#include "segment.h"

#include "watchlists/subject.h"
#include "watchlists/variants.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Takes entries one by one, keeps of each what a segment keeps, and writes the segment. Thread:
/// one.
class SegmentBuilder final {
public:
    /// The number of the list of that name, given at first sight; at most kMaxSnapshotLists.
    [[nodiscard]] std::uint32_t list(std::string_view name);
    /// kExhausted past kMaxSegmentParts entries, names or words; then nothing of the entry is in.
    [[nodiscard]] core::Status add(std::uint32_t list, ListEntry entry);
    /// A traveller as a nameless record with the forms of his names beside it: what scoring reads
    /// of him, subject_of() gives it back. Errors as add().
    [[nodiscard]] core::Status add_traveller(std::uint32_t list, const Subject& subject);
    /// A traveller of another segment. Errors as add().
    [[nodiscard]] core::Status add_traveller(std::uint32_t list,
                                             const Segment& from,
                                             std::uint32_t number);
    [[nodiscard]] std::uint32_t entry_count() const {
        return static_cast<std::uint32_t>(entries_.size());
    }
    /// A builder of the same lists whose entries take() puts behind those that are here then: so
    /// several threads read entries. Each list has an entry here already.
    [[nodiscard]] SegmentBuilder batch() const;
    /// As if what was added to `batch` had been added here, to the last byte. kExhausted past
    /// kMaxSegmentParts: then nothing of it is in.
    [[nodiscard]] core::Status take(const SegmentBuilder& batch);
    /// The segment's bytes, the same whatever number of threads makes them; the builder is empty
    /// afterwards. `order`, where given: the places in which the segment's entries were added.
    [[nodiscard]] core::Bytes finish(std::vector<std::uint32_t>* order = nullptr,
                                     std::size_t threads = 1);

private:
    struct Entry {
        BirthPlace birth;
        EntryColumn column;
        std::uint32_t first_name{0};
        std::uint32_t names{0};
        std::uint32_t record{0};
        std::uint32_t first_father_word{0};
        std::uint8_t father_head{0};
        std::uint64_t id{0};
    };
    struct Name {
        std::uint32_t first_word;
        std::uint8_t head;
        std::uint8_t total;
    };
    class Writer;
    /// Where entries and names come to stand.
    struct Order {
        std::vector<std::uint32_t> entries;  ///< By number, the place in which it was added.
        std::vector<std::uint32_t> moved;    ///< The reverse.
        std::vector<std::uint32_t> moved_names;
        std::uint32_t named{0};  ///< Entries with a name.
    };

    [[nodiscard]] core::Status check_room(std::size_t names) const;
    [[nodiscard]] Entry new_entry(std::uint32_t list, const ListEntry& entry) const;
    void end_traveller(std::uint32_t list, Entry one, ListEntry& record);
    void add_names(ListEntry& entry);
    void add_name(const std::vector<NameToken>& tokens, std::uint8_t head);
    [[nodiscard]] std::uint32_t add_word(const NameToken& token);
    void add_father(ListEntry& entry, Entry& to);
    void add_numbers(std::uint32_t number, const ListEntry& entry);
    void keep_apart(SegmentList& list, ListEntry& kept, Entry& one) const;
    void put_entry(const Entry& one, ListEntry& kept);
    [[nodiscard]] std::vector<std::uint32_t> entry_order() const;
    [[nodiscard]] std::vector<std::uint32_t> word_order() const;
    [[nodiscard]] NameToken token_of(std::uint32_t word) const;
    void move_words(const std::vector<std::uint32_t>& order);
    void write_words(const std::vector<std::uint32_t>& order, Writer& to) const;
    [[nodiscard]] Order make_order() const;
    void write_lists(Writer& to) const;
    void write_names(const Order& order, Writer& to) const;
    void write_postings(const Order& order, Writer& to) const;
    void write_fathers(const Order& order, Writer& to) const;
    void write_entries(const Order& places, Writer& to) const;
    [[nodiscard]] std::vector<std::uint32_t> take_words(const SegmentBuilder& batch);
    void take_names(const SegmentBuilder& batch);
    void take_records(const SegmentBuilder& batch);
    [[nodiscard]] core::ByteView record(std::uint32_t entry) const;

    std::vector<SegmentList> lists_;
    std::vector<Entry> entries_;
    core::Bytes records_;
    TextPool texts_;
    std::vector<Name> names_;
    std::vector<std::uint32_t> name_words_;
    std::vector<std::uint32_t> father_words_;
    core::Bytes father_joins_;  ///< One a word.
    TextPool word_texts_;
    std::string folds_;
    std::vector<std::uint32_t> fold_ends_;
    std::vector<NameWord> groups_;
    std::vector<std::uint16_t> weights_;
    KeyTableBuilder joins_;
    KeyTableBuilder documents_;
    bool is_batch_{false};
    std::vector<OpenWord> open_words_;  ///< Of a batch: where its records name words.
};

/// Whether a name of the entry is written in Latin letters.
[[nodiscard]] bool has_latin_name(const ListEntry& entry);
/// The words of one of matched_texts(), as they are matched in an entry that has such a name or
/// not.
[[nodiscard]] std::vector<NameToken> listed_words(const std::string& text, bool has_latin_name);
/// What add_traveller() kept of a traveller, names left out.
void subject_of(const ListEntry& record, Subject& into);

/// Entries, names or words of one segment: their numbers take three bytes.
inline constexpr std::uint32_t kMaxSegmentParts = Column24::kEnd - 1;

/// Bytes of all records: their places take four bytes, and one entry has less than the rest.
inline constexpr std::size_t kMaxSegmentRecords = 3'000'000'000;

}  // namespace sarhad::watchlists
