#include "central/sweeper.h"

#include "central/events.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

core::WallTime Sweeper::before() const {
    constexpr auto kKept = std::chrono::duration_cast<std::chrono::microseconds>(kDeltasKept);
    return {parts_.clock.wall().micros - kKept.count()};
}

bool Sweeper::has_work() const {
    const core::WallTime before = this->before();
    return std::any_of(parts_.editions.begin(), parts_.editions.end(), [&](const EditionMark& one) {
        return wire::is_list_stream(one.stream) && one.published_at <= before;
    });
}

void Sweeper::tick() {
    if (is_at_work_ || (!place_ && parts_.clock.mono() < next_at_)) {
        return;
    }
    if (!place_ && !has_work()) {
        end();
        return;
    }
    is_at_work_ = true;
    parts_.lanes.ask<Swept>(
        core::Lane::kStore,
        [this, order = SweepOrder{place_.value_or(SweepPlace{}), before()}] {
            return parts_.store.sweep(order);
        },
        [this](const core::Result<Swept>& swept) { on_swept(swept); });
}

/// One that fails is tried again tomorrow, from the beginning: a full disk has others at it.
void Sweeper::on_swept(const core::Result<Swept>& swept) {
    is_at_work_ = false;
    if (!swept) {
        parts_.log.write(kSweepFailed, {{"why", swept.error().what}});
        end();
        return;
    }
    sum_.deltas += swept->deltas;
    sum_.bytes += swept->bytes;
    sum_.changes += swept->changes;
    place_ = swept->next;
    if (!place_) {
        end();
    }
}

void Sweeper::end() {
    if (sum_.deltas + sum_.changes > 0) {
        parts_.log.write(
            kSwept, {{"deltas", sum_.deltas}, {"bytes", sum_.bytes}, {"changes", sum_.changes}});
    }
    sum_ = {};
    place_.reset();
    next_at_ = parts_.clock.mono() + kEvery;
}

}  // namespace sarhad::central
