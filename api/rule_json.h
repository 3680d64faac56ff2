#pragma once

#include "api/json.h"
#include "api/router.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sarhad::rules {
class RuleBook;
struct KnownRule;
}  // namespace sarhad::rules

namespace sarhad::api {

/// What is known of a rule that was published. "in_force": this daemon's software can ask it, and
/// its mode is one that is asked; "kind" and "title" are null where nobody here has its bytes.
[[nodiscard]] Json to_json(const std::string& id, const rules::KnownRule& known);

/// The rules that a daemon has now. Thread: loop.
using RuleBookNow = std::function<std::shared_ptr<const rules::RuleBook>()>;

/// What central and a port tell alike of their rules, to analysts: GET /v1/rules/{id} with its
/// bytes, GET /v1/rule-sets, and GET /v1/rule-sets/{name} with its texts. `absent`: what a 404 says
/// of a rule or set, "was ever published".
void add_rule_book_routes(Router& router, RuleBookNow book, std::string_view absent);

}  // namespace sarhad::api
