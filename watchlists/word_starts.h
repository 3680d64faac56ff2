#pragma once

#include "packed.h"

#include <cstdint>
#include <cstring>

namespace sarhad::watchlists {

/// Where the records of words begin: of every fourth word its place (4 bytes), then the sizes of it
/// and of the next two. Records have less than 256 bytes. Zero behind the last word.
class WordStarts final {
public:
    static constexpr std::uint32_t kWords = 4;
    static constexpr std::size_t kSize = 7;

    WordStarts() = default;
    explicit WordStarts(core::ByteView bytes) : data_{bytes.data()}, size_{bytes.size() / kSize} {}
    [[nodiscard]] static constexpr std::size_t blocks_of(std::uint32_t words) {
        return (std::size_t{words} + kWords - 1) / kWords;
    }
    /// Blocks.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint32_t operator[](std::uint32_t word) const {
        std::uint64_t block = 0;  // One byte of the next one, which is shifted out.
        std::memcpy(&block, data_ + std::size_t{word / kWords} * kSize, sizeof(block));
        const std::uint64_t sizes =
            (block >> 32U) & ((std::uint64_t{1} << (8 * (word % kWords))) - 1U);
        return static_cast<std::uint32_t>(block) +
               static_cast<std::uint32_t>((sizes & 0xFFU) + (sizes >> 8U & 0xFFU) + (sizes >> 16U));
    }
    void prefetch(std::uint32_t word) const {
        ask_memory(data_ + std::size_t{word / kWords} * kSize);
    }
    /// Adds the next word, whose record is [start, end); words come in order.
    static void put(core::Bytes& to, std::uint32_t word, std::size_t start, std::size_t end) {
        const std::uint32_t place = word % kWords;
        if (place == 0) {
            put_packed(to, static_cast<std::uint32_t>(start));
            to.resize(to.size() + kWords - 1);
        }
        if (place + 1 < kWords) {
            to[to.size() + place + 1 - kWords] = static_cast<std::uint8_t>(end - start);
        }
    }

private:
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
};

}  // namespace sarhad::watchlists
