#include "replication/stream_sender.h"

#include "core/plant.h"

#include <algorithm>

namespace sarhad::replication {

using core::MonoTime;
using core::Plant;
using core::Seq;

StreamSender::StreamSender(Window window, Seq acked, Seq tail)
    : window_{window}, acked_{acked}, sent_{acked}, tail_{std::max(acked, tail)}, left_{acked} {}

void StreamSender::resume(Seq held) {
    is_active_ = true;
    resend_after_ = kResendMin;
    nacked_at_.reset();
    if (is_planted(Plant::kResumeAfterSent) && sent_ > held) {
        acked_ = std::min(held, tail_);
        is_paused_ = false;
        in_flight_.clear();
        bytes_in_flight_ = 0;
        deadline_.reset();
        return;
    }
    acked_ = std::min(held, tail_);
    rewind_to(acked_);
    left_ = sent_;
}

void StreamSender::suspend() {
    is_active_ = false;
    deadline_.reset();
}

void StreamSender::on_tail(Seq tail) {
    tail_ = std::max(tail_, tail);
}

std::optional<LoadRequest> StreamSender::next_load() {
    const std::uint64_t in_flight = sent_.value() - acked_.value();
    const bool is_full = in_flight >= window_.rows_max || bytes_in_flight_ >= window_.bytes_max;
    if (!is_active_ || is_loading_ || is_paused_ || is_full || sent_ >= tail_) {
        return std::nullopt;
    }
    is_loading_ = true;
    is_load_stale_ = false;
    return LoadRequest{sent_, window_.rows_max - in_flight, window_.bytes_max - bytes_in_flight_};
}

bool StreamSender::is_load_wanted() const {
    return is_active_ && is_loading_ && !is_load_stale_;
}

void StreamSender::on_sent(Seq upto, std::uint64_t bytes, MonoTime now) {
    if (on_queued(upto, bytes)) {
        on_left(upto, core::Duration::zero(), now);
    }
}

bool StreamSender::on_queued(Seq upto, std::uint64_t bytes) {
    const bool is_wanted = is_load_wanted();
    is_loading_ = false;
    if (!is_wanted || upto <= sent_) {
        return false;
    }
    sent_ = upto;
    in_flight_.push_back({upto, bytes});
    bytes_in_flight_ += bytes;
    return true;
}

void StreamSender::on_left(Seq upto, core::Duration way, MonoTime now) {
    if (!is_active_ || upto <= left_ || upto > sent_) {
        return;
    }
    left_ = upto;
    way_ = way;
    if (!deadline_ && left_ > acked_) {
        deadline_ = now + patience();
    }
}

void StreamSender::on_load_void() {
    is_loading_ = false;
}

void StreamSender::on_load_failed(MonoTime now) {
    is_loading_ = false;
    is_paused_ = true;
    if (!deadline_) {
        deadline_ = now + resend_after_;
    }
}

bool StreamSender::on_ack(Seq upto, MonoTime now) {
    if (!is_active_ || upto > tail_) {
        return false;
    }
    if (upto <= acked_) {
        if (deadline_ && !in_flight_.empty()) {
            deadline_ = now + patience();
        }
        return false;
    }
    acked_ = upto;
    resend_after_ = kResendMin;
    if (sent_ <= acked_) {  // An acknowledgement may overtake our rewind: nothing to resend then.
        rewind_to(acked_);
        sent_ = left_ = acked_;
        return true;
    }
    while (!in_flight_.empty() && in_flight_.front().upto <= acked_) {
        bytes_in_flight_ -= in_flight_.front().bytes;
        in_flight_.pop_front();
    }
    left_ = std::max(left_, acked_);
    deadline_.reset();
    if (left_ > acked_) {
        deadline_ = now + patience();
    }
    return true;
}

void StreamSender::on_nack(Seq from, MonoTime now) {
    if (!is_active_ || from.value() == 0 || from.value() > tail_.value()) {
        return;
    }
    // What was acknowledged is durable over there; a NACK below it is a late repeat.
    const Seq last_there = std::max(acked_, Seq{from.value() - 1});
    const bool is_repeat = nacked_at_ && last_there == nacked_ && now - *nacked_at_ < kResendMin;
    if (last_there >= sent_ || is_repeat) {
        return;
    }
    nacked_ = last_there;
    nacked_at_ = now;
    rewind_to(last_there);
}

void StreamSender::on_timer(MonoTime now) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    resend_after_ = std::min(resend_after_ * 2, kResendMax);
    if (is_planted(Plant::kNeverResend)) {
        deadline_ = now + resend_after_;  // Never in the past, or the owner's timer would spin.
        return;
    }
    rewind_to(acked_);
}

core::Duration StreamSender::patience() const {
    std::uint64_t bytes = 0;
    for (const Sent& sent : in_flight_) {
        bytes += sent.upto <= left_ ? sent.bytes : 0;
    }
    const std::uint64_t ms = bytes * 1000 / kLinkBytesMin;
    return resend_after_ + way_ + std::chrono::milliseconds{static_cast<std::int64_t>(ms)};
}

std::optional<MonoTime> StreamSender::deadline() const {
    return deadline_;
}

void StreamSender::rewind_to(Seq seq) {
    sent_ = std::min(sent_, seq);
    if (sent_ < acked_) {
        sent_ = acked_;
    }
    while (!in_flight_.empty() && in_flight_.back().upto > sent_) {
        bytes_in_flight_ -= in_flight_.back().bytes;
        in_flight_.pop_back();
    }
    if (sent_ == acked_) {
        in_flight_.clear();
        bytes_in_flight_ = 0;
    }
    left_ = std::min(left_, sent_);
    is_paused_ = false;
    deadline_.reset();
    is_load_stale_ = is_loading_;
}

}  // namespace sarhad::replication
