#pragma once

#include "core/bytes.h"
#include "facts/decision.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sarhad::rules {

/// Which rules there are, as a value, so that a decision can name all of them by one hash. The
/// empty pack is a pack like any other, with a byte form and a hash of its own.
class RulePack final {
public:
    /// BLAKE2b-256 in the product: given from outside, because this folder knows no cryptography.
    using HashFunction = facts::Hash256 (*)(core::ByteView);

    /// The pack without rules.
    [[nodiscard]] static RulePack empty(HashFunction hash_function);

    /// Hashes of rule_bytes() by rising id of their rules, and of reference sets by rising name. At
    /// most kRulePackMax and kPackSetsMax (checked).
    [[nodiscard]] static RulePack of(std::uint64_t edition,
                                     std::vector<facts::Hash256> rules,
                                     HashFunction hash_function,
                                     std::vector<facts::Hash256> sets = {});

    /// The form that is hashed: magic "SARHADRP", version (u16), edition (u64), count of rules
    /// (u32), all big-endian, and each rule's hash. Where there are sets it is version 2, and their
    /// count (u16) and hashes stand behind. Same pack, same bytes.
    [[nodiscard]] core::Bytes canonical_bytes() const;
    /// Total. kCorrupt for anything that canonical_bytes() does not give; kInvalid for a newer
    /// version; kExhausted for more than kRulePackMax rules.
    [[nodiscard]] static core::Result<RulePack> parse(core::ByteView bytes,
                                                      HashFunction hash_function);

    [[nodiscard]] const facts::Hash256& hash() const { return hash_; }
    [[nodiscard]] std::uint64_t edition() const { return edition_; }
    [[nodiscard]] std::uint32_t rule_count() const {
        return static_cast<std::uint32_t>(rules_.size());
    }
    friend bool operator==(const RulePack&, const RulePack&) = default;

private:
    RulePack(std::uint64_t edition,
             std::vector<facts::Hash256> rules,
             std::vector<facts::Hash256> sets,
             HashFunction hash_function);

    std::uint64_t edition_{0};
    std::vector<facts::Hash256> rules_;
    std::vector<facts::Hash256> sets_;
    facts::Hash256 hash_{};
};

inline constexpr std::uint16_t kRulePackVersion = 1;
inline constexpr std::uint16_t kRulePackVersionWithSets = 2;
/// Rules of one pack: as many as an engine takes.
inline constexpr std::size_t kRulePackMax = 50'000;
/// Reference sets of one pack: sets are sources of facts, of which there are 64 with the feeds.
inline constexpr std::size_t kPackSetsMax = 48;

}  // namespace sarhad::rules
