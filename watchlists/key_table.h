#pragma once

#include "packed.h"

#include "watchlists/key_hash.h"

#include <cstdint>
#include <vector>

namespace sarhad::watchlists {

/// Hashes to numbers below 2^24 at a little more than four bytes each: buckets of some twelve
/// slots, each a number and eight bits of its hash. A look-up may give numbers of other hashes: the
/// caller verifies.
class KeyTable final {
public:
    KeyTable() = default;
    /// Both borrowed; checked by is_sound().
    KeyTable(Column<std::uint32_t> starts, Column<std::uint32_t> slots)
        : starts_{starts}, slots_{slots} {}

    /// Calls `take(number)` for each number added under `hash`, in the order they were added.
    template <class Take>
    void find(std::uint64_t hash, const Take& take) const {
        if (slots_.size() == 0) {
            return;
        }
        const std::size_t bucket = bucket_of(hash, starts_.size() - 1);
        const std::uint32_t end = starts_[bucket + 1];
        for (std::uint32_t at = starts_[bucket]; at < end; ++at) {
            const std::uint32_t slot = slots_[at];
            if (slot >> 24U == check_of(hash)) {
                take(slot & 0xFF'FFFFU);
            }
        }
    }
    /// Asks the memory for what find() reads, in two steps.
    void prefetch_start(std::uint64_t hash) const {
        __builtin_prefetch(starts_.data() + bucket_of(hash, starts_.size() - 1) * 4);
    }
    void prefetch_slots(std::uint64_t hash) const {
        const std::uint32_t at = starts_[bucket_of(hash, starts_.size() - 1)];
        __builtin_prefetch(slots_.data() + std::size_t{at} * 4);
    }
    /// Every bucket lies within the slots and every number below `numbers`.
    [[nodiscard]] bool is_sound(std::uint32_t numbers) const;

    /// Where the buckets are `count`, below 2^32.
    [[nodiscard]] static std::size_t bucket_of(std::uint64_t hash, std::size_t count) {
        return static_cast<std::size_t>((hash >> 32U) * count >> 32U);
    }
    [[nodiscard]] static std::uint32_t check_of(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 8U) & 0xFFU;
    }

private:
    Column<std::uint32_t> starts_;  ///< Of each bucket, and one past the last.
    Column<std::uint32_t> slots_;
};

/// Collects keys and writes the two columns of a KeyTable.
class KeyTableBuilder final {
public:
    /// `number` below 2^24.
    void add(std::uint64_t hash, std::uint32_t number) { keys_.push_back({hash, number}); }
    /// Numbers are replaced by `moved[number]`, sorted by it, and repeats left out.
    void write(const std::vector<std::uint32_t>* moved, core::Bytes& starts, core::Bytes& slots);

private:
    struct Key {
        std::uint64_t hash;
        std::uint32_t number;
    };
    std::vector<Key> keys_;
};

}  // namespace sarhad::watchlists
