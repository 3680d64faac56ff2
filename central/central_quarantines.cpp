// Streams that are stopped until a person has looked, and what that person does.
#include "central/central.h"
#include "central/events.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::NodeId;
using core::Result;

namespace {

bool is_of(const QuarantineRow& row,
           NodeId node,
           replication::Direction direction,
           core::StreamId stream) {
    return row.node == node && row.direction == direction && row.stream == stream;
}

bool holds(const std::vector<QuarantineRow>& rows, const QuarantineRow& row) {
    return std::any_of(rows.begin(), rows.end(), [&](const QuarantineRow& held) {
        return is_of(held, row.node, row.direction, row.stream) && held.reason == row.reason;
    });
}

}  // namespace

void Central::on_quarantine(const replication::Quarantine& quarantined) {
    quarantine({quarantined.node,
                quarantined.direction,
                quarantined.stream,
                quarantined.reason,
                parts_.clock.wall()});
}

void Central::quarantine(const QuarantineRow& row) {
    if (holds(quarantines_, row)) {
        return;
    }
    parts_.log.write(kQuarantined,
                     {{"node", row.node},
                      {"direction", replication::word_of(row.direction)},
                      {"stream", row.stream},
                      {"why", row.reason}});
    quarantines_.push_back(row);
    record(row);
    tell(StreamQuarantined{row.node, row.stream, row.reason});
}

/// On a disk that takes nothing it is tried again: a quarantine that only the memory has would be
/// over at the next start, without anybody having looked.
void Central::record(const QuarantineRow& row) {
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, row]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.quarantine(row));
            return true;
        },
        [this, row](const Result<bool>& recorded) {
            note_write(recorded);
            if (!recorded) {
                parts_.log.write(kRecordFailed, {{"why", recorded.error().what}});
                unwritten_.push_back(row);
            }
        });
}

void Central::record_again() {
    for (const QuarantineRow& row : std::exchange(unwritten_, {})) {
        if (holds(quarantines_, row)) {
            record(row);
        }
    }
}

/// The node itself had stopped it, and says so no more.
void Central::on_resumed(const replication::Resumed& resumed) {
    const auto found =
        std::find_if(quarantines_.begin(), quarantines_.end(), [&](const QuarantineRow& row) {
            return is_of(row, resumed.node, replication::Direction::kUp, resumed.stream) &&
                   row.reason == replication::kStoppedByNode;
        });
    if (found == quarantines_.end()) {
        return;
    }
    const QuarantineRow row = *found;
    quarantines_.erase(found);
    parts_.log.write(kReleased, {{"node", row.node}, {"direction", "up"}, {"stream", row.stream}});
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, row]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.end_quarantine(row));
            return true;
        },
        [this](const Result<bool>& recorded) {
            note_write(recorded);
            if (!recorded) {  // The next start finds it again, and the node's silence ends it.
                parts_.log.write(kRecordFailed, {{"why", recorded.error().what}});
            }
        });
    tell(StreamReleased{row.node, row.stream});
}

void Central::release_stream(NodeId node,
                             const replication::ReleaseOrder& order,
                             Done<std::vector<ReleaseRow>> done) {
    std::vector<ReleaseRow> lifted;
    for (const QuarantineRow& row : quarantines_) {
        if (is_of(row, node, order.direction, order.stream)) {
            lifted.push_back({row, order.officer, order.why, parts_.clock.wall()});
        }
    }
    if (lifted.empty()) {
        done(Error{Errc::kNotFound,
                   cat("node ",
                       node.value(),
                       ", stream ",
                       order.stream.value(),
                       " ",
                       replication::word_of(order.direction),
                       ": it is not quarantined here")});
        return;
    }
    lanes_.ask<std::vector<ReleaseRow>>(
        core::Lane::kStore,
        [this, lifted]() -> Result<std::vector<ReleaseRow>> {
            SARHAD_TRY_STATUS(parts_.store.release(lifted));
            return lifted;
        },
        [this, done = std::move(done)](const Result<std::vector<ReleaseRow>>& released) {
            note_write(released);
            if (released) {
                on_released(*released);
            }
            done(released);
        });
}

void Central::on_released(const std::vector<ReleaseRow>& lifted) {
    const QuarantineRow& first = lifted.front().quarantine;
    const auto moved = [&](const QuarantineRow& row) {
        return is_of(row, first.node, first.direction, first.stream);
    };
    if (std::erase_if(quarantines_, moved) == 0) {
        return;  // Two persons at once.
    }
    if (first.direction == replication::Direction::kDown) {
        applied_[first.node].erase(first.stream);
    }
    parts_.log.write(kReleased,
                     {{"node", first.node},
                      {"direction", replication::word_of(first.direction)},
                      {"stream", first.stream}});
    tell(StreamReleased{first.node, first.stream});
    sessions_->release(first.node, first.direction, first.stream);
}

void Central::releases(Done<std::vector<ReleaseRow>> done) {
    lanes_.ask<std::vector<ReleaseRow>>(
        core::Lane::kStore,
        [this] { return parts_.store.releases(replication::kReleasesShownMax); },
        std::move(done));
}

}  // namespace sarhad::central
