// Reference sets over their life: against a naive model, in their bytes, and as rules ask them.
#include "rules/pack/set_book.h"

#include "rule_dice.h"

#include "core/text.h"
#include "rules/author/rule.h"
#include "rules/pack/rule_book.h"
#include "support/authored_rule.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace sarhad::rules {
namespace {

using core::Errc;

facts::Hash256 sum(core::ByteView bytes) {
    facts::Hash256 hash{};
    std::uint64_t state = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : bytes) {
        state = (state ^ byte) * 0x100000001b3U;
        hash[state % hash.size()] ^= static_cast<std::uint8_t>(state >> 40U);
    }
    return hash;
}

SetChange whole(std::vector<std::string> texts, std::uint32_t version = 1) {
    return {"agencies_watch", version, 0, false, std::move(texts), {}};
}

class SetBookTest : public testing::Test {
protected:
    /// The error's text, "" where it was taken.
    std::string put(const SetChange& change, std::string_view owner = "police") {
        const std::vector<core::Bytes> changes{set_change_bytes(change)};
        auto next = book_.changed({owner, changes, ++edition_}, &sum);
        if (!next) {
            code_ = next.error().code;
            return next.error().what;
        }
        book_ = *std::move(next);
        return {};
    }
    std::vector<std::string> texts() const { return book_.find("agencies_watch")->texts->texts(); }

    SetBook book_;
    std::uint64_t edition_{0};
    Errc code_{};
};

TEST(SetChange, HasOneFormAndKeepsIt) {
    const SetChange change{"agencies_watch", 7, 6, true, {"AG17", "AG170", "BX"}, {"AG16"}};
    const core::Bytes bytes = set_change_bytes(change);
    EXPECT_EQ(bytes, golden::kept("formats/v1/rule_set.bin", bytes));
    const auto read = parse_set_change(bytes);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, change);
}

TEST(SetChange, EveryOtherByteIsRefusedOrSaysSomethingElse) {
    const core::Bytes bytes =
        set_change_bytes({"agencies_watch", 7, 6, true, {"AG17", "AG170", "BX"}, {"AG16"}});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(parse_set_change(core::ByteView{bytes}.first(size))) << size;
    }
    core::Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_EQ(parse_set_change(longer).error().code, Errc::kCorrupt);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        core::Bytes other = bytes;
        other[at] ^= 1U;
        if (const auto read = parse_set_change(other)) {
            EXPECT_EQ(set_change_bytes(*read), other) << at;
        }
    }
    core::Bytes newer = bytes;
    newer[9] = 2;
    EXPECT_NE(parse_set_change(newer).error().what.find("update"), std::string::npos);
}

TEST_F(SetBookTest, FollowsANaiveModelThroughRandomChanges) {
    Dice dice{11};
    std::set<std::string> model;
    std::uint32_t version = 0;
    for (int round = 0; round < 400; ++round) {
        std::set<std::string> wanted = model;
        for (std::uint32_t i = dice.below(6); i > 0; --i) {
            const std::string text = core::cat("A", dice.below(40));
            if (!wanted.erase(text)) {
                wanted.insert(text);
            }
        }
        SetChange change{"agencies_watch", version + 1 + dice.below(3), version, false, {}, {}};
        if (dice.below(5) == 0) {
            change.base = 0;
            change.added.assign(wanted.begin(), wanted.end());
        } else {
            std::set_difference(wanted.begin(),
                                wanted.end(),
                                model.begin(),
                                model.end(),
                                std::back_inserter(change.added));
            std::set_difference(model.begin(),
                                model.end(),
                                wanted.begin(),
                                wanted.end(),
                                std::back_inserter(change.removed));
        }
        ASSERT_EQ(put(change), "");
        model = std::move(wanted);
        version = change.version;
        ASSERT_EQ(texts(), std::vector<std::string>(model.begin(), model.end()));
        ASSERT_EQ(book_.version(), edition_);

        const KnownSet& known = *book_.find("agencies_watch");
        std::vector<core::Error> left_out;
        const SetBook stored = SetBook::load({{"agencies_watch",
                                               known.owner,
                                               known.version,
                                               known.edition,
                                               stored_bytes("agencies_watch", known)}},
                                             &sum,
                                             left_out);
        ASSERT_TRUE(left_out.empty());
        ASSERT_EQ(stored.hashes(), book_.hashes());
        ASSERT_EQ(stored.find("agencies_watch")->texts->texts(), texts());
    }
}

TEST_F(SetBookTest, AnOldVersionIsNotPlayedAgain) {
    ASSERT_EQ(put(whole({"A1"}, 3)), "");
    for (const std::uint32_t version : {0U, 2U, 3U}) {
        EXPECT_NE(put(whole({"A2"}, version)), "");
        EXPECT_EQ(code_, Errc::kConflict);
    }
    EXPECT_EQ(texts(), std::vector<std::string>{"A1"});
}

TEST_F(SetBookTest, ALateStepThatLaterOnesHavePassedOverLeavesTheSetAsItIs) {
    ASSERT_EQ(put(whole({"A3"}, 3)), "");
    const std::vector<core::Bytes> late{
        set_change_bytes({"agencies_watch", 2, 1, false, {"A2"}, {}}),
        set_change_bytes({"waste_hs6", 1, 0, false, {"391510"}, {}})};
    const auto taken = book_.changed({"police", late, 4, true}, &sum);
    ASSERT_TRUE(taken) << taken.error().what;
    EXPECT_EQ(taken->find("agencies_watch")->texts->texts(), std::vector<std::string>{"A3"});
    EXPECT_EQ(taken->find("waste_hs6")->version, 1U);
    EXPECT_FALSE(book_.changed({"customs", late, 4, true}, &sum));
}

TEST_F(SetBookTest, ASetBelongsToWhoPublishedItFirst) {
    ASSERT_EQ(put(whole({"A1"})), "");
    EXPECT_NE(put(whole({"A2"}, 2), "customs").find("belongs to 'police'"), std::string::npos);
    EXPECT_EQ(code_, Errc::kConflict);
}

TEST_F(SetBookTest, AStepFromAVersionThatIsNotHereIsRefused) {
    EXPECT_NE(put({"agencies_watch", 2, 1, false, {"A1"}, {}}).find("--whole"), std::string::npos);
    ASSERT_EQ(put(whole({"A1"})), "");
    EXPECT_NE(put({"agencies_watch", 4, 3, false, {"A2"}, {}}), "");
    EXPECT_NE(put({"agencies_watch", 2, 1, false, {"A1"}, {}}), "");  // It is there.
    EXPECT_NE(put({"agencies_watch", 2, 1, false, {}, {"A2"}}), "");  // It is not.
    EXPECT_EQ(code_, Errc::kConflict);
    EXPECT_EQ(put(whole({"A9"}, 7)), "");  // All of it starts from nothing.
}

TEST_F(SetBookTest, HoldsOnlyWhatTheTableOfFactsLets) {
    EXPECT_NE(put({"no_such", 1, 0, false, {"A"}, {}}).find("no such set"), std::string::npos);
    EXPECT_NE(put(whole({"123456789"})).find("1 to 8"), std::string::npos);
    EXPECT_NE(put(whole({""})), "");
    EXPECT_NE(put(whole({"A\n"})), "");
    EXPECT_NE(put(whole({"\xff"})), "");
    std::vector<std::string> many;
    for (int i = 100; i < 400; ++i) {
        many.push_back(core::cat(i));
    }
    many.push_back("400");
    EXPECT_NE(put({"waste_hs6", 1, 0, false, many, {}}).find("at most 300"), std::string::npos);
    EXPECT_EQ(code_, Errc::kInvalid);
    many.pop_back();
    EXPECT_EQ(put({"waste_hs6", 1, 0, false, many, {}}), "");
}

TEST_F(SetBookTest, WhatIsNotReadAnyMoreIsKnownAndNotInForce) {
    ASSERT_EQ(put(whole({"A1"}, 5)), "");
    core::Bytes newer = stored_bytes("agencies_watch", *book_.find("agencies_watch"));
    newer[9] = 2;
    std::vector<core::Error> left_out;
    const SetBook loaded =
        SetBook::load({{"agencies_watch", "police", 5, 9, newer}}, &sum, left_out);
    EXPECT_EQ(left_out.size(), 1U);
    EXPECT_FALSE(loaded.find("agencies_watch")->is_in_force());
    const std::vector<core::Bytes> old{set_change_bytes(whole({"A1"}, 5))};
    EXPECT_FALSE(loaded.changed({"police", old, 10}, &sum));
    const std::vector<core::Bytes> next{set_change_bytes(whole({"A1"}, 6))};
    EXPECT_TRUE(loaded.changed({"police", next, 10}, &sum));
}

/// The sets of a book of rules.
class RuleBookSets : public testing::Test {
protected:
    void SetUp() override {
        const std::vector<core::Bytes> rules{
            rule_changes::rule({.owner = "police",
                                .condition = "booking.one_way || (booking.one_way && "
                                             "booking.agency in lists.agencies_watch)"})};
        book_ = *book_->changed({kOwner, rules, {}}, 1);
    }
    std::shared_ptr<const RuleBook> with(const SetChange& change) const {
        const std::vector<core::Bytes> sets{set_change_bytes(change)};
        auto next = book_->changed({kOwner, {}, {}, false, true, RuleJudge::kPort, false, sets},
                                   book_->pack().edition() + 1);
        EXPECT_TRUE(next) << next.error().what;
        return next ? *next : book_;
    }
    bool is_known(const RuleBook& book) const {
        const auto& layout = book.live()->layouts().of(RuleKind::kTraveller);
        const auto place = layout.find(0, "lists.agencies_watch");
        return book.live()->lists().sets()[place.index] != nullptr;
    }

    const std::string kOwner{"police"};
    std::shared_ptr<const RuleBook> book_ = RuleBook::empty(&sum);
};

TEST_F(RuleBookSets, AreInForceTogetherWithTheRulesAndNamedByVersion) {
    EXPECT_FALSE(is_known(*book_));
    EXPECT_EQ(book_->live()->versions().lists, 0U);
    const auto next = with(whole({"AG17"}));
    EXPECT_TRUE(is_known(*next));
    EXPECT_EQ(next->live()->versions().lists, 2U);
    EXPECT_EQ(next->live()->versions().pack, next->pack().hash());
    EXPECT_NE(next->pack().hash(), book_->at_edition(2)->pack().hash());
    // No rule was compiled again.
    EXPECT_EQ(next->live()->compiled("TST-001"), book_->live()->compiled("TST-001"));
    EXPECT_TRUE(is_known(*next->at_edition(5)));
    EXPECT_EQ(next->at_edition(5)->live()->versions().lists, 2U);
}

TEST_F(RuleBookSets, ThatAreNotWholeYetAreNotAsked) {
    SetChange part = whole({"AG17"});
    part.is_open = true;
    book_ = with(part);
    EXPECT_FALSE(is_known(*book_));
    book_ = with({"agencies_watch", 2, 1, false, {"AG18"}, {}});
    EXPECT_TRUE(is_known(*book_));
    EXPECT_EQ(book_->sets().find("agencies_watch")->texts->texts().size(), 2U);
}

TEST_F(RuleBookSets, TravelInAChangeOfTheirOwn) {
    const std::vector<core::Bytes> sets{set_change_bytes(whole({"AG17"}))};
    const auto both =
        book_->changed({kOwner, {}, {"TST-001"}, false, true, RuleJudge::kPort, false, sets}, 2);
    EXPECT_EQ(both.error().code, Errc::kInvalid);
    EXPECT_NE(both.error().what.find("not both"), std::string::npos);
}

TEST_F(RuleBookSets, StayWhenRulesChange) {
    book_ = with(whole({"AG17"}));
    const std::vector<core::Bytes> rules{rule_changes::rule({.id = "TST-002", .owner = "police"})};
    const auto next = book_->changed({kOwner, rules, {}}, 9);
    ASSERT_TRUE(next);
    EXPECT_TRUE(is_known(**next));
    EXPECT_EQ((*next)->live()->versions().lists, 2U);
}

TEST_F(RuleBookSets, ComeBackFromWhatIsStored) {
    book_ = with(whole({"AG17"}));
    const KnownSet& known = *book_->sets().find("agencies_watch");
    const auto loaded = RuleBook::load(
        2,
        {{"TST-001", "police", 1, RuleMode::kShadow, *rule_bytes(*book_->find("TST-001")->rule)}},
        &sum,
        {{"agencies_watch", "police", 1, 2, stored_bytes("agencies_watch", known)}});
    EXPECT_TRUE(loaded.left_out.empty());
    EXPECT_EQ(loaded.book->pack(), book_->pack());
    EXPECT_EQ(loaded.book->live()->versions(), book_->live()->versions());
    EXPECT_TRUE(is_known(*loaded.book));
}

}  // namespace
}  // namespace sarhad::rules
