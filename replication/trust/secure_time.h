#pragma once

#include "core/clock.h"

#include <cstdint>

namespace sarhad::replication {

/// Both clocks of a machine, read together: "now" of one update.
struct Clocks {
    core::WallTime rtc;   ///< What the machine thinks the time is: anybody may have set it.
    core::MonoTime mono;  ///< Since its boot, sleep included: nobody can set it.
};

/// The time that no clock setting changes: what the last tick said, and what CLOCK_BOOTTIME has
/// counted since. After a reboot, until a tick comes, it is the later of what was persisted and the
/// machine's clock, and marked unproven. Thread: any one.
class SecureTime {
public:
    /// A tick further ahead than this of the time here and of the machine's clock is held.
    static constexpr core::Duration kAheadMax = std::chrono::hours{1};
    /// A clock that runs fast may be set back by one part in so many of the time since the last
    /// tick: ten times what a quartz drifts. What an attacker who delays ticks can gain is no more.
    static constexpr std::int64_t kDriftPart = 5000;

    /// After a boot. `persisted`: proven_floor() of before; 0 where there is none.
    SecureTime(core::WallTime persisted, const Clocks& now);
    /// A person vouches for the machine's clock (sarhadctl key verify --at).
    [[nodiscard]] static SecureTime believed(const Clocks& now);

    [[nodiscard]] core::WallTime at(core::MonoTime mono) const;
    [[nodiscard]] bool is_proven() const { return is_proven_; }
    /// What may be persisted: never further than ticks have proved.
    [[nodiscard]] core::WallTime proven_floor(core::MonoTime mono) const;
    /// A tick of `time` would be a leap that neither clock here supports.
    [[nodiscard]] bool is_leap(core::WallTime time, const Clocks& now) const;
    /// A tick was accepted. `may_leap`: the root's holders have said that the time may jump.
    void on_tick(core::WallTime time, core::MonoTime mono, bool may_leap);
    /// The keys that told the time are believed no more: it is the machine's clock again, and not
    /// before `at_least`.
    void forget(core::WallTime at_least, const Clocks& now);

private:
    core::WallTime anchor_{};  ///< The time at `since_`.
    core::MonoTime since_{};
    core::WallTime floor_{};  ///< Proved by ticks before this boot.
    bool is_proven_{false};
};

/// `time` later by `by`, in whole microseconds.
[[nodiscard]] core::WallTime later(core::WallTime time, core::Duration by);

}  // namespace sarhad::replication
