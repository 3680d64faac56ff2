#include "replication/trust/secure_time.h"

#include <algorithm>

namespace sarhad::replication {

namespace {

constexpr core::WallTime kEarliest{0};
/// 2200-01-01: clocks beyond it are broken, and no sum overflows.
constexpr core::WallTime kLatest{7'258'118'400'000'000};

core::WallTime sane(core::WallTime time) {
    return std::clamp(time, kEarliest, kLatest);
}

}  // namespace

core::WallTime later(core::WallTime time, core::Duration by) {
    return {time.micros + std::chrono::duration_cast<std::chrono::microseconds>(by).count()};
}

SecureTime::SecureTime(core::WallTime persisted, const Clocks& now)
    : anchor_{std::max(sane(persisted), sane(now.rtc))},
      since_{now.mono},
      floor_{sane(persisted)} {}

SecureTime SecureTime::believed(const Clocks& now) {
    SecureTime time{now.rtc, now};
    time.is_proven_ = true;
    return time;
}

core::WallTime SecureTime::at(core::MonoTime mono) const {
    return later(anchor_, std::max(mono - since_, core::Duration{0}));
}

core::WallTime SecureTime::proven_floor(core::MonoTime mono) const {
    return is_proven_ ? at(mono) : floor_;
}

bool SecureTime::is_leap(core::WallTime time, const Clocks& now) const {
    // Unproven, our time is only the machine's clock, and signed words weigh more than that.
    return is_proven_ && time > later(at(now.mono), kAheadMax) &&
           time > later(sane(now.rtc), kAheadMax);
}

void SecureTime::on_tick(core::WallTime time, core::MonoTime mono, bool may_leap) {
    if (is_proven_ && !may_leap) {
        const core::Duration passed = std::max(mono - since_, core::Duration{0});
        time = std::max(time, later(anchor_, passed - passed / kDriftPart));
    }
    anchor_ = time;
    since_ = mono;
    is_proven_ = true;
}

void SecureTime::forget(core::WallTime at_least, const Clocks& now) {
    anchor_ = std::max(at_least, sane(now.rtc));
    since_ = now.mono;
    floor_ = at_least;
    is_proven_ = false;
}

}  // namespace sarhad::replication
