#include "central/trust_issuer.h"

#include "core/check.h"
#include "core/text.h"
#include "replication/trust/root_step.h"
#include "wire/streams.h"

#include <algorithm>
#include <span>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using replication::Clocks;
using replication::TrustState;
using replication::TrustVerdict;
using wire::DocumentKind;
using wire::SignedDocument;

namespace {

Error wrong(std::string what) {
    return {Errc::kInvalid, cat("trust documents: ", what)};
}

/// The roots among `documents`, by version; the others as they are.
Result<std::vector<SignedDocument>> roots_of(const std::vector<SignedDocument>& documents) {
    std::vector<std::pair<std::uint64_t, SignedDocument>> numbered;
    for (const SignedDocument& one : documents) {
        if (one.kind == DocumentKind::kRoot) {
            SARHAD_TRY(const wire::Root root, wire::read_unverified<wire::Root>(one));
            numbered.emplace_back(root.version, one);
        }
    }
    std::sort(numbered.begin(), numbered.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    std::vector<SignedDocument> roots;
    for (auto& [version, one] : numbered) {
        if (version != roots.size() + 1) {
            return wrong(
                cat("wanted root ", roots.size() + 1, " once, and there is root ", version));
        }
        roots.push_back(std::move(one));
    }
    if (roots.empty()) {
        return wrong("no root is among them");
    }
    return roots;
}

/// Roots and what the holders of roles have signed; a document that is refused is an error, but
/// for one that is older than another.
Result<TrustState> state_of(const std::vector<SignedDocument>& documents,
                            const std::vector<SignedDocument>& roots,
                            const Clocks& now) {
    SARHAD_TRY(TrustState state,
               TrustState::begin(roots.front(), replication::SecureTime::believed(now)));
    const TrustVerdict walked = state.walk(roots, now);
    if (!walked.holds()) {
        return wrong(walked.what);
    }
    for (const SignedDocument& one : documents) {
        if (one.kind == DocumentKind::kRoot) {
            continue;
        }
        const TrustVerdict verdict = state.offer(one, now);
        if (!verdict.holds() && verdict.reason != replication::TrustReason::kRollback) {
            return wrong(cat(word_of(verdict.reason), ": ", verdict.what));
        }
    }
    return state;
}

SignedDocument sign(DocumentKind kind, core::Bytes body, const wire::SigningKey& key) {
    SignedDocument document;
    document.kind = kind;
    document.body = std::move(body);
    document.signatures = {key.sign(wire::domain_of(kind), document.body)};
    return document;
}

wire::Message message_of(const SignedDocument& document) {
    core::Bytes bytes = wire::encode(document);
    if (document.kind == DocumentKind::kTick) {
        return wire::SentTick{std::move(bytes)};
    }
    if (document.kind == DocumentKind::kCompartment) {
        return wire::SentCompartment{std::move(bytes)};
    }
    return wire::SentHead{std::move(bytes)};
}

std::vector<wire::StreamHead> stream_heads(const wire::Root& root,
                                           const std::vector<StreamHead>& published) {
    std::vector<wire::StreamHead> heads;
    for (const StreamHead& one : published) {
        const wire::StreamPosition& at = one.position;
        // What one port alone is sent is no business of all others.
        if (at.epoch == replication::epoch_of(root, at.stream) &&
            !wire::is_expected_stream(at.stream)) {
            heads.push_back({at.stream, at.epoch, at.seq, at.chain, one.root});
        }
    }
    std::sort(heads.begin(), heads.end(), [](const auto& a, const auto& b) {
        return a.stream < b.stream;
    });
    return heads;
}

}  // namespace

std::vector<SignedDocument> IssuedTrust::documents() const {
    std::vector<SignedDocument> both;
    if (head) {
        both.push_back(*head);
    }
    both.push_back(tick);
    return both;
}

Status TrustIssuer::check_keys() const {
    const wire::Root& root = state_.root().value;
    const auto check = [&root](std::string_view name,
                               wire::DelegatedRole role,
                               const wire::PublicKey& key) -> Status {
        const wire::Delegation* holders = replication::delegation_of(root, role);
        const bool holds =
            holders != nullptr && holders->threshold == 1 &&
            std::find(holders->keys.begin(), holders->keys.end(), key) != holders->keys.end();
        return holds ? Status{}
                     : wrong(cat(name,
                                 " does not hold role ",
                                 facts::name_of(role),
                                 " of root ",
                                 root.version,
                                 " alone"));
    };
    SARHAD_TRY_STATUS(
        check("tick.key", wire::DelegatedRole::kTick, keys_.tick.public_key().bytes()));
    SARHAD_TRY_STATUS(check(
        "sequencer.key", wire::DelegatedRole::kSequencer, keys_.sequencer.public_key().bytes()));
    SARHAD_TRY_STATUS(check("alert.key", wire::DelegatedRole::kAlert, keys_.alert));
    const wire::PublicKey& named = root.seals.front();
    if (std::find(keys_.seals.begin(), keys_.seals.end(), named) == keys_.seals.end()) {
        return wrong(cat("root ",
                         root.version,
                         " has nodes seal to ",
                         core::to_hex(named),
                         ", which is neither seal.key nor seal-next.key nor seal-old.key here: "
                         "nothing that they send would open"));
    }
    return {};
}

Result<TrustIssuer> TrustIssuer::make(const std::vector<SignedDocument>& documents,
                                      const std::vector<SignedDocument>& kept,
                                      IssuerKeys keys,
                                      core::Duration tick_every,
                                      const Clocks& now) {
    SARHAD_CHECK(tick_every >= kTickEveryMin);
    SARHAD_TRY(std::vector<SignedDocument> roots, roots_of(documents));
    SARHAD_TRY(const TrustState state, state_of(documents, roots, now));
    // What was issued last is believed again without its expiry: versions go on from there.
    // One whose key was replaced since is left out: its numbers begin anew, as at every node.
    TrustState restored = state;
    for (const SignedDocument& one : kept) {
        std::vector<SignedDocument> all = restored.kept_documents();
        all.push_back(one);
        if (auto with = TrustState::restore(all, {}, replication::SecureTime::believed(now));
            with) {
            restored = *std::move(with);
        }
    }
    TrustIssuer issuer{std::move(restored), std::move(keys), tick_every};
    issuer.roots_ = std::move(roots);
    SARHAD_TRY_STATUS(issuer.check_keys());
    return issuer;
}

Status TrustIssuer::renew(const std::vector<SignedDocument>& documents, const Clocks& now) {
    SARHAD_TRY(std::vector<SignedDocument> roots, roots_of(documents));
    // The folder has every root for ever: from the one that holds on they are news.
    const std::uint64_t held = state_.root().value.version;
    if (roots.size() < held) {
        return wrong(cat("root ", held, " holds, and is not among them"));
    }
    TrustState next = state_;
    const TrustVerdict walked = next.walk(std::span{roots}.subspan(held - 1), now);
    if (!walked.holds()) {
        return wrong(walked.what);
    }
    for (const SignedDocument& one : documents) {
        if (one.kind != DocumentKind::kRoot) {
            const TrustVerdict verdict = next.offer(one, now);
            if (!verdict.holds() && verdict.reason != replication::TrustReason::kRollback) {
                return wrong(cat(word_of(verdict.reason), ": ", verdict.what));
            }
        }
    }
    std::swap(state_, next);
    if (Status checked = check_keys(); !checked) {
        std::swap(state_, next);
        return checked;
    }
    roots_ = std::move(roots);
    return {};
}

/// One more; but at each start of central at least the seconds since 1970, which no number that was
/// given before can have reached: at most one a second is given. So a database that comes
/// back from a backup signs no number twice.
std::uint64_t TrustIssuer::next_version(std::uint64_t last, core::WallTime now) const {
    const auto seconds =
        static_cast<std::uint64_t>(std::max<std::int64_t>(now.micros, 0) / 1'000'000);
    return issued_at_ ? last + 1 : std::max(last + 1, seconds);
}

std::optional<SignedDocument> TrustIssuer::next_head(const std::vector<StreamHead>& heads,
                                                     core::WallTime now) const {
    const wire::Root& root = state_.root().value;
    wire::Head head;
    head.root_version = root.version;
    head.revocations_version =
        state_.revocations() ? state_.revocations()->value.version : std::uint64_t{0};
    head.streams = stream_heads(root, heads);
    head.issued = now;
    head.expires = replication::later(now, kHeadLives);
    head.version = next_version(0, now);
    if (const auto& held = state_.head(); held) {
        const wire::Head& last = held->value;
        const bool is_same = last.root_version == head.root_version &&
                             last.revocations_version == head.revocations_version &&
                             last.streams == head.streams;
        if (is_same && now < replication::later(last.issued, kHeadRenewed)) {
            return std::nullopt;
        }
        head.version = next_version(last.version, now);
        head.previous = held->hash;
    }
    return sign(DocumentKind::kHead, wire::encode(head), keys_.sequencer);
}

Result<std::optional<IssuedTrust>> TrustIssuer::due(const std::vector<StreamHead>& heads,
                                                    const Clocks& now) const {
    const core::Duration since =
        issued_at_ ? now.mono - *issued_at_ : tick_every_;  // At the start at once.
    if (since < std::min(tick_every_, kTickPace)) {
        return std::optional<IssuedTrust>{};
    }
    IssuedTrust issued;
    issued.head = next_head(heads, now.rtc);
    if (!issued.head && since < tick_every_) {
        return std::optional<IssuedTrust>{};
    }
    const SignedDocument& pinned = issued.head ? *issued.head : state_.head()->document;
    wire::Tick tick;
    tick.version = next_version(state_.tick() ? state_.tick()->value.version : 0, now.rtc);
    SARHAD_TRY(const wire::Head head, wire::read_unverified<wire::Head>(pinned));
    tick.head_version = head.version;
    tick.head_hash = wire::document_hash(pinned);
    tick.time = now.rtc;
    tick.expires = replication::later(now.rtc, kTickLives);
    issued.tick = sign(DocumentKind::kTick, wire::encode(tick), keys_.tick);
    TrustState tried = state_;  // What we would refuse, every node refuses.
    for (const SignedDocument& one : issued.documents()) {
        const TrustVerdict verdict = tried.offer(one, now);
        if (!verdict.holds()) {
            return wrong(cat(word_of(verdict.reason), ": ", verdict.what));
        }
    }
    return std::optional{std::move(issued)};
}

void TrustIssuer::adopt(const IssuedTrust& issued, const Clocks& now) {
    issued_at_ = now.mono;
    for (const SignedDocument& one : issued.documents()) {
        const TrustVerdict verdict = state_.offer(one, now);
        SARHAD_CHECK(verdict.holds());  // due() tried it.
    }
}

std::vector<wire::Message> TrustIssuer::wanted_by(const replication::TrustVersions& held,
                                                  const std::string& site) const {
    std::vector<wire::Message> wanted;
    for (std::size_t at = held.root; at < roots_.size(); ++at) {
        wanted.push_back(message_of(roots_[at]));
    }
    for (const SignedDocument& one : state_.kept_documents()) {
        switch (one.kind) {
            case DocumentKind::kRoot:
            case DocumentKind::kCertificate:
                break;
            case DocumentKind::kRevocations:
                if (state_.revocations()->value.version != held.revocations) {
                    wanted.push_back(message_of(one));
                }
                break;
            case DocumentKind::kPolicy: {
                const auto policy = wire::read_unverified<wire::SitePolicy>(one);
                if (policy && (policy->site.empty() || policy->site == site)) {
                    wanted.push_back(message_of(one));
                }
                break;
            }
            case DocumentKind::kCompartment:
                if (state_.versions().compartments != held.compartments) {
                    wanted.push_back(message_of(one));
                }
                break;
            case DocumentKind::kHead:
            case DocumentKind::kTick:
                wanted.push_back(message_of(one));
                break;
        }
    }
    return wanted;
}

std::vector<wire::Message> TrustIssuer::proof_of_revocation(std::uint64_t root_held) const {
    std::vector<wire::Message> proof;
    for (std::size_t at = root_held; at < roots_.size(); ++at) {
        proof.emplace_back(wire::Revoke{wire::encode(roots_[at])});
    }
    if (state_.revocations()) {
        proof.emplace_back(wire::Revoke{wire::encode(state_.revocations()->document)});
    }
    return proof;
}

std::vector<wire::Message> TrustIssuer::messages_of(const IssuedTrust& issued) {
    std::vector<wire::Message> messages;
    for (const SignedDocument& one : issued.documents()) {
        messages.push_back(message_of(one));
    }
    return messages;
}

}  // namespace sarhad::central
