#include "segment_builder.h"

#include "evidence.h"
#include "in_order.h"
#include "segment_writer.h"
#include "word_spelling.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace sarhad::watchlists {

std::uint32_t SegmentBuilder::list(std::string_view name) {
    for (std::uint32_t i = 0; i < lists_.size(); ++i) {
        if (lists_[i].name == name) {
            return i;
        }
    }
    SARHAD_CHECK(lists_.size() < kMaxSnapshotLists);
    lists_.push_back({std::string{name}, "", 0, {}});
    return static_cast<std::uint32_t>(lists_.size() - 1);
}

/// For an entry with so many names.
core::Status SegmentBuilder::check_room(std::size_t names) const {
    const std::size_t all_names = names_.size() + 2 * names;
    const std::size_t words = word_texts_.size() + 2 * names * kMaxNameTokens;
    if (std::max({entries_.size(), all_names, words}) >= kMaxSegmentParts ||
        records_.size() >= kMaxSegmentRecords) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("a segment of more than ", kMaxSegmentParts, " parts")};
    }
    return {};
}

SegmentBuilder::Entry SegmentBuilder::new_entry(std::uint32_t list, const ListEntry& entry) const {
    Entry one{};
    one.birth = birth_place(entry);
    one.column = make_column(entry, one.birth.month_day, list);
    one.first_name = static_cast<std::uint32_t>(names_.size());
    one.record = static_cast<std::uint32_t>(records_.size());
    one.id = id_key(list, entry.id);
    return one;
}

/// What of an entry a segment keeps is all that scoring may read and a hit shows.
core::Status SegmentBuilder::add(std::uint32_t list, ListEntry entry) {
    SARHAD_TRY_STATUS(check_room(entry.names.size()));
    entry.remarks = {};
    entry.programme.clear();
    entry.listed_on = {};
    lists_[list].sum = plus(lists_[list].sum, entry_sum(entry));
    Entry one = new_entry(list, entry);
    if (entry.kind == EntryKind::kPerson) {
        add_names(entry);
    }
    one.names = static_cast<std::uint32_t>(names_.size()) - one.first_name;
    if (one.names != 0) {
        add_numbers(entry_count(), entry);
        add_father(entry, one);
    }
    keep_apart(lists_[list], entry, one);
    put_entry(one, entry);
    lists_[list].entries += 1;
    entries_.push_back(one);
    return {};
}

/// Leaves out what most entries of a list have alike.
void SegmentBuilder::keep_apart(SegmentList& list, ListEntry& kept, Entry& one) const {
    if (list.entries == 0 && !is_batch_) {
        list.source = kept.source;
    }
    if (kept.source == list.source) {
        kept.source.clear();
    } else if (kept.source.empty()) {
        kept.source = std::string{kNoSource};
    }
    if (one.names == 0) {
        return;
    }
    const core::Redacted<std::string> spelling{std::string{kCapitalised}};
    ListedName plain;
    plain.text = spelling;
    bool is_plain = true;
    for (const ListedName& name : kept.names) {
        is_plain = is_plain && name == plain;
        plain.kind = NameKind::kAlias;
    }
    const auto first = names_.begin() + one.first_name;
    const auto listed = std::count_if(first, names_.end(), [](const Name& name) {
        return (name.head & Segment::kFurtherBit) == 0;
    });
    if (is_plain && static_cast<std::size_t>(listed) == kept.names.size()) {
        kept.names.clear();
        one.column.bits |= EntryColumn::kSpeltNames;
    }
    if (kept.fathers.size() == 1 && kept.fathers.front() == spelling) {
        kept.fathers.clear();
        one.column.bits |= EntryColumn::kSpeltFather;
    }
}

/// Writes the record without what stands elsewhere in the segment: sex, the nationality where the
/// column has its two letters, the full date of birth by which the entry is numbered.
void SegmentBuilder::put_entry(const Entry& one, ListEntry& kept) {
    kept.sex = facts::Sex::kUnknown;
    const std::uint32_t nation = one.column.nation();
    if (kept.nationalities.size() == 1 && nation != 0 &&
        kept.nationalities.front() == country_letters(nation)) {
        kept.nationalities.clear();
    }
    if (one.names != 0 && one.birth.kind == BirthClass::kDay) {
        kept.births.clear();
    }
    RecordWriter to =
        is_batch_ ? RecordWriter{records_, texts_, open_words_} : RecordWriter{records_, &texts_};
    put_record(to, kept);
}

void SegmentBuilder::add_numbers(std::uint32_t number, const ListEntry& entry) {
    for (const ListedDocument& document : entry.documents) {
        for (const std::string& key : document_keys(document.number.reveal())) {
            documents_.add(key_hash('N', confusable_number(key)), number);
        }
    }
}

core::ByteView SegmentBuilder::record(std::uint32_t entry) const {
    const std::size_t end =
        entry + 1 < entries_.size() ? entries_[entry + 1].record : records_.size();
    return core::ByteView{records_}.subspan(entries_[entry].record, end - entries_[entry].record);
}

namespace {

constexpr unsigned kEntryBits = 24;  ///< Of a place below kMaxSegmentParts.

/// Rises with the place; 39 bits.
std::uint64_t rank_of(const BirthPlace& place) {
    const auto year = static_cast<std::uint64_t>(place.year + 0x8000);
    return std::uint64_t{place.has_father} << 38U | static_cast<std::uint64_t>(place.kind) << 32U |
           year << 16U | place.month_day;
}

}  // namespace

std::vector<std::uint32_t> SegmentBuilder::entry_order() const {
    // Those without a name last, the others by birth, each as they came: in one number.
    std::vector<std::uint64_t> ranks(entries_.size());
    for (std::uint32_t i = 0; i < ranks.size(); ++i) {
        ranks[i] = std::uint64_t{entries_[i].names == 0} << 63U |
                   rank_of(entries_[i].birth) << kEntryBits | i;
    }
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::uint32_t> order(ranks.size());
    std::transform(ranks.begin(), ranks.end(), order.begin(), [](std::uint64_t rank) {
        return static_cast<std::uint32_t>(rank & ((1U << kEntryBits) - 1U));
    });
    return order;
}

void SegmentBuilder::write_names(const Order& order, Writer& to) const {
    std::vector<std::uint64_t> starts(names_.size() / 64 + 1, 0);
    std::uint32_t number = 0;
    std::uint32_t words = 0;
    for (const std::uint32_t entry : order.entries) {
        const Entry& one = entries_[entry];
        for (std::uint32_t i = 0; i < one.names; ++i, ++number) {
            const Name& name = names_[one.first_name + i];
            starts[number / 64] |= i == 0 ? std::uint64_t{1} << (number % 64) : 0;
            NameBlocks::put(to[Section::kNameBlocks], number, words, name.head, name.total);
            const std::uint32_t count = name.head & Segment::kCountBits;
            words += count;
            for (std::uint32_t w = 0; w < count; ++w) {
                StoredWords::put(
                    to[Section::kNameWords], name_words_[name.first_word + w], word_texts_.size());
            }
        }
    }
    std::uint32_t rank = 0;
    for (const std::uint64_t bits : starts) {
        put_packed(to[Section::kEntryStarts], bits);
        put_packed(to[Section::kEntryRanks], rank);
        rank += static_cast<std::uint32_t>(std::popcount(bits));
    }
}

void SegmentBuilder::write_postings(const Order& order, Writer& to) const {
    std::vector<std::uint32_t> from(names_.size());  // By new number.
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
        from[order.moved_names[name]] = name;
    }
    // Twice over the same words: counted, then put in their places.
    const auto each_scored = [&](const auto& take) {
        for (std::uint32_t number = 0; number < from.size(); ++number) {
            const Name& name = names_[from[number]];
            std::array<std::uint32_t, kMaxScored> seen{};
            std::size_t scored = 0;
            for (std::uint32_t w = 0; w < (name.head & Segment::kCountBits); ++w) {
                const std::uint32_t word = name_words_[name.first_word + w];
                if (is_scored(word_class(word)) && scored < kMaxScored) {
                    seen[scored++] = word_number(word);
                }
            }
            const std::span<const std::uint32_t> words = std::span{seen}.first(scored);
            for (std::size_t i = 0; i < scored; ++i) {
                const auto here = words.begin() + static_cast<std::ptrdiff_t>(i);
                if (std::find(words.begin(), here, words[i]) == here) {
                    take(words, i, number, name.total);
                }
            }
        }
    };
    std::vector<std::uint32_t> starts(word_texts_.size() + 1, 0);
    each_scored([&](std::span<const std::uint32_t> words, std::size_t at, auto, auto) {
        ++starts[words[at] + 1];
    });
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    for (const std::uint32_t start : starts) {
        Starts::put(to[Section::kPostingStarts], start, starts.back());
    }
    const auto count_of_names = static_cast<std::uint32_t>(names_.size());
    core::Bytes& postings = to[Section::kPostings];
    postings.resize(std::size_t{starts.back()} * PostingColumn::size_of(count_of_names));
    const core::Bytes& sketches = to[Section::kWordSketches];
    each_scored([&](std::span<const std::uint32_t> words,
                    std::size_t at,
                    std::uint32_t name,
                    std::uint8_t total) {
        std::array<ToldWord, kMaxScored> others{};
        std::size_t count = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i != at) {
                others[count++] = {words[i], sketches[words[i]]};
            }
        }
        const Posting posting = Posting::make(name, total, std::span{others}.first(count));
        PostingColumn::put(posting, starts[words[at]]++, count_of_names, postings);
    });
}

void SegmentBuilder::write_fathers(const Order& order, Writer& to) const {
    std::uint32_t fathers = 0;
    std::uint32_t words = 0;
    for (const std::uint32_t number : order.entries) {
        const Entry& one = entries_[number];
        if (one.names == 0 || !one.birth.has_father) {
            continue;
        }
        if (fathers++ % Segment::kFathersPerStart == 0) {
            put_packed(to[Section::kFatherStarts], words);
        }
        put_packed(to[Section::kFatherHeads], one.father_head);
        const std::uint32_t count = one.father_head & Segment::kCountBits;
        for (std::uint32_t i = 0; i < count; ++i) {
            StoredWords::put(to[Section::kFatherWords],
                             father_words_[one.first_father_word + i],
                             word_texts_.size());
            put_packed(to[Section::kFatherJoins], father_joins_[one.first_father_word + i]);
        }
        words += count;
    }
}

void SegmentBuilder::write_entries(const Order& places, Writer& to) const {
    const std::vector<std::uint32_t>& order = places.entries;
    BirthPlace before{false, BirthClass::kNone, -1, 0};
    std::uint32_t names = 0;
    core::Bytes& records = to[Section::kRecords];
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        const Entry& one = entries_[order[number]];
        const bool is_other = one.birth.kind != before.kind || one.birth.year != before.year ||
                              one.birth.has_father != before.has_father;
        if (one.names != 0 && is_other) {
            put_packed(to[Section::kBirthRuns], number);
            put_packed(to[Section::kBirthRuns], names);
            put_packed(to[Section::kBirthRuns], one.birth.year);
            put_packed(to[Section::kBirthRuns], static_cast<std::uint8_t>(one.birth.kind));
            put_packed(to[Section::kBirthRuns], std::uint8_t{one.birth.has_father});
            before = one.birth;
        }
        names += one.names;
        put_packed(to[Section::kEntryColumns], one.column.bits);
        if (number % Segment::kRecordsPerStart == 0) {
            put_packed(to[Section::kRecordStarts], static_cast<std::uint32_t>(records.size()));
        }
        RecordWriter{records, nullptr}.bytes(record(order[number]));
    }
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_id(order.size());
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        by_id[number] = {entries_[order[number]].id, number};
    }
    std::sort(by_id.begin(), by_id.end());
    for (const auto& [id, number] : by_id) {
        put_u24(to[Section::kIdOrder], number);
    }
}

/// The places of entries and names.
SegmentBuilder::Order SegmentBuilder::make_order() const {
    Order order{entry_order(), std::vector<std::uint32_t>(entries_.size()), {}, 0};
    order.moved_names.resize(names_.size());
    std::uint32_t name = 0;
    for (std::uint32_t number = 0; number < order.entries.size(); ++number) {
        const Entry& one = entries_[order.entries[number]];
        order.moved[order.entries[number]] = number;
        order.named += one.names != 0 ? 1U : 0U;
        for (std::uint32_t i = 0; i < one.names; ++i) {
            order.moved_names[one.first_name + i] = name++;
        }
    }
    return order;
}

void SegmentBuilder::write_lists(Writer& to) const {
    for (const SegmentList& list : lists_) {
        RecordWriter one{to[Section::kLists], nullptr};
        one.bytes(core::as_bytes(list.name));
        one.bytes(core::as_bytes(list.source));
        one.number(list.entries);
        put_packed(to[Section::kLists], list.sum[0]);
        put_packed(to[Section::kLists], list.sum[1]);
    }
}

core::Bytes SegmentBuilder::finish(std::vector<std::uint32_t>* given_order, std::size_t threads) {
    SARHAD_CHECK(!is_batch_);
    Writer to;
    Order order;
    do_all(threads,
           {[&] {
                const std::vector<std::uint32_t> words = word_order();
                move_words(words);
                write_words(words, to);
            },
            [&] { order = make_order(); }});
    const auto names = static_cast<std::uint32_t>(names_.size());
    // The longest first; no two write one section.
    do_all(
        threads,
        {[&] { write_postings(order, to); },
         [&] {
             joins_.write(&order.moved_names, names, to[Section::kJoinStarts], to[Section::kJoins]);
         },
         [&] { write_entries(order, to); },
         [&] { write_names(order, to); },
         [&] { write_fathers(order, to); },
         [&] {
             documents_.write(
                 &order.moved, order.named, to[Section::kDocumentStarts], to[Section::kDocuments]);
         },
         [&] {
             write_lists(to);
             texts_.write(to[Section::kTextEnds], to[Section::kTexts]);
         }});
    const std::array<std::uint32_t, 4> counts{
        entry_count(), order.named, names, word_texts_.size()};
    *this = SegmentBuilder{};  // Not held beside the bytes.
    if (given_order != nullptr) {
        *given_order = std::move(order.entries);
    }
    return to.finish(counts);
}

}  // namespace sarhad::watchlists
