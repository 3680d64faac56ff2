// rules list and rules show: what is published, at central or at a port, and what waits.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/rule_text.h"
#include "ctl/rules_change.h"
#include "ctl/table.h"
#include "rules/pack/rule_bytes.h"
#include "wire/msgpack.h"
#include "wire/rule_change.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

/// Central's spread over the ports, or what this port could not take.
void print_tail(std::ostream& out, const Json& answer) {
    out << "edition " << text_or_dash(answer, "edition") << ", pack "
        << text_or_dash(answer, "pack").substr(0, 16) << '\n';
    if (const Json* nodes = answer.find("nodes"); nodes != nullptr) {
        out << text_or_dash(*nodes, "have") << " nodes have it, " << text_or_dash(*nodes, "behind")
            << " not yet";
        for (const Json& node : elements_at(*nodes, "differ")) {
            out << "; node " << node.as_int()
                << " could not take a change (sarhadctl rules list there says why)";
        }
        out << '\n';
    }
    for (const Json& refused : elements_at(answer, "refused")) {
        out << "edition " << text_or_dash(refused, "edition")
            << " was not taken here: " << text_or_dash(refused, "why") << '\n';
    }
}

Outcome list_drafts(Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/rule-changes"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    const Json::Array& changes = elements_at(answer, "changes");
    if (changes.empty()) {
        context.out << "no change waits\n";
    }
    for (const Json& change : changes) {
        context.out << told_change(change);
        if (const std::string why = text_or_dash(change, "straight_to_live"); why.size() > 1) {
            context.out << "  goes straight to live: " << why << '\n';
        }
    }
    return daemon::ExitCode::kOk;
}

}  // namespace

std::string told_change(const Json& change) {
    std::string told = cat("change ",
                           text_or_dash(change, "change"),
                           " of ",
                           text_or_dash(change, "owner"),
                           ", by key ",
                           text_or_dash(change, "author"),
                           "\n");
    for (const Json& put : elements_at(change, "put")) {
        told += cat("  ",
                    text_or_dash(put, "id"),
                    " rev ",
                    text_or_dash(put, "rev"),
                    " ",
                    text_or_dash(put, "mode"),
                    ": ",
                    text_or_dash(put, "title"),
                    "\n");
    }
    for (const Json& retired : elements_at(change, "retired")) {
        told += cat("  ", retired.as_text(), " retires\n");
    }
    return told;
}

Result<ReadChange> read_change(Context& context, std::uint64_t number) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, cat("/v1/rule-changes/", number)));
    SARHAD_TRY(const std::string hex, answer.text_at("bytes"));
    SARHAD_TRY(const core::Bytes bytes, core::from_hex(hex));
    ReadChange made;
    made.hash = wire::blake2b(bytes);
    // Nobody's signature counts here: a person reads what it says, to sign it or not.
    SARHAD_TRY(const facts::Value value, wire::unpack(bytes));
    SARHAD_TRY(const auto change, facts::from_value<wire::RuleChange>(value));
    if (wire::encode(change) != bytes) {
        return Error{Errc::kCorrupt, cat("change ", number, ": it says more than is known here")};
    }
    for (const core::Bytes& rule : change.put) {
        SARHAD_TRY(rules::Rule read, rules::parse_rule_bytes(rule));
        made.put.push_back(std::move(read));
    }
    return made;
}

Outcome run(const RulesList& options, Context& context) {
    if (options.drafts) {
        return list_drafts(context);
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/rules"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"ID"}, {"REV", Align::kRight}, {"MODE"}, {"OWNER"}, {"KIND"}, {"TITLE"}}};
    for (const Json& rule : elements_at(answer, "rules")) {
        table.add({text_or_dash(rule, "id"),
                   text_or_dash(rule, "rev"),
                   text_or_dash(rule, "mode"),
                   text_or_dash(rule, "owner"),
                   text_or_dash(rule, "kind"),
                   text_or_dash(rule, "title")});
    }
    table.print(context.out);
    print_tail(context.out, answer);
    return daemon::ExitCode::kOk;
}

Outcome run(const RulesShow& options, Context& context) {
    if (const auto number = core::parse_uint(options.what)) {
        if (context.json) {
            SARHAD_TRY(const Json waiting,
                       ask(context, Method::kGet, cat("/v1/rule-changes/", *number)));
            print(context.out, waiting);
            return daemon::ExitCode::kOk;
        }
        SARHAD_TRY(const ReadChange change, read_change(context, *number));
        for (const rules::Rule& rule : change.put) {
            context.out << rule_text(rule) << '\n';
        }
        return daemon::ExitCode::kOk;
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, cat("/v1/rules/", options.what)));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    SARHAD_TRY(const std::string hex, answer.text_at("bytes"));
    SARHAD_TRY(const core::Bytes bytes, core::from_hex(hex));
    auto rule = rules::parse_rule_bytes(bytes);
    if (!rule) {
        return about(options.what, rule.error());
    }
    context.out << rule_text(*rule);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
