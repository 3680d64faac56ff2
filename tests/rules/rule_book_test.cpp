// An agency's rules over their life: who may change them, and which way.
#include "rules/pack/rule_book.h"

#include "rule_bench.h"

#include "core/text.h"
#include "rules/pack/rule_bytes.h"
#include "support/authored_rule.h"

namespace sarhad::rules {
namespace {

using core::Errc;

/// Different bytes, different hash, as far as tests go.
facts::Hash256 sum(core::ByteView bytes) {
    facts::Hash256 hash{};
    std::uint64_t state = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : bytes) {
        state = (state ^ byte) * 0x100000001b3U;
        hash[state % hash.size()] ^= static_cast<std::uint8_t>(state >> 40U);
    }
    return hash;
}

core::Bytes rule(rule_changes::Said said) {
    if (said.owner.empty()) {
        said.owner = "customs";
    }
    core::Bytes bytes = rule_changes::rule(said);
    EXPECT_FALSE(bytes.empty());
    return bytes;
}

class RuleBookTest : public testing::Test {
protected:
    /// The error's text, "" where it was taken.
    std::string put(const std::vector<core::Bytes>& rules,
                    const std::vector<std::string>& retired = {},
                    const std::string& by = "customs",
                    bool may_go_straight = false) {
        const auto next = book_->changed({by, rules, retired, may_go_straight}, edition_ + 1);
        if (!next) {
            code_ = next.error().code;
            return next.error().what;
        }
        ++edition_;
        book_ = *next;
        return {};
    }
    std::string retire(const std::string& id, const std::string& by = "customs") {
        return put({}, {id}, by);
    }

    std::uint64_t edition_{0};
    std::shared_ptr<const RuleBook> book_ = RuleBook::empty(&sum);
    Errc code_{};
};

TEST_F(RuleBookTest, ARuleGoesByShadowToLiveAndRetires) {
    EXPECT_EQ(put({rule({})}), "");
    EXPECT_EQ(book_->live()->size(), 1U);
    EXPECT_EQ(put({rule({.rev = 2, .mode = "live"})}), "");
    EXPECT_EQ(book_->find("TST-001")->mode, RuleMode::kLive);
    EXPECT_EQ(book_->pack().rule_count(), 1U);
    EXPECT_EQ(book_->live()->versions().pack, book_->pack().hash());
    EXPECT_EQ(retire("TST-001"), "");
    EXPECT_EQ(book_->live()->size(), 0U);
    EXPECT_EQ(book_->pack().rule_count(), 0U);
    EXPECT_EQ(book_->find("TST-001")->mode, RuleMode::kRetired);
}

TEST_F(RuleBookTest, AFileThatSaysRetiredRetiresIt) {
    ASSERT_EQ(put({rule({})}), "");
    EXPECT_EQ(put({rule({.rev = 2, .mode = "retired"})}), "");
    EXPECT_EQ(book_->live()->size(), 0U);
    EXPECT_EQ(book_->pack().rule_count(), 0U);
}

TEST_F(RuleBookTest, ADraftIsNotPublished) {
    EXPECT_NE(put({rule({.mode = "draft"})}).find("shadow"), std::string::npos);
    EXPECT_EQ(code_, Errc::kInvalid);
}

TEST_F(RuleBookTest, ANewRuleGoesLiveOnlyWithAWord) {
    EXPECT_NE(put({rule({.mode = "live"})}).find("--straight-to-live"), std::string::npos);
    EXPECT_EQ(put({rule({.mode = "live"})}, {}, "customs", true), "");
}

TEST_F(RuleBookTest, WhatGoesLiveWasInShadowAsItIs) {
    ASSERT_EQ(put({rule({.condition = "booking.one_way && booking.party_size > 90",
                         .match = "booking = { one_way = true, party_size = 91 }"})}),
              "");
    EXPECT_NE(put({rule({.rev = 2, .mode = "live"})}).find("--straight-to-live"),
              std::string::npos);
    EXPECT_EQ(code_, Errc::kInvalid);
    EXPECT_EQ(put({rule({.rev = 2, .mode = "live"})}, {}, "customs", true), "");
    // Nor does another channel come in by a later revision; its texts may.
    EXPECT_NE(put({rule({.rev = 3, .mode = "live", .channel = "red"})}).find("does something else"),
              std::string::npos);
    EXPECT_EQ(put({rule({.rev = 3, .mode = "live", .more = "tags = [\"a\"]"})}), "");
    EXPECT_EQ(put({rule({.rev = 4, .channel = "red"})}), "");
    EXPECT_EQ(put({rule({.rev = 5, .mode = "live", .channel = "red"})}), "");
}

TEST_F(RuleBookTest, NothingGoesLiveWithoutABackTest) {
    ASSERT_EQ(put({rule({})}), "");
    const std::vector<core::Bytes> live{rule({.rev = 2, .mode = "live"})};
    const std::string owner = "customs";
    const auto refused = book_->changed({owner, live, {}, false, false}, 2);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().what.find("--backtest"), std::string::npos);
    const std::vector<core::Bytes> shadow{rule({.rev = 2})};
    EXPECT_TRUE(book_->changed({owner, shadow, {}, false, false}, 2).has_value());
}

TEST_F(RuleBookTest, AnIdBelongsToWhoPublishedItFirst) {
    ASSERT_EQ(put({rule({})}), "");
    EXPECT_NE(put({rule({.owner = "police", .rev = 2})}, {}, "police").find("belongs to 'customs'"),
              std::string::npos);
    EXPECT_EQ(code_, Errc::kConflict);
    EXPECT_NE(put({rule({.rev = 2})}, {}, "police").find("owner"), std::string::npos);
    EXPECT_NE(retire("TST-001", "police").find("belongs"), std::string::npos);
    EXPECT_EQ(book_->find("TST-001")->rev, 1U);
}

TEST_F(RuleBookTest, AnIdIsNotUsedAgainAfterItRetired) {
    ASSERT_EQ(put({rule({})}), "");
    ASSERT_EQ(retire("TST-001"), "");
    EXPECT_NE(put({rule({.rev = 9})}).find("never used again"), std::string::npos);
    EXPECT_NE(put({rule({.owner = "police", .rev = 9})}, {}, "police").find("belongs"),
              std::string::npos);
    EXPECT_NE(retire("TST-001").find("already"), std::string::npos);
    EXPECT_NE(retire("TST-002").find("never published"), std::string::npos);
    EXPECT_EQ(code_, Errc::kNotFound);
}

TEST_F(RuleBookTest, APortThatNeverSawARuleTakesItLiveAndItsRetirement) {
    const std::string owner = "customs";
    const std::vector<core::Bytes> live{rule({.rev = 3, .mode = "live"})};
    const std::vector<std::string> gone{"TST-002"};
    const auto changed = [&](const std::vector<core::Bytes>& put,
                             const std::vector<std::string>& retired,
                             RuleJudge judge) {
        return book_->changed({owner, put, retired, false, true, judge}, edition_ + 1);
    };
    EXPECT_EQ(changed(live, {}, RuleJudge::kCentral).error().code, Errc::kInvalid);
    EXPECT_EQ(changed({}, gone, RuleJudge::kCentral).error().code, Errc::kNotFound);

    const auto taken = changed(live, gone, RuleJudge::kPort);
    ASSERT_TRUE(taken.has_value()) << taken.error().what;
    EXPECT_EQ((*taken)->find("TST-001")->mode, RuleMode::kLive);
    EXPECT_EQ((*taken)->find("TST-002")->mode, RuleMode::kRetired);
    EXPECT_EQ((*taken)->live()->size(), 1U);
    EXPECT_EQ((*taken)->pack().rule_count(), 1U);  // As central counts.
    book_ = *taken;
    EXPECT_NE(put({rule({.id = "TST-002"})}).find("never used again"), std::string::npos);
    EXPECT_NE(retire("TST-002", "police").find("belongs"), std::string::npos);
}

TEST_F(RuleBookTest, RevisionsOnlyRise) {
    ASSERT_EQ(put({rule({.rev = 4})}), "");
    EXPECT_NE(put({rule({.rev = 4, .mode = "live"})}).find("make it 5"), std::string::npos);
    EXPECT_NE(put({rule({.rev = 3})}), "");
    EXPECT_EQ(put({rule({.rev = 5})}), "");
}

TEST_F(RuleBookTest, AChangeIsTakenWholeOrNotAtAll) {
    EXPECT_NE(put({rule({}), rule({.id = "TST-002", .condition = "booking.one_wayy"})}), "");
    EXPECT_EQ(book_->rules().size(), 0U);
    EXPECT_NE(put({rule({}), rule({})}).find("twice"), std::string::npos);
    EXPECT_NE(put({}).find("nothing"), std::string::npos);
}

TEST_F(RuleBookTest, ARuleThatFailsItsOwnTestIsRefused) {
    const std::string why = put({rule({.condition = "!booking.one_way"})});
    EXPECT_NE(why.find("its test 'one way' fails"), std::string::npos) << why;
    EXPECT_EQ(code_, Errc::kInvalid);
}

TEST_F(RuleBookTest, BytesThatAreNoRuleAreRefused) {
    core::Bytes bytes = rule({});
    bytes.pop_back();
    EXPECT_NE(put({bytes}), "");
    EXPECT_EQ(code_, Errc::kCorrupt);
}

TEST_F(RuleBookTest, ComesBackFromWhatIsStored) {
    ASSERT_EQ(put({rule({}), rule({.id = "TST-002"})}), "");
    ASSERT_EQ(retire("TST-002"), "");
    const auto loaded =
        RuleBook::load(edition_,
                       {{"TST-001", "customs", 1, RuleMode::kShadow, rule({})},
                        {"TST-002", "customs", 1, RuleMode::kRetired, rule({.id = "TST-002"})}},
                       &sum);
    EXPECT_TRUE(loaded.left_out.empty());
    EXPECT_EQ(loaded.book->pack(), book_->pack());
    EXPECT_EQ(loaded.book->live()->size(), 1U);
    EXPECT_EQ(loaded.book->live()->versions(), book_->live()->versions());
}

TEST_F(RuleBookTest, ARuleThatIsNotReadAnyMoreStandsInNoOthersWay) {
    core::Bytes newer = rule({.id = "TST-002"});
    newer[9] = 2;  // As a later version of this software may have stored it.
    const auto loaded = RuleBook::load(2,
                                       {{"TST-001", "customs", 1, RuleMode::kShadow, rule({})},
                                        {"TST-002", "customs", 3, RuleMode::kLive, newer}},
                                       &sum);
    EXPECT_EQ(loaded.left_out.size(), 1U);
    EXPECT_EQ(loaded.book->live()->size(), 1U);
    EXPECT_EQ(loaded.book->pack().rule_count(), 2U);
    EXPECT_EQ(loaded.book->find("TST-002")->rev, 3U);  // Its id and revision stay known.
}

TEST_F(RuleBookTest, ARuleThatDoesNotRunIsNotInTheHashThatDecisionsName) {
    core::Bytes newer = rule({.id = "TST-002"});
    newer[9] = 2;
    const StoredRule runs{"TST-001", "customs", 1, RuleMode::kShadow, rule({})};
    const StoredRule does_not{"TST-002", "customs", 3, RuleMode::kLive, newer};
    const StoredRule lost{"TST-003", "customs", 1, RuleMode::kLive, {}};
    const auto alone = RuleBook::load(2, {runs}, &sum);
    const auto loaded = RuleBook::load(2, {runs, does_not, lost}, &sum);
    EXPECT_EQ(loaded.book->in_force(), alone.book->pack().hash());
    EXPECT_NE(loaded.book->in_force(), loaded.book->pack().hash());
    EXPECT_EQ(alone.book->in_force(), alone.book->pack().hash());
    // A next revision that runs is in it, and one that retires is not.
    const std::string owner = "customs";
    const std::vector<core::Bytes> put{rule({.id = "TST-002", .rev = 4})};
    const std::vector<std::string> retired{"TST-003"};
    const auto next = loaded.book->changed({owner, put, retired}, 3);
    ASSERT_TRUE(next.has_value()) << next.error().what;
    EXPECT_EQ((*next)->in_force(), (*next)->pack().hash());
}

TEST_F(RuleBookTest, ALateChangeTakesWhatNoLaterOneHasPassed) {
    ASSERT_EQ(put({rule({.rev = 3}), rule({.id = "TST-003"}), rule({.id = "TST-004"})}), "");
    ASSERT_EQ(retire("TST-003"), "");
    const std::string owner = "customs";
    const std::vector<core::Bytes> late{rule({.rev = 2, .mode = "live"}),
                                        rule({.id = "TST-002"}),
                                        rule({.id = "TST-003", .rev = 7}),
                                        rule({.id = "TST-004", .rev = 2})};
    const std::vector<std::string> retired{"TST-003"};
    WantedChange wanted{owner, late, {}, false, true, RuleJudge::kPort};
    EXPECT_FALSE(book_->changed(wanted, edition_));
    wanted.is_late = true;
    const auto taken = book_->changed(wanted, edition_);
    ASSERT_TRUE(taken.has_value()) << taken.error().what;
    EXPECT_EQ((*taken)->find("TST-001")->rev, 3U);
    EXPECT_EQ((*taken)->find("TST-001")->mode, RuleMode::kShadow);
    EXPECT_EQ((*taken)->find("TST-003")->mode, RuleMode::kRetired);
    EXPECT_EQ((*taken)->find("TST-004")->rev, 2U);
    EXPECT_EQ((*taken)->live()->size(), 3U);
    EXPECT_TRUE((*taken)->changed({owner, {}, retired, false, true, RuleJudge::kPort, true}, 9));
    // Another agency's id is no more its than before.
    const std::string other = "police";
    EXPECT_FALSE((*taken)->changed({other, late, {}, false, true, RuleJudge::kPort, true}, 9));
}

TEST_F(RuleBookTest, AnotherEditionOfTheSameRulesIsAnotherPack) {
    ASSERT_EQ(put({rule({})}), "");
    const auto next = book_->at_edition(9);
    EXPECT_NE(next->pack().hash(), book_->pack().hash());
    EXPECT_EQ(next->live()->versions().pack, next->pack().hash());
    EXPECT_EQ(next->live()->size(), 1U);
}

}  // namespace
}  // namespace sarhad::rules
