#pragma once

#include "rules/engine/rule.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace sarhad::rules::engine {

/// A rule as an analyst writes it.
struct WrittenRule {
    RuleTerms terms;
    std::string condition;
};

/// Values as a border sees them: invented, a few of them much more often than the rest.
class BorderValues final {
public:
    explicit BorderValues(std::uint64_t seed) : engine_{seed} {}

    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
    [[nodiscard]] bool one_in(std::uint64_t many) { return below(many) == 0; }
    /// 0 to 1.
    [[nodiscard]] double share() { return static_cast<double>(below(1U << 20U)) / (1U << 20U); }
    // Numbers of things: rare() each alike, common() the first ones more often.
    [[nodiscard]] std::uint64_t common(std::uint64_t bound);
    [[nodiscard]] static std::string country(std::uint64_t number);   ///< 200, alpha-2
    [[nodiscard]] static std::string country3(std::uint64_t number);  ///< 200, alpha-3
    [[nodiscard]] static std::string airport(std::uint64_t number);   ///< 900
    [[nodiscard]] static std::string carrier(std::uint64_t number);   ///< 300
    [[nodiscard]] static std::string agency(std::uint64_t number);    ///< 4,000
    [[nodiscard]] static std::string hs6(std::uint64_t number);       ///< 5,000 in 96 chapters

private:
    std::mt19937_64 engine_;
};

/// How many rules of each kind.
struct PackShare {
    RuleKind kind;
    std::size_t rules;
};

/// Rules of the shapes of the example pack, narrowed as a targeting centre's are: to an agency, a
/// carrier, a route, a heading of goods, a party; fields, values and thresholds drawn. Every
/// eleventh is a shadow rule. The same seed, the same pack.
[[nodiscard]] std::vector<WrittenRule> border_pack(const std::vector<PackShare>& shares,
                                                   std::uint64_t seed);

}  // namespace sarhad::rules::engine
