#include "watchlists/hash_index.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace sarhad::watchlists {

void HashIndex::freeze() {
    const auto bits = static_cast<unsigned>(std::bit_width(pending_.size() / 2 + 1));
    shift_ = 64 - bits;
    std::sort(pending_.begin(), pending_.end(), [](const Pending& a, const Pending& b) {
        return std::tie(a.hash, a.value) < std::tie(b.hash, b.value);
    });
    starts_.assign((std::size_t{1} << bits) + 1, 0);
    slots_.reserve(pending_.size());
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        const Pending& one = pending_[i];
        if (i > 0 && pending_[i - 1].hash == one.hash && pending_[i - 1].value == one.value) {
            continue;
        }
        ++starts_[(one.hash >> shift_) + 1];
        slots_.push_back({static_cast<std::uint32_t>(one.hash), one.value});
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) {
        starts_[i] += starts_[i - 1];
    }
    pending_ = {};
}

std::span<const HashIndex::Slot> HashIndex::bucket(std::uint64_t hash) const {
    if (slots_.empty()) {
        return {};
    }
    const std::size_t at = hash >> shift_;
    return std::span{slots_}.subspan(starts_[at], starts_[at + 1] - starts_[at]);
}

}  // namespace sarhad::watchlists
