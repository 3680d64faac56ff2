// Names of organisations and ships in other scripts, and what people write against their words.

#include "core/text.h"
#include "watchlists/name_compare.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace sarhad::watchlists {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

int firms(std::string_view a, std::string_view b) {
    return compare_names(NameSort::kOrganisation, a, b).score;
}
int ships(std::string_view a, std::string_view b) {
    return compare_names(NameSort::kVessel, a, b).score;
}

/// Where the letters' table had no reading, these were 0: the native letters were compared.
TEST(OrgScripts, FirmsInScriptsOfPersonsNamesAreRead) {
    constexpr std::array<Pair, 12> kPairs{{{"ქელვორა", "Kelvora"},
                                           {"ქელვორა შპს", "Kelvora LLC"},
                                           {"켈보라 주식회사", "Kelbora Co."},
                                           {"켈보라주식회사", "Kelbora"},
                                           {"켈보라 무역", "Kelbora Trading"},
                                           {"ケルボラ", "Kerubora"},
                                           {"株式会社ケルボラ", "Kerubora K.K."},
                                           {"केलवोरा ट्रेडिंग", "Kelvora Trading"},
                                           {"केलवोरा प्राइवेट लिमिटेड", "Kelvora Pvt Ltd"},
                                           {"কেলভোরা ট্রেডিং", "Kelbhora Trading"},
                                           {"Կելվորա ՍՊԸ", "Kelvora LLC"},
                                           {"ਕੇਲਵੋਰਾ", "Kelvora"}}};
    for (const auto& [native, latin] : kPairs) {
        EXPECT_GE(firms(native, latin), kNameMatch) << native;
        EXPECT_EQ(firms(native, latin), firms(latin, native)) << native;
        EXPECT_EQ(firms(native, native), 1000) << native;
    }
    EXPECT_LT(firms("ქელვორა", "Zarwan"), 400);
    EXPECT_LT(firms("켈보라 무역", "Zarwan Trading"), kNameMatch);
}

TEST(OrgScripts, ShipsInScriptsOfPersonsNamesAreRead) {
    EXPECT_GE(ships("켈보라호", "Kelbora"), kNameMatch);
    EXPECT_GE(ships("켈보라호", "MV Kelbora"), kNameMatch);
    EXPECT_GE(ships("ケルボラ丸", "Kerubora Maru"), kNameMatch);
    EXPECT_GE(ships("ケルボラ 丸", "Kerubora Maru"), kNameMatch);
    EXPECT_GE(ships("केलवोरा", "Kelvora"), kNameMatch);
    EXPECT_LT(ships("ケルボラ丸", "Zarwan Maru"), kNameMatch);
}

/// "For the trade" is one word in Arabic: it was a name that nobody bears.
TEST(OrgScripts, WordsThatArabicWritesAgainstTheNextAreTakenOff) {
    constexpr std::array<Pair, 7> kPairs{{{"شركة كلفورا للتجارة", "Kelfora Trading"},
                                          {"كلفورا للتجارة العامة", "Kelfora General Trading"},
                                          {"شرکت بازرگانی کلفورا", "Kelfora Trading Company"},
                                          {"کلفورا فاؤنڈیشن", "Kelfora Foundation"},
                                          {"زروان ٹریڈنگ کمپنی", "Zarwan Trading Company"},
                                          {"زروان ٹریڈرز", "Zarwan Traders"},
                                          {"جيش زروان", "Jaish Zarwan"}}};
    for (const auto& [native, latin] : kPairs) {
        EXPECT_GE(firms(native, latin), kNameMatch) << native << " " << firms(native, latin);
        EXPECT_EQ(firms(native, native), 1000) << native;
    }
    EXPECT_LT(firms("كلفورا للتجارة", "Zarwan Trading"), kNameMatch);
}

TEST(OrgScripts, DigitsForLettersAreRead) {
    EXPECT_GE(firms("Kelv0ra Trading", "Kelvora Trading"), 950);
    EXPECT_GE(firms("K3lv0ra Trading", "Kelvora Trading"), 950);
    EXPECT_GE(ships("Zarvan 5tar", "Zarvan Star"), 950);
    EXPECT_EQ(ships("Zarvan 5star", "Zarvan 5 Star"), 1000);
    EXPECT_EQ(firms("Zarvan 5th", "Zarvan 5"), firms("Zarvan 5", "Zarvan 5th"));
    EXPECT_LT(firms("Kelvora 1", "Kelvora i"), 1000);
}

/// One slip in a short word lost the ship.
TEST(OrgScripts, ASlipInAShipsShortWordIsForgivenBesideAnotherWord) {
    EXPECT_GE(ships("Happi Zorin", "Happy Zorin"), kNameMatch);
    EXPECT_GE(ships("M/T Zarvan Stars", "MV Zarvan Star"), kNameMatch);
    EXPECT_GE(ships("Zarvan Lilly", "Zarvan Lily"), kNameMatch);
    EXPECT_GE(ships("Zarvan Satr", "Zarvan Star"), kNameMatch);
    EXPECT_LT(ships("Zarvan Gaim", "Zarvan Gain"), kNameMatch) << "another letter is another ship";
    EXPECT_LT(ships("Happi", "Happy"), kNameMatch);
    EXPECT_GE(ships("Happi", "Happy"), 500);
    EXPECT_LT(ships("Happi Stars", "Happy Star"), kNameMatch) << "two slips and nothing else";
}

std::string rows_of(NameSort sort, std::string_view a, std::string_view b) {
    std::string text;
    for (const NameRow& row : compare_names(sort, a, b).rows) {
        text += core::cat(row.a, " ", to_text(row.relation), " ", row.b, "; ");
    }
    return text;
}

/// Each word of a conflict had a row of its own, of which one side was empty: "eagle and  are
/// different names".
TEST(OrgScripts, AConflictOfThingsNamesBothSides) {
    EXPECT_EQ(rows_of(NameSort::kVessel, "Zarvan Eagle", "Zarvan Falcon"),
              "zarvan same zarvan; eagle conflict falcon; ");
    EXPECT_EQ(rows_of(NameSort::kOrganisation, "Zarvan Kestrel Orbis", "Zarvan Falcon"),
              "zarvan same zarvan; kestrel orbis conflict falcon; ");
    EXPECT_EQ(rows_of(NameSort::kVessel, "Zarvan Eagle", "Zarvan"),
              "zarvan same zarvan; eagle extra ; ");
    const NameComparison whole = compare_names(NameSort::kOrganisation, "Zarvan", "Zarvan");
    ASSERT_EQ(whole.rows.size(), 1U);
    EXPECT_EQ(whole.rows[0].bits, 10 * 256);
}

}  // namespace
}  // namespace sarhad::watchlists
