#pragma once

#include "ctl/context.h"
#include "rules/author/rule.h"
#include "wire/hash.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// A change of rules that waits at central, as its author signed it.
struct ReadChange {
    wire::Hash256 hash{};
    std::vector<rules::Rule> put;
};

/// Asks central for it; who is to sign it reads all of it. kNotFound; kCorrupt: central gave
/// something else than the change that it names.
[[nodiscard]] core::Result<ReadChange> read_change(Context& context, std::uint64_t number);

/// A line a rule: what the change, as central tells it, makes of it.
[[nodiscard]] std::string told_change(const api::Json& change);

}  // namespace sarhad::ctl
