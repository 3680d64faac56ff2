// What is counted of persons, and what ports are told of it.
#include "central/central.h"
#include "central/counts_maker.h"
#include "central/events.h"

#include <utility>

namespace sarhad::central {

using core::Result;

namespace {

constexpr core::Duration kCountedEvery = std::chrono::seconds{5};

}  // namespace

void Central::keep_counts() {
    const core::MonoTime now = parts_.clock.mono();
    if (is_counting_ || now - counted_at_ < kCountedEvery) {
        return;
    }
    is_telling_counts_ = now - counts_told_at_ >= settings_.counts_every;
    count_step();
}

/// Step by step until nothing is left, so that none keeps ports' rows waiting.
void Central::count_step() {
    is_counting_ = true;
    lanes_.ask<CountsStep>(
        core::Lane::kStore,
        [this, now = parts_.clock.wall(), may_tell = is_telling_counts_] {
            return counts_->step(now, may_tell);
        },
        [this](const Result<CountsStep>& step) {
            note_write(step);
            is_counting_ = false;
            counted_at_ = parts_.clock.mono();
            if (!step) {
                if (std::exchange(counts_fault_, step.error().what) != step.error().what) {
                    parts_.log.write(kCountsFail, {{"why", step.error().what}});
                }
                return;
            }
            counts_fault_.clear();
            if (step->head) {
                set_head(*step->head);
                sessions_->on_published(step->head->position);
                parts_.log.write(
                    kCountsTold,
                    {{"holders", step->holders}, {"seq", step->head->position.seq.value()}});
            }
            if (step->has_more && tick_) {
                count_step();
            } else if (!step->has_more && is_telling_counts_) {
                counts_told_at_ = counted_at_;
            }
        });
}

}  // namespace sarhad::central
