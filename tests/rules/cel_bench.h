#pragma once

#include "rules/cel/environment.h"
#include "rules/cel/parser.h"
#include "rules/cel/program.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// Expressions in one line: parsed, planned without a checker, evaluated. Variables may be
/// anything.
class CelBench {
public:
    static constexpr Budget kPlenty{1'000'000, 1U << 20U, 8};

    /// The value lives until the next one.
    Value eval(std::string_view expr, const Budget& budget = kPlenty) {
        const Parsed parsed = parse(expr, {true, true});
        EXPECT_TRUE(parsed.ok()) << expr << "\n" << format(parsed.issues, expr);
        if (!parsed.ok()) {
            return Value::unset();
        }
        PlanNames names;
        names.schema = schema;
        for (const auto& [name, value] : variables) {
            names.variables.push_back(name);
        }
        const Program& program = programs_.emplace_back(Program::plan(parsed.ast, names));
        return evaluate(program, values_for(program), budget, arena_);
    }

    std::vector<Value> values_for(const Program& program) const {
        std::vector<Value> values;
        for (const std::string& name : program.variables()) {
            values.push_back(variables.at(name));
        }
        return values;
    }

    void holds(std::string_view expr) {
        const Value value = eval(expr);
        EXPECT_TRUE(value.is_true())
            << expr << ": "
            << (value.is(ValueKind::kError) ? value.error_text() : type_name(value));
    }
    void fails(std::string_view expr, Fault fault) {
        const Value value = eval(expr);
        ASSERT_TRUE(value.is(ValueKind::kError)) << expr;
        EXPECT_EQ(value.fault(), fault) << expr << ": " << value.error_text();
    }
    void is_unknown(std::string_view expr, std::uint64_t sources) {
        const Value value = eval(expr);
        ASSERT_TRUE(value.is(ValueKind::kUnknown)) << expr;
        EXPECT_EQ(value.sources(), sources) << expr;
    }

    std::map<std::string, Value> variables;
    const Schema* schema{nullptr};

private:
    Arena arena_{1U << 20U};
    std::vector<Program> programs_;
};

}  // namespace sarhad::rules::cel
