#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

std::string state_of(const Json& pair) {
    const auto removed_by = pair.text_at("removed_by");
    if (removed_by && !removed_by->empty()) {
        return "removed";
    }
    const auto in_force = pair.bool_at("in_force");
    return in_force && *in_force ? "in force" : "wants a second officer";
}

void print_pair(Context& context, const Json& pair) {
    if (context.json) {
        print(context.out, pair);
    } else {
        context.out << text_or_dash(pair, "id") << ": " << state_of(pair) << '\n';
    }
}

}  // namespace

Outcome run(const PairList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/pairs"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"PAIR"}, {"STATE"}, {"LIST"}, {"ENTRY"}, {"OFFICER"}, {"UNTIL"}, {"WHY"}}};
    for (const Json& pair : elements_at(answer, "pairs")) {
        table.add({text_or_dash(pair, "id"),
                   state_of(pair),
                   text_or_dash(pair, "list"),
                   text_or_dash(pair, "entry"),
                   text_or_dash(pair, "officer"),
                   text_or_dash(pair, "expires_at"),
                   text_or_dash(pair, "why")});
    }
    table.print(context.out);
    return daemon::ExitCode::kOk;
}

Outcome run(const PairAdd& options, Context& context) {
    SARHAD_TRY(const Json pair,
               ask(context,
                   Method::kPost,
                   "/v1/pairs",
                   Json::object({{"crossing", options.crossing},
                                 {"list", options.list},
                                 {"entry", options.entry},
                                 {"officer", options.officer},
                                 {"why", options.reason},
                                 {"days", options.days}})));
    print_pair(context, pair);
    return daemon::ExitCode::kOk;
}

Outcome run(const PairRemove& options, Context& context) {
    SARHAD_TRY(const Json pair,
               ask(context,
                   Method::kPost,
                   core::cat("/v1/pairs/", options.pair, "/remove"),
                   Json::object({{"officer", options.officer}})));
    print_pair(context, pair);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
