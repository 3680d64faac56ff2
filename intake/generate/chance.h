#pragma once

#include "facts/date.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// Draws from a seed, the same on every host. Source: splitmix64 (Steele, Lea, Flood 2014). One
/// draw in an expression: in which order the arguments of a call are made is each compiler's own.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_{seed} {}

    [[nodiscard]] std::uint64_t below(std::uint64_t bound);  ///< 0 to bound - 1; bound above 0.
    [[nodiscard]] int between(int least, int most);          ///< Both included.
    [[nodiscard]] bool one_in(std::uint64_t count) { return below(count) == 0; }
    template <class Row, std::size_t N>
    [[nodiscard]] const Row& of(const Row (&rows)[N]) {
        return rows[below(N)];
    }
    [[nodiscard]] std::string digits(std::size_t count);   ///< The first is no zero.
    [[nodiscard]] std::string letters(std::size_t count);  ///< Capitals.
    /// `shape` with a capital for each A, a digit for each 0, one that is no zero for each 9.
    [[nodiscard]] std::string code(std::string_view shape);
    /// One of the words between blanks; the earlier, the likelier.
    [[nodiscard]] std::string word(std::string_view words);

private:
    std::uint64_t state_;
};

/// `days` after `date`, which is full; before it where negative.
[[nodiscard]] facts::PartialDate days_after(facts::PartialDate date, int days);
[[nodiscard]] facts::LocalTime minutes_after(facts::LocalTime time, int minutes);

}  // namespace sarhad::intake
