#include "watchlists/similarity.h"

#include "watchlists/name_form.h"
#include "watchlists/sought_word.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

/// Optimal string alignment over the whole table, cut at 3.
int naive_edits(const std::string& a, const std::string& b) {
    std::vector<std::vector<int>> table(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            int value = i == 0 ? static_cast<int>(j) : (j == 0 ? static_cast<int>(i) : 99);
            if (i > 0 && j > 0) {
                value = std::min({table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                                  table[i - 1][j] + 1,
                                  table[i][j - 1] + 1});
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                value = std::min(value, table[i - 2][j - 2] + 1);
            }
            table[i][j] = value;
        }
    }
    return std::min(table[a.size()][b.size()], 3);
}

/// Words and names from a seed.
class Words final {
public:
    explicit Words(unsigned seed) : random_{seed} {}
    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>{0, end - 1}(random_);
    }
    std::string letters(std::size_t least, std::size_t most, std::string_view from) {
        std::string word;
        for (std::size_t size = least + below(most - least + 1); word.size() < size;) {
            word.push_back(from[below(from.size())]);
        }
        return word;
    }
    std::string word() {
        constexpr std::array<std::string_view, 16> kKnown{"muhammad",
                                                          "mohd",
                                                          "abdulkarim",
                                                          "karim",
                                                          "juan",
                                                          "john",
                                                          "bill",
                                                          "william",
                                                          "yong",
                                                          "sergej",
                                                          "shaikh",
                                                          "xi",
                                                          "omar",
                                                          "umar",
                                                          "hasan",
                                                          "abdul rahman"};
        return below(3) == 0 ? std::string{kKnown.at(below(kKnown.size()))}
                             : letters(1, 9, "abdehikmnrstuy");
    }
    std::string damaged(std::string word) {
        for (std::size_t edits = below(4); edits > 0 && !word.empty(); --edits) {
            const std::size_t at = below(word.size());
            switch (below(4)) {
                case 0:
                    word.erase(at, 1);
                    break;
                case 1:
                    word.insert(at, 1, "aehrst"[below(6)]);
                    break;
                case 2:
                    word[at] = "aiukrnzg"[below(8)];
                    break;
                default:  // Not our enum.
                    std::swap(word[at], word[(at + 1) % word.size()]);
            }
        }
        return word;
    }
    std::string name() {
        constexpr std::array<std::string_view, 6> kBetween{" ", " ", " ", " bin ", " al-", " s/o "};
        std::string name = word();
        for (std::size_t words = below(6); words > 0; --words) {
            name += std::string{kBetween.at(below(kBetween.size()))} + word();
        }
        return name;
    }

private:
    std::mt19937 random_;
};

std::set<std::uint64_t> sought_keys_of(const NameToken& token) {
    std::set<std::uint64_t> keys;
    for_each_sought_key(token, [&](std::uint64_t key, KeyOf /*of*/) { keys.insert(key); });
    return keys;
}

std::set<std::uint64_t> keys_of(const NameToken& token) {
    std::set<std::uint64_t> keys;
    for_each_key(token, [&](std::uint64_t key) { keys.insert(key); });
    return keys;
}

/// Whether an index of `stored` finds it for `sought`.
bool are_found(const NameToken& sought, const NameToken& stored) {
    const auto keys = keys_of(stored);
    const auto wanted = sought_keys_of(sought);
    return may_be_two_edits(sought, stored) || may_sound_alike(sought, stored) ||
           std::any_of(wanted.begin(), wanted.end(), [&](std::uint64_t key) {
               return keys.count(key) > 0;
           });
}

TEST(Similarity, EditsAreThoseOfTheWholeTable) {
    Words words{11};
    for (int i = 0; i < 20'000; ++i) {
        const std::string a = words.letters(0, 9, "abc");
        const std::string b = words.below(2) == 0 ? words.damaged(a) : words.letters(0, 9, "abc");
        EXPECT_EQ(edits_within_two(a, b), naive_edits(a, b)) << a << " " << b;
    }
}

TEST(Similarity, EditsOfATextThatIsSoughtAreTheSame) {
    Words words{13};
    for (int i = 0; i < 40'000; ++i) {
        const std::string a = words.letters(0, 14, i % 2 == 0 ? "abc" : "ab\xD8\xAF");
        const std::string b = words.below(3) != 0 ? words.damaged(a) : words.letters(0, 14, "abc");
        EXPECT_EQ(SoughtText{a}.edits_to(b), edits_within_two(a, b)) << a << " " << b;
    }
}

TEST(Similarity, AWordThatIsSoughtIsAsAlikeAsAnyOther) {
    Words words{14};
    for (int i = 0; i < 20'000; ++i) {
        const std::string one = words.word();
        const auto a = normalise(one);
        const auto b = normalise(words.below(4) == 0 ? words.word() : words.damaged(one));
        if (a.size() == 1 && b.size() == 1) {
            const Likeness plain = likeness(a[0], b[0]);
            const Likeness sought = likeness(SoughtWord{a[0]}, view_of(b[0]));
            EXPECT_EQ(plain.value, sought.value) << one;
            EXPECT_EQ(plain.relation, sought.relation) << one;
        }
    }
}

TEST(Similarity, WordsThatAreAlikeShareAKeyAndLikenessIsSymmetric) {
    Words words{12};
    int alike = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string one = words.word();
        const std::string other = words.below(4) == 0 ? words.word() : words.damaged(one);
        const auto a = normalise(one);
        const auto b = normalise(other);
        if (a.size() != 1 || b.size() != 1) {
            continue;
        }
        const int value = similarity(a[0], b[0]);
        EXPECT_EQ(value, similarity(b[0], a[0])) << one << " " << other;
        if (value == 0) {
            continue;
        }
        ++alike;
        EXPECT_TRUE(are_found(a[0], b[0])) << one << " " << other << " " << value;
        EXPECT_TRUE(are_found(b[0], a[0])) << other << " " << one << " " << value;
    }
    EXPECT_GT(alike, 3'000);
}

/// Words of one alphabet, and what its letters may be written as.
std::string native_word(Words& words, std::string& latin) {
    struct Letter {
        std::string_view native;
        std::string_view latin;
    };
    constexpr std::array<Letter, 24> kLetters{
        {{"م", "m"},    {"ح", "ha"},    {"د", "d"},   {"ا", "a"},     {"ر", "r"},
         {"ش", "sh"},   {"و", "u"},     {"ي", "i"},   {"к", "k"},     {"о", "o"},
         {"в", "v"},    {"щ", "shch"},  {"н", "n"},   {"е", "ye"},    {"м", "mo"},
         {"а", "a"},    {"维", "wei"},  {"斯", "s"},  {"平", "ping"}, {"文", "van"},
         {"김", "kim"}, {"정", "jong"}, {"은", "un"}, {"라", "la"}}};
    constexpr std::array<std::size_t, 5> kBounds{0, 8, 16, 20, 24};
    const std::size_t script = words.below(4);
    std::string native;
    for (std::size_t size = 1 + words.below(6); size > 0; --size) {
        const std::size_t from = kBounds.at(script);
        const Letter& letter = kLetters.at(from + words.below(kBounds.at(script + 1) - from));
        native += letter.native;
        latin += letter.latin;
    }
    return native + "·";
}

TEST(Similarity, WordsOfTwoScriptsThatAreAlikeShareAKey) {
    Words words{14};
    int alike = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string latin;
        const auto a = normalise(native_word(words, latin));
        std::string other_latin;
        const std::string other =
            words.below(4) == 0 ? native_word(words, other_latin) : words.damaged(latin);
        const auto b = normalise(other);
        if (a.size() != 1 || b.size() != 1) {
            continue;
        }
        const int value = similarity(a[0], b[0]);
        EXPECT_EQ(value, similarity(b[0], a[0])) << latin << " " << other;
        if (value == 0) {
            continue;
        }
        ++alike;
        EXPECT_TRUE(are_found(a[0], b[0])) << latin << " " << other << " " << value;
        EXPECT_TRUE(are_found(b[0], a[0])) << latin << " " << other << " " << value;
    }
    EXPECT_GT(alike, 2'000);
}

TEST(Similarity, ASlipInAWordOfThreeOrFourLettersIsSeenThrough) {
    for (const auto& [a, b] : {std::pair{"ryan", "yan"}, {"arif", "aif"}, {"joe", "joi"}}) {
        const auto one = normalise(a);
        const auto other = normalise(b);
        EXPECT_GT(similarity(one[0], other[0]), 0) << a;
        EXPECT_TRUE(are_found(one[0], other[0]) && are_found(other[0], one[0])) << a;
    }
    EXPECT_EQ(similarity(normalise("kim")[0], normalise("kin")[0]), 0);
}

TEST(Similarity, AWordWrittenBackwardsIsFound) {
    Words words{14};
    for (int i = 0; i < 2'000; ++i) {
        const auto one = normalise(words.letters(5, 12, "aehrstkm"));
        const std::string text{one[0].text.rbegin(), one[0].text.rend()};
        const auto other = normalise(text);
        if (one.size() == 1 && other.size() == 1 && other[0].text == text) {
            EXPECT_GT(similarity(one[0], other[0]), 0) << text;
            EXPECT_TRUE(are_found(one[0], other[0]) && are_found(other[0], one[0])) << text;
        }
    }
}

TEST(Similarity, AMansNameIsNotAWomans) {
    EXPECT_EQ(similarity(normalise("fernando")[0], normalise("fernanda")[0]), 0);
    EXPECT_EQ(similarity(normalise("mario")[0], normalise("maria")[0]), 0);
}

TEST(Similarity, ANameWithAnABehindItIsAWomans) {
    constexpr int kHalf = 500;
    for (const auto& [a, b] : {std::pair{"shahid", "shahida"}, {"jamil", "jameela"}}) {
        EXPECT_LT(similarity(normalise(a).at(0), normalise(b).at(0)), kHalf) << a;
    }
    for (const auto& [a, b] : {std::pair{"zorvanov", "zorvanova"}, {"zorvetin", "zorvetina"}}) {
        EXPECT_GT(similarity(normalise(a).at(0), normalise(b).at(0)), kHalf) << a;
    }
}

TEST(Similarity, TwoKnownNamesOneLetterApartAreTwo) {
    constexpr int kHalf = 500;
    for (const auto& [a, b] : {std::pair{"asif", "asim"}, {"sajid", "majid"}, {"eric", "erica"}}) {
        EXPECT_LT(similarity(normalise(a).at(0), normalise(b).at(0)), kHalf) << a;
    }
    EXPECT_GT(similarity(normalise("asif").at(0), normalise("asiq").at(0)), kHalf);
}

TEST(Similarity, TwoNamesWithOneShortFormAreTwo) {
    EXPECT_GT(similarity(normalise("william")[0], normalise("bill")[0]), 0);
    EXPECT_EQ(similarity(normalise("william")[0], normalise("robert")[0]), 0);
}

TEST(Similarity, AnotherSyllableIsAnotherName) {
    const auto of = [](std::string_view a, std::string_view b) {
        return similarity(normalise(a).at(0), normalise(b).at(0));
    };
    EXPECT_EQ(of("小平·", "小明·"), 0);
    EXPECT_EQ(of("소라·", "소나·"), 0);
    EXPECT_GT(of("小平·", "xiaoping"), 0);
    EXPECT_GT(of("小平·", "hsiaoping"), 0);
    EXPECT_EQ(of("小平·", "xiaomeng"), 0);
}

TEST(NameShare, IsSymmetricAndNeverAboveItsBound) {
    Words words{13};
    int agreed = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::string one = words.name();
        const std::string other = words.below(3) == 0 ? words.name() : words.damaged(one);
        const NameForm a = make_form(normalise(one));
        const NameForm b = make_form(normalise(other));
        const Agreement how = agree(a, b);
        const Agreement turned = agree(b, a);
        EXPECT_EQ(name_share(how), name_share(turned)) << one << " / " << other;
        EXPECT_LE(name_share(how), share_bound(how.matched, how.total_a, how.total_b));
        EXPECT_LE(how.matched, std::min(how.total_a, how.total_b));
        agreed += name_share(how) > 600 ? 1 : 0;
    }
    EXPECT_GT(agreed, 1'000);
}

TEST(NameShare, TheBoundRisesWithWhatMatches) {
    for (Weight matched = 0; matched < 8'000; matched += 100) {
        EXPECT_LE(share_bound(matched, 6'000, 8'000), share_bound(matched + 100, 6'000, 8'000));
    }
}

int share(std::string_view a, std::string_view b) {
    return compare_names(NameSort::kPerson, a, b).score;
}

TEST(NameShare, AConflictCostsMoreThanAnExtra) {
    EXPECT_LT(share("Zorav Mirkhan Odunbaro", "Zorav Mirkhan Telvanni"), kNameMatch);
    EXPECT_GE(share("Zorav Mirkhan Odunbaro", "Zorav Mirkhan"), kNameMatch);
}

TEST(NamePoints, OfNamesThatDoNotAgreeTheOneWithMoreBitsComesFirst) {
    // Three words of four, the last one another; and two of four with nothing beside them.
    const int three = name_points({20 * 256, 34 * 256, 34 * 256, 3, 4, 4, 1});
    const int two = name_points({12 * 256, 34 * 256, 12 * 256, 2, 4, 2});
    EXPECT_GT(three, two);
    EXPECT_LE(three, kMostUnlike);
    EXPECT_GE(name_points({34 * 256, 34 * 256, 34 * 256, 4, 4, 4}), kLeastNamePoints);
}

TEST(NameShare, FatherAndSonAreNotExchanged) {
    EXPECT_EQ(share("Zorav bin Mirkhan", "Zorav ibn Mirkhan"), 1000);
    EXPECT_LT(share("Zorav bin Mirkhan", "Mirkhan bin Zorav"), kNameMatch);
    EXPECT_LT(share("Zorav S/O Mirkhan", "Mirkhan S/O Zorav"), kNameMatch);
    EXPECT_GE(share("Mirkhan, Zorav", "Zorav Mirkhan"), 950);
}

TEST(NameShare, AnInitialAgreesWithItsWordAndConflictsWithAnother) {
    EXPECT_GE(share("Z. Odunbaro", "Zorav Odunbaro"), kNameMatch);
    EXPECT_LT(share("A. Odunbaro", "Zorav Odunbaro"), kNameMatch);
    EXPECT_LT(share("Zorav A. Odunbaro", "Zorav Mirkhan Odunbaro"), kNameMatch);
}

TEST(NameShare, ShortFormsAndOtherLanguagesAreWeakerThanSpellings) {
    EXPECT_GE(share("Bill Odunbaro", "William Odunbaro"), kNameMatch);
    EXPECT_GE(share("Juan Odunbaro", "John Odunbaro"), kNameMatch);
    EXPECT_LT(share("Juan Odunbaro", "John Odunbaro"), share("Mohd Odunbaro", "Muhammad Odunbaro"));
}

TEST(NameShare, SlipsOfScannersAndHandsAreSeenThrough) {
    EXPECT_EQ(share("Z0rav 0dunbar0", "Zorav Odunbaro"), 1000);
    EXPECT_GE(share("Zorav Odunbraoo", "Zorav Odunbaro"), kNameMatch);
    EXPECT_GE(share("Zorav Odun baro", "Zorav Odunbaro"), 900);
    EXPECT_GE(share("Zorav Zorav Odunbaro", "Zorav Odunbaro"), 900);
    EXPECT_GE(share("Abdul Mirkhan Odunbaro", "Mirkhan Odunbaro"), kNameMatch);
}

}  // namespace
}  // namespace sarhad::watchlists
