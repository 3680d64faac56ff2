#include "watchlists/identifiers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

namespace sarhad::watchlists {
namespace {

constexpr std::array<IdentifierKind, 10> kKinds{IdentifierKind::kImo,
                                                IdentifierKind::kMmsi,
                                                IdentifierKind::kCallSign,
                                                IdentifierKind::kTail,
                                                IdentifierKind::kContainer,
                                                IdentifierKind::kVin,
                                                IdentifierKind::kPlate,
                                                IdentifierKind::kCnic,
                                                IdentifierKind::kPassport,
                                                IdentifierKind::kPhone};

std::string text_of(IdentifierKind kind, std::string_view text) {
    return read_identifier(kind, text).text;
}

IdentifierState state_of(IdentifierKind kind, std::string_view text) {
    return read_identifier(kind, text).state;
}

IdentifierRelation relation(IdentifierKind kind, std::string_view a, std::string_view b) {
    return compare_identifiers(read_identifier(kind, a), read_identifier(kind, b)).relation;
}

TEST(Identifiers, ChecksAnImoNumber) {
    EXPECT_EQ(state_of(IdentifierKind::kImo, "IMO 9074729"), IdentifierState::kChecked);
    EXPECT_EQ(state_of(IdentifierKind::kImo, "9074728"), IdentifierState::kBadCheck);
    EXPECT_EQ(state_of(IdentifierKind::kImo, "907472"), IdentifierState::kBadShape);
    EXPECT_EQ(state_of(IdentifierKind::kImo, "0000000"), IdentifierState::kPlaceholder);
    EXPECT_EQ(text_of(IdentifierKind::kImo, "imo no. 9O74729"), "9074729");
}

TEST(Identifiers, ChecksAContainer) {
    EXPECT_EQ(state_of(IdentifierKind::kContainer, "CSQU 305438-3"), IdentifierState::kChecked);
    EXPECT_EQ(state_of(IdentifierKind::kContainer, "CSQU3054384"), IdentifierState::kBadCheck);
    EXPECT_EQ(text_of(IdentifierKind::kContainer, "C5QU3O54383"), "CSQU3054383");
    EXPECT_EQ(state_of(IdentifierKind::kContainer, "CSQ3054383"), IdentifierState::kBadShape);
}

/// A number that was told without its last digit was none: nothing was found by it.
TEST(Identifiers, AContainerWithoutItsCheckDigitIsGivenIt) {
    EXPECT_EQ(text_of(IdentifierKind::kContainer, "CSQU 305438"), "CSQU3054383");
    EXPECT_EQ(state_of(IdentifierKind::kContainer, "CSQU305438"), IdentifierState::kPlausible);
    EXPECT_EQ(compare_identifiers(read_identifier(IdentifierKind::kContainer, "CSQU305438"),
                                  read_identifier(IdentifierKind::kContainer, "CSQU3054383"))
                  .relation,
              IdentifierRelation::kEqual);
    EXPECT_EQ(state_of(IdentifierKind::kContainer, "CSQA305438"), IdentifierState::kBadShape);
}

TEST(Identifiers, ChecksAVin) {
    EXPECT_EQ(state_of(IdentifierKind::kVin, "1M8GDM9AXKP042788"), IdentifierState::kChecked);
    EXPECT_EQ(state_of(IdentifierKind::kVin, "1M8GDM9A1KP042788"), IdentifierState::kPlausible);
    EXPECT_EQ(text_of(IdentifierKind::kVin, "IM8GDM9AXKPO42788"), "1M8GDM9AXKP042788");
}

TEST(Identifiers, ReadsACnic) {
    const Identifier cnic = read_identifier(IdentifierKind::kCnic, "35202-8459271-6");
    EXPECT_EQ(cnic.text, "3520284592716");
    EXPECT_EQ(cnic_province(cnic), "Punjab");
    EXPECT_EQ(cnic_sex(cnic), facts::Sex::kFemale);
    EXPECT_EQ(cnic_locality(cnic), "35202");
    EXPECT_EQ(text_of(IdentifierKind::kCnic, "CNIC ۳۵۲۰۲۸۴۵۹۲۷۱۶"), "3520284592716");
}

TEST(Identifiers, RefusesAPlaceholder) {
    for (const std::string_view text :
         {"1111111111111", "1234567891011", "35202-1111111-1", "0000000000000", "1234567890123"}) {
        EXPECT_EQ(state_of(IdentifierKind::kCnic, text), IdentifierState::kPlaceholder) << text;
        EXPECT_TRUE(identifier_keys(read_identifier(IdentifierKind::kCnic, text)).empty());
    }
    EXPECT_EQ(relation(IdentifierKind::kCnic, "1111111111111", "1111111111111"),
              IdentifierRelation::kUnusable);
}

TEST(Identifiers, ReadsAPlateHoweverItIsWritten) {
    for (const std::string_view text :
         {"LEA-0417", "lea 417", "PUNJAB LEA 417", "LEA.417 Punjab"}) {
        EXPECT_EQ(text_of(IdentifierKind::kPlate, text), "LEA417") << text;
    }
    EXPECT_EQ(relation(IdentifierKind::kPlate, "BKO-581", "8K0-S81"), IdentifierRelation::kMisread);
    EXPECT_EQ(relation(IdentifierKind::kPlate, "LEA-417", "LEA-447"), IdentifierRelation::kOneEdit);
    EXPECT_EQ(relation(IdentifierKind::kPlate, "LEA-417", "LEB-447"), IdentifierRelation::kOther);
}

TEST(Identifiers, ReadsATelephoneOfPakistan) {
    for (const std::string_view text : {"0300-5550147",
                                        "+92 300 5550147",
                                        "0092 300 5550147",
                                        "3005550147",
                                        "+92 (0)300 5550147",
                                        "923005550147 ext 12"}) {
        EXPECT_EQ(text_of(IdentifierKind::kPhone, text), "923005550147") << text;
    }
    EXPECT_EQ(text_of(IdentifierKind::kPhone, "+1 212 555 0147"), "12125550147");
    EXPECT_EQ(relation(IdentifierKind::kPhone, "+1 212 555 0147", "212 555 0147"),
              IdentifierRelation::kLocal);
    EXPECT_EQ(state_of(IdentifierKind::kPhone, "12"), IdentifierState::kBadShape);
}

TEST(Identifiers, KeepsANumberThatBeginsLikeALabel) {
    EXPECT_EQ(text_of(IdentifierKind::kPassport, "NO1234508"), "NO1234508");
    EXPECT_EQ(text_of(IdentifierKind::kPassport, "Passport No. AB 1234508"), "AB1234508");
}

TEST(Identifiers, HoldsTwoRightCheckDigitsApart) {
    // One digit of the serial and the check digit differ: swapped neighbours would be one edit.
    const Identifier right = read_identifier(IdentifierKind::kContainer, "CSQU3054383");
    Identifier other = right;
    std::swap(other.text[7], other.text[8]);
    EXPECT_EQ(compare_identifiers(right, other).relation, IdentifierRelation::kOther);
    other.state = IdentifierState::kBadCheck;
    EXPECT_EQ(compare_identifiers(right, other).relation, IdentifierRelation::kOneEdit);
}

TEST(Identifiers, FindsWhatWasMeant) {
    const auto misread = valid_readings(read_identifier(IdentifierKind::kImo, "9074129"));
    EXPECT_TRUE(std::any_of(misread.begin(), misread.end(), [](const Identifier& reading) {
        return reading.text == "9074729";
    }));
    const auto swapped = valid_readings(read_identifier(IdentifierKind::kImo, "9047729"));
    EXPECT_TRUE(std::any_of(swapped.begin(), swapped.end(), [](const Identifier& reading) {
        return reading.text == "9074729";
    }));
    EXPECT_TRUE(valid_readings(read_identifier(IdentifierKind::kImo, "9074729")).empty());
}

std::string random_number(std::mt19937& random, std::string_view seed) {
    std::string text{seed};
    const std::size_t edits = random() % 3;
    for (std::size_t i = 0; i < edits; ++i) {
        const std::size_t at = random() % (text.size() + 1);
        const char c = "0O1IL8B5S2Z6G7AX- \xdb"[random() % 19];
        const std::size_t how = random() % 3;
        if (how == 0) {
            text.insert(at, 1, c);
        } else if (how == 1) {
            text.erase(std::min(at, text.size()), 1);
        } else {
            text[std::min(at, text.size() - 1)] = c;
        }
    }
    return text;
}

bool share(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::uint64_t key) {
        return std::binary_search(b.begin(), b.end(), key);
    });
}

TEST(Identifiers, AlikeMeansACommonKeyAndBothSidesSayTheSame) {
    constexpr std::array<std::string_view, 10> kSeeds{"9074729",
                                                      "CSQU3054383",
                                                      "1M8GDM9AXKP042788",
                                                      "LEA-0417",
                                                      "3520284592716",
                                                      "AB1234508",
                                                      "+923005550147",
                                                      "+123456789012346",
                                                      "+12125550147",
                                                      "2125550147"};
    std::mt19937 random{3};
    std::array<int, 6> seen{};
    for (int i = 0; i < 40'000; ++i) {
        const std::string_view seed = kSeeds.at(random() % kSeeds.size());
        const IdentifierKind kind = kKinds.at(random() % kKinds.size());
        const Identifier a = read_identifier(kind, random_number(random, seed));
        const std::string_view other =
            random() % 4 == 0 ? kSeeds.at(random() % kSeeds.size()) : seed;
        const Identifier b = read_identifier(kind, random_number(random, other));
        const IdentifierComparison there = compare_identifiers(a, b);
        ASSERT_EQ(there, compare_identifiers(b, a));
        ++seen.at(static_cast<std::size_t>(there.relation));
        ASSERT_LE(identifier_keys(a).size(), kMaxIdentifierKeys);
        if (there.likeness > 0) {
            ASSERT_TRUE(share(identifier_keys(a), identifier_keys(b))) << a.text << ' ' << b.text;
        }
        ASSERT_EQ(read_identifier(kind, a.text).text.empty(), a.text.empty()) << a.text;
    }
    EXPECT_GT(*std::min_element(seen.begin(), seen.end()), 20);
}

}  // namespace
}  // namespace sarhad::watchlists
