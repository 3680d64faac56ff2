// The published CEL conformance suite against our own CEL: how a run decides is in the README
// beside the files.
#include "core/text.h"
#include "ctl/cel_suite.h"
#include "ctl/commands.h"
#include "rules/cel/parser.h"
#include "rules/cel/program.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
namespace cel = rules::cel;
using cel::ValueKind;

constexpr core::ByteSize kSuiteFileBytes = core::mebibytes(64);
constexpr std::size_t kSuiteDepthMax = 256;
/// Of one test's values, and of what its expression makes.
constexpr std::size_t kTestBytes = 16U << 20U;
constexpr cel::Budget kTestBudget{10'000'000, kTestBytes, 64};

/// Why a test is not run: strong enums are in no implementation, and gone from the language.
constexpr std::string_view kStrongEnums = "strong_enums";

struct Failure {
    std::string id;
    std::string wanted;
    std::string got;
};

struct Tally {
    std::string file;
    std::size_t passed{0};
    std::size_t skipped{0};
    std::vector<Failure> failures;
};

/// What both sides of all tests share.
struct Bench {
    const cel::Schema& schema;
    cel::Arena given{kTestBytes};
    cel::Arena made{kTestBytes};
};

const Json* member(const Json& json, std::string_view key) {
    const Json* found = json.find(key);
    return found == nullptr || found->is_null() ? nullptr : found;
}

bool is_set(const Json& json, std::string_view key) {
    const Json* found = member(json, key);
    return found != nullptr && found->is_bool() && found->as_bool();
}

bool needs(const Json& test, std::string_view tag) {
    const Json* tags = member(test, "needs");
    return tags != nullptr && tags->is_array() &&
           std::any_of(tags->elements().begin(), tags->elements().end(), [&](const Json& each) {
               return each.is_text() && each.as_text() == tag;
           });
}

/// Reads one test and runs it.
class Run final {
public:
    Run(Bench& bench, const Json& test)
        : bench_{bench},
          test_{test},
          context_{reset(bench.given), kTestBudget.steps, &bench.schema},
          environment_{&bench.schema.types()} {}

    /// What differs from what is wanted; none where the test passes. kInvalid: the test itself
    /// cannot be read.
    [[nodiscard]] core::Result<std::optional<Failure>> judge() {
        SARHAD_TRY(failure_.id, test_.text_at("id"));
        SARHAD_TRY(const std::string expr, test_.text_at("expr"));
        SARHAD_TRY_STATUS(prepare());
        const Json* expect = member(test_, "expect");
        if (expect == nullptr || !expect->is_object() || expect->members().size() != 1) {
            return core::Error{core::Errc::kInvalid, cat("test '", failure_.id, "': no 'expect'")};
        }
        failure_.wanted = api::to_text(*expect);
        cel::Parsed parsed = cel::parse(expr, {!is_set(test_, "disable_macros"), true});
        if (!parsed.ok()) {
            return failed(cat("does not parse: ", cel::format(parsed.issues, expr)));
        }
        if (is_set(test_, "disable_check")) {
            return evaluated(cel::Program::plan(parsed.ast, names_), *expect);
        }
        const cel::Checked checked = cel::check(std::move(parsed.ast), environment_);
        if (!checked.ok()) {
            return failed(cat("does not check: ", cel::format(checked.issues, expr)));
        }
        if (const Json* typed = expect->find("typed_result")) {
            const Json* wanted = member(*typed, "type");
            if (wanted != nullptr) {
                SARHAD_TRY(const cel::Type type, read_type(*wanted, environment_.types()));
                if (type.format() != checked.type().format()) {
                    return failed(cat("type ", checked.type().format()));
                }
            }
        }
        return is_set(test_, "check_only")
                   ? std::optional<Failure>{}
                   : evaluated(cel::Program::plan(checked, names_), *expect);
    }

private:
    static cel::Arena& reset(cel::Arena& arena) {
        arena.reset(arena.size());
        return arena;
    }

    core::Status prepare() {
        const Json* container = member(test_, "container");
        names_.container = container != nullptr && container->is_text() ? container->as_text() : "";
        names_.schema = &bench_.schema;
        environment_.set_container(names_.container);
        const Json* declared = member(test_, "type_env");
        for (const Json& each :
             declared != nullptr && declared->is_array() ? declared->elements() : Json::Array{}) {
            SARHAD_TRY_STATUS(declare(each, environment_));
        }
        for (const std::string_view name : environment_.variable_names()) {
            names_.variables.emplace_back(name);
        }
        const Json* bound = member(test_, "bindings");
        for (const auto& [name, json] :
             bound != nullptr && bound->is_object() ? bound->members() : Json::Object{}) {
            SARHAD_TRY(const cel::Value value, read_value(json, context_));
            bindings_[name] = value;
            names_.variables.push_back(name);
        }
        return {};
    }

    std::optional<Failure> failed(std::string got) {
        failure_.got = std::move(got);
        return std::move(failure_);
    }

    core::Result<std::optional<Failure>> evaluated(const cel::Program& program,
                                                   const Json& expect) {
        std::vector<cel::Value> values;
        for (const std::string& name : program.variables()) {
            const auto found = bindings_.find(name);
            values.push_back(found == bindings_.end() ? cel::Value::unset() : found->second);
        }
        const cel::Value got = cel::evaluate(program, values, kTestBudget, bench_.made);
        const bool is_error = got.is(ValueKind::kError) && got.fault() != cel::Fault::kBudget;
        if (expect.find("error") != nullptr || expect.find("any_error") != nullptr) {
            return is_error ? std::optional<Failure>{} : failed(describe(got));
        }
        if (expect.find("unknown") != nullptr || expect.find("any_unknown") != nullptr) {
            return got.is(ValueKind::kUnknown) ? std::optional<Failure>{} : failed(describe(got));
        }
        const Json* typed = expect.find("typed_result");
        const Json* wanted = typed != nullptr ? member(*typed, "value") : expect.find("value");
        if (wanted == nullptr) {
            return typed != nullptr && !got.is_stopped() ? std::optional<Failure>{}
                                                         : failed(describe(got));
        }
        SARHAD_TRY(const cel::Value value, read_value(*wanted, context_));
        return is_same(value, got) ? std::optional<Failure>{} : failed(describe(got));
    }

    Bench& bench_;
    const Json& test_;
    cel::Context context_;
    cel::Environment environment_;
    cel::PlanNames names_;
    std::map<std::string, cel::Value, std::less<>> bindings_;
    Failure failure_;
};

core::Result<Tally> run_file(Context& context, const std::string& file, Bench& bench) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, file, kSuiteFileBytes));
    Tally tally;
    tally.file = std::filesystem::path{file}.stem().string();
    std::size_t number = 0;
    for (const std::string_view line : core::split(core::as_text(bytes), '\n')) {
        ++number;
        if (core::trim(line).empty()) {
            continue;
        }
        const core::Result<Json> test = api::parse_json(line, {kSuiteDepthMax, line.size() + 1});
        if (!test) {
            return about(cat(file, ":", number), test.error());
        }
        if (needs(*test, kStrongEnums)) {
            ++tally.skipped;
            continue;
        }
        auto judged = Run{bench, *test}.judge();
        if (!judged) {
            return about(cat(file, ":", number), judged.error());
        }
        if (*judged) {
            tally.failures.push_back(**std::move(judged));
        } else {
            ++tally.passed;
        }
    }
    return tally;
}

Json tally_json(const Tally& tally, bool with_failures) {
    Json told = Json::object({{"file", tally.file},
                              {"passed", tally.passed},
                              {"failed", tally.failures.size()},
                              {"skipped", tally.skipped}});
    if (with_failures) {
        Json failures = Json::array();
        for (const Failure& failure : tally.failures) {
            failures.push(Json::object(
                {{"id", failure.id}, {"wanted", failure.wanted}, {"got", failure.got}}));
        }
        told.set("failures", std::move(failures));
    }
    return told;
}

void print_tally(std::ostream& out, const Tally& tally, bool with_failures) {
    out << tally.file << ": " << tally.passed << " passed, " << tally.failures.size() << " failed, "
        << tally.skipped << " skipped" << (tally.skipped == 0 ? "" : cat(" (", kStrongEnums, ")"))
        << '\n';
    for (const Failure& failure : with_failures ? tally.failures : std::vector<Failure>{}) {
        out << "  " << failure.id << "\n    wanted " << failure.wanted << "\n    got    "
            << failure.got << '\n';
    }
}

}  // namespace

Outcome run(const RulesConformance& options, Context& context) {
    const std::string beside =
        (std::filesystem::path{options.files.front()}.parent_path() / "schema.json").string();
    SARHAD_TRY(const core::Bytes bytes, read_input(context, beside, kSuiteFileBytes));
    const core::Result<Json> json =
        api::parse_json(core::as_text(bytes), {kSuiteDepthMax, bytes.size() + 1});
    if (!json) {
        return about(beside, json.error());
    }
    const auto schema = read_schema(*json);
    if (!schema) {
        return about(beside, schema.error());
    }
    Bench bench{**schema};
    Tally all;
    Json files = Json::array();
    for (const std::string& file : options.files) {
        SARHAD_TRY(Tally tally, run_file(context, file, bench));
        if (context.json) {
            files.push(tally_json(tally, options.failures));
        } else {
            print_tally(context.out, tally, options.failures);
        }
        all.passed += tally.passed;
        all.skipped += tally.skipped;
        std::move(tally.failures.begin(), tally.failures.end(), std::back_inserter(all.failures));
    }
    // One file of the suite is empty; all of them are a mistake.
    if (all.passed + all.skipped + all.failures.size() == 0) {
        return core::Error{core::Errc::kInvalid,
                           cat(options.files.front(), ": holds no tests, one on each line")};
    }
    if (context.json) {
        print(context.out,
              Json::object({{"passed", all.passed},
                            {"failed", all.failures.size()},
                            {"skipped", all.skipped},
                            {"files", std::move(files)}}));
    } else {
        context.out << all.passed << " passed, " << all.failures.size() << " failed, "
                    << all.skipped << " skipped\n";
    }
    return all.failures.empty() ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
