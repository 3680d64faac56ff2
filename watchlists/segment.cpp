#include "segment.h"

#include <algorithm>
#include <bit>

namespace sarhad::watchlists {

void Segment::word(std::uint32_t number, NameToken& into) const {
    const core::ByteView record = word_records_.subspan(word_starts_[number]);
    const std::string_view texts = core::as_text(record.subspan(kWordHead));
    const std::size_t text = record[0] & kTextBits;
    into.text = texts.substr(0, text);
    into.fold = texts.substr(text, record[1]);
    into.skeleton = skeleton_of(into.fold);
    into.group = Column<std::uint16_t>{record.subspan(2)}[0];
    into.related = Column<std::uint16_t>{record.subspan(2)}[1];
    into.chain = 0;
    into.kind = TokenClass::kPlain;
    into.is_beside_latin = (record[0] & kBesideLatinBit) != 0;
}

std::string_view Segment::fold_of_word(std::uint32_t number) const {
    const core::ByteView record = word_records_.subspan(word_starts_[number]);
    return core::as_text(record.subspan(kWordHead + (record[0] & kTextBits), record[1]));
}

std::uint32_t Segment::name_start(std::uint32_t name) const {
    // Adds up to 15 counts, eight at a time; what is loaded past the end is shifted out.
    constexpr std::uint64_t kCounts = 0x0101'0101'0101'0101U * kCountBits;
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101U;
    const std::uint32_t first = name / kNamesPerStart * kNamesPerStart;
    const auto sum_of = [&](std::uint32_t from, std::uint32_t count) {
        std::uint64_t heads = 0;
        std::memcpy(&heads, name_heads_.data() + from, sizeof(heads));
        heads = count == 0 ? 0 : (heads & kCounts) << (64 - 8 * count);
        return static_cast<std::uint32_t>((heads * kOnes) >> 56U);
    };
    const std::uint32_t before = name - first;
    const std::uint32_t start = name_starts_[name / kNamesPerStart];
    return before <= 8 ? start + sum_of(first, before)
                       : start + sum_of(first, 8) + sum_of(first + 8, before - 8);
}

std::uint32_t Segment::entry_of(std::uint32_t name) const {
    const std::uint64_t upto = entry_starts_[name / 64] << (63 - name % 64);
    return entry_ranks_[name / 64] + static_cast<std::uint32_t>(std::popcount(upto)) - 1;
}

std::uint32_t Segment::first_name(std::uint32_t entry) const {
    if (entry >= named_) {
        return names_;
    }
    std::size_t low = 0;
    std::size_t high = entry_ranks_.size();
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
        const std::uint32_t stored = name_words_[at++];
        word(word_number(stored), token);
        token.kind = word_class(stored);
        token.chain = word_chain(stored);
    }
}

NameForm Segment::form(std::uint32_t name) const {
    std::vector<NameToken> words;
    tokens(name, words);
    return make_form(words);
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
    return id_key(columns_[entry].list, id(entry));
}

std::uint64_t id_key(std::uint32_t list, std::string_view id) {
    return key_hash('I', id) ^ (std::uint64_t{list} * 0x9E3779B97F4A7C15U);
}

SetSum entry_sum(const ListEntry& entry) {
    ListEntry kept = entry;
    kept.remarks = {};
    kept.programme = {};
    kept.listed_on = {};
    core::Bytes bytes;
    RecordWriter to{bytes, nullptr};
    put_record(to, kept);
    return {key_hash('A', core::as_text(bytes)), checksum(bytes)};
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
