#include "name_words_table.h"
#include "segment.h"
#include "segment_layout.h"

#include "core/text.h"
#include "watchlists/matcher.h"
#include "watchlists/segment_repair.h"

#include <atomic>
#include <bit>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using core::Status;

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, core::cat("list segment: ", why)};
}

template <class T>
T load(core::ByteView bytes, std::size_t at) {
    return Column<T>{bytes.subspan(at, sizeof(T))}[0];
}

/// Bytes of one element, by section; 1 for texts and the like.
constexpr std::array<std::size_t, kSections> kElement{1, 4,
                                                      1, WordStarts::kSize,
                                                      1, 2,
                                                      1, 1,
                                                      1, NameBlocks::kSize,
                                                      4, 1,
                                                      1, 8,
                                                      4, 12,
                                                      4, 4,
                                                      1, 3,
                                                      1, 1,
                                                      1, 1,
                                                      1, 4,
                                                      4, 1,
                                                      8, 8,
                                                      4, 4};

/// The same, where words of names and postings are of one size or the other.
std::size_t element_size(Section section, std::uint32_t names, std::uint32_t words) {
    if (section == Section::kPostings) {
        return PostingColumn::size_of(names);
    }
    return section == Section::kNameWords || section == Section::kFatherWords
               ? StoredWords::size_of(words)
               : kElement[static_cast<std::size_t>(section)];
}

bool is_below(const PostingColumn& postings, std::uint32_t most) {
    bool is_good = true;
    for (std::size_t i = 0; i < postings.size(); ++i) {
        is_good = is_good && postings.name(i) < most;
    }
    return is_good;
}

bool is_below(const Column24& numbers, std::uint32_t most) {
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        largest = std::max(largest, numbers[i]);
    }
    return numbers.size() == 0 || largest < most;
}

}  // namespace

Status Segment::read_head(core::ByteView bytes) {
    if (bytes.size() < next_section(kHeadSize) ||
        core::as_text(bytes.first(kSegmentMagic.size())) != kSegmentMagic) {
        return corrupt("not a segment");
    }
    const auto version = load<std::uint16_t>(bytes, kVersionAt);
    const auto normalise = load<std::uint32_t>(bytes, kNormaliseAt);
    const auto scoring = load<std::uint32_t>(bytes, kScoringAt);
    if (version != kSegmentVersion || normalise != kNormaliseVersion ||
        scoring != kScoringVersion) {
        return Error{Errc::kInvalid,
                     core::cat("list segment of version ",
                               version,
                               ", names ",
                               normalise,
                               ", scores ",
                               scoring,
                               "; this software makes ",
                               kSegmentVersion,
                               ", ",
                               kNormaliseVersion,
                               ", ",
                               kScoringVersion,
                               ": build it anew")};
    }
    if (checksum(bytes.first(kHeadSumAt)) != load<std::uint64_t>(bytes, kHeadSumAt)) {
        return corrupt("its head does not agree with its checksum");
    }
    if (load<std::uint32_t>(bytes, kSectionsAt) != kSections) {
        return corrupt("another number of sections");
    }
    entries_ = load<std::uint32_t>(bytes, kCountsAt);
    named_ = load<std::uint32_t>(bytes, kCountsAt + 4);
    names_ = load<std::uint32_t>(bytes, kCountsAt + 8);
    words_ = load<std::uint32_t>(bytes, kCountsAt + 12);
    std::size_t at = next_section(kHeadSize);
    for (std::size_t i = 0; i < kSections; ++i) {
        const std::size_t row = kTableAt + i * kTableRow;
        const auto size = load<std::uint64_t>(bytes, row + 8);
        if (load<std::uint64_t>(bytes, row) != at || size > bytes.size() - at ||
            next_section(at + size) > bytes.size()) {
            return corrupt(core::cat("section ", i, " lies elsewhere than it says"));
        }
        sections_[i] = bytes.subspan(at, size);
        if (size % element_size(static_cast<Section>(i), names_, words_) != 0 ||
            checksum(sections_[i]) != load<std::uint64_t>(bytes, row + 16)) {
            return corrupt(core::cat("section ", i, " does not agree with its checksum"));
        }
        at = next_section(at + size);
    }
    if (at != bytes.size()) {
        return corrupt("bytes behind the last section");
    }
    bytes_ = bytes;
    return {};
}

Status Segment::read_lists() {
    const TextView none;
    core::ByteView left = section(Section::kLists);
    while (!left.empty()) {
        RecordReader from{left, none};
        SegmentList list;
        list.name = core::as_text(from.bytes());
        list.source = core::as_text(from.bytes());
        const std::uint64_t entries = from.number();
        if (from.is_bad() || from.left() < 16 || entries > entries_ ||
            lists_.size() == kMaxSnapshotLists) {
            return corrupt("its lists do not read");
        }
        list.entries = static_cast<std::uint32_t>(entries);
        left = left.subspan(left.size() - from.left());
        list.sum = {load<std::uint64_t>(left, 0), load<std::uint64_t>(left, 8)};
        left = left.subspan(16);
        lists_.push_back(std::move(list));
    }
    return {};
}

void Segment::take_sections() {
    const auto u32 = [&](Section which) { return Column<std::uint32_t>{section(which)}; };
    texts_ = {u32(Section::kTextEnds), section(Section::kTexts)};
    word_starts_ = WordStarts{section(Section::kWordStarts)};
    word_records_ = section(Section::kWords);
    weights_ = Column<std::uint16_t>{section(Section::kWeights)};
    word_sketches_ = Column<std::uint8_t>{section(Section::kWordSketches)};
    word_keys_ = {section(Section::kWordKeyStarts), section(Section::kWordKeys), words_};
    name_blocks_ = NameBlocks{section(Section::kNameBlocks)};
    name_words_ = {section(Section::kNameWords), words_};
    postings_ = PostingColumn{section(Section::kPostings), names_};
    posting_starts_ = {section(Section::kPostingStarts), postings_.size()};
    entry_starts_ = Column<std::uint64_t>{section(Section::kEntryStarts)};
    entry_ranks_ = u32(Section::kEntryRanks);
    birth_runs_ = Column<BirthRun>{section(Section::kBirthRuns)};
    columns_ = Column<EntryColumn>{section(Section::kEntryColumns)};
    record_starts_ = u32(Section::kRecordStarts);
    records_ = section(Section::kRecords);
    id_order_ = Column24{section(Section::kIdOrder)};
    joins_ = {section(Section::kJoinStarts), section(Section::kJoins), names_};
    documents_ = {section(Section::kDocumentStarts), section(Section::kDocuments), named_};
    word_groups_ = Column<WordGroup>{section(Section::kWordGroups)};
    signatures_ = Column<std::uint64_t>{section(Section::kSignatures)};
    coarse_ = u32(Section::kCoarse);
    native_words_ = u32(Section::kNativeWords);
    father_heads_ = Column<std::uint8_t>{section(Section::kFatherHeads)};
    father_starts_ = u32(Section::kFatherStarts);
    father_words_ = {section(Section::kFatherWords), words_};
    father_joins_ = Column<std::uint8_t>{section(Section::kFatherJoins)};
}

Status Segment::check_words() const {
    if (!texts_.is_sound() || word_starts_.size() != WordStarts::blocks_of(words_) ||
        weights_.size() != words_ || word_sketches_.size() != words_ || !word_keys_.is_sound()) {
        return corrupt("its words do not fit together");
    }
    std::size_t at = 0;
    for (std::uint32_t word = 0; word < words_; ++word) {
        // The next one begins where this one ends, so that every place is looked at.
        if (word_starts_[word] != at || word_records_.size() - at < kWordHead) {
            return corrupt("a word is elsewhere than it says");
        }
        const core::ByteView record = word_records_.subspan(at);
        const std::size_t text = record[0] & kTextBits;
        const std::size_t fold = record[1] & kFoldBits;
        const bool has_groups = (record[1] & kGroupsBit) != 0;
        const std::size_t size = kWordHead + (has_groups ? kWordGroups : 0) + text + fold;
        if (text == 0 || fold > kMaxFold || size > record.size() || weights_[word] > kMaxWeight ||
            word_parts(word).groups >> 16U > name_word_rows().size()) {
            return corrupt("a word weighs too much or is none");
        }
        at += size;
    }
    if (at != word_records_.size()) {
        return corrupt("bytes behind the last word");
    }
    bool is_good = coarse_.size() == words_ && signatures_.size() <= words_ &&
                   (word_groups_.size() == 0) == (signatures_.size() == 0);
    for (std::size_t i = 0; i < word_groups_.size() && is_good; ++i) {
        const WordGroup group = word_groups_[i];
        is_good =
            group.first < signatures_.size() && (i == 0 ? group.first == 0
                                                        : group.first > word_groups_[i - 1].first &&
                                                              group.key > word_groups_[i - 1].key);
    }
    for (std::size_t i = 0; i < native_words_.size() && is_good; ++i) {
        is_good = native_words_[i] < words_;
    }
    return is_good ? Status{} : Status{corrupt("its words are not grouped")};
}

Status Segment::check_names() const {
    bool is_good = name_blocks_.size() == NameBlocks::blocks_of(names_) &&
                   posting_starts_.is_sound(std::size_t{words_} + 1,
                                            section(Section::kPostingStarts).size()) &&
                   is_below(postings_, names_) && joins_.is_sound();
    std::size_t words = 0;
    for (std::uint32_t name = 0; name < names_ && is_good; ++name) {
        const std::uint8_t head = name_blocks_.head(name);
        is_good = (head & kCountBits) <= kMaxNameTokens && (head >> 5U) == 0 &&
                  (name % NameBlocks::kNames != 0 || name_blocks_.start(name) == words);
        words += head & kCountBits;
    }
    is_good = is_good && words == name_words_.size();
    for (std::size_t i = 0; i < name_words_.size() && is_good; ++i) {
        const std::uint32_t stored = name_words_[i];
        is_good = word_number(stored) < words_ && word_chain(stored) <= kMaxChain;
    }
    return is_good ? Status{} : Status{corrupt("its names do not fit together")};
}

Status Segment::check_entries() const {
    bool is_good = named_ <= entries_ && columns_.size() == entries_ &&
                   entry_starts_.size() == names_ / 64 + 1 &&
                   entry_ranks_.size() == entry_starts_.size() &&
                   record_starts_.size() == (entries_ + kRecordsPerStart - 1) / kRecordsPerStart &&
                   id_order_.size() == entries_ && is_below(id_order_, entries_) &&
                   documents_.is_sound() && (names_ == 0 || (entry_starts_[0] & 1U) != 0);
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < entry_starts_.size() && is_good; ++i) {
        const std::uint64_t bits = entry_starts_[i];
        is_good = entry_ranks_[i] == rank &&
                  (i + 1 < entry_starts_.size() || (bits >> (names_ % 64)) == 0);
        rank += static_cast<std::uint32_t>(std::popcount(bits));
    }
    is_good = is_good && rank == named_ && (named_ == 0 || birth_runs_.size() > 0);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < birth_runs_.size() && is_good; ++i) {
        const BirthRun run = birth_runs_[i];
        is_good = (i == 0 ? run.first == 0 : run.first > before) && run.first < named_ &&
                  run.kind <= BirthClass::kSeveral && run.has_father <= 1 &&
                  run.first_name == first_name(run.first);
        before = run.first;
    }
    for (std::uint32_t entry = 0; entry < entries_ && is_good; ++entry) {
        is_good = columns_[entry].list() < lists_.size();
    }
    for (std::size_t i = 0; i < record_starts_.size() && is_good; ++i) {
        is_good = record_starts_[i] < records_.size();
    }
    return is_good ? Status{} : Status{corrupt("its entries do not fit together")};
}

Status Segment::check_fathers() {
    // Those with a father are the last of those with a name.
    fathered_ = named_;
    bool is_good = true;
    for (std::size_t i = 0; i < birth_runs_.size() && is_good; ++i) {
        const BirthRun run = birth_runs_[i];
        is_good = run.has_father != 0 || fathered_ == named_;
        fathered_ = run.has_father != 0 ? std::min(fathered_, run.first) : fathered_;
    }
    const std::uint32_t count = named_ - fathered_;
    is_good = is_good && father_heads_.size() == count &&
              father_starts_.size() == (count + kFathersPerStart - 1) / kFathersPerStart &&
              father_joins_.size() == father_words_.size();
    std::size_t words = 0;
    for (std::uint32_t i = 0; i < count && is_good; ++i) {
        const std::uint8_t head = father_heads_[i];
        is_good = (head & kCountBits) <= kMaxNameTokens && (head >> 6U) == 0 &&
                  (i % kFathersPerStart != 0 || father_starts_[i / kFathersPerStart] == words);
        words += head & kCountBits;
    }
    is_good = is_good && words == father_words_.size();
    for (std::size_t i = 0; i < father_words_.size() && is_good; ++i) {
        is_good =
            word_number(father_words_[i]) < words_ && word_chain(father_words_[i]) <= kMaxChain;
    }
    return is_good ? Status{} : Status{corrupt("its fathers do not fit together")};
}

core::Result<std::shared_ptr<const Segment>> Segment::open(core::ByteView bytes,
                                                           std::shared_ptr<const void> owner) {
    const std::shared_ptr<Segment> segment{new Segment};  // Its constructor is private.
    SARHAD_TRY_STATUS(segment->read_head(bytes));
    SARHAD_TRY_STATUS(segment->read_lists());
    segment->take_sections();
    SARHAD_TRY_STATUS(segment->check_words());
    SARHAD_TRY_STATUS(segment->check_names());
    SARHAD_TRY_STATUS(segment->check_entries());
    SARHAD_TRY_STATUS(segment->check_fathers());
    static std::atomic<std::uint64_t> opened{0};
    segment->serial_ = ++opened;
    segment->owner_ = std::move(owner);
    return std::shared_ptr<const Segment>{segment};
}

core::Result<std::shared_ptr<const Segment>> Segment::open(core::Bytes bytes) {
    const auto kept = std::make_shared<const core::Bytes>(std::move(bytes));
    return open(*kept, kept);
}

void repair_checksums(core::Bytes& segment) {
    if (segment.size() < kHeadSize) {
        return;
    }
    const auto put = [&](std::size_t at, std::uint64_t sum) {
        std::memcpy(segment.data() + at, &sum, sizeof(sum));
    };
    for (std::size_t i = 0; i < kSections; ++i) {
        const std::size_t row = kTableAt + i * kTableRow;
        const auto at = load<std::uint64_t>(segment, row);
        const auto size = load<std::uint64_t>(segment, row + 8);
        if (at <= segment.size() && size <= segment.size() - at) {
            put(row + 16, checksum(core::ByteView{segment}.subspan(at, size)));
        }
    }
    put(kHeadSumAt, checksum(core::ByteView{segment}.first(kHeadSumAt)));
}

}  // namespace sarhad::watchlists
