#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "facts/expected.h"
#include "facts/fields.h"
#include "wire/keyring.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whom ports expect, as carriers told central: plain values. docs/protocol.md, "Expected traffic".
namespace sarhad::central {

/// A journey's list goes everywhere so long after the journey was made.
inline constexpr core::Duration kExpectedKept = std::chrono::hours{72};
/// Journeys that are held at once: a thousand a day for three weeks.
inline constexpr std::size_t kExpectedHeldMax = 20'000;
inline constexpr std::size_t kExpectedPageMax = 200;
/// Journeys that are erased, or handed to a new node, in one go.
inline constexpr std::size_t kExpectedAtOnce = 16;

/// Codes of a port's airport or harbour as carriers write them; a port that is not there has its
/// UN/LOCODE.
using PortCodes = std::map<std::string, std::vector<std::string>>;
/// Whether a journey that touches these ports leads to `port` or from it.
[[nodiscard]] bool leads_to(const PortCodes& codes,
                            const core::PortId& port,
                            const std::vector<std::string>& touched);
/// "PKXXA-1=XXA,OPXX PKXXB-1=XXB". kInvalid names the word. Total.
[[nodiscard]] core::Result<PortCodes> parse_port_codes(std::string_view text);

/// Where a node's stream has the newest list of a journey.
struct ExpectedSent {
    core::NodeId node{0};
    std::uint64_t version{0};
    core::Seq first{0};
    core::Seq last{0};
    friend bool operator==(const ExpectedSent&, const ExpectedSent&) = default;
};

/// A delta of such a stream.
struct ExpectedPlace {
    wire::StreamPosition position;  ///< After it.
    wire::Hash256 prev{};           ///< Chain hash before it.
    std::string name;               ///< Of the stream.
};

/// A journey without its travellers.
struct ExpectedRow {
    facts::JourneyId journey{};
    std::uint64_t version{0};
    wire::Hash256 digest{};  ///< Of the carrier's message: the same again is nothing new.
    std::string title;       ///< intake::journey_title().
    std::string function;
    std::vector<std::string> ports;  ///< That it touches, as sent.
    std::uint64_t travellers{0};
    bool is_cancelled{false};
    core::WallTime taken_at;
    core::WallTime over_by;
    core::WallTime gone_at;
    std::vector<ExpectedSent> sent;  ///< By rising node.
    core::WallTime made_at{};        ///< When its sender made it; 0: taken by older software.
};

/// A journey, and what tells the nodes of it; all or none.
struct NewExpected {
    ExpectedRow row;                    ///< `sent` as it is from then on.
    std::optional<core::Bytes> body{};  ///< A new facts::ExpectedJourney; none: as it was.
    std::vector<StreamHead> heads;      ///< Of the nodes' streams.
    std::vector<NewDelta> deltas;       ///< In their order.
    std::vector<NewDelta> erased;       ///< In the place of those of the list before.
};

/// A node that may be told, by its number.
struct ExpectedReader {
    core::NodeId node{0};
    core::PortId port{""};
    wire::PublicKey key{};  ///< Of its box.
};

/// What became of one message of a carrier.
struct TakenMessage {
    ExpectedRow row;
    std::vector<facts::Problem> problems;
    bool is_repeat{false};  ///< It was here already.
    bool is_late{false};    ///< A list that was made after it is held: it changed nothing.
};

/// Which journeys are shown.
struct ExpectedAsked {
    std::optional<facts::JourneyId> after{};
    std::size_t limit{0};
};

}  // namespace sarhad::central

namespace sarhad::facts {

/// As central's store keeps it; `sent` is in a table of its own.
template <>
struct Schema<central::ExpectedRow> {
    static constexpr std::string_view kName = "expected_row";
    static constexpr auto kFields =
        FieldList{field(1, "journey", &central::ExpectedRow::journey, 16, Feed::kSystem),
                  field(2, "version", &central::ExpectedRow::version, 1, Feed::kSystem),
                  field(3, "digest", &central::ExpectedRow::digest, 32, Feed::kSystem),
                  field(4, "title", &central::ExpectedRow::title, 4096, Feed::kApi),
                  field(5, "function", &central::ExpectedRow::function, 32, Feed::kApi),
                  field(6, "ports", &central::ExpectedRow::ports, 128, Feed::kApi),
                  field(7, "travellers", &central::ExpectedRow::travellers, 1, Feed::kApi),
                  field(8, "cancelled", &central::ExpectedRow::is_cancelled, 1, Feed::kApi),
                  field(9, "taken_at", &central::ExpectedRow::taken_at, 1, Feed::kSystem),
                  field(10, "over_by", &central::ExpectedRow::over_by, 1, Feed::kSystem),
                  field(11, "gone_at", &central::ExpectedRow::gone_at, 1, Feed::kSystem),
                  field(12, "made_at", &central::ExpectedRow::made_at, 1, Feed::kApi)};
};

}  // namespace sarhad::facts
