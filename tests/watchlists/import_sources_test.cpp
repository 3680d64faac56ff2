#include "imported.h"

#include "watchlists/alias_text.h"

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

std::vector<std::string> revealed(const std::vector<Redacted<std::string>>& texts) {
    std::vector<std::string> shown;
    for (const auto& text : texts) {
        shown.push_back(text.reveal());
    }
    return shown;
}

std::string first_refusal(const Taken& taken) {
    return taken.report->refused.empty()
               ? ""
               : taken.report->refused[0].place + ": " + taken.report->refused[0].reason;
}

// ---- Pakistan's proscribed persons

TEST(PkProscribed, WhatIsNoObjectCostsItsOwnRecord) {
    // One number in the array refused the whole list.
    const Taken taken =
        import_text("pk-proscribed-json",
                    "[{\"Name\":\"Zorvan\"},\n7,\"a, ] \\\" b\",\n[{\"Name\":\"Lost\"}], null,\n"
                    "{\"Name\":\"Tolmin\"}]");
    ASSERT_TRUE(taken.report.has_value()) << taken.report.error().what;
    ASSERT_EQ(taken.entries.size(), 2U);
    EXPECT_EQ(names_of(taken.entries[1]), "Tolmin");
    EXPECT_EQ(taken.report->refused_count, 4U);
    EXPECT_EQ(first_refusal(taken), "object 2, line 2: it is no object, and so no record");
    EXPECT_EQ(taken.report->refused[3].place, "object 5, line 3");
    EXPECT_FALSE(import_text("pk-proscribed-json", "[{\"Name\":\"Zorvan\"}, 7").report.has_value());
    EXPECT_FALSE(
        import_text("pk-proscribed-json", "[{\"Name\":\"Zorvan\"}, zz]").report.has_value());
}

TEST(PkProscribed, ReadsTheNumberUnderItsOtherNameAndNoNumberOfNil) {
    const auto of = [](const std::string& members) {
        return import_text("pk-proscribed-json", R"([{"Name":"Zorvan",)" + members + "}]");
    };
    EXPECT_EQ(numbers_of(of(R"("CNIC No":"17301-1234567-1")").entries.at(0)),
              "cnic 17301-1234567-1 PK");
    const Taken nil = of(R"("CNIC":"nil")");
    EXPECT_EQ(numbers_of(nil.entries.at(0)), "");
    EXPECT_EQ(nil.report->warned_count, 0U);
    EXPECT_EQ(of(R"("CNIC":"lost")").entries.at(0).remarks.reveal(), "CNIC: lost");
    EXPECT_EQ(revealed(of(R"("FatherName":"Belmun / Tolmin")").entries.at(0).fathers),
              (std::vector<std::string>{"Belmun", "Tolmin"}));
}

TEST(PkProscribed, KnowsEveryMarkerOfAnAlias) {
    EXPECT_EQ(
        names_of(import_text("pk-proscribed-json", R"([{"Name":"Zorvan Khan also known as Mama"}])")
                     .entries.at(0)),
        "Zorvan Khan | Mama alias");
}

TEST(AliasParts, AMarkerBehindABracketIsRead) {
    using Parts = std::vector<std::string>;
    EXPECT_EQ(alias_parts("Muhammad Khan (alias Mama)"), (Parts{"Muhammad Khan", "Mama"}));
    EXPECT_EQ(alias_parts("Muhammad Khan (urf Mama) (Peshawar)"),
              (Parts{"Muhammad Khan", "Mama (Peshawar)"}));
    EXPECT_EQ(alias_parts("Muhammad (Khan) alias Mama"), (Parts{"Muhammad (Khan)", "Mama"}));
    EXPECT_EQ(alias_parts("Muhammad Khan (Mama)"), (Parts{"Muhammad Khan (Mama)"}));
}

}  // namespace
}  // namespace sarhad::watchlists
