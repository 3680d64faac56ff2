#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/state_tree.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// How a node finds where its list differs from the signed one, and gets those rows:
/// docs/protocol.md, "Repair".
namespace sarhad::wire {

inline constexpr std::size_t kReconBody = 16 * 1024 - 16;  ///< Bytes; with its head 16 KiB.
inline constexpr std::size_t kReconGroups = 3;             ///< Groups of leaves in one answer.
inline constexpr std::size_t kReconBuckets = 64;           ///< Buckets in one question.
inline constexpr std::size_t kReconIds = 64;               ///< Rows in one question.
inline constexpr std::size_t kReconEntries = 512;          ///< Rows in one answer.
inline constexpr std::size_t kReconFill = 12 * 1024;       ///< Bytes of rows in one answer.
inline constexpr std::size_t kReconSignature = 72;         ///< Key id and value.

/// What is asked for, or told.
enum class ReconWhat : std::uint8_t {
    kHead = 1,    ///< The newest edition: root, children of the root, signatures, position.
    kLeaves = 2,  ///< The leaves under some children.
    kHashes = 3,  ///< Id and hash of each row of some buckets.
    kRows = 4,    ///< Bodies of some rows.
    kMoved = 5,   ///< Told only: the edition that was asked for is not the newest.
    kNone = 6,    ///< Told only: there is no such list, or not all of it can be had in this way.
    kOffer = 7,   ///< Told only, unasked: the root that the node acknowledged is another.
    kStand = 8,   ///< Told only, unasked: is it repaired? The node answers with ACK or NACK.
    /// Told only, unasked: the deltas behind where the node stands are not kept; it asks for all.
    kWhole = 9,
};

/// A node's question.
struct ReconAsk {
    core::StreamId stream{0};
    ReconWhat what{ReconWhat::kHead};
    std::uint32_t number{0};   ///< Of this question; its answer repeats it.
    std::uint64_t edition{0};  ///< That the node repairs to; not with kHead.
    core::Bytes places{};      ///< kLeaves: children, a byte each; kHashes: buckets, u16 each.
    std::string after{};       ///< kHashes: of the first bucket only the rows behind this id.
    std::vector<std::string> ids{};  ///< kRows.
    std::uint32_t offset{0};         ///< kRows: of the first row only the bytes from here on.
    friend bool operator==(const ReconAsk&, const ReconAsk&) = default;
};

/// A row, as far as it is told.
struct ReconEntry {
    std::string id;
    Hash256 hash{};         ///< kHashes: of its body.
    std::uint32_t size{0};  ///< kRows: of the whole body.
    core::Bytes part{};     ///< kRows: of the body, from the place that was asked for.
    friend bool operator==(const ReconEntry&, const ReconEntry&) = default;
};

/// Central's answer.
struct ReconTell {
    core::StreamId stream{0};
    ReconWhat what{ReconWhat::kHead};
    std::uint32_t number{0};
    std::uint64_t edition{0};
    core::Epoch epoch{0};      ///< kHead: where the stream stands after the edition.
    core::Seq seq{0};          ///< As `epoch`.
    Hash256 chain{};           ///< As `epoch`.
    std::string name{};        ///< kHead: of the list.
    Hash256 root{};            ///< kHead: what its agency signed.
    std::uint64_t rows{0};     ///< kHead: under that root.
    core::Bytes signatures{};  ///< kHead: the agency's, kReconSignature bytes each.
    core::Bytes hashes{};      ///< kHead: the children; kLeaves: 256 leaves for each child asked.
    /// kHashes, kRows: in the order of the question; within a bucket by id.
    std::vector<ReconEntry> entries{};
    bool has_more{false};  ///< kHashes: the answer was full before its last row.
    friend bool operator==(const ReconTell&, const ReconTell&) = default;
};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct EnumNames<wire::ReconWhat> {
    static constexpr std::array<std::pair<wire::ReconWhat, std::string_view>, 9> kNames{
        {{wire::ReconWhat::kHead, "head"},
         {wire::ReconWhat::kLeaves, "leaves"},
         {wire::ReconWhat::kHashes, "hashes"},
         {wire::ReconWhat::kRows, "rows"},
         {wire::ReconWhat::kMoved, "moved"},
         {wire::ReconWhat::kNone, "none"},
         {wire::ReconWhat::kOffer, "offer"},
         {wire::ReconWhat::kStand, "stand"},
         {wire::ReconWhat::kWhole, "whole"}}};
};
template <>
struct Schema<wire::ReconAsk> {
    using Fact = wire::ReconAsk;
    static constexpr std::string_view kName = "recon_ask";
    static constexpr auto kFields =
        FieldList{field(1, "stream", &Fact::stream, 1, Feed::kSystem),
                  field(2, "what", &Fact::what, 1, Feed::kSystem),
                  field(3, "number", &Fact::number, 1, Feed::kSystem),
                  field(4, "edition", &Fact::edition, 1, Feed::kSystem),
                  field(5, "places", &Fact::places, 2 * wire::kReconBuckets, Feed::kSystem),
                  field(6, "after", &Fact::after, 128, Feed::kList),
                  field(7, "ids", &Fact::ids, wire::kReconIds, Feed::kList),
                  field(8, "offset", &Fact::offset, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::ReconEntry> {
    using Fact = wire::ReconEntry;
    static constexpr std::string_view kName = "recon_entry";
    static constexpr auto kFields =
        FieldList{field(1, "id", &Fact::id, 128, Feed::kList),
                  field(2, "hash", &Fact::hash, 32, Feed::kSystem),
                  field(3, "size", &Fact::size, 1, Feed::kSystem),
                  field(4, "part", &Fact::part, wire::kReconFill, Feed::kList)};
};
template <>
struct Schema<wire::ReconTell> {
    using Fact = wire::ReconTell;
    static constexpr std::string_view kName = "recon_tell";
    static constexpr auto kFields = FieldList{
        field(1, "stream", &Fact::stream, 1, Feed::kSystem),
        field(2, "what", &Fact::what, 1, Feed::kSystem),
        field(3, "number", &Fact::number, 1, Feed::kSystem),
        field(4, "edition", &Fact::edition, 1, Feed::kSystem),
        field(5, "epoch", &Fact::epoch, 1, Feed::kSystem),
        field(6, "seq", &Fact::seq, 1, Feed::kSystem),
        field(7, "chain", &Fact::chain, 32, Feed::kSystem),
        field(8, "name", &Fact::name, 128, Feed::kSystem),
        field(9, "root", &Fact::root, 32, Feed::kSystem),
        field(10, "rows", &Fact::rows, 1, Feed::kSystem),
        field(11, "signatures", &Fact::signatures, 8 * wire::kReconSignature, Feed::kSystem),
        field(12, "hashes", &Fact::hashes, wire::kReconGroups* wire::kTreeGroupSize, Feed::kSystem),
        field(13, "entries", &Fact::entries, wire::kReconEntries, Feed::kList),
        field(14, "has_more", &Fact::has_more, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
