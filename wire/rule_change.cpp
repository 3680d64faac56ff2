#include "wire/rule_change.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t kOwnerMax = 32;
constexpr std::size_t kIdDigits = 16;

/// Its lists' role: who may publish a list below "wl/police" may speak of the rules of "police".
Role role_of(const std::string& owner) {
    return Role::list(cat("wl/", owner));
}

Result<RuleChange> decode_change(const Opened& opened, const std::string& owner) {
    SARHAD_TRY(RuleChange change, decode<RuleChange>(opened));
    if (change.owner != owner) {
        return Error{Errc::kUnauthenticated,
                     cat("rules: a change of '", change.owner, "' signed by '", owner, "'")};
    }
    return change;
}

}  // namespace

std::string rule_change_id(const std::string& owner, const Hash256& change) {
    return cat(owner, "/", core::to_hex(change).substr(0, kIdDigits));
}

std::string owner_of_change(const std::string& id) {
    const std::string owner = id.substr(0, std::min(id.find('/'), id.size()));
    return is_rule_owner(owner) ? owner : std::string{};
}

bool is_rule_owner(const std::string& owner) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !owner.empty() && owner.size() <= kOwnerMax &&
           owner.find_first_not_of(kLetters) == std::string::npos;
}

Result<RuleChange> open_rule_draft(const TrustStore& trust,
                                   const std::string& owner,
                                   const SignedRuleChange& change) {
    SARHAD_TRY(
        const SignedByOne author,
        trust.open_by_one(role_of(owner), Domain::kRuleChange, change.change, change.author));
    return decode_change(author.opened, owner);
}

Result<ApprovedRuleChange> open_rule_change(const TrustStore& trust,
                                            const std::string& owner,
                                            const SignedRuleChange& change) {
    SARHAD_TRY(
        const SignedByOne author,
        trust.open_by_one(role_of(owner), Domain::kRuleChange, change.change, change.author));
    SARHAD_TRY(
        const SignedByOne approver,
        trust.open_by_one(role_of(owner), Domain::kRuleApproval, change.approval, change.approver));
    if (author.key == approver.key) {
        return Error{Errc::kUnauthenticated,
                     cat("rules: key ",
                         key_id(author.key).value(),
                         " has signed as author and as approver: a second person approves, with a "
                         "key of his own")};
    }
    ApprovedRuleChange opened;
    opened.hash = blake2b(change.change);
    SARHAD_TRY(opened.approval, decode<RuleApproval>(approver.opened));
    if (opened.approval.change != opened.hash) {
        return Error{Errc::kUnauthenticated, "rules: the approval is of another change"};
    }
    SARHAD_TRY(opened.change, decode_change(author.opened, owner));
    return opened;
}

Result<RuleWithdrawal> open_rule_withdrawal(const TrustStore& trust,
                                            const std::string& owner,
                                            const Hash256& change,
                                            const SignedRuleWithdrawal& said) {
    SARHAD_TRY(
        const SignedByOne signer,
        trust.open_by_one(role_of(owner), Domain::kRuleWithdrawal, said.bytes, said.signature));
    SARHAD_TRY(RuleWithdrawal withdrawal, decode<RuleWithdrawal>(signer.opened));
    if (withdrawal.change != change) {
        return Error{Errc::kUnauthenticated, "rules: the withdrawal is of another change"};
    }
    if (core::trim(withdrawal.why).empty()) {
        return Error{Errc::kInvalid, "rules: a withdrawal says why"};
    }
    return withdrawal;
}

Hash256 rule_change_substance(RuleChange change) {
    change.made_at = {};
    return blake2b(encode(change));
}

}  // namespace sarhad::wire
