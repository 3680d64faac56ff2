#pragma once

#include "packed.h"

#include "watchlists/key_hash.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

namespace sarhad::watchlists {

/// How the slots of a KeyTable are kept: each a number, and of its hash what bits are left.
struct KeySlots {
    unsigned width{4};  ///< Bytes: 3 or 4.
    unsigned number_bits{24};
    /// Three bytes where numbers below `numbers` leave six bits of them at least.
    [[nodiscard]] static constexpr KeySlots of(std::uint32_t numbers) {
        const auto bits = std::max(16U, static_cast<unsigned>(std::bit_width(numbers)));
        return bits <= 18 ? KeySlots{3, bits} : KeySlots{};
    }
    [[nodiscard]] std::uint32_t mask() const { return width == 3 ? 0xFF'FFFFU : ~std::uint32_t{0}; }
    [[nodiscard]] std::uint32_t check_of(std::uint64_t hash) const {
        return static_cast<std::uint32_t>(hash >> 8U) & ((1U << (8 * width - number_bits)) - 1U);
    }
};

/// Hashes to numbers below 2^24 at a little more than three or four bytes each: buckets of some
/// twelve slots. A look-up may give numbers of other hashes: the caller verifies.
class KeyTable final {
public:
    KeyTable() = default;
    /// Of numbers below `numbers`. Both borrowed; checked by is_sound().
    KeyTable(core::ByteView starts, core::ByteView slots, std::uint32_t numbers)
        : kept_{KeySlots::of(numbers)},
          numbers_{numbers},
          start_bytes_{starts.size()},
          slots_{slots},
          starts_{starts, slots.size() / kept_.width} {}

    /// Calls `take(number)` for each number added under `hash`, in the order they were added.
    template <class Take>
    void find(std::uint64_t hash, const Take& take) const {
        if (slots_.empty()) {
            return;
        }
        const std::size_t bucket = bucket_of(hash, starts_.size() - 1);
        const std::size_t width = kept_.width;
        const std::uint32_t mask = kept_.mask();
        const std::uint32_t numbers = 1U << kept_.number_bits;
        const std::uint32_t wanted = kept_.check_of(hash) << kept_.number_bits;
        const std::uint8_t* const end = slots_.data() + starts_[bucket + 1] * width;
        for (const std::uint8_t* at = slots_.data() + starts_[bucket] * width; at < end;
             at += width) {
            std::uint32_t slot = 0;
            std::memcpy(&slot, at, sizeof(slot));
            slot = (slot & mask) ^ wanted;  // The number alone, where the checks are the same.
            if (slot < numbers) {
                take(slot);
            }
        }
    }
    /// Asks the memory for what find() reads, in two steps.
    void prefetch_start(std::uint64_t hash) const {
        starts_.prefetch(bucket_of(hash, starts_.size() - 1));
    }
    void prefetch_slots(std::uint64_t hash) const {
        const std::uint32_t at = starts_[bucket_of(hash, starts_.size() - 1)];
        ask_memory(slots_.data() + std::size_t{at} * kept_.width);
    }
    /// Every bucket lies within the slots and every number is below what was said.
    [[nodiscard]] bool is_sound() const;

    /// Where the buckets are `count`, below 2^32.
    [[nodiscard]] static std::size_t bucket_of(std::uint64_t hash, std::size_t count) {
        return static_cast<std::size_t>((hash >> 32U) * count >> 32U);
    }

private:
    [[nodiscard]] std::uint32_t slot(std::size_t at) const {
        std::uint32_t slot = 0;
        std::memcpy(&slot, slots_.data() + at * kept_.width, sizeof(slot));
        return slot & kept_.mask();
    }
    KeySlots kept_;
    std::uint32_t numbers_{0};
    std::size_t start_bytes_{0};
    core::ByteView slots_;
    Starts starts_;  ///< Of each bucket, and one past the last.
};

/// Collects keys and writes the two columns of a KeyTable.
class KeyTableBuilder final {
public:
    /// `number` below 2^24.
    void add(std::uint64_t hash, std::uint32_t number) { keys_.push_back({hash, number}); }
    /// The keys of another builder, its numbers `base` higher.
    void take(const KeyTableBuilder& from, std::uint32_t base) {
        for (const Key& key : from.keys_) {
            keys_.push_back({key.hash, key.number + base});
        }
    }
    /// Numbers are replaced by `moved[number]`, sorted by it, and repeats left out. All are below
    /// `numbers` then.
    void write(const std::vector<std::uint32_t>* moved,
               std::uint32_t numbers,
               core::Bytes& starts,
               core::Bytes& slots);

private:
    struct Key {
        std::uint64_t hash;
        std::uint32_t number;
        friend bool operator==(const Key&, const Key&) = default;
        friend bool operator<(const Key& a, const Key& b) {
            return a.number != b.number ? a.number < b.number : a.hash < b.hash;
        }
    };
    void sort_by_bucket(std::size_t buckets);
    std::vector<Key> keys_;
};

}  // namespace sarhad::watchlists
