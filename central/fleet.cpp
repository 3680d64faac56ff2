#include "central/fleet.h"

#include "wire/streams.h"

#include <algorithm>

namespace sarhad::central {
namespace {

core::Seq applied_seq(const NodeFacts& node, core::StreamId stream) {
    const auto found = node.applied.find(stream);
    return found == node.applied.end() ? core::Seq{0} : found->second.position.seq;
}

std::uint64_t missing_of(const NodeFacts& node, const StreamHead& head) {
    const core::Seq applied = applied_seq(node, head.position.stream);
    return head.position.seq.value() - std::min(applied.value(), head.position.seq.value());
}

ListStanding standing_of(const NodeFacts& node,
                         const StreamHead& head,
                         const std::vector<EditionMark>& editions) {
    ListStanding standing{head.name, head.edition, 0, missing_of(node, head), std::nullopt};
    const core::Seq applied = applied_seq(node, head.position.stream);
    for (const EditionMark& mark : editions) {
        if (mark.stream != head.position.stream) {
            continue;
        }
        if (mark.last <= applied) {
            standing.edition = mark.edition;
        } else if (!standing.behind_since) {
            standing.behind_since = mark.published_at;
        }
    }
    return standing;
}

bool is_outdated(const ListStanding& list, const FleetTargets& targets, core::WallTime now) {
    if (list.missing == 0) {
        return false;
    }
    const auto grace =
        std::chrono::duration_cast<std::chrono::microseconds>(targets.outdated_after);
    const core::WallTime since = list.behind_since.value_or(now);
    return list.missing > targets.outdated_deltas || now.micros > since.micros + grace.count();
}

}  // namespace

std::string_view to_text(NodeState state) noexcept {
    switch (state) {
        case NodeState::kNeverSeen:
            return "never-seen";
        case NodeState::kSilent:
            return "silent";
        case NodeState::kOutdated:
            return "outdated";
        case NodeState::kBehind:
            return "behind";
        case NodeState::kCurrent:
            return "current";
    }
    return "silent";
}

NodeStatus status_of(const NodeFacts& node, const FleetTargets& targets, core::WallTime now) {
    NodeStatus status;
    status.as_of = node.heard_at;
    status.outbox = node.outbox;
    bool outdated = false;
    for (const StreamHead& head : targets.heads) {
        if (wire::is_list_stream(head.position.stream)) {
            status.lists.push_back(standing_of(node, head, targets.editions));
            outdated = outdated || is_outdated(status.lists.back(), targets, now);
        } else if (head.position.stream == wire::kAlertStream) {
            status.alerts_missing = missing_of(node, head);
        }
    }
    if (!node.is_live) {
        status.state = node.heard_at ? NodeState::kSilent : NodeState::kNeverSeen;
    } else if (outdated) {
        status.state = NodeState::kOutdated;
    } else {
        status.state = node.outbox > 0 ? NodeState::kBehind : NodeState::kCurrent;
    }
    return status;
}

}  // namespace sarhad::central
