#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <string_view>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

std::string path_of(const CargoList& options) {
    std::string path = core::cat("/v1/cargo?limit=", options.limit);
    const auto add = [&](std::string_view word, const std::string& value) {
        if (!value.empty()) {
            path += core::cat("&", word, "=", api::percent_encode(value));
        }
    };
    add("kind", options.kind);
    add("channel", options.channel);
    add("container", options.container);
    add("bill", options.bill);
    add("conveyance", options.conveyance);
    add("after", options.after);
    add("findings", options.findings ? "1" : "");
    add("history", options.history ? "1" : "");
    return path;
}

/// "consignee T-1 hold, rule CNT-001, seal-differs": why somebody may want a look.
std::string reasons_of(const Json& line) {
    std::string text;
    const auto add = [&](const std::string& one) {
        text += core::cat(text.empty() ? "" : ", ", one);
    };
    for (const Json& hit : elements_at(line, "hits")) {
        add(core::cat(text_or_dash(hit, "about"),
                      " ",
                      text_or_dash(hit, "entry"),
                      " ",
                      text_or_dash(hit, "tier")));
    }
    for (const Json& rule : elements_at(line, "rules")) {
        add(core::cat("rule ", rule.is_text() ? rule.as_text() : std::string{"-"}));
    }
    for (const Json& finding : elements_at(line, "findings")) {
        add(text_or_dash(finding, "kind"));
    }
    return text.empty() ? "-" : text;
}

void print_list(std::ostream& out, const Json& answer) {
    Table table{{{"CARGO"},
                 {"CHANNEL"},
                 {"SCORE", Align::kRight},
                 {"KIND"},
                 {"WHAT"},
                 {"CONVEYANCE"},
                 {"SCREENED"},
                 {"WHY"}}};
    for (const Json& line : elements_at(answer, "cargo")) {
        if (line.find("erased") != nullptr) {
            table.add({text_or_dash(line, "id"),
                       "-",
                       "-",
                       "-",
                       "-",
                       "-",
                       "-",
                       text_or_dash(line, "what")});
            continue;
        }
        table.add({text_or_dash(line, "id"),
                   text_or_dash(line, "channel"),
                   text_or_dash(line, "score"),
                   text_or_dash(line, "kind"),
                   text_or_dash(line, "what"),
                   text_or_dash(line, "conveyance"),
                   text_or_dash(line, "screened_at"),
                   reasons_of(line)});
    }
    table.print(out);
    if (const std::string next = text_or_dash(answer, "next_after"); next != "-") {
        out << "more: --after " << next << '\n';
    }
}

void print_decision(std::ostream& out, const Json& decision) {
    out << "  channel " << text_or_dash(decision, "channel") << ", score "
        << text_or_dash(decision, "score") << '\n';
    for (const Json& hit : elements_at(decision, "hits")) {
        std::string about = "-";
        for (const Json& reason : elements_at(hit, "reasons")) {
            if (text_or_dash(reason, "kind") == "cargo") {
                about = text_or_dash(reason, "text");
            }
        }
        out << "  hit of the " << about << ": " << text_or_dash(hit, "list") << ' '
            << text_or_dash(hit, "entry") << ", " << text_or_dash(hit, "tier") << ", score "
            << text_or_dash(hit, "score") << ": " << text_or_dash(hit, "why") << '\n';
    }
    for (const Json& hit : elements_at(decision, "rule_hits")) {
        out << "  rule " << text_or_dash(hit, "id") << " (" << text_or_dash(hit, "title")
            << "): " << text_or_dash(hit, "why") << '\n';
    }
}

void print_record(std::ostream& out, const Json& record) {
    if (record.find("erased") != nullptr) {
        out << text_or_dash(record, "id") << ": " << text_or_dash(record, "what") << '\n';
        return;
    }
    out << text_or_dash(record, "id") << ": " << text_or_dash(record, "kind") << ' '
        << text_or_dash(record, "number") << ", conveyance " << text_or_dash(record, "conveyance")
        << ' ' << text_or_dash(record, "voyage") << ", screened at "
        << text_or_dash(record, "screened_at") << '\n';
    if (const Json* decision = record.find("decision")) {
        print_decision(out, *decision);
    }
    for (const Json& finding : elements_at(record, "findings")) {
        out << "  " << text_or_dash(finding, "kind") << ' ' << text_or_dash(finding, "about")
            << ": " << text_or_dash(finding, "text") << '\n';
    }
    for (const Json& waits : elements_at(record, "rules_waiting")) {
        out << "  " << (waits.is_text() ? waits.as_text() : std::string{"-"}) << '\n';
    }
}

}  // namespace

Outcome run(const CargoList& options, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, path_of(options)));
    if (context.json) {
        print(context.out, answer);
    } else {
        print_list(context.out, answer);
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const CargoShow& options, Context& context) {
    SARHAD_TRY(
        const Json record,
        ask(context, Method::kGet, core::cat("/v1/cargo/", api::percent_encode(options.cargo))));
    if (context.json) {
        print(context.out, record);
    } else {
        print_record(context.out, record);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
