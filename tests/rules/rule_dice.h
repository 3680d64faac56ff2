#pragma once

#include "rules/author/document.h"
#include "rules/schema/facts.h"

#include <cstdint>
#include <string>

namespace sarhad::rules {

/// Numbers of a seed, the same everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::uint32_t below(std::uint32_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::uint32_t>(state_ >> 33U) % limit;
    }

private:
    std::uint64_t state_;
};

/// Facts of a kind: lists and texts are often as long as they may be, `largest` always, and then
/// nothing is left out.
[[nodiscard]] Document facts_of_kind(RuleKind kind, Dice& dice, bool largest);

/// `part` with what the `missing` sources tell in `drawn`; lists of `part` keep their elements.
[[nodiscard]] Document merged(const Document& part,
                              const Document& drawn,
                              const FactRecord& record,
                              std::uint64_t missing);

}  // namespace sarhad::rules
