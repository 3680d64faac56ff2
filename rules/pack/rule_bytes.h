#pragma once

#include "core/bytes.h"
#include "rules/author/rule.h"

#include <cstdint>

namespace sarhad::rules {

/// The form of a rule in which it is signed, hashed, sent and kept: all that its author said, tests
/// and labels included, and not how the file was laid out.
///
/// A rule is read from its file (read_rule()), made these bytes, and from then on nobody writes it
/// again: what is signed is what runs. docs/storage.md, "A rule", has the format.

inline constexpr std::uint16_t kRuleBytesVersion = 1;
/// The largest rule: a change of several has to fit in one frame.
inline constexpr std::size_t kPackedRuleMax = 32U * 1024;

/// The rule as the document that read_rule() takes; it gives the same rule, without places.
[[nodiscard]] Document document_of(const Rule& rule);

/// `rule` is one that read_rule() found no problem in. kExhausted: over kPackedRuleMax.
[[nodiscard]] core::Result<core::Bytes> rule_bytes(const Rule& rule);

/// What the rule says apart from its revision and mode, in the same form: whoever tried it in
/// shadow has tried what goes live. Not bounded by kPackedRuleMax; not a rule that can be read
/// again.
[[nodiscard]] core::Bytes rule_substance(Rule rule);

/// Of this, what it hits and what a hit does; not what is said of it, its days, limits and tests.
[[nodiscard]] core::Bytes rule_effect(Rule rule);

/// Total. kCorrupt: no rule's bytes, or not the ones that rule_bytes() gives of what they say, so
/// that each rule has one form; kInvalid: of a newer version, or with what read_rule() refuses, the
/// first problem named; kExhausted: too large or too deep. Its condition is not compiled yet.
[[nodiscard]] core::Result<Rule> parse_rule_bytes(core::ByteView bytes);

}  // namespace sarhad::rules
