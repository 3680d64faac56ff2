#include "core/redacted.h"

#include "core/log.h"
#include "core/text.h"

#include <gtest/gtest.h>

#include <concepts>
#include <ostream>

namespace sarhad::core {
namespace {

using Secret = Redacted<std::string>;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};
template <class T>
concept Joinable = std::constructible_from<Piece, T>;  // What cat() asks of its pieces.
template <class T>
concept Loggable = requires(const T& value) {
    LogField{"key", value};
};

// The controls: the same checks hold for what may be written.
static_assert(Streamable<std::string> && Joinable<std::string> && Loggable<std::string>);

static_assert(!std::convertible_to<Secret, std::string>);
static_assert(!std::convertible_to<Secret, std::string_view>);
static_assert(!std::constructible_from<std::string, Secret>);
static_assert(!std::constructible_from<std::string_view, Secret>);
static_assert(!std::convertible_to<std::string, Secret>, "wrapping is explicit");
static_assert(!Streamable<Secret>);
static_assert(!Joinable<Secret>);
static_assert(!Loggable<Secret> && !Loggable<Redacted<int>>);

TEST(Redacted, RevealsWhatItHolds) {
    EXPECT_EQ(Secret{"invented name"}.reveal(), "invented name");
}

TEST(Redacted, ComparesByItsValue) {
    EXPECT_EQ(Secret{"a"}, Secret{"a"});
    EXPECT_LT(Secret{"a"}, Secret{"b"});
}

}  // namespace
}  // namespace sarhad::core
