#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/opened.h"
#include "wire/trust_documents.h"

#include <cstdint>
#include <string>
#include <vector>

/// Which nodes a list belongs to, as its agency signs it: docs/protocol.md, "Compartments".
namespace sarhad::wire {

/// Nodes of one list: with their keys some 40 KB.
inline constexpr std::size_t kCompartmentMembersMax = 384;
/// A data key of 32 bytes in a sealed box.
inline constexpr std::size_t kBoxedKeySize = 80;

/// A node that is given the list.
struct CompartmentMember {
    core::NodeId node{0};
    core::Bytes key;  ///< The data key, sealed to the node; empty where bodies are not sealed.
    friend bool operator==(const CompartmentMember&, const CompartmentMember&) = default;
};

/// The nodes that are given one list, and nobody else is; a list without one is given to all.
struct Compartment {
    std::uint64_t version{0};  ///< Of this list's compartment.
    std::string list;          ///< "wl/<agency>/<list>".
    /// Of the data key that bodies are sealed under; it rises whenever a node is left out that had
    /// the key before. 0: bodies are not sealed, and central reads them.
    core::Epoch epoch{0};
    Hash256 key_hash{};                      ///< BLAKE2b-256 of the data key; zero at epoch 0.
    std::vector<CompartmentMember> members;  ///< By rising node; none: nobody is given it.
    core::WallTime issued;
    core::WallTime expires;
    friend bool operator==(const Compartment&, const Compartment&) = default;
};

/// The node's part of it; null where the list does not belong to the node.
[[nodiscard]] const CompartmentMember* member_of(const Compartment& compartment, core::NodeId node);

/// As check_document() of the other kinds: a list's name, each node once, and a sealed key for each
/// where there is an epoch, for none where there is not.
[[nodiscard]] core::Status check_document(const Compartment& compartment);

template <>
struct NeedsOpening<Compartment> : std::true_type {};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::CompartmentMember> {
    static constexpr std::string_view kName = "compartment_member";
    static constexpr auto kFields = FieldList{
        field(1, "node", &wire::CompartmentMember::node, 1, Feed::kSystem),
        field(2, "key", &wire::CompartmentMember::key, wire::kBoxedKeySize, Feed::kSystem)};
};
template <>
struct Schema<wire::Compartment> {
    static constexpr std::string_view kName = "compartment";
    static constexpr auto kFields = FieldList{
        field(1, "version", &wire::Compartment::version, 1, Feed::kSystem),
        field(2, "list", &wire::Compartment::list, 96, Feed::kSystem),
        field(3, "epoch", &wire::Compartment::epoch, 1, Feed::kSystem),
        field(4, "key_hash", &wire::Compartment::key_hash, 32, Feed::kSystem),
        field(
            5, "members", &wire::Compartment::members, wire::kCompartmentMembersMax, Feed::kSystem),
        field(6, "issued", &wire::Compartment::issued, 1, Feed::kSystem),
        field(7, "expires", &wire::Compartment::expires, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
