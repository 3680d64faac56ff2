#include "wire/trust.h"

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

constexpr std::size_t kMaxRoleKeys = 16;

std::string_view word_of(RoleKind kind) {
    switch (kind) {
        case RoleKind::kList:
            return "list";
        case RoleKind::kAlert:
            return "alert";
        case RoleKind::kSequencer:
            return "sequencer";
        case RoleKind::kRules:
            return "rules";
        case RoleKind::kNode:
            return "node";
    }
    return "unknown";
}

Domain domain_of(RoleKind kind) {
    switch (kind) {
        case RoleKind::kAlert:
            return Domain::kAlert;
        case RoleKind::kRules:
            return Domain::kRules;
        case RoleKind::kNode:
            return Domain::kUpBatch;
        case RoleKind::kList:
        case RoleKind::kSequencer:
            return Domain::kDelta;
    }
    return Domain::kDelta;
}

std::set<PublicKey> distinct(const std::vector<VerifyKey>& keys) {
    std::set<PublicKey> different;
    for (const VerifyKey& key : keys) {
        different.insert(key.bytes());
    }
    return different;
}

/// How many different keys of the role signed.
std::size_t count_signers(const RoleKeys& role,
                          Domain domain,
                          core::ByteView bytes,
                          const std::vector<Signature>& signatures,
                          std::size_t tried_max) {
    std::set<PublicKey> signers;
    const std::size_t tried = std::min(signatures.size(), tried_max);
    for (std::size_t i = 0; i < tried; ++i) {
        for (const VerifyKey& key : role.keys) {
            if (key.verifies(domain, bytes, signatures[i])) {
                signers.insert(key.bytes());
            }
        }
    }
    return signers.size();
}

}  // namespace

TrustStore::Holder TrustStore::holder_of(const Role& role) {
    switch (role.kind) {
        case RoleKind::kList:
            return {role.kind, role.name};
        case RoleKind::kNode:
            return {role.kind, std::to_string(role.node.value())};
        case RoleKind::kAlert:
        case RoleKind::kSequencer:
        case RoleKind::kRules:
            return {role.kind, {}};
    }
    return {role.kind, {}};
}

TrustStore::TrustStore(const TrustStore& other)
    : roles_{other.copy()}, sealed_{other.copy_sealed()} {}

TrustStore& TrustStore::operator=(const TrustStore& other) {
    if (this != &other) {
        auto roles = other.copy();  // Never both locks at once.
        auto sealed = other.copy_sealed();
        const core::MutexLock lock{mutex_};
        roles_ = std::move(roles);
        sealed_ = std::move(sealed);
    }
    return *this;
}

std::map<TrustStore::Holder, RoleKeys> TrustStore::copy() const {
    const core::MutexLock lock{mutex_};
    return roles_;
}

std::map<std::string, core::Epoch> TrustStore::copy_sealed() const {
    const core::MutexLock lock{mutex_};
    return sealed_;
}

void TrustStore::set_sealed(const std::string& list, core::Epoch epoch) {
    const core::MutexLock lock{mutex_};
    sealed_.insert_or_assign(list, epoch);
}

core::Epoch TrustStore::sealed_epoch(const std::string& list) const {
    const core::MutexLock lock{mutex_};
    const auto found = sealed_.find(list);
    return found == sealed_.end() ? core::Epoch{0} : found->second;
}

Status TrustStore::set(const Role& role, RoleKeys keys) {
    const std::size_t different = distinct(keys.keys).size();
    if (keys.threshold == 0 || keys.threshold > different || keys.keys.size() > kMaxRoleKeys) {
        return Error{Errc::kInvalid,
                     cat("role ",
                         word_of(role.kind),
                         " ",
                         role.name,
                         ": threshold ",
                         keys.threshold,
                         " with ",
                         different,
                         " different keys (at most 16)")};
    }
    const core::MutexLock lock{mutex_};
    roles_.insert_or_assign(holder_of(role), std::move(keys));
    return {};
}

void TrustStore::remove(const Role& role) {
    const core::MutexLock lock{mutex_};
    roles_.erase(holder_of(role));
}

std::optional<RoleKeys> TrustStore::find(const Role& role) const {
    const core::MutexLock lock{mutex_};
    Holder holder = holder_of(role);
    while (true) {
        const auto found = roles_.find(holder);
        if (found != roles_.end()) {
            return found->second;
        }
        const std::size_t slash = holder.second.rfind('/');
        if (role.kind != RoleKind::kList || slash == std::string::npos) {
            return std::nullopt;
        }
        holder.second.resize(slash);
    }
}

Status TrustStore::check(const Role& role,
                         Domain domain,
                         core::ByteView bytes,
                         const std::vector<Signature>& signatures,
                         Removal removal) const {
    const std::optional<RoleKeys> keys = find(role);
    const std::string who = cat("role ", word_of(role.kind), " ", role.name);
    if (!keys) {
        return Error{Errc::kUnauthenticated, cat(who, ": nobody holds it here")};
    }
    const std::size_t wanted = removal == Removal::kMany
                                   ? std::max(keys->threshold, keys->bulk_threshold)
                                   : keys->threshold;
    const std::size_t signers = count_signers(*keys, domain, bytes, signatures, kMaxSignatures);
    if (signers < wanted) {
        return Error{Errc::kUnauthenticated,
                     cat(who,
                         ": ",
                         signers,
                         " of ",
                         wanted,
                         " wanted keys signed (",
                         signatures.size(),
                         " signatures, domain ",
                         domain_text(domain),
                         ")")};
    }
    return {};
}

Result<Opened> TrustStore::open_delta(const Delta& delta, const Role& role) const {
    SARHAD_CHECK(role.kind != RoleKind::kNode);
    SARHAD_TRY_STATUS(check(role, domain_of(role.kind), delta.body, delta.signatures));
    return Opened{delta.body, role.name};
}

Result<Opened> TrustStore::open_up_batch(const SignedUpBatch& batch, core::NodeId node) const {
    SARHAD_TRY_STATUS(check(Role::of_node(node), Domain::kUpBatch, batch.body, {batch.signature}));
    return Opened{batch.body, {}};
}

/// Reports and statements carry no key tag: each key of the node is tried.
bool TrustStore::is_signed_by(core::NodeId node,
                              Domain domain,
                              core::ByteView bytes,
                              const std::array<std::uint8_t, 64>& value) const {
    const Role role = Role::of_node(node);
    const std::optional<RoleKeys> keys = find(role);
    if (!keys) {
        return false;
    }
    return std::any_of(keys->keys.begin(), keys->keys.end(), [&](const VerifyKey& key) {
        const Signature signature{key.tag(), value};
        return check(role, domain, bytes, {signature}).has_value();
    });
}

Result<Opened> TrustStore::open_report(const facts::SignedReport& report) const {
    if (is_signed_by(report.node, Domain::kReport, report.body, report.signature)) {
        return Opened{report.body, {}};
    }
    return Error{Errc::kUnauthenticated,
                 cat("report of node ", report.node.value(), ": not signed by a key of that node")};
}

Result<Opened> TrustStore::open_statement(const facts::SignedStatement& statement) const {
    if (is_signed_by(statement.node, Domain::kState, statement.body, statement.signature)) {
        return Opened{statement.body, {}};
    }
    return Error{
        Errc::kUnauthenticated,
        cat("statement of node ", statement.node.value(), ": not signed by a key of that node")};
}

Status TrustStore::check_edition(const EditionStatement& statement,
                                 const std::vector<Signature>& signatures,
                                 Removal removal) const {
    return check(
        Role::list(statement.name), Domain::kEdition, encode(statement), signatures, removal);
}

Result<SignedByOne> TrustStore::open_by_one(const Role& role,
                                            Domain domain,
                                            core::ByteView bytes,
                                            const Signature& signature) const {
    const std::string who = cat("role ", word_of(role.kind), " ", role.name);
    const std::optional<RoleKeys> keys = find(role);
    if (!keys) {
        return Error{Errc::kUnauthenticated, cat(who, ": nobody holds it here")};
    }
    for (const VerifyKey& key : keys->keys) {
        if (key.verifies(domain, bytes, signature)) {
            return SignedByOne{Opened{core::to_bytes(bytes), role.name}, key.bytes()};
        }
    }
    return Error{Errc::kUnauthenticated,
                 cat(who,
                     ": not signed by one of its keys (key ",
                     core::to_hex(signature.key_id),
                     ", domain ",
                     domain_text(domain),
                     ")")};
}

Result<Opened> TrustStore::open_document(const SignedDocument& document,
                                         const RoleKeys& by,
                                         std::string_view who) {
    const std::size_t signers = count_signers(
        by, domain_of(document.kind), document.body, document.signatures, kTrustSignaturesMax);
    if (by.threshold == 0 || signers < by.threshold) {
        return Error{Errc::kUnauthenticated,
                     cat(signers, " of ", by.threshold, " wanted keys of ", who, " signed it")};
    }
    return Opened{document.body, {}};
}

facts::SignedReport sign_report(const SigningKey& key, core::NodeId node, core::Bytes body) {
    facts::SignedReport report;
    report.node = node;
    report.signature = key.sign(Domain::kReport, body).value;
    report.body = std::move(body);
    return report;
}

facts::SignedStatement sign_statement(const SigningKey& key,
                                      const facts::StateStatement& statement) {
    facts::SignedStatement made;
    made.node = statement.node;
    made.body = encode(statement);
    made.signature = key.sign(Domain::kState, made.body).value;
    return made;
}

}  // namespace sarhad::wire
