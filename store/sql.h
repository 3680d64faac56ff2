#pragma once

#include <cstddef>
#include <string_view>

namespace sarhad::store {

/// The text of one SQL statement, always a literal of this program: its only constructor runs at
/// compile time, so SQL joined from pieces, or holding a value, does not compile. Values are bound.
class Sql {
public:
    template <std::size_t N>
    consteval Sql(const char (&text)[N])  // NOLINT(google-explicit-constructor)
        : text_{text}, size_{N - 1} {
        static_assert(N > 1, "an empty statement");
    }

    /// Static storage, ends with a NUL.
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text_; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_, size_}; }

private:
    const char* text_;
    std::size_t size_;
};

}  // namespace sarhad::store
