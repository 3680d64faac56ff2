#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "facts/state_statement.h"
#include "wire/messages.h"
#include "wire/row_proof.h"
#include "wire/trust.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::wire {

/// An edition and who signed it; the bytes signed are encode() of the statement.
struct EditionProof {
    EditionStatement statement;
    std::vector<Signature> signatures;  ///< The agency's.
    friend bool operator==(const EditionProof&, const EditionProof&) = default;
};

/// What one node had at a moment, in its own signed words.
struct NodeProof {
    core::NodeId node{0};
    core::WallTime stored_at;                    ///< When central stored `told`.
    facts::SignedStatement told;                 ///< The newest at or before the moment.
    std::vector<facts::SignedStatement> next{};  ///< The one after it; none where none has come.
    std::vector<EditionProof> editions;          ///< Those that `told` names.
    friend bool operator==(const NodeProof&, const NodeProof&) = default;
};

inline constexpr std::uint32_t kStateProofVersion = 1;
inline constexpr std::size_t kProofNodesMax = 64;          ///< Nodes that a port ever had.
inline constexpr std::size_t kStateProofMax = 32U << 20U;  ///< Bytes of a certificate.

/// A certificate: what each node of a port had at `asked`. It needs nobody's word but the nodes'
/// and the agencies' signatures, and is checked without any daemon.
struct StateProof {
    std::uint32_t version{kStateProofVersion};
    core::PortId port{""};
    core::WallTime asked;    ///< The moment in question.
    core::WallTime made_at;  ///< When central made the certificate.
    std::vector<NodeProof> nodes;
    std::string list{};                ///< Of the entry in question; empty: none is.
    std::string entry{};               ///< Its id.
    std::vector<RowProof> editions{};  ///< Where it stands in each edition that a node had.
    friend bool operator==(const StateProof&, const StateProof&) = default;
};

/// Total: kInvalid or kExhausted for any other bytes, another version too.
[[nodiscard]] core::Result<StateProof> read_state_proof(core::ByteView bytes);

/// Whether the entry in question was on a list.
struct ProvenEntry {
    bool is_listed{false};
    Hash256 hash{};  ///< Of its bytes in the list file; zeros where it was not listed.
};
/// A list of a proof that holds.
struct ProvenList {
    facts::ListInForce list;
    std::size_t signers{0};  ///< Signatures that come with it; as many as the agency's role wants.
    std::optional<ProvenEntry> entry{};  ///< Where the certificate asks of an entry of this list.
};
/// What of a certificate is proven, of one node.
struct ProvenNode {
    core::NodeId node{0};
    std::uint64_t number{0};  ///< Of the statement.
    core::WallTime from;
    /// When the node said something else or the same again; none: nothing later had come when the
    /// certificate was made, and that is central's word.
    std::optional<core::WallTime> until;
    std::vector<ProvenList> lists;
};

/// Holds each signature and the order of the statements against `trust`: the node signed both, none
/// lies between them, the moment does, and each edition is its agency's. kUnauthenticated or
/// kInvalid with what does not hold.
[[nodiscard]] core::Result<std::vector<ProvenNode>> check_state_proof(const StateProof& proof,
                                                                      const TrustStore& trust);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::EditionProof> {
    static constexpr std::string_view kName = "edition_proof";
    static constexpr auto kFields = FieldList{
        field(1, "statement", &wire::EditionProof::statement, 1, Feed::kSystem),
        field(
            2, "signatures", &wire::EditionProof::signatures, wire::kMaxSignatures, Feed::kSystem)};
};
template <>
struct Schema<wire::NodeProof> {
    static constexpr std::string_view kName = "node_proof";
    static constexpr auto kFields =
        FieldList{field(1, "node", &wire::NodeProof::node, 1, Feed::kSystem),
                  field(2, "stored_at", &wire::NodeProof::stored_at, 1, Feed::kSystem),
                  field(3, "told", &wire::NodeProof::told, 1, Feed::kSystem),
                  field(4, "next", &wire::NodeProof::next, 1, Feed::kSystem),
                  field(5, "editions", &wire::NodeProof::editions, 256, Feed::kSystem)};
};
template <>
struct Schema<wire::StateProof> {
    static constexpr std::string_view kName = "state_proof";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::StateProof::version, 1, Feed::kSystem),
        field(2, "port", &wire::StateProof::port, 32, Feed::kSystem),
        field(3, "asked", &wire::StateProof::asked, 1, Feed::kSystem),
        field(4, "made_at", &wire::StateProof::made_at, 1, Feed::kSystem),
        field(5, "nodes", &wire::StateProof::nodes, wire::kProofNodesMax, Feed::kSystem),
        field(6, "list", &wire::StateProof::list, 128, Feed::kSystem),
        field(7, "entry", &wire::StateProof::entry, 128, Feed::kSystem),
        field(8, "editions", &wire::StateProof::editions, wire::kProofNodesMax, Feed::kSystem)};
};

}  // namespace sarhad::facts
