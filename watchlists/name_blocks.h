#pragma once

#include "packed.h"

#include <cstdint>
#include <cstring>

namespace sarhad::watchlists {

/// Adds up the low four bits of the bytes [0, count) at `bytes`; up to seven more are loaded.
[[nodiscard]] inline std::uint32_t sum_of_counts(const std::uint8_t* bytes, std::uint32_t count) {
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101U;
    std::uint64_t sums = 0;
    for (; count >= 8; count -= 8, bytes += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes, sizeof(eight));
        sums += ((eight & 0x0F * kOnes) * kOnes) >> 56U;
    }
    if (count > 0) {
        std::uint64_t some = 0;
        std::memcpy(&some, bytes, sizeof(some));
        sums += (((some & 0x0F * kOnes) << (64 - 8 * count)) * kOnes) >> 56U;
    }
    return static_cast<std::uint32_t>(sums);
}

/// What a search asks of a name before it reads its words, so that this is one place of memory and
/// not three: blocks of 64 bytes with the place of the first name's words (4), a head each of 30
/// names, a total each. Zero behind the last name.
class NameBlocks final {
public:
    static constexpr std::uint32_t kNames = 30;
    static constexpr std::size_t kSize = 64;

    NameBlocks() = default;
    explicit NameBlocks(core::ByteView bytes) : data_{bytes.data()}, size_{bytes.size() / kSize} {}
    [[nodiscard]] static constexpr std::size_t blocks_of(std::uint32_t names) {
        return (std::size_t{names} + kNames - 1) / kNames;
    }
    /// Blocks.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint8_t head(std::uint32_t name) const {
        return block_of(name)[kHeads + name % kNames];
    }
    [[nodiscard]] std::uint8_t total(std::uint32_t name) const {
        return block_of(name)[kTotals + name % kNames];
    }
    /// Of its words: those of the names before it in the block are counted in their heads.
    [[nodiscard]] std::uint32_t start(std::uint32_t name) const {
        const std::uint8_t* const block = block_of(name);
        return first_of(block) + sum_of_counts(block + kHeads, name % kNames);
    }
    /// Asks the memory for all of that. Blocks need not begin where lines do.
    void prefetch(std::uint32_t name) const {
        ask_memory(block_of(name));
        ask_memory(block_of(name) + kTotals + name % kNames);
    }
    /// Adds the next name, whose words begin at `start`; names come in order.
    static void put(core::Bytes& to,
                    std::uint32_t name,
                    std::uint32_t start,
                    std::uint8_t head,
                    std::uint8_t total) {
        if (name % kNames == 0) {
            to.resize(to.size() + kSize);
            std::memcpy(to.data() + to.size() - kSize, &start, sizeof(start));
        }
        std::uint8_t* const block = to.data() + to.size() - kSize;
        block[kHeads + name % kNames] = head;
        block[kTotals + name % kNames] = total;
    }

private:
    static constexpr std::size_t kHeads = 4;
    static constexpr std::size_t kTotals = kHeads + kNames;
    [[nodiscard]] const std::uint8_t* block_of(std::uint32_t name) const {
        return data_ + std::size_t{name / kNames} * kSize;
    }
    [[nodiscard]] static std::uint32_t first_of(const std::uint8_t* block) {
        std::uint32_t first = 0;
        std::memcpy(&first, block, sizeof(first));
        return first;
    }
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
};

}  // namespace sarhad::watchlists
