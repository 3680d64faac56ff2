#include "api/rule_json.h"

#include "core/text.h"
#include "rules/pack/rule_book.h"
#include "rules/pack/rule_bytes.h"

#include <utility>
#include <vector>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Json to_json(const std::string& name, const rules::KnownSet& known) {
    return Json::object({{"name", name},
                         {"version", known.version},
                         {"owner", known.owner},
                         {"edition", known.edition},
                         {"count", known.texts ? Json{known.texts->texts().size()} : Json{}},
                         {"open", known.is_open},
                         {"in_force", known.is_in_force()},
                         {"hash", core::to_hex(known.hash)}});
}

Response rule_of(const rules::RuleBook& book, const Params& params, const std::string& absent) {
    const auto id = params.text("id");
    const rules::KnownRule* known = id ? book.find(*id) : nullptr;
    if (known == nullptr) {
        return Error{Errc::kNotFound, cat("rule: no such one ", absent)};
    }
    Json json = api::to_json(*id, *known);
    const auto bytes =
        known->rule ? rules::rule_bytes(*known->rule) : Result<core::Bytes>{core::Bytes{}};
    json.set("bytes", bytes ? core::to_hex(*bytes) : std::string{});
    return json;
}

Response sets_of(const rules::RuleBook& book) {
    Json list = Json::array();
    for (const auto& [name, known] : book.sets().sets()) {
        list.push(to_json(name, known));
    }
    return Json::object({{"edition", book.pack().edition()}, {"sets", std::move(list)}});
}

Response set_of(const rules::RuleBook& book, const Params& params, const std::string& absent) {
    const auto name = params.text("name");
    const rules::KnownSet* known = name ? book.sets().find(*name) : nullptr;
    if (known == nullptr) {
        return Error{Errc::kNotFound, cat("reference set: no such one ", absent)};
    }
    Json json = to_json(*name, *known);
    Json texts = Json::array();
    for (const std::string& text :
         known->texts ? known->texts->texts() : std::vector<std::string>{}) {
        texts.push(text);
    }
    json.set("texts", std::move(texts));
    return json;
}

}  // namespace

Json to_json(const std::string& id, const rules::KnownRule& known) {
    return Json::object(
        {{"id", id},
         {"rev", known.rev},
         {"mode", rules::name_of(known.mode)},
         {"owner", known.owner},
         {"kind", known.rule ? Json{rules::name_of(known.rule->kind)} : Json{}},
         {"title", known.rule ? Json{known.rule->title} : Json{}},
         {"review_by", known.rule ? Json{facts::to_text(known.rule->review_by)} : Json{}},
         {"hash", core::to_hex(known.hash)},
         {"in_force", known.is_asked}});
}

void add_rule_book_routes(Router& router, RuleBookNow book, std::string_view absent) {
    router.add(
        Method::kGet,
        "/v1/rules/{id}",
        Role::kAnalyst,
        [book, absent = std::string{absent}](const Request&, const Params& params) {
            return rule_of(*book(), params, absent);
        },
        "A rule with its bytes.");
    router.add(
        Method::kGet,
        "/v1/rule-sets",
        Role::kAnalyst,
        [book](const Request&, const Params&) { return sets_of(*book()); },
        "Reference sets that the rules here ask.");
    router.add(
        Method::kGet,
        "/v1/rule-sets/{name}",
        Role::kAnalyst,
        [book = std::move(book), absent = std::string{absent}](
            const Request&, const Params& params) { return set_of(*book(), params, absent); },
        "A reference set with its texts.");
}

}  // namespace sarhad::api
