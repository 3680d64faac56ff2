#pragma once

#include "core/bytes.h"
#include "facts/decision.h"

#include <cstdint>

namespace sarhad::rules {

/// Rules in force at a port: a value, so that a decision can name it by hash. The empty pack is a
/// pack like any other, with a byte form and a hash of its own.
class RulePack final {
public:
    /// BLAKE2b-256 in the product: given from outside, because this folder knows no cryptography.
    using HashFunction = facts::Hash256 (*)(core::ByteView);

    /// The pack without rules.
    [[nodiscard]] static RulePack empty(HashFunction hash_function);

    /// The form that is signed and hashed: magic "SARHADRP", version (u16), edition (u64), count
    /// of rules (u32), all big-endian. Same pack, same bytes.
    [[nodiscard]] core::Bytes canonical_bytes() const;
    /// kCorrupt for anything that canonical_bytes() does not give; kInvalid for a newer version or
    /// for a pack with rules, which this version of the software cannot run.
    [[nodiscard]] static core::Result<RulePack> parse(core::ByteView bytes,
                                                      HashFunction hash_function);

    [[nodiscard]] const facts::Hash256& hash() const { return hash_; }
    [[nodiscard]] std::uint64_t edition() const { return edition_; }
    [[nodiscard]] std::uint32_t rule_count() const { return 0; }
    friend bool operator==(const RulePack&, const RulePack&) = default;

private:
    RulePack(std::uint64_t edition, HashFunction hash_function);

    std::uint64_t edition_{0};
    facts::Hash256 hash_{};
};

inline constexpr std::uint16_t kRulePackVersion = 1;

}  // namespace sarhad::rules
