// What rules were told stays with the record, and what came of a look at a traveller joins it.
#include "node_fixture.h"

#include "rules/frames/packed_frame.h"
#include "rules/live/live_rules.h"
#include "screening/screen.h"
#include "store/transaction.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sarhad::node {
namespace {

using core::Errc;
using facts::Finding;

class Inspections : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        publish({ops_[1]});
        rig_.drop_file("a.edi", paxlst("A1", {{"QUIETTEST", "ANA", "XT5"}}));
        rig_.pass(kMoment);
        const auto crossings = crossings_of(rig_);
        ASSERT_EQ(crossings.size(), 1U);
        crossing_ = crossings[0].crossing;
    }
    core::Result<facts::Inspection> inspect(const CrossingId& crossing,
                                            Finding finding,
                                            std::uint16_t minutes,
                                            const std::string& officer = "desk.1") {
        core::Result<facts::Inspection> said = core::Error{Errc::kUnavailable, "not answered"};
        rig_.node->inspect({crossing, finding, minutes, {officer, 1001}},
                           [&](auto answer) { said = std::move(answer); });
        rig_.settle();
        return said;
    }
    core::Result<facts::Inspection> told(const CrossingId& crossing) {
        core::Result<facts::Inspection> said = core::Error{Errc::kUnavailable, "not answered"};
        rig_.node->inspection(crossing, [&](auto answer) { said = std::move(answer); });
        rig_.settle();
        return said;
    }
    core::Result<InspectionsPage> listed(InspectionsAsked asked) {
        core::Result<InspectionsPage> said = core::Error{Errc::kUnavailable, "not answered"};
        rig_.node->inspections(std::move(asked), [&](auto answer) { said = std::move(answer); });
        rig_.settle();
        return said;
    }
    std::uint64_t desk_rows() {
        rig_.pass(kMoment);
        auto rows =
            rig_.database->prepare("SELECT coalesce(max(seq), 0) FROM outbox WHERE stream = 5");
        return static_cast<std::uint64_t>(rows->query_int64()->value_or(0));
    }
    facts::Crossing crossing_;
};

TEST_F(Inspections, TheFrameThatWasEvaluatedStaysWithTheRecord) {
    const auto rules = rules::LiveRules::none({});
    rules::engine::FrameBuilder builder{rules->layouts().of(rules::RuleKind::kTraveller)};
    const auto frame =
        rules::frames::unpack_frame(crossing_.decision.frame, rules::RuleKind::kTraveller, builder);
    ASSERT_TRUE(frame) << frame.error().what;
    EXPECT_EQ(frame->now(), crossing_.screened_at.micros);
    EXPECT_EQ(frame->port(), "PKXXA");
    EXPECT_TRUE(screening::at_counter(crossing_.decision).frame.empty());
    EXPECT_NE(crossing_.passage, CrossingId{});
}

TEST_F(Inspections, TheLastWordStaysAndCentralIsToldOfEach) {
    EXPECT_EQ(told(crossing_.id).error().code, Errc::kNotFound);
    const std::uint64_t before = desk_rows();
    const auto first = inspect(crossing_.id, Finding::kPositive, 25);
    ASSERT_TRUE(first) << first.error().what;
    EXPECT_EQ(first->selected, facts::SelectedBy::kOfficer);
    EXPECT_EQ(first->uid, 1001U);
    EXPECT_EQ(*told(crossing_.id), *first);
    const auto second = inspect(crossing_.id, Finding::kNegative, 30);
    ASSERT_TRUE(second);
    EXPECT_EQ(*told(crossing_.id), *second);
    EXPECT_EQ(desk_rows(), before + 2);
}

TEST_F(Inspections, NobodyInspectsWhoIsNotThere) {
    EXPECT_EQ(inspect({9}, Finding::kNegative, 5).error().code, Errc::kNotFound);
    EXPECT_EQ(inspect(crossing_.id, Finding::kNegative, 5, "two words").error().code,
              Errc::kInvalid);
}

/// Five looks at different crossings, a second apart, in no order of their ids.
std::vector<facts::Inspection> put_five(Rig& rig) {
    std::vector<facts::Inspection> said;
    auto transaction = store::Transaction::begin(*rig.database);
    EXPECT_TRUE(transaction);
    for (std::uint8_t i = 0; i < 5; ++i) {
        facts::Inspection one;
        one.crossing[0] = static_cast<std::uint8_t>(i * 97);
        one.at = core::WallTime{1'000'000LL * (10 + i)};
        one.finding = i % 2 == 0 ? Finding::kNegative : Finding::kPositive;
        one.minutes = static_cast<std::uint16_t>(1U << i);
        one.officer = i < 3 ? "desk.1" : "desk.2";
        auto insert = rig.database->prepare("INSERT INTO inspection VALUES (?1, ?2)");
        const core::Bytes body = wire::encode(one);
        insert->bind_all(core::ByteView{one.crossing}, core::ByteView{body});
        EXPECT_TRUE(insert->run());
        said.push_back(std::move(one));
    }
    EXPECT_TRUE(std::move(*transaction).commit());
    std::reverse(said.begin(), said.end());
    return said;
}

TEST_F(Inspections, AreListedNewestFirstByMomentOfficerAndFinding) {
    const auto all = put_five(rig_);
    const auto page = listed({});
    ASSERT_TRUE(page) << page.error().what;
    EXPECT_EQ(page->shown, all);
    EXPECT_EQ(page->count, 5U);
    EXPECT_EQ(page->positive, 2U);
    EXPECT_EQ(page->minutes, 31U);
    EXPECT_FALSE(page->has_more);
    InspectionsAsked asked;
    asked.since = all[2].at;
    EXPECT_EQ(listed(asked)->shown, (std::vector{all[0], all[1], all[2]}));
    asked.officer = "desk.2";
    EXPECT_EQ(listed(asked)->shown, (std::vector{all[0], all[1]}));
    asked.finding = Finding::kPositive;
    EXPECT_EQ(listed(asked)->shown, (std::vector{all[1]}));
    EXPECT_EQ(listed(asked)->minutes, 8U);
    asked.officer = "desk.3";
    EXPECT_TRUE(listed(asked)->shown.empty());
}

TEST_F(Inspections, APageGoesOnWhereTheOneBeforeEnded) {
    const auto all = put_five(rig_);
    InspectionsAsked asked;
    asked.limit = 2;
    std::vector<facts::Inspection> seen;
    for (int pages = 0; pages < 3; ++pages) {
        const auto page = listed(asked);
        ASSERT_TRUE(page);
        EXPECT_EQ(page->has_more, pages < 2);
        EXPECT_EQ(page->count, 5U) << "of all pages";
        seen.insert(seen.end(), page->shown.begin(), page->shown.end());
        asked.before = InspectionPlace{seen.back().at, seen.back().crossing};
    }
    EXPECT_EQ(seen, all);
}

TEST(SelectedBy, IsReadFromTheDecision) {
    facts::Decision decision;
    EXPECT_EQ(facts::selected_by(decision), facts::SelectedBy::kOfficer);
    decision.causes = {{facts::CauseKind::kListTier, facts::Channel::kRed, "wl/demo"}};
    EXPECT_EQ(facts::selected_by(decision), facts::SelectedBy::kOfficer);
    decision.causes.push_back({facts::CauseKind::kRule, facts::Channel::kYellow, "PAX-001"});
    EXPECT_EQ(facts::selected_by(decision), facts::SelectedBy::kRule);
    decision.causes.push_back({facts::CauseKind::kRandomShare, facts::Channel::kYellow, "5"});
    EXPECT_EQ(facts::selected_by(decision), facts::SelectedBy::kRandom) << "what chance finds";
}

}  // namespace
}  // namespace sarhad::node
