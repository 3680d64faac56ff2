// Rules tried on what ports saw.
#include "central/frame_keeper.h"
#include "central/routes.h"
#include "core/text.h"
#include "rules/pack/rule_bytes.h"

#include <string_view>
#include <utility>

namespace sarhad::central {

using api::Json;
using api::Params;
using api::Request;
using api::Respond;
using api::respond_with;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t kTrialBodyBytes = 4U << 20U;

Result<rules::Rule> rule_of(const Json& hex) {
    const auto bytes = hex.is_text() ? core::from_hex(hex.as_text()) : Error{Errc::kInvalid, ""};
    if (!bytes) {
        return Error{Errc::kInvalid, "rules: wanted rules' bytes in hexadecimal digits"};
    }
    auto rule = rules::parse_rule_bytes(*bytes);
    return rule ? std::move(rule) : Error{Errc::kInvalid, cat("rules: ", rule.error().what)};
}

Result<std::string> day_of_body(const Json& body, std::string_view member) {
    return body.find(member) == nullptr ? Result<std::string>{std::string{}} : body.text_at(member);
}

Result<FrameTrial> trial_of(std::string_view text, std::uint32_t uid) {
    api::JsonLimits limits;
    limits.bytes = kTrialBodyBytes;
    auto read = api::parse_json(text, limits);
    if (!read) {
        return Error{Errc::kInvalid, cat("the body is no JSON: ", read.error().what)};
    }
    const Json body = *std::move(read);
    const Json* rules = body.find("rules");
    if (rules == nullptr || !rules->is_array() || rules->elements().empty() ||
        rules->elements().size() > kTrialRulesMax) {
        return Error{Errc::kInvalid,
                     cat("rules: wanted 1 to ", kTrialRulesMax, " rules' bytes in hexadecimal")};
    }
    FrameTrial asked;
    asked.uid = uid;
    for (const Json& one : rules->elements()) {
        SARHAD_TRY(rules::Rule rule, rule_of(one));
        asked.rules.push_back(std::move(rule));
    }
    SARHAD_TRY(asked.from, day_of_body(body, "from"));
    SARHAD_TRY(asked.to, day_of_body(body, "to"));
    if (const Json* lists = body.find("lists"); lists != nullptr) {
        auto sets = rules::read_json(api::to_text(*lists));
        if (!sets || sets->table() == nullptr) {
            return Error{Errc::kInvalid,
                         "lists: wanted an object: a list of texts for each reference set"};
        }
        asked.lists = *std::move(sets);
    }
    return asked;
}

}  // namespace

void add_backtest_route(api::Router& router, FrameKeeper& frames) {
    api::RouteOptions large;
    large.body = api::BodyKind::kBytes;  // Read where the trial runs, not on the loop.
    large.max_body_bytes = kTrialBodyBytes;
    router.add(
        api::Method::kPost,
        "/v1/rules/backtest",
        api::Role::kAnalyst,
        [&frames](const Request& request, const Params&, Respond respond) {
            frames.try_rules(
                [body = request.content, uid = request.peer.uid] { return trial_of(body, uid); },
                respond_with<Json>(std::move(respond), [](const Json& report) { return report; }));
        },
        "Whom rules would have hit: {rules, from, to, lists}.",
        large);
}

}  // namespace sarhad::central
