// Three values: what is not known yet, and what a call may use.
#include "cel_bench.h"

#include "rules/cel/collections.h"

#include <array>

namespace sarhad::rules::cel {
namespace {

CelBench with_unknowns() {
    CelBench bench;
    bench.variables["u"] = Value::unknown(1);
    bench.variables["w"] = Value::unknown(4);
    bench.variables["n"] = Value::of(std::int64_t{5});
    return bench;
}

TEST(CelUnknown, OneSideThatDecidesDecides) {
    CelBench bench = with_unknowns();
    bench.holds("!(u && false) && !(false && u) && (u || true) && (true || u)");
    bench.is_unknown("u && true", 1);
    bench.is_unknown("u || false", 1);
    bench.is_unknown("u && w", 5);
    bench.holds("(1 / 0 > 0) || true");
}

TEST(CelUnknown, ComesBeforeAnErrorThatItMightOverrule) {
    CelBench bench = with_unknowns();
    bench.is_unknown("u && (1 / 0 > 0)", 1);
    bench.is_unknown("(1 / 0 > 0) || u", 1);
    bench.fails("true && (1 / 0 > 0)", Fault::kDivideByZero);
}

TEST(CelUnknown, NamesEverySourceThatItWaitsFor) {
    CelBench bench = with_unknowns();
    bench.is_unknown("u + w", 5);
    bench.is_unknown("[u, w, n]", 5);
    bench.is_unknown("{'a': w}", 4);
    bench.is_unknown("u ? 1 : w", 1);
    bench.is_unknown("u.field", 1);
    bench.is_unknown("has(u.field)", 1);
    bench.is_unknown("w[0]", 4);
    bench.is_unknown("u.exists(x, x)", 1);
    bench.is_unknown("u.?a.orValue(1)", 1);
    bench.holds("(n > 3 ? 'a' : u) == 'a'");
}

TEST(CelUnknown, PartsOfListsHangOnTheirSources) {
    CelBench bench = with_unknowns();
    std::array<Value, 3> elements{
        Value::of(std::int64_t{1}), Value::unknown(2), Value::of(std::int64_t{3})};
    const ListBody body{elements.data(), 3, 3};
    bench.variables["list"] = Value::list(&body, 3);
    bench.holds("3 in list && list.size() == 3 && list.exists(x, x == 3)");
    bench.holds("!list.all(x, x > 1) && list != [7, 8, 9]");
    bench.is_unknown("9 in list", 2);
    bench.is_unknown("list == [1, 2, 3]", 2);
    bench.is_unknown("list.all(x, x > 0)", 2);
    bench.is_unknown("list.map(x, x + 1)", 2);
    bench.is_unknown("math.greatest(list)", 2);
    bench.is_unknown("'%s'.format([list])", 2);
    bench.is_unknown("list[1]", 2);
}

TEST(CelBudget, StepsEndACallAndNothingAbsorbsThat) {
    CelBench bench;
    const std::string loop = "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, a >= 0))";
    EXPECT_TRUE(bench.eval(loop).is_true());
    for (const std::string& expr :
         {loop, "true || " + loop + " || true", loop + " || true", "[" + loop + "].size() == 1"}) {
        const Value value = bench.eval(expr, {100, 1U << 20U, 8});
        if (expr.starts_with("true")) {
            EXPECT_TRUE(value.is_true());
            continue;
        }
        ASSERT_TRUE(value.is(ValueKind::kError)) << expr;
        EXPECT_EQ(value.fault(), Fault::kBudget) << expr;
    }
}

TEST(CelBudget, MemoryEndsACall) {
    CelBench bench;
    const std::string grow =
        "cel.bind(a, 'xxxxxxxxxxxxxxxx', cel.bind(b, a + a + a + a, "
        "cel.bind(c, b + b + b + b, c + c + c + c))).size() == 1024";
    bench.holds(grow);
    const Value value = bench.eval(grow, {100'000, 1024, 8});
    ASSERT_TRUE(value.is(ValueKind::kError));
    EXPECT_EQ(value.fault(), Fault::kBudget);
}

TEST(CelBudget, NestingIsKnownBeforeTheCall) {
    CelBench bench;
    const std::string two = "[1].all(a, [2].all(b, a < b))";
    EXPECT_TRUE(bench.eval(two, {1000, 4096, 2}).is_true());
    const Value value = bench.eval(two, {1000, 4096, 1});
    ASSERT_TRUE(value.is(ValueKind::kError));
    EXPECT_EQ(value.fault(), Fault::kBudget);
    // A binding is no loop.
    EXPECT_TRUE(bench.eval("cel.bind(x, 1, x == 1)", {1000, 4096, 0}).is_true());
}

/// Numbers of a seed, the same everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::uint32_t below(std::uint32_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::uint32_t>(state_ >> 33U) % limit;
    }

private:
    std::uint64_t state_;
};

std::string number(Dice& dice, int depth);

std::string truth(Dice& dice, int depth) {
    const std::array<std::string, 3> names{"p", "q", "true"};
    if (depth == 0) {
        return names[dice.below(3)];
    }
    switch (dice.below(7)) {
        case 0:
            return "(" + truth(dice, depth - 1) + " && " + truth(dice, depth - 1) + ")";
        case 1:
            return "(" + truth(dice, depth - 1) + " || " + truth(dice, depth - 1) + ")";
        case 2:
            return "!" + truth(dice, depth - 1);
        case 3:
            return "(" + number(dice, depth - 1) + " < " + number(dice, depth - 1) + ")";
        case 4:
            return "[a, " + number(dice, depth - 1) +
                   "].exists(x, x == " + number(dice, depth - 1) + ")";
        case 5:
            return "(" + number(dice, depth - 1) + " in [1, b])";
        default:  // Not our enum.
            return "([a, 1] == [" + number(dice, depth - 1) + ", b])";
    }
}

std::string number(Dice& dice, int depth) {
    const std::array<std::string, 4> names{"a", "b", "0", "2"};
    if (depth == 0) {
        return names[dice.below(4)];
    }
    switch (dice.below(4)) {
        case 0:
            return "(" + number(dice, depth - 1) + " + " + number(dice, depth - 1) + ")";
        case 1:
            return "(" + number(dice, depth - 1) + " / " + number(dice, depth - 1) + ")";
        case 2:
            return "(" + truth(dice, depth - 1) + " ? " + number(dice, depth - 1) + " : " +
                   number(dice, depth - 1) + ")";
        default:  // Not our enum.
            return "[" + number(dice, depth - 1) + ", b].filter(x, x > 0).size()";
    }
}

/// 0 false, 1 true, 2 an error, 3 unknown.
int outcome(const Value& value) {
    return value.is(ValueKind::kUnknown) ? 3 : value.is(ValueKind::kError) ? 2 : value.is_true();
}

TEST(CelUnknown, APartialResultIsNeverContradictedByAnyCompletion) {
    int decided = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Dice dice{seed};
        CelBench bench;
        const std::string expr = truth(dice, 3);
        const std::uint32_t hidden = 1 + dice.below(15);
        const auto set = [&](std::uint32_t bits, std::uint32_t unknown) {
            const std::array<std::string, 4> names{"p", "q", "a", "b"};
            for (std::uint32_t i = 0; i < 4; ++i) {
                const bool bit = (bits >> i & 1U) != 0;
                bench.variables[names[i]] = (unknown >> i & 1U) != 0 ? Value::unknown(1U << i)
                                            : i < 2                  ? Value::of(bit)
                                                    : Value::of(std::int64_t{bit ? 2 : 0});
            }
        };
        const std::uint32_t seen = dice.below(16);
        set(seen, hidden);
        const Value partial = bench.eval(expr);
        const int before = outcome(partial);
        if (before == 3) {
            EXPECT_EQ(partial.sources() & ~std::uint64_t{hidden}, 0U) << expr;
            continue;
        }
        ++decided;
        for (std::uint32_t bits = 0; bits < 16; ++bits) {
            set((seen & ~hidden) | (bits & hidden), 0);
            EXPECT_EQ(outcome(bench.eval(expr)), before) << expr << " seed " << seed;
        }
    }
    EXPECT_GT(decided, 50);
}

}  // namespace
}  // namespace sarhad::rules::cel
