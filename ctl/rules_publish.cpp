// rules publish and rules approve: two people of an agency make its rules those of every port.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/backtest_check.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/rule_files.h"
#include "ctl/rule_text.h"
#include "ctl/rules_change.h"
#include "rules/author/rule_tests.h"
#include "rules/pack/rule_book.h"
#include "rules/pack/rule_bytes.h"
#include "rules/pack/set_book.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/rule_change.h"

#include <algorithm>
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

constexpr core::ByteSize kReportLimit{std::uint64_t{256} << 20U};

/// What is wrong with the files, as `rules check` and `rules test` say it; true: nothing is.
bool are_good(Context& context,
              const std::vector<LoadedRule>& all,
              const rules::FactSchema& schema) {
    bool is_good = true;
    for (const LoadedRule& rule : all) {
        for (const rules::RuleProblem& problem : rule.problems) {
            context.err << problem_text(rule, problem) << '\n';
            is_good = false;
        }
        if (rule.compilation.rule == nullptr) {
            continue;
        }
        for (const rules::RuleTestResult& test :
             rules::run_rule_tests(rule.rule, *rule.compilation.rule, schema)) {
            if (!test.failure.empty()) {
                context.err << problem_text(
                                   rule,
                                   {test.place, cat("test '", test.name, "': ", test.failure), {}})
                            << '\n';
                is_good = false;
            }
        }
    }
    return is_good;
}

/// Whose rules they are: all of one agency.
Result<std::string> owner_of(const RulesPublish& options, const std::vector<LoadedRule>& all) {
    std::string owner = options.owner;
    for (const LoadedRule& rule : all) {
        if (owner.empty()) {
            owner = rule.rule.owner;
        }
        if (rule.rule.owner != owner) {
            return Error{Errc::kInvalid,
                         cat(rule.file,
                             ": its owner is '",
                             rule.rule.owner,
                             "', not '",
                             owner,
                             "': an agency publishes its own rules, each in a change of its own")};
        }
    }
    if (!wire::is_rule_owner(owner)) {
        return Error{Errc::kInvalid,
                     owner.empty()
                         ? std::string{"--owner: wanted the agency whose rules are to retire"}
                         : cat("owner '",
                               owner,
                               "': an agency that publishes has a name of 1 to 32 of a-z, 0-9 and "
                               "'-', as its lists have: wl/",
                               owner)};
    }
    return owner;
}

/// As many changes as the frame wants.
Result<std::vector<wire::RuleChange>> changes_of(const RulesPublish& options,
                                                 const std::string& owner,
                                                 std::vector<LoadedRule>& all,
                                                 core::WallTime now) {
    std::sort(all.begin(), all.end(), [](const LoadedRule& left, const LoadedRule& right) {
        return left.rule.id < right.rule.id;
    });
    wire::RuleChange empty;
    empty.owner = owner;
    empty.straight_to_live = options.straight_to_live;
    empty.made_at = now;
    std::vector<wire::RuleChange> changes{empty};
    changes.back().retired = options.retire;
    std::size_t size = 0;
    for (const LoadedRule& rule : all) {
        auto bytes = rules::rule_bytes(rule.rule);
        if (!bytes) {
            return about(rule.file, bytes.error());
        }
        const bool is_full = size + bytes->size() > kChangeRoom ||
                             changes.back().put.size() >= wire::kChangedRulesMax;
        if (is_full) {
            changes.push_back(empty);
            size = 0;
        }
        size += bytes->size();
        changes.back().put.push_back(*std::move(bytes));
    }
    return changes;
}

/// The report of a back-test of what goes live, by its hash; zeros where none is given.
Result<wire::Hash256> backtest_of(Context& context,
                                  const std::string& path,
                                  const ReadChange& change) {
    if (path.empty()) {
        return wire::Hash256{};
    }
    SARHAD_TRY(const core::Bytes report, read_input(context, path, kReportLimit));
    const auto told = check_backtest(report, change.put);
    if (!told) {
        return about(path, told.error());
    }
    if (!context.json) {
        context.out << *told;  // What he is about to sign.
    }
    return wire::blake2b(report);
}

/// What he has been shown is what he signs.
core::Status check_hash(const RulesApprove& options, const ReadChange& change) {
    const std::string hash = core::to_hex(change.hash);
    if (options.hash.empty() || core::ascii_lower(options.hash) == hash) {
        return {};
    }
    return Error{Errc::kConflict,
                 cat("change ",
                     options.change,
                     ": its hash is ",
                     hash,
                     ", not the one that --hash names: sarhadctl rules show ",
                     options.change,
                     " tells what it is now")};
}

/// The second person does not sign what his own program would not run.
core::Status check_rules(const ReadChange& change) {
    const rules::FactSchema schema;
    for (const rules::Rule& rule : change.put) {
        const rules::Compilation compiled = rules::compile(rule, schema);
        if (compiled.rule == nullptr) {
            return Error{Errc::kInvalid,
                         cat("rule ", rule.id, ": ", compiled.problems.front().what)};
        }
        for (const auto& test : rules::run_rule_tests(rule, *compiled.rule, schema)) {
            if (!test.failure.empty()) {
                return Error{Errc::kInvalid,
                             cat("rule ", rule.id, ": its test '", test.name, "' fails")};
            }
        }
    }
    for (const rules::SetChange& set : change.sets) {
        SARHAD_TRY_STATUS(rules::check_set_texts(set.name, set.added));
    }
    return {};
}

}  // namespace

Result<Json> submit_change(Context& context,
                           const wire::RuleChange& change,
                           const wire::SigningKey& key) {
    const core::Bytes bytes = wire::encode(change);
    if (bytes.size() > wire::kRuleChangeMax) {
        return Error{Errc::kInvalid, "rules: so many ids to retire do not fit: retire some first"};
    }
    const wire::Signature signature = key.sign(wire::Domain::kRuleChange, bytes);
    return ask(context,
               Method::kPost,
               "/v1/rule-changes",
               Json::object({{"owner", change.owner},
                             {"bytes", core::to_hex(bytes)},
                             {"key", core::to_hex(signature.key_id)},
                             {"signature", core::to_hex(signature.value)}}));
}

void print_waiting(Context& context, const Json& change) {
    context.out << told_change(change) << "  waits for a second person: sarhadctl rules approve "
                << text_or_dash(change, "change") << " --key KEY\n";
}

Outcome run(const RulesPublish& options, Context& context) {
    const rules::FactSchema schema;
    std::vector<LoadedRule> all;
    if (!options.paths.empty()) {
        SARHAD_TRY(all, load_rules(context, options.paths, schema));
    }
    if (all.empty() && options.retire.empty()) {
        return Error{Errc::kInvalid, "rules publish: name files of rules, or ids to --retire"};
    }
    if (!options.straight_to_live.empty() && core::trim(options.straight_to_live).empty()) {
        return Error{Errc::kInvalid, "--straight-to-live: blanks are no reason: say why"};
    }
    if (!are_good(context, all, schema)) {
        return daemon::ExitCode::kBadInput;
    }
    SARHAD_TRY(const std::string owner, owner_of(options, all));
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    SARHAD_TRY(const std::vector<wire::RuleChange> changes,
               changes_of(options, owner, all, context.clock.wall()));
    Json sent = Json::array();
    for (const wire::RuleChange& change : changes) {
        SARHAD_TRY(const Json answer, submit_change(context, change, key));
        if (!context.json) {
            print_waiting(context, answer);
        }
        sent.push(answer);
    }
    if (context.json) {
        print(context.out, Json::object({{"changes", std::move(sent)}}));
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const RulesApprove& options, Context& context) {
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    SARHAD_TRY(const ReadChange change, read_change(context, options.change));
    SARHAD_TRY_STATUS(check_hash(options, change));
    SARHAD_TRY(const wire::Hash256 backtest, backtest_of(context, options.backtest, change));
    SARHAD_TRY_STATUS(check_rules(change));
    if (!context.json) {
        context.out << told_change(change) << std::flush;
    }
    const core::Bytes approval = wire::encode(wire::RuleApproval{change.hash, backtest});
    const wire::Signature signature = key.sign(wire::Domain::kRuleApproval, approval);
    SARHAD_TRY(const Json answer,
               ask(context,
                   Method::kPost,
                   cat("/v1/rule-changes/", options.change, "/approve"),
                   Json::object({{"bytes", core::to_hex(approval)},
                                 {"key", core::to_hex(signature.key_id)},
                                 {"signature", core::to_hex(signature.value)}})));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << "  published: edition " << text_or_dash(answer, "edition")
                    << " of the rules is on its way to every "
                    << "port\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const RulesWithdraw& options, Context& context) {
    if (core::trim(options.why).empty() || options.why.size() > wire::kRuleReasonMax) {
        return Error{Errc::kInvalid,
                     cat("--why: wanted 1 to ", wire::kRuleReasonMax, " bytes that say why")};
    }
    SARHAD_TRY(const wire::SigningKey key, read_signing_key(context, options.key));
    const std::string place = cat("/v1/rule-changes/", options.change);
    SARHAD_TRY(const Json waiting, ask(context, Method::kGet, place));
    SARHAD_TRY(const std::string hex, waiting.text_at("bytes"));
    SARHAD_TRY(const core::Bytes bytes, core::from_hex(hex));
    const core::Bytes said = wire::encode(wire::RuleWithdrawal{wire::blake2b(bytes), options.why});
    const wire::Signature signature = key.sign(wire::Domain::kRuleWithdrawal, said);
    SARHAD_TRY(const Json answer,
               ask(context,
                   Method::kPost,
                   place + "/withdraw",
                   Json::object({{"bytes", core::to_hex(said)},
                                 {"key", core::to_hex(signature.key_id)},
                                 {"signature", core::to_hex(signature.value)}})));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << told_change(answer) << "  withdrawn: nobody can approve it any more\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
