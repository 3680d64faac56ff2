#pragma once

#include "api/events.h"
#include "api/router.h"
#include "central/agencies.h"
#include "central/central.h"
#include "central/snapshots.h"
#include "core/executor.h"
#include "daemon/metrics.h"
#include "store/disk_room.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::central {

class Enrolments;
class FrameKeeper;

/// What the routes answer from. All of it outlives the router.
struct RouteParts {
    Central& central;
    Lanes& lanes;        ///< For files and for large bodies.
    Agencies& agencies;  ///< Used on the read lane only once the routes run.
    daemon::Metrics& metrics;
    api::EventHub& hub;
    std::string version{};
    std::string control_endpoint{};
    std::string bulk_endpoint{};
    /// The trust file that a new node gets, made from the agencies' roles.
    std::function<std::string(const std::vector<daemon::TrustedRole>&)> node_trust{};
    /// The nodes' shared subject key in hexadecimal, for an administrator on the unix socket only.
    std::function<std::string()> subject_key{};
    std::function<std::uint64_t()> log_lines_lost{};
    std::function<std::uint64_t()> refused_connections{};
    std::function<store::DiskUse()> disk_use{};  ///< Thread: loop.
    Snapshots* snapshots{nullptr};               ///< The read lane's own.
    Enrolments* enrolments{nullptr};             ///< Null where no endpoint is configured.
    FrameKeeper* frames{nullptr};                ///< Null: no rule is tried here.
};

inline constexpr std::size_t kNodeIdDigitsMax = 10;

/// Adds central's routes under /v1; docs/api.md lists them. Central's events go to the hub and the
/// metrics from then on. Thread: loop.
void add_routes(api::Router& router, const RouteParts& parts);

/// Machines that are to become nodes; none where nobody can ask. Part of add_routes().
void add_enrolment_routes(api::Router& router, const RouteParts& parts);
/// Records that are erased, and the chains; part of add_routes(). `frames` may be null.
void add_erasure_routes(api::Router& router, Central& central, FrameKeeper* frames);
/// Whom ports expect; part of add_routes().
void add_expected_routes(api::Router& router, Central& central);
/// What ports screened of cargo; part of add_routes().
void add_cargo_routes(api::Router& router, Central& central);
/// GET /v1/pairs, and the withdrawal of one; part of add_routes().
void add_pair_routes(api::Router& router, Central& central);
/// Agencies' rules, and the changes that wait; part of add_routes().
void add_rule_routes(api::Router& router, Central& central);
/// POST /v1/rules/backtest; part of add_routes().
void add_backtest_route(api::Router& router, FrameKeeper& frames);
/// What a port had in force at a moment.
void add_proof_routes(api::Router& router, Central& central);
/// Whole lists, chunk by chunk; part of add_routes().
void add_snapshot_routes(api::Router& router, const RouteParts& parts);
/// Lists that come in pieces; part of add_routes().
void add_upload_routes(api::Router& router, Central& central);
/// GET /v1/streams, and the release of one; part of add_routes().
void add_stream_routes(api::Router& router, Central& central);
/// A path's {id}: kInvalid, wanting a number from 1.
[[nodiscard]] core::Result<core::NodeId> node_of(const api::Params& params);
/// The same of a row of ours; `what` is what the error calls it.
[[nodiscard]] core::Result<std::int64_t> number_of(const api::Params& params,
                                                   std::string_view what);
/// The body's `key` and `signature`, in hexadecimal digits. kInvalid names the member.
[[nodiscard]] core::Result<wire::Signature> read_signature(const api::Json& body);
/// Who speaks: the body's officer and, but for an administrator, who may speak for others, the
/// login. kInvalid: no account.
[[nodiscard]] core::Result<Speaker> speaker_of(const api::Request& request);

// What the routes answer, as JSON.
/// What goes with the event, under name_of().
[[nodiscard]] api::Json to_json(const CentralEvent& event);
/// "alert_raised" and so on: the event's name on the stream.
[[nodiscard]] std::string_view name_of(const CentralEvent& event);
[[nodiscard]] api::Json to_json(const NodeReport& report);
[[nodiscard]] api::Json to_json(const FleetReport& fleet);
[[nodiscard]] api::Json to_json(const StreamHead& head);
[[nodiscard]] api::Json to_json(const Upload& upload);
[[nodiscard]] api::Json to_json(const UploadStanding& standing);
/// `nodes`: how many there are to reach. The crossing is in it, personal values included.
[[nodiscard]] api::Json to_json(const AlertRow& row, std::uint64_t nodes);

/// What is sent to POST /v1/lists.
struct Submission {
    core::Bytes list_file;
    std::vector<wire::Signature> signatures;
    bool allows_shrink{false};
};
/// {"file": hex, "key": hex, "signature": hex}, or "signatures": [{"key", "signature"}, ...] for a
/// list whose agency wants several; "allow_shrink": true lets it lose many entries. kInvalid names
/// the member. Total.
[[nodiscard]] core::Result<Submission> parse_submission(std::string_view text);
/// How an uploaded list is to be published.
struct Order {
    std::vector<wire::Signature> signatures;
    bool allows_shrink{false};
};
/// The same without "file".
[[nodiscard]] core::Result<Order> parse_order(const api::Json& body);
/// {"name": "wl/<agency>", "keys": [hex, ...], "threshold": 1}.
[[nodiscard]] core::Result<daemon::TrustedRole> parse_agency(const api::Json& body);
/// {"port": "PKXXA", "site": "1", "link_public": hex, "sign_public": hex}.
[[nodiscard]] core::Result<NewNode> parse_new_node(const api::Json& body);

/// Fleet, lists and alerts as Prometheus reads them. Before each render.
void update_metrics(daemon::Metrics& metrics, const RouteParts& parts);
/// What an event adds to the metrics.
void count_event(daemon::Metrics& metrics, const CentralEvent& event);

}  // namespace sarhad::central
