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

#include <algorithm>
#include <ostream>
#include <sstream>
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
    for (const Json& port : elements_at(answer, "ports")) {
        const std::string node = cat("node ", text_or_dash(port, "node"));
        for (const Json& held : elements_at(port, "held")) {
            out << node << " holds " << text_or_dash(held, "id") << " rev "
                << text_or_dash(held, "rev") << " as " << text_or_dash(held, "as") << " since "
                << text_or_dash(held, "since") << ": it hits too often there\n";
        }
        for (const Json& one : elements_at(port, "not_in_force")) {
            out << node << ": " << text_or_dash(one, "what")
                << " is not in force: " << shown(text_or_dash(one, "why")) << '\n';
        }
    }
    if (const Json* way = answer.find("on_the_way"); way != nullptr && way->as_bool()) {
        out << "newer rules are on their way: these stay in force until all of them are here\n";
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
        if (const Json* why = change.find("straight_to_live");
            why != nullptr && why->is_text() && !why->as_text().empty()) {
            context.out << "  goes straight to live: " << shown(why->as_text()) << '\n';
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
                    shown(text_or_dash(put, "title")),
                    "\n");
    }
    for (const Json& retired : elements_at(change, "retired")) {
        told += cat("  ", retired.as_text(), " retires\n");
    }
    for (const Json& set : elements_at(change, "sets")) {
        const Json* whole = set.find("whole");
        told +=
            cat("  lists.",
                text_or_dash(set, "name"),
                " version ",
                text_or_dash(set, "version"),
                whole != nullptr && whole->is_bool() && whole->as_bool() ? " as a whole: " : ": ",
                text_or_dash(set, "added"),
                " added, ",
                text_or_dash(set, "removed"),
                " removed\n");
    }
    return told;
}

std::string told_change(const ReadChange& change) {
    std::string told =
        cat("change of ", shown(change.owner), ", hash ", core::to_hex(change.hash), "\n");
    for (const rules::Rule& put : change.put) {
        told += cat("  ", put.id, " rev ", put.rev, " ", rules::name_of(put.mode), ": ");
        told += cat(shown(put.title), "\n");
    }
    for (const std::string& retired : change.retired) {
        told += cat("  ", shown(retired), " retires\n");
    }
    if (!change.straight_to_live.empty()) {
        told += cat("  goes straight to live: ", shown(change.straight_to_live), "\n");
    }
    for (const rules::SetChange& set : change.sets) {
        told += cat("  lists.", shown(set.name), " version ", set.version);
        told += set.base == 0 ? " as a whole" : cat(" from version ", set.base);
        told += set.is_open ? ", and more follows\n" : "\n";
        for (const std::string& text : set.removed) {
            told += cat("    - ", shown(text), "\n");
        }
        for (const std::string& text : set.added) {
            told += cat("    + ", shown(text), "\n");
        }
    }
    return told;
}

Result<ReadChange> read_change(core::ByteView bytes) {
    // Nobody's signature counts here: a person reads what it says, to sign it or not.
    SARHAD_TRY(const facts::Value value, wire::unpack(bytes));
    SARHAD_TRY(auto change, facts::from_value<wire::RuleChange>(value));
    if (wire::encode(change) != core::to_bytes(bytes)) {
        return Error{Errc::kCorrupt, "it says more than is known here"};
    }
    ReadChange made;
    made.hash = wire::blake2b(bytes);
    made.owner = std::move(change.owner);
    for (const core::Bytes& rule : change.put) {
        SARHAD_TRY(rules::Rule read, rules::parse_rule_bytes(rule));
        made.put.push_back(std::move(read));
    }
    for (const core::Bytes& set : change.sets) {
        SARHAD_TRY(rules::SetChange read, rules::parse_set_change(set));
        made.sets.push_back(std::move(read));
    }
    made.retired = std::move(change.retired);
    made.straight_to_live = std::move(change.straight_to_live);
    return made;
}

Result<ReadChange> read_change(Context& context, std::uint64_t number) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, cat("/v1/rule-changes/", number)));
    SARHAD_TRY(const std::string hex, answer.text_at("bytes"));
    SARHAD_TRY(const core::Bytes bytes, core::from_hex(hex));
    auto change = read_change(bytes);
    if (!change) {
        return about(cat("change ", number), change.error());
    }
    return change;
}

namespace {

/// Whether somebody was to look at the rule before today, and it still runs.
bool is_overdue(const Json& rule, const std::string& today) {
    const auto by = rule.text_at("review_by");
    const auto mode = rule.text_at("mode");
    return by && mode && *mode != "retired" && !by->empty() && *by < today;
}

/// The answer, with a word on each rule for scripts that have no calendar.
Json with_overdue(const Json& answer, const std::string& today) {
    Json rules = Json::array();
    for (Json rule : elements_at(answer, "rules")) {
        rule.set("review_overdue", is_overdue(rule, today));
        rules.push(std::move(rule));
    }
    Json made = answer;
    made.set("rules", std::move(rules));
    return made;
}

}  // namespace

Outcome run(const RulesList& options, Context& context) {
    if (options.drafts) {
        return list_drafts(context);
    }
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/rules"));
    const std::string today = facts::to_text(facts::day_of(context.clock.wall()));
    if (context.json) {
        print(context.out, with_overdue(answer, today));
        return daemon::ExitCode::kOk;
    }
    Table table{{{"ID"},
                 {"REV", Align::kRight},
                 {"MODE"},
                 {"OWNER"},
                 {"KIND"},
                 {"HITS 30 D", Align::kRight},
                 {"SHADOW", Align::kRight},
                 {"REVIEW BY"},
                 {"TITLE"}}};
    for (const Json& rule : elements_at(answer, "rules")) {
        table.add({text_or_dash(rule, "id"),
                   text_or_dash(rule, "rev"),
                   text_or_dash(rule, "mode"),
                   text_or_dash(rule, "owner"),
                   text_or_dash(rule, "kind"),
                   text_or_dash(rule, "hits_30d"),
                   text_or_dash(rule, "shadow_hits_30d"),
                   cat(text_or_dash(rule, "review_by"), is_overdue(rule, today) ? " OVERDUE" : ""),
                   shown(text_or_dash(rule, "title"))});
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
        std::istringstream lines{told_change(change)};
        for (std::string line; std::getline(lines, line);) {
            context.out << "# " << line << '\n';
        }
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
