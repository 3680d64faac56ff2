#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

std::string path_of(const std::string& crossing) {
    return core::cat("/v1/crossings/", api::percent_encode(crossing), "/inspection");
}

Outcome told(const core::Result<Json>& said, Context& context) {
    if (!said) {
        return said.error();
    }
    if (context.json) {
        print(context.out, *said);
    } else {
        context.out << text_or_dash(*said, "crossing") << ": " << text_or_dash(*said, "finding")
                    << ", " << int_or_zero(*said, "minutes") << " minutes, chosen by "
                    << text_or_dash(*said, "selected") << "; " << text_or_dash(*said, "officer")
                    << " at " << text_or_dash(*said, "at") << '\n';
    }
    return daemon::ExitCode::kOk;
}

}  // namespace

Outcome run(const InspectionPut& options, Context& context) {
    return told(ask(context,
                    Method::kPost,
                    path_of(options.crossing),
                    Json::object({{"officer", options.officer},
                                  {"finding", options.finding},
                                  {"minutes", options.minutes}})),
                context);
}

Outcome run(const InspectionShow& options, Context& context) {
    return told(ask(context, Method::kGet, path_of(options.crossing)), context);
}

}  // namespace sarhad::ctl
