#include "key_table.h"

#include <algorithm>
#include <tuple>

namespace sarhad::watchlists {

namespace {

constexpr std::uint64_t kPrime = 0x100000001b3U;
constexpr std::size_t kKeysPerBucket = 12;

}  // namespace

std::uint64_t key_hash(char kind, std::string_view text) {
    std::uint64_t hash = (0xcbf29ce484222325U ^ static_cast<unsigned char>(kind)) * kPrime;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    }
    // FNV's high bits are weak for short texts, and the bucket is taken from them.
    hash = (hash ^ (hash >> 32U)) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29U);
}

bool KeyTable::is_sound() const {
    const std::size_t count = slots_.size() / kept_.width;
    if (slots_.size() != count * kept_.width || starts_.size() < 2 ||
        !starts_.is_sound(starts_.size(), start_bytes_)) {
        return false;
    }
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < count; ++i) {
        most = std::max(most, slot(i) & ((1U << kept_.number_bits) - 1U));
    }
    return count == 0 || most < numbers_;
}

void KeyTableBuilder::write(const std::vector<std::uint32_t>* moved,
                            std::uint32_t numbers,
                            core::Bytes& starts,
                            core::Bytes& slots) {
    const KeySlots kept = KeySlots::of(numbers);
    const std::size_t buckets = keys_.size() / kKeysPerBucket + 1;
    for (Key& key : keys_) {
        key.number = moved == nullptr ? key.number : (*moved)[key.number];
    }
    const auto rank = [&](const Key& key) {
        return std::tuple{KeyTable::bucket_of(key.hash, buckets), key.number, key.hash};
    };
    std::sort(
        keys_.begin(), keys_.end(), [&](const Key& a, const Key& b) { return rank(a) < rank(b); });
    std::vector<std::uint32_t> counts(buckets + 1, 0);
    slots.reserve(keys_.size() * kept.width);
    std::size_t written = 0;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (i > 0 && rank(keys_[i - 1]) == rank(keys_[i])) {
            continue;
        }
        ++counts[KeyTable::bucket_of(keys_[i].hash, buckets) + 1];
        const std::uint32_t slot =
            kept.check_of(keys_[i].hash) << kept.number_bits | keys_[i].number;
        kept.width == 3 ? put_u24(slots, slot) : put_packed(slots, slot);
        ++written;
    }
    std::uint32_t sum = 0;
    for (const std::uint32_t count : counts) {
        sum += count;
        Starts::put(starts, sum, written);
    }
    keys_ = {};
}

}  // namespace sarhad::watchlists
