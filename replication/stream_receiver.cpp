#include "replication/stream_receiver.h"

#include "core/check.h"
#include "core/plant.h"

namespace sarhad::replication {

using core::Plant;

Arrival StreamReceiver::classify(const Run& run) const {
    if (run.epoch != taken_.epoch) {
        return Arrival::kOtherEpoch;
    }
    if (run.first > next(taken_.seq)) {
        return is_planted(Plant::kAcceptGap) ? Arrival::kNext : Arrival::kGap;
    }
    const bool follows = run.first == next(taken_.seq);
    const bool agrees = follows ? run.previous == taken_.chain
                                : !run.at_taken.has_value() || *run.at_taken == taken_.chain;
    if (!agrees) {
        return Arrival::kFork;
    }
    if (run.last <= held_.seq) {
        return is_planted(Plant::kRepeatIsNew) ? Arrival::kNext : Arrival::kRepeat;
    }
    if (run.last <= taken_.seq) {
        return Arrival::kUnderWay;
    }
    return runs_taken_ < kRunsTakenMax ? Arrival::kNext : Arrival::kBusy;
}

void StreamReceiver::take(const wire::StreamPosition& after) {
    taken_ = after;
    ++runs_taken_;
}

void StreamReceiver::on_stored(const wire::StreamPosition& held) {
    SARHAD_CHECK(runs_taken_ > 0);
    --runs_taken_;
    if (held.seq > held_.seq) {  // A run that was stored twice is answered twice.
        held_ = held;
    }
    if (taken_.seq < held_.seq) {  // It had been given up before the store answered.
        taken_ = held_;
    }
}

void StreamReceiver::on_store_failed() {
    SARHAD_CHECK(runs_taken_ > 0);
    --runs_taken_;
    taken_ = held_;
}

}  // namespace sarhad::replication
