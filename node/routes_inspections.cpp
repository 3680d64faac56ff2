// What came of looks at travellers.
#include "api/fact_json.h"
#include "core/account.h"
#include "core/text.h"
#include "core/time_text.h"
#include "node/routes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Result<CrossingId> crossing_of(const Params& params) {
    SARHAD_TRY(const std::string hex, params.text("id"));
    return id_of("crossing", hex);
}

Result<facts::Finding> finding_of(std::string_view text) {
    for (const auto& [finding, name] : facts::EnumNames<facts::Finding>::kNames) {
        if (name == text) {
            return finding;
        }
    }
    return Error{Errc::kInvalid, "finding: wanted negative or positive"};
}

Result<InspectionOrder> order_of(const Request& request, const Params& params) {
    InspectionOrder order;
    SARHAD_TRY(order.crossing, crossing_of(params));
    SARHAD_TRY(std::string account, request.body.text_at("officer"));
    order.officer = desk_officer(request, std::move(account));
    SARHAD_TRY(const std::string finding, request.body.text_at("finding"));
    SARHAD_TRY(order.finding, finding_of(finding));
    SARHAD_TRY(const std::int64_t minutes, request.body.int_at("minutes"));
    if (minutes < 0 || minutes > kInspectionMinutesMax) {
        return Error{Errc::kInvalid,
                     core::cat("minutes: wanted 0 to ", kInspectionMinutesMax, ", of officers")};
    }
    order.minutes = static_cast<std::uint16_t>(minutes);
    return order;
}

/// Midnight of a day, or a moment.
Result<core::WallTime> since_of(std::string_view text) {
    constexpr std::size_t kDay = std::string_view{"2026-10-01"}.size();
    const auto at = text.size() == kDay ? core::from_rfc3339(core::cat(text, "T00:00:00Z"))
                                        : core::from_rfc3339(text);
    if (!at) {
        return Error{Errc::kInvalid,
                     "since: wanted a day or a moment: 2026-10-01, 2026-10-01T08:00:00Z"};
    }
    return *at;
}

/// "1790841600000000-" and the crossing, as place_text() writes it.
Result<InspectionPlace> place_of(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto micros = core::parse_uint(text.substr(0, dash));
    constexpr std::uint64_t kLastMicros = std::uint64_t{1} << 62U;
    if (dash == std::string_view::npos || !micros || *micros > kLastMicros) {
        return Error{Errc::kInvalid, "before: wanted the next_before of an earlier answer"};
    }
    SARHAD_TRY(const CrossingId crossing, id_of("before", std::string{text.substr(dash + 1)}));
    return InspectionPlace{core::WallTime{static_cast<std::int64_t>(*micros)}, crossing};
}

std::string place_text(const facts::Inspection& one) {
    return core::cat(one.at.micros, "-", core::to_hex(one.crossing));
}

Result<InspectionsAsked> asked_of(const Params& query) {
    InspectionsAsked asked;
    if (const std::string* since = query.find("since"); since != nullptr) {
        SARHAD_TRY(asked.since, since_of(*since));
    }
    if (const std::string* officer = query.find("officer"); officer != nullptr) {
        if (!core::is_account(*officer)) {
            return Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)};
        }
        asked.officer = *officer;
    }
    if (const std::string* finding = query.find("finding"); finding != nullptr) {
        SARHAD_TRY(asked.finding, finding_of(*finding));
    }
    if (const std::string* before = query.find("before"); before != nullptr) {
        SARHAD_TRY(asked.before, place_of(*before));
    }
    SARHAD_TRY(const std::uint64_t limit, query.number_or("limit", kInspectionsPageMax));
    if (limit == 0 || limit > kInspectionsPageMax) {
        return Error{Errc::kInvalid, core::cat("limit: wanted 1 to ", kInspectionsPageMax)};
    }
    asked.limit = static_cast<std::size_t>(limit);
    return asked;
}

Json page_json(const InspectionsPage& page) {
    Json shown = Json::array();
    for (const facts::Inspection& one : page.shown) {
        shown.push(api::to_json(one));
    }
    return Json::object(
        {{"inspections", std::move(shown)},
         {"count", page.count},
         {"positive", page.positive},
         {"minutes", page.minutes},
         {"next_before", page.has_more ? Json{place_text(page.shown.back())} : Json{}}});
}

auto answer_with(Respond respond) {
    return respond_with<facts::Inspection>(
        std::move(respond), [](const facts::Inspection& said) { return api::to_json(said); });
}

}  // namespace

void add_inspection_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/inspections",
        api::Role::kAnalyst,
        [&node](const Request& request, const Params&, Respond respond) {
            auto asked = asked_of(request.query);
            if (!asked) {
                respond(asked.error());
                return;
            }
            node.inspections(
                *std::move(asked),
                respond_with_page<InspectionsPage>(node, std::move(respond), page_json));
        },
        "What came of looks at travellers, newest first: since, officer, finding, before, limit.");
    for (const std::string_view of : {"/v1/crossings", "/v1/cargo"}) {
        const std::string path = core::cat(of, "/{id}/inspection");
        router.add(
            api::Method::kGet,
            path,
            api::Role::kOfficer,
            [&node](const Request&, const Params& params, Respond respond) {
                const auto crossing = crossing_of(params);
                if (!crossing) {
                    respond(crossing.error());
                    return;
                }
                node.inspection(*crossing, answer_with(std::move(respond)));
            },
            "What came of a look at the traveller or the cargo, as it was told last.");
        router.add(
            api::Method::kPost,
            path,
            api::Role::kOfficer,
            [&node](const Request& request, const Params& params, Respond respond) {
                auto order = order_of(request, params);
                if (!order) {
                    respond(order.error());
                    return;
                }
                node.inspect(*std::move(order), answer_with(std::move(respond)));
            },
            "What came of a look at the traveller or the cargo: {officer, finding, minutes}.");
    }
}

}  // namespace sarhad::node
