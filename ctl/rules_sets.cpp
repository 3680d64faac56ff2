// rules sets: the reference sets that rules ask, published by two people as rules are.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/rule_files.h"
#include "ctl/rules_change.h"
#include "ctl/table.h"
#include "rules/pack/set_change.h"
#include "trial/reference_sets.h"

#include <algorithm>
#include <iterator>
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

/// A set as the daemon has it; version 0: it was never published.
struct HeldSet {
    std::uint32_t version{0};
    bool is_open{false};
    std::vector<std::string> texts{};
};

/// A step, and what of the file it leaves for the next.
struct Step {
    rules::SetChange change;
    std::size_t left{0};
};

Result<HeldSet> held_set(Context& context, std::string_view name) {
    HeldSet held;
    const auto answer = ask(context, Method::kGet, cat("/v1/rule-sets/", name));
    if (!answer && answer.error().code == Errc::kNotFound) {
        return held;
    }
    if (!answer) {
        return answer.error();
    }
    held.version = static_cast<std::uint32_t>(int_or_zero(*answer, "version"));
    SARHAD_TRY(held.is_open, answer->bool_at("open"));
    for (const Json& text : elements_at(*answer, "texts")) {
        held.texts.push_back(text.is_text() ? text.as_text() : std::string{});
    }
    return held;
}

std::vector<std::string> difference(const std::vector<std::string>& of,
                                    const std::vector<std::string>& without) {
    std::vector<std::string> left;
    std::set_difference(
        of.begin(), of.end(), without.begin(), without.end(), std::back_inserter(left));
    return left;
}

/// The first `count` texts of what is to be removed and then of what is to be added.
rules::SetChange first_of(const rules::SetChange& all, std::size_t count) {
    rules::SetChange part = all;
    part.removed.resize(std::min(count, all.removed.size()));
    part.added.resize(std::min(count - part.removed.size(), all.added.size()));
    return part;
}

/// From what is held to `wanted`, as far as a change has room. A set that was never whole stays
/// open until it is, so that no rule is asked with half of it.
Step step_to(const std::string& name,
             const HeldSet& held,
             const std::vector<std::string>& wanted,
             bool is_whole) {
    const std::uint32_t base = is_whole ? 0 : held.version;
    const std::vector<std::string> none;
    const std::vector<std::string>& from = base == 0 ? none : held.texts;
    const rules::SetChange all{
        name, held.version + 1, base, false, difference(wanted, from), difference(from, wanted)};
    const std::size_t steps = all.added.size() + all.removed.size();
    std::size_t fits = 0;  // The most that does: more texts are more bytes.
    for (std::size_t most = steps; fits < most;) {
        const std::size_t middle = most - (most - fits) / 2;
        if (rules::set_change_bytes(first_of(all, middle)).size() <= kChangeRoom) {
            fits = middle;
        } else {
            most = middle - 1;
        }
    }
    Step step{first_of(all, fits), steps - fits};
    step.change.is_open = step.left > 0 && (base == 0 || held.is_open);
    return step;
}

bool says_nothing(const HeldSet& held, const rules::SetChange& change) {
    return change.base != 0 && change.added.empty() && change.removed.empty() && !held.is_open;
}

/// Into as many changes as the frame wants.
std::vector<wire::RuleChange> changes_of(const std::vector<Step>& steps,
                                         const std::string& owner,
                                         core::WallTime now) {
    std::vector<wire::RuleChange> changes;
    std::size_t size = 0;
    for (const Step& step : steps) {
        core::Bytes bytes = rules::set_change_bytes(step.change);
        if (changes.empty() || size + bytes.size() > kChangeRoom) {
            wire::RuleChange next;
            next.owner = owner;
            next.made_at = now;
            changes.push_back(std::move(next));
            size = 0;
        }
        size += bytes.size();
        changes.back().sets.push_back(std::move(bytes));
    }
    return changes;
}

Result<std::vector<Step>> steps_of(Context& context, const RulesSetsPublish& options) {
    SARHAD_TRY(const rules::Document file, load_facts(context, options.file));
    if (file.table() == nullptr || file.table()->empty()) {
        return Error{Errc::kInvalid,
                     cat(options.file, ": wanted an object: a list of texts for each set")};
    }
    std::vector<Step> steps;
    for (const auto& [name, given] : *file.table()) {
        const auto set = trial::find_set(name);
        const auto texts =
            set ? trial::set_texts(**set, given) : Result<std::vector<std::string>>{set.error()};
        if (!texts) {
            return about(options.file, texts.error());
        }
        SARHAD_TRY(const HeldSet held, held_set(context, name));
        Step step = step_to(name, held, *texts, options.whole);
        if (!says_nothing(held, step.change)) {
            steps.push_back(std::move(step));
        }
    }
    return steps;
}

void print_left(Context& context, const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (step.left > 0) {
            context.out << "lists." << step.change.name << ": " << step.left
                        << " texts more than one change has room for: when it is approved, publish "
                        << "the same file again\n";
        }
    }
}

std::string state_of(const Json& set) {
    const Json* open = set.find("open");
    const Json* in_force = set.find("in_force");
    return in_force != nullptr && in_force->is_bool() && in_force->as_bool() ? "in force"
           : open != nullptr && open->is_bool() && open->as_bool()           ? "not whole yet"
                                                                   : "not read by this software";
}

}  // namespace

Outcome run(const RulesSetsPublish& options, Context& context) {
    if (!wire::is_rule_owner(options.owner)) {
        return Error{Errc::kInvalid, "--owner: wanted 1 to 32 of a-z, 0-9 and '-'"};
    }
    SARHAD_TRY(const std::vector<Step> steps, steps_of(context, options));
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    Json sent = Json::array();
    for (const wire::RuleChange& change : changes_of(steps, options.owner, context.clock.wall())) {
        SARHAD_TRY(const Json answer, submit_change(context, change, key));
        if (!context.json) {
            print_waiting(context, answer);
        }
        sent.push(answer);
    }
    if (context.json) {
        print(context.out, Json::object({{"changes", std::move(sent)}}));
        return daemon::ExitCode::kOk;
    }
    if (steps.empty()) {
        context.out << "nothing differs from what is published\n";
    }
    print_left(context, steps);
    return daemon::ExitCode::kOk;
}

Outcome run(const RulesSetsList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/rule-sets"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{
        {{"SET"}, {"VERSION", Align::kRight}, {"TEXTS", Align::kRight}, {"OWNER"}, {"STATE"}}};
    const Json::Array& sets = elements_at(answer, "sets");
    for (const rules::FactField& field : rules::reference_sets().fields) {
        const auto found = std::find_if(sets.begin(), sets.end(), [&](const Json& set) {
            return text_or_dash(set, "name") == field.name;
        });
        if (found == sets.end()) {
            table.add({std::string{field.name}, "-", "-", "-", "not here: rules wait for it"});
        } else {
            table.add({std::string{field.name},
                       text_or_dash(*found, "version"),
                       text_or_dash(*found, "count"),
                       text_or_dash(*found, "owner"),
                       state_of(*found)});
        }
    }
    table.print(context.out);
    return daemon::ExitCode::kOk;
}

Outcome run(const RulesSetsShow& options, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, cat("/v1/rule-sets/", options.name)));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    // A file that can be edited and published again, a text a line.
    context.out << "{" << api::to_text(Json{options.name}) << ": [";
    std::string_view before = "\n";
    for (const Json& text : elements_at(answer, "texts")) {
        context.out << before << "  " << api::to_text(text);
        before = ",\n";
    }
    context.out << "\n]}\n";
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
