// "Not the same person": what ports said of the entries of an owner's lists.
#include "api/fact_json.h"
#include "central/routes.h"
#include "core/account.h"
#include "core/text.h"
#include "replication/release.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

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

Json pair_json(const PairRow& row, core::WallTime now) {
    const facts::PairState state = row.pair.state(now);
    Json json = api::to_json(row.pair);
    json.set("number", row.number);
    json.set("port", row.port.value());
    json.set("told_at", core::to_rfc3339(row.told_at));
    json.set("state", facts::name_of(state));
    json.set("in_force", state == facts::PairState::kInForce);
    return json;
}

Result<PairsAsked> asked_of(const Params& query) {
    PairsAsked asked;
    if (query.find("list") != nullptr) {
        SARHAD_TRY(asked.owner, query.text("list"));
        if (words_of_list_name(asked.owner) == 0) {
            return Error{Errc::kInvalid,
                         "list: wanted an agency, wl/<agency>, or a list, wl/<agency>/<list>"};
        }
    }
    SARHAD_TRY(const std::uint64_t before, query.number_or("before", 0));
    SARHAD_TRY(const std::uint64_t limit, query.number_or("limit", kPairsPageMax));
    if (limit == 0 || before > (std::uint64_t{1} << 62U)) {
        return Error{Errc::kInvalid,
                     "before, limit: wanted whole numbers, before from 0 and limit from 1"};
    }
    asked.before = static_cast<std::int64_t>(before);
    asked.limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, kPairsPageMax));
    return asked;
}

void get_pairs(Central& central, const Request& request, Respond respond) {
    const auto asked = asked_of(request.query);
    if (!asked) {
        respond(asked.error());
        return;
    }
    central.pairs(
        *asked,
        respond_with_page<std::vector<PairRow>>(
            central,
            std::move(respond),
            [now = central.now(), limit = asked->limit](const std::vector<PairRow>& rows) {
                Json list = Json::array();
                for (const PairRow& row : rows) {
                    list.push(pair_json(row, now));
                }
                const Json next = rows.size() == limit ? Json{rows.back().number} : Json{};
                return Json::object({{"pairs", std::move(list)}, {"next_before", next}});
            }));
}

Result<facts::PairWithdrawal> withdrawal_of(const Request& request, const Params& params) {
    facts::PairWithdrawal withdrawal;
    SARHAD_TRY(withdrawal.node, node_of(params));
    SARHAD_TRY(const std::string hex, params.text("pair"));
    const auto bytes = core::from_hex(hex);
    if (!bytes || bytes->size() != withdrawal.pair.size()) {
        return Error{Errc::kInvalid, "pair: wanted an id of 32 hexadecimal digits"};
    }
    std::copy(bytes->begin(), bytes->end(), withdrawal.pair.begin());
    SARHAD_TRY(withdrawal.officer, request.body.text_at("officer"));
    if (!core::is_account(withdrawal.officer)) {
        return Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)};
    }
    SARHAD_TRY(withdrawal.why, request.body.text_at("why"));
    SARHAD_TRY_STATUS(replication::check_reason("why", withdrawal.why));
    return withdrawal;
}

void post_withdrawal(Central& central,
                     const Request& request,
                     const Params& params,
                     Respond respond) {
    auto withdrawal = withdrawal_of(request, params);
    if (!withdrawal) {
        respond(withdrawal.error());
        return;
    }
    central.withdraw_pair(*std::move(withdrawal),
                          respond_with<facts::PairWithdrawal>(
                              std::move(respond), [](const facts::PairWithdrawal& done) {
                                  return api::to_json(done);
                              }));
}

}  // namespace

void add_pair_routes(api::Router& router, Central& central) {
    router.add(
        api::Method::kGet,
        "/v1/pairs",
        api::Role::kAnalyst,
        [&central](const Request& request, const Params&, Respond respond) {
            get_pairs(central, request, std::move(respond));
        },
        "Whom ports called not the person of an owner's entries: ?list=&before=&limit=.");
    router.add(
        api::Method::kPost,
        "/v1/nodes/{id}/pairs/{pair}/withdraw",
        api::Role::kAnalyst,
        [&central](const Request& request, const Params& params, Respond respond) {
            post_withdrawal(central, request, params, std::move(respond));
        },
        "The list's owner says that it is the person: {officer, why}.");
}

}  // namespace sarhad::central
