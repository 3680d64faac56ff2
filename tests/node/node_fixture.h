#pragma once

#include "rig.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace sarhad::node {

/// Longer than any pause of the node's own.
inline constexpr core::Duration kMoment = std::chrono::milliseconds{500};

/// Events of one kind.
inline std::size_t count_of(const std::vector<NodeEvent>& events, NodeEventKind kind) {
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [&](const NodeEvent& event) { return event.kind == kind; }));
}

/// What the node has recorded, the first 100.
inline std::vector<CrossingItem> crossings_of(Rig& rig) {
    std::vector<CrossingItem> items;
    rig.node->crossings(std::nullopt, 100, [&](core::Result<std::vector<CrossingItem>> page) {
        ASSERT_TRUE(page) << page.error().what;
        items = *std::move(page);
    });
    rig.settle();
    return items;
}

/// A node that is not started yet, and a list of two persons to publish.
class NodeTest : public testing::Test {
protected:
    void publish(const std::vector<wire::Op>& ops) {
        for (const wire::DeltaBody& delta : edition_deltas(
                 ops, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}})) {
            rig_.deliver(delta);
        }
    }

    /// What was found of those who had passed, the first page.
    [[nodiscard]] std::vector<LateHitItem> late_hits() {
        std::vector<LateHitItem> items;
        rig_.node->late_hits(
            std::nullopt, kPageMax, [&](core::Result<std::vector<LateHitItem>> page) {
                ASSERT_TRUE(page) << page.error().what;
                items = *std::move(page);
            });
        rig_.settle();
        return items;
    }

    Rig rig_;
    std::vector<wire::Op> ops_{upsert_of(listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321")),
                               upsert_of(listed_person("T.2", "BOLAT EXAMPLOV", "XT1112223"))};
};

}  // namespace sarhad::node
