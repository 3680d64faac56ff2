#include "replication/lanes.h"

#include "core/check.h"
#include "wire/messages.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::Seq;
using core::StreamId;

namespace {

/// A lane's share of each round, in bytes.
constexpr std::array<std::uint64_t, 3> kShares{6 * 1024, 3 * 1024, 1024};
/// Header and keys of a FRAGMENT, rounded up.
constexpr std::uint64_t kFragmentHead = 48;

}  // namespace

std::size_t Lanes::index_of(wire::Lane lane) {
    SARHAD_CHECK(lane != wire::Lane::kUrgent);
    return static_cast<std::size_t>(lane) - 1;
}

void Lanes::put(wire::Lane lane, StreamId stream, Seq upto, core::Bytes frame) {
    Queue& queue = queues_.at(index_of(lane));
    queue.bytes += frame.size();
    queue.frames.push_back({stream, upto, std::move(frame)});
}

void Lanes::drop_if(const std::function<bool(StreamId, Seq)>& is_void) {
    for (Queue& queue : queues_) {
        std::erase_if(queue.frames, [&](const Waiting& frame) {
            const bool goes = is_void(frame.stream, frame.upto);
            queue.bytes -= goes ? frame.frame.size() - frame.begun : 0;
            return goes;
        });
    }
}

void Lanes::drop_rowless(wire::Lane lane) {
    Queue& queue = queues_.at(index_of(lane));
    std::erase_if(queue.frames, [&](const Waiting& frame) {
        const bool goes = frame.upto == Seq{0};
        queue.bytes -= goes ? frame.frame.size() - frame.begun : 0;
        return goes;
    });
}

void Lanes::clear() {
    queues_ = {};
}

bool Lanes::empty() const {
    return std::all_of(
        queues_.begin(), queues_.end(), [](const Queue& queue) { return queue.frames.empty(); });
}

std::uint64_t Lanes::waiting(wire::Lane lane) const {
    return queues_.at(index_of(lane)).bytes;
}

std::uint64_t Lanes::size_of_next(const Waiting& frame, std::uint64_t piece_max) {
    const std::uint64_t rest = frame.frame.size() - frame.begun;
    if (frame.begun == 0 && rest <= piece_max) {
        return rest;
    }
    const std::uint64_t most = piece_max > kFragmentHead ? piece_max - kFragmentHead : 1;
    return std::min(rest, most) + kFragmentHead;
}

std::optional<Seq> Lanes::rows_of(const Waiting& frame) {
    return frame.upto == Seq{0} ? std::nullopt : std::optional{frame.upto};
}

void Lanes::pass_on() {
    Queue& before = queues_.at(turn_);
    if (before.frames.empty()) {
        before.deficit = 0;
    }
    turn_ = (turn_ + 1) % kLanes;
    queues_.at(turn_).deficit += kShares.at(turn_);
}

std::optional<std::uint64_t> Lanes::next_size(std::uint64_t piece_max) {
    if (empty()) {
        return std::nullopt;
    }
    while (true) {  // Ends: each round adds to the deficit of a lane that has something.
        const Queue& queue = queues_.at(turn_);
        if (!queue.frames.empty()) {
            const std::uint64_t size = size_of_next(queue.frames.front(), piece_max);
            if (size <= queue.deficit) {
                return size;
            }
        }
        pass_on();
    }
}

Lanes::Piece Lanes::next_piece(std::uint64_t piece_max) {
    Queue& queue = queues_.at(turn_);
    SARHAD_CHECK(!queue.frames.empty());
    Waiting& next = queue.frames.front();
    const std::uint64_t size = size_of_next(next, piece_max);
    SARHAD_CHECK(size <= queue.deficit);
    queue.deficit -= size;
    Piece piece{{}, next.stream, std::nullopt};
    if (next.begun == 0 && next.frame.size() <= piece_max) {
        piece.frame = std::move(next.frame);
        queue.bytes -= piece.frame.size();
        piece.left = rows_of(next);
        queue.frames.pop_front();
        return piece;
    }
    if (next.begun == 0) {
        next.id = wire::frame_id(next.frame);
    }
    const std::size_t bytes = size - kFragmentHead;
    const core::ByteView cut = core::ByteView{next.frame}.subspan(next.begun, bytes);
    const wire::Fragment fragment{next.id,
                                  static_cast<std::uint32_t>(next.begun),
                                  static_cast<std::uint32_t>(next.frame.size()),
                                  core::to_bytes(cut)};
    piece.frame = wire::encode_frame(fragment, static_cast<wire::Lane>(turn_ + 1), next.stream);
    next.begun += bytes;
    queue.bytes -= bytes;
    if (next.begun == next.frame.size()) {
        piece.left = rows_of(next);
        queue.frames.pop_front();
    }
    return piece;
}

}  // namespace sarhad::replication
