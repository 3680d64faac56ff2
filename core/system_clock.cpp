#include "core/system_clock.h"

#include "core/check.h"

#include <ctime>

namespace sarhad::core {
namespace {

std::timespec read(clockid_t which) {
    std::timespec now{};
    SARHAD_CHECK(clock_gettime(which, &now) == 0);
    return now;
}

}  // namespace

WallTime SystemClock::wall() const {
    const std::timespec now = read(CLOCK_REALTIME);
    return {std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000};
}

MonoTime SystemClock::mono() const {
    const std::timespec now = read(CLOCK_BOOTTIME);
    return {std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}};
}

}  // namespace sarhad::core
