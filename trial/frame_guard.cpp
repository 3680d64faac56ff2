#include "trial/frame_guard.h"

#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::trial {
namespace {

using core::Errc;
using core::Error;
using rules::frames::SectionPlace;

constexpr std::size_t kSumBytes = 16;
constexpr std::string_view kTable = "rule-frames";

core::Bytes place_bytes(const SectionPlace& place) {
    core::Bytes made;
    core::put_u32(made, place.block);
    core::put_u32(made, place.section);
    core::append(made, core::as_bytes(place.file));
    made.push_back(0);
    return made;
}

wire::Hash256 sum_of(const SectionPlace& place, core::ByteView plain) {
    wire::Hasher hasher;
    hasher.add(place_bytes(place));
    hasher.add(plain);
    return hasher.finish();
}

}  // namespace

core::Bytes CheckedFrames::close(const SectionPlace& place, core::ByteView plain) const {
    core::Bytes made = core::to_bytes(plain);
    core::append(made, core::ByteView{sum_of(place, plain)}.first(kSumBytes));
    return made;
}

core::Result<core::Bytes> CheckedFrames::open(const SectionPlace& place, core::Bytes stored) const {
    if (stored.size() < kSumBytes) {
        return Error{Errc::kCorrupt, "it has no checksum"};
    }
    const core::ByteView plain = core::ByteView{stored}.first(stored.size() - kSumBytes);
    const wire::Hash256 sum = sum_of(place, plain);
    if (!std::equal(sum.begin(), sum.begin() + kSumBytes, plain.end())) {
        return Error{Errc::kCorrupt, "damaged: its checksum is another"};
    }
    stored.resize(stored.size() - kSumBytes);
    return stored;
}

SealedFrames::SealedFrames(wire::Secret key, core::Random& random)
    : seal_{std::move(key), random} {}

core::Bytes SealedFrames::close(const SectionPlace& place, core::ByteView plain) const {
    return seal_.seal(kTable, place_bytes(place), plain);
}

core::Result<core::Bytes> SealedFrames::open(const SectionPlace& place, core::Bytes stored) const {
    auto plain = seal_.open(kTable, place_bytes(place), stored);
    return plain ? std::move(plain) : Error{Errc::kCorrupt, "damaged, or sealed with another key"};
}

}  // namespace sarhad::trial
