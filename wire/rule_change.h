#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/msgpack.h"
#include "wire/trust.h"

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

/// How an agency's rules change: docs/protocol.md, "Rules". Two people of the agency sign, each
/// with a key of his own: the author what is to change, the approver that it may. Central orders
/// the changes and sends them on; it can neither make one nor alter one.
namespace sarhad::wire {

inline constexpr std::size_t kRuleChangeMax = 44U * 1024;  ///< Bytes of a RuleChange.
inline constexpr std::size_t kChangedRulesMax = 256;       ///< Put, and retired, of one change.
inline constexpr std::size_t kChangedSetsMax = 48;         ///< Reference sets of one change.
inline constexpr std::size_t kRuleReasonMax = 400;         ///< Bytes of a reason.

/// What an agency wants of its rules, or of its reference sets; all of it or nothing.
struct RuleChange {
    std::string owner;                 ///< "police": whoever holds the lists below "wl/police".
    std::vector<core::Bytes> put;      ///< rules::rule_bytes(): new ones, or of a higher revision.
    std::vector<std::string> retired;  ///< Ids; for good.
    std::string straight_to_live;  ///< Why rules go live that were never in shadow; "": none does.
    core::WallTime made_at;        ///< By the author's clock.
    std::vector<core::Bytes> sets{};  ///< rules::set_change_bytes(); then no rule is in it.
    friend bool operator==(const RuleChange&, const RuleChange&) = default;
};

/// A second person's word on it.
struct RuleApproval {
    Hash256 change{};    ///< BLAKE2b-256 of the RuleChange as its author signed it.
    Hash256 backtest{};  ///< Of the report that he has read; zeros: of none.
    friend bool operator==(const RuleApproval&, const RuleApproval&) = default;
};

/// Somebody of the agency takes back a change that waits: its author, or who would approve it.
struct RuleWithdrawal {
    Hash256 change{};  ///< As in RuleApproval.
    std::string why;
    friend bool operator==(const RuleWithdrawal&, const RuleWithdrawal&) = default;
};

/// Both, verbatim as signed: the body of an op of the rules' stream, and what is kept.
struct SignedRuleChange {
    core::Bytes change;    ///< A RuleChange.
    Signature author;      ///< Over `change`, in Domain::kRuleChange.
    core::Bytes approval;  ///< A RuleApproval; empty while it waits for one.
    Signature approver;    ///< Over `approval`, in Domain::kRuleApproval, by another key.
    friend bool operator==(const SignedRuleChange&, const SignedRuleChange&) = default;
};

template <>
struct NeedsOpening<RuleChange> : std::true_type {};
template <>
struct NeedsOpening<RuleApproval> : std::true_type {};
template <>
struct NeedsOpening<RuleWithdrawal> : std::true_type {};

/// A change that both have signed.
struct ApprovedRuleChange {
    RuleChange change;
    RuleApproval approval;
    Hash256 hash{};  ///< Of the change: its name.
};

/// A withdrawal as it was signed, in Domain::kRuleWithdrawal.
struct SignedRuleWithdrawal {
    core::Bytes bytes;
    Signature signature;
    friend bool operator==(const SignedRuleWithdrawal&, const SignedRuleWithdrawal&) = default;
};

/// "police/0123456789abcdef": the id of its op.
[[nodiscard]] std::string rule_change_id(const std::string& owner, const Hash256& change);
/// The owner that such an id names; empty where it is none.
[[nodiscard]] std::string owner_of_change(const std::string& id);
/// Whether an agency may be named so: 1 to 32 of a-z, 0-9 and '-', as in lists' names.
[[nodiscard]] bool is_rule_owner(const std::string& owner);

/// The change that its author alone has signed. kUnauthenticated: not by a key of `owner`, or it
/// names another; kInvalid, kExhausted: it is none.
[[nodiscard]] core::Result<RuleChange> open_rule_draft(const TrustStore& trust,
                                                       const std::string& owner,
                                                       const SignedRuleChange& change);
/// The same with its approval. kUnauthenticated also where approver and author are one key, or the
/// approval is of another change.
[[nodiscard]] core::Result<ApprovedRuleChange> open_rule_change(const TrustStore& trust,
                                                                const std::string& owner,
                                                                const SignedRuleChange& change);

/// The withdrawal of that change. kUnauthenticated: not by a key of `owner`, or of another change;
/// kInvalid: it is none, or gives no reason.
[[nodiscard]] core::Result<RuleWithdrawal> open_rule_withdrawal(const TrustStore& trust,
                                                                const std::string& owner,
                                                                const Hash256& change,
                                                                const SignedRuleWithdrawal& said);

/// What the change asks for, whenever it was signed: the same for two that differ in `made_at`
/// alone.
[[nodiscard]] Hash256 rule_change_substance(RuleChange change);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::RuleChange> {
    static constexpr std::string_view kName = "rule_change";
    static constexpr auto kFields = FieldList{
        field(1, "owner", &wire::RuleChange::owner, 32, Feed::kSystem),
        field(2, "put", &wire::RuleChange::put, wire::kChangedRulesMax, Feed::kSystem),
        field(3, "retired", &wire::RuleChange::retired, wire::kChangedRulesMax, Feed::kSystem),
        field(4,
              "straight_to_live",
              &wire::RuleChange::straight_to_live,
              wire::kRuleReasonMax,
              Feed::kSystem),
        field(5, "made_at", &wire::RuleChange::made_at, 1, Feed::kSystem),
        field(6, "sets", &wire::RuleChange::sets, wire::kChangedSetsMax, Feed::kSystem)};
};
template <>
struct Schema<wire::RuleApproval> {
    static constexpr std::string_view kName = "rule_approval";
    static constexpr auto kFields =
        FieldList{field(1, "change", &wire::RuleApproval::change, 32, Feed::kSystem),
                  field(2, "backtest", &wire::RuleApproval::backtest, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::RuleWithdrawal> {
    static constexpr std::string_view kName = "rule_withdrawal";
    static constexpr auto kFields =
        FieldList{field(1, "change", &wire::RuleWithdrawal::change, 32, Feed::kSystem),
                  field(2, "why", &wire::RuleWithdrawal::why, wire::kRuleReasonMax, Feed::kSystem)};
};
template <>
struct Schema<wire::SignedRuleWithdrawal> {
    static constexpr std::string_view kName = "signed_rule_withdrawal";
    static constexpr auto kFields =
        FieldList{field(1, "bytes", &wire::SignedRuleWithdrawal::bytes, 512, Feed::kSystem),
                  field(2, "signature", &wire::SignedRuleWithdrawal::signature, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::SignedRuleChange> {
    static constexpr std::string_view kName = "signed_rule_change";
    static constexpr auto kFields = FieldList{
        field(1, "change", &wire::SignedRuleChange::change, wire::kRuleChangeMax, Feed::kSystem),
        field(2, "author", &wire::SignedRuleChange::author, 1, Feed::kSystem),
        field(3, "approval", &wire::SignedRuleChange::approval, 256, Feed::kSystem),
        field(4, "approver", &wire::SignedRuleChange::approver, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
