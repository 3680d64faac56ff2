#pragma once

#include "core/text.h"
#include "rules/pack/rule_bytes.h"

#include <cstdint>
#include <string>

/// Agencies' rules as tests make and sign them.
namespace sarhad::rule_changes {

/// What differs between one test's rule and another's.
struct Said {
    std::string id = "TST-001";
    std::string owner{};
    std::uint32_t rev = 1;
    std::string mode = "shadow";
    std::string condition = "booking.one_way";
};

/// Bytes of such a rule; empty where it is none.
[[nodiscard]] inline core::Bytes rule(const Said& said) {
    const std::string text = core::cat("id = \"",
                                       said.id,
                                       "\"\nrev = ",
                                       said.rev,
                                       "\nowner = \"",
                                       said.owner,
                                       "\"\nmode = \"",
                                       said.mode,
                                       "\"\ncondition = \"",
                                       said.condition,
                                       R"("
kind = "traveller"
title = "One way"
severity = "low"
score = 10
channel = "yellow"
ports = ["*"]
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
rationale = "A test."
[[test]]
name = "one way"
expect = "match"
facts = { booking = { one_way = true } }
[[test]]
name = "there and back"
expect = "no_match"
facts = { booking = { one_way = false } }
)");
    const auto document = rules::read_toml(text);
    if (!document) {
        return {};
    }
    const auto bytes = rules::rule_bytes(rules::read_rule(*document, text).rule);
    return bytes ? *bytes : core::Bytes{};
}

}  // namespace sarhad::rule_changes
