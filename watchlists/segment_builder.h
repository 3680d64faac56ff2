#pragma once

#include "segment.h"

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
    [[nodiscard]] core::Status add(std::uint32_t list, const ListEntry& entry);
    [[nodiscard]] std::uint32_t entry_count() const {
        return static_cast<std::uint32_t>(entries_.size());
    }
    /// The segment's bytes; the builder is empty afterwards.
    [[nodiscard]] core::Bytes finish();

private:
    struct Entry {
        BirthPlace birth;
        EntryColumn column;
        std::uint32_t first_name{0};
        std::uint32_t names{0};
        std::uint32_t record{0};
        std::uint64_t id{0};
    };
    struct Name {
        std::uint32_t first_word;
        std::uint8_t head;
        std::uint8_t total;
    };
    class Writer;

    void add_names(const ListEntry& entry);
    void add_name(const std::string& text, std::uint8_t head, bool has_latin);
    void add_word(const NameToken& token);
    void add_numbers(std::uint32_t number, const ListEntry& entry);
    [[nodiscard]] std::vector<std::uint32_t> entry_order() const;
    void write_words(Writer& to);
    void write_names(const std::vector<std::uint32_t>& order, Writer& to);
    void write_postings(const std::vector<std::uint32_t>& moved, Writer& to) const;
    void write_entries(const std::vector<std::uint32_t>& order, Writer& to) const;
    [[nodiscard]] core::ByteView record(std::uint32_t entry) const;

    std::vector<SegmentList> lists_;
    std::vector<Entry> entries_;
    core::Bytes records_;
    TextPool texts_;
    std::vector<Name> names_;
    std::vector<std::uint32_t> name_words_;
    TextPool word_texts_;
    std::string folds_;
    std::vector<std::uint32_t> fold_ends_;
    std::vector<NameWord> groups_;
    std::vector<std::uint16_t> weights_;
    KeyTableBuilder joins_;
    KeyTableBuilder documents_;
};

/// Entries, names or words of one segment: their numbers take three bytes.
inline constexpr std::uint32_t kMaxSegmentParts = Column24::kEnd - 1;

/// Bytes of all records: their places take four bytes, and one entry has less than the rest.
inline constexpr std::size_t kMaxSegmentRecords = 3'000'000'000;

}  // namespace sarhad::watchlists
