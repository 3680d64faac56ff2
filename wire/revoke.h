#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

/// What central and a node that is revoked have left to say: docs/protocol.md, "A node that is
/// revoked".
namespace sarhad::wire {

inline constexpr std::size_t kRevokeDocumentMax = 60000;  ///< Bytes; as any that is sent.

/// Proof for a node that it is revoked: revocations, or before them a root that it lacks, as a
/// SignedDocument. Whoever sends it proves nothing: the holders of the roles have signed.
struct Revoke {
    core::Bytes document;
    friend bool operator==(const Revoke&, const Revoke&) = default;
};

/// How far the node is that lets go of everything.
enum class EraseStage : std::uint8_t { kErasing = 1, kErased = 2 };

/// A revoked node's last words: the only frame of it that counts, and only for what is shown of it.
struct EraseTell {
    EraseStage stage{EraseStage::kErasing};
    core::WallTime begun;    ///< By the node's clock.
    std::uint64_t rows{0};   ///< Of its outbox that central had not acknowledged: they are gone.
    std::uint64_t files{0};  ///< Carriers' files that were there: so are they.
    friend bool operator==(const EraseTell&, const EraseTell&) = default;
};

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::Revoke> {
    static constexpr std::string_view kName = "revoke";
    static constexpr auto kFields = FieldList{
        field(1, "document", &wire::Revoke::document, wire::kRevokeDocumentMax, Feed::kSystem)};
};
template <>
struct EnumNames<wire::EraseStage> {
    static constexpr std::array<std::pair<wire::EraseStage, std::string_view>, 2> kNames{
        {{wire::EraseStage::kErasing, "erasing"}, {wire::EraseStage::kErased, "erased"}}};
};
template <>
struct Schema<wire::EraseTell> {
    static constexpr std::string_view kName = "erase_tell";
    static constexpr auto kFields =
        FieldList{field(1, "stage", &wire::EraseTell::stage, 1, Feed::kSystem),
                  field(2, "begun", &wire::EraseTell::begun, 1, Feed::kSystem),
                  field(3, "rows", &wire::EraseTell::rows, 1, Feed::kSystem),
                  field(4, "files", &wire::EraseTell::files, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
