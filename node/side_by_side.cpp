#include "node/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <memory>

namespace sarhad::node {
namespace {

/// Shared by the helpers, of which some may come when all is done.
struct Parts {
    explicit Parts(std::size_t many, const std::function<void(std::size_t)>& each)
        : count{many}, work{&each} {}

    /// Whoever has a part that is not done keeps the caller, and with it `work`, waiting.
    void help() {
        for (std::size_t part = next.fetch_add(1); part < count; part = next.fetch_add(1)) {
            (*work)(part);
            done.fetch_add(1);
            done.notify_all();
        }
    }

    std::size_t count;
    const std::function<void(std::size_t)>* work;
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
};

}  // namespace

void side_by_side(core::Executor& helpers,
                  std::size_t count,
                  const std::function<void(std::size_t)>& work) {
    if (count == 0) return;
    const auto parts = std::make_shared<Parts>(count, work);
    for (std::size_t helper = 0; helper < std::min(count - 1, kHelpersMax); ++helper) {
        if (!helpers.post(core::Lane::kMatch, [parts] { parts->help(); })) break;
    }
    parts->help();
    for (std::size_t done = parts->done.load(); done < count; done = parts->done.load()) {
        parts->done.wait(done);
    }
}

}  // namespace sarhad::node
