#include "core/result.h"

#include <gtest/gtest.h>

#include <concepts>
#include <memory>

namespace sarhad::core {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error{Errc::kInvalid, "odd"};
    }
    return number / 2;
}

Result<int> quarter(int number) {
    SARHAD_TRY(const int once, half(number));
    SARHAD_TRY(const int twice, half(once));
    return twice;
}

Status must_be_even(int number) {
    SARHAD_TRY(const int unused, half(number));
    static_cast<void>(unused);
    return {};
}

Status both_even(int a, int b) {
    SARHAD_TRY_STATUS(must_be_even(a));
    SARHAD_TRY_STATUS(must_be_even(b));
    return {};
}

static_assert(!std::convertible_to<Result<int>, bool>, "only asked in so many words");

TEST(Result, HoldsAValueOrAnError) {
    EXPECT_EQ(*half(4), 2);
    ASSERT_FALSE(half(3));
    EXPECT_EQ(half(3).error().code, Errc::kInvalid);
    EXPECT_EQ(half(3).error().what, "odd");
}

TEST(Result, TryPassesTheFirstErrorOn) {
    EXPECT_EQ(*quarter(8), 2);
    EXPECT_FALSE(quarter(6));
    EXPECT_FALSE(quarter(3));
}

TEST(Result, TryStatusPassesTheErrorOn) {
    EXPECT_TRUE(both_even(2, 4));
    EXPECT_FALSE(both_even(2, 3));
    EXPECT_FALSE(both_even(3, 2));
}

TEST(Result, MovesWhatCannotBeCopied) {
    Result<std::unique_ptr<int>> made{std::make_unique<int>(7)};
    const std::unique_ptr<int> taken = *std::move(made);
    EXPECT_EQ(*taken, 7);
}

TEST(Result, ReadsMembersOfTheValue) {
    const Result<std::string> text{std::string{"fine"}};
    EXPECT_EQ(text->size(), 4U);
}

TEST(ResultDeathTest, ReadingTheWrongSideAborts) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    const Result<int> failed = half(3);
    const Result<int> worked = half(2);
    EXPECT_DEATH(static_cast<void>(*failed), "CHECK failed: has_value");
    EXPECT_DEATH(static_cast<void>(worked.error()), "CHECK failed: !has_value");
    EXPECT_DEATH(static_cast<void>(Status{}.error()), "CHECK failed");
}

}  // namespace
}  // namespace sarhad::core
