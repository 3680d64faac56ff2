#include "screening/screen.h"

#include "watchlists/matcher.h"

#include <gtest/gtest.h>

namespace sarhad::screening {
namespace {

using facts::CauseKind;
using facts::Channel;

facts::Hash256 sum(core::ByteView bytes) {
    facts::Hash256 hash{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        hash[i % hash.size()] = static_cast<std::uint8_t>(hash[i % hash.size()] * 31 + bytes[i]);
    }
    return hash;
}

const rules::LiveRules& no_rules() {
    static const auto kNone = rules::LiveRules::none(facts::Hash256{7});
    return *kNone;
}

std::shared_ptr<const watchlists::ListSnapshot> lists() {
    watchlists::ListEntry entry;
    entry.id = "T-1";
    entry.source = "TEST";
    watchlists::ListedName name;
    name.text = core::Redacted<std::string>{"Zorvan Belkhadim"};
    entry.names.push_back(name);
    watchlists::ListedBirth birth;
    birth.from = core::Redacted<facts::PartialDate>{*facts::PartialDate::parse("1971-03-09")};
    birth.to = birth.from;
    entry.births.push_back(birth);
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/one";
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(manifest, {entry}).has_value());
    return builder.build(&sum);
}

ScreeningFacts traveller(std::string name, std::string_view birth = "") {
    ScreeningFacts facts;
    facts.traveller.full_name = core::Redacted<std::string>{std::move(name)};
    facts.traveller.date_of_birth =
        core::Redacted<facts::PartialDate>{*facts::PartialDate::parse(birth)};
    facts.arrived = {facts::Feed::kApi};
    return facts;
}

facts::Decision decide(const ScreeningFacts& facts) {
    return screen(facts, *lists(), no_rules());
}

TEST(Screen, UnlistedTravellerIsGreenWithoutCauses) {
    const auto decision = decide(traveller("Lumi Aaltovirta"));
    EXPECT_EQ(decision.channel, Channel::kGreen);
    EXPECT_TRUE(decision.causes.empty());
    EXPECT_EQ(decision.score.value(), 0);
}

TEST(Screen, SameNameAndDayIsRed) {
    const auto decision = decide(traveller("Zorvan Belkhadim", "1971-03-09"));
    EXPECT_EQ(decision.channel, Channel::kRed);
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].reference, "wl/test/one T-1 hold");
    EXPECT_EQ(decision.score, decision.hits[0].score);
}

TEST(Screen, SameNameAloneIsYellow) {
    EXPECT_EQ(decide(traveller("BELKHADIM, Zorvan")).channel, Channel::kYellow);
}

/// As another feed's record of him has it: with a hit that no list would give.
std::shared_ptr<const MatchedBefore> matched_as(const ScreeningFacts& facts) {
    facts::Crossing crossing;
    crossing.traveller = facts.traveller;
    crossing.decision = decide(facts);
    SARHAD_CHECK(crossing.decision.hits.size() == 1);
    crossing.decision.hits[0].source = "KEPT";
    crossing.decision.hits[0].suppressed_by = "a pair that holds no more";
    return std::make_shared<const MatchedBefore>(*matched_of(crossing));
}

TEST(Screen, WhatListsSaidOfTheSameWordsIsNotAskedAgain) {
    ScreeningFacts facts = traveller("Zorvan Belkhadim", "1971-03-09");
    const auto asked = decide(facts);
    facts.matched = matched_as(facts);
    auto spared = decide(facts);
    EXPECT_EQ(spared.hits.at(0).source, "KEPT");
    EXPECT_EQ(spared.hits.at(0).suppressed_by, "") << "pairs are asked anew";
    spared.hits[0].source = asked.hits.at(0).source;
    EXPECT_EQ(spared, asked);
}

TEST(Screen, OtherWordsOtherListsAndAnotherDayAreAsked) {
    const ScreeningFacts facts = traveller("Zorvan Belkhadim", "1971-03-09");
    const auto matched = matched_as(facts);
    ScreeningFacts other = traveller("Zorvan Belkhadim");
    other.matched = matched;
    EXPECT_EQ(decide(other).hits.at(0).source, "TEST") << "without the birthday";
    other = facts;
    other.matched = matched;
    other.on = {2026, 11, 27};
    EXPECT_EQ(decide(other).hits.at(0).source, "TEST") << "orders end";
    auto older = *matched;
    older.list_hash = {};
    other = facts;
    other.matched = std::make_shared<const MatchedBefore>(older);
    EXPECT_EQ(decide(other).hits.at(0).source, "TEST");
}

TEST(Screen, ARecordThatHadNoRoomForAllHitsSparesNothing) {
    facts::Crossing crossing;
    EXPECT_TRUE(matched_of(crossing));
    crossing.decision.hits_left_out = 1;
    EXPECT_FALSE(matched_of(crossing));
}

/// A list of lost papers: one entry, without a name.
std::shared_ptr<const watchlists::ListSnapshot> lost_papers() {
    watchlists::ListEntry paper;
    paper.id = "D-1";
    paper.source = "TEST";
    paper.kind = watchlists::EntryKind::kDocument;
    paper.documents.push_back({"Passport",
                               core::Redacted<std::string>{"AB1234567"},
                               "PK",
                               watchlists::NumberKind::kPassport});
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/papers";
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.add_list(manifest, {paper}).has_value());
    return builder.build(&sum);
}

TEST(Screen, ALostPaperIsRedWhoeverShowsIt) {
    const auto papers = lost_papers();
    ScreeningFacts facts = traveller("Lumi Aaltovirta", "1980-02-03");
    facts::TravelDocument document;
    document.number = core::Redacted<std::string>{"AB1234567"};
    document.issuer = "PAK";
    facts.traveller.documents.push_back(document);
    const auto shown = [&] { return screen(facts, *papers, no_rules()); };
    const facts::Decision decision = shown();
    EXPECT_EQ(decision.channel, Channel::kRed);
    ASSERT_EQ(decision.hits.size(), 1U);
    EXPECT_FALSE(may_be_suppressed(decision.hits[0]));
    facts.traveller.documents[0].issuer = "FRA";
    EXPECT_EQ(shown().channel, Channel::kGreen);
}

TEST(Screen, NamesTheFeedsThatHaveNotArrived) {
    ScreeningFacts facts = traveller("Lumi Aaltovirta");
    EXPECT_EQ(decide(facts).unknown_feeds, (std::vector<std::string>{"manifest", "pnr"}));
    facts.arrived = {facts::Feed::kPnr, facts::Feed::kManifest, facts::Feed::kApi};
    EXPECT_TRUE(decide(facts).unknown_feeds.empty());
}

TEST(Screen, ExpiredTrustDataSetsAFloorAndSaysSo) {
    ScreeningFacts facts = traveller("Lumi Aaltovirta");
    facts.data.state = TrustAge::kExpired;
    const auto decision = decide(facts);
    EXPECT_EQ(decision.channel, Channel::kYellow);
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kFreshness);
}

TEST(Screen, WithoutAListNobodyIsGreen) {
    const auto no_lists = watchlists::ListSnapshotBuilder{}.build(&sum);
    ScreeningFacts facts = traveller("Lumi Aaltovirta");
    const auto decision = screen(facts, *no_lists, no_rules());
    EXPECT_EQ(decision.channel, Channel::kYellow);
    EXPECT_EQ(decision.unknown_feeds, (std::vector<std::string>{"lists", "manifest", "pnr"}));
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kFreshness);
    EXPECT_EQ(decision.causes[0].reference, "no lists");
    facts.policy.floor_expired = Channel::kRed;  // A stricter site.
    EXPECT_EQ(screen(facts, *no_lists, no_rules()).channel, Channel::kRed);
}

TEST(Screen, EveryCauseIsRecordedAndTheStrictestDecides) {
    ScreeningFacts facts = traveller("Zorvan Belkhadim", "1971-03-09");
    facts.data.state = TrustAge::kExpired;
    facts.policy.random_share = core::Permille{1000};
    const auto decision = decide(facts);
    EXPECT_EQ(decision.channel, Channel::kRed);
    EXPECT_EQ(decision.causes.size(), 3U);
}

TEST(Screen, RandomShareDrawsItsShareOfCrossings) {
    SitePolicy policy;
    policy.random_share = core::Permille{50};
    policy.random_key = 7;
    int drawn = 0;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        std::array<std::uint8_t, 16> crossing{};
        crossing[0] = static_cast<std::uint8_t>(i);
        crossing[9] = static_cast<std::uint8_t>(i >> 8U);
        drawn += is_drawn(crossing, policy) ? 1 : 0;
    }
    EXPECT_NEAR(drawn, 500, 100);
}

TEST(Screen, NoShareDrawsNobody) {
    for (std::uint8_t i = 0; i < 255; ++i) {
        EXPECT_FALSE(is_drawn({i}, SitePolicy{}));
    }
}

TEST(Screen, OnOldDataASecondPersonLooksAtAShare) {
    ScreeningFacts facts = traveller("Lumi Aaltovirta");
    facts.data.second_checks = core::Permille{1000};
    for (const TrustAge age : {TrustAge::kFresh, TrustAge::kStale}) {
        facts.data.state = age;
        EXPECT_FALSE(is_looked_at_twice(facts));
    }
    facts.data.state = TrustAge::kDegraded;
    const auto decision = decide(facts);
    EXPECT_EQ(decision.channel, Channel::kYellow);
    ASSERT_EQ(decision.causes.size(), 1U);
    EXPECT_EQ(decision.causes[0].kind, CauseKind::kSecondCheck);
    EXPECT_EQ(decision.causes[0].reference, "1000 per mille");
    facts.data.state = TrustAge::kExpired;
    EXPECT_EQ(decide(facts).causes.size(), 2U) << "and the floor";
    facts.data.second_checks = core::Permille{0};
    EXPECT_EQ(decide(facts).causes.size(), 1U);
}

TEST(Screen, TheSecondLookIsDrawnApartFromTheRandomShare) {
    ScreeningFacts facts = traveller("Lumi Aaltovirta");
    facts.data = {TrustAge::kDegraded, {}, core::Permille{100}};
    facts.policy.random_share = core::Permille{100};
    int looked = 0;
    int both = 0;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        facts.crossing[0] = static_cast<std::uint8_t>(i);
        facts.crossing[9] = static_cast<std::uint8_t>(i >> 8U);
        const bool is_looked = is_looked_at_twice(facts);
        looked += is_looked ? 1 : 0;
        both += is_looked && is_drawn(facts.crossing, facts.policy) ? 1 : 0;
    }
    EXPECT_NEAR(looked, 1000, 150);
    EXPECT_NEAR(both, 100, 50);
}

TEST(Screen, NamesListAndRulesByHash) {
    const auto decision = decide(traveller("Lumi Aaltovirta"));
    EXPECT_EQ(decision.list_hash, lists()->hash());
    EXPECT_EQ(decision.rules_hash, no_rules().versions().pack);
}

/// One list: a discreet order and, of another person, one to search.
std::shared_ptr<const watchlists::ListSnapshot> discreet_lists() {
    const auto entry = [](std::string id, std::string name, facts::ListAction action) {
        watchlists::ListEntry made;
        made.id = std::move(id);
        made.source = "TEST";
        made.names.emplace_back().text = core::Redacted<std::string>{std::move(name)};
        made.order.action = action;
        return made;
    };
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/one";
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder
                     .add_list(manifest,
                               {entry("D-1", "Zorvan Belkhadim", facts::ListAction::kDiscreet),
                                entry("S-1", "Zorvan Belkhadim Oskel", facts::ListAction::kSearch)})
                     .has_value());
    return builder.build(&sum);
}

TEST(Screen, ADiscreetHitIsRecordedAndLooksLikeNoneAtTheCounter) {
    const rules::LiveRules& rules = no_rules();
    const auto decision = screen(traveller("Zorvan Belkhadim"), *discreet_lists(), rules);
    ASSERT_FALSE(decision.hits.empty());
    EXPECT_EQ(decision.hits[0].entry, "D-1");
    EXPECT_GE(decision.hits[0].tier, facts::Tier::kAsk);
    const auto seen = at_counter(decision);
    for (const facts::Hit& hit : seen.hits) {
        EXPECT_EQ(hit.entry, "S-1");
    }
    for (const facts::Cause& cause : seen.causes) {
        EXPECT_EQ(cause.reference.find("D-1"), std::string::npos);
    }
    // As one who is on no list at all.
    const auto only = [&](const watchlists::ListSnapshot& lists) {
        auto one = at_counter(screen(traveller("Zorvan Belkhadim"), lists, rules));
        one.list_hash = {};
        return one;
    };
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/one";
    watchlists::ListEntry entry;
    entry.id = "D-1";
    entry.names.emplace_back().text = core::Redacted<std::string>{"Zorvan Belkhadim"};
    entry.order.action = facts::ListAction::kDiscreet;
    watchlists::ListSnapshotBuilder with;
    watchlists::ListSnapshotBuilder without;
    ASSERT_TRUE(with.add_list(manifest, {entry}));
    ASSERT_TRUE(without.add_list(manifest, {}));
    EXPECT_EQ(only(*with.build(&sum)), only(*without.build(&sum)));
}

TEST(Screen, ADiscreetHitTakesNoPlaceAmongThoseThatTheCounterSees) {
    // 19 namesakes in place of 20 told that one hit was hidden.
    const auto seen_with = [](std::size_t discreet) {
        watchlists::ListManifest manifest;
        manifest.name = "wl/test/one";
        std::vector<watchlists::ListEntry> entries;
        for (std::size_t number = 0; number < kMaxHits + 5 + discreet; ++number) {
            watchlists::ListEntry& entry = entries.emplace_back();
            // The discreet ones come first of equal scores.
            const bool is_hidden = number < discreet;
            entry.id =
                core::cat(is_hidden ? "A-" : "B-", 100 + number - (is_hidden ? 0 : discreet));
            entry.names.emplace_back().text = core::Redacted<std::string>{"Zorvan Belkhadim"};
            entry.order.action =
                is_hidden ? facts::ListAction::kDiscreet : facts::ListAction::kSearch;
        }
        watchlists::ListSnapshotBuilder builder;
        SARHAD_CHECK(builder.add_list(manifest, std::move(entries)).has_value());
        const auto decision =
            screen(traveller("Zorvan Belkhadim"), *builder.build(&sum), no_rules());
        EXPECT_EQ(decision.hits.size(), kMaxHits + discreet);  // The owner is told of all.
        std::vector<std::string> entries_seen;
        for (const facts::Hit& hit : at_counter(decision).hits) {
            entries_seen.push_back(hit.entry);
        }
        return entries_seen;
    };
    EXPECT_EQ(seen_with(0).size(), kMaxHits);
    EXPECT_EQ(seen_with(1), seen_with(0));
    EXPECT_EQ(seen_with(3), seen_with(0));
}

TEST(Screen, AnOrderThatHasEndedIsNoHit) {
    ScreeningFacts facts = traveller("Zorvan Belkhadim");
    watchlists::ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.profile.valid_until = *facts::PartialDate::parse("2026-11-30");
    watchlists::ListEntry entry;
    entry.id = "E-1";
    entry.names.emplace_back().text = core::Redacted<std::string>{"Zorvan Belkhadim"};
    watchlists::ListSnapshotBuilder builder;
    ASSERT_TRUE(builder.add_list(manifest, {entry}));
    const auto ending = builder.build(&sum);
    const rules::LiveRules& rules = no_rules();
    facts.on = *facts::PartialDate::parse("2026-11-30");
    EXPECT_EQ(screen(facts, *ending, rules).hits.size(), 1U);
    facts.on = *facts::PartialDate::parse("2026-12-01");
    const auto after = screen(facts, *ending, rules);
    EXPECT_TRUE(after.hits.empty());
    EXPECT_EQ(after.on, facts.on);  // Replay needs the day.
}

TEST(Screen, SameInputsGiveTheSameDecision) {
    const ScreeningFacts facts = traveller("Zorvan Belkadim", "1971");
    EXPECT_EQ(decide(facts), decide(facts));
}

}  // namespace
}  // namespace sarhad::screening
