#pragma once

#include "core/bytes.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace sarhad::watchlists {

static_assert(std::endian::native == std::endian::little, "segments are little-endian");

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

}  // namespace sarhad::watchlists
