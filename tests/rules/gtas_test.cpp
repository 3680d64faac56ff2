// Rules of GTAS carried over: what comes of invented ones, operator by operator, and what is
// refused.
#include "gtas_support.h"

#include "rules/gtas/fields.h"
#include "support/golden.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <vector>

namespace sarhad::rules::gtas {
namespace {

TEST(Gtas, RulesOfAFileKeepTheirText) {
    std::ifstream file{places::test_data("gtas/rules.json")};
    const std::string json{std::istreambuf_iterator<char>{file}, {}};
    Importer importer{schema(), options()};
    const auto made = importer.import(json);
    ASSERT_TRUE(made) << made.error().what;
    std::string told;
    for (const ImportedRule& rule : *made) {
        told += cat("==== ", rule.id, " ", rule.title, "\n", findings_of(rule), rule.text);
    }
    EXPECT_EQ(core::as_text(golden::kept("gtas/rules.txt", core::as_bytes(told))), told);
}

TEST(Gtas, EachOperatorBecomesItsCondition) {
    struct Case {
        std::string_view field;
        std::string_view op;
        std::string_view values;
        std::string_view wanted;
    };
    const std::vector<Case> cases{
        {"Passenger.nationality", "EQUAL", R"(["qqq"])", "traveller.nationality == 'QQQ'"},
        {"Passenger.nationality", "NOT_EQUAL", R"(["QQQ"])", "traveller.nationality != 'QQQ'"},
        {"Agency.identifier",
         "IN",
         R"(["a1", "A2", "a1"])",
         "booking.agency.upperAscii() in ['A1', 'A2']"},
        {"Agency.identifier",
         "NOT_IN",
         R"(["A1", "A2"])",
         "!(booking.agency.upperAscii() in ['A1', 'A2'])"},
        {"Agency.identifier",
         "BEGINS_WITH",
         R"(["A1"])",
         "booking.agency.upperAscii().startsWith('A1')"},
        {"Agency.identifier",
         "NOT_BEGINS_WITH",
         R"(["A1"])",
         "has(booking.agency) && !booking.agency.upperAscii().startsWith('A1')"},
        {"Agency.identifier",
         "CONTAINS",
         R"(["A1"])",
         "booking.agency.upperAscii().contains('A1')"},
        {"Agency.identifier",
         "NOT_CONTAINS",
         R"(["A1"])",
         "has(booking.agency) && !booking.agency.upperAscii().contains('A1')"},
        {"Agency.identifier",
         "ENDS_WITH",
         R"(["A1"])",
         "booking.agency.upperAscii().endsWith('A1')"},
        {"Agency.identifier",
         "NOT_ENDS_WITH",
         R"(["A1"])",
         "has(booking.agency) && !booking.agency.upperAscii().endsWith('A1')"},
        {"Pnr.passengerCount", "GREATER", R"(["4"])", "booking.party_size > 4"},
        {"Pnr.passengerCount",
         "GREATER_OR_EQUAL",
         R"([0])",
         "has(booking.party_size) && booking.party_size >= 0"},
        {"Pnr.daysBookedBeforeTravel",
         "LESS",
         R"(["3"])",
         "booking.days_before_departure >= 0 && booking.days_before_departure < 3"},
        {"Pnr.passengerCount",
         "LESS_OR_EQUAL",
         R"(["2"])",
         "has(booking.party_size) && booking.party_size <= 2"},
        {"Pnr.passengerCount",
         "NOT_EQUAL",
         R"(["0"])",
         "(!has(booking.party_size) || booking.party_size != 0)"},
        {"FlightPax.bagWeight",
         "BETWEEN",
         R"(["28", "32.5"])",
         "traveller.bags_weight_kg >= 28.0 && traveller.bags_weight_kg <= 32.5"},
        {"FlightPax.bagWeight",
         "NOT_BETWEEN",
         R"(["28", "32.5"])",
         "has(traveller.bags_weight_kg) && "
         "(traveller.bags_weight_kg < 28.0 || traveller.bags_weight_kg > 32.5)"},
        {"Agency.identifier", "IS_NULL", "[]", "!has(booking.agency)"},
        {"Agency.identifier", "IS_EMPTY", "null", "!has(booking.agency)"},
        {"Document.expirationDate", "IS_NOT_NULL", "[]", "has(traveller.doc.days_to_expiry)"},
        {"Document.documentNumber", "IS_NOT_EMPTY", "[]", "has(traveller.doc.number)"},
        {"Document.documentNumber", "NOT_IS_NULL", "[]", "has(traveller.doc.number)"},
    };
    for (const Case& each : cases) {
        EXPECT_EQ(carried(each.field, each.op, each.values), each.wanted)
            << each.field << " " << each.op;
    }
}

TEST(Gtas, FieldsBecomeWhatTheFactsHave) {
    const std::vector<std::array<std::string_view, 4>> cases{
        {"Flight.originCountry",
         "EQUAL",
         R"(["QAT"])",
         "booking.legs.exists(f, (f.from_country == port.country) != (f.to_country == "
         "port.country) && f.from_country == 'QA')"},
        {"Flight.direction",
         "EQUAL",
         R"(["O"])",
         "booking.legs.exists(f, f.from_country == port.country && f.to_country != port.country)"},
        {"BookingDetail.destination",
         "NOT_EQUAL",
         R"(["KHI"])",
         "booking.legs.exists(l, l.to != 'KHI')"},
        {"DwellTime.dwellTime",
         "GREATER",
         R"(["6.5"])",
         "booking.legs.exists(s, s.connect_minutes >= 0 && s.connect_minutes > 390)"},
        {"Pnr.origin",
         "EQUAL",
         R"(["LHE"])",
         "booking.legs.size() > 0 && booking.legs[0].from == 'LHE'"},
        {"Pnr.origin",
         "NOT_EQUAL",
         R"(["LHE"])",
         "(booking.legs.size() == 0 || booking.legs[0].from != 'LHE')"},
        {"Document.issuanceCountry", "EQUAL", R"(["AFG"])", "traveller.doc.issuer == 'AFG'"},
        {"Document.issuanceCountry",
         "NOT_EQUAL",
         R"(["AFG"])",
         "has(traveller.doc.number) && traveller.doc.issuer != 'AFG'"},
        {"Document.expirationDate",
         "IS_NULL",
         "[]",
         "has(traveller.doc.number) && !has(traveller.doc.days_to_expiry)"},
        {"Passenger.coTravelerCount", "GREATER_OR_EQUAL", R"(["4"])", "booking.party_size >= 5"},
        {"Passenger.passengerType",
         "IN",
         R"(["P", "I"])",
         "has(traveller.crew) && !traveller.crew"},
        {"Passenger.passengerType", "NOT_EQUAL", R"(["C"])", "!traveller.crew"},
        {"Passenger.age",
         "LESS",
         R"(["18"])",
         "has(traveller.birth_year) && now.getFullYear() - traveller.birth_year < 18"},
        {"Passenger.dob",
         "GREATER_OR_EQUAL",
         R"(["2000-01-01"])",
         "has(traveller.birth_year) && traveller.birth_year >= 2000"},
        {"Passenger.dob",
         "NOT_BETWEEN",
         R"(["1980-01-01", "1989-12-31"])",
         "has(traveller.birth_year) && "
         "(traveller.birth_year <= 1979 || traveller.birth_year >= 1990)"},
        {"Bag.weight", "LESS", R"(["2"])", "bags.exists(b, has(b.weight_kg) && b.weight_kg < 2.0)"},
    };
    for (const auto& [field, op, values, wanted] : cases) {
        EXPECT_EQ(carried(field, op, values), wanted) << field << " " << op;
    }
}

TEST(Gtas, WhatCannotBeCarriedIsRefusedWithAWord) {
    const std::vector<std::array<std::string_view, 4>> cases{
        {"Passenger.lastName", "EQUAL", R"(["NOBODY"])", "rules never match names"},
        {"Passenger.gender", "EQUAL", R"(["U"])", "1 of its values cannot be written"},
        {"Passenger.gender", "NOT_IN", R"(["U", "F"])", "1 of its values cannot be written"},
        {"Passenger.nationality", "EQUAL", R"(["PK"])", "1 of its values cannot be written"},
        {"Passenger.nationality", "BEGINS_WITH", R"(["P"])", "a part of a code is no value"},
        {"Passenger.passengerType", "EQUAL", R"(["I"])", "tells apart only C and all others"},
        {"Passenger.age", "EQUAL", R"(["18"])", "facts hold the year of birth only"},
        {"Passenger.dob", "EQUAL", R"(["1990-01-01"])", "facts hold the year of birth only"},
        {"Passenger.dob", "LESS", R"(["01/01/1990"])", "facts hold the year of birth only"},
        {"Document.expirationDate", "LESS", R"(["2027-01-01"])", "days_to_expiry"},
        {"Agency.identifier", "NOT_CONTAINS", R"(["A.1"])", "as a pattern"},
        {"Agency.identifier", "CONTAINS", R"(["A+1"])", "as a pattern"},
        {"Agency.identifier", "GREATER", R"(["A1"])", "texts have no order"},
        {"Agency.identifier", "MEMBER_OF", R"(["A1"])", "in lists."},
        {"Agency.identifier", "NOT_MEMBER_OF", R"(["A1"])", "in lists."},
        {"Agency.identifier", "EQUAL", "[]", "wants a value"},
        {"Agency.identifier", "EQUAL", R"([""])", "cannot be written"},
        {"Agency.identifier", "EQUAL", R"(["MORE THAN EIGHT"])", "cannot be written"},
        {"Agency.identifier", "EQUAL", R"(["A'1"])", "cannot be written"},
        {"Agency.name", "EQUAL", R"(["A1"])", "facts hold an agency's code only"},
        {"Pnr.passengerCount", "BETWEEN", R"(["1"])", "wants two values"},
        {"Pnr.passengerCount", "EQUAL", R"(["1.5"])", "a whole number"},
        {"Pnr.passengerCount", "EQUAL", R"(["many"])", "no number"},
        {"Pnr.passengerCount", "CONTAINS", R"(["1"])", "no part of a text"},
        {"DwellTime.dwellTime", "GREATER", R"(["0.001"])", "a whole number"},
        {"Flight.direction", "NOT_EQUAL", R"(["I"])", "name one direction"},
        {"Flight.flightNumber", "EQUAL", R"(["0300"])", "a leg's carrier"},
        {"Visa.number", "EQUAL", R"(["1"])", "no such entity"},
        {"Agency.identifier", "LIKE", R"(["A1"])", "no such operator"},
    };
    for (const auto& [field, op, values, why] : cases) {
        const ImportedRule made =
            import_one(rule_of("AND", cat(term(field, op, values), ", ", beside())));
        EXPECT_EQ(made.text, "") << field << " " << op;
        EXPECT_TRUE(has_finding(made, Weight::kRefused, why)) << field << " " << op << "\n"
                                                              << findings_of(made);
    }
}

TEST(Gtas, AnAlternativeIsLeftOutAndAConditionNever) {
    const std::string name = term("Passenger.lastName", "EQUAL", R"(["NOBODY"])");
    const std::string cash = term("Pnr.paymentForms", "EQUAL", R"(["CA"])");
    const ImportedRule any = import_one(rule_of("OR", cat(name, ", ", cash)));
    EXPECT_EQ(condition_of(any), "booking.payment_form == 'CA'");
    EXPECT_TRUE(has_finding(any, Weight::kNarrowed, "this alternative is left out"));
    const ImportedRule all = import_one(rule_of("AND", cat(name, ", ", cash)));
    EXPECT_EQ(all.text, "");
    EXPECT_TRUE(has_finding(all, Weight::kRefused, "would match more"));
    const ImportedRule inside =
        import_one(rule_of("OR", cat(rule_of("AND", cat(name, ", ", cash)), ", ", beside())));
    EXPECT_EQ(condition_of(inside), "booking.one_way");
    EXPECT_TRUE(has_finding(inside, Weight::kNarrowed, "rules never match names"));
    EXPECT_FALSE(has_finding(inside, Weight::kRefused, ""));
}

TEST(Gtas, SomeValuesOfAListAreLeftOut) {
    const ImportedRule made =
        import_one(rule_of("AND", term("PaymentForm.paymentType", "IN", R"(["CA", "VOC"])")));
    EXPECT_EQ(condition_of(made), "booking.payment_form == 'CA'");
    EXPECT_TRUE(has_finding(made, Weight::kNarrowed, "1 of its values"));
}

TEST(Gtas, WhoSomebodyIsNeverDecides) {
    const std::string who = term("Passenger.nationality", "EQUAL", R"(["QQQ"])");
    const std::vector<std::string> idle{term("Flight.direction", "EQUAL", R"(["I"])"),
                                        term("Pnr.recordLocator", "IS_NOT_NULL", "[]"),
                                        term("Passenger.age", "LESS", R"(["30"])"),
                                        term("Document.issuanceCountry", "EQUAL", R"(["QQQ"])")};
    for (const std::string& with : idle) {
        for (const std::string& json : {rule_of("AND", cat(who, ", ", with)),
                                        rule_of("OR", cat(beside(), ", ", who, ", ", with))}) {
            const ImportedRule made = import_one(json);
            EXPECT_EQ(made.text, "") << json;
            EXPECT_TRUE(has_finding(made, Weight::kRefused, "protected")) << findings_of(made);
        }
    }
    EXPECT_NE(import_one(rule_of("AND", cat(who, ", ", beside()))).text, "");
}

/// Terms of one flight, of one bag: the same one.
TEST(Gtas, TermsOfOneThingSpeakOfTheSameOne) {
    const std::string from = term("Flight.origin", "EQUAL", R"(["DOH"])");
    const std::string by = term("Flight.carrier", "EQUAL", R"(["QQ"])");
    EXPECT_EQ(condition_of(import_one(rule_of("AND", cat(from, ", ", beside(), ", ", by)))),
              "booking.legs.exists(f, (f.from_country == port.country) != (f.to_country == "
              "port.country) && f.from == 'DOH' && f.carrier == 'QQ')\n  && booking.one_way");
    const std::string either =
        rule_of("OR", cat(from, ", ", term("Pnr.paymentForms", "EQUAL", R"(["CA"])")));
    EXPECT_EQ(condition_of(import_one(rule_of("AND", cat(either, ", ", by)))),
              "(booking.legs.exists(f, (f.from_country == port.country) != (f.to_country == "
              "port.country) && f.from == 'DOH' && f.carrier == 'QQ'))\n  || "
              "(booking.payment_form == 'CA' && booking.legs.exists(f, (f.from_country == "
              "port.country) != (f.to_country == port.country) && f.carrier == 'QQ'))");
}

TEST(Gtas, MoreAlternativesThanAreTakenAreRefused) {
    std::string groups;
    for (int group = 0; group < 7; ++group) {
        groups += cat(group == 0 ? "" : ", ",
                      rule_of("OR",
                              cat(term("Flight.origin", "NOT_EQUAL", cat("[\"A", group, "\"]")),
                                  ", ",
                                  term("Flight.origin", "NOT_EQUAL", cat("[\"B", group, "\"]")))));
    }
    const ImportedRule made = import_one(rule_of("AND", groups));
    EXPECT_EQ(made.text, "");
    EXPECT_TRUE(has_finding(made, Weight::kRefused, "more than 64 alternatives"));
}

TEST(Gtas, WhatIsNoRuleOfGtasIsAnErrorWithItsPlace) {
    for (const std::string_view json :
         {"{}", "[1]", R"({"rules": []})", R"({"result": 3})", "17", R"({"result": [[]]})"}) {
        Importer importer{schema(), options()};
        const auto made = importer.import(json);
        ASSERT_FALSE(made) << json;
        EXPECT_TRUE(made.error().what.starts_with("1:")) << made.error().what;
        EXPECT_NE(made.error().what.find("no rule of GTAS"), std::string::npos);
    }
    Importer importer{schema(), options()};
    EXPECT_FALSE(importer.import("{\"details\": "));
    EXPECT_TRUE(importer.import("[]")->empty());
}

TEST(Gtas, ABrokenRuleIsRefusedAndTheOthersAreCarried) {
    const std::string good = cat(R"({"details": )", rule_of("AND", beside()), "}");
    const std::vector<std::string> broken{
        R"({"details": null})",
        R"({"details": 7})",
        R"({"details": {"condition": "NOR", "rules": [1]}})",
        R"({"details": {"condition": "AND", "rules": []}})",
        R"({"details": {"condition": "AND", "rules": [{"entity": "Pnr"}]}})",
        cat(R"({"details": )", rule_of("AND", beside()), R"(, "summary": []})"),
        cat(R"({"details": )", rule_of("AND", beside()), R"(, "summary": {"title": 1}})"),
        cat(R"({"details": )", rule_of("AND", beside()), R"(, "summary": {"endDate": "soon"}})"),
        cat(R"({"details": )", rule_of("AND", beside()), R"(, "summary": {"enabled": 1}})"),
        cat(R"({"details": )",
            rule_of("AND", beside()),
            R"(, "summary": {"startDate": "2027-01-02", "endDate": "2027-01-01"}})"),
    };
    for (const std::string& bad : broken) {
        Importer importer{schema(), options()};
        const auto made = importer.import(cat("[", bad, ", ", good, "]"));
        ASSERT_TRUE(made) << bad;
        ASSERT_EQ(made->size(), 2U);
        EXPECT_EQ((*made)[0].text, "") << bad;
        EXPECT_TRUE(has_finding((*made)[0], Weight::kRefused, "")) << bad;
        EXPECT_NE((*made)[1].text, "") << bad;
        EXPECT_NE((*made)[0].id, (*made)[1].id);
    }
}

TEST(Gtas, EveryFieldThatIsCarriedIsOnThePage) {
    std::ifstream page{places::source_root() + "/docs/rules-gtas.md"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(page, line);) {
        lines.push_back(line);
    }
    for (const Counterpart& row : counterparts()) {
        const std::string name = cat("`", row.entity, ".", row.field, "`");
        const std::string fact = cat("`", row.fact, "`");
        const bool is_told =
            row.reading == Reading::kNone ||
            std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
                return line.find(name) != std::string::npos && line.find(fact) != std::string::npos;
            });
        EXPECT_TRUE(is_told) << name << " " << fact;
    }
}

TEST(Gtas, EveryFieldOfTheTableHasItsFact) {
    for (const Counterpart& row : counterparts()) {
        EXPECT_EQ(find_counterpart(row.entity, row.field), &row) << row.entity << "." << row.field;
        if (row.reading == Reading::kNone || row.reading == Reading::kPresence) {
            EXPECT_NE(row.about, "") << row.entity << "." << row.field;
        }
        if (row.reading != Reading::kNone) {
            EXPECT_NE(fact_of(row).name, "");
        }
    }
}

}  // namespace
}  // namespace sarhad::rules::gtas
