#pragma once

#include "watchlists/key_hash.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sarhad::watchlists {

/// Hashes to numbers, built once. A look-up may give numbers of other hashes: the caller verifies.
class HashIndex final {
public:
    struct Slot {
        std::uint32_t check;
        std::uint32_t value;
        friend auto operator<=>(const Slot&, const Slot&) = default;
    };
    void add(std::uint64_t hash, std::uint32_t value) { pending_.push_back({hash, value}); }
    /// Sorts what was added; after it only find().
    void freeze();
    /// Calls `take(value)` for each value added under `hash`, in rising order.
    template <class Take>
    void find(std::uint64_t hash, const Take& take) const {
        for (const Slot& slot : bucket(hash)) {
            if (slot.check == static_cast<std::uint32_t>(hash)) {
                take(slot.value);
            }
        }
    }
    [[nodiscard]] std::size_t size_bytes() const {
        return slots_.size() * sizeof(Slot) + starts_.size() * sizeof(std::uint32_t);
    }

private:
    struct Pending {
        std::uint64_t hash;
        std::uint32_t value;
    };
    [[nodiscard]] std::span<const Slot> bucket(std::uint64_t hash) const;

    std::vector<Pending> pending_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> starts_;  ///< Of each bucket, and one past the last.
    unsigned shift_{63};
};

}  // namespace sarhad::watchlists
