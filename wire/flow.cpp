#include "wire/flow.h"

#include "wire/hash.h"

namespace sarhad::wire {

std::uint64_t frame_id(core::ByteView frame) {
    constexpr std::size_t kBytes = 8;
    constexpr std::uint64_t kBelow63Bits = ~(1ULL << 63U);
    const Hash256 hash = blake2b(frame);
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < kBytes; ++i) {
        id = id << 8U | hash.at(i);
    }
    return id & kBelow63Bits;
}

}  // namespace sarhad::wire
