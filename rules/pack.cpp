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

}  // namespace

RulePack::RulePack(std::uint64_t edition,
                   std::vector<facts::Hash256> rules,
                   HashFunction hash_function)
    : edition_{edition}, rules_{std::move(rules)} {
    hash_ = hash_function(canonical_bytes());
}

RulePack RulePack::empty(HashFunction hash_function) {
    return RulePack{0, {}, hash_function};
}

RulePack RulePack::of(std::uint64_t edition,
                      std::vector<facts::Hash256> rules,
                      HashFunction hash_function) {
    SARHAD_CHECK(rules.size() <= kRulePackMax);
    return RulePack{edition, std::move(rules), hash_function};
}

core::Bytes RulePack::canonical_bytes() const {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kRulePackVersion);
    core::put_u64(bytes, edition_);
    core::put_u32(bytes, rule_count());
    for (const facts::Hash256& rule : rules_) {
        core::append(bytes, rule);
    }
    return bytes;
}

core::Result<RulePack> RulePack::parse(core::ByteView bytes, HashFunction hash_function) {
    if (bytes.size() < kSize || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return Error{Errc::kCorrupt, "not a rule pack"};
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(8));
    if (version != kRulePackVersion) {
        return Error{Errc::kInvalid,
                     core::cat("rule pack of version ",
                               version,
                               ": this software reads version ",
                               kRulePackVersion,
                               "; update it")};
    }
    const std::uint32_t count = core::get_u32(bytes.subspan(18));
    if (count > kRulePackMax) {
        return Error{Errc::kExhausted,
                     core::cat("rule pack: ", count, " rules, at most ", kRulePackMax)};
    }
    if (bytes.size() != kSize + count * kHashSize) {
        return Error{Errc::kCorrupt, "rule pack: it is shorter or longer than its count says"};
    }
    std::vector<facts::Hash256> rules(count);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const core::ByteView hash = bytes.subspan(kSize + i * kHashSize, kHashSize);
        std::copy(hash.begin(), hash.end(), rules[i].begin());
    }
    return RulePack{core::get_u64(bytes.subspan(10)), std::move(rules), hash_function};
}

}  // namespace sarhad::rules
