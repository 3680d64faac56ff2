// Carried conditions against what GTAS itself makes of the same terms, null or not.
#include "gtas_support.h"

#include "rules/author/compiled_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace sarhad::rules::gtas {
namespace {

/// What GTAS makes of a text or number that may be null; written down from its rules' generator.
struct Meaning {
    std::string_view op;
    std::vector<std::string> values;

    [[nodiscard]] bool of_text(const std::optional<std::string>& held) const {
        const std::string& first = values[0];
        const bool is_listed =
            held && std::find(values.begin(), values.end(), *held) != values.end();
        if (op == "EQUAL") return held == first;
        if (op == "NOT_EQUAL") return held != first;
        if (op == "IN") return is_listed;
        if (op == "NOT_IN") return !is_listed;
        if (op == "IS_NULL" || op == "IS_EMPTY") return !held;
        if (op == "IS_NOT_NULL" || op == "IS_NOT_EMPTY") return held.has_value();
        if (!held) return false;
        if (op == "BEGINS_WITH") return held->starts_with(first);
        if (op == "NOT_BEGINS_WITH") return !held->starts_with(first);
        if (op == "ENDS_WITH") return held->ends_with(first);
        if (op == "NOT_ENDS_WITH") return !held->ends_with(first);
        if (op == "CONTAINS") return held->find(first) != std::string::npos;
        return held->find(first) == std::string::npos;
    }
    [[nodiscard]] bool of_number(const std::optional<int>& held) const {
        const int first = std::stoi(values[0]);
        const int second = std::stoi(values.back());
        if (op == "EQUAL") return held == first;
        if (op == "NOT_EQUAL") return held != first;
        if (op == "IN") return held == first || held == second;
        if (op == "NOT_IN") return held != first && held != second;
        if (!held) return false;
        if (op == "GREATER") return *held > first;
        if (op == "GREATER_OR_EQUAL") return *held >= first;
        if (op == "LESS") return *held < first;
        if (op == "LESS_OR_EQUAL") return *held <= first;
        if (op == "BETWEEN") return *held >= first && *held <= second;
        return *held < first || *held > second;
    }
};

/// Whether the carried condition matches the `given` facts (JSON), all feeds arrived.
bool matches_facts(const std::string& condition, const std::string& given) {
    static cel::Arena facts_arena{kFactBytesMax};
    static cel::Arena made_arena{kRuleBytesMax};
    const Compilation compiled = compile_expression(condition, RuleKind::kTraveller, schema());
    EXPECT_NE(compiled.rule, nullptr) << condition;
    const auto facts = read_json(cat(R"({"feeds": ["API", "PNR", "DCS"])", given, "}"));
    const auto frame = FactFrame::read(*facts, schema(), RuleKind::kTraveller, 0, facts_arena);
    EXPECT_TRUE(frame) << given;
    const Verdict verdict = evaluate_rule(*compiled.rule, *frame, made_arena).verdict;
    EXPECT_NE(verdict, Verdict::kUnknown) << condition << " " << given;
    return verdict == Verdict::kMatch;
}

/// Whether the carried condition matches facts in which the booking's field is `given`, or is not.
bool matches(const std::string& condition, const std::string& given) {
    return matches_facts(condition, cat(R"(, "booking": {)", given, "}"));
}

TEST(GtasMeaning, TextsMeanWhatTheyMeanThere) {
    const std::vector<std::string> words{"A", "AB", "B", "BA", "ABA"};
    std::size_t held_against = 0;
    for (const std::string_view op : {"EQUAL",
                                      "NOT_EQUAL",
                                      "IN",
                                      "NOT_IN",
                                      "BEGINS_WITH",
                                      "NOT_BEGINS_WITH",
                                      "CONTAINS",
                                      "NOT_CONTAINS",
                                      "ENDS_WITH",
                                      "NOT_ENDS_WITH",
                                      "IS_NULL",
                                      "IS_EMPTY",
                                      "IS_NOT_NULL",
                                      "IS_NOT_EMPTY"}) {
        for (const std::string& word : words) {
            const Meaning meaning{op, {word, "BA"}};
            const std::string condition =
                carried("Agency.identifier", op, cat("[\"", word, "\", \"BA\"]"));
            EXPECT_FALSE(condition.starts_with("refused")) << condition;
            for (const std::string& held : words) {
                EXPECT_EQ(matches(condition, cat(R"("agency": ")", held, "\"")),
                          meaning.of_text(held))
                    << condition << " of " << held;
                ++held_against;
            }
            EXPECT_EQ(matches(condition, ""), meaning.of_text(std::nullopt)) << condition;
        }
    }
    EXPECT_EQ(held_against, 14U * 25U);
}

TEST(GtasMeaning, NumbersMeanWhatTheyMeanThere) {
    for (const auto& [field, fact, least] :
         {std::tuple{"Pnr.passengerCount", "party_size", 0},
          std::tuple{"Pnr.daysBookedBeforeTravel", "days_before_departure", 0}}) {
        for (const std::string_view op : {"EQUAL",
                                          "NOT_EQUAL",
                                          "GREATER",
                                          "GREATER_OR_EQUAL",
                                          "LESS",
                                          "LESS_OR_EQUAL",
                                          "IN",
                                          "NOT_IN",
                                          "BETWEEN",
                                          "NOT_BETWEEN"}) {
            for (int first = least; first < 4; ++first) {
                const std::string last = std::to_string(first + 2);
                const Meaning meaning{op, {std::to_string(first), last}};
                const std::string condition =
                    carried(field, op, cat("[\"", first, "\", \"", last, "\"]"));
                if (condition.find("no facts were found") != std::string::npos) {
                    EXPECT_EQ(op, "LESS") << condition;  // Than 0 nothing is.
                    continue;
                }
                for (int held = least; held < 8; ++held) {
                    EXPECT_EQ(matches(condition, cat("\"", fact, "\": ", held)),
                              meaning.of_number(held))
                        << condition << " of " << held;
                }
                EXPECT_EQ(matches(condition, ""), meaning.of_number(std::nullopt)) << condition;
            }
        }
    }
}

TEST(GtasMeaning, WhereThereIsNoDocumentNothingHoldsOfOne) {
    constexpr std::string_view kAfghan =
        R"(, "traveller": {"doc": {"number": "A1", "issuer": "AFG"}})";
    constexpr std::string_view kOther = R"(, "traveller": {"doc": {"number": "A1"}})";
    constexpr std::string_view kNone = R"(, "traveller": {"nationality": "AFG"})";
    for (const auto& [op, of_afghan, of_other] : {std::tuple{"NOT_EQUAL", false, true},
                                                  std::tuple{"NOT_IN", false, true},
                                                  std::tuple{"IS_NULL", false, true},
                                                  std::tuple{"EQUAL", true, false},
                                                  std::tuple{"IS_NOT_NULL", true, false}}) {
        const std::string condition = carried("Document.issuanceCountry", op, R"(["AFG"])");
        EXPECT_EQ(matches_facts(condition, std::string{kAfghan}), of_afghan) << condition;
        EXPECT_EQ(matches_facts(condition, std::string{kOther}), of_other) << condition;
        EXPECT_FALSE(matches_facts(condition, std::string{kNone})) << condition;
    }
}

}  // namespace
}  // namespace sarhad::rules::gtas
