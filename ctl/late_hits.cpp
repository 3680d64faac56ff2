#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

void print_groups(std::ostream& out, const Json& answer) {
    Table table{{{"LATE HIT"},
                 {"NUMBER", Align::kRight},
                 {"TIER"},
                 {"LIST"},
                 {"ENTRY"},
                 {"PASSED"},
                 {"CROSSING"},
                 {"CLEARED BY"}}};
    for (const Json& group : elements_at(answer, "groups")) {
        for (const Json& late : elements_at(group, "late_hits")) {
            const Json* hit = late.find("hit");
            table.add({text_or_dash(late, "id"),
                       text_or_dash(late, "number"),
                       hit == nullptr ? "-" : text_or_dash(*hit, "tier"),
                       text_or_dash(group, "list"),
                       text_or_dash(group, "entry"),
                       text_or_dash(late, "passed_at"),
                       text_or_dash(late, "crossing"),
                       text_or_dash(late, "cleared_by")});
        }
    }
    table.print(out);
    if (const std::int64_t next = int_or_zero(answer, "next_before"); next > 0) {
        out << "older ones: --before " << next << '\n';
    }
}

}  // namespace

Outcome run(const LateList& options, Context& context) {
    std::string path = core::cat("/v1/late-hits?limit=", options.limit);
    if (options.before != 0) {
        path += core::cat("&before=", options.before);
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, path));
    if (context.json) {
        print(context.out, answer);
    } else {
        print_groups(context.out, answer);
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const LateGoAhead& options, Context& context) {
    Json body = Json::object({{"officer", options.officer}});
    if (!options.flight.empty()) {
        body.set("flight", options.flight);
    }
    SARHAD_TRY(const Json said, ask(context, Method::kPost, "/v1/go-aheads", std::move(body)));
    if (context.json) {
        print(context.out, said);
    } else {
        context.out << "signed at " << text_or_dash(said, "at") << ", on data of "
                    << text_or_dash(said, "data_as_of") << " (" << text_or_dash(said, "trust_age")
                    << ")\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const LateClear& options, Context& context) {
    SARHAD_TRY(
        const Json pair,
        ask(context,
            Method::kPost,
            core::cat("/v1/late-hits/", api::percent_encode(options.late), "/pair"),
            Json::object(
                {{"officer", options.officer}, {"why", options.reason}, {"days", options.days}})));
    if (context.json) {
        print(context.out, pair);
    } else {
        context.out << text_or_dash(pair, "id") << ": " << pair_state(pair) << '\n';
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
