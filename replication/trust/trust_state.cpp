#include "replication/trust/trust_state.h"

#include "core/text.h"
#include "replication/trust/root_step.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using wire::DelegatedRole;
using wire::Root;
using wire::SignedDocument;

namespace {

Errc code_of(TrustReason reason) {
    switch (reason) {
        case TrustReason::kSignatures:
            return Errc::kUnauthenticated;
        case TrustReason::kTooLarge:
        case TrustReason::kEndless:
            return Errc::kExhausted;
        case TrustReason::kInstalled:
        case TrustReason::kKnown:
        case TrustReason::kMalformed:
        case TrustReason::kGap:
        case TrustReason::kRollback:
        case TrustReason::kFork:
        case TrustReason::kExpired:
        case TrustReason::kUnpinned:
        case TrustReason::kRevokedHolder:
        case TrustReason::kAhead:
            return Errc::kInvalid;
    }
    return Errc::kInvalid;
}

/// A document of our own disk: what was true once needs no freshness, but still its signers.
template <class T>
Result<HeldDocument<T>> held_again(const SignedDocument& document, const wire::RoleKeys& keys) {
    const auto opened = wire::TrustStore::open_document(document, keys, "its role");
    auto value = opened ? wire::decode<T>(*opened) : Result<T>{opened.error()};
    if (!value) {
        return Error{Errc::kCorrupt,
                     cat("trust: the ",
                         facts::name_of(document.kind),
                         " that is kept: ",
                         value.error().what)};
    }
    return HeldDocument<T>{*std::move(value), document, wire::document_hash(document)};
}

}  // namespace

Result<TrustState> TrustState::begin(const SignedDocument& anchor, const SecureTime& time) {
    RootOrVerdict read = read_anchor(anchor);
    if (const auto* refused = std::get_if<TrustVerdict>(&read); refused != nullptr) {
        return Error{code_of(refused->reason), cat("root: ", refused->what)};
    }
    return TrustState{std::get<HeldDocument<Root>>(std::move(read)), time};
}

TrustVerdict TrustState::walk(std::span<const SignedDocument> roots, const Clocks& now) {
    if (roots.size() > kRootStepsMax) {
        return {TrustReason::kEndless,
                cat(roots.size(), " roots in one walk, ", kRootStepsMax, " at most")};
    }
    HeldDocument<Root> at = root_;
    for (const SignedDocument& document : roots) {
        if (wire::document_hash(document) == at.hash) {
            continue;
        }
        RootOrVerdict step = read_successor(at, document);
        if (auto* refused = std::get_if<TrustVerdict>(&step); refused != nullptr) {
            return std::move(*refused);
        }
        at = std::get<HeldDocument<Root>>(std::move(step));
    }
    if (at.hash == root_.hash) {
        return {TrustReason::kKnown, cat("root ", root_.value.version)};
    }
    // Where the tick's keys are replaced or the time is set, what ticks said may be the very thing
    // that is wrong: it must not keep its own cure out.
    const bool resets =
        at.value.time_reset != core::WallTime{} && at.value.time_reset != root_.value.time_reset;
    TrustState next = *this;
    next.set_root(std::move(at));
    if (resets && next.tick_) {
        next.tick_.reset();
        next.least_.tick = 0;
        next.time_.forget(next.root_.value.time_reset, now);
    }
    next.forget_unbacked(now);
    if (next.root_.value.expires <= next.judged_at(now)) {
        return {TrustReason::kExpired,
                cat("root ",
                    next.root_.value.version,
                    " expired at ",
                    core::to_rfc3339(next.root_.value.expires))};
    }
    *this = std::move(next);
    return {TrustReason::kInstalled, cat("root ", root_.value.version)};
}

void TrustState::forget_unbacked(const Clocks& now) {
    const auto is_backed = [](const SignedDocument& document, const wire::RoleKeys& keys) {
        return wire::TrustStore::open_document(document, keys, {}).has_value();
    };
    if (tick_ && !is_backed(tick_->document, keys_of(DelegatedRole::kTick))) {
        tick_.reset();
        least_.tick = 0;
        time_.forget(std::max(root_.value.time_reset, root_.value.issued), now);
    }
    if (head_ && !is_backed(head_->document, keys_of(DelegatedRole::kSequencer))) {
        head_.reset();
        least_.head = 0;
    }
    // What is revoked stays so until its successor says otherwise; only the number is free again.
    if (revocations_ && !is_backed(revocations_->document, keys_of(DelegatedRole::kSecurity))) {
        least_.revocations = 0;
    }
    std::erase_if(policies_, [&](const auto& held) {
        return !is_backed(held.second.document, keys_of(DelegatedRole::kRules));
    });
    std::erase_if(certificates_, [&](const auto& held) {
        return is_revoked(held.first) ||
               !is_backed(held.second.document, keys_of(DelegatedRole::kEnrol));
    });
}

TrustState::TrustState(HeldDocument<Root> root, const SecureTime& time) : time_{time} {
    set_root(std::move(root));
}

void TrustState::set_root(HeldDocument<Root> root) {
    root_ = std::move(root);
    root_keys_.clear();
    for (const wire::Delegation& holders : root_.value.roles) {
        if (holders.role != DelegatedRole::kAgency) {
            root_keys_.emplace(holders.role, role_keys(holders));
        }
    }
}

wire::RoleKeys TrustState::keys_of(DelegatedRole role) const {
    const auto found = root_keys_.find(role);
    if (found == root_keys_.end()) {
        return {.threshold = 0, .keys = {}};
    }
    wire::RoleKeys keys = found->second;
    std::erase_if(keys.keys,
                  [this](const wire::VerifyKey& key) { return is_revoked(key.bytes()); });
    return keys;
}

wire::RoleKeys TrustState::agency_keys(const std::string& list) const {
    const wire::Delegation* agency = agency_of(root_.value, list);
    if (agency == nullptr) {
        return {.threshold = 0, .keys = {}};
    }
    wire::RoleKeys keys = role_keys(*agency);
    keys.threshold = std::max(keys.threshold, keys.bulk_threshold);
    std::erase_if(keys.keys,
                  [this](const wire::VerifyKey& key) { return is_revoked(key.bytes()); });
    return keys;
}

bool TrustState::is_entitled(core::NodeId node, const std::string& list) const {
    const auto found = compartments_.find(list);
    return found == compartments_.end() || wire::member_of(found->second.value, node) != nullptr;
}

core::WallTime TrustState::end_of(DelegatedRole role) const {
    const wire::Delegation* holders = delegation_of(root_.value, role);
    return holders == nullptr ? core::WallTime{} : holders->expires;
}

core::WallTime TrustState::judged_at(const Clocks& now) const {
    return time_.proven_floor(now.mono);
}

bool TrustState::is_leap_granted() const {
    return root_.value.time_reset != core::WallTime{} && !tick_;
}

bool TrustState::is_revoked(core::NodeId node) const {
    return revocations_ && std::any_of(revocations_->value.nodes.begin(),
                                       revocations_->value.nodes.end(),
                                       [node](const auto& one) { return one.node == node; });
}

bool TrustState::is_revoked(const wire::PublicKey& key) const {
    return revocations_ && std::any_of(revocations_->value.keys.begin(),
                                       revocations_->value.keys.end(),
                                       [&](const auto& one) { return one.key == key; });
}

wire::SitePolicy TrustState::policy(const std::string& site) const {
    for (const std::string& wanted : {site, std::string{}}) {
        if (const auto found = policies_.find(wanted); found != policies_.end()) {
            return found->second.value;
        }
    }
    return {};
}

TrustAge TrustState::age(core::MonoTime mono, const std::string& site) const {
    // On a root that was followed by another once, nothing is fresh until that is here again.
    const bool is_old_root = root_.value.version < least_.root;
    return trust_age(time_.at(mono),
                     time_.is_proven(),
                     tick_ && !is_old_root ? std::optional{tick_->value.time} : std::nullopt,
                     {root_.value.expires, end_of(DelegatedRole::kTick)},
                     policy(site));
}

wire::TrustStore TrustState::store() const {
    wire::TrustStore store;
    // A role whose keys no longer reach its threshold is held by nobody.
    const auto put = [&](const wire::Role& role, wire::RoleKeys keys) {
        std::erase_if(keys.keys, [this](const auto& key) { return is_revoked(key.bytes()); });
        if (!store.set(role, std::move(keys))) {
            store.remove(role);
        }
    };
    for (const wire::Delegation& held : root_.value.roles) {
        switch (held.role) {
            case DelegatedRole::kAgency:
                put(wire::Role::list(held.name), role_keys(held));
                break;
            case DelegatedRole::kSequencer:
                put(wire::Role::sequencer({}), role_keys(held));
                break;
            case DelegatedRole::kAlert:
                put(wire::Role::alert(), role_keys(held));
                break;
            case DelegatedRole::kRules:
                put(wire::Role::rules(), role_keys(held));
                break;
            case DelegatedRole::kRoot:
            case DelegatedRole::kSecurity:
            case DelegatedRole::kTick:
            case DelegatedRole::kEnrol:
                break;  // They sign trust documents only, which are verified here.
        }
    }
    for (const auto& [node, held] : certificates_) {
        if (auto key = wire::VerifyKey::from(held.value.sign); key) {
            put(wire::Role::of_node(node), {1, {*key}});
        }
    }
    for (const auto& [list, held] : compartments_) {
        store.set_sealed(list, held.value.epoch);
    }
    return store;
}

TrustVersions TrustState::versions() const {
    TrustVersions highest = least_;
    highest.root = std::max(highest.root, root_.value.version);
    if (revocations_) {
        highest.revocations = std::max(highest.revocations, revocations_->value.version);
    }
    if (head_) {
        highest.head = std::max(highest.head, head_->value.version);
    }
    if (tick_) {
        highest.tick = std::max(highest.tick, tick_->value.version);
    }
    highest.compartments = 0;
    if (!compartments_.empty()) {
        core::Bytes named;
        for (const auto& [list, held] : compartments_) {
            core::append(named, held.hash);
        }
        const wire::Hash256 all = wire::blake2b(named);
        for (std::size_t at = 0; at < 8; ++at) {
            highest.compartments = (highest.compartments << 8U) | all[at];
        }
        highest.compartments = (highest.compartments >> 1U) | 1U;  // Below 2^63, and never 0.
    }
    return highest;
}

bool TrustState::is_behind() const {
    return root_.value.version < least_.root ||
           (revocations_ ? revocations_->value.version : 0) < least_.revocations ||
           (head_ ? head_->value.version : 0) < least_.head ||
           (tick_ ? tick_->value.version : 0) < least_.tick;
}

std::vector<SignedDocument> TrustState::kept_documents() const {
    std::vector<SignedDocument> kept{root_.document};
    if (revocations_) {
        kept.push_back(revocations_->document);
    }
    for (const auto& [site, held] : policies_) {
        kept.push_back(held.document);
    }
    for (const auto& [node, held] : certificates_) {
        kept.push_back(held.document);
    }
    for (const auto& [list, held] : compartments_) {
        kept.push_back(held.document);
    }
    if (head_) {
        kept.push_back(head_->document);
    }
    if (tick_) {
        kept.push_back(tick_->document);
    }
    return kept;
}

Result<TrustState> TrustState::restore(const std::vector<SignedDocument>& kept,
                                       const TrustVersions& least,
                                       const SecureTime& time) {
    if (kept.empty() || kept.front().kind != wire::DocumentKind::kRoot) {
        return Error{Errc::kCorrupt, "trust: no root document is kept"};
    }
    auto begun = begin(kept.front(), time);
    if (!begun) {
        return Error{Errc::kCorrupt, cat("trust: ", begun.error().what)};
    }
    TrustState& state = *begun;
    for (const SignedDocument& one : kept) {
        switch (one.kind) {
            case wire::DocumentKind::kRoot:
                break;
            case wire::DocumentKind::kRevocations: {
                // Kept though its signers may be gone: nothing is un-revoked by that.
                SARHAD_TRY(auto value, wire::read_unverified<wire::Revocations>(one));
                state.revocations_ = {std::move(value), one, wire::document_hash(one)};
                break;
            }
            case wire::DocumentKind::kHead: {
                SARHAD_TRY(state.head_,
                           held_again<wire::Head>(one, state.keys_of(DelegatedRole::kSequencer)));
                break;
            }
            case wire::DocumentKind::kTick: {
                SARHAD_TRY(state.tick_,
                           held_again<wire::Tick>(one, state.keys_of(DelegatedRole::kTick)));
                break;
            }
            case wire::DocumentKind::kPolicy: {
                SARHAD_TRY(auto held,
                           held_again<wire::SitePolicy>(one, state.keys_of(DelegatedRole::kRules)));
                state.policies_.insert_or_assign(held.value.site, std::move(held));
                break;
            }
            case wire::DocumentKind::kCertificate: {
                SARHAD_TRY(
                    auto held,
                    held_again<wire::NodeCertificate>(one, state.keys_of(DelegatedRole::kEnrol)));
                state.certificates_.insert_or_assign(held.value.node, std::move(held));
                break;
            }
            case wire::DocumentKind::kCompartment: {
                // As revocations: what was closed is not open because its signers are gone.
                SARHAD_TRY(auto value, wire::read_unverified<wire::Compartment>(one));
                const std::string list = value.list;
                state.compartments_.insert_or_assign(
                    list,
                    HeldDocument<wire::Compartment>{
                        std::move(value), one, wire::document_hash(one)});
                break;
            }
        }
    }
    state.least_ = least;
    return begun;
}

}  // namespace sarhad::replication
