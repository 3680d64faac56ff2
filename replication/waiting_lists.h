#pragma once

#include "core/check.h"
#include "core/clock.h"
#include "core/ids.h"

#include <algorithm>
#include <map>
#include <optional>

namespace sarhad::replication {

/// Lists that something is to be done with, one at a time, and when: one that fails comes again
/// later, each time later. `More` is what else is kept of a list while it waits. Sans-IO.
template <class More>
class WaitingLists {
public:
    static constexpr core::Duration kRetryMin = std::chrono::seconds{2};
    static constexpr core::Duration kRetryMax = std::chrono::minutes{2};

    /// At once. No change where it waits already.
    void want(core::StreamId stream) { waiting_.try_emplace(stream); }
    void drop(core::StreamId stream) { waiting_.erase(stream); }
    [[nodiscard]] bool contains(core::StreamId stream) const { return waiting_.contains(stream); }
    /// Null where it does not wait.
    [[nodiscard]] More* find(core::StreamId stream) {
        const auto found = waiting_.find(stream);
        return found == waiting_.end() ? nullptr : &found->second.more;
    }
    /// One whose time has come.
    [[nodiscard]] std::optional<core::StreamId> next(core::MonoTime now) const {
        const auto due = std::find_if(waiting_.begin(), waiting_.end(), [now](const auto& one) {
            return one.second.not_before <= now;
        });
        return due == waiting_.end() ? std::nullopt : std::optional{due->first};
    }
    /// When next() has one; none: never.
    [[nodiscard]] std::optional<core::MonoTime> due() const {
        std::optional<core::MonoTime> first;
        for (const auto& [stream, one] : waiting_) {
            first = std::min(first.value_or(one.not_before), one.not_before);
        }
        return first;
    }
    /// Of one that waits.
    [[nodiscard]] More& at(core::StreamId stream) { return one_of(stream).more; }
    /// One that waits has failed: it comes twice as late as the last time.
    More& put_off(core::StreamId stream, core::MonoTime now) {
        One& one = one_of(stream);
        one.pause = std::clamp(one.pause * 2, kRetryMin, kRetryMax);
        one.not_before = now + one.pause;
        return one.more;
    }
    /// Calls `told(stream, more)` for each, by stream.
    template <class Told>
    void for_each(const Told& told) const {
        for (const auto& [stream, one] : waiting_) {
            told(stream, one.more);
        }
    }

private:
    struct One {
        core::Duration pause{0};  ///< After the last try that failed.
        core::MonoTime not_before{};
        More more{};
    };
    [[nodiscard]] One& one_of(core::StreamId stream) {
        const auto found = waiting_.find(stream);
        SARHAD_CHECK(found != waiting_.end());
        return found->second;
    }

    std::map<core::StreamId, One> waiting_;
};

}  // namespace sarhad::replication
