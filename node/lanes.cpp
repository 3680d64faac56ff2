#include "node/lanes.h"

namespace sarhad::node {

core::Error Lanes::busy() {
    return {core::Errc::kExhausted, "this node is busy; try again in a second"};
}

void Lanes::commit(std::function<core::Status(store::Transaction&)> work,
                   std::function<void(core::Status)> done) {
    auto answer = [this, done](const core::Status& status) {
        inbox_.push([this, done, status] {
            done(status);
            committed_();
        });
    };
    const core::Status taken =
        queue_.submit({std::move(work), std::move(answer), store::Repeat::kRepeatable});
    if (!taken) {
        inbox_.push([done = std::move(done), taken] { done(taken); });
    }
}

}  // namespace sarhad::node
