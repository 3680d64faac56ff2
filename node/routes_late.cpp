// Late hits: for the desk that looks for people, not for a counter.
#include "api/fact_json.h"
#include "core/text.h"
#include "node/routes.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with_page;

namespace {

Json late_json(const LateHitItem& item) {
    Json json = api::to_json(item.late);
    json.set("number", item.number);
    json.set("late", true);
    json.set("cleared_by", item.cleared_by.empty() ? Json{} : Json{item.cleared_by});
    return json;
}

/// One group an entry, the group with the strongest hit first; so within a group.
Json groups_json(std::vector<LateHitItem> items, std::size_t limit) {
    const Json next = items.size() == limit && limit > 0 ? Json{items.back().number} : Json{};
    const auto strength = [](const LateHitItem& item) {
        return std::pair{item.late.hit.tier, item.late.hit.score};
    };
    std::stable_sort(items.begin(), items.end(), [&](const LateHitItem& a, const LateHitItem& b) {
        return strength(a) > strength(b);
    });
    Json groups = Json::array();
    while (!items.empty()) {
        const facts::Hit first = items.front().late.hit;
        const auto rest =
            std::stable_partition(items.begin(), items.end(), [&](const LateHitItem& item) {
                return item.late.hit.list == first.list && item.late.hit.entry == first.entry;
            });
        Json hits = Json::array();
        for (auto item = items.begin(); item != rest; ++item) {
            hits.push(late_json(*item));
        }
        groups.push(Json::object({{"list", first.list},
                                  {"entry", first.entry},
                                  {"tier", facts::name_of(first.tier)},
                                  {"late_hits", std::move(hits)}}));
        items.erase(items.begin(), rest);
    }
    return Json::object({{"groups", std::move(groups)}, {"next_before", next}});
}

void get_late_hits(Node& node, const Request& request, Respond respond) {
    std::optional<std::int64_t> before;
    if (request.query.find("before") != nullptr) {
        const auto number = request.query.number("before");
        if (!number || *number > std::uint64_t{1} << 62U) {
            respond(number ? core::Error{core::Errc::kInvalid, "before: too large"}
                           : number.error());
            return;
        }
        before = static_cast<std::int64_t>(*number);
    }
    const auto wanted = request.query.number_or("limit", kPageMax);
    if (!wanted || *wanted == 0) {
        respond(wanted ? core::Error{core::Errc::kInvalid, "limit: wanted a number from 1"}
                       : wanted.error());
        return;
    }
    const auto limit = static_cast<std::size_t>(std::min<std::uint64_t>(*wanted, kPageMax));
    node.late_hits(before,
                   limit,
                   respond_with_page<std::vector<LateHitItem>>(
                       node, std::move(respond), [limit](const std::vector<LateHitItem>& items) {
                           return groups_json(items, limit);
                       }));
}

}  // namespace

void add_late_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/late-hits",
        api::Role::kAnalyst,
        [&node](const Request& request, const Params&, Respond respond) {
            get_late_hits(node, request, std::move(respond));
        },
        "Listed after they passed, by entry, strongest first: ?before=&limit=.");
}

}  // namespace sarhad::node
