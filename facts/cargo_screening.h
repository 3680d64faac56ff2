#pragma once

#include "facts/bag.h"
#include "facts/cargo.h"
#include "facts/decision.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::facts {

/// What a CargoScreening is about. Words, not numbers: a newer port may send further ones.
namespace cargo_kind {
inline constexpr std::string_view kConsignment = "consignment";  ///< One bill.
inline constexpr std::string_view kConveyance = "conveyance";
inline constexpr std::string_view kDeclaration = "declaration";
/// Of a message without bills and declarations: only where a hit or a finding speaks of it.
inline constexpr std::string_view kContainer = "container";
inline constexpr std::string_view kBags = "bags";  ///< Those of one message about bags.
}  // namespace cargo_kind

/// What intake or a comparison of messages found, in words that stay.
namespace cargo_finding {
inline constexpr std::string_view kNotManifested = "not-manifested";
inline constexpr std::string_view kNotStowed = "not-stowed";
inline constexpr std::string_view kHouseLevelMissing = "house-level-missing";
inline constexpr std::string_view kSealDiffers = "seal-differs";
inline constexpr std::string_view kWeightDiffers = "weight-differs";
inline constexpr std::string_view kBadContainerNumber = "bad-container-number";
inline constexpr std::string_view kNobodysBag = "nobodys-bag";
inline constexpr std::string_view kOwnerNotListed = "owner-not-listed";
inline constexpr std::string_view kOwnerCancelled = "owner-cancelled";
inline constexpr std::string_view kOwnerNotOnBoard = "owner-not-on-board";
inline constexpr std::string_view kOwnerNotBoarded = "owner-not-boarded";
}  // namespace cargo_finding

/// Something about cargo that does not fit, beside lists and rules.
struct CargoFinding {
    std::string kind;   ///< cargo_finding.
    std::string about;  ///< A container's, bill's or bag's number.
    std::string text;   ///< For an officer, one line; no personal data.
    friend bool operator==(const CargoFinding&, const CargoFinding&) = default;
};
template <>
struct Schema<CargoFinding> {
    static constexpr std::string_view kName = "cargo_finding";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &CargoFinding::kind, 32, Feed::kSystem),
                  field(2, "about", &CargoFinding::about, 35, Feed::kManifest),
                  field(3, "text", &CargoFinding::text, 256, Feed::kSystem)};
};

/// Findings that a record tells; more are counted.
inline constexpr std::size_t kCargoFindingsMax = 64;

/// One piece of cargo as the port screened it: what is stored, sealed and sent to central.
struct CargoScreening {
    /// BLAKE2b-128 of the message's digest, the kind, the place in it (u32), the port and how often
    /// it was decided before.
    std::array<std::uint8_t, 16> id{};
    /// The same for every record of one bill, conveyance, declaration or container at a port: what
    /// was decided last counts.
    std::array<std::uint8_t, 16> subject{};
    core::NodeId node{0};
    core::PortId port{""};
    core::WallTime screened_at;
    Hash256 message_digest{};
    std::string kind;        ///< cargo_kind.
    std::string format;      ///< Of the message that told of it: "CUSCAR" ...
    std::string number;      ///< Of the bill, declaration or container; the conveyance's own.
    std::string conveyance;  ///< The ship's name, or the flight, lorry or train that carries it.
    std::string voyage;
    std::optional<Bill> bill{};
    std::optional<Conveyance> carried_by{};
    std::optional<Declaration> declaration{};
    std::vector<Container> containers{};
    std::vector<Bag> bags{};
    std::optional<Traveller> owner{};  ///< Whom a message about bags names.
    std::vector<CargoFinding> findings{};
    std::vector<std::string> told_by{};  ///< "manifest", "declaration", "gate": what had come.
    Decision decision;
    /// Goods lines, containers, bags, places, parties and findings for which there was no room.
    std::uint32_t left_out{0};
    std::uint32_t containers_screened{0};  ///< Numbers that were looked up.
    friend bool operator==(const CargoScreening&, const CargoScreening&) = default;
};
template <>
struct Schema<CargoScreening> {
    static constexpr std::string_view kName = "cargo_screening";
    static constexpr auto kFields = FieldList{
        field(1, "id", &CargoScreening::id, 16, Feed::kSystem),
        field(2, "subject", &CargoScreening::subject, 16, Feed::kSystem),
        field(3, "node", &CargoScreening::node, 1, Feed::kSystem),
        field(4, "port", &CargoScreening::port, 32, Feed::kSystem),
        field(5, "screened_at", &CargoScreening::screened_at, 1, Feed::kSystem),
        field(6, "message_digest", &CargoScreening::message_digest, 32, Feed::kSystem),
        field(7, "kind", &CargoScreening::kind, 16, Feed::kSystem),
        field(8, "format", &CargoScreening::format, 16, Feed::kManifest),
        field(9, "number", &CargoScreening::number, 35, Feed::kManifest),
        field(10, "conveyance", &CargoScreening::conveyance, 70, Feed::kManifest),
        field(11, "voyage", &CargoScreening::voyage, 35, Feed::kManifest),
        field(12, "bill", &CargoScreening::bill, 1, Feed::kManifest),
        field(13, "carried_by", &CargoScreening::carried_by, 1, Feed::kManifest),
        field(14, "declaration", &CargoScreening::declaration, 1, Feed::kManifest),
        field(15, "containers", &CargoScreening::containers, 1000, Feed::kManifest),
        field(16, "bags", &CargoScreening::bags, 1000, Feed::kApi),
        field(17, "owner", &CargoScreening::owner, 1, Feed::kApi),
        field(18, "findings", &CargoScreening::findings, kCargoFindingsMax, Feed::kSystem),
        field(19, "told_by", &CargoScreening::told_by, 8, Feed::kSystem),
        field(20, "decision", &CargoScreening::decision, 1, Feed::kSystem),
        field(21, "left_out", &CargoScreening::left_out, 1, Feed::kSystem),
        field(22, "containers_screened", &CargoScreening::containers_screened, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
