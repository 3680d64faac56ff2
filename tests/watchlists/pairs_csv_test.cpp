#include "watchlists/pairs_csv.h"

#include "core/bytes.h"
#include "core/csv.h"
#include "watchlists/name_compare.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::watchlists {
namespace {

/// What compare_pairs makes of `csv`.
struct Answer {
    std::string lines;
    std::string bad;
    std::string error;
    PairsCount count;
};

Answer compared(std::string_view csv) {
    Answer answer;
    const core::Bytes bytes = core::to_bytes(csv);
    const ByteSource source = source_of(bytes);
    const auto count =
        compare_pairs(source,
                      {[&](std::string_view line) { answer.lines += line; },
                       [&](const core::Error& why) { answer.bad += why.what + "\n"; }});
    if (count) {
        answer.count = *count;
    } else {
        answer.error = count.error().what;
    }
    return answer;
}

TEST(ComparePairs, KeepsTheColumnsAndAddsScoreAndMatch) {
    const Answer answer =
        compared("id,schema,name1,name2,note\n7,Person,Zorav Kel,Zorav Kel,\"a,b\"\n");
    EXPECT_EQ(answer.lines,
              "id,schema,name1,name2,note,score,match\n7,Person,Zorav Kel,Zorav Kel,\"a,b\"," +
                  std::to_string(compare_names(NameSort::kPerson, "Zorav Kel", "Zorav Kel").score) +
                  ",true\n");
}

TEST(ComparePairs, TakesColumnsInAnyOrder) {
    const Answer answer = compared("name2,name1,schema\nZorav Kel,Mirtha Odunbaro,Person\n");
    EXPECT_NE(answer.lines.find(",false\n"), std::string::npos);
}

TEST(ComparePairs, ABadRowNamesLineAndRemedyAndTheOthersGoOn) {
    const Answer answer =
        compared("schema,name1,name2\nPerson,a\nPlanet,a,b\nPerson,Zorav,Zorav\n");
    EXPECT_EQ(answer.count.rows, 3U);
    EXPECT_EQ(answer.count.bad_rows, 2U);
    EXPECT_NE(answer.bad.find("line 2: 2 fields, the header has 3: quote"), std::string::npos);
    EXPECT_NE(answer.bad.find("line 3: unknown schema: write Person"), std::string::npos);
    EXPECT_NE(answer.lines.find("Person,Zorav,Zorav,"), std::string::npos);
}

TEST(ComparePairs, RefusesAHeaderWithoutItsColumns) {
    EXPECT_NE(compared("schema,name1\n").error.find("no column name2"), std::string::npos);
    EXPECT_NE(compared("").error.find("the file is empty"), std::string::npos);
}

TEST(ComparePairs, KeepsAScoreThatTheInputHasUnderAnotherName) {
    // Such a file was refused as a whole, and so was the answer of an earlier run.
    const Answer first = compared("schema,name1,name2,score\nPerson,Zorav,Zorav,0.7\n");
    EXPECT_EQ(first.lines.substr(0, first.lines.find('\n')),
              "schema,name1,name2,given_score,score,match");
    EXPECT_NE(first.lines.find("Person,Zorav,Zorav,0.7,"), std::string::npos);
    const Answer second = compared(first.lines);
    EXPECT_EQ(second.lines.substr(0, second.lines.find('\n')),
              "schema,name1,name2,given_score,given_given_score,given_match,score,match");
}

TEST(ComparePairs, TakesHeadersAndSchemataInAnyCaseWithBlanks) {
    const Answer answer = compared("Schema, Name1, NAME2\nperson ,Zorav,Zorav\n");
    EXPECT_EQ(answer.error, "");
    EXPECT_NE(answer.lines.find("person ,Zorav,Zorav,"), std::string::npos);
}

TEST(ComparePairs, SaysWhyAHeaderNamesNothing) {
    using namespace std::string_view_literals;
    EXPECT_NE(compared("\xFF\xFEs\0c\0"sv).error.find("save it as UTF-8"), std::string::npos);
    EXPECT_NE(compared("schema;name1;name2\n").error.find("apart by commas"), std::string::npos);
    EXPECT_NE(compared("schema\rPerson\r").error.find("save it with LF or CR LF"),
              std::string::npos);
}

TEST(ComparePairs, AFieldThatIsTooLongIsSaidToBe) {
    // It was told of a quote that does not close.
    const std::string longest(core::CsvReader::kMaxField + 1, 'z');
    const Answer answer = compared("schema,name1,name2\nPerson,\"" + longest + "\",Zorav\n");
    EXPECT_NE(answer.bad.find("line 2: a field is longer than 1 MiB"), std::string::npos);
}

TEST(CompareNames, EverySchemaOfTheContractIsKnown) {
    for (const char* schema :
         {"Person", "Company", "Organization", "LegalEntity", "Vessel", "person", "VESSEL"}) {
        EXPECT_TRUE(parse_name_sort(schema).has_value()) << schema;
    }
    EXPECT_FALSE(parse_name_sort("Planet").has_value());
}

}  // namespace
}  // namespace sarhad::watchlists
