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

/// A line on a list that not every node is given; empty of any other.
std::string belongs_to(const std::string& name, const Json& status) {
    const Json* compartment = status.find("compartment");
    if (compartment == nullptr || !compartment->is_object()) {
        return {};
    }
    std::string nodes;
    for (const Json& node : elements_at(*compartment, "nodes")) {
        nodes += core::cat(nodes.empty() ? "" : ", ", api::to_text(node));
    }
    const auto epoch = compartment->int_at("epoch");
    return core::cat(name,
                     ": belongs to ",
                     nodes.empty() ? "no node" : core::cat("node ", nodes),
                     ", compartment ",
                     text_or_dash(*compartment, "version"),
                     epoch && *epoch > 0 ? core::cat(", sealed in epoch ", *epoch) : "",
                     "\n");
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
    std::string belongs;
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
        belongs += belongs_to(name, status);
        lists.push(std::move(status));
    }
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.list.status/1"}, {"lists", std::move(lists)}}));
    } else {
        table.print(context.out);
        context.out << belongs;
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
