#include "replication/trust/root_step.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::cat;
using wire::DelegatedRole;
using wire::Root;
using wire::SignedDocument;

namespace {

/// Its root role's threshold, as `root` has it.
core::Result<wire::Opened> open_root(const Root& root, const SignedDocument& document) {
    const wire::Delegation* holders = delegation_of(root, DelegatedRole::kRoot);
    SARHAD_CHECK(holders != nullptr);  // check_document() lets no root without one through.
    return wire::TrustStore::open_document(
        document, role_keys(*holders), cat("the root role of version ", root.version));
}

TrustVerdict malformed(const core::Error& error) {
    return {TrustReason::kMalformed, cat("root: ", error.what)};
}

/// True to itself: its numbers make sense, and its own root role has signed it.
RootOrVerdict self_signed(Root root, const SignedDocument& document) {
    if (const core::Status checked = wire::check_document(root); !checked) {
        return malformed(checked.error());
    }
    if (const auto opened = open_root(root, document); !opened) {
        return TrustVerdict{TrustReason::kSignatures, opened.error().what};
    }
    return HeldDocument<Root>{std::move(root), document, wire::document_hash(document)};
}

}  // namespace

std::optional<TrustVerdict> over_limits(const SignedDocument& document) {
    if (document.body.size() <= wire::document_limit(document.kind) &&
        document.signatures.size() <= wire::kTrustSignaturesMax) {
        return std::nullopt;
    }
    return TrustVerdict{TrustReason::kTooLarge,
                        cat(facts::name_of(document.kind),
                            ": ",
                            document.body.size(),
                            " bytes, ",
                            document.signatures.size(),
                            " signatures")};
}

RootOrVerdict read_anchor(const SignedDocument& document) {
    if (auto over = over_limits(document); over) {
        return *std::move(over);
    }
    if (document.kind != wire::DocumentKind::kRoot) {
        return TrustVerdict{TrustReason::kMalformed, "it is no root document"};
    }
    auto root = wire::read_unverified<Root>(document);  // It says itself whose signatures to want.
    return root ? self_signed(*std::move(root), document) : malformed(root.error());
}

RootOrVerdict read_successor(const HeldDocument<Root>& before, const SignedDocument& document) {
    if (auto over = over_limits(document); over) {
        return *std::move(over);
    }
    if (document.kind != wire::DocumentKind::kRoot) {
        return TrustVerdict{TrustReason::kMalformed, "it is no root document"};
    }
    const auto opened = open_root(before.value, document);
    if (!opened) {
        return TrustVerdict{TrustReason::kSignatures, opened.error().what};
    }
    auto root = wire::decode<Root>(*opened);
    if (!root) {
        return malformed(root.error());
    }
    const std::string which =
        cat("root ", root->version, " where ", before.value.version, " holds");
    if (root->version < before.value.version) {
        return TrustVerdict{TrustReason::kRollback, which};
    }
    if (root->version == before.value.version) {
        return TrustVerdict{TrustReason::kFork, which};
    }
    if (root->version != before.value.version + 1) {
        return TrustVerdict{TrustReason::kGap, cat(which, ": those between are missing")};
    }
    for (const wire::StreamEpoch& epoch : before.value.epochs) {
        if (epoch_of(*root, epoch.stream) < epoch.epoch) {
            return TrustVerdict{
                TrustReason::kRollback,
                cat(which, ": the epoch of stream ", epoch.stream.value(), " falls")};
        }
    }
    return self_signed(*std::move(root), document);
}

const wire::Delegation* delegation_of(const Root& root, DelegatedRole role) {
    const auto found = std::find_if(
        root.roles.begin(), root.roles.end(), [role](const auto& one) { return one.role == role; });
    return found == root.roles.end() ? nullptr : &*found;
}

const wire::Delegation* agency_of(const Root& root, std::string_view list) {
    const wire::Delegation* found = nullptr;
    for (const wire::Delegation& one : root.roles) {
        const bool covers = one.role == DelegatedRole::kAgency && list.starts_with(one.name) &&
                            (list.size() == one.name.size() || list[one.name.size()] == '/');
        if (covers && (found == nullptr || one.name.size() > found->name.size())) {
            found = &one;
        }
    }
    return found;
}

wire::RoleKeys role_keys(const wire::Delegation& delegation) {
    wire::RoleKeys keys;
    keys.threshold = delegation.threshold;
    keys.bulk_threshold = delegation.bulk_threshold;
    for (const wire::PublicKey& key : delegation.keys) {
        if (auto verify = wire::VerifyKey::from(key); verify) {
            keys.keys.push_back(*verify);
        }
    }
    return keys;
}

core::Epoch epoch_of(const Root& root, core::StreamId stream) {
    const auto found = std::find_if(root.epochs.begin(), root.epochs.end(), [&](const auto& one) {
        return one.stream == stream;
    });
    return found == root.epochs.end() ? core::Epoch{1} : found->epoch;
}

}  // namespace sarhad::replication
