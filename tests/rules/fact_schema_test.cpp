// The table of facts: what CEL, sources and people see of it.
#include "rules/schema/fact_schema.h"

#include "rules/cel/parser.h"
#include "rules/schema/fact_functions.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sarhad::rules {
namespace {

const FactSchema& schema() {
    static const FactSchema held;
    return held;
}

/// The issues of an expression over a kind's facts; empty where it checks.
std::string issues(RuleKind kind, std::string_view expr) {
    cel::Parsed parsed = cel::parse(expr, {});
    if (!parsed.ok()) {
        return cel::format(parsed.issues, expr);
    }
    const cel::Checked checked = cel::check(std::move(parsed.ast), schema().environment(kind));
    return cel::format(checked.issues, expr);
}

cel::Value value(std::string_view expr, cel::Arena& arena) {
    static std::vector<cel::Program> programs;
    cel::Parsed parsed = cel::parse(expr, {});
    EXPECT_TRUE(parsed.ok()) << expr;
    const cel::Checked checked =
        cel::check(std::move(parsed.ast), schema().environment(RuleKind::kTraveller));
    EXPECT_TRUE(checked.ok()) << cel::format(checked.issues, expr);
    programs.push_back(cel::Program::plan(checked, schema().plan_names()));
    return cel::evaluate(programs.back(), {}, {10'000, 1U << 16U, 4}, arena);
}

void holds(std::string_view expr) {
    cel::Arena arena{1U << 16U};
    const cel::Value got = value(expr, arena);
    EXPECT_TRUE(got.is_true()) << expr << (got.is(cel::ValueKind::kError) ? got.error_text() : "");
}

TEST(FactSchema, EveryFieldOfEveryRecordHasItsTypeForTheChecker) {
    std::size_t fields = 0;
    for (const FactRecord* record : fact_records()) {
        for (const FactField& field : record->fields) {
            const cel::FieldInfo* found = schema().message(*record).find(field.name);
            ASSERT_NE(found, nullptr) << record->name << "." << field.name;
            EXPECT_EQ(found->number, field.key);
            EXPECT_EQ(found->has_presence, field.shape == FactShape::kOne);
            ++fields;
        }
    }
    EXPECT_GT(fields, 180U);
    EXPECT_EQ(issues(RuleKind::kTraveller, "booking.legs.exists(l, l.to_country == 'QQ')"), "");
    EXPECT_EQ(issues(RuleKind::kCash, "cash.currency in lists.countries_controlled"), "");
    EXPECT_EQ(issues(RuleKind::kDeclaration, "days(now, now) == 0 && port.kind == 'SEA'"), "");
    EXPECT_NE(issues(RuleKind::kCash, "booking.one_way"), "");
}

TEST(FactSchema, EveryListAndTextHasAMaximum) {
    const auto look = [](const FactRecord& record) {
        for (const FactField& field : record.fields) {
            EXPECT_EQ(field.kind == FactKind::kText, field.bytes_max > 0) << field.name;
            EXPECT_EQ(field.shape != FactShape::kOne, field.count_max > 1) << field.name;
            EXPECT_EQ(field.kind == FactKind::kRecord, field.record != nullptr) << field.name;
        }
    };
    for (const FactRecord* record : fact_records()) {
        look(*record);
    }
    for (const RuleKind kind : rule_kinds()) {
        look(variables_of(kind));
    }
}

TEST(FactSchema, EverySourceHasABitOfItsOwnAndAName) {
    std::set<std::uint64_t> bits;
    std::uint64_t all = 0;
    for (std::uint32_t number = 1; number < kFeedCount; ++number) {
        const Feed feed{static_cast<std::uint8_t>(number)};
        EXPECT_TRUE(bits.insert(source_of(feed)).second);
        EXPECT_EQ(find_feed(name_of(feed)), feed);
        all |= source_of(feed);
    }
    for (const FactField& set : reference_sets().fields) {
        EXPECT_TRUE(bits.insert(source_of(set)).second) << set.name;
        all |= source_of(set);
    }
    EXPECT_EQ(source_names(all).size(), bits.size());
    EXPECT_EQ(source_of(Feed::kAlways), 0U);
    EXPECT_FALSE(find_feed(""));
}

TEST(FactSchema, WhatNobodyMayDecideOnIsProtected) {
    const FactField* traveller = variables_of(RuleKind::kTraveller).find("traveller");
    ASSERT_NE(traveller, nullptr);
    for (const std::string_view name : {"nationality",
                                        "sex",
                                        "birth_year",
                                        "birth_country",
                                        "residence_country",
                                        "resident_border_zone",
                                        "minor"}) {
        const FactField* field = traveller->record->find(name);
        ASSERT_NE(field, nullptr) << name;
        EXPECT_EQ(field->guard, Guard::kProtected) << name;
    }
}

TEST(FactFunctions, EveryOverloadIsImplemented) {
    ASSERT_EQ(fact_overloads().size(), fact_implementations().size());
    for (std::size_t i = 0; i < fact_overloads().size(); ++i) {
        EXPECT_EQ(fact_overloads()[i].id, fact_implementations()[i].overload);
        EXPECT_EQ(fact_overloads()[i].function, fact_implementations()[i].row.name);
    }
}

TEST(FactFunctions, CheckDigits) {
    holds("iso6346_valid('CSQU3054383') && !iso6346_valid('CSQU3054384')");
    holds("!iso6346_valid('CSQA3054383') && !iso6346_valid('') && !iso6346_valid('csqu3054383')");
    holds("imo_valid('9074729') && imo_valid('IMO 9074729') && imo_valid('IMO9074729')");
    holds("!imo_valid('9074728') && !imo_valid('907472') && !imo_valid('IMO')");
}

TEST(FactFunctions, DaysAreWholeOnes) {
    holds("days(timestamp('2026-01-01T00:00:00Z'), timestamp('2026-01-03T23:59:59Z')) == 2");
    holds("days(timestamp('2026-01-03T23:59:59Z'), timestamp('2026-01-01T00:00:00Z')) == -2");
    holds("days(timestamp('2026-01-01T00:00:00.5Z'), timestamp('2026-01-02T00:00:00.2Z')) == 0");
    holds("days(timestamp('2026-01-02T00:00:00.2Z'), timestamp('2026-01-01T00:00:00.5Z')) == 0");
}

TEST(FactFunctions, NearAndFold) {
    holds("near(10.0, 12.0, 2.0) && !near(10.0, 12.1, 2.0) && !near(0.0 / 0.0, 1.0, 5.0)");
    holds("fold('  Caf\\u00e9   de  \\u00c9toile ') == 'CAFE DE ETOILE'");
    holds("fold('e\\u0301a') == 'EA' && fold('') == '' && fold('A-1') == 'A-1'");
    holds("fold('\\u0431\\u0440\\u0430\\u0442') == 'BRAT' && fold('\\u4e2d') == '\\u4e2d'");
}

TEST(FactFunctions, ListsHaveASumALeastAndAGreatest) {
    holds("sum([1, 2, 3]) == 6 && sum([1.5, 2.0]) == 3.5 && min([3, 1, 2]) == 1");
    holds("max([3.0, 9.5]) == 9.5 && sum([1].filter(x, x > 1)) == 0");
    holds("sum([1.0].filter(x, x > 1.0)) / 2.0 == 0.0");
    cel::Arena arena{1U << 16U};
    const cel::Value none = value("max([1].filter(x, x > 1))", arena);
    ASSERT_TRUE(none.is(cel::ValueKind::kError));
    EXPECT_EQ(none.fault(), cel::Fault::kInvalid);
    EXPECT_EQ(value("sum([9223372036854775807, 1])", arena).fault(), cel::Fault::kOutOfRange);
}

}  // namespace
}  // namespace sarhad::rules
