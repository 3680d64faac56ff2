#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "facts/fields.h"
#include "wire/flow.h"
#include "wire/frame.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/opened.h"
#include "wire/recon.h"
#include "wire/revoke.h"
#include "wire/snapshots.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Every message that crosses the network. A message's table in namespace facts is the only list
/// of its fields; docs/protocol.md shows the same tables. Unsigned 64-bit numbers stay below 2^63.
namespace sarhad::wire {

inline constexpr std::size_t kMaxBody = 60000;     ///< Bytes that are signed or sealed at once.
inline constexpr std::size_t kMaxPositions = 256;  ///< Streams in one Hello or Welcome.
inline constexpr std::size_t kMaxSignatures = 8;   ///< On one delta.
inline constexpr std::size_t kMaxOps = 4096;       ///< In one delta.
inline constexpr std::size_t kMaxRows = 512;       ///< In one up batch.
inline constexpr std::size_t kMaxSeeds = 16;       ///< In one up batch.

using KeyTag = std::array<std::uint8_t, 8>;  ///< A core::KeyId as bytes.

/// What a delta does to one entry.
enum class OpKind : std::uint8_t { kUpsert = 1, kRemove = 2 };

/// Why a stream cannot go on as it was sent.
enum class NackReason : std::uint8_t {
    kGap = 1,           ///< An earlier one is missing.
    kBadPre = 2,        ///< The set before the delta differs: repair is needed.
    kBadSignature = 3,  ///< Refused; sending it again does not help.
    kFork = 4,          ///< Same number, other content: quarantine.
    kQuota = 5,         ///< No room: wait.
    kNotWelcomed = 6,   ///< HELLO comes first.
};

/// How far a stream has been followed.
struct StreamPosition {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq seq{0};  ///< Last one applied; 0: none yet.
    Hash256 chain{};   ///< Chain hash after `seq`.
    friend bool operator==(const StreamPosition&, const StreamPosition&) = default;
};

/// First frame of a node.
struct Hello {
    core::NodeId node{0};
    std::array<std::uint8_t, 16> boot_id{};  ///< Random, new at each start of the process.
    std::uint8_t proto_min{0};
    std::uint8_t proto_max{0};
    std::uint32_t schema_version{0};   ///< Of the facts that the node writes.
    core::WallTime wall;               ///< The node's clock.
    std::vector<StreamPosition> down;  ///< What the node has applied.
    std::vector<StreamPosition> up;    ///< Tails of its outbox streams.
    std::uint64_t greeting{0};         ///< Of this HELLO, for its WELCOME to name; below 2^63.
    std::uint64_t root_version{0};     ///< Trust documents that hold at the node; 0: none.
    std::uint64_t revocations_version{0};
    std::uint64_t head_version{0};
    std::uint64_t compartments{0};  ///< Names those that hold at the node, all of them; 0: none.
    friend bool operator==(const Hello&, const Hello&) = default;
};

/// Central's answer to Hello.
struct Welcome {
    std::uint8_t proto{0};             ///< The highest that both speak.
    core::WallTime wall;               ///< Central's clock.
    std::vector<StreamPosition> up;    ///< What central holds of this node.
    std::vector<StreamPosition> down;  ///< Heads of central's streams.
    std::uint64_t session{0};          ///< Names this session in logs; below 2^63.
    std::uint64_t greeting{0};         ///< Of the HELLO that it answers.
    friend bool operator==(const Welcome&, const Welcome&) = default;
};

/// One Ed25519 signature.
struct Signature {
    KeyTag key_id{};  ///< First 8 bytes of BLAKE2b of the public key.
    std::array<std::uint8_t, 64> value{};
    friend bool operator==(const Signature&, const Signature&) = default;
};

/// One change to a replicated set.
struct Op {
    OpKind kind{OpKind::kUpsert};
    std::string id;    ///< Of the entry, the alert or the pack.
    core::Bytes body;  ///< Empty for kRemove.
    friend bool operator==(const Op&, const Op&) = default;
};

/// What a delta's signatures cover. Kept and relayed verbatim, never encoded again.
struct DeltaBody {
    core::StreamId stream{0};
    std::string name;  ///< "wl/un/consolidated", "alert", ...
    core::Epoch epoch{0};
    core::Seq seq{0};
    Hash256 prev_chain{};      ///< Chain hash before this delta.
    Hash256 pre_root{};        ///< Set hash before it.
    Hash256 post_root{};       ///< Set hash after it.
    std::uint64_t edition{0};  ///< The list's edition that this delta belongs to.
    bool ends_edition{false};  ///< The set is now exactly that edition.
    std::vector<Op> ops;
    /// Of an alert or a piece of expected traffic that was erased, and has no ops: the chain hash
    /// behind what it was.
    Hash256 erased_chain{};
    friend bool operator==(const DeltaBody&, const DeltaBody&) = default;
};

/// What a list's own agency signs, offline: the only set that this edition can be.
struct EditionStatement {
    std::string name;  ///< Of the list's stream.
    std::uint64_t edition{0};
    Hash256 post_root{};  ///< Set hash when the edition is complete.
    friend bool operator==(const EditionStatement&, const EditionStatement&) = default;
};

/// A change of one stream: DELTA on lane 1, ALERT on lane 0.
struct Delta {
    core::Bytes body;                   ///< A DeltaBody as signed.
    std::vector<Signature> signatures;  ///< Over `body`.
    std::vector<Signature>
        edition_signatures;  ///< Over the EditionStatement, where the body ends an edition.
    friend bool operator==(const Delta&, const Delta&) = default;
};

/// One row of a node's outbox, sealed to central (wire/row_seal.h).
struct UpRow {
    core::Seq seq{0};
    std::uint32_t key_epoch{0};
    std::uint32_t key_index{0};
    core::WallTime created;
    core::Bytes sealed;
    friend bool operator==(const UpRow&, const UpRow&) = default;
};

/// The seed of a key epoch, sealed to central.
struct KeySeed {
    std::uint32_t key_epoch{0};
    core::Bytes sealed_seed;
    friend bool operator==(const KeySeed&, const KeySeed&) = default;
};

/// Contiguous rows of one outbox stream. The node signs these bytes.
struct UpBatch {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    Hash256 prev{};              ///< Chain hash before the first row.
    std::vector<KeySeed> seeds;  ///< Of the key epochs that `rows` use.
    std::vector<UpRow> rows;
    friend bool operator==(const UpBatch&, const UpBatch&) = default;
};

/// An UpBatch as it travels.
struct SignedUpBatch {
    core::Bytes body;     ///< An UpBatch as signed.
    Signature signature;  ///< By the node, over `body`.
    friend bool operator==(const SignedUpBatch&, const SignedUpBatch&) = default;
};

/// Everything up to `upto` is committed durably by who sends this.
struct Ack {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq upto{0};
    Hash256 chain{};  ///< Chain hash after `upto`.
    Hash256 root{};   ///< Set hash; zero for up streams.
    friend bool operator==(const Ack&, const Ack&) = default;
};

/// Send again from `from`, or see the reason.
struct Nack {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq from{0};
    NackReason reason{NackReason::kGap};
    friend bool operator==(const Nack&, const Nack&) = default;
};

/// A node's sign of life.
struct Ping {
    std::uint64_t counter{0};
    std::uint64_t outbox_depth{0};  ///< Rows not yet acknowledged.
    friend bool operator==(const Ping&, const Ping&) = default;
};

/// Answer to Ping.
struct Pong {
    std::uint64_t counter{0};
    friend bool operator==(const Pong&, const Pong&) = default;
};

/// Central's word what time it is: a SignedDocument of kind tick (wire/trust_documents.h).
struct SentTick {
    core::Bytes document;
    friend bool operator==(const SentTick&, const SentTick&) = default;
};

/// What a tick stands on: a head, or a root, revocations or a policy, as a SignedDocument.
struct SentHead {
    core::Bytes document;
    friend bool operator==(const SentHead&, const SentHead&) = default;
};

/// Whom a list belongs to, and the keys to it: a SignedDocument of kind compartment.
struct SentCompartment {
    core::Bytes document;
    friend bool operator==(const SentCompartment&, const SentCompartment&) = default;
};

/// Told to the peer: what it sent is not understood or not allowed.
struct ErrorReport {
    std::string code;      ///< snake_case, such as "unknown_critical_type".
    std::string detail;    ///< For its operator; ids and numbers only.
    bool is_fatal{false};  ///< The session ends with this frame.
    friend bool operator==(const ErrorReport&, const ErrorReport&) = default;
};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct EnumNames<wire::OpKind> {
    static constexpr std::array<std::pair<wire::OpKind, std::string_view>, 2> kNames{
        {{wire::OpKind::kUpsert, "upsert"}, {wire::OpKind::kRemove, "remove"}}};
};
template <>
struct EnumNames<wire::NackReason> {
    static constexpr std::array<std::pair<wire::NackReason, std::string_view>, 6> kNames{
        {{wire::NackReason::kGap, "gap"},
         {wire::NackReason::kBadPre, "bad_pre"},
         {wire::NackReason::kBadSignature, "bad_signature"},
         {wire::NackReason::kFork, "fork"},
         {wire::NackReason::kQuota, "quota"},
         {wire::NackReason::kNotWelcomed, "not_welcomed"}}};
};
template <>
struct Schema<wire::StreamPosition> {
    static constexpr std::string_view kName = "stream_position";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::StreamPosition::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::StreamPosition::epoch, 1, Feed::kSystem),
                  field(3, "seq", &wire::StreamPosition::seq, 1, Feed::kSystem),
                  field(4, "chain", &wire::StreamPosition::chain, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::Hello> {
    static constexpr std::string_view kName = "hello";
    static constexpr auto kFields = FieldList{
        field(1, "node", &wire::Hello::node, 1, Feed::kSystem),
        field(2, "boot_id", &wire::Hello::boot_id, 16, Feed::kSystem),
        field(3, "proto_min", &wire::Hello::proto_min, 1, Feed::kSystem),
        field(4, "proto_max", &wire::Hello::proto_max, 1, Feed::kSystem),
        field(5, "schema_version", &wire::Hello::schema_version, 1, Feed::kSystem),
        field(6, "wall", &wire::Hello::wall, 1, Feed::kSystem),
        field(7, "down", &wire::Hello::down, wire::kMaxPositions, Feed::kSystem),
        field(8, "up", &wire::Hello::up, wire::kMaxPositions, Feed::kSystem),
        field(9, "greeting", &wire::Hello::greeting, 1, Feed::kSystem),
        field(10, "root_version", &wire::Hello::root_version, 1, Feed::kSystem),
        field(11, "revocations_version", &wire::Hello::revocations_version, 1, Feed::kSystem),
        field(12, "head_version", &wire::Hello::head_version, 1, Feed::kSystem),
        field(24, "compartments", &wire::Hello::compartments, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Welcome> {
    static constexpr std::string_view kName = "welcome";
    static constexpr auto kFields =
        FieldList{field(1, "proto", &wire::Welcome::proto, 1, Feed::kSystem),
                  field(2, "wall", &wire::Welcome::wall, 1, Feed::kSystem),
                  field(3, "up", &wire::Welcome::up, wire::kMaxPositions, Feed::kSystem),
                  field(4, "down", &wire::Welcome::down, wire::kMaxPositions, Feed::kSystem),
                  field(5, "session", &wire::Welcome::session, 1, Feed::kSystem),
                  field(6, "greeting", &wire::Welcome::greeting, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Signature> {
    static constexpr std::string_view kName = "signature";
    static constexpr auto kFields =
        FieldList{field(1, "key_id", &wire::Signature::key_id, 8, Feed::kSystem),
                  field(2, "value", &wire::Signature::value, 64, Feed::kSystem)};
};
template <>
struct Schema<wire::Op> {
    static constexpr std::string_view kName = "op";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &wire::Op::kind, 1, Feed::kSystem),
                  field(2, "id", &wire::Op::id, 128, Feed::kSystem),
                  field(3, "body", &wire::Op::body, wire::kMaxBody, Feed::kSystem)};
};
template <>
struct Schema<wire::DeltaBody> {
    static constexpr std::string_view kName = "delta_body";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::DeltaBody::stream, 1, Feed::kSystem),
                  field(2, "name", &wire::DeltaBody::name, 128, Feed::kSystem),
                  field(3, "epoch", &wire::DeltaBody::epoch, 1, Feed::kSystem),
                  field(4, "seq", &wire::DeltaBody::seq, 1, Feed::kSystem),
                  field(5, "prev_chain", &wire::DeltaBody::prev_chain, 32, Feed::kSystem),
                  field(6, "pre_root", &wire::DeltaBody::pre_root, 32, Feed::kSystem),
                  field(7, "post_root", &wire::DeltaBody::post_root, 32, Feed::kSystem),
                  field(8, "edition", &wire::DeltaBody::edition, 1, Feed::kSystem),
                  field(9, "ends_edition", &wire::DeltaBody::ends_edition, 1, Feed::kSystem),
                  field(10, "ops", &wire::DeltaBody::ops, wire::kMaxOps, Feed::kSystem),
                  field(11, "erased_chain", &wire::DeltaBody::erased_chain, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::EditionStatement> {
    static constexpr std::string_view kName = "edition_statement";
    static constexpr auto kFields =
        FieldList{field(1, "name", &wire::EditionStatement::name, 128, Feed::kSystem),
                  field(2, "edition", &wire::EditionStatement::edition, 1, Feed::kSystem),
                  field(3, "post_root", &wire::EditionStatement::post_root, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::Delta> {
    static constexpr std::string_view kName = "delta";
    static constexpr auto kFields = FieldList{
        field(1, "body", &wire::Delta::body, wire::kMaxBody, Feed::kSystem),
        field(2, "signatures", &wire::Delta::signatures, wire::kMaxSignatures, Feed::kSystem),
        field(3,
              "edition_signatures",
              &wire::Delta::edition_signatures,
              wire::kMaxSignatures,
              Feed::kSystem)};
};
template <>
struct Schema<wire::UpRow> {
    static constexpr std::string_view kName = "up_row";
    static constexpr auto kFields =
        FieldList{field(1, "seq", &wire::UpRow::seq, 1, Feed::kSystem),
                  field(2, "key_epoch", &wire::UpRow::key_epoch, 1, Feed::kSystem),
                  field(3, "key_index", &wire::UpRow::key_index, 1, Feed::kSystem),
                  field(4, "created", &wire::UpRow::created, 1, Feed::kSystem),
                  field(5, "sealed", &wire::UpRow::sealed, wire::kMaxBody, Feed::kSystem)};
};
template <>
struct Schema<wire::KeySeed> {
    static constexpr std::string_view kName = "key_seed";
    static constexpr auto kFields =
        FieldList{field(1, "key_epoch", &wire::KeySeed::key_epoch, 1, Feed::kSystem),
                  field(2, "sealed_seed", &wire::KeySeed::sealed_seed, 128, Feed::kSystem)};
};
template <>
struct Schema<wire::UpBatch> {
    static constexpr std::string_view kName = "up_batch";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::UpBatch::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::UpBatch::epoch, 1, Feed::kSystem),
                  field(3, "prev", &wire::UpBatch::prev, 32, Feed::kSystem),
                  field(4, "seeds", &wire::UpBatch::seeds, wire::kMaxSeeds, Feed::kSystem),
                  field(5, "rows", &wire::UpBatch::rows, wire::kMaxRows, Feed::kSystem)};
};
template <>
struct Schema<wire::SignedUpBatch> {
    static constexpr std::string_view kName = "signed_up_batch";
    static constexpr auto kFields =
        FieldList{field(1, "body", &wire::SignedUpBatch::body, wire::kMaxBody, Feed::kSystem),
                  field(2, "signature", &wire::SignedUpBatch::signature, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Ack> {
    static constexpr std::string_view kName = "ack";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::Ack::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::Ack::epoch, 1, Feed::kSystem),
                  field(3, "upto", &wire::Ack::upto, 1, Feed::kSystem),
                  field(4, "chain", &wire::Ack::chain, 32, Feed::kSystem),
                  field(5, "root", &wire::Ack::root, 32, Feed::kSystem)};
};
template <>
struct Schema<wire::Nack> {
    static constexpr std::string_view kName = "nack";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &wire::Nack::stream, 1, Feed::kSystem),
                  field(2, "epoch", &wire::Nack::epoch, 1, Feed::kSystem),
                  field(3, "from", &wire::Nack::from, 1, Feed::kSystem),
                  field(4, "reason", &wire::Nack::reason, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Ping> {
    static constexpr std::string_view kName = "ping";
    static constexpr auto kFields =
        FieldList{field(1, "counter", &wire::Ping::counter, 1, Feed::kSystem),
                  field(2, "outbox_depth", &wire::Ping::outbox_depth, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Pong> {
    static constexpr std::string_view kName = "pong";
    static constexpr auto kFields =
        FieldList{field(1, "counter", &wire::Pong::counter, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::SentTick> {
    static constexpr std::string_view kName = "sent_tick";
    static constexpr auto kFields =
        FieldList{field(1, "document", &wire::SentTick::document, 4096, Feed::kSystem)};
};
template <>
struct Schema<wire::SentHead> {
    static constexpr std::string_view kName = "sent_head";
    static constexpr auto kFields =
        FieldList{field(1, "document", &wire::SentHead::document, wire::kMaxBody, Feed::kSystem)};
};
template <>
struct Schema<wire::SentCompartment> {
    static constexpr std::string_view kName = "sent_compartment";
    static constexpr auto kFields = FieldList{
        field(1, "document", &wire::SentCompartment::document, wire::kMaxBody, Feed::kSystem)};
};
template <>
struct Schema<wire::ErrorReport> {
    static constexpr std::string_view kName = "error_report";
    static constexpr auto kFields =
        FieldList{field(1, "code", &wire::ErrorReport::code, 64, Feed::kSystem),
                  field(2, "detail", &wire::ErrorReport::detail, 512, Feed::kSystem),
                  field(3, "is_fatal", &wire::ErrorReport::is_fatal, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts

namespace sarhad::wire {

/// A frame of a type that this build does not know and need not: pass over it.
struct Ignorable {
    std::uint8_t type{0};
    friend bool operator==(const Ignorable&, const Ignorable&) = default;
};

using Message = std::variant<Hello,
                             Welcome,
                             Delta,
                             SignedUpBatch,
                             Ack,
                             Nack,
                             Ping,
                             Pong,
                             SentTick,
                             SentHead,
                             SentCompartment,
                             Revoke,
                             EraseTell,
                             ErrorReport,
                             ReconAsk,
                             ReconTell,
                             ManifestReq,
                             Manifest,
                             ChunkReq,
                             ChunkTell,
                             Credit,
                             Fragment,
                             Ignorable>;

/// The frame as it travels. A Delta of kAlertStream becomes an ALERT, of another stream a DELTA.
/// `message` is not an Ignorable (checked). The frame may be larger than the transport sends: who
/// fills bodies keeps them within kMaxBody.
[[nodiscard]] core::Bytes encode_frame(const Message& message, Lane lane, core::StreamId stream);

/// Total. kInvalid where the body is not that message, an ALERT is not on kAlertStream or the
/// reverse, or with the text "unknown_critical_type": answer that with an ErrorReport of that code.
/// kExhausted: over the limit of its type. The signed bodies inside are not looked at.
[[nodiscard]] core::Result<Message> decode_message(const Frame& frame);

inline constexpr std::string_view kUnknownCriticalType = "unknown_critical_type";

template <>
struct NeedsOpening<DeltaBody> : std::true_type {};
template <>
struct NeedsOpening<UpBatch> : std::true_type {};

/// kInvalid as decode() says; also where an op that removes has a body, an id is
/// empty, or the body names another stream than the role that opened it (a role
/// without a name speaks for every stream).
[[nodiscard]] core::Result<DeltaBody> decode_delta(const Opened& opened);
/// kInvalid as decode() says; also where there are no rows or their numbers are not contiguous.
[[nodiscard]] core::Result<UpBatch> decode_up_batch(const Opened& opened);

}  // namespace sarhad::wire
