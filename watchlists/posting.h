#pragma once

#include "packed.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace sarhad::watchlists {

/// A byte for a word, 1 to 254, such that most words that are alike have the same: of its first
/// sound and the first consonants of its fold.
[[nodiscard]] std::uint8_t word_sketch(std::string_view fold);

/// A word of a name as its postings tell it.
struct ToldWord {
    std::uint32_t number{0};
    std::uint8_t sketch{0};  ///< word_sketch() of its fold.
};

/// Where a word leads, with what can be told of the name without reading it: so most names are left
/// out while the postings are read one after the other, and no memory elsewhere is waited for. Of a
/// name with one other word it singles that one out; the more words, the less it tells of each.
struct Posting {
    static constexpr unsigned kTellBits = 23;
    static constexpr unsigned kKindBits = 2;  ///< The highest of them.
    static constexpr std::size_t kKinds = 4;  ///< One other word or none, two, three, more.

    std::uint32_t name{0};
    std::uint32_t tells{0};  ///< kTellBits.
    std::uint8_t total{0};   ///< Of the name, as Segment::total() gives it; or less.

    /// Of a name with `total`, whose other scored words are `others`.
    [[nodiscard]] static Posting make(std::uint32_t name,
                                      std::uint8_t total,
                                      std::span<const ToldWord> others);
    [[nodiscard]] std::size_t kind() const { return tells >> (kTellBits - kKindBits); }
};

/// How the words of a name are told, by Posting::kind(): each is a mark of some bits, and marks of
/// one size are looked up in one table. A field without bits is the first place of its table.
struct ToldField {
    std::uint8_t shift{0};
    std::uint16_t mask{0};
    std::uint16_t table{0};  ///< Where its marks begin among PostingBounds::gains.
};
/// What a posting of one kind tells.
struct ToldFields {
    std::array<ToldField, 3> words;
    std::uint16_t total_mask{0};  ///< The lowest bits are the total, whole; else 0.
    std::uint16_t needs{0};       ///< Where what is needed stands, by total.
};
namespace told {
inline constexpr std::uint16_t kOnly = 0;  ///< 12 bits; 0 for no word, and so nothing gained.
inline constexpr std::uint16_t kFirstOfTwo = 4096;   ///< 10 bits.
inline constexpr std::uint16_t kSecondOfTwo = 5120;  ///< 11 bits.
inline constexpr std::uint16_t kOfMany = 7168;       ///< 7 bits.
inline constexpr std::uint16_t kFirstOfMany = 7296;  ///< 6 bits.
inline constexpr std::uint16_t kRest = 7360;         ///< Of words that are not told.
inline constexpr std::size_t kGains = 7361;
inline constexpr std::uint16_t kNeedsOfWhole = 0;    ///< By the total.
inline constexpr std::uint16_t kNeedsOfLeast = 256;  ///< By what the total is at least.
inline constexpr std::array<ToldFields, Posting::kKinds> kFields{{
    {{{{8, 0xFFF, kOnly}, {0, 0, kOnly}, {0, 0, kOnly}}}, 0xFF, kNeedsOfWhole},
    {{{{11, 0x3FF, kFirstOfTwo}, {0, 0x7FF, kSecondOfTwo}, {0, 0, kOnly}}}, 0, kNeedsOfLeast},
    {{{{14, 0x7F, kOfMany}, {7, 0x7F, kOfMany}, {0, 0x7F, kOfMany}}}, 0, kNeedsOfLeast},
    {{{{15, 0x3F, kFirstOfMany}, {8, 0x7F, kOfMany}, {0, 0, kRest}}}, 0xFF, kNeedsOfWhole},
}};
/// The mark of a word in a table.
[[nodiscard]] constexpr std::uint16_t mark_of(ToldWord word, std::uint16_t table) {
    const std::uint32_t spread = word.number * 0x9E37'79B1U;
    if (table == kOnly) {
        return static_cast<std::uint16_t>(1U + (std::uint64_t{spread} * 0xFFFU >> 32U));
    }
    if (table == kFirstOfTwo || table == kSecondOfTwo) {
        return static_cast<std::uint16_t>(spread >> (table == kFirstOfTwo ? 22U : 21U));
    }
    return word.sketch & (table == kFirstOfMany ? 0x3FU : 0x7FU);
}
}  // namespace told

/// Postings inside a segment of so many names: five or six bytes each, by the bits of a number of
/// those. What bits are left, kMostTotalBits at most, are the highest of the total. At least three
/// more bytes stand behind the last.
class PostingColumn final {
public:
    static constexpr unsigned kMostTotalBits = 5;

    PostingColumn() = default;
    PostingColumn(core::ByteView bytes, std::uint32_t names)
        : data_{bytes.data()},
          width_{size_of(names)},
          size_{bytes.size() / width_},
          total_bits_{total_bits_of(names)},
          mask_{(std::uint64_t{1} << (8 * width_)) - 1} {}
    [[nodiscard]] static constexpr std::size_t size_of(std::uint32_t names) {
        return bits_of(names) <= 40 ? 5 : 6;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint32_t name(std::size_t at) const {
        return static_cast<std::uint32_t>(bits(at) >> (total_bits_ + Posting::kTellBits));
    }
    [[nodiscard]] Posting operator[](std::size_t at) const {
        const std::uint64_t all = bits(at);
        const std::uint64_t tells = all >> total_bits_;
        const auto total = static_cast<std::uint32_t>(all) & ((1U << total_bits_) - 1U);
        return {static_cast<std::uint32_t>(tells >> Posting::kTellBits),
                static_cast<std::uint32_t>(tells) & ((1U << Posting::kTellBits) - 1U),
                static_cast<std::uint8_t>(total << (8 - total_bits_))};
    }
    void prefetch(std::size_t at) const { ask_memory(data_ + at * width_); }
    /// Writes one to its place among those of such a segment.
    static void put(const Posting& posting, std::size_t at, std::uint32_t names, core::Bytes& to) {
        const unsigned total_bits = total_bits_of(names);
        std::uint64_t bits = std::uint64_t{posting.name} << Posting::kTellBits | posting.tells;
        bits = bits << total_bits | std::uint64_t{posting.total} >> (8 - total_bits);
        std::memcpy(to.data() + at * size_of(names), &bits, size_of(names));
    }

private:
    [[nodiscard]] static constexpr unsigned bits_of(std::uint32_t names) {
        return static_cast<unsigned>(std::bit_width(names)) + Posting::kTellBits;
    }
    [[nodiscard]] static constexpr unsigned total_bits_of(std::uint32_t names) {
        const auto left = static_cast<unsigned>(8 * size_of(names)) - bits_of(names);
        return std::min(left, kMostTotalBits);
    }
    [[nodiscard]] std::uint64_t bits(std::size_t at) const {
        std::uint64_t bits = 0;
        std::memcpy(&bits, data_ + at * width_, sizeof(bits));
        return bits & mask_;
    }
    const std::uint8_t* data_{nullptr};
    std::size_t width_{6};
    std::size_t size_{0};
    unsigned total_bits_{0};
    std::uint64_t mask_{0};
};

}  // namespace sarhad::watchlists
