#include "replication/bulk_line.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::Duration;
using core::MonoTime;
using core::Seq;
using core::StreamId;

void BulkLine::restart() {
    credit_.restart();
    given_.restart();
    lanes_.clear();
    fragments_.clear();
}

void BulkLine::begin_session() {
    given_.restart();
    lanes_.clear();
}

bool BulkLine::wants_more(wire::Lane lane, MonoTime now) const {
    return lanes_.waiting(lane) < std::max(kWaitingMin, credit_.limit(now));
}

void BulkLine::put(wire::Lane lane, StreamId stream, Seq upto, core::Bytes frame) {
    lanes_.put(lane, stream, upto, std::move(frame));
}

void BulkLine::put_repair(StreamId stream, core::Bytes frame) {
    lanes_.drop_rowless(wire::Lane::kUplink);
    lanes_.put(wire::Lane::kUplink, stream, Seq{0}, std::move(frame));
}

void BulkLine::put_snapshot_question(core::Bytes frame) {
    lanes_.drop_rowless(wire::Lane::kBulk);
    lanes_.put(wire::Lane::kBulk, StreamId{0}, Seq{0}, std::move(frame));
}

void BulkLine::drop_if(const std::function<bool(StreamId, Seq)>& is_void) {
    lanes_.drop_if(is_void);
}

std::vector<Lanes::Piece> BulkLine::take(MonoTime now) {
    std::vector<Lanes::Piece> taken;
    wakes_at_.reset();
    while (true) {
        const std::uint64_t piece_max = credit_.piece(now);
        const std::optional<std::uint64_t> size = lanes_.next_size(piece_max);
        if (!size) {
            credit_.on_nothing_to_send();
            return taken;
        }
        if (!credit_.may_send(*size, now)) {
            wakes_at_ = credit_.changes_at(now);
            return taken;
        }
        taken.push_back(lanes_.next_piece(piece_max));
        credit_.on_sent(taken.back().frame.size(), now);
        mark(taken.back().frame);
    }
}

std::optional<core::Bytes> BulkLine::copy_of_urgent(core::ByteView frame, MonoTime now) {
    const std::optional<Duration> way = credit_.meter().round_trip();
    if (!way || *way < kLongWay || frame.size() > kCopiedMax ||
        !credit_.may_send_beside(frame.size())) {
        return std::nullopt;
    }
    core::Bytes copy = core::to_bytes(frame);
    credit_.on_sent_beside(copy.size(), now);
    mark(copy);
    return copy;
}

void BulkLine::mark(core::Bytes& frame) const {
    wire::set_mark(frame, credit_.mark());
}

Duration BulkLine::patience() const {
    constexpr int kRoundTrips = 4;  // A lost packet takes TCP two, and the report one.
    const Duration way = credit_.meter().round_trip().value_or(Duration::zero());
    return std::min(kRoundTrips * way, kPatienceMax);
}

core::Result<std::optional<Received>> BulkLine::on_received(Received received, MonoTime now) {
    given_.on_mark(received.mark);
    if (const auto* credit = std::get_if<wire::Credit>(&received.message)) {
        credit_.on_credit(*credit, now);
        if (credit->asks) {
            given_.want_report();
        }
        return std::optional<Received>{};
    }
    const auto* fragment = std::get_if<wire::Fragment>(&received.message);
    const bool is_copy = received.lane == wire::Lane::kUrgent &&
                         (std::holds_alternative<wire::Delta>(received.message) ||
                          std::holds_alternative<wire::SignedUpBatch>(received.message));
    if (is_copy) {  // It may be all that is sent for long.
        given_.want_report();
    }
    if (fragment == nullptr) {
        return std::optional{std::move(received)};
    }
    SARHAD_TRY(const std::optional<core::Bytes> whole, fragments_.add(received.lane, *fragment));
    if (!whole) {
        return std::optional<Received>{};
    }
    SARHAD_TRY(Received completed, from_frame(wire::Channel::kBulk, *whole));
    return std::optional{std::move(completed)};
}

std::optional<core::Bytes> BulkLine::due_credit(MonoTime now) {
    const bool asks = !lanes_.empty() && credit_.wants_answer(now);
    if (asks) {
        credit_.on_asked(now);
        given_.want_report();
    }
    std::optional<wire::Credit> report = given_.report();
    if (!report) {
        return std::nullopt;
    }
    report->asks = asks;
    core::Bytes frame = wire::encode_frame(*report, wire::Lane::kUrgent, StreamId{0});
    mark(frame);
    return frame;
}

std::optional<MonoTime> BulkLine::deadline() const {
    if (lanes_.empty()) {
        return std::nullopt;
    }
    return std::min(credit_.ask_at(), wakes_at_.value_or(credit_.ask_at()));
}

}  // namespace sarhad::replication
