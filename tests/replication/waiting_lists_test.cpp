#include "replication/waiting_lists.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::replication {
namespace {

using core::StreamId;
using Lists = WaitingLists<std::string>;

TEST(WaitingLists, OneThatFailsComesTwiceAsLateEachTime) {
    Lists lists;
    core::MonoTime now;
    const StreamId one{7};
    EXPECT_EQ(lists.due(), std::nullopt);
    lists.want(one);
    EXPECT_EQ(lists.next(now), one);
    core::Duration pause = Lists::kRetryMin;
    for (int tries = 0; tries < 10; ++tries) {
        lists.put_off(one, now) = "why";
        EXPECT_EQ(lists.due(), now + pause);
        EXPECT_EQ(lists.next(now), std::nullopt);
        now = now + pause;
        EXPECT_EQ(lists.next(now), one);
        pause = std::min(pause * 2, Lists::kRetryMax);
    }
    EXPECT_EQ(pause, Lists::kRetryMax);
    EXPECT_EQ(lists.at(one), "why");
}

TEST(WaitingLists, WantedAgainNothingChangesDroppedAllIsForgotten) {
    Lists lists;
    const core::MonoTime now;
    lists.want(StreamId{7});
    lists.want(StreamId{8});
    lists.put_off(StreamId{7}, now) = "why";
    lists.want(StreamId{7});
    EXPECT_EQ(lists.next(now), StreamId{8});
    lists.drop(StreamId{8});
    EXPECT_EQ(lists.next(now), std::nullopt);
    EXPECT_EQ(lists.find(StreamId{8}), nullptr);
    lists.drop(StreamId{7});
    lists.want(StreamId{7});
    EXPECT_EQ(lists.next(now), StreamId{7});
    EXPECT_EQ(*lists.find(StreamId{7}), "");
}

}  // namespace
}  // namespace sarhad::replication
