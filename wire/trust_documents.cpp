#include "wire/trust_documents.h"

#include "core/text.h"

#include <algorithm>
#include <set>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// 2020-01-01 and 2200-01-01: a time outside is a mistake, and sums of two inside never overflow.
constexpr core::WallTime kEarliest{1'577'836'800'000'000};
constexpr core::WallTime kLatest{7'258'118'400'000'000};

Error wrong(std::string_view what) {
    return {Errc::kInvalid, std::string{what}};
}

bool is_in_range(core::WallTime time) {
    return time >= kEarliest && time < kLatest;
}

bool is_link_or_none(const PublicKey& key, const PublicKey& other) {
    return key != other || key == PublicKey{};
}

Status check_delegation(const Delegation& role) {
    const std::string who = cat("role ", facts::name_of(role.role), " ", role.name);
    const std::set<PublicKey> different(role.keys.begin(), role.keys.end());
    if (different.size() != role.keys.size()) {
        return wrong(cat(who, ": a key stands there twice"));
    }
    if (role.threshold == 0 || role.threshold > different.size() ||
        role.bulk_threshold > different.size()) {
        return wrong(cat(who, ": its ", different.size(), " keys cannot reach the threshold"));
    }
    for (const PublicKey& key : role.keys) {
        if (!VerifyKey::from(key)) {
            return wrong(cat(who, ": key ", key_id(key).value(), " is no Ed25519 key"));
        }
    }
    const bool is_agency = role.role == DelegatedRole::kAgency;
    const bool is_named =
        role.name.starts_with("wl/") && role.name.size() > 3 && !role.name.ends_with("/");
    if (is_agency != !role.name.empty() || (is_agency && !is_named)) {
        return wrong(cat(who, ": an agency is named wl/<agency>, and nobody else is named"));
    }
    if (!is_in_range(role.expires)) {
        return wrong(cat(who, ": expires: wanted a time of 2020 to 2199"));
    }
    return {};
}

Status check_roles(const std::vector<Delegation>& roles) {
    std::set<std::pair<DelegatedRole, std::string>> seen;
    std::set<PublicKey> of_root;
    for (const Delegation& role : roles) {
        SARHAD_TRY_STATUS(check_delegation(role));
        if (!seen.emplace(role.role, role.name).second) {
            return wrong(cat("role ", facts::name_of(role.role), " ", role.name, ": twice"));
        }
        if (role.role == DelegatedRole::kRoot) {
            of_root.insert(role.keys.begin(), role.keys.end());
        }
    }
    for (const DelegatedRole needed : {DelegatedRole::kRoot,
                                       DelegatedRole::kSecurity,
                                       DelegatedRole::kSequencer,
                                       DelegatedRole::kTick}) {
        if (seen.count({needed, {}}) == 0) {
            return wrong(cat("role ", facts::name_of(needed), ": missing"));
        }
    }
    for (const Delegation& role : roles) {
        for (const PublicKey& key : role.keys) {
            if (role.role != DelegatedRole::kRoot && of_root.count(key) != 0) {
                return wrong(cat("role ",
                                 facts::name_of(role.role),
                                 ": key ",
                                 key_id(key).value(),
                                 " is a root holder's too: make one of its own"));
            }
        }
    }
    return {};
}

template <class T, class Of>
bool rises(const std::vector<T>& list, Of of) {
    return std::adjacent_find(list.begin(), list.end(), [&](const T& a, const T& b) {
               return !(of(a) < of(b));
           }) == list.end();
}

}  // namespace

std::size_t document_limit(DocumentKind kind) {
    switch (kind) {
        case DocumentKind::kRoot:
        case DocumentKind::kRevocations:
        case DocumentKind::kCompartment:
            return kTrustDocumentMax;
        case DocumentKind::kHead:
            return std::size_t{32} * 1024;
        case DocumentKind::kCertificate:
            return std::size_t{8} * 1024;
        case DocumentKind::kTick:
        case DocumentKind::kPolicy:
            return 512;
    }
    return 0;
}

Domain domain_of(DocumentKind kind) {
    switch (kind) {
        case DocumentKind::kRoot:
            return Domain::kRoot;
        case DocumentKind::kRevocations:
            return Domain::kRevocations;
        case DocumentKind::kCertificate:
            return Domain::kCertificate;
        case DocumentKind::kHead:
            return Domain::kHead;
        case DocumentKind::kTick:
            return Domain::kTick;
        case DocumentKind::kPolicy:
            return Domain::kPolicy;
        case DocumentKind::kCompartment:
            return Domain::kCompartment;
    }
    return Domain::kRoot;
}

Result<SignedDocument> read_document(core::ByteView bytes) {
    // A signature takes some 80 bytes.
    if (bytes.size() > kTrustDocumentMax + kTrustSignaturesMax * 128) {
        return Error{Errc::kExhausted, cat("a document of ", bytes.size(), " bytes is too large")};
    }
    UnpackLimits limits;
    limits.elements = 256;
    limits.array = kTrustSignaturesMax;
    limits.bytes = kTrustDocumentMax;
    SARHAD_TRY(SignedDocument document, decode<SignedDocument>(bytes, limits));
    if (document.body.size() > document_limit(document.kind)) {
        return Error{Errc::kExhausted,
                     cat("a ",
                         facts::name_of(document.kind),
                         " of ",
                         document.body.size(),
                         " bytes is over its ",
                         document_limit(document.kind))};
    }
    return document;
}

Hash256 document_hash(const SignedDocument& document) {
    return blake2b(document.body);
}

Status check_version_and_times(std::uint64_t version,
                               core::WallTime issued,
                               core::WallTime expires) {
    if (version == 0) {
        return wrong("version: wanted 1 or more");
    }
    if (!is_in_range(issued) || !is_in_range(expires) || issued >= expires) {
        return wrong("issued, expires: wanted two times of 2020 to 2199, in that order");
    }
    return {};
}

Status check_document(const Root& root) {
    SARHAD_TRY_STATUS(check_version_and_times(root.version, root.issued, root.expires));
    SARHAD_TRY_STATUS(check_roles(root.roles));
    if (root.link_current == PublicKey{} || !is_link_or_none(root.link_next, root.link_current)) {
        return wrong("link_current, link_next: wanted a key, and another or none");
    }
    if (root.seals.empty()) {
        return wrong("seals: wanted at least one key");
    }
    const auto stream_of = [](const StreamEpoch& one) { return one.stream; };
    if (!rises(root.epochs, stream_of)) {
        return wrong("epochs: wanted each stream once, by rising number");
    }
    if (root.time_reset != core::WallTime{} && !is_in_range(root.time_reset)) {
        return wrong("time_reset: wanted a time of 2020 to 2199");
    }
    return {};
}

Status check_document(const Revocations& revocations) {
    return check_version_and_times(revocations.version, revocations.issued, revocations.expires);
}

Status check_document(const NodeCertificate& certificate) {
    SARHAD_TRY_STATUS(
        check_version_and_times(certificate.version, certificate.issued, certificate.expires));
    if (certificate.node == core::kCentral || certificate.port.size() != 5 ||
        !VerifyKey::from(certificate.sign)) {
        return wrong("certificate: wanted a node's number, a port of 5 letters and a signing key");
    }
    return {};
}

Status check_document(const Head& head) {
    SARHAD_TRY_STATUS(check_version_and_times(head.version, head.issued, head.expires));
    if (head.root_version == 0 ||
        !rises(head.streams, [](const StreamHead& one) { return one.stream; })) {
        return wrong("head: wanted a root's version, and each stream once, by rising number");
    }
    return {};
}

Status check_document(const Tick& tick) {
    SARHAD_TRY_STATUS(check_version_and_times(tick.version, tick.time, tick.expires));
    return tick.head_version == 0 ? Status{wrong("head_version: wanted 1 or more")} : Status{};
}

Status check_document(const SitePolicy& policy) {
    constexpr std::uint64_t kDay = 86400;
    SARHAD_TRY_STATUS(check_version_and_times(policy.version, policy.issued, policy.expires));
    if (policy.fresh_seconds == 0 || policy.fresh_seconds >= policy.stale_seconds ||
        policy.stale_seconds >= policy.degraded_seconds || policy.degraded_seconds > 3650 * kDay) {
        return wrong("ages: wanted fresh below stale below degraded, of at most ten years");
    }
    if (policy.dead_man_days == 0 || policy.dead_man_days > 3650 ||
        policy.dead_man_days * kDay < policy.degraded_seconds) {
        return wrong("dead_man_days: wanted 1 to 3650, and not before EXPIRED");
    }
    return {};
}

}  // namespace sarhad::wire
