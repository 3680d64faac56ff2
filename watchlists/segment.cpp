#include "segment.h"

#include "bits.h"
#include "word_spelling.h"

#include "watchlists/similarity.h"

#include <algorithm>
#include <bit>

namespace sarhad::watchlists {

void Segment::word(std::uint32_t number, NameToken& into) const {
    const WordParts parts = word_parts(number);
    into.text = parts.text;
    into.fold = parts.fold;
    into.skeleton = skeleton_of(into.fold);
    into.group = static_cast<std::uint16_t>(parts.groups);
    into.related = static_cast<std::uint16_t>(parts.groups >> 16U);
    into.chain = 0;
    into.kind = TokenClass::kPlain;
    into.is_beside_latin = parts.is_beside_latin;
}

WordView Segment::word_view(std::uint32_t number) const {
    const WordParts parts = word_parts(number);
    return {parts.text,
            parts.fold,
            {},
            static_cast<std::uint16_t>(parts.groups),
            static_cast<std::uint16_t>(parts.groups >> 16U),
            parts.is_beside_latin};
}

std::string_view Segment::fold_of_word(std::uint32_t number) const {
    return word_parts(number).fold;
}

ShapeWord Segment::shape_word(std::uint32_t stored) const {
    const std::uint32_t number = word_number(stored);
    const WordParts parts = word_parts(number);
    return {parts.text,
            parts.fold,
            weight(number, word_class(stored)),
            word_chain(stored),
            word_class(stored)};
}

NameRange Segment::group(char letter, std::size_t size) const {
    const std::uint32_t key =
        static_cast<unsigned char>(letter) * 256U + static_cast<std::uint32_t>(size);
    std::size_t low = 0;
    for (std::size_t high = word_groups_.size(); low < high;) {
        const std::size_t middle = low + (high - low) / 2;
        word_groups_[middle].key < key ? low = middle + 1 : high = middle;
    }
    if (low == word_groups_.size() || word_groups_[low].key != key) {
        return {0, 0};
    }
    return {word_groups_[low].first,
            low + 1 < word_groups_.size() ? word_groups_[low + 1].first
                                          : static_cast<std::uint32_t>(signatures_.size())};
}

NameShape Segment::shape(std::span<const std::uint32_t> stored) const {
    std::array<ShapeWord, kMaxNameTokens> words;
    std::transform(stored.begin(), stored.end(), words.begin(), [&](std::uint32_t word) {
        return shape_word(word);
    });
    return make_shape(std::span<const ShapeWord>{words}.first(stored.size()));
}

std::uint32_t Segment::entry_of(std::uint32_t name) const {
    const std::uint64_t upto = entry_starts_[name / 64] << (63 - name % 64);
    return entry_ranks_[name / 64] + static_cast<std::uint32_t>(count_bits(upto)) - 1;
}

std::uint32_t Segment::first_name(std::uint32_t entry) const {
    if (entry >= named_) {
        return names_;
    }
    // Entries have nearly as many names everywhere: it is near where that tells.
    const std::size_t blocks = entry_ranks_.size();
    std::size_t low = static_cast<std::size_t>(std::uint64_t{entry} * blocks / named_);
    for (std::size_t step = 1; low > 0 && entry_ranks_[low] > entry; step *= 2) {
        low -= std::min(low, step);
    }
    std::size_t high = low + 1;
    for (std::size_t step = 1; high < blocks && entry_ranks_[high] <= entry; step *= 2) {
        low = high;
        high = std::min(blocks, high + step);
    }
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        (entry_ranks_[middle] <= entry ? low : high) = middle;
    }
    std::uint64_t bits = entry_starts_[low];
    for (std::uint32_t skip = entry - entry_ranks_[low]; skip > 0; --skip) {
        bits &= bits - 1;
    }
    return static_cast<std::uint32_t>(low * 64) +
           static_cast<std::uint32_t>(std::countr_zero(bits));
}

std::uint32_t Segment::place_in_entry(std::uint32_t name, std::uint32_t entry) const {
    std::uint32_t place = 0;
    for (std::uint32_t one = first_name(entry) + 1; one <= name; ++one) {
        place += is_further(one) ? 0U : 1U;
    }
    return place;
}

void Segment::tokens(std::uint32_t name, std::vector<NameToken>& into) const {
    into.resize(word_count_of(name));
    std::uint32_t at = name_start(name);
    for (NameToken& token : into) {
        stored_token(name_words_[at++], token);
    }
}

void Segment::stored_token(std::uint32_t stored, NameToken& into) const {
    word(word_number(stored), into);
    into.kind = word_class(stored);
    into.chain = word_chain(stored);
}

NameForm Segment::form_of(std::span<const std::uint32_t> stored) const {
    std::vector<NameToken> words(stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        stored_token(stored[i], words[i]);
    }
    return make_form(std::move(words));
}

NameForm Segment::form(std::uint32_t name) const {
    std::vector<NameToken> words;
    tokens(name, words);
    return make_form(std::move(words));
}

core::ByteView Segment::record(std::uint32_t entry) const {
    RecordReader from{records_.subspan(record_starts_[entry / kRecordsPerStart]), texts_};
    for (std::uint32_t skip = entry % kRecordsPerStart; skip > 0; --skip) {
        static_cast<void>(from.bytes());
    }
    return from.bytes();
}

void Segment::entry(std::uint32_t number, ListEntry& into) const {
    RecordReader from{record(number), texts_};
    get_record(from, into, 0);
    if (from.is_bad() || from.left() != 0) {
        into = {};
        return;
    }
    fill_from_columns(number, into);
    if (number < named_) {
        spell_names(number, into);
    }
}

/// What the record leaves out because it stands elsewhere: SegmentBuilder.
void Segment::fill_from_columns(std::uint32_t entry, ListEntry& into) const {
    const EntryColumn column = columns_[entry];
    into.sex = column.sex();
    if (into.nationalities.empty() && column.nation() != 0 && column.nation() != kSeveralNations) {
        into.nationalities.push_back(country_letters(column.nation()));
    }
    if (into.source.empty()) {
        into.source = lists_[column.list()].source;
    } else if (into.source == kNoSource) {
        into.source.clear();
    }
    if (entry >= named_) {
        return;
    }
    fill_spellings(entry, into);
    if (!into.births.empty()) {
        return;
    }
    std::size_t run = 0;
    for (std::size_t high = birth_runs_.size(); high - run > 1;) {
        const std::size_t middle = run + (high - run) / 2;
        (birth_runs_[middle].first <= entry ? run : high) = middle;
    }
    const int day = column.month_day();
    const auto date = facts::PartialDate::make(birth_runs_[run].year, day / 32, day % 32);
    if (birth_runs_[run].kind == BirthClass::kDay && date.has_value()) {
        into.births.push_back(
            {core::Redacted{*date}, core::Redacted{*date}, DatePrecision::kExact});
    }
}

/// What the record leaves out because its words are spelt as most are.
void Segment::fill_spellings(std::uint32_t entry, ListEntry& into) const {
    const EntryColumn column = columns_[entry];
    const core::Redacted<std::string> spelling{std::string{kCapitalised}};
    const std::uint32_t end = column.has_spelt_names() ? first_name(entry + 1) : 0;
    for (std::uint32_t name = first_name(entry); name < end; ++name) {
        if (!is_further(name)) {
            const bool is_alias = !into.names.empty();
            ListedName& listed = into.names.emplace_back();
            listed.text = spelling;
            listed.kind = is_alias ? NameKind::kAlias : NameKind::kPrimary;
        }
    }
    if (column.has_spelt_father()) {
        into.fathers.push_back(spelling);
    }
}

/// Spells the texts that the words of names and of the father stand for.
void Segment::spell_names(std::uint32_t entry, ListEntry& into) const {
    const auto spell = [&](core::Redacted<std::string>& text,
                           const StoredWords& words,
                           std::uint32_t from,
                           std::uint32_t count) {
        if (!is_spelling(text.reveal()) || count == 0) {
            return;
        }
        std::string spelt;
        for (std::uint32_t at = from; at < from + count; ++at) {
            append_spelt(text.reveal(), shape_word(words[at]).text, spelt);
        }
        text = core::Redacted<std::string>{std::move(spelt)};
    };
    std::uint32_t name = first_name(entry);
    const std::uint32_t end = first_name(entry + 1);
    for (ListedName& listed : into.names) {
        if (name < end) {
            spell(listed.text, name_words_, name_start(name), word_count_of(name));
        }
        do {
            ++name;
        } while (name < end && is_further(name));
    }
    if (entry >= fathered_ && !into.fathers.empty()) {
        spell(into.fathers.front(),
              father_words_,
              father_start(entry),
              father_head(entry) & kCountBits);
    }
}

std::string Segment::id(std::uint32_t number) const {
    RecordReader from{record(number), texts_};
    std::string id;
    if (from.number() == 1) {  // An entry's first field; an empty id is not written.
        from.text(id);
    }
    return from.is_bad() ? std::string{} : id;
}

std::uint64_t Segment::id_hash(std::uint32_t entry) const {
    return id_key(columns_[entry].list(), id(entry));
}

std::uint64_t id_key(std::uint32_t list, std::string_view id) {
    return key_hash('I', id) ^ (std::uint64_t{list} * 0x9E3779B97F4A7C15U);
}

SetSum entry_sum(const ListEntry& entry) {
    constexpr std::size_t kUsualBytes = 512;
    core::Bytes bytes;
    bytes.reserve(kUsualBytes);
    RecordWriter to{bytes, nullptr};
    if (entry.remarks.reveal().empty() && entry.programme.empty() && !entry.listed_on.is_known()) {
        put_record(to, entry);
    } else {
        ListEntry kept = entry;
        kept.remarks = {};
        kept.programme = {};
        kept.listed_on = {};
        put_record(to, kept);
    }
    return {key_hash('A', core::as_text(bytes)), checksum(bytes)};
}

EntryColumn make_column(const ListEntry& entry, std::uint16_t month_day, std::uint32_t list) {
    std::uint32_t nation = 0;
    if (entry.nationalities.size() > 1) {
        nation = kSeveralNations;
    } else if (!entry.nationalities.empty()) {
        const CountryCode code = country_of(entry.nationalities.front());
        nation = code == 0 ? 0U : (code / 256U - 'A' + 1U) << 5U | (code % 256U - 'A' + 1U);
    }
    return {std::uint32_t{month_day} | static_cast<std::uint32_t>(entry.sex) << 9U | list << 11U |
            nation << 19U};
}

CountryCode country_of_bits(std::uint32_t nation) {
    return static_cast<CountryCode>(
        nation == 0 ? 0 : ((nation >> 5U) + 'A' - 1U) * 256U + (nation & 0x1FU) + 'A' - 1U);
}

std::string country_letters(std::uint32_t nation) {
    const CountryCode code = country_of_bits(nation);
    return {static_cast<char>(code / 256), static_cast<char>(code % 256)};
}

std::uint8_t join_byte(std::string_view fold) {
    return static_cast<std::uint8_t>(key_hash('J', fold));
}

SetSum plus(const SetSum& a, const SetSum& b) {
    const std::uint64_t low = a[0] + b[0];
    return {low, a[1] + b[1] + (low < a[0] ? 1U : 0U)};
}

SetSum minus(const SetSum& a, const SetSum& b) {
    return {a[0] - b[0], a[1] - b[1] - (a[0] < b[0] ? 1U : 0U)};
}

std::uint64_t checksum(core::ByteView bytes) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    const auto mix = [](std::uint64_t lane, std::uint64_t word) {
        return std::rotl((lane ^ word) * kOdd, 29);
    };
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32) {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), bytes.data() + at, 32);
        for (std::size_t i = 0; i < 4; ++i) {
            lanes[i] = mix(lanes[i], words[i]);
        }
    }
    std::uint64_t sum = bytes.size();
    for (const std::uint64_t lane : lanes) {
        sum = mix(sum, lane);
    }
    for (; at < bytes.size(); ++at) {
        sum = mix(sum, bytes[at] + 1U);
    }
    sum = (sum ^ (sum >> 32U)) * kOdd;
    return sum ^ (sum >> 29U);
}

}  // namespace sarhad::watchlists
