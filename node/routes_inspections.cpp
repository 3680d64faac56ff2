// What came of looks at travellers.
#include "api/fact_json.h"
#include "core/text.h"
#include "node/routes.h"

#include <cstdint>
#include <utility>

namespace sarhad::node {

using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Result<CrossingId> crossing_of(const Params& params) {
    SARHAD_TRY(const std::string hex, params.text("id"));
    return id_of("crossing", hex);
}

Result<InspectionOrder> order_of(const Request& request, const Params& params) {
    InspectionOrder order;
    SARHAD_TRY(order.crossing, crossing_of(params));
    SARHAD_TRY(std::string account, request.body.text_at("officer"));
    order.officer = desk_officer(request, std::move(account));
    SARHAD_TRY(const std::string finding, request.body.text_at("finding"));
    if (finding != facts::name_of(facts::Finding::kPositive) &&
        finding != facts::name_of(facts::Finding::kNegative)) {
        return Error{Errc::kInvalid, "finding: wanted negative or positive"};
    }
    order.finding = finding == facts::name_of(facts::Finding::kPositive)
                        ? facts::Finding::kPositive
                        : facts::Finding::kNegative;
    SARHAD_TRY(const std::int64_t minutes, request.body.int_at("minutes"));
    if (minutes < 0 || minutes > kInspectionMinutesMax) {
        return Error{Errc::kInvalid,
                     core::cat("minutes: wanted 0 to ", kInspectionMinutesMax, ", of officers")};
    }
    order.minutes = static_cast<std::uint16_t>(minutes);
    return order;
}

auto answer_with(Respond respond) {
    return respond_with<facts::Inspection>(
        std::move(respond), [](const facts::Inspection& said) { return api::to_json(said); });
}

}  // namespace

void add_inspection_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/crossings/{id}/inspection",
        api::Role::kOfficer,
        [&node](const Request&, const Params& params, Respond respond) {
            const auto crossing = crossing_of(params);
            if (!crossing) {
                respond(crossing.error());
                return;
            }
            node.inspection(*crossing, answer_with(std::move(respond)));
        },
        "What came of a look at the traveller, as it was told last.");
    router.add(
        api::Method::kPost,
        "/v1/crossings/{id}/inspection",
        api::Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            auto order = order_of(request, params);
            if (!order) {
                respond(order.error());
                return;
            }
            node.inspect(*std::move(order), answer_with(std::move(respond)));
        },
        "What came of a look at the traveller: {officer, finding, minutes}.");
}

}  // namespace sarhad::node
