#include "rules/pack.h"

#include "core/text.h"

namespace sarhad::rules {
namespace {

using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADRP";
constexpr std::size_t kSize = 8 + 2 + 8 + 4;

}  // namespace

RulePack::RulePack(std::uint64_t edition, HashFunction hash_function) : edition_{edition} {
    hash_ = hash_function(canonical_bytes());
}

RulePack RulePack::empty(HashFunction hash_function) {
    return RulePack{0, hash_function};
}

core::Bytes RulePack::canonical_bytes() const {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kRulePackVersion);
    core::put_u64(bytes, edition_);
    core::put_u32(bytes, rule_count());
    return bytes;
}

core::Result<RulePack> RulePack::parse(core::ByteView bytes, HashFunction hash_function) {
    if (bytes.size() < kSize || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return Error{Errc::kCorrupt, "not a rule pack"};
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(8));
    const std::uint32_t count = core::get_u32(bytes.subspan(18));
    if (version != kRulePackVersion || count != 0) {
        return Error{Errc::kInvalid,
                     core::cat("rule pack of version ",
                               version,
                               " with ",
                               count,
                               " rules: this software runs version ",
                               kRulePackVersion,
                               " without rules; update it")};
    }
    if (bytes.size() != kSize) {
        return Error{Errc::kCorrupt, "rule pack: bytes follow its end"};
    }
    return RulePack{core::get_u64(bytes.subspan(10)), hash_function};
}

}  // namespace sarhad::rules
