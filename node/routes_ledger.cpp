// The paper ledger of the time when this machine's node was erased.
#include "core/text.h"
#include "node/counter_routes.h"
#include "node/routes.h"

#include <utility>

namespace sarhad::node {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using core::Errc;
using core::Error;
using core::Result;

namespace {

void get_ledger(Node& node, const Request& request, Respond respond) {
    const auto after = request.query.number_or("after", 0);
    const auto open = request.query.number_or("open", 0);
    if (!after || !open || *after > (std::uint64_t{1} << 62U) || *open > 1) {
        respond(Error{Errc::kInvalid, "after, open: wanted a whole number, and 0 or 1"});
        return;
    }
    node.ledger(
        static_cast<std::int64_t>(*after),
        *open == 1,
        respond_with<std::vector<LedgerItem>>(
            std::move(respond), [](const std::vector<LedgerItem>& items) {
                Json entries = Json::array();
                for (const LedgerItem& item : items) {
                    entries.push(to_json(item.entry));
                }
                const bool has_more = items.size() == kLedgerPageMax;
                return Json::object({{"entries", std::move(entries)},
                                     {"next", has_more ? Json{items.back().place} : Json{}}});
            }));
}

Result<LedgerOrder> order_of(const Request& request, const Params& params) {
    LedgerOrder order;
    SARHAD_TRY(order.counter, params.text("counter"));
    SARHAD_TRY(const std::string number, params.text("number"));
    const auto parsed = core::parse_uint(number);
    if (!parsed || *parsed == 0 || *parsed > (std::uint64_t{1} << 62U)) {
        return Error{Errc::kInvalid, "number: wanted a number of the paper ledger, from 1"};
    }
    order.number = *parsed;
    SARHAD_TRY(const std::string crossing, request.body.text_at("crossing"));
    SARHAD_TRY(order.crossing, id_of("crossing", crossing));
    SARHAD_TRY(order.officer, request.body.text_at("officer"));
    return order;
}

}  // namespace

void add_ledger_routes(api::Router& router, Node& node) {
    router.add(
        api::Method::kGet,
        "/v1/ledger",
        api::Role::kOfficer,
        [&node](const Request& request, const Params&, Respond respond) {
            get_ledger(node, request, std::move(respond));
        },
        "Numbers of the paper ledger; open=1: those without a crossing.");
    router.add(
        api::Method::kPost,
        "/v1/ledger/{counter}/{number}/enter",
        api::Role::kOfficer,
        [&node](const Request& request, const Params& params, Respond respond) {
            auto order = order_of(request, params);
            if (!order) {
                respond(order.error());
                return;
            }
            node.enter_ledger(*std::move(order),
                              respond_with<facts::LedgerEntry>(
                                  std::move(respond),
                                  [](const facts::LedgerEntry& entry) { return to_json(entry); }));
        },
        "The number's crossing is this one: {crossing, officer}.");
}

}  // namespace sarhad::node
