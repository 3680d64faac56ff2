// What TrustState takes in besides roots.
#include "core/plant.h"
#include "core/text.h"
#include "replication/trust/root_step.h"
#include "replication/trust/trust_state.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace sarhad::replication {

using core::cat;
using wire::DelegatedRole;
using wire::SignedDocument;

namespace {

template <class T>
using Read = std::variant<HeldDocument<T>, TrustVerdict>;

/// Signed by the role, and sound in itself.
template <class T>
Read<T> read(const SignedDocument& document, const wire::RoleKeys& keys, DelegatedRole role) {
    if (auto over = over_limits(document); over) {
        return *std::move(over);
    }
    const std::string_view kind = facts::name_of(document.kind);
    const auto opened =
        wire::TrustStore::open_document(document, keys, cat("role ", facts::name_of(role)));
    const bool passes = (document.kind == wire::DocumentKind::kTick &&
                         core::is_planted(core::Plant::kUnsignedTick)) ||
                        (document.kind == wire::DocumentKind::kCompartment &&
                         core::is_planted(core::Plant::kUnsignedGrant));
    if (!opened && !passes) {
        return TrustVerdict{TrustReason::kSignatures, cat(kind, ": ", opened.error().what)};
    }
    auto value = opened ? wire::decode<T>(*opened) : wire::read_unverified<T>(document);
    if (!value) {
        return TrustVerdict{TrustReason::kMalformed, cat(kind, ": ", value.error().what)};
    }
    if (const core::Status checked = wire::check_document(*value); !checked) {
        return TrustVerdict{TrustReason::kMalformed, cat(kind, ": ", checked.error().what)};
    }
    return HeldDocument<T>{*std::move(value), document, wire::document_hash(document)};
}

/// Against the version that holds, and the lowest that may; nothing where it is newer.
template <class T>
std::optional<TrustVerdict> against(const HeldDocument<T>& offered,
                                    const HeldDocument<T>* held,
                                    std::uint64_t least) {
    const std::uint64_t version = offered.value.version;
    const std::string which = cat(facts::name_of(offered.document.kind), " ", version);
    if (held != nullptr && version == held->value.version) {
        return offered.hash == held->hash ? TrustVerdict{TrustReason::kKnown, which}
                                          : TrustVerdict{TrustReason::kFork, which};
    }
    const std::uint64_t highest =
        std::max(least, held == nullptr ? std::uint64_t{0} : held->value.version);
    const bool passes = offered.document.kind == wire::DocumentKind::kHead &&
                        core::is_planted(core::Plant::kOldHead);
    if (version < highest && !passes) {
        return TrustVerdict{TrustReason::kRollback, cat(which, " after ", highest)};
    }
    return std::nullopt;
}

std::optional<TrustVerdict> expired(std::string_view what,
                                    core::WallTime document,
                                    core::WallTime role,
                                    core::WallTime now) {
    const core::WallTime end = std::min(document, role);
    if (end > now) {
        return std::nullopt;
    }
    return TrustVerdict{TrustReason::kExpired, cat(what, " expired at ", core::to_rfc3339(end))};
}

TrustVerdict installed(std::string_view what, std::uint64_t version) {
    return {TrustReason::kInstalled, cat(what, " ", version)};
}

/// The streams of a head against the root and the head before.
std::optional<TrustVerdict> check_streams(const wire::Root& root,
                                          const wire::Head& head,
                                          const wire::Head* before) {
    const auto refused = [](TrustReason reason, core::StreamId stream, std::string_view what) {
        return TrustVerdict{reason, cat("head: stream ", stream.value(), ": ", what)};
    };
    for (const wire::StreamHead& one : head.streams) {
        const core::Epoch epoch = epoch_of(root, one.stream);
        if (one.epoch != epoch) {
            return refused(one.epoch < epoch ? TrustReason::kRollback : TrustReason::kUnpinned,
                           one.stream,
                           "its epoch is another than the root's");
        }
    }
    if (before == nullptr || core::is_planted(core::Plant::kOldHead)) {
        return std::nullopt;
    }
    for (const wire::StreamHead& old : before->streams) {
        const auto now = std::find_if(head.streams.begin(), head.streams.end(), [&](const auto& s) {
            return s.stream == old.stream;
        });
        if (now == head.streams.end()) {
            return refused(TrustReason::kRollback, old.stream, "it is gone");
        }
        if (now->epoch != old.epoch) {
            continue;  // The root began it anew.
        }
        if (now->seq < old.seq) {
            return refused(TrustReason::kRollback, old.stream, "it goes back");
        }
        if (now->seq == old.seq && now->chain != old.chain) {
            return refused(TrustReason::kFork, old.stream, "the same number, another chain");
        }
    }
    return std::nullopt;
}

/// A key belongs to one epoch, and whoever is left out does not have the next one. Bodies that are
/// not sealed any more are a choice of the agency's.
std::optional<TrustVerdict> check_epochs(const wire::Compartment& before,
                                         const wire::Compartment& now) {
    const std::string which = cat("compartment of ", now.list, ", version ", now.version);
    if (now.epoch == core::Epoch{0} || before.epoch == core::Epoch{0}) {
        return std::nullopt;
    }
    if (now.epoch < before.epoch) {
        return TrustVerdict{TrustReason::kRollback, cat(which, ": its epoch falls")};
    }
    if ((now.epoch == before.epoch) != (now.key_hash == before.key_hash)) {
        return TrustVerdict{TrustReason::kMalformed,
                            cat(which, ": wanted one data key in each epoch, and another in each")};
    }
    const auto left_out =
        std::find_if(before.members.begin(), before.members.end(), [&](const auto& one) {
            return wire::member_of(now, one.node) == nullptr;
        });
    if (left_out != before.members.end() && now.epoch == before.epoch) {
        return TrustVerdict{TrustReason::kMalformed,
                            cat(which,
                                ": node ",
                                left_out->node.value(),
                                " is left out and has the key: wanted a new one and a new epoch")};
    }
    return std::nullopt;
}

}  // namespace

TrustVerdict TrustState::offer(const SignedDocument& document, const Clocks& now) {
    switch (document.kind) {
        case wire::DocumentKind::kRoot:
            return walk(std::span{&document, 1}, now);
        case wire::DocumentKind::kRevocations:
            return offer_revocations(document, now);
        case wire::DocumentKind::kCertificate:
            return offer_certificate(document, now);
        case wire::DocumentKind::kHead:
            return offer_head(document, now);
        case wire::DocumentKind::kTick:
            return offer_tick(document, now);
        case wire::DocumentKind::kPolicy:
            return offer_policy(document, now);
        case wire::DocumentKind::kCompartment:
            return offer_compartment(document, now);
    }
    return {TrustReason::kMalformed, "a kind that is not known"};
}

TrustVerdict TrustState::offer_revocations(const SignedDocument& document, const Clocks& now) {
    const wire::RoleKeys keys = keys_of(DelegatedRole::kSecurity);
    auto got = read<wire::Revocations>(document, keys, DelegatedRole::kSecurity);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::Revocations>>(got);
    const bool counts =
        revocations_ && wire::TrustStore::open_document(revocations_->document, keys, {});
    if (auto verdict = against(offered, counts ? &*revocations_ : nullptr, least_.revocations);
        verdict) {
        return *std::move(verdict);
    }
    if (auto verdict = expired(
            "revocations", offered.value.expires, end_of(DelegatedRole::kSecurity), judged_at(now));
        verdict) {
        return *std::move(verdict);
    }
    revocations_ = std::move(offered);
    least_.revocations = revocations_->value.version;
    forget_unbacked(now);
    return installed("revocations", revocations_->value.version);
}

TrustVerdict TrustState::offer_certificate(const SignedDocument& document, const Clocks& now) {
    auto got = read<wire::NodeCertificate>(
        document, keys_of(DelegatedRole::kEnrol), DelegatedRole::kEnrol);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::NodeCertificate>>(got);
    const core::NodeId node = offered.value.node;
    if (is_revoked(node) || is_revoked(offered.value.sign) || is_revoked(offered.value.link)) {
        return {TrustReason::kRevokedHolder, cat("certificate of node ", node.value())};
    }
    const auto held = certificates_.find(node);
    if (held == certificates_.end() && certificates_.size() >= kTrustHoldersMax) {
        return {TrustReason::kTooLarge, cat("certificates: over ", kTrustHoldersMax)};
    }
    if (auto verdict = against(offered, held == certificates_.end() ? nullptr : &held->second, 0);
        verdict) {
        return *std::move(verdict);
    }
    if (auto verdict = expired(
            "certificate", offered.value.expires, end_of(DelegatedRole::kEnrol), judged_at(now));
        verdict) {
        return *std::move(verdict);
    }
    const std::uint64_t version = offered.value.version;
    certificates_.insert_or_assign(node, std::move(offered));
    return installed(cat("certificate of node ", node.value()), version);
}

TrustVerdict TrustState::offer_head(const SignedDocument& document, const Clocks& now) {
    auto got =
        read<wire::Head>(document, keys_of(DelegatedRole::kSequencer), DelegatedRole::kSequencer);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::Head>>(got);
    const wire::Head& head = offered.value;
    const auto* held = head_ ? &*head_ : nullptr;
    if (auto verdict = against(offered, held, least_.head); verdict) {
        return *std::move(verdict);
    }
    const std::uint64_t revoked = revocations_ ? revocations_->value.version : 0;
    if (head.root_version > root_.value.version || head.revocations_version > revoked) {
        return {TrustReason::kUnpinned,
                cat("head ",
                    head.version,
                    " is of root ",
                    head.root_version,
                    " and revocations ",
                    head.revocations_version,
                    "; here are ",
                    root_.value.version,
                    " and ",
                    revoked)};
    }
    if (held != nullptr && (head.root_version < held->value.root_version ||
                            head.revocations_version < held->value.revocations_version)) {
        return {TrustReason::kRollback, cat("head ", head.version, ": what it pins goes back")};
    }
    if (held != nullptr && head.version == held->value.version + 1 && head.previous != held->hash) {
        return {TrustReason::kFork, cat("head ", head.version, " follows another than ours")};
    }
    if (auto verdict = check_streams(root_.value, head, held == nullptr ? nullptr : &held->value);
        verdict) {
        return *std::move(verdict);
    }
    if (auto verdict =
            expired("head", head.expires, end_of(DelegatedRole::kSequencer), judged_at(now));
        verdict) {
        return *std::move(verdict);
    }
    head_ = std::move(offered);
    return installed("head", head_->value.version);
}

TrustVerdict TrustState::offer_tick(const SignedDocument& document, const Clocks& now) {
    auto got = read<wire::Tick>(document, keys_of(DelegatedRole::kTick), DelegatedRole::kTick);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::Tick>>(got);
    const wire::Tick& tick = offered.value;
    const std::string which = cat("tick ", tick.version);
    if (auto verdict = against(offered, tick_ ? &*tick_ : nullptr, least_.tick); verdict) {
        return *std::move(verdict);
    }
    if ((tick_ && tick.time < tick_->value.time) || tick.time < root_.value.time_reset) {
        return {TrustReason::kRollback, cat(which, ": its time goes back")};
    }
    if (!head_ || tick.head_version != head_->value.version) {
        return {TrustReason::kUnpinned,
                cat(which,
                    " is of head ",
                    tick.head_version,
                    "; here is ",
                    head_ ? head_->value.version : 0)};
    }
    if (tick.head_hash != head_->hash) {
        return {TrustReason::kFork, cat(which, ": another head ", tick.head_version)};
    }
    const bool may_leap = is_leap_granted();
    if (!may_leap && time_.is_leap(tick.time, now)) {
        return {TrustReason::kAhead,
                cat(which,
                    " says ",
                    core::to_rfc3339(tick.time),
                    ", here it is ",
                    core::to_rfc3339(time_.at(now.mono)),
                    ": a root with a time_reset is wanted")};
    }
    const core::WallTime at = std::max(tick.time, judged_at(now));
    const core::WallTime root_end = root_.value.expires;
    if (auto verdict =
            expired(which, tick.expires, std::min(end_of(DelegatedRole::kTick), root_end), at);
        verdict) {
        return *std::move(verdict);
    }
    if (auto verdict =
            expired("its head", head_->value.expires, end_of(DelegatedRole::kSequencer), at);
        verdict) {
        return *std::move(verdict);
    }
    time_.on_tick(tick.time, now.mono, may_leap);
    tick_ = std::move(offered);
    return installed("tick", tick_->value.version);
}

TrustVerdict TrustState::offer_policy(const SignedDocument& document, const Clocks& now) {
    auto got =
        read<wire::SitePolicy>(document, keys_of(DelegatedRole::kRules), DelegatedRole::kRules);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::SitePolicy>>(got);
    const std::string site = offered.value.site;
    const auto held = policies_.find(site);
    if (held == policies_.end() && policies_.size() >= kTrustHoldersMax) {
        return {TrustReason::kTooLarge, cat("policies: over ", kTrustHoldersMax)};
    }
    if (auto verdict = against(offered, held == policies_.end() ? nullptr : &held->second, 0);
        verdict) {
        return *std::move(verdict);
    }
    if (auto verdict =
            expired("policy", offered.value.expires, end_of(DelegatedRole::kRules), judged_at(now));
        verdict) {
        return *std::move(verdict);
    }
    const std::uint64_t version = offered.value.version;
    policies_.insert_or_assign(site, std::move(offered));
    return installed("policy", version);
}

TrustVerdict TrustState::offer_compartment(const SignedDocument& document, const Clocks& now) {
    if (auto over = over_limits(document); over) {
        return *std::move(over);
    }
    // Only whose signature is wanted is taken from it before that is verified.
    const auto named = wire::read_unverified<wire::Compartment>(document);
    if (!named) {
        return {TrustReason::kMalformed, cat("compartment: ", named.error().what)};
    }
    const wire::RoleKeys keys = agency_keys(named->list);
    auto got = read<wire::Compartment>(document, keys, DelegatedRole::kAgency);
    if (auto* refused = std::get_if<TrustVerdict>(&got); refused != nullptr) {
        return std::move(*refused);
    }
    auto& offered = std::get<HeldDocument<wire::Compartment>>(got);
    const std::string list = offered.value.list;
    const auto held = compartments_.find(list);
    if (held == compartments_.end() && compartments_.size() >= kCompartmentsMax) {
        return {TrustReason::kTooLarge, cat("compartments: over ", kCompartmentsMax)};
    }
    const bool counts = held != compartments_.end() &&
                        wire::TrustStore::open_document(held->second.document, keys, {});
    if (auto verdict = against(offered, counts ? &held->second : nullptr, 0); verdict) {
        return *std::move(verdict);
    }
    if (counts) {
        if (auto verdict = check_epochs(held->second.value, offered.value); verdict) {
            return *std::move(verdict);
        }
    }
    const wire::Delegation* agency = agency_of(root_.value, list);
    const core::WallTime end = agency == nullptr ? core::WallTime{} : agency->expires;
    if (auto verdict = expired("compartment", offered.value.expires, end, judged_at(now));
        verdict) {
        return *std::move(verdict);
    }
    const std::uint64_t version = offered.value.version;
    compartments_.insert_or_assign(list, std::move(offered));
    return installed(cat("compartment of ", list), version);
}

}  // namespace sarhad::replication
