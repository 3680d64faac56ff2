#include "intake/forms.h"

#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/carried_cash.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::MessageStatus;
using facts::PartialDate;

constexpr PartialDate kDay{2026, 3, 1};

/// All people are invented.
std::string currency_form(const std::string& members) {
    return R"({"form":"currency","reference":"KHI-26-0001","direction":"out","point":"KHI",)"
           R"("made":"2026-03-01","destination":"ARE",)"
           R"("traveller":{"surname":"Dehlvi","first_name":"Gulnar","date_of_birth":"1990-02-14",)"
           R"("nationality":"PAK","documents":[{"kind":"P","number":"AB1234567"}]},)" +
           members + "}";
}

constexpr const char* kSeizure =
    R"({"form":"seizure","reference":"MCC-QTA-77","at":"2026-02-27T03:40","memo":"2026-02-27",)"
    R"("office":"Collectorate Quetta","unit":"Mobile squad 4","place":"Lak Pass",)"
    R"("latitude":"30.0489","longitude":"66.9","mode":"road","direction":"in",)"
    R"("detection":"profile","concealed_in":"fuel tank","concealment":"behind Z.Q.'s seat",)"
    R"("goods":[{"group":"drugs","description":"resin","hs":"130190","quantity":"12.5",)"
    R"("unit":"KGM","value":"1,250,000 PKR"},{"group":"fuel","description":"diesel",)"
    R"("quantity":"900","unit":"LTR"}],)"
    R"("persons":[{"role":"driver","address":"Street 9","person":{"surname":"Zarkhel",)"
    R"("first_name":"Qadir","father_name":"Mirza","nationality":"PAK","sex":"male",)"
    R"("date_of_birth":"1985-06-07","national_id":"54400-1234567-1"}}],)"
    R"("companies":[{"role":"owner","name":"Invented Transport","country":"PAK"}],)"
    R"("vehicles":[{"plate":"QAB-123","chassis":"CH99","make":"Truck","is_tampered":true}],)"
    R"x("sections":["2(s)","156(1)(8)"],"agencies":["ANF"],"fir":"12/26","share":"cen",)x"
    R"("has_informer":true,"officer":"inspector7"})";

facts::Message read_one(const std::string& text) {
    const auto messages = read_messages(core::as_bytes(text), kDay);
    SARHAD_CHECK(messages.size() == 1);
    return messages.front();
}

/// "code field;" of each problem.
std::string told(const facts::Message& message) {
    std::string text;
    for (const facts::Problem& problem : message.problems) {
        text += core::cat(problem.code, " ", problem.text.substr(0, problem.text.find(':')), ";");
    }
    return text;
}

TEST(Forms, TheLimitOfForeignMoneyIsNoneBesideRupees) {
    facts::CashDeclaration cash;
    cash.direction = facts::Direction::kIn;
    cash.made = {2026, 3, 1};
    cash.lines.resize(1);
    cash.lines[0].instrument = facts::Instrument::kCash;
    cash.lines[0].amount = {12'000'000, "USD"};
    EXPECT_EQ(cash_threshold(cash, {1990, 2, 14}), 10'000'000);
    cash.lines.push_back(cash.lines[0]);
    cash.lines[1].amount.currency = "PKR";
    EXPECT_EQ(cash_threshold(cash, {1990, 2, 14}), std::nullopt);
    cash.lines[1].instrument = facts::Instrument::kGold;  // Its value, and no money.
    EXPECT_EQ(cash_threshold(cash, {1990, 2, 14}), 10'000'000);
    cash.direction = facts::Direction::kTransit;
    EXPECT_EQ(cash_threshold(cash, {1990, 2, 14}), std::nullopt) << "no limit is in force";
}

TEST(Forms, WhatMayBeTakenOutInAYearIsOfAgeAndDestination) {
    facts::CashDeclaration cash;
    cash.direction = facts::Direction::kOut;
    cash.made = {2026, 3, 1};
    EXPECT_EQ(cash_year_limit(cash, {1990, 2, 14}), 30'000'000);
    EXPECT_EQ(cash_year_limit(cash, {2010, 2, 14}), 15'000'000);
    EXPECT_EQ(cash_year_limit(cash, {}), 30'000'000) << "an adult's";
    cash.destination = "AF";
    EXPECT_EQ(cash_year_limit(cash, {1990, 2, 14}), 6'000'000);
    cash.direction = facts::Direction::kIn;
    EXPECT_EQ(cash_year_limit(cash, {1990, 2, 14}), 0) << "as much as he declares";
    cash.direction = facts::Direction::kTransit;
    EXPECT_EQ(cash_year_limit(cash, {1990, 2, 14}), std::nullopt);
}

TEST(Forms, ReadACurrencyDeclarationWithItsTraveller) {
    const auto message = read_one(
        currency_form(R"("sponsor":"Noor Trading","lines":[)"
                      R"({"instrument":"cash","amount":"3,000 USD"},)"
                      R"({"instrument":"cash","amount":"AED 3672.50","rate":"0.272294"}])"));
    EXPECT_EQ(told(message), "");
    EXPECT_EQ(message.status, MessageStatus::kOk);
    EXPECT_EQ(message.format, "FORM");
    EXPECT_EQ(message.function, "currency-declaration");
    ASSERT_EQ(message.cash_declarations.size(), 1U);
    const facts::CashDeclaration& cash = message.cash_declarations[0];
    EXPECT_EQ(cash.traveller, 1U);
    EXPECT_EQ(message.travellers.at(0).documents.at(0).number.reveal(), "AB1234567");
    EXPECT_EQ(cash.lines[1].amount, (facts::Money{3'672'500, "AED"}));
    EXPECT_EQ(cash.lines[1].usd_cents, 99'999);
    EXPECT_EQ(cash.usd_cents, 399'999);
}

TEST(Forms, TheLimitsOfTheDayAreTold) {
    struct Case {
        const char* change;
        const char* to;
        bool is_over;
    };
    const std::string form =
        currency_form(R"("lines":[{"instrument":"cash","amount":"5000 USD"}])");
    const std::array<Case, 8> cases{{
        {"", "", false},
        {"5000 USD", "5000.01 USD", true},
        {"\"ARE\"", "\"AFG\"", true},
        {"1990-02-14", "2010-02-14", true},
        {"2026-03-01", "2022-11-30", false},
        {"5000 USD", "9000 USD\",\"description\":\"2", true},
        {"\"out\"", "\"in\"", false},
        {"5000 USD", "10001 PKR\",\"rate\":\"0.0036", true},
    }};
    for (const Case& one : cases) {
        std::string text = form;
        if (*one.change != '\0')
            text.replace(text.find(one.change), std::string{one.change}.size(), one.to);
        EXPECT_EQ(has_problem(read_one(text), "cash-over-limit"), one.is_over) << one.to;
    }
    std::string old = form;
    old.replace(old.find("5000 USD"), 8, "9000 USD");
    EXPECT_TRUE(has_problem(read_one(old), "cash-over-limit"));
    old.replace(old.find("2026-03-01"), 10, "2021-03-01");
    EXPECT_FALSE(has_problem(read_one(old), "cash-over-limit"));
    std::string permitted = form;
    permitted.replace(permitted.find("5000 USD"), 8, "9000 USD\"}],\"permit\":\"SBP-1");
    permitted.replace(permitted.rfind("\"}]}"), 4, "\"}");
    EXPECT_FALSE(has_problem(read_one(permitted), "cash-over-limit"));
}

TEST(Forms, WhetherADeclarationIsRequiredFollowsFromTheDay) {
    std::string form = currency_form(R"("lines":[{"instrument":"cash","amount":"4000 USD"}])");
    EXPECT_TRUE(read_one(form).cash_declarations.at(0).is_required);
    form.replace(form.find("2026-03-01"), 10, "2022-11-01");
    EXPECT_FALSE(read_one(form).cash_declarations.at(0).is_required);
    form.replace(form.find("4000 USD"), 8, "6000 USD");
    EXPECT_TRUE(read_one(form).cash_declarations.at(0).is_required);
    form.replace(form.find("\"out\""), 5, "\"in\"");
    EXPECT_FALSE(read_one(form).cash_declarations.at(0).is_required);
}

TEST(Forms, EachProblemNamesTheFieldAndSaysWhatToWrite) {
    const auto message = read_one(
        R"({"form":"currency","direction":"outward","made":"01/03/2026",)"
        R"("lines":[{"instrument":"coins","amount":"much"},{"amount":"10 USD","usd":"12"}],)"
        R"("travelers":"x"})");
    EXPECT_EQ(told(message),
              "form-field direction;form-field made;form-field lines.1.instrument;"
              "form-field lines.1.amount;form-field travelers;"
              "form-missing traveller.surname;form-missing traveller.documents.1.number;"
              "form-missing direction;form-missing made;form-missing point;"
              "form-missing lines.1.instrument;form-missing lines.1.amount;"
              "form-missing lines.2.instrument;cash-value lines.2.usd;");
    EXPECT_EQ(message.problems[0].text, "direction: write one of: unknown, in, out, transit");
    EXPECT_EQ(message.problems[1].text, "made: write a date as 2026-03-01");
    EXPECT_EQ(message.status, MessageStatus::kPartial);
    EXPECT_EQ(message.cash_declarations.at(0).lines.size(), 2U);
}

TEST(Forms, ReadASeizureWithAllThatBelongsToIt) {
    const auto message = read_one(kSeizure);
    EXPECT_EQ(told(message), "");
    ASSERT_EQ(message.seizures.size(), 1U);
    const facts::Seizure& seizure = message.seizures[0];
    EXPECT_TRUE(seizure.has_position);
    EXPECT_EQ(seizure.latitude_microdegrees, 30'048'900);
    EXPECT_EQ(seizure.goods[0].quantity_thousandths, 12'500U);
    EXPECT_EQ(seizure.goods[0].value, (facts::Money{1'250'000'000, "PKR"}));
    EXPECT_EQ(seizure.persons[0].role, facts::OffenceRole::kDriver);
    EXPECT_EQ(seizure.persons[0].person.father_name.reveal(), "Mirza");
    EXPECT_EQ(seizure.vehicles[0].chassis.reveal(), "CH99");
    EXPECT_EQ(seizure.sections, (std::vector<std::string>{"2(s)", "156(1)(8)"}));
    EXPECT_TRUE(message.travellers.empty());
}

TEST(Forms, ASeizureSaysWhatItLacks) {
    const auto message =
        read_one(R"({"form":"seizure","reference":"X","memo":"2026-01-01","at":"2026-01-02T10:00",)"
                 R"("latitude":"95","share":"all","goods":[{"hs":"2402"}],)"
                 R"("persons":[{"person":{"nationality":"PAK","national_id":"123"}}]})");
    EXPECT_EQ(told(message),
              "form-missing office;form-missing place;form-missing sections;form-field latitude;"
              "form-missing goods.1.description;form-missing goods.1.quantity;"
              "form-missing goods.1.unit;form-field goods.1.hs;form-field memo;"
              "form-field persons.1.person.national_id;form-field share;");
}

TEST(Forms, ReadInspectionsAndLookouts) {
    const auto report = read_one(
        R"({"form":"inspection","reference":"I-1","subject":"container","number":"MSKU1234565",)"
        R"("at":"2026-03-01T08:15","office":"KICT","method":"scanner","has_finding":"yes",)"
        R"("result":"cartons not declared","seizure":"MCC-1","minutes":45,"officer":"examiner2"})");
    EXPECT_EQ(told(report), "");
    EXPECT_TRUE(report.inspections.at(0).has_finding);
    EXPECT_EQ(report.inspections[0].minutes, 45U);

    const std::string lookout =
        R"({"form":"lookout","reference":"L-1","subject":"person","action":"inform",)"
        R"("person":{"surname":"Zarkhel"},"owner":"DG I&I","duty_telephone":"051-111",)"
        R"("legal_basis":"section 157","from":"2026-02-01","until":"2026-06-30"})";
    EXPECT_EQ(told(read_one(lookout)), "");
    std::string over = lookout;
    over.replace(over.find("2026-06-30"), 10, "2026-02-28");
    EXPECT_EQ(told(read_one(over)), "form-field until;");
    EXPECT_EQ(told(read_one(R"({"form":"lookout","reference":"L-2","subject":"vehicle"})")),
              "form-missing number;form-field action;form-missing owner;"
              "form-missing duty_telephone;form-missing legal_basis;form-missing until;");
}

TEST(Forms, CsvHasARowAFormAndPathsForColumns) {
    const std::string text =
        "form,reference,direction,point,made,destination,traveller.surname,"
        "traveller.documents.1.number,lines.1.instrument,lines.1.amount,lines.2.instrument,"
        "lines.2.amount,visited\r\n"
        "currency,A1,in,LHE,2026-03-01,PAK,\"Dehlvi, of Lahore\",AB1234567,cash,500 USD,,,ARE; "
        "OMN\r\n"
        "\r\n"
        "currency,A2,in,LHE,2026-03-01,PAK,Sabri,AB7654321,cash,500 USD,gold,200 USD,\r\n"
        "seizure,S1\r\n"
        "currency,A3,sideways,\"LHE\r\n";
    const auto messages = read_messages(core::as_bytes(text), kDay);
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(told(messages[0]), "");
    EXPECT_EQ(messages[0].travellers[0].surname.reveal(), "Dehlvi, of Lahore");
    EXPECT_EQ(messages[0].cash_declarations[0].visited, (std::vector<std::string>{"ARE", "OMN"}));
    EXPECT_EQ(messages[1].cash_declarations[0].lines.size(), 2U);
    EXPECT_EQ(messages[2].function, "seizure");
    EXPECT_EQ(messages[2].reference, "S1");
    EXPECT_EQ(messages[2].problems[0].segment, 5U);
    EXPECT_TRUE(has_problem(messages[3], "form-damaged"));
    EXPECT_EQ(messages[3].problems[0].segment, 6U);
}

TEST(Forms, JsonLinesAndArraysAreTheSame) {
    const std::string one = R"({"form":"lookout","reference":"L-1"})";
    for (const std::string& text : {"[" + one + "," + one + "]", one + "\n" + one + "\n"}) {
        const auto messages = read_messages(core::as_bytes(text), kDay);
        ASSERT_EQ(messages.size(), 2U);
        EXPECT_EQ(messages[0].problems[0].segment, 1U);
        EXPECT_EQ(messages[1].problems[0].segment, 2U);
    }
}

TEST(Forms, WhatCannotBeReadIsRefusedWithItsPlace) {
    EXPECT_EQ(told(read_one(R"({"form":"petition","a":"b"})")), "form-unknown form;");
    EXPECT_EQ(read_one(R"({"form":"seizure"})").status, MessageStatus::kRefused);
    const auto cut = read_one(R"({"form":"seizure","reference":"X1","off)");
    EXPECT_EQ(cut.seizures.at(0).reference, "X1");
    EXPECT_TRUE(has_problem(cut, "form-damaged"));
    EXPECT_EQ(read_one("form,reference\r\n").problems[0].code, "form-damaged");
    const auto deep = read_one(R"({"form":)" + std::string(50, '[') + std::string(50, ']') + "}");
    EXPECT_EQ(deep.status, MessageStatus::kRefused);
}

TEST(Forms, NoCutAndNoFlippedByteIsSilent) {
    const std::string whole = kSeizure;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::vector<std::string> damaged{whole.substr(0, at)};
        for (const char c : std::string{"X\"{,0\xC3"}) {
            damaged.push_back(whole);
            damaged.back()[at] = c;
        }
        for (const std::string& text : damaged) {
            for (const auto& message : read_messages(core::as_bytes(text), kDay)) {
                ASSERT_TRUE(message.status == MessageStatus::kOk || !message.problems.empty());
                for (const auto& problem : message.problems)
                    ASSERT_LE(problem.offset, text.size());
            }
        }
    }
}

TEST(Forms, AProblemHoldsNoPersonalValue) {
    const auto message = read_one(
        R"({"form":"currency","traveller":{"surname":{"x":"Zarkhel"},"sex":"Zarkhel",)"
        R"("date_of_birth":"Zarkhel"},"direction":"Zarkhel","lines":[{"amount":"Zarkhel"}]})");
    EXPECT_FALSE(message.problems.empty());
    for (const facts::Problem& problem : message.problems)
        EXPECT_EQ(problem.text.find("Zarkhel"), std::string::npos) << problem.text;
}

TEST(Forms, AnArrayInTheArrayOfFormsStopsNobody) {
    // Its values were written into a form that was not there.
    for (const char* text : {R"([["form",1]])",
                             R"([[{"form":"currency"}]])",
                             R"([{"form":"currency"},["x"]])",
                             R"(["form"])"}) {
        const auto messages = read_forms(core::as_bytes(text), {2026, 3, 1});
        ASSERT_FALSE(messages.empty()) << text;
        EXPECT_FALSE(messages.back().problems.empty()) << text;
    }
}

TEST(Ncen, TheExportNamesNobodyAndIsReadBack) {
    const auto messages = read_messages(core::as_bytes(std::string{kSeizure}), kDay);
    const NcenExport made = export_ncen(messages);
    EXPECT_EQ(made.seizures, 1U);
    for (const char* name : {"Zarkhel",
                             "Qadir",
                             "Mirza",
                             "54400",
                             "Street 9",
                             "Z.Q.",
                             "QAB-123",
                             "CH99",
                             "Invented Transport",
                             "inspector7",
                             "06-07"}) {
        EXPECT_EQ(made.csv.find(name), std::string::npos) << name;
    }
    const auto again = read_messages(core::as_bytes(made.csv), kDay);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(told(again[0]), "");
    const facts::Seizure& seizure = again[0].seizures.at(0);
    const facts::Seizure& before = messages[0].seizures[0];
    EXPECT_EQ(seizure.goods, before.goods);
    EXPECT_EQ(seizure.sections, before.sections);
    EXPECT_EQ(seizure.at, before.at);
    EXPECT_EQ(seizure.latitude_microdegrees, before.latitude_microdegrees);
    EXPECT_FALSE(seizure.has_informer);
    EXPECT_EQ(seizure.persons.at(0).role, facts::OffenceRole::kDriver);
    EXPECT_EQ(seizure.persons[0].person.nationality, "PAK");
    EXPECT_EQ(facts::to_text(seizure.persons[0].person.date_of_birth.reveal()), "1985");
    EXPECT_EQ(export_ncen(again).csv, made.csv);
}

TEST(Ncen, ALongSeizureIsReadBackWhole) {
    std::string goods;
    for (int i = 0; i < 190; ++i) {
        goods += core::cat(i == 0 ? "" : ",",
                           R"({"description":"lot )",
                           i,
                           R"(","quantity":"1","unit":"C62","hs":"240220","origin":"ARE"})");
    }
    const std::string form =
        core::cat(R"({"form":"seizure","reference":"S","share":"national","goods":[)", goods, "]}");
    const auto messages = read_messages(core::as_bytes(form), kDay);
    ASSERT_EQ(messages[0].seizures.at(0).goods.size(), 190U);
    const auto again = read_messages(core::as_bytes(export_ncen(messages).csv), kDay);
    EXPECT_EQ(again[0].seizures.at(0).goods, messages[0].seizures[0].goods);
}

TEST(Ncen, WhatIsNotToBeSharedStays) {
    std::string local = kSeizure;
    local.replace(local.find("\"cen\""), 5, "\"local\"");
    const NcenExport made = export_ncen(read_messages(core::as_bytes(local), kDay));
    EXPECT_EQ(made.seizures, 0U);
    EXPECT_EQ(made.kept_back, 1U);
    EXPECT_EQ(made.csv, "");
}

TEST(Forms, CsvOfASpreadsheetMayHaveSemicolonsAndEmptyRows) {
    const auto messages = read_messages(
        core::as_bytes("form;reference;office\r\nseizure;S1;Quetta\r\n;;\r\nseizure;S2;Quetta\r\n"),
        kDay);
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[1].reference, "S2");
    EXPECT_EQ(messages[1].problems.at(0).segment, 4U);
}

TEST(Forms, AQuoteThatDoesNotCloseCostsItsOwnForm) {
    const auto messages = read_messages(
        core::as_bytes("form,reference,office\nseizure,S1,\"Quetta\nseizure,S2,Lahore\n"), kDay);
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_TRUE(has_problem(messages[0], "form-damaged"));
    EXPECT_EQ(messages[1].reference, "S2");
    EXPECT_FALSE(has_problem(messages[1], "form-damaged"));
}

TEST(Forms, ARowMayHaveMoreColumnsThanAManifest) {
    std::string header = "form,reference";
    std::string row = "seizure,S1";
    for (int i = 1; i <= 150; ++i) {
        header += core::cat(",goods.", i, ".description,goods.", i, ".unit");
        row += ",resin,KGM";
    }
    const auto messages = read_messages(core::as_bytes(core::cat(header, "\n", row, "\n")), kDay);
    EXPECT_EQ(messages.at(0).seizures.at(0).goods.size(), 150U);
}

}  // namespace
}  // namespace sarhad::intake
