#pragma once

#include "rules/engine/fact_layout.h"
#include "rules/engine/frame_builder.h"
#include "rules/engine/rule.h"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {

/// Everything that rules are made with, made once.
struct RuleWorld {
    FactSchema schema;
    FactLayouts layouts{schema};

    /// Null, with the issues in `issues`, where the condition does not check.
    [[nodiscard]] std::shared_ptr<const Rule> rule(RuleTerms terms,
                                                   std::string_view condition,
                                                   std::string* issues = nullptr) const;
    [[nodiscard]] cel::Checked check(RuleKind kind, std::string_view condition) const;
};

/// Conditions and facts that have little to do with a border and everything with each other: few
/// values, so that what a condition asks for is often there, and every shape that the engine treats
/// in a way of its own.
class RandomRules final {
public:
    RandomRules(const cel::SlotLayout& layout, std::uint64_t seed);

    [[nodiscard]] std::string condition();
    /// Some feeds have not arrived, some fields are absent, some unknown of their own.
    [[nodiscard]] Frame frame(FrameBuilder& builder);
    /// The same feeds and more of them: what was known stays.
    [[nodiscard]] ReferenceLists lists();
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);

private:
    struct Scope {
        std::uint32_t table{0};
        std::string prefix;  ///< "l0" in a loop, else "".
    };
    std::string boolean(const std::vector<Scope>& scopes, int depth);
    std::string leaf(const std::vector<Scope>& scopes);
    std::string of_field(const cel::SlotField& field, const std::string& path);
    std::string of_text(const std::string& path);
    std::string of_number(const cel::SlotField& field, const std::string& path);
    std::string loop(const std::vector<Scope>& scopes, int depth);
    std::string text_literal();
    std::string number_literal(cel::SlotType type);
    [[nodiscard]] std::string_view text();
    [[nodiscard]] double real();
    void fill_row(FrameBuilder& builder, std::uint32_t table);

    const cel::SlotLayout& layout_;
    std::mt19937_64 engine_;
};

}  // namespace sarhad::rules::engine
