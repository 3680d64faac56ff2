// The port's pure code against an oracle: whatever carriers say, in whatever order it arrives.
#include "pushes.h"
#include "shown.h"

#include "core/text.h"
#include "intake/same_traveller.h"
#include "intake/sent_messages.h"
#include "node/journey_plan.h"
#include "node/merged_traveller.h"
#include "node/side_by_side.h"
#include "support/golden.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sarhad::node {
namespace {

using intake::Standing;

/// The port's pure code over a journey in memory: what the pump does with each message.
class JourneyInMemory {
public:
    void take(const std::string& text) {
        const wire::Hash256 digest = wire::blake2b(core::as_bytes(text));
        if (!digests_.insert(digest).second) return;
        const auto sent = intake::read_sent_messages(core::as_bytes(text)).front();
        ASSERT_NE(sent.message.status, facts::MessageStatus::kRefused);
        const core::WallTime now{1'795'003'600'000'000 +
                                 static_cast<std::int64_t>(digests_.size())};
        JourneyPlan plan = plan_of(sent.message, sent.prepared, now, told_);
        for (const std::size_t place : plan.places) {
            facts::Crossing crossing;
            crossing.id = wire::blake2b_128(core::as_bytes(core::cat(++records_)));
            crossing.traveller = sent.message.travellers[place];
            crossing.booking = intake::booking_of(sent.message, place);
            crossing.flights = sent.message.flights;
            crossing.feeds = {std::string{feed_of(sent.message)}};
            plan.word.told[place].record = crossing.id;
            made_.push_back(std::move(crossing));
        }
        const auto standings = standings_after(sent.message, plan.word, told_);
        for (facts::Crossing& crossing : std::exchange(made_, {})) {
            JourneyCrossing row;
            row.id = crossing.id;
            told_.rows.push_back(row);
            told_.crossings.push_back(std::move(crossing));
        }
        for (JourneyCrossing& row : told_.rows) {
            if (const auto found = standings.find(row.id); found != standings.end()) {
                row.standing = found->second;
            }
        }
        told_.words.push_back(plan.word);
    }
    [[nodiscard]] std::vector<Shown> shown(std::string_view feed) const {
        std::vector<Shown> all;
        for (std::size_t at = 0; at < told_.rows.size(); ++at) {
            const bool is_current = told_.rows[at].standing != Standing::kSuperseded;
            if (is_current && feed_of(told_.crossings[at]) == feed) {
                all.push_back({told_.rows[at].standing, told_.crossings[at].traveller});
            }
        }
        return all;
    }
    [[nodiscard]] std::size_t records() const { return told_.rows.size(); }

private:
    ToldJourney told_{};
    std::vector<facts::Crossing> made_{};
    std::set<wire::Hash256> digests_{};
    int records_{0};
};

TEST(Pushes, WhateverArrivesInWhateverOrderIsWhatTheOracleSays) {
    for (std::uint64_t seed = 1; seed <= 4'000; ++seed) {
        const PushScript script{seed, static_cast<int>(1000 + seed % 9000)};
        JourneyInMemory journey;
        for (std::size_t at = 0; at < script.arrivals().size(); ++at) {
            journey.take(script.text_of(script.arrivals()[at]));
            const std::string where = core::cat("seed=", seed, " arrival=", at);
            expect_same(script, script.lists_after(at + 1), journey.shown("api"), where);
            expect_same(script, script.bookings_after(at + 1), journey.shown("pnr"), where);
            if (testing::Test::HasFailure()) return;
        }
        ASSERT_LE(journey.records(), script.different_tellings()) << "seed=" << seed;
    }
}

TEST(RosterWord, ItsBytesAreThoseOfTheFormat) {
    RosterWord word;
    word.word = intake::ListWord::kSome;
    word.is_booking = true;
    word.stamp = {1'795'000'000'000'000};
    word.told.resize(2);
    word.told[0].record.fill(7);
    word.told[1].record.fill(9);
    word.told[1].is_cancelled = true;
    word.bookings.emplace_back("ABC123");
    word.meaning.fill(3);
    const core::Bytes bytes = wire::encode(word);
    EXPECT_EQ(golden::kept("formats/v1/roster_word.bin", bytes), bytes);
    EXPECT_EQ(*wire::decode<RosterWord>(bytes), word);
}

TEST(SideBySide, EachPartIsDoneOnceWhoeverHelps) {
    class Threads final : public core::Executor {
    public:
        [[nodiscard]] bool post(core::Lane /*lane*/, core::Task task) override {
            threads_.emplace_back(std::move(task));
            return threads_.size() < 4;
        }
        void join() {
            for (std::thread& one : threads_)
                one.join();
        }

    private:
        std::vector<std::thread> threads_;
    };
    for (const std::size_t count : {0U, 1U, 2U, 500U}) {
        Threads threads;
        std::vector<int> done(count);
        side_by_side(threads, count, [&](std::size_t part) { ++done[part]; });
        EXPECT_EQ(done, std::vector<int>(count, 1));
        threads.join();
    }
}

}  // namespace
}  // namespace sarhad::node
