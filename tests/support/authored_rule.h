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
    std::string match = "booking = { one_way = true }";  ///< Facts of its test that it hits.
    std::string no_match = "booking = { one_way = false }";
    std::string channel = "yellow";
    std::string severity = "low";
    std::string ports = "\"*\"";
    std::string kind = "traveller";
    std::string more{};  ///< A further line of its file.
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
                                       "\"\nchannel = \"",
                                       said.channel,
                                       "\"\nseverity = \"",
                                       said.severity,
                                       "\"\nports = [",
                                       said.ports,
                                       "]\n",
                                       said.more,
                                       "\nkind = \"",
                                       said.kind,
                                       R"("
title = "One way"
score = 10
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
rationale = "A test."
[[test]]
name = "one way"
expect = "match"
facts = { )",
                                       said.match,
                                       R"( }
[[test]]
name = "there and back"
expect = "no_match"
facts = { )",
                                       said.no_match,
                                       " }\n");
    const auto document = rules::read_toml(text);
    if (!document) {
        return {};
    }
    const auto bytes = rules::rule_bytes(rules::read_rule(*document, text).rule);
    return bytes ? *bytes : core::Bytes{};
}

}  // namespace sarhad::rule_changes
