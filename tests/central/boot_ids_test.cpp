#include "central/boot_ids.h"

#include <gtest/gtest.h>

#include <chrono>

namespace sarhad::central {
namespace {

using namespace std::chrono_literals;

BootIds::BootId id(std::uint32_t number) {
    BootIds::BootId made{};
    for (std::size_t i = 0; i < 4; ++i) {
        made.at(i) = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return made;
}

core::MonoTime at(core::Duration since) {
    return {since};
}

TEST(BootIds, ANodeThatStartsAnewTenThousandTimesADayIsOneMachine) {
    BootIds boots;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        EXPECT_FALSE(boots.on_hello(id(i), at(i * 8s)));
        EXPECT_FALSE(boots.on_hello(id(i), at(i * 8s + 1s)));  // Its link broke.
    }
}

TEST(BootIds, TwoMachinesThatDriveEachOtherOutAreFoundAtTheSecondReturn) {
    BootIds boots;
    EXPECT_FALSE(boots.on_hello(id(1), at(0s)));
    EXPECT_FALSE(boots.on_hello(id(2), at(30s)));
    EXPECT_FALSE(boots.on_hello(id(1), at(60s)));  // This once may be a late frame.
    EXPECT_TRUE(boots.on_hello(id(2), at(90s)));
    EXPECT_TRUE(boots.on_hello(id(2), at(120s)));
    boots.forget();
    EXPECT_FALSE(boots.on_hello(id(2), at(150s)));
}

TEST(BootIds, ThreeMachinesAreFoundToo) {
    BootIds boots;
    for (std::uint32_t i = 0; i < 4; ++i) {
        EXPECT_FALSE(boots.on_hello(id(i % 3), at(i * 30s)));
    }
    EXPECT_TRUE(boots.on_hello(id(4 % 3), at(4 * 30s)));
}

TEST(BootIds, LateFramesADayApartAreNoSecondMachine) {
    BootIds boots;
    for (std::uint32_t day = 0; day < 30; ++day) {
        EXPECT_FALSE(boots.on_hello(id(2 * day), at(day * 24h)));
        EXPECT_FALSE(boots.on_hello(id(2 * day + 1), at(day * 24h + 1s)));
        EXPECT_FALSE(boots.on_hello(id(2 * day), at(day * 24h + 2s)));
    }
}

}  // namespace
}  // namespace sarhad::central
