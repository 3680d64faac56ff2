#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <array>
#include <map>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// The status model's words, worst first: each node is in exactly one.
constexpr std::array<std::string_view, 5> kStates{
    "never-seen", "silent", "outdated", "behind", "current"};

/// "wl/un/consolidated 41, wl/demo/test 2": the editions in force.
std::string lists_of(const Json& node) {
    std::string text;
    for (const Json& list : elements_at(node, "lists")) {
        text += core::cat(text.empty() ? "" : ", ",
                          text_or_dash(list, "name"),
                          " ",
                          text_or_dash(list, "edition"));
    }
    return text.empty() ? "-" : text;
}

/// Of a revoked node: the member that says since when it is as it is.
std::string_view node_since(const Json& node) {
    const std::string state = text_or_dash(node, "state");
    return state == "erased" ? "erased_at" : state == "erasing" ? "erasing_at" : "revoked_at";
}

/// Those that are revoked: how far they say that their erasing is, and what came of them since.
void print_out(std::ostream& out, const Json::Array& nodes) {
    for (const Json& node : nodes) {
        out << "node " << text_or_dash(node, "node") << " of " << text_or_dash(node, "port")
            << " is " << text_or_dash(node, "state") << " since "
            << text_or_dash(node, node_since(node));
        const std::string tries = text_or_dash(node, "tries");
        out << (tries == "0" || tries == "-" ? "" : ": its key was used " + tries + " times")
            << '\n';
    }
}

/// A line for each node that talks and is not as it should be.
void print_reasons(std::ostream& out, const Json::Array& nodes) {
    for (const Json& node : nodes) {
        const std::string state = text_or_dash(node, "state");
        if (state == "outdated" || state == "behind") {
            out << text_or_dash(node, "port") << " is " << state << ": "
                << text_or_dash(node, "reason") << '\n';
        }
    }
}

void print_sums(std::ostream& out, const Json::Array& nodes) {
    std::map<std::string, std::size_t> counts;
    for (const Json& node : nodes) {
        ++counts[text_or_dash(node, "state")];
    }
    out << nodes.size() << " nodes:";
    for (const std::string_view state : kStates) {
        out << ' ' << state << ' ' << counts[std::string{state}]
            << (state == kStates.back() ? "\n" : ",");
    }
}

}  // namespace

Outcome run(const NodeList& /*options*/, Context& context) {
    SARHAD_TRY(Json answer, ask(context, Method::kGet, "/v1/nodes"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"NODE", Align::kRight},
                 {"PORT"},
                 {"STATE"},
                 {"AS-OF"},
                 {"LIST"},
                 {"BEHIND", Align::kRight},
                 {"OUTBOX", Align::kRight}}};
    const Json::Array& nodes = elements_at(answer, "nodes");
    for (const Json& node : nodes) {
        table.add({text_or_dash(node, "node"),
                   text_or_dash(node, "port"),
                   text_or_dash(node, "state"),
                   text_or_dash(node, "as_of"),
                   lists_of(node),
                   text_or_dash(node, "behind"),
                   text_or_dash(node, "outbox")});
    }
    table.print(context.out);
    print_reasons(context.out, nodes);
    print_sums(context.out, nodes);
    print_out(context.out, elements_at(answer, "out"));
    return daemon::ExitCode::kOk;
}

Outcome run(const NodeShow& options, Context& context) {
    SARHAD_TRY(const Json answer,
               ask(context, Method::kGet, core::cat("/v1/nodes/", options.node)));
    context.out << api::to_text(
                       answer,
                       context.json ? api::JsonLayout::kCompact : api::JsonLayout::kIndented)
                << '\n';
    return daemon::ExitCode::kOk;
}

Outcome run(const NodeRevoke& options, Context& context) {
    SARHAD_TRY(const Json answer,
               ask(context, Method::kPost, core::cat("/v1/nodes/", options.node, "/revoke")));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << "node " << options.node << " of " << text_or_dash(answer, "port")
                    << ": revoked; central lets it in no more\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
