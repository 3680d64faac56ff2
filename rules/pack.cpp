#include "rules/pack.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules {
namespace {

using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADRP";
constexpr std::size_t kSize = 8 + 2 + 8 + 4;
constexpr std::size_t kHashSize = 32;

/// `count` hashes from `at` on, which are there.
std::vector<facts::Hash256> hashes_at(core::ByteView bytes, std::size_t at, std::size_t count) {
    std::vector<facts::Hash256> hashes(count);
    for (std::size_t i = 0; i < count; ++i) {
        const core::ByteView hash = bytes.subspan(at + i * kHashSize, kHashSize);
        std::copy(hash.begin(), hash.end(), hashes[i].begin());
    }
    return hashes;
}

}  // namespace

RulePack::RulePack(std::uint64_t edition,
                   std::vector<facts::Hash256> rules,
                   std::vector<facts::Hash256> sets,
                   HashFunction hash_function)
    : edition_{edition}, rules_{std::move(rules)}, sets_{std::move(sets)} {
    hash_ = hash_function(canonical_bytes());
}

RulePack RulePack::empty(HashFunction hash_function) {
    return RulePack{0, {}, {}, hash_function};
}

RulePack RulePack::of(std::uint64_t edition,
                      std::vector<facts::Hash256> rules,
                      HashFunction hash_function,
                      std::vector<facts::Hash256> sets) {
    SARHAD_CHECK(rules.size() <= kRulePackMax && sets.size() <= kPackSetsMax);
    return RulePack{edition, std::move(rules), std::move(sets), hash_function};
}

core::Bytes RulePack::canonical_bytes() const {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, sets_.empty() ? kRulePackVersion : kRulePackVersionWithSets);
    core::put_u64(bytes, edition_);
    core::put_u32(bytes, rule_count());
    for (const facts::Hash256& rule : rules_) {
        core::append(bytes, rule);
    }
    if (!sets_.empty()) {
        core::put_u16(bytes, static_cast<std::uint16_t>(sets_.size()));
        for (const facts::Hash256& set : sets_) {
            core::append(bytes, set);
        }
    }
    return bytes;
}

core::Result<RulePack> RulePack::parse(core::ByteView bytes, HashFunction hash_function) {
    if (bytes.size() < kSize || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return Error{Errc::kCorrupt, "not a rule pack"};
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(8));
    if (version != kRulePackVersion && version != kRulePackVersionWithSets) {
        return Error{Errc::kInvalid,
                     core::cat("rule pack of version ",
                               version,
                               ": this software reads versions up to ",
                               kRulePackVersionWithSets,
                               "; update it")};
    }
    const std::uint32_t count = core::get_u32(bytes.subspan(18));
    if (count > kRulePackMax) {
        return Error{Errc::kExhausted,
                     core::cat("rule pack: ", count, " rules, at most ", kRulePackMax)};
    }
    const Error other_size{Errc::kCorrupt,
                           "rule pack: it is shorter or longer than its count says"};
    const std::size_t end_of_rules = kSize + count * kHashSize;
    std::size_t sets = 0;
    std::size_t end = end_of_rules;
    if (version == kRulePackVersionWithSets) {
        if (bytes.size() < end_of_rules + 2) {
            return other_size;
        }
        sets = core::get_u16(bytes.subspan(end_of_rules));
        end += 2 + sets * kHashSize;
        if (sets == 0 || sets > kPackSetsMax) {
            return Error{Errc::kCorrupt, "rule pack: it counts no sets, or too many"};
        }
    }
    if (bytes.size() != end) {
        return other_size;
    }
    return RulePack{core::get_u64(bytes.subspan(10)),
                    hashes_at(bytes, kSize, count),
                    hashes_at(bytes, end_of_rules + 2, sets),
                    hash_function};
}

}  // namespace sarhad::rules
