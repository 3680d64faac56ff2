#pragma once

#include <cstddef>
#include <vector>

namespace sarhad::intake {

/// emplace_back() with room for some more from the first on: facts hold many texts, so that moving
/// one costs as much as reading it, and a message rarely tells of one alone.
template <class Fact>
Fact& add_one(std::vector<Fact>& all) {
    constexpr std::size_t kFirst = 4;
    if (all.capacity() == 0) all.reserve(kFirst);
    return all.emplace_back();
}

}  // namespace sarhad::intake
