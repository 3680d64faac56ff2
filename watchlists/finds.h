#pragma once

#include "watchlists/name_form.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::watchlists {

/// A listed name that reaches its list's `ask`. Of equal scores of one entry the name that agrees
/// more is shown (an equal document lifts every name of an entry to one score), then the earlier
/// one: so it does not matter in which order names are tried.
struct Find {
    std::uint32_t part{0};  ///< Of the snapshot.
    std::uint32_t entry{0};
    std::uint32_t name{0};
    int score{-1};
    int points{-1};               ///< Of the name alone.
    std::optional<int> father{};  ///< father_share(), where it was asked for.
    Agreement agreement;
};
[[nodiscard]] bool is_better(const Find& a, const Find& b);

/// The best names of the best `limit` entries found so far.
class Finds final {
public:
    void clear(std::size_t limit);
    /// A score below it is of no use any more: so many entries are better. 0 until then.
    [[nodiscard]] int floor() const { return floor_; }
    void add(const Find& find);
    /// One find an entry, in order of part and entry; those below the floor are gone.
    void settle();
    [[nodiscard]] const std::vector<Find>& all() const { return finds_; }

private:
    std::vector<Find> finds_;
    std::vector<int> scores_;
    std::size_t limit_{0};
    std::size_t settled_{0};
    int floor_{0};
};

}  // namespace sarhad::watchlists
