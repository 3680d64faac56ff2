#include "watchlists/word_weights.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

NameToken word(std::string_view text) {
    return normalise(text).front();
}

TEST(WordWeights, CommonWordsWeighLessThanRareOnes) {
    EXPECT_LT(word_weight(word("Muhammad")), 4 * 256);
    EXPECT_GE(word_weight(word("Muhammad")), kMinWeight);
    EXPECT_LT(word_weight(word("Muhammad")), word_weight(word("Aslam")));
    EXPECT_EQ(word_weight(word("Zykqvart")), kMaxWeight);
}

TEST(WordWeights, SpellingsOfOneNameWeighTheSame) {
    EXPECT_EQ(word_weight(word("Mohd")), word_weight(word("Muhammad")));
    EXPECT_EQ(word_weight(word("Aslaam")), word_weight(word("Aslam")));
}

TEST(WordWeights, ClassesAreTakenIntoAccount) {
    NameToken token = word("Aslam");
    token.kind = TokenClass::kTitle;
    EXPECT_LE(word_weight(token), kTitleWeight);
    token.kind = TokenClass::kInitial;
    EXPECT_EQ(word_weight(token), kInitialWeight);
    token.kind = TokenClass::kParticle;
    EXPECT_EQ(word_weight(token), 0);
}

}  // namespace
}  // namespace sarhad::watchlists
