// What supervisors sign on old data.
#include "api/fact_json.h"
#include "node/routes.h"

#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using api::respond_with_page;

namespace {

void post_go_ahead(Node& node, const Request& request, Respond respond) {
    auto officer = request.body.text_at("officer");
    if (!officer) {
        respond(officer.error());
        return;
    }
    std::string flight;
    if (request.body.find("flight") != nullptr) {
        auto named = request.body.text_at("flight");
        if (!named) {
            respond(named.error());
            return;
        }
        flight = *std::move(named);
    }
    node.go_ahead(*std::move(officer),
                  std::move(flight),
                  respond_with<facts::GoAhead>(std::move(respond), [](const facts::GoAhead& word) {
                      return api::to_json(word);
                  }));
}

}  // namespace

void add_go_ahead_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/go-aheads",
        api::Role::kOfficer,
        [&node](const Request&, const Params&, Respond respond) {
            node.go_aheads(respond_with_page<std::vector<facts::GoAhead>>(
                node, std::move(respond), [](const std::vector<facts::GoAhead>& said) {
                    Json list = Json::array();
                    for (const facts::GoAhead& one : said) {
                        list.push(api::to_json(one));
                    }
                    return Json::object({{"go_aheads", std::move(list)}});
                }));
        },
        "What supervisors signed on old data, newest first, 200 at most.");
    router.add(
        api::Method::kPost,
        "/v1/go-aheads",
        api::Role::kAnalyst,
        [&node](const Request& request, const Params&, Respond respond) {
            post_go_ahead(node, request, std::move(respond));
        },
        "A supervisor signs that the port works on, on old data: {officer, flight}.");
}

}  // namespace sarhad::node
