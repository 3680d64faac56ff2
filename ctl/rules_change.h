#pragma once

#include "core/bytes.h"
#include "ctl/context.h"
#include "rules/author/rule.h"
#include "rules/pack/set_change.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/rule_change.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// A change of rules that waits at central, as its author signed it.
struct ReadChange {
    wire::Hash256 hash{};
    std::string owner;
    std::vector<rules::Rule> put;
    std::vector<std::string> retired;
    std::string straight_to_live;  ///< "" where the author gives no reason.
    std::vector<rules::SetChange> sets;
};

/// Of the rules' and sets' bytes in one change: what is around them fits into what is left of it.
inline constexpr std::size_t kChangeRoom = wire::kRuleChangeMax - 8U * 1024;

/// Signs it and sends it to central, where it waits; gives what central tells of it.
[[nodiscard]] core::Result<api::Json> submit_change(Context& context,
                                                    const wire::RuleChange& change,
                                                    const wire::SigningKey& key);
/// That it does, and what the second person does with it.
void print_waiting(Context& context, const api::Json& change);

/// Reads it from the bytes that are signed. kCorrupt: they say more than is known here; kInvalid,
/// kExhausted: they are no change.
[[nodiscard]] core::Result<ReadChange> read_change(core::ByteView bytes);

/// Asks central for it; who is to sign it reads all of it. kNotFound; kCorrupt: central gave
/// something else than the change that it names.
[[nodiscard]] core::Result<ReadChange> read_change(Context& context, std::uint64_t number);

/// All that who signs it signs, a line each: owner and hash, each rule with revision and mode, what
/// retires, why rules go live that were never in shadow, of each reference set every text that
/// comes and goes.
[[nodiscard]] std::string told_change(const ReadChange& change);
/// A line a rule: what the change, as central tells it, makes of it.
[[nodiscard]] std::string told_change(const api::Json& change);

}  // namespace sarhad::ctl
