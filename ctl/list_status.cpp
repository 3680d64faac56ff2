#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

core::Result<Json> status_of(Context& context, const std::string& name) {
    auto status =
        ask(context, Method::kGet, core::cat("/v1/lists/", api::percent_encode(name), "/status"));
    return status ? status : about(name, status.error());
}

core::Result<std::vector<std::string>> names(const ListStatus& options, Context& context) {
    if (!options.name.empty()) {
        return std::vector<std::string>{options.name};
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/lists"));
    std::vector<std::string> all;
    for (const Json& list : elements_at(answer, "lists")) {
        all.push_back(text_or_dash(list, "name"));
    }
    return all;
}

}  // namespace

Outcome run(const ListStatus& options, Context& context) {
    SARHAD_TRY(const std::vector<std::string> wanted, names(options, context));
    Json lists = Json::array();
    Table table{{{"LIST"},
                 {"EDITION", Align::kRight},
                 {"NODE", Align::kRight},
                 {"PORT"},
                 {"APPLIED", Align::kRight},
                 {"AT"}}};
    for (const std::string& name : wanted) {
        SARHAD_TRY(Json status, status_of(context, name));
        for (const Json& node : elements_at(status, "nodes")) {
            table.add({name,
                       text_or_dash(status, "edition"),
                       text_or_dash(node, "node"),
                       text_or_dash(node, "port"),
                       text_or_dash(node, "edition"),
                       text_or_dash(node, "applied_at")});
        }
        lists.push(std::move(status));
    }
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.list.status/1"}, {"lists", std::move(lists)}}));
    } else {
        table.print(context.out);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
