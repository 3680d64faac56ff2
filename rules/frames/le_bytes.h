#pragma once

#include "core/bytes.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sarhad::rules::frames {

// Columns are read where they stand, and written to disk as they stand.
static_assert(std::endian::native == std::endian::little);

/// Appends a number, little-endian.
template <class T>
void put_le(core::Bytes& to, T value) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
    to.insert(to.end(), from, from + sizeof value);
}
/// Appends an array of numbers, little-endian.
template <class T>
void put_all(core::Bytes& to, const T* values, std::size_t count) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(values);
    to.insert(to.end(), from, from + count * sizeof(T));
}

/// Takes numbers from the front of bytes of which nothing is known. Past their end it gives zeros
/// and is_cut() says so.
class LeReader final {
public:
    explicit LeReader(core::ByteView bytes) : rest_{bytes} {}

    template <class T>
    [[nodiscard]] T take() {
        T value{};
        const core::ByteView from = bytes(sizeof value);
        if (!from.empty()) {
            std::memcpy(&value, from.data(), sizeof value);
        }
        return value;
    }
    /// The next `count` bytes; none where there are not as many.
    [[nodiscard]] core::ByteView bytes(std::size_t count) {
        if (count > rest_.size()) {
            is_cut_ = true;
            rest_ = {};
            return {};
        }
        const core::ByteView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    /// A text behind its size in two bytes.
    [[nodiscard]] std::string text() {
        const auto size = take<std::uint16_t>();
        return std::string{core::as_text(bytes(size))};
    }
    [[nodiscard]] bool is_cut() const { return is_cut_; }
    /// Whether all was there and nothing is left.
    [[nodiscard]] bool is_done() const { return !is_cut_ && rest_.empty(); }

private:
    core::ByteView rest_;
    bool is_cut_{false};
};

/// As LeReader::text() reads it; at most 65,535 bytes.
inline void put_text(core::Bytes& to, std::string_view text) {
    put_le(to, static_cast<std::uint16_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

}  // namespace sarhad::rules::frames
