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

/// Adds the node's routes under /v1; docs/api.md lists them. The node's events go to the hub from
/// then on. Thread: loop.
void add_routes(api::Router& router, const RouteParts& parts);

/// GET /v1/late-hits; part of add_routes().
void add_late_routes(api::Router& router, Node& node);

/// /v1/pairs; part of add_routes().
void add_pair_routes(api::Router& router, Node& node);

/// GET /v1/streams, and the release of one; part of add_routes().
void add_stream_routes(api::Router& router, Node& node);

/// The event as its server-sent form; without personal values, as the event itself.
[[nodiscard]] api::Json to_json(const NodeEvent& event);
[[nodiscard]] api::Json to_json(const NodeStatus& status);

}  // namespace sarhad::node
