#pragma once

#include "core/executor.h"
#include "core/result.h"
#include "facts/message.h"
#include "node/lanes.h"
#include "node/passages_store.h"
#include "node/screener.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace sarhad::node {

/// How messages come to be screened, and by what.
template <class T>
struct ScreeningSteps {
    core::WallTime now;  ///< When all of it is.
    /// On a match thread.
    std::function<core::Result<std::vector<facts::Message>>()> read;
    /// On a match thread, with what is on record of the travellers.
    std::function<core::Result<T>(const std::vector<facts::Message>&, const Histories&)> screen;
    std::function<void(core::Result<T>)> done;  ///< On the loop; with the first error.
};

/// Reads messages, then from the store what is on record of their travellers, then screens them.
/// What is recorded before the second step is counted. Thread: loop. `lanes` and `screener` outlive
/// all steps.
template <class T>
void run_steps(Lanes& lanes, const Screener& screener, ScreeningSteps<T> steps) {
    using Messages = std::vector<facts::Message>;
    auto shared = std::make_shared<ScreeningSteps<T>>(std::move(steps));
    lanes.ask<Messages>(
        core::Lane::kMatch, shared->read, [&lanes, &screener, shared](core::Result<Messages> read) {
            if (!read) {
                shared->done(read.error());
                return;
            }
            auto messages = std::make_shared<const Messages>(*std::move(read));
            lanes.ask<Histories>(
                core::Lane::kStore,
                [&screener, shared, messages] {
                    return screener.histories_of(*messages, shared->now);
                },
                [&lanes, shared, messages](core::Result<Histories> found) {
                    if (!found) {
                        shared->done(found.error());
                        return;
                    }
                    auto histories = std::make_shared<const Histories>(*std::move(found));
                    lanes.ask<T>(
                        core::Lane::kMatch,
                        [shared, messages, histories] {
                            return shared->screen(*messages, *histories);
                        },
                        shared->done);
                });
        });
}

}  // namespace sarhad::node
