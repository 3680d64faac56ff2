#include "replication/credit.h"

#include "core/plant.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::Duration;
using core::MonoTime;

namespace {

/// What a busy machine takes for a turn, beside the way: a short line is not held to its distance.
constexpr Duration kTurn = std::chrono::milliseconds{20};
constexpr Duration kPieceTime = std::chrono::milliseconds{125};

}  // namespace

void SendCredit::restart() {
    base_ += meter_.sent();
    meter_.restart();
    granted_ = 0;
    urgent_at_.reset();
    next_at_ = {};
    ask_at_ = {};
    ask_after_ = kAskAfterMin;
    is_measuring_ = false;
}

std::uint64_t SendCredit::limit(MonoTime now) const {
    const std::optional<Duration> round_trip = meter_.round_trip();
    if (!round_trip) {
        return std::min(granted_, kInFlightMin);
    }
    const Duration way = *round_trip;
    const Duration full = meter_.is_growing() ? way * 2 : way * 3 / 2;
    const Duration time = kTurn + (is_yielding(now) ? way * 9 / 8 : full);
    return std::min(granted_, std::max(kInFlightMin, meter_.carried_in(time)));
}

bool SendCredit::is_yielding(MonoTime now) const {
    const std::optional<Duration> round_trip = meter_.round_trip();
    return urgent_at_ && round_trip && now < *urgent_at_ + *round_trip;
}

std::optional<MonoTime> SendCredit::changes_at(MonoTime now) const {
    if (now < next_at_) {
        return next_at_;
    }
    if (is_yielding(now)) {
        return *urgent_at_ + *meter_.round_trip();
    }
    return std::nullopt;
}

std::uint64_t SendCredit::piece(MonoTime now) const {
    if (meter_.is_draining()) {
        return kPieceMin;  // Its own time weighs least where the rate is known least.
    }
    const bool is_slow = meter_.rate() < kSlowBelow;  // Or not known yet.
    const std::uint64_t most = is_slow ? kSlowPieceMax : std::uint64_t{wire::kMaxWhole};
    const std::uint64_t wanted = meter_.rate() == 0 ? most : meter_.carried_in(kPieceTime);
    return std::clamp(std::min(wanted, limit(now) / 2), kPieceMin, most);
}

bool SendCredit::may_send(std::uint64_t bytes, MonoTime now) const {
    if (is_planted(core::Plant::kCreditIgnored)) {
        return true;
    }
    const std::uint64_t in_flight = meter_.in_flight();
    if (meter_.is_full() || in_flight + bytes > granted_ || now < next_at_) {
        return false;
    }
    // To the nearest frame: where few are in flight, a whole one less is a slow line.
    return in_flight == 0 || (!meter_.is_draining() && in_flight + bytes / 2 <= limit(now));
}

void SendCredit::on_sent(std::uint64_t bytes, MonoTime now) {
    meter_.on_sent(bytes, now);
    is_measuring_ = is_measuring_ || meter_.is_alone();
    const Duration own = meter_.time_of(bytes);
    next_at_ = std::max(next_at_, now + -kTurn) + (meter_.is_growing() ? own / 3 : own * 2 / 3);
    if (meter_.in_flight() == bytes) {
        ask_at_ = now + ask_after_;
    }
}

bool SendCredit::may_send_beside(std::uint64_t bytes) const {
    // While the line runs empty to be measured, nothing may come between.
    const bool is_disturbed = meter_.is_draining() && meter_.in_flight() > 0;
    return !is_disturbed && !meter_.is_full() && meter_.in_flight() + bytes <= granted_;
}

void SendCredit::on_sent_beside(std::uint64_t bytes, MonoTime now) {
    meter_.on_sent_beside(bytes, now);
    next_at_ = std::max(next_at_, now + -kTurn) + meter_.time_of(bytes) * 2 / 3;
    if (meter_.in_flight() == bytes) {
        ask_at_ = now + ask_after_;
    }
}

void SendCredit::on_credit(const wire::Credit& credit, MonoTime now) {
    granted_ = std::min(credit.granted, GivenCredit::kGrantedMax);
    const auto behind = static_cast<std::uint32_t>(mark() - credit.received);
    ask_after_ = kAskAfterMin;
    ask_at_ = now + ask_after_;
    if (behind < meter_.in_flight()) {
        meter_.on_received(meter_.sent() - behind, now);
    }
}

void SendCredit::on_urgent(MonoTime now) {
    urgent_at_ = now;
}

bool SendCredit::wants_answer(MonoTime now) const {
    return is_measuring_ || now >= ask_at_;
}

void SendCredit::on_asked(MonoTime now) {
    if (std::exchange(is_measuring_, false) && now < ask_at_) {
        return;
    }
    ask_at_ = now + ask_after_;
    ask_after_ = std::min(ask_after_ * 2, kAskAfterMax);
}

std::uint32_t SendCredit::mark() const {
    return static_cast<std::uint32_t>(base_ + meter_.sent());
}

void GivenCredit::restart() {
    has_mark_ = false;
    received_ = 0;  // What came of another process would pass for what came of this one.
    reported_ = 0;
    is_wanted_ = true;
}

void GivenCredit::on_mark(std::uint32_t mark) {
    const auto ahead = static_cast<std::int32_t>(mark - received_);
    // A frame that was overtaken says less than we know; one far behind counts anew.
    const bool is_overtaken = ahead <= 0 && -std::int64_t{ahead} <= std::int64_t{kGrantedMax};
    if (has_mark_ && is_overtaken) {
        return;
    }
    if (!has_mark_) {
        reported_ = mark;
        is_wanted_ = true;
    }
    has_mark_ = true;
    received_ = mark;
}

std::optional<wire::Credit> GivenCredit::report() {
    const std::uint32_t unsaid = received_ - reported_;
    if (!is_wanted_ && (!has_mark_ || unsaid < kReportEvery)) {
        return std::nullopt;
    }
    is_wanted_ = false;
    reported_ = received_;
    return wire::Credit{received_, granted_, false};
}

void GivenCredit::grant(std::uint32_t bytes) {
    is_wanted_ = is_wanted_ || bytes != granted_;
    granted_ = bytes;
}

}  // namespace sarhad::replication
