#include "replication/link_meter.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::Duration;
using core::MonoTime;

namespace {

constexpr std::int64_t kMicro = 1'000'000;
/// A sample over less than this says more of our own turns than of the line.
constexpr Duration kSampleMin = std::chrono::milliseconds{1};
constexpr int kWindowRoundTrips = 6;
/// A round in which the rate rises by less than a fifth is a steady one.
constexpr std::uint64_t kSteadyGrowth = 6;
constexpr std::uint64_t kSteadyOf = 5;
/// Of the least round trip: a sample that is no longer came over an empty line.
constexpr int kNearPermille = 1050;

std::int64_t micros(Duration time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

}  // namespace

void LinkMeter::restart() {
    *this = LinkMeter{};
}

void LinkMeter::on_sent(std::uint64_t bytes, MonoTime now) {
    const bool is_alone = frames_.empty() && is_draining_;
    if (frames_.empty()) {
        first_sent_at_ = now;
        received_at_ = now;
    }
    if (round_trip_ && now >= drain_at_) {
        is_draining_ = true;
    }
    sent_ += bytes;
    frames_.push_back({sent_,
                       bytes,
                       now,
                       first_sent_at_,
                       received_,
                       received_at_,
                       sent_ <= idle_until_ || received_ < idle_until_,
                       is_alone});
}

void LinkMeter::on_sent_beside(std::uint64_t bytes, MonoTime now) {
    const bool was_draining = std::exchange(is_draining_, false);
    on_sent(bytes, now);
    is_draining_ = was_draining;
    frames_.back().is_ours_to_blame = true;
}

void LinkMeter::on_nothing_to_send() {
    idle_until_ = sent_;
}

void LinkMeter::on_received(std::uint64_t upto, MonoTime now) {
    std::optional<InFlight> last;
    while (!frames_.empty() && frames_.front().upto <= upto) {
        last = frames_.front();
        frames_.pop_front();
    }
    if (!last) {
        return;
    }
    received_ = last->upto;
    take_rate(*last, now);
    watch_growth(*last);
    take_round_trip(*last, now);
    first_sent_at_ = last->sent_at;
    received_at_ = now;
}

void LinkMeter::take_round_trip(const InFlight& frame, MonoTime now) {
    // Its own time is known only once the rate is: where it was sent alone for that.
    const Duration own = frame.is_alone ? time_of(frame.bytes) : Duration::zero();
    const Duration taken = std::max<Duration>(now - frame.sent_at - own, Duration::zero());
    const bool is_near = round_trip_ && taken <= *round_trip_ * kNearPermille / 1000;
    if (!round_trip_) {
        drain_at_ = now + kFirstDrainAfter;
    }
    if (frame.is_alone) {
        is_draining_ = false;
        round_trip_ = taken;  // Also where it is longer: the way may have changed.
    } else {
        round_trip_ = std::min(round_trip_.value_or(taken), taken);
    }
    if (frame.is_alone || (is_near && is_distance_known_ && !is_draining_)) {
        is_distance_known_ = true;
        drain_at_ = now + kDrainEvery;
    }
}

Duration LinkMeter::time_of(std::uint64_t bytes) const {
    const std::uint64_t known = rate();
    const std::uint64_t us = known == 0 ? 0 : bytes * kMicro / known;
    return std::chrono::microseconds{static_cast<std::int64_t>(us)};
}

void LinkMeter::take_rate(const InFlight& frame, MonoTime now) {
    const Duration sending = frame.sent_at - frame.first_sent_at;
    const Duration arriving = now - frame.received_at;
    const Duration over = std::max({sending, arriving, kSampleMin});
    const std::uint64_t sample =
        (received_ - frame.received_before) * kMicro / static_cast<std::uint64_t>(micros(over));
    if (frame.is_ours_to_blame) {
        rate_now_ = std::max(rate_now_, sample);
        return;
    }
    if (now >= window_ends_) {
        rate_before_ = rate_now_;
        rate_now_ = 0;
        window_ends_ = now + std::max(kRateWindowMin, kWindowRoundTrips * (now - frame.sent_at));
    }
    rate_now_ = std::max(rate_now_, sample);
}

void LinkMeter::watch_growth(const InFlight& frame) {
    if (!is_growing() || frame.is_ours_to_blame || received_ < round_ends_) {
        return;
    }
    round_ends_ = sent_;
    if (rate() * kSteadyOf < rate_of_round_ * kSteadyGrowth) {
        ++steady_rounds_;
    } else {
        steady_rounds_ = 0;
        rate_of_round_ = rate();
    }
}

std::uint64_t LinkMeter::rate() const {
    return std::max(rate_now_, rate_before_);
}

std::uint64_t LinkMeter::carried_in(Duration time) const {
    // Seconds and the rest apart: a rate of a peer's lies must not overflow.
    constexpr std::uint64_t kRateMax = 1ULL << 34U;
    const std::uint64_t known = std::min(rate(), kRateMax);
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, micros(time)));
    return known / 1000 * us / 1000;
}

}  // namespace sarhad::replication
