#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/units.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/opened.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The documents that say whom a daemon believes, and how old that is: docs/protocol.md, "Trust".
/// Their tables in namespace facts are the only list of their fields. Unsigned 64-bit numbers stay
/// below 2^63.
namespace sarhad::wire {

inline constexpr std::size_t kTrustKeysMax = 16;             ///< Of one role.
inline constexpr std::size_t kTrustDelegationsMax = 128;     ///< Roles of one root, agencies too.
inline constexpr std::size_t kTrustSignaturesMax = 32;       ///< On one document.
inline constexpr std::size_t kTrustSealsMax = 8;             ///< Seal keys of central in one root.
inline constexpr std::size_t kTrustEndpointsMax = 8;         ///< Of central, second site included.
inline constexpr std::size_t kTrustRevokedMax = 512;         ///< Nodes, and keys, of one document.
inline constexpr std::size_t kTrustCompartmentsMax = 64;     ///< Of one node.
inline constexpr std::size_t kTrustHeadStreamsMax = 256;     ///< Streams of one head.
inline constexpr std::size_t kTrustDocumentMax = 48 * 1024;  ///< Bytes of any document's body.

enum class DocumentKind : std::uint8_t {
    kRoot = 1,         ///< Who holds which role.
    kRevocations = 2,  ///< Nodes and keys that are believed no more.
    kCertificate = 3,  ///< One node's keys and place.
    kHead = 4,         ///< How far each stream of central's is.
    kTick = 5,         ///< What time it is at central, and which head holds.
    kPolicy = 6,       ///< How old trust data may be at a site.
    kCompartment = 7,  ///< Which nodes a list belongs to (wire/compartment.h).
};

/// Bytes of a body of this kind at most: looked at before anything else is.
[[nodiscard]] std::size_t document_limit(DocumentKind kind);
/// The domain that the signatures of this kind are made in.
[[nodiscard]] Domain domain_of(DocumentKind kind);

/// A document as it is kept, sent and carried: its body is never encoded again.
struct SignedDocument {
    DocumentKind kind{DocumentKind::kRoot};
    core::Bytes body;
    std::vector<Signature> signatures;  ///< Over `body`, in domain_of(kind).
    friend bool operator==(const SignedDocument&, const SignedDocument&) = default;
};

/// An encoded SignedDocument: a file, a database row, the body of a frame. kInvalid, or
/// kExhausted past document_limit(); nothing in the body has been looked at.
[[nodiscard]] core::Result<SignedDocument> read_document(core::ByteView bytes);
/// BLAKE2b-256 of the body: what heads and ticks pin, and what a person compares.
[[nodiscard]] Hash256 document_hash(const SignedDocument& document);

/// Who may hold a role of a root document.
enum class DelegatedRole : std::uint8_t {
    kRoot = 1,       ///< Roots: this document's successor.
    kSecurity = 2,   ///< Revocations.
    kAgency = 3,     ///< Lists whose names begin with the delegation's.
    kSequencer = 4,  ///< Heads, and deltas as they are sent.
    kTick = 5,       ///< Ticks.
    kAlert = 6,      ///< Machine-raised alerts.
    kEnrol = 7,      ///< Node certificates.
    kRules = 8,      ///< Rule packs and site policies.
};

/// One role: how many different ones of its keys must sign.
struct Delegation {
    DelegatedRole role{DelegatedRole::kRoot};
    std::string name;  ///< kAgency: "wl/un"; empty for the others.
    std::uint32_t threshold{1};
    std::uint32_t bulk_threshold{0};  ///< kAgency: for large removals; 0: as `threshold`.
    std::vector<PublicKey> keys;
    core::WallTime expires;
    friend bool operator==(const Delegation&, const Delegation&) = default;
};

/// A down stream whose numbering began anew; epoch 1 is every stream's first and not listed.
struct StreamEpoch {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    friend bool operator==(const StreamEpoch&, const StreamEpoch&) = default;
};

/// Where nodes reach central.
struct CentralEndpoint {
    std::string site;     ///< "main", "second": for people.
    std::string control;  ///< "tcp://192.0.2.1:5701".
    std::string bulk;
    friend bool operator==(const CentralEndpoint&, const CentralEndpoint&) = default;
};

/// Version N+1 counts where the root roles of N and of N+1 both reach their thresholds.
struct Root {
    std::uint64_t version{0};  ///< From 1, without gaps.
    core::WallTime issued;
    core::WallTime expires;
    std::vector<Delegation> roles;
    PublicKey link_current{};      ///< Central's link key, and the one that will follow it:
    PublicKey link_next{};         ///< zero where none is foreseen.
    std::vector<PublicKey> seals;  ///< What rows are sealed to, the newest first.
    std::vector<StreamEpoch> epochs;
    std::vector<CentralEndpoint> endpoints;
    /// Not zero: the holders say what time it is. What ticks said before is forgotten, and the
    /// first tick at or after this time is believed however far it is from the clocks.
    core::WallTime time_reset;
    friend bool operator==(const Root&, const Root&) = default;
};

/// A node that is shut out, since when and why.
struct RevokedNode {
    core::NodeId node{0};
    core::WallTime since;
    std::string why;
    friend bool operator==(const RevokedNode&, const RevokedNode&) = default;
};

/// A key of any role but root, or of a node.
struct RevokedKey {
    PublicKey key{};
    core::WallTime since;
    std::string why;
    friend bool operator==(const RevokedKey&, const RevokedKey&) = default;
};

/// All that is revoked: what a newer version leaves out is believed again.
struct Revocations {
    std::uint64_t version{0};
    core::WallTime issued;
    core::WallTime expires;
    std::vector<RevokedNode> nodes;
    std::vector<RevokedKey> keys;
    friend bool operator==(const Revocations&, const Revocations&) = default;
};

/// One node's place and keys.
struct NodeCertificate {
    std::uint64_t version{0};  ///< Of this node's certificates.
    core::NodeId node{0};
    std::string port;  ///< "PKTKM".
    std::uint32_t site{1};
    PublicKey link{};
    PublicKey sign{};
    std::vector<std::string> compartments;  ///< Prefixes of lists' names.
    core::WallTime issued;                  ///< Valid from then.
    core::WallTime expires;
    friend bool operator==(const NodeCertificate&, const NodeCertificate&) = default;
};

/// How far one stream is.
struct StreamHead {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq seq{0};
    Hash256 chain{};
    Hash256 state_root{};
    friend bool operator==(const StreamHead&, const StreamHead&) = default;
};

/// How far everything is that central publishes, so that no mixture of old and new passes.
struct Head {
    std::uint64_t version{0};
    std::uint64_t root_version{0};
    std::uint64_t revocations_version{0};
    std::vector<StreamHead> streams;  ///< By rising stream.
    Hash256 previous{};               ///< document_hash() of the head before; zero in the first.
    core::WallTime issued;
    core::WallTime expires;
    friend bool operator==(const Head&, const Head&) = default;
};

/// What time it is.
struct Tick {
    std::uint64_t version{0};
    std::uint64_t head_version{0};
    Hash256 head_hash{};
    core::WallTime time;  ///< Central's, when it signed this.
    core::WallTime expires;
    friend bool operator==(const Tick&, const Tick&) = default;
};

/// How often a supervisor signs for screening on old data.
enum class SignOff : std::uint8_t { kShift = 1, kFlight = 2 };

/// The ages at which trust data changes its state, and what follows. Applies to one site; with an
/// empty `site` to every site that has no policy of its own.
struct SitePolicy {
    std::uint64_t version{0};
    std::string site;  ///< "PKTKM-1".
    core::WallTime issued;
    core::WallTime expires;
    std::uint64_t fresh_seconds{15 * 60};
    std::uint64_t stale_seconds{24 * 3600};
    std::uint64_t degraded_seconds{30 * 86400};
    SignOff sign_off{SignOff::kShift};  ///< From DEGRADED on.
    core::Permille second_checks{50};   ///< Sampled travellers a second person looks at then.
    std::uint64_t dead_man_days{45};    ///< Without a tick for so long, list data is to be erased.
    friend bool operator==(const SitePolicy&, const SitePolicy&) = default;
};

/// Whether its numbers make sense together, whoever signed it: kInvalid says which do not. A root:
/// each role at most once and the four that nothing goes without, thresholds that its different
/// keys can reach, keys that are points of the curve, and no key of the root's in another role.
[[nodiscard]] core::Status check_document(const Root& root);
[[nodiscard]] core::Status check_document(const Revocations& revocations);
[[nodiscard]] core::Status check_document(const NodeCertificate& certificate);
[[nodiscard]] core::Status check_document(const Head& head);
[[nodiscard]] core::Status check_document(const Tick& tick);
[[nodiscard]] core::Status check_document(const SitePolicy& policy);
/// What each kind's check begins with.
[[nodiscard]] core::Status check_version_and_times(std::uint64_t version,
                                                   core::WallTime issued,
                                                   core::WallTime expires);

template <>
struct NeedsOpening<Root> : std::true_type {};
template <>
struct NeedsOpening<Revocations> : std::true_type {};
template <>
struct NeedsOpening<NodeCertificate> : std::true_type {};
template <>
struct NeedsOpening<Head> : std::true_type {};
template <>
struct NeedsOpening<Tick> : std::true_type {};
template <>
struct NeedsOpening<SitePolicy> : std::true_type {};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct EnumNames<wire::DocumentKind> {
    static constexpr std::array<std::pair<wire::DocumentKind, std::string_view>, 7> kNames{
        {{wire::DocumentKind::kRoot, "root"},
         {wire::DocumentKind::kRevocations, "revocations"},
         {wire::DocumentKind::kCertificate, "certificate"},
         {wire::DocumentKind::kHead, "head"},
         {wire::DocumentKind::kTick, "tick"},
         {wire::DocumentKind::kPolicy, "policy"},
         {wire::DocumentKind::kCompartment, "compartment"}}};
};
template <>
struct EnumNames<wire::DelegatedRole> {
    static constexpr std::array<std::pair<wire::DelegatedRole, std::string_view>, 8> kNames{
        {{wire::DelegatedRole::kRoot, "root"},
         {wire::DelegatedRole::kSecurity, "security"},
         {wire::DelegatedRole::kAgency, "agency"},
         {wire::DelegatedRole::kSequencer, "sequencer"},
         {wire::DelegatedRole::kTick, "tick"},
         {wire::DelegatedRole::kAlert, "alert"},
         {wire::DelegatedRole::kEnrol, "enrol"},
         {wire::DelegatedRole::kRules, "rules"}}};
};
template <>
struct EnumNames<wire::SignOff> {
    static constexpr std::array<std::pair<wire::SignOff, std::string_view>, 2> kNames{
        {{wire::SignOff::kShift, "shift"}, {wire::SignOff::kFlight, "flight"}}};
};
template <>
struct Schema<wire::SignedDocument> {
    static constexpr std::string_view kName = "signed_document";
    static constexpr auto kFields = FieldList{
        field(1, "kind", &wire::SignedDocument::kind, 1, Feed::kSystem),
        field(2, "body", &wire::SignedDocument::body, wire::kTrustDocumentMax, Feed::kSystem),
        field(3,
              "signatures",
              &wire::SignedDocument::signatures,
              wire::kTrustSignaturesMax,
              Feed::kSystem)};
};
template <>
struct Schema<wire::Delegation> {
    static constexpr std::string_view kName = "delegation";
    static constexpr auto kFields =
        FieldList{field(1, "role", &wire::Delegation::role, 1, Feed::kSystem),
                  field(2, "name", &wire::Delegation::name, 128, Feed::kSystem),
                  field(3, "threshold", &wire::Delegation::threshold, 1, Feed::kSystem),
                  field(4, "bulk_threshold", &wire::Delegation::bulk_threshold, 1, Feed::kSystem),
                  field(5, "keys", &wire::Delegation::keys, wire::kTrustKeysMax, Feed::kSystem),
                  field(6, "expires", &wire::Delegation::expires, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::StreamEpoch> {
    static constexpr std::string_view kName = "stream_epoch";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::StreamEpoch::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::StreamEpoch::epoch, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::CentralEndpoint> {
    static constexpr std::string_view kName = "central_endpoint";
    static constexpr auto kFields =
        FieldList{field(1, "site", &wire::CentralEndpoint::site, 32, Feed::kSystem),
                  field(2, "control", &wire::CentralEndpoint::control, 128, Feed::kSystem),
                  field(3, "bulk", &wire::CentralEndpoint::bulk, 128, Feed::kSystem)};
};
template <>
struct Schema<wire::Root> {
    static constexpr std::string_view kName = "root";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::Root::version, 1, Feed::kSystem),
        field(2, "issued", &wire::Root::issued, 1, Feed::kSystem),
        field(3, "expires", &wire::Root::expires, 1, Feed::kSystem),
        field(4, "roles", &wire::Root::roles, wire::kTrustDelegationsMax, Feed::kSystem),
        field(5, "link_current", &wire::Root::link_current, 32, Feed::kSystem),
        field(6, "link_next", &wire::Root::link_next, 32, Feed::kSystem),
        field(7, "seals", &wire::Root::seals, wire::kTrustSealsMax, Feed::kSystem),
        field(8, "epochs", &wire::Root::epochs, wire::kTrustHeadStreamsMax, Feed::kSystem),
        field(9, "endpoints", &wire::Root::endpoints, wire::kTrustEndpointsMax, Feed::kSystem),
        field(10, "time_reset", &wire::Root::time_reset, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::RevokedNode> {
    static constexpr std::string_view kName = "revoked_node";
    static constexpr auto kFields =
        FieldList{field(1, "node", &wire::RevokedNode::node, 1, Feed::kSystem),
                  field(2, "since", &wire::RevokedNode::since, 1, Feed::kSystem),
                  field(3, "why", &wire::RevokedNode::why, 64, Feed::kSystem)};
};
template <>
struct Schema<wire::RevokedKey> {
    static constexpr std::string_view kName = "revoked_key";
    static constexpr auto kFields =
        FieldList{field(1, "key", &wire::RevokedKey::key, 32, Feed::kSystem),
                  field(2, "since", &wire::RevokedKey::since, 1, Feed::kSystem),
                  field(3, "why", &wire::RevokedKey::why, 64, Feed::kSystem)};
};
template <>
struct Schema<wire::Revocations> {
    static constexpr std::string_view kName = "revocations";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::Revocations::version, 1, Feed::kSystem),
        field(2, "issued", &wire::Revocations::issued, 1, Feed::kSystem),
        field(3, "expires", &wire::Revocations::expires, 1, Feed::kSystem),
        field(4, "nodes", &wire::Revocations::nodes, wire::kTrustRevokedMax, Feed::kSystem),
        field(5, "keys", &wire::Revocations::keys, wire::kTrustRevokedMax, Feed::kSystem)};
};
template <>
struct Schema<wire::NodeCertificate> {
    static constexpr std::string_view kName = "node_certificate";
    static constexpr auto kFields =
        FieldList{field(1, "version", &wire::NodeCertificate::version, 1, Feed::kSystem),
                  field(2, "node", &wire::NodeCertificate::node, 1, Feed::kSystem),
                  field(3, "port", &wire::NodeCertificate::port, 5, Feed::kSystem),
                  field(4, "site", &wire::NodeCertificate::site, 1, Feed::kSystem),
                  field(5, "link", &wire::NodeCertificate::link, 32, Feed::kSystem),
                  field(6, "sign", &wire::NodeCertificate::sign, 32, Feed::kSystem),
                  field(7,
                        "compartments",
                        &wire::NodeCertificate::compartments,
                        wire::kTrustCompartmentsMax,
                        Feed::kSystem),
                  field(8, "issued", &wire::NodeCertificate::issued, 1, Feed::kSystem),
                  field(9, "expires", &wire::NodeCertificate::expires, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::StreamHead> {
    static constexpr std::string_view kName = "stream_head";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::StreamHead::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::StreamHead::epoch, 1, Feed::kSystem),
                  field(3, "seq", &wire::StreamHead::seq, 1, Feed::kSystem),
                  field(4, "chain", &wire::StreamHead::chain, 32, Feed::kSystem),
                  field(5, "state_root", &wire::StreamHead::state_root, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::Head> {
    static constexpr std::string_view kName = "head";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::Head::version, 1, Feed::kSystem),
        field(2, "root_version", &wire::Head::root_version, 1, Feed::kSystem),
        field(3, "revocations_version", &wire::Head::revocations_version, 1, Feed::kSystem),
        field(4, "streams", &wire::Head::streams, wire::kTrustHeadStreamsMax, Feed::kSystem),
        field(5, "previous", &wire::Head::previous, 32, Feed::kSystem),
        field(6, "issued", &wire::Head::issued, 1, Feed::kSystem),
        field(7, "expires", &wire::Head::expires, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Tick> {
    static constexpr std::string_view kName = "tick";
    static constexpr auto kFields =
        FieldList{field(1, "version", &wire::Tick::version, 1, Feed::kSystem),
                  field(2, "head_version", &wire::Tick::head_version, 1, Feed::kSystem),
                  field(3, "head_hash", &wire::Tick::head_hash, 32, Feed::kSystem),
                  field(4, "time", &wire::Tick::time, 1, Feed::kSystem),
                  field(5, "expires", &wire::Tick::expires, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::SitePolicy> {
    static constexpr std::string_view kName = "site_policy";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::SitePolicy::version, 1, Feed::kSystem),
        field(2, "site", &wire::SitePolicy::site, 16, Feed::kSystem),
        field(3, "issued", &wire::SitePolicy::issued, 1, Feed::kSystem),
        field(4, "expires", &wire::SitePolicy::expires, 1, Feed::kSystem),
        field(5, "fresh_seconds", &wire::SitePolicy::fresh_seconds, 1, Feed::kSystem),
        field(6, "stale_seconds", &wire::SitePolicy::stale_seconds, 1, Feed::kSystem),
        field(7, "degraded_seconds", &wire::SitePolicy::degraded_seconds, 1, Feed::kSystem),
        field(8, "sign_off", &wire::SitePolicy::sign_off, 1, Feed::kSystem),
        field(9, "second_checks", &wire::SitePolicy::second_checks, 1, Feed::kSystem),
        field(10, "dead_man_days", &wire::SitePolicy::dead_man_days, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts

namespace sarhad::wire {

/// decode() of a signed body takes an Opened; this is for a person to read what a draft says before
/// anybody has signed it. Nothing that it gives is believed.
template <class T>
[[nodiscard]] core::Result<T> read_unverified(const SignedDocument& document) {
    SARHAD_TRY(const facts::Value value, unpack(document.body));
    return facts::from_value<T>(value);
}

}  // namespace sarhad::wire
