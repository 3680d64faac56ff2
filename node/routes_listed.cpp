// What a list says of the entry behind a hit.
#include "api/fact_json.h"
#include "node/listed_entry.h"
#include "node/routes.h"

#include <utility>

namespace sarhad::node {

using api::Params;
using api::Request;
using api::Respond;
using core::Result;

namespace {

Result<HitAsked> hit_asked(const Request& request, const Params& params) {
    HitAsked asked;
    SARHAD_TRY(const std::string hex, params.text("id"));
    SARHAD_TRY(asked.crossing, id_of("crossing", hex));
    SARHAD_TRY(asked.list, request.query.text("list"));
    SARHAD_TRY(asked.entry, request.query.text("entry"));
    return asked;
}

}  // namespace

void add_listed_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/crossings/{id}/listed",
        api::Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            auto asked = hit_asked(request, params);
            if (!asked) {
                respond(asked.error());
                return;
            }
            node.listed(
                *std::move(asked),
                api::respond_with<ListedItem>(std::move(respond), [](const ListedItem& item) {
                    return api::Json::object({{"list", item.list},
                                              {"edition", item.edition},
                                              {"entry", api::to_json(item.entry)}});
                }));
        },
        "All that the list says of whom the crossing hits: ?list=&entry=, as the hit has them.");
}

}  // namespace sarhad::node
