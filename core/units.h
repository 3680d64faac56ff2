#pragma once

#include <compare>
#include <cstdint>

namespace sarhad::core {

/// Thousandths, 0 to 1000: a score, a share, a rate. Never a float, so that every host agrees.
class Permille {
public:
    constexpr Permille() = default;
    /// `value` outside 0..1000 is cut to that range.
    explicit constexpr Permille(int value) noexcept
        : value_{value < 0 ? 0 : (value > 1000 ? 1000 : value)} {}
    [[nodiscard]] constexpr int value() const noexcept { return value_; }
    friend constexpr auto operator<=>(const Permille&, const Permille&) = default;

private:
    int value_{0};
};

/// A number of bytes, as a type so that it is not taken for a count.
struct ByteSize {
    std::uint64_t bytes{0};
    friend constexpr auto operator<=>(const ByteSize&, const ByteSize&) = default;
};
constexpr ByteSize kibibytes(std::uint64_t count) {
    return {count * 1024};
}
constexpr ByteSize mebibytes(std::uint64_t count) {
    return {count * 1024 * 1024};
}

}  // namespace sarhad::core
