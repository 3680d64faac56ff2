#pragma once

#include "api/events.h"
#include "api/router.h"
#include "daemon/metrics.h"
#include "node/node.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::node {

/// Whether the demo's routes exist.
enum class Demo : std::uint8_t { kOff, kOn };

/// What the routes answer from. All of it outlives the router.
struct RouteParts {
    Node& node;
    daemon::Metrics& metrics;
    api::EventHub& hub;
    Demo demo{Demo::kOff};
    std::string version{};
    std::function<std::uint64_t()> log_lines_lost{};
};

/// Who asks, by the account that he tells, "" for none, and what the kernel says.
[[nodiscard]] DeskOfficer desk_officer(const api::Request& request, std::string account);
/// An id of 32 hexadecimal digits; `what` names it where it is none.
[[nodiscard]] core::Result<std::array<std::uint8_t, 16>> id_of(std::string_view what,
                                                               const std::string& hex);
/// The pair as it stands at `now`.
[[nodiscard]] api::Json to_json(const facts::KnownPair& pair, core::WallTime now);

/// Adds the node's routes under /v1; docs/api.md lists them. The node's events go to the hub from
/// then on. Thread: loop.
void add_routes(api::Router& router, const RouteParts& parts);

/// Crossings, alerts and the desk's screening; part of add_routes().
void add_record_routes(api::Router& router, Node& node);

/// Cargo that was screened here; part of add_routes().
void add_cargo_routes(api::Router& router, Node& node);

/// GET /v1/late-hits; part of add_routes().
void add_late_routes(api::Router& router, Node& node);

/// Whom the port expects; part of add_routes().
void add_expected_routes(api::Router& router, Node& node);
void add_journey_routes(api::Router& router, Node& node);

/// /v1/pairs, and a word on a late hit; part of add_routes().
void add_pair_routes(api::Router& router, Node& node);

/// /v1/rules; part of add_routes().
void add_rule_routes(api::Router& router, Node& node);

/// /v1/go-aheads; part of add_routes().
void add_go_ahead_routes(api::Router& router, Node& node);

/// What came of looks at travellers; part of add_routes().
void add_inspection_routes(api::Router& router, Node& node);

/// What a list says of the entry behind a hit; part of add_routes().
void add_listed_routes(api::Router& router, Node& node);

/// /v1/ledger; part of add_routes().
void add_ledger_routes(api::Router& router, Node& node);

/// Lists of a courier bundle; part of add_routes().
void add_bundle_routes(api::Router& router, Node& node);

/// GET /v1/streams, and the release of one; part of add_routes().
void add_stream_routes(api::Router& router, Node& node);

/// The event as its server-sent form; without personal values, as the event itself.
[[nodiscard]] api::Json to_json(const NodeEvent& event);
/// Whom a status is shown to. How many reports wait for central, or how large the crossings that
/// wait are, would tell a counter of a discreet hit: only administrators see that.
enum class StatusView : std::uint8_t { kCounter, kAdministrator };
[[nodiscard]] api::Json to_json(const NodeStatus& status, StatusView view);
/// Whether rows of this stream may be told by a discreet hit alone.
[[nodiscard]] bool tells_of_discreet(core::StreamId stream);

}  // namespace sarhad::node
