#pragma once

#include "core/bytes.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace sarhad::watchlists {

static_assert(std::endian::native == std::endian::little, "segments are little-endian");

/// Asks the memory for the line at `at`, which may be any address. A function that does nothing
/// else counts as one without effect for GCC 12, which then leaves its calls out: the empty
/// statement of assembler is one that it keeps.
inline void ask_memory(const void* at) {
    __builtin_prefetch(at);
    asm volatile("" : : "r"(at));
}

/// An array of integers inside a segment, read in place. Bounds were checked when the segment was
/// opened, and its indexes come from checked arrays: an access is not checked again.
template <class T>
class Column final {
public:
    Column() = default;
    /// `bytes` has whole elements; it is borrowed.
    explicit Column(core::ByteView bytes) : data_{bytes.data()}, size_{bytes.size() / sizeof(T)} {}
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const std::uint8_t* data() const { return data_; }
    [[nodiscard]] T operator[](std::size_t at) const {
        static_assert(std::is_trivially_copyable_v<T>);
        T value;
        std::memcpy(&value, data_ + at * sizeof(T), sizeof(T));
        return value;
    }

private:
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
};

/// The same of numbers below 2^24, three bytes each. At least one more byte stands behind the last.
class Column24 final {
public:
    static constexpr std::uint32_t kEnd = 1U << 24U;  ///< Past the largest number.
    Column24() = default;
    explicit Column24(core::ByteView bytes) : data_{bytes.data()}, size_{bytes.size() / 3} {}
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const std::uint8_t* data() const { return data_; }
    [[nodiscard]] std::uint32_t operator[](std::size_t at) const {
        std::uint32_t value = 0;
        std::memcpy(&value, data_ + at * 3, sizeof(value));
        return value & (kEnd - 1);
    }

private:
    const std::uint8_t* data_{nullptr};
    std::size_t size_{0};
};

/// Numbers that rise from 0 to `end`: three bytes each where that is below 2^24, else four. At
/// least one more byte stands behind the last.
class Starts final {
public:
    Starts() = default;
    Starts(core::ByteView bytes, std::size_t end)
        : data_{bytes.data()},
          width_{size_of(end)},
          size_{bytes.size() / width_},
          end_{end},
          mask_{width_ == 3 ? Column24::kEnd - 1 : ~std::uint32_t{0}} {}
    [[nodiscard]] static constexpr std::size_t size_of(std::size_t end) {
        return end < Column24::kEnd ? 3 : 4;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint32_t operator[](std::size_t at) const {
        std::uint32_t value = 0;
        std::memcpy(&value, data_ + at * width_, sizeof(value));
        return value & mask_;
    }
    void prefetch(std::size_t at) const { ask_memory(data_ + at * width_); }
    /// There are `count`, of which each is no less than the one before.
    [[nodiscard]] bool is_sound(std::size_t count, std::size_t bytes) const {
        bool is_good = size_ == count && count > 0 && bytes == count * width_ && (*this)[0] == 0 &&
                       (*this)[count - 1] == end_;
        for (std::size_t i = 1; i < count && is_good; ++i) {
            is_good = (*this)[i - 1] <= (*this)[i];
        }
        return is_good;
    }
    static void put(core::Bytes& to, std::uint32_t start, std::size_t end);

private:
    const std::uint8_t* data_{nullptr};
    std::size_t width_{4};
    std::size_t size_{0};
    std::size_t end_{0};
    std::uint32_t mask_{0};
};

/// Appends `value` in memory order.
template <class T>
void put_packed(core::Bytes& to, T value) {
    static_assert(std::has_unique_object_representations_v<T>);
    const std::size_t at = to.size();
    to.resize(at + sizeof(T));
    std::memcpy(to.data() + at, &value, sizeof(T));
}

/// Appends the three low bytes of `value`.
inline void put_u24(core::Bytes& to, std::uint32_t value) {
    for (unsigned shift = 0; shift < 24; shift += 8) {
        to.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

/// Appends one of those that rise to `end`.
inline void Starts::put(core::Bytes& to, std::uint32_t start, std::size_t end) {
    size_of(end) == 3 ? put_u24(to, start) : put_packed(to, start);
}

}  // namespace sarhad::watchlists
