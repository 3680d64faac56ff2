// links: sarhad_rules sarhad_core
// words: rules/cel/overloads_standard.cpp rules/cel/overloads_extensions.cpp
#include "core/check.h"
#include "rules/cel/collections.h"
#include "rules/cel/environment.h"
#include "rules/cel/parser.h"
#include "rules/cel/program.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace sarhad::rules::cel;  // NOLINT(google-build-using-namespace): its own target.

constexpr std::size_t kBytes = 64U << 10U;

/// Values for the variables a to f, of which the bits of `hidden` are unknown.
std::vector<Value> facts(const std::vector<std::string>& names, unsigned hidden) {
    static std::array<Value, 3> elements{
        Value::of(std::int64_t{1}), Value::unknown(64), Value::string("x")};
    static const ListBody list{elements.data(), 3, 3};
    const std::array<Value, 6> all{Value::of(true),
                                   Value::of(std::int64_t{7}),
                                   Value::string("Ab é"),
                                   Value::list(&list, 3),
                                   Value::of(2.5),
                                   Value::timestamp(1'700'000'000, 5)};
    std::vector<Value> values;
    for (const std::string& name : names) {
        const auto at = static_cast<unsigned>(name[0] - 'a');
        values.push_back((hidden >> at & 1U) != 0 ? Value::unknown(1U << at) : all[at]);
    }
    return values;
}

void run(const Program& program, unsigned hidden, std::uint64_t steps) {
    Arena arena{kBytes};
    const Budget budget{steps, kBytes, 4};
    const std::vector<Value> values = facts(program.variables(), hidden);
    const Value first = evaluate(program, values, budget, arena);
    SARHAD_CHECK(!first.is(ValueKind::kUnset));
    SARHAD_CHECK(arena.used() <= budget.bytes);
    const bool was_over = first.is(ValueKind::kError) && first.fault() == Fault::kBudget;
    const ValueKind kind = first.kind();
    // The same again: nothing of a call is left behind.
    const Value again = evaluate(program, values, budget, arena);
    SARHAD_CHECK(again.kind() == kind);
    // More steps take no value away.
    const Value more = evaluate(program, values, {steps * 2, kBytes, 4}, arena);
    SARHAD_CHECK(was_over || more.kind() == kind);
}

}  // namespace

/// Two bytes say what is unknown and how many steps there are; the rest is the expression. Parsed,
/// checked where it checks, planned both ways, evaluated within the budget.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string text{data + 2, data + size};
    Parsed parsed = parse(text, {true, true});
    if (!parsed.ok()) {
        return 0;
    }
    const std::uint64_t steps = 16U << (data[1] % 12U);
    PlanNames names;
    names.variables = {"a", "b", "c", "d", "e", "f"};
    run(Program::plan(parsed.ast, names), data[0], steps);
    static Environment environment;
    static const bool is_ready = [] {
        for (const auto& [name, type] : {std::pair{"a", TypeKind::kBool},
                                         {"b", TypeKind::kInt},
                                         {"c", TypeKind::kString},
                                         {"d", TypeKind::kDyn},
                                         {"e", TypeKind::kDouble},
                                         {"f", TypeKind::kTimestamp}}) {
            environment.add_variable(name, Type::plain(type));
        }
        return true;
    }();
    const Checked checked = check(std::move(parsed.ast), environment);
    if (is_ready && checked.ok()) {
        run(Program::plan(checked, names), data[0], steps);
    }
    return 0;
}
