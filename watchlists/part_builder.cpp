#include "part_builder.h"

#include "in_order.h"
#include "segment_layout.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/segment_repair.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADPT";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kVersionPlace = 8;      // u16, and six bytes of zero.
constexpr std::size_t kSegmentSize = 16;      // u64
constexpr std::size_t kThingsSize = 24;       // u64
constexpr std::size_t kSum = 32;              // u64, of all before.
constexpr std::size_t kHead = kSectionAlign;  // Filled with zero.

template <class T>
T load(core::ByteView bytes, std::size_t at) {
    return Column<T>{bytes.subspan(at, sizeof(T))}[0];
}

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, core::cat("list part: ", why)};
}

/// Both pieces, where the head tells of so many bytes as there are.
struct Pieces {
    core::ByteView segment;
    core::ByteView things;
};

core::Result<Pieces> pieces_of(core::ByteView bytes) {
    if (bytes.size() < kHead || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return corrupt("no head");
    }
    if (const auto version = load<std::uint16_t>(bytes, kVersionPlace); version != kVersion) {
        return Error{Errc::kInvalid,
                     core::cat("list part of version ",
                               version,
                               "; this software makes ",
                               kVersion,
                               ": build it anew")};
    }
    if (checksum(bytes.first(kSum)) != load<std::uint64_t>(bytes, kSum) ||
        std::any_of(bytes.begin() + kSum + 8, bytes.begin() + kHead, [](std::uint8_t byte) {
            return byte != 0;
        })) {
        return corrupt("its head does not agree with its checksum");
    }
    const auto segment = load<std::uint64_t>(bytes, kSegmentSize);
    const auto things = load<std::uint64_t>(bytes, kThingsSize);
    const std::size_t left = bytes.size() - kHead;
    if (segment > left || things != left - segment) {
        return corrupt("its pieces are not as long as it says");
    }
    return Pieces{bytes.subspan(kHead, segment), bytes.subspan(kHead + segment, things)};
}

std::shared_ptr<const ThingIndex> opened_things(core::Bytes bytes, std::uint32_t entries) {
    const auto kept = std::make_shared<const core::Bytes>(std::move(bytes));
    auto opened = ThingIndex::open(*kept, kept, entries);
    SARHAD_CHECK(opened.has_value());  // We have written it ourselves.
    return *std::move(opened);
}

}  // namespace

namespace {

/// The entries [first, last) as a batch, or the first error.
core::Status read_batch(std::uint32_t list,
                        std::size_t first,
                        std::size_t last,
                        const EntrySource& from,
                        PartBatch& into) {
    for (std::size_t i = first; i < last; ++i) {
        SARHAD_TRY(ListEntry entry, from(i));
        ReadThing thing = read_thing(into.segment.entry_count(), entry);
        SARHAD_TRY_STATUS(into.segment.add(list, std::move(entry)));
        if (!thing.is_nothing()) {
            into.things.push_back(std::move(thing));
        }
    }
    return {};
}

}  // namespace

core::Status PartBuilder::add(std::uint32_t list, const ListEntry& entry) {
    const ReadThing thing = read_thing(segment_.entry_count(), entry);
    SARHAD_TRY_STATUS(things_.check_room(thing));
    SARHAD_TRY_STATUS(segment_.add(list, entry));
    things_.add(thing);
    return {};
}

core::Status PartBuilder::add_all(std::uint32_t list,
                                  std::size_t count,
                                  const EntrySource& from,
                                  std::size_t threads) {
    if (count == 0) {
        return {};
    }
    // What the others leave out because the first one has it they must know.
    SARHAD_TRY(const ListEntry first, from(0));
    SARHAD_TRY_STATUS(add(list, first));
    struct Made {
        PartBatch batch;
        core::Status status;
    };
    std::vector<Made> places(places_of(threads));
    const SegmentBuilder empty = segment_.batch();
    core::Status all;
    make_in_order(
        threads,
        (count - 1 + kBatchEntries - 1) / kBatchEntries,
        [&](std::size_t number, std::size_t place) {
            const std::size_t begin = 1 + number * kBatchEntries;
            Made& made = places[place];
            made.batch = {empty, {}};
            made.status =
                read_batch(list, begin, std::min(count, begin + kBatchEntries), from, made.batch);
        },
        [&](std::size_t, std::size_t place) {
            Made& made = places[place];
            all = made.status ? take(made.batch) : made.status;
            made.batch = {};
            return all.has_value();
        });
    return all;
}

core::Status PartBuilder::take(PartBatch& batch) {
    const std::uint32_t base = segment_.entry_count();
    SARHAD_TRY_STATUS(segment_.take(batch.segment));
    for (ReadThing& thing : batch.things) {
        thing.place += base;
        SARHAD_TRY_STATUS(things_.check_room(thing));
        things_.add(thing);
    }
    return {};
}

SnapshotPart PartBuilder::finish(std::size_t threads) {
    std::vector<std::uint32_t> order;
    auto opened = Segment::open(
        segment_.finish(&order, segment_.entry_count() > kBatchEntries ? threads : 1));
    SARHAD_CHECK(opened.has_value());  // We have written it ourselves.
    SnapshotPart part;
    part.segment = *std::move(opened);
    part.gone.resize(part.segment->lists().size());
    std::vector<std::uint32_t> moved(order.size());
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        moved[order[number]] = number;
    }
    part.things = opened_things(things_.finish(moved), part.segment->entry_count());
    return part;
}

core::Bytes part_bytes(const SnapshotPart& part) {
    const core::ByteView segment = part.segment->bytes();
    const core::ByteView things = part.things->bytes();
    core::Bytes bytes = core::to_bytes(kMagic);
    bytes.reserve(kHead + segment.size() + things.size());
    put_packed(bytes, kVersion);
    bytes.resize(kSegmentSize);
    put_packed(bytes, std::uint64_t{segment.size()});
    put_packed(bytes, std::uint64_t{things.size()});
    put_packed(bytes, checksum(bytes));
    bytes.resize(kHead);
    core::append(bytes, segment);
    core::append(bytes, things);
    return bytes;
}

core::Result<SnapshotPart> open_part(core::ByteView bytes, std::shared_ptr<const void> owner) {
    SARHAD_TRY(const Pieces pieces, pieces_of(bytes));
    SnapshotPart part;
    SARHAD_TRY(part.segment, Segment::open(pieces.segment, owner));
    SARHAD_TRY(part.things,
               ThingIndex::open(pieces.things, std::move(owner), part.segment->entry_count()));
    part.gone.resize(part.segment->lists().size());
    return part;
}

void repair_part(core::Bytes& bytes) {
    if (bytes.size() < kHead) {
        return;
    }
    const std::uint64_t sum = checksum(core::ByteView{bytes}.first(kSum));
    std::memcpy(bytes.data() + kSum, &sum, sizeof(sum));
    const auto pieces = pieces_of(bytes);
    if (!pieces) {
        return;
    }
    core::Bytes segment = core::to_bytes(pieces->segment);
    repair_checksums(segment);
    std::copy(segment.begin(), segment.end(), bytes.begin() + kHead);
    repair_sections(thing_head(), std::span{bytes}.subspan(kHead + segment.size()));
}

}  // namespace sarhad::watchlists
