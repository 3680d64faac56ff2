#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::facts {

/// A list as a node screens against it.
struct ListInForce {
    std::string name;
    std::uint64_t edition{0};
    std::array<std::uint8_t, 32> root{};  ///< Of the edition: what its agency signed.
    std::uint64_t entries{0};             ///< Rows, the manifest's included.
    core::WallTime since;                 ///< When this edition came in force here.
    friend bool operator==(const ListInForce&, const ListInForce&) = default;
};
template <>
struct Schema<ListInForce> {
    static constexpr std::string_view kName = "list_in_force";
    static constexpr auto kFields =
        FieldList{field(1, "name", &ListInForce::name, 128, Feed::kSystem),
                  field(2, "edition", &ListInForce::edition, 1, Feed::kSystem),
                  field(3, "root", &ListInForce::root, 32, Feed::kSystem),
                  field(4, "entries", &ListInForce::entries, 1, Feed::kSystem),
                  field(5, "since", &ListInForce::since, 1, Feed::kSystem)};
};

/// What a node says it screens against, all of it, from `at` on until its next statement. Each
/// names the one before by its hash, so that none can be left out between two of them.
struct StateStatement {
    core::NodeId node{0};
    std::uint64_t number{0};                  ///< From 1, each one more than the last.
    std::array<std::uint8_t, 32> previous{};  ///< BLAKE2b-256 of the last one; zeros at first.
    core::WallTime at;
    std::vector<ListInForce> lists;  ///< By name.
    friend bool operator==(const StateStatement&, const StateStatement&) = default;
};
template <>
struct Schema<StateStatement> {
    static constexpr std::string_view kName = "state_statement";
    static constexpr auto kFields =
        FieldList{field(1, "node", &StateStatement::node, 1, Feed::kSystem),
                  field(2, "number", &StateStatement::number, 1, Feed::kSystem),
                  field(3, "previous", &StateStatement::previous, 32, Feed::kSystem),
                  field(4, "at", &StateStatement::at, 1, Feed::kSystem),
                  field(5, "lists", &StateStatement::lists, 256, Feed::kSystem)};
};

/// A statement and the node's signature over exactly these bytes.
struct SignedStatement {
    core::NodeId node{0};
    core::Bytes body;                          ///< A StateStatement, verbatim as signed.
    std::array<std::uint8_t, 64> signature{};  ///< Ed25519 by the node's key.
    friend bool operator==(const SignedStatement&, const SignedStatement&) = default;
};
template <>
struct Schema<SignedStatement> {
    static constexpr std::string_view kName = "signed_statement";
    static constexpr auto kFields =
        FieldList{field(1, "node", &SignedStatement::node, 1, Feed::kSystem),
                  field(2, "body", &SignedStatement::body, 56000, Feed::kSystem),
                  field(3, "signature", &SignedStatement::signature, 64, Feed::kSystem)};
};

}  // namespace sarhad::facts
