// links: sarhad_rules sarhad_facts sarhad_core
// words: rules/schema/facts_table.cpp
#include "core/check.h"
#include "rules/author/compiled_rule.h"
#include "rules/author/explain.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace {

using namespace sarhad::rules;  // NOLINT(google-build-using-namespace): its own target.

/// One condition for each kind, in the order of their numbers.
constexpr std::array<std::string_view, kRuleKindCount> kConditions{
    "bags.exists(b, b.weight_kg > 5.0 && !b.with_owner) || traveller.doc.days_since_issue < 30",
    "booking.legs.all(l, l.to_country in lists.transit_of_concern) && has(booking.agency)",
    "cash.amount_ref + cash.found_ref > cash.threshold_ref && now > timestamp(0)",
    "consignment.containers.exists(c, !iso6346_valid(c.number)) || consignment.shipper.aeo",
    "declaration.lines.exists(l, fold(l.brand) in lists.brands_recorded && l.band.p10 > 1.0)",
    "conveyance.last_calls.map(c, c.hours).exists(h, h > 3) && imo_valid(conveyance.id)",
};

const FactSchema& schema() {
    static const FactSchema held;
    return held;
}

const CompiledRule& rule(std::size_t number) {
    static const auto all = [] {
        std::vector<std::unique_ptr<const CompiledRule>> made;
        for (const RuleKind kind : rule_kinds()) {
            const std::string_view text = kConditions.at(static_cast<std::size_t>(kind) - 1);
            made.push_back(compile_expression(text, kind, schema()).rule);
            SARHAD_CHECK(made.back() != nullptr);
        }
        return made;
    }();
    return *all.at(number);
}

}  // namespace

/// The first byte chooses the kind; the rest is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const CompiledRule& compiled = rule(data[0] % kRuleKindCount);
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};  // NOLINT
    const auto document = read_json(text);
    if (!document) {
        SARHAD_CHECK(!document.error().what.empty());
        return 0;
    }
    static cel::Arena given{kFactBytesMax};
    static cel::Arena made{kRuleBytesMax};
    const auto facts = FactFrame::read(*document, schema(), compiled.kind, 0, given);
    if (!facts) {
        SARHAD_CHECK(!facts.error().what.empty());
        return 0;
    }
    const RuleOutcome outcome = evaluate_rule(compiled, *facts, made);
    SARHAD_CHECK((outcome.verdict == Verdict::kUnknown) == (outcome.waits_for != 0));
    // What has arrived is waited for by nobody.
    SARHAD_CHECK((outcome.waits_for & facts->known()) == 0);
    SARHAD_CHECK(explain(compiled, *facts, schema()).verdict == outcome.verdict);
    return 0;
}
