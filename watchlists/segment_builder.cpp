#include "segment_builder.h"

#include "evidence.h"
#include "match_scratch.h"
#include "script_units.h"
#include "segment_layout.h"
#include "word_signature.h"
#include "word_spelling.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/matcher.h"
#include "watchlists/similarity.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <span>

namespace sarhad::watchlists {
namespace {

constexpr std::uint32_t kNoGroup = ~std::uint32_t{0};

/// WordGroup::key of the fold; kNoGroup where it is in none.
std::uint32_t word_group(std::string_view fold) {
    return may_be_two_edits(fold) ? static_cast<unsigned char>(fold.front()) * 256U +
                                        static_cast<std::uint32_t>(fold.size())
                                  : kNoGroup;
}

std::uint32_t coarse_of(const NameToken& token) {
    if (token.is_beside_latin) {
        return Segment::kNotHeard;
    }
    return is_native(token.text) ? pack_coarse(coarse_of_native(token.text)) | Segment::kNativeBit
                                 : pack_coarse(coarse_of_latin(token.text));
}

/// What of an entry a segment keeps: all that scoring may read and a hit shows.
ListEntry kept_part(const ListEntry& entry) {
    ListEntry kept = entry;
    kept.remarks = {};
    kept.programme = {};
    kept.listed_on = {};
    return kept;
}

}  // namespace

/// The sections while they are written.
class SegmentBuilder::Writer final {
public:
    core::Bytes& operator[](Section which) { return sections_[static_cast<std::size_t>(which)]; }
    [[nodiscard]] core::Bytes finish(const std::array<std::uint32_t, 4>& counts) {
        core::Bytes bytes = core::to_bytes(kSegmentMagic);
        put_packed(bytes, kSegmentVersion);
        put_packed(bytes, std::uint16_t{0});
        put_packed(bytes, kNormaliseVersion);
        put_packed(bytes, kScoringVersion);
        for (const std::uint32_t count : counts) {
            put_packed(bytes, count);
        }
        put_packed(bytes, static_cast<std::uint32_t>(kSections));
        std::size_t at = next_section(kHeadSize);
        for (const core::Bytes& section : sections_) {
            put_packed(bytes, std::uint64_t{at});
            put_packed(bytes, std::uint64_t{section.size()});
            put_packed(bytes, checksum(section));
            at = next_section(at + section.size());
        }
        put_packed(bytes, checksum(bytes));
        bytes.reserve(at);
        bytes.resize(next_section(kHeadSize));
        for (core::Bytes& section : sections_) {
            core::append(bytes, section);
            bytes.resize(next_section(bytes.size()));
            section = {};
        }
        return bytes;
    }

private:
    std::array<core::Bytes, kSections> sections_;
};

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

core::Status SegmentBuilder::add(std::uint32_t list, const ListEntry& entry) {
    SARHAD_TRY_STATUS(check_room(entry.names.size()));
    Entry one = new_entry(list, entry);
    ListEntry kept = kept_part(entry);
    if (entry.kind == EntryKind::kPerson) {
        add_names(entry, kept);
    }
    one.names = static_cast<std::uint32_t>(names_.size()) - one.first_name;
    if (one.names != 0) {
        add_numbers(entry_count(), entry);
        add_father(kept, one);
    }
    keep_apart(lists_[list], kept, one);
    put_entry(one, kept);
    lists_[list].entries += 1;
    lists_[list].sum = plus(lists_[list].sum, entry_sum(entry));
    entries_.push_back(one);
    return {};
}

/// Leaves out what most entries of a list have alike.
void SegmentBuilder::keep_apart(SegmentList& list, ListEntry& kept, Entry& one) const {
    list.source = list.entries == 0 ? kept.source : list.source;
    if (kept.source == list.source) {
        kept.source.clear();
    } else if (kept.source.empty()) {
        kept.source = kNoSource;
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
    RecordWriter to{records_, &texts_};
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

std::vector<std::uint32_t> SegmentBuilder::entry_order() const {
    std::vector<std::uint32_t> order(entries_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Entry& one = entries_[a];
        const Entry& other = entries_[b];
        if ((one.names == 0) != (other.names == 0)) {
            return other.names == 0;
        }
        return one.birth < other.birth;
    });
    return order;
}

NameToken SegmentBuilder::token_of(std::uint32_t word) const {
    NameToken token;
    const std::uint32_t from = word == 0 ? 0 : fold_ends_[word - 1];
    token.text = word_texts_.text(word);
    token.is_beside_latin = token.text.back() == kBesideMark;
    if (token.is_beside_latin) {
        token.text.pop_back();
    }
    token.fold = folds_.substr(from, fold_ends_[word] - from);
    token.skeleton = skeleton_of(token.fold);
    token.group = groups_[word].group;
    token.related = groups_[word].related;
    return token;
}

/// Words in the order of their numbers in the segment: first those that may_be_two_edits(), by
/// group.
std::vector<std::uint32_t> SegmentBuilder::word_order() const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_group;
    for (std::uint32_t word = 0; word < word_texts_.size(); ++word) {
        const std::uint32_t from = word == 0 ? 0 : fold_ends_[word - 1];
        by_group.emplace_back(
            word_group(std::string_view{folds_}.substr(from, fold_ends_[word] - from)), word);
    }
    std::sort(by_group.begin(), by_group.end());
    std::vector<std::uint32_t> order;
    order.reserve(by_group.size());
    for (const auto& [group, word] : by_group) {
        order.push_back(word);
    }
    return order;
}

/// Gives words of names and fathers their numbers in that order.
void SegmentBuilder::move_words(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> moved(order.size());
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        moved[order[number]] = number;
    }
    for (std::vector<std::uint32_t>* words : {&name_words_, &father_words_}) {
        for (std::uint32_t& word : *words) {
            word = (word & ~std::uint32_t{0xFF'FFFFU}) | moved[word_number(word)];
        }
    }
}

void SegmentBuilder::write_words(const std::vector<std::uint32_t>& order, Writer& to) const {
    KeyTableBuilder keys;
    core::Bytes& records = to[Section::kWords];
    std::uint32_t last_group = kNoGroup;
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        const std::uint32_t word = order[number];
        const NameToken token = token_of(word);
        const std::size_t start = records.size();
        put_packed(to[Section::kWeights], weights_[word]);
        to[Section::kWordSketches].push_back(word_sketch(token.fold));
        SARHAD_CHECK(token.text.size() <= Segment::kTextBits);
        records.push_back(static_cast<std::uint8_t>(
            token.text.size() | (token.is_beside_latin ? Segment::kBesideLatinBit : 0)));
        const bool has_groups = token.group != 0 || token.related != 0;
        records.push_back(
            static_cast<std::uint8_t>(token.fold.size() | (has_groups ? Segment::kGroupsBit : 0U)));
        if (has_groups) {
            put_packed(records, token.group);
            put_packed(records, token.related);
        }
        core::append(records, core::as_bytes(token.text));
        core::append(records, core::as_bytes(token.fold));
        WordStarts::put(to[Section::kWordStarts], number, start, records.size());
        for_each_key(token, [&](std::uint64_t key) { keys.add(key, number); });
        if (const std::uint32_t group = word_group(token.fold); group != kNoGroup) {
            if (group != last_group) {
                put_packed(to[Section::kWordGroups], group);
                put_packed(to[Section::kWordGroups], number);
                last_group = group;
            }
            put_packed(to[Section::kSignatures], fold_signature(token.fold));
        }
        put_packed(to[Section::kCoarse], coarse_of(token));
        if (is_native(token.text) && !token.is_beside_latin) {
            put_packed(to[Section::kNativeWords], number);
        }
    }
    keys.write(nullptr,
               static_cast<std::uint32_t>(order.size()),
               to[Section::kWordKeyStarts],
               to[Section::kWordKeys]);
}

void SegmentBuilder::write_names(const std::vector<std::uint32_t>& order, Writer& to) {
    std::vector<std::uint32_t> moved(names_.size());
    std::vector<std::uint64_t> starts(names_.size() / 64 + 1, 0);
    std::uint32_t number = 0;
    std::uint32_t words = 0;
    for (const std::uint32_t entry : order) {
        const Entry& one = entries_[entry];
        for (std::uint32_t i = 0; i < one.names; ++i, ++number) {
            const Name& name = names_[one.first_name + i];
            moved[one.first_name + i] = number;
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
    joins_.write(&moved, number, to[Section::kJoinStarts], to[Section::kJoins]);
    write_postings(moved, to);
}

void SegmentBuilder::write_postings(const std::vector<std::uint32_t>& moved, Writer& to) const {
    std::vector<std::uint32_t> from(names_.size());  // By new number.
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
        from[moved[name]] = name;
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

void SegmentBuilder::write_fathers(const std::vector<std::uint32_t>& order, Writer& to) const {
    std::uint32_t fathers = 0;
    std::uint32_t words = 0;
    for (const std::uint32_t number : order) {
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

void SegmentBuilder::write_entries(const std::vector<std::uint32_t>& order, Writer& to) const {
    BirthPlace before{false, BirthClass::kNone, -1, 0};
    std::uint32_t names = 0;
    std::vector<std::uint32_t> by_id(order.size());
    std::iota(by_id.begin(), by_id.end(), 0U);
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
    std::sort(by_id.begin(), by_id.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair{entries_[order[a]].id, a} < std::pair{entries_[order[b]].id, b};
    });
    for (const std::uint32_t number : by_id) {
        put_u24(to[Section::kIdOrder], number);
    }
}

core::Bytes SegmentBuilder::finish(std::vector<std::uint32_t>* given_order) {
    Writer to;
    for (const SegmentList& list : lists_) {
        RecordWriter one{to[Section::kLists], nullptr};
        one.bytes(core::as_bytes(list.name));
        one.bytes(core::as_bytes(list.source));
        one.number(list.entries);
        put_packed(to[Section::kLists], list.sum[0]);
        put_packed(to[Section::kLists], list.sum[1]);
    }
    texts_.write(to[Section::kTextEnds], to[Section::kTexts]);
    const std::vector<std::uint32_t> words = word_order();
    move_words(words);
    write_words(words, to);
    const std::vector<std::uint32_t> order = entry_order();
    write_names(order, to);
    write_fathers(order, to);
    write_entries(order, to);
    std::vector<std::uint32_t> moved(entries_.size());
    std::uint32_t named = 0;
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        moved[order[number]] = number;
        named += entries_[order[number]].names != 0 ? 1U : 0U;
    }
    documents_.write(&moved, named, to[Section::kDocumentStarts], to[Section::kDocuments]);
    core::Bytes bytes = to.finish(
        {entry_count(), named, static_cast<std::uint32_t>(names_.size()), word_texts_.size()});
    if (given_order != nullptr) {
        *given_order = order;
    }
    *this = SegmentBuilder{};
    return bytes;
}

}  // namespace sarhad::watchlists
