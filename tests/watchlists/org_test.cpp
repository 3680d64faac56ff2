#include "watchlists/name_compare.h"
#include "watchlists/org_agree.h"
#include "watchlists/org_similarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

int score(std::string_view a, std::string_view b) {
    return compare_org_names(a, b, OrgProfile::kOrganisation).score;
}

int vessels(std::string_view a, std::string_view b) {
    return compare_org_names(a, b, OrgProfile::kVessel).score;
}

bool is_match(std::string_view a, std::string_view b) {
    return score(a, b) >= kOrgMatch;
}

OrgForm form_of(std::string_view name) {
    return make_org_form(name, OrgProfile::kOrganisation);
}

TEST(Org, ReadsLegalFormsInAnyWriting) {
    EXPECT_EQ(score("Indus Looms S.A.R.L.", "Indus Looms SARL"), 1000);
    EXPECT_EQ(score("ООО Ласточка", "Общество с ограниченной ответственностью «Ласточка»"), 1000);
    EXPECT_EQ(score("Khyber Marble (Pvt.) Ltd", "Khyber Marble Private Limited"), 1000);
    EXPECT_EQ(score("RavenbergAG", "Ravenberg AG"), 1000);
    EXPECT_EQ(score("红云股份有限公司", "红云"), 1000);
    EXPECT_EQ(score("Kestrel o.o.o.", "OOO Kestrel"), 1000);
}

TEST(Org, ReadsFormsWrittenOut) {
    // Each of these pairs was told apart by the form alone.
    EXPECT_EQ(score("M/S Zorvan Looms", "Zorvan Looms"), 1000);
    EXPECT_EQ(score("Messrs. Zorvan Looms", "Zorvan Looms"), 1000);
    EXPECT_EQ(score("Zorvan Looms (Regd)", "Zorvan Looms"), 1000);
    EXPECT_EQ(score("Zorvan Looms (AOP)", "Zorvan Looms"), 1000);
    EXPECT_EQ(score("PT Zorvan Looms Tbk", "PT Zorvan Looms"), 1000);
    EXPECT_EQ(score("Sherkat Zorvan", "Zorvan Company"), 1000);
    EXPECT_EQ(score("Zorvan Kabushiki Kaisha", "株式会社 Zorvan"), 1000);
    EXPECT_EQ(score("株式会社Zorvan", "Zorvan K.K."), 1000);
    EXPECT_EQ(score("주식회사 Zorvan", "Zorvan"), 1000);
    EXPECT_EQ(score("Zorvan Aksjeselskap", "Zorvan AS"), 1000);
    EXPECT_EQ(score("Zorvan Sociedad Limitada", "Zorvan S.L."), 1000);
    EXPECT_EQ(score("ПрАТ Зорван", "Zorvan PrJSC"), 1000);
    EXPECT_EQ(score("Зорван ЕАД", "Zorvan EAD"), 1000);
    EXPECT_EQ(score("Công ty TNHH Zorvan", "Zorvan Co., Ltd."), 1000);
    EXPECT_EQ(score("บริษัท Zorvan จำกัด", "Zorvan Co., Ltd."), 1000);
}

TEST(Org, ALimitedPartnershipWithALimitedPartnerIsOneForm) {
    for (const std::string_view name : {"Zorvan Tarelli GmbH und Co KG",
                                        "Zorvan Tarelli GmbH & Co.KG",
                                        "Zorvan Tarelli GmbH+Co. KG",
                                        "Zorvan Tarelli G.m.b.H. & Co. K.G.",
                                        "Zorvan Tarelli GmbH Co. KG",
                                        "Zorvan Tarelli Ges.m.b.H. & Co. KG",
                                        "Zorvan Tarelli GmbH & Co. Kommanditgesellschaft",
                                        "ZORVAN TARELLI GMBH & CO KG"}) {
        EXPECT_EQ(score("Zorvan Tarelli GmbH & Co. KG", name), 1000) << name;
        EXPECT_EQ(form_of(name).forms.size(), 1U) << name;
    }
    EXPECT_LT(score("Zorvan Tarelli GmbH & Co. KG", "Zorvan Tarelli AG"), kOrgMatch);
    EXPECT_GE(score("Zorvan Tarelli GmbH & Co. KG", "Zorvan Tarelli"), kOrgMatch);
}

TEST(Org, ReadsShortenedWords) {
    for (const auto& [one, other] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"Zorvan Trdg", "Zorvan Trading"},
             {"Zorvan Ent.", "Zorvan Enterprises"},
             {"Zorvan Assoc.", "Zorvan Association"},
             {"Zorvan Imp. Exp.", "Zorvan Import Export"},
             {"Zorvan Intl", "Zorvan International"},
             {"Zorvan Bros", "Zorvan Brothers"},
             {"Zorvan Mfg", "Zorvan Manufacturing"},
             {"Zorvan Engg", "Zorvan Engineering"},
             {"Zorvan Ind.", "Zorvan Industries"}}) {
        EXPECT_GE(score(one, other), 950) << one;
    }
    EXPECT_GE(score("Альфа Зорван", "Alpha Zorvan"), kOrgMatch);
    EXPECT_GE(score("Alfa", "Alpha"), kOrgMatch);
    EXPECT_GE(score("كريم للصرافة", "كريم صرافة"), kOrgMatch);
    EXPECT_GE(score("الصرافة زوروان", "Exchange زوروان"), 900);
    EXPECT_EQ(score("Jamaat-ud-Zarwa", "Jamaat al-Zar'wa"), 1000);
}

TEST(Org, WordsThatAreOfAnotherTradeConflict) {
    // 901 and 986: one letter, and one group for two trades.
    EXPECT_LT(score("Karim Foods", "Karim Goods"), kOrgMatch);
    EXPECT_LT(score("Karim Hawala", "Karim Money Exchange"), kOrgMatch);
}

TEST(Org, ReadsHundredsAndRomanNumbersInFront) {
    EXPECT_GE(score("One Hundred Seventh Brigade", "107th Brigade"), 950);
    EXPECT_GE(score("Hundred and Twenty Third Brigade", "123 Brigade"), 950);
    EXPECT_LT(score("Two Hundred Seventh Brigade", "107th Brigade"), kOrgMatch);
    EXPECT_GE(score("VII Zorvan Corps", "7th Zorvan Corps"), 900);
}

TEST(Org, ReadsAMisspeltLegalForm) {
    EXPECT_EQ(score("Kestrel Public Joint Stok Company", "Kestrel Public Joint Stock Company"),
              1000);
}

TEST(Org, HoldsLegalFormsOfOtherFamiliesApart) {
    EXPECT_LT(score("Ravenberg AG", "Ravenberg GmbH"), kOrgMatch);
    EXPECT_GE(score("Ravenberg B.V.", "Ravenberg GmbH"), kOrgMatch);
}

TEST(Org, TellsAConflictFromAnExtra) {
    EXPECT_LT(score("Ravenberg Oil", "Ravenberg Gas"), kOrgMatch);
    EXPECT_LT(score("Ravenberg Bank", "Ravenberg Trust"), kOrgMatch);
    EXPECT_LT(score("Bank of Sweden", "Bank of Finland"), kOrgMatch);
    EXPECT_TRUE(is_match("Ravenberg", "Ravenberg Europe GmbH"));
    EXPECT_TRUE(is_match("Ravenberg Bank AG", "Ravenberg Bank (Schweiz) AG"));
}

TEST(Org, ReadsNumbersInAnyWriting) {
    EXPECT_GE(score("Brigade Twenty 3", "Brigade 23"), 950);
    EXPECT_GE(score("Second Kestrel Fund", "Kestrel Fund II"), 950);
    EXPECT_LT(score("Kestrel Fund II", "Kestrel Fund"), kOrgMatch);
    EXPECT_LT(score("Brigade 23", "Brigade 41"), kOrgMatch);
    EXPECT_TRUE(is_match("Kestrel Fund XII", "Kestrel Fund XIII"));
    EXPECT_LT(score("First Kestrel Bank", "Second Kestrel Bank"), kOrgMatch);
}

TEST(Org, KeepsALetterThatIsAName) {
    EXPECT_LT(score("K Group", "S Group"), kOrgMatch);
    EXPECT_LT(vessels("Kestrel S", "Kestrel K"), kOrgMatch);
    EXPECT_LT(vessels("Kestrel S", "Kestrel"), 1000);
}

TEST(Org, FindsAcronyms) {
    EXPECT_TRUE(is_match("KRVD", "Kestrel River Valley Dwellers"));
    EXPECT_EQ(score("Kestrel River Valley Dwellers (KRVD)", "Kestrel River Valley Dwellers"), 1000);
    EXPECT_EQ(score("KRVX", "Kestrel River Valley Dwellers"), 0);
}

TEST(Org, JoinsAndSplitsCompounds) {
    EXPECT_TRUE(is_match("Sun Rise Textiles", "Sunrise Textiles"));
    EXPECT_EQ(score("Marl & Finch", "Marl and Finch"), 1000);
}

TEST(Org, ForgivesALetterByTheLengthOfTheWord) {
    EXPECT_TRUE(is_match("Kestrell Shipping", "Kestrel Shipping"));
    EXPECT_LT(score("Ab Shipping", "Ac Shipping"), kOrgMatch);
    EXPECT_LT(score("Abq", "Abz"), kOrgMatch);
}

TEST(Org, LooksAtEachNameOfATwofoldName) {
    EXPECT_EQ(score("Kestrel Front/Ravenberg Army", "Ravenberg Army"), 950);
}

TEST(Org, ReadsWordsOfManyLanguages) {
    EXPECT_TRUE(is_match("Банк Кестрел", "Kestrel Bank"));
    EXPECT_TRUE(is_match("Ravenberg Energía", "Ravenberg Energy"));
}

TEST(Org, StripsAVesselsPrefix) {
    EXPECT_EQ(vessels("M/V Kestrel", "KESTREL"), 1000);
    EXPECT_EQ(vessels("Motor Tanker Kestrel", "mt kestrel"), 1000);
    EXPECT_EQ(vessels("Tug", "TUG"), 1000);
    EXPECT_LT(vessels("Kestrel 2", "Kestrel 5"), kOrgMatch);
    EXPECT_LT(vessels("Dawn", "Dawm"), kOrgMatch);
}

TEST(Org, VesselsShareSpellingsOfAShortName) {
    // 0, 0 and 285: nothing but whole words agreed below six letters.
    EXPECT_GE(vessels("Al Noor", "Al Nur"), kOrgMatch);
    EXPECT_GE(vessels("Yusuf", "Yousuf"), kOrgMatch);
    EXPECT_GE(vessels("Muhammad Ali", "Mohd Ali"), kOrgMatch);
    EXPECT_LT(vessels("Lion", "Lyon"), kOrgMatch) << "other short words are other ships";
}

TEST(Org, ReadsAVesselsKindAndFormerName) {
    for (const std::string_view prefix : {"LNG/C ", "LPG/C ", "RORO ", "Ro-Ro "}) {
        EXPECT_EQ(vessels(std::string{prefix} + "Zorvan Star", "Zorvan Star"), 1000) << prefix;
    }
    EXPECT_EQ(vessels("Zorvan Star (ex Kestrel Moon)", "Kestrel Moon"), 1000);
    EXPECT_EQ(vessels("Zorvan Star ex Kestrel Moon", "Kestrel Moon"), 1000);
    EXPECT_EQ(vessels("Zorvan Star ex Kestrel Moon", "Zorvan Star"), 1000);
    EXPECT_EQ(score("Zorvan Looms (ex Kestrel Looms)", "Kestrel Looms"), 1000);
}

TEST(Org, ExplainsEachWord) {
    const OrgAgreement agreement =
        explain_org(form_of("Kestrel Bank"), form_of("Kestrell Banco"), OrgProfile::kOrganisation);
    ASSERT_EQ(agreement.rows.size(), 2U);
    EXPECT_EQ(std::count_if(agreement.rows.begin(),
                            agreement.rows.end(),
                            [](const OrgRow& row) {
                                return row.relation == OrgRelation::kEdited &&
                                       row.word_b == "kestrell";
                            }),
              1);
}

TEST(Org, SpeaksTheScaleThatAllNamesShare) {
    const auto shared = [](NameSort sort, std::string_view a, std::string_view b) {
        return compare_names(sort, a, b).score;
    };
    EXPECT_EQ(shared(NameSort::kOrganisation, "Kestrel Bank", "KESTREL BANK"), 1000);
    EXPECT_LT(shared(NameSort::kOrganisation, "Kestrel Bank", "Kestrel Trust"), kNameMatch);
    EXPECT_GE(shared(NameSort::kOrganisation, "Kestrel Bank", "Kestrell Bank"), kNameMatch);
    EXPECT_GE(shared(NameSort::kVessel, "M/V Kestrel", "Kestrel"), kNameMatch);
}

TEST(Org, ReadsALegalEntityWithoutAMarkAsAPersonToo) {
    EXPECT_EQ(
        compare_names(NameSort::kLegalEntity, "Zarbakht bin Gulzar", "Gulzar, Zarbakht").score,
        std::max(compare_names(NameSort::kPerson, "Zarbakht bin Gulzar", "Gulzar, Zarbakht").score,
                 compare_names(NameSort::kOrganisation, "Zarbakht bin Gulzar", "Gulzar, Zarbakht")
                     .score));
}

TEST(Org, TellsConflictAndExtraInRows) {
    const auto relation = [](std::string_view a, std::string_view b) {
        return compare_names(NameSort::kOrganisation, a, b).rows.back().relation;
    };
    EXPECT_EQ(relation("Kestrel Oil", "Kestrel Gas"), WordRelation::kConflict);
    EXPECT_EQ(relation("Kestrel", "Kestrel Gas"), WordRelation::kExtra);
}

/// Names of parts that meet each other often, and now and then of random bytes.
std::string random_name(std::mt19937& random) {
    constexpr std::array<std::string_view, 24> kParts{
        "Kestrel", "Kestrell", "kestral", "Raven",  "Ravenskiy", "Bank",  "Banco",    "Trust",
        "of",      "China",    "Chile",   "(Asia)", "II",        "III",   "44",       "forty",
        "four",    "Ltd",      "G.m.b.H", "& Co",   "ООО",       "group", "Sun Rise", "Sunrise"};
    std::string name;
    const std::size_t words = random() % 6;
    for (std::size_t i = 0; i < words; ++i) {
        name += kParts.at(random() % kParts.size());
        name.push_back(" -/."[random() % 4]);
        if (random() % 12 == 0) {
            name.push_back(static_cast<char>(random() % 256));
        }
    }
    return name;
}

TEST(Org, IsSymmetricAndTotal) {
    std::mt19937 random{7};
    for (int i = 0; i < 4000; ++i) {
        const std::string a = random_name(random);
        const std::string b = random_name(random);
        for (const OrgProfile profile : {OrgProfile::kOrganisation, OrgProfile::kVessel}) {
            const int there = compare_org_names(a, b, profile).score;
            ASSERT_EQ(there, compare_org_names(b, a, profile).score) << a << " | " << b;
            ASSERT_GE(there, 0);
            ASSERT_LE(there, 1000);
        }
        const OrgAgreement same = compare_org_names(a, a, OrgProfile::kOrganisation);
        ASSERT_EQ(same.score, make_org_forms(a, OrgProfile::kOrganisation).empty() ? 0 : 1000) << a;
    }
}

bool share_a_key(std::vector<std::uint64_t> a, const std::vector<std::uint64_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::uint64_t key) {
        return std::binary_search(b.begin(), b.end(), key);
    });
}

TEST(Org, WordsThatAreAlikeShareAKey) {
    std::mt19937 random{11};
    std::size_t alike = 0;
    for (int i = 0; i < 3000; ++i) {
        const OrgForm a = form_of(random_name(random));
        const OrgForm b = form_of(random_name(random));
        for (const OrgWord& x : a.words) {
            for (const OrgWord& y : b.words) {
                if (org_similarity(x, y) > 0) {
                    ++alike;
                    ASSERT_TRUE(share_a_key(org_word_keys(x), org_word_keys(y)))
                        << x.text << " | " << y.text;
                }
            }
        }
    }
    EXPECT_GT(alike, 500U);
}

/// Found by the check of the index: their keys were those of one letter.
TEST(Org, TwoVowelsOfAShortWordMakeAnotherWord) {
    const auto word = [](std::string_view text) { return form_of(std::string{text}).words.at(0); };
    EXPECT_EQ(org_similarity(word("vanou"), word("vanya")), 0);
    EXPECT_GT(org_similarity(word("vanou"), word("vanoy")), 0);
    EXPECT_GT(org_similarity(word("vanoush"), word("vanyash")), 0);
}

TEST(Org, NamesThatScoreShareAKeyOfTheirForms) {
    std::mt19937 random{13};
    for (int i = 0; i < 3000; ++i) {
        const OrgForm a = form_of(random_name(random));
        const OrgForm b = form_of(random_name(random));
        if (agree_org(a, b, OrgProfile::kOrganisation).score > 0) {
            ASSERT_TRUE(share_a_key(org_form_keys(a), org_form_keys(b)));
        }
    }
}

/// Words of `a` that share a key with any word of `b`.
std::uint32_t shared_words(const OrgForm& a, const OrgForm& b) {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (const OrgWord& word : b.words) {
            const bool is_shared = share_a_key(org_word_keys(a.words[i]), org_word_keys(word));
            mask |= is_shared ? 1U << i : 0U;
        }
    }
    return mask;
}

bool has_other_relation(const OrgAgreement& agreement) {
    return std::any_of(agreement.rows.begin(), agreement.rows.end(), [](const OrgRow& row) {
        return row.relation == OrgRelation::kJoined || row.relation == OrgRelation::kAcronym;
    });
}

TEST(Org, NoScoreIsAboveItsBound) {
    std::mt19937 random{17};
    for (int i = 0; i < 3000; ++i) {
        const OrgForm a = form_of(random_name(random));
        const OrgForm b = form_of(random_name(random));
        const OrgAgreement agreement = explain_org(a, b, OrgProfile::kOrganisation);
        if (!has_other_relation(agreement)) {
            ASSERT_LE(agreement.score,
                      org_score_bound(a, shared_words(a, b), OrgProfile::kOrganisation));
        }
    }
}

TEST(Org, AWordMadeOfBeginningsOfWordsIsRelatedToThem) {
    EXPECT_TRUE(is_match("Marexport", "Maritime Exporters Ltd"));
    EXPECT_TRUE(is_match("COMGALSA", "Comercial Galeria S.A."));  // The legal form lends too.
    EXPECT_TRUE(is_match("IRBSC", "Islamic Republic of Iran Bazaar Ships Company"));
    // A word passed over, or few letters, is less than a match.
    const int passed = score("Grancot", "Gran Compania Hotelera Tropical");
    EXPECT_GT(passed, 0);
    EXPECT_LT(passed, kOrgMatch);
    EXPECT_LT(score("Bavo", "Bank Vostok"), kOrgMatch);
    EXPECT_GT(score("Bavo", "Bank Vostok"), 0);
    // Not one word's beginning alone, nor letters in another order, nor less than half of the name.
    EXPECT_EQ(score("Marit", "Maritime Export Ltd"), 0);
    EXPECT_EQ(score("Exmar", "Maritime Export Ltd"), 0);
    EXPECT_EQ(score("Marop", "Marble Opal Kestrel Ravenberg Lasto"), 0);
}

TEST(Org, GhIsAQ) {
    EXPECT_TRUE(is_match("Zarghan Cement", "Zarqan Cement"));
}

/// Two units of an army were one by a slip of the pen.
TEST(Org, OtherNumbersInDigitsAreAConflict) {
    EXPECT_LT(score("Unit 121", "Unit 122"), kOrgMatch);
    EXPECT_LT(score("Kestrel School 12", "Kestrel School 13"), kOrgMatch);
    EXPECT_TRUE(is_match("Kestrel Loan Trust 2031-1", "Kestrel Loan Trust 2031-2"));
    EXPECT_TRUE(is_match("Kestrel Fund XI", "Kestrel Fund XII"));
}

TEST(Org, ReadsArabicAndHanWordsAgainstLatinOnes) {
    EXPECT_GE(score("الزرفان", "Al-Zarfan"), kOrgMatch);
    EXPECT_GE(score("مجاهدون الزرفان", "Mujahidoun Zarfan"), kOrgMatch);
    EXPECT_EQ(score("الزرفان", "Al-Belkhad"), 0);
    EXPECT_GE(score("凌江国际有限公司", "Ling Jiang International Co., Ltd."), kOrgMatch);
    EXPECT_GE(score("凌江国际", "Lingjiang International"), kOrgMatch);
    EXPECT_LT(score("凌江国际", "Bao Shan International"), kOrgMatch);
}

TEST(Org, AContractionSharesAKeyWithTheNamesThatItIsOf) {
    std::mt19937 random{19};
    unsigned found = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::string name = random_name(random);
        std::string word;
        for (const OrgSpelt& spelt : form_of(name).spelt) {
            word += random() % 5 == 0 ? "" : spelt.text.substr(0, 1 + random() % 4);
        }
        const OrgForm a = form_of(word);
        const OrgForm b = form_of(name);
        const OrgAgreement agreement = agree_org(a, b, OrgProfile::kOrganisation);
        ASSERT_EQ(agreement.score, agree_org(b, a, OrgProfile::kOrganisation).score);
        if (agreement.score > 0) {
            ++found;
            ASSERT_TRUE(share_a_key(org_form_keys(a), org_form_keys(b))) << word << " | " << name;
        }
    }
    EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace sarhad::watchlists
