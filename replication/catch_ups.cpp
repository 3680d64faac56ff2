#include "replication/catch_ups.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::NodeId;

void CatchUps::ask(NodeId node, MonoTime now) {
    placed_.erase(node);
    core::Duration spread{};
    if (placed_.size() + waiting_.size() >= kAtOnceMax) {
        const auto most = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(kSpreadMax).count());
        spread = std::chrono::milliseconds{static_cast<std::int64_t>(random_.below(most + 1))};
    }
    waiting_.insert_or_assign(node, now + spread);
}

void CatchUps::leave(NodeId node) {
    waiting_.erase(node);
    placed_.erase(node);
}

std::vector<NodeId> CatchUps::admit(MonoTime now) {
    std::erase_if(placed_, [now](const auto& place) { return place.second <= now; });
    std::vector<std::pair<MonoTime, NodeId>> due;
    for (const auto& [node, from] : waiting_) {
        if (from <= now) {
            due.emplace_back(from, node);
        }
    }
    std::sort(due.begin(), due.end());
    std::vector<NodeId> admitted;
    for (const auto& [from, node] : due) {
        if (placed_.size() >= kAtOnceMax) {
            break;
        }
        waiting_.erase(node);
        placed_.emplace(node, now + kPlaceHeldMax);
        admitted.push_back(node);
    }
    return admitted;
}

MonoTime CatchUps::next_place_at() const {
    const auto first =
        std::min_element(placed_.begin(), placed_.end(), [](const auto& one, const auto& other) {
            return one.second < other.second;
        });
    return placed_.size() < kAtOnceMax ? MonoTime{} : first->second;
}

std::optional<MonoTime> CatchUps::deadline() const {
    if (waiting_.empty()) {
        return std::nullopt;
    }
    const auto first =
        std::min_element(waiting_.begin(), waiting_.end(), [](const auto& one, const auto& other) {
            return one.second < other.second;
        });
    return std::max(first->second, next_place_at());
}

}  // namespace sarhad::replication
