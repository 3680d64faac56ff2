#pragma once

#include "packed.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace sarhad::watchlists {

/// A byte for a word, 1 to 254, such that most words that are alike have the same: of its first
/// sound and the first consonants of its fold.
[[nodiscard]] std::uint8_t word_sketch(std::string_view fold);

/// Where a word leads, with what can be told of the name without reading it: so most names are left
/// out while the postings are read one after the other, and no memory elsewhere is waited for.
class Posting final {
public:
    static constexpr std::uint8_t kNoSketch = 0;      ///< No word stands there.
    static constexpr std::uint8_t kMoreSketch = 255;  ///< More words than one.
    static constexpr std::size_t kSize = 5;           ///< Bytes.
    static constexpr std::uint32_t kFirsts = 128;     ///< Numbers of first().

    Posting() = default;
    explicit Posting(std::uint64_t bits) : bits_{bits} {}
    [[nodiscard]] std::uint64_t bits() const { return bits_; }
    [[nodiscard]] std::uint32_t name() const {
        return static_cast<std::uint32_t>(bits_ & 0xFF'FFFFU);
    }
    /// first_of() of the first other scored word of the name, kNoSketch where there is none.
    [[nodiscard]] std::uint8_t first() const { return low() & (kFirsts - 1); }
    /// Whether second() tells of another word; else it is the total.
    [[nodiscard]] bool has_second() const { return low() >= kFirsts; }
    /// word_sketch() of the second other scored word, or kMoreSketch for that and further ones; or
    /// the weight of the name as Segment::total() gives it.
    [[nodiscard]] std::uint8_t second() const { return static_cast<std::uint8_t>(bits_ >> 32U); }
    /// first() and has_second() as one number.
    [[nodiscard]] std::uint8_t low() const { return static_cast<std::uint8_t>(bits_ >> 24U); }

    /// A sketch in seven bits, 1 to 127.
    [[nodiscard]] static std::uint8_t first_of(std::uint8_t sketch) {
        return static_cast<std::uint8_t>(1 + sketch % (kFirsts - 1));
    }
    /// Of a name with `total`, whose other scored words are `others`, as sketches.
    template <class Sketches>
    [[nodiscard]] static Posting make(std::uint32_t name,
                                      std::uint8_t total,
                                      const Sketches& others) {
        std::uint64_t low = others.empty() ? kNoSketch : first_of(others[0]);
        std::uint64_t second = total;
        if (others.size() > 1) {
            low |= kFirsts;
            second = others.size() == 2 ? others[1] : kMoreSketch;
        }
        return Posting{name | low << 24U | second << 32U};
    }

private:
    std::uint64_t bits_{0};
};

/// Postings inside a segment. At least three more bytes stand behind the last.
class PostingColumn final {
public:
    PostingColumn() = default;
    explicit PostingColumn(core::ByteView bytes)
        : data_{bytes.data()}, size_{bytes.size() / Posting::kSize} {}
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const std::uint8_t* data() const { return data_; }
    [[nodiscard]] Posting operator[](std::size_t at) const {
        std::uint64_t bits = 0;
        std::memcpy(&bits, data_ + at * Posting::kSize, sizeof(bits));
        return Posting{bits & 0xFF'FFFF'FFFFU};
    }

private:
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
};

}  // namespace sarhad::watchlists
