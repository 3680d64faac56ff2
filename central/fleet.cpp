#include "central/fleet.h"

#include "central/boot_ids.h"
#include "core/text.h"
#include "replication/release.h"
#include "wire/streams.h"

#include <algorithm>

namespace sarhad::central {

using core::cat;

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

bool is_over_grace(core::WallTime since, const FleetTargets& targets, core::WallTime now) {
    const auto grace =
        std::chrono::duration_cast<std::chrono::microseconds>(targets.outdated_after);
    return now.micros > since.micros + grace.count();
}

bool is_outdated(const ListStanding& list, const FleetTargets& targets, core::WallTime now) {
    return list.missing > targets.outdated_deltas ||
           (list.missing > 0 && is_over_grace(list.behind_since.value_or(now), targets, now));
}

/// The first of the node's streams in that direction that is stopped; empty where none is.
std::string stopped(const NodeFacts& node, replication::Direction direction) {
    for (const QuarantineRow& row : node.quarantines) {
        if (row.direction == direction) {
            return cat(replication::name_of(direction, row.stream),
                       " (stream ",
                       row.stream.value(),
                       " ",
                       replication::word_of(direction),
                       ") stopped since ",
                       core::to_rfc3339(row.at),
                       ": ",
                       row.reason);
        }
    }
    return "";
}

std::string why_outdated(const NodeFacts& node,
                         const NodeStatus& status,
                         const FleetTargets& targets,
                         core::WallTime now) {
    if (std::string why = stopped(node, replication::Direction::kDown); !why.empty()) {
        return why;
    }
    const core::WallTime alerts_since = node.alerts_missing_since.value_or(now);
    if (status.alerts_missing > 0 && is_over_grace(alerts_since, targets, now)) {
        return cat(status.alerts_missing, " alerts missing since ", core::to_rfc3339(alerts_since));
    }
    for (const ListStanding& list : status.lists) {
        if (is_outdated(list, targets, now)) {
            return cat(list.name,
                       ": ",
                       list.missing,
                       " changes missing since ",
                       core::to_rfc3339(list.behind_since.value_or(now)));
        }
    }
    return "";
}

std::string why_behind(const NodeFacts& node) {
    if (std::string why = stopped(node, replication::Direction::kUp); !why.empty()) {
        return why;
    }
    return node.outbox > 0 ? cat(node.outbox, " rows wait in its outbox") : "";
}

/// The row that says that two machines have its keys; null where none does.
const QuarantineRow* find_cloned(const NodeFacts& node) {
    const auto found = std::find_if(node.quarantines.begin(),
                                    node.quarantines.end(),
                                    [](const auto& row) { return row.stream == kEveryStream; });
    return found == node.quarantines.end() ? nullptr : &*found;
}

/// Sets state and reason; the numbers are there already.
void judge(NodeStatus& status,
           const NodeFacts& node,
           const FleetTargets& targets,
           core::WallTime now) {
    if (const QuarantineRow* cloned = find_cloned(node)) {
        status.state = NodeState::kOutdated;
        status.reason = cat(cloned->reason,
                            " since ",
                            core::to_rfc3339(cloned->at),
                            ": nothing is taken from it or sent to it");
        return;
    }
    if (!node.is_live) {
        status.state = node.heard_at ? NodeState::kSilent : NodeState::kNeverSeen;
        status.reason = node.heard_at ? cat("no session since ", core::to_rfc3339(*node.heard_at))
                                      : std::string{"not heard since it was added"};
        return;
    }
    status.state = NodeState::kOutdated;
    status.reason = why_outdated(node, status, targets, now);
    if (status.reason.empty()) {
        status.reason = why_behind(node);
        status.state = status.reason.empty() ? NodeState::kCurrent : NodeState::kBehind;
    }
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
    for (const StreamHead& head : targets.heads) {
        if (wire::is_list_stream(head.position.stream)) {
            status.lists.push_back(standing_of(node, head, targets.editions));
        } else if (head.position.stream == wire::kAlertStream) {
            status.alerts_missing = missing_of(node, head);
        }
    }
    judge(status, node, targets, now);
    return status;
}

}  // namespace sarhad::central
