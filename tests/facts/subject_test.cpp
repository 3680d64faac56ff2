#include "facts/decision.h"

#include <gtest/gtest.h>

namespace sarhad::facts {
namespace {

TravelDocument document(std::string number) {
    TravelDocument made;
    made.kind = "p";
    made.number = Redacted<std::string>{std::move(number)};
    made.issuer = "xaa";
    return made;
}

TEST(SubjectText, IsTheSameForOnePaperHoweverItIsTyped) {
    EXPECT_EQ(subject_text(document("n 12-34<56")).reveal(), "P|XAA|N123456");
    EXPECT_EQ(subject_text(document("N123456")), subject_text(document("n123456<<")));
}

TEST(SubjectText, IsEmptyWithoutANumber) {
    EXPECT_TRUE(subject_text(document("<< -")).reveal().empty());
}

TEST(SubjectText, DiffersByIssuer) {
    TravelDocument other = document("N1");
    other.issuer = "XBB";
    EXPECT_NE(subject_text(document("N1")), subject_text(other));
}

}  // namespace
}  // namespace sarhad::facts
