#include "key_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

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

/// By bucket, within it by number and hash. The buckets are small: one pass puts the keys there.
void KeyTableBuilder::sort_by_bucket(std::size_t buckets) {
    std::vector<std::uint32_t> starts(buckets + 1, 0);
    for (const Key& key : keys_) {
        ++starts[KeyTable::bucket_of(key.hash, buckets) + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<Key> sorted(keys_.size());
    std::vector<std::uint32_t> ends = starts;  // As far as they are filled.
    for (const Key& key : keys_) {
        sorted[ends[KeyTable::bucket_of(key.hash, buckets)]++] = key;
    }
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        std::sort(sorted.begin() + starts[bucket], sorted.begin() + starts[bucket + 1]);
    }
    keys_ = std::move(sorted);
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
    sort_by_bucket(buckets);
    slots.reserve(keys_.size() * kept.width);
    std::vector<std::uint32_t> counts(buckets + 1, 0);
    std::size_t written = 0;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        // The same number and hash are in one bucket, side by side.
        if (i > 0 && keys_[i - 1] == keys_[i]) {
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
