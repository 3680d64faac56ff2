#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
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

void print_page(std::ostream& out, const Json& page) {
    Table table{{{"AT"},
                 {"CROSSING"},
                 {"CHOSEN BY"},
                 {"FINDING"},
                 {"MINUTES", Align::kRight},
                 {"OFFICER"}}};
    for (const Json& one : elements_at(page, "inspections")) {
        table.add({text_or_dash(one, "at"),
                   text_or_dash(one, "crossing"),
                   text_or_dash(one, "selected"),
                   text_or_dash(one, "finding"),
                   text_or_dash(one, "minutes"),
                   text_or_dash(one, "officer")});
    }
    table.print(out);
    const auto count =
        static_cast<std::uint64_t>(std::max<std::int64_t>(int_or_zero(page, "count"), 0));
    out << counted(count, "inspection") << ", " << int_or_zero(page, "positive") << " positive, "
        << int_or_zero(page, "minutes") << " minutes of officers\n";
    if (const std::string next = text_or_dash(page, "next_before"); next != "-") {
        out << "older ones: --before " << next << '\n';
    }
}

std::string query_of(const InspectionList& options) {
    std::string path = core::cat("/v1/inspections?limit=", options.limit);
    const std::array<std::pair<std::string_view, const std::string&>, 4> filters{
        {{"since", options.since},
         {"officer", options.officer},
         {"finding", options.finding},
         {"before", options.before}}};
    for (const auto& [name, value] : filters) {
        if (!value.empty()) {
            path += core::cat("&", name, "=", api::percent_encode(value));
        }
    }
    return path;
}

}  // namespace

Outcome run(const InspectionList& options, Context& context) {
    SARHAD_TRY(const Json page, ask(context, Method::kGet, query_of(options)));
    if (context.json) {
        print(context.out, page);
    } else {
        print_page(context.out, page);
    }
    return daemon::ExitCode::kOk;
}

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
