// When frames are made and rules are tried on them: over a real store, with a clock that waits.
#include "central/frame_keeper.h"

#include "frames_fixture.h"
#include "support.h"

#include "central/events.h"
#include "core/text.h"
#include "rules/pack/rule_bytes.h"
#include "support/authored_rule.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>

namespace sarhad::central {
namespace {

using api::Json;
using core::Result;

/// Keeps the names of events.
class EventNames final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        names.emplace_back(event.id);
    }
    [[nodiscard]] std::size_t count(const core::LogEvent& event) const {
        return static_cast<std::size_t>(std::count(names.begin(), names.end(), event.id));
    }
    std::vector<std::string> names;
};

class FrameKeeperTest : public FramesOfPorts {
protected:
    void SetUp() override { start(); }

    void start() { keeper.emplace(FrameKeeper::Parts{clock, log, lanes, rows, marks, folder, 1}); }
    /// A second goes by, and all that begins in it is done.
    void second() {
        clock.advance(std::chrono::seconds{1});
        keeper->tick();
        thread.run_all();
    }
    void seconds(int count) {
        for (int i = 0; i < count; ++i) {
            second();
        }
    }
    static FrameTrial trial_of(const std::string& condition) {
        const auto rule =
            rules::parse_rule_bytes(rule_changes::rule({.owner = "demo", .condition = condition}));
        SARHAD_CHECK(rule.has_value());
        FrameTrial asked;
        asked.rules.push_back(*rule);
        return asked;
    }
    static std::function<Result<FrameTrial>()> asks(FrameTrial asked) {
        return [asked = std::move(asked)]() -> Result<FrameTrial> { return asked; };
    }
    /// What a back-test of crew members gives.
    Result<Json> tried() {
        std::optional<Result<Json>> got;
        keeper->try_rules(asks(trial_of("traveller.crew")),
                          [&](Result<Json> report) { got = std::move(report); });
        thread.run_all();
        return got ? *std::move(got)
                   : Result<Json>{core::Error{core::Errc::kInvalid, "no answer came"}};
    }
    /// "hits of frames", and what is the matter with files.
    static std::string told(const Result<Json>& report) {
        if (!report) {
            return report.error().what;
        }
        const Json& hits = *report->find("rules")->elements()[0].find("hits");
        const auto faults = [&](const char* part) {
            return report->find(part)->find("files")->as_int();
        };
        return core::cat(hits.find("count")->as_int(),
                         " of ",
                         hits.find("of")->as_int(),
                         ", left out ",
                         faults("left_out"),
                         ", cut ",
                         faults("cut_short"));
    }
    static std::string bytes_of(const std::string& path) {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    static void put_bytes(const std::string& path, const std::string& bytes) {
        std::ofstream file{path, std::ios::binary | std::ios::trunc};
        file << bytes;
    }

    ManualClock clock;
    OneThread thread{clock};
    EventNames log;
    Lanes lanes{thread};
    FrameRows rows{store::QuerySource{*database}, seal};
    FrameMarks marks{*database, seal};
    std::optional<FrameKeeper> keeper;
    const std::string november = top + "/frames/1-1-0/traveller-2026-11.frames";
};

TEST_F(FrameKeeperTest, MakesWhatIsDueAMinuteAfterThePassBefore) {
    take({crossing(1, 0)});
    second();
    EXPECT_EQ(entities(), (Ids{1}));
    take({crossing(2, 1)});
    seconds(58);
    EXPECT_EQ(entities(), (Ids{1})) << "frames are made once a minute at most";
    seconds(2);
    EXPECT_EQ(entities(), (Ids{1, 2}));
    EXPECT_EQ(log.names, std::vector<std::string>{});
}

TEST_F(FrameKeeperTest, ABackTestIsOfAllThatWasReportedBeforeIt) {
    take({crossing(1, 0, true), crossing(2, 1)});
    EXPECT_EQ(told(tried()), "1 of 2, left out 0, cut 0");
    take({crossing(3, 2, true)});
    EXPECT_EQ(told(tried()), "2 of 3, left out 0, cut 0") << "no minute is waited for";
    EXPECT_EQ(tried()->find("waiting")->as_int(), 0);
    EXPECT_EQ(log.count(kRulesTried), 3U);
}

TEST_F(FrameKeeperTest, ABackTestDuringAPassIsOfWhatCameBeforeItWasAsked) {
    take({crossing(1, 0, true)});
    clock.advance(std::chrono::seconds{1});
    keeper->tick();  // Under way: it does not know of the next one.
    take({crossing(2, 1, true)});
    EXPECT_EQ(told(tried()), "2 of 2, left out 0, cut 0");
}

TEST_F(FrameKeeperTest, WhatIsErasedGoesWithTheNextTick) {
    take({crossing(1, 0), crossing(2, 1)});
    second();
    erase(1);
    keeper->hurry();
    EXPECT_EQ(entities(), (Ids{1, 2}));
    second();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_EQ(count_of(store::Sql{"SELECT count(*) FROM frame_due"}), 0);

    take({crossing(3, 2)});
    seconds(58);
    clock.advance(std::chrono::seconds{2});
    keeper->tick();  // Under way, and what is due may be read already.
    erase(2);
    keeper->hurry();
    thread.run_all();
    second();
    EXPECT_EQ(entities(), (Ids{3}));
}

TEST_F(FrameKeeperTest, WhatIsErasedIsMadeBeforeABacklog) {
    take({crossing(1, 0), crossing(2, 1)});
    second();
    std::vector<FrameSegment> backlog;
    for (std::uint64_t number = 1; number <= 3 * FrameKeeper::kDueAtOnce; ++number) {
        backlog.push_back({node, core::Epoch{1}, number});
    }
    ASSERT_TRUE(marks.want(backlog));
    erase(1);
    ASSERT_TRUE(marks.want({kFirst}));  // A row of the same segment came too.
    keeper->hurry();
    second();
    EXPECT_EQ(entities(), (Ids{2}));
    EXPECT_EQ(*rows.due_count(), 2 * FrameKeeper::kDueAtOnce + 1);
}

TEST_F(FrameKeeperTest, RunsOneBackTestAtATime) {
    take({crossing(1, 0)});
    std::vector<std::string> answers;
    const auto keep = [&](const Result<Json>& report) { answers.push_back(told(report)); };
    keeper->try_rules(asks(trial_of("traveller.crew")), keep);
    keeper->try_rules(asks(trial_of("traveller.crew")), keep);
    thread.run_all();
    EXPECT_EQ(answers,
              (std::vector<std::string>{"another back-test runs: ask again when it is done",
                                        "0 of 1, left out 0, cut 0"}));
    EXPECT_EQ(told(tried()), "0 of 1, left out 0, cut 0");
}

TEST_F(FrameKeeperTest, ADayOfWhichNothingIsKnownIsSaidSo) {
    take({crossing(1, 0)});
    FrameTrial asked = trial_of("traveller.crew");
    asked.to = "2020-01-31";
    std::string said;
    keeper->try_rules(asks(asked), [&](const Result<Json>& report) { said = told(report); });
    thread.run_all();
    EXPECT_NE(said.find("no port reported a traveller of those days"), std::string::npos) << said;
}

TEST_F(FrameKeeperTest, AFullDiskIsToldOnceAndNothingIsLost) {
    take({crossing(1, 0)});
    const std::string path = top + "/frames";
    put_bytes(path, "no folder");
    seconds(200);
    EXPECT_EQ(log.count(kFramesFail), 1U);
    std::filesystem::remove(path);
    seconds(61);
    EXPECT_EQ(entities(), (Ids{1}));
    std::filesystem::remove_all(path);
    put_bytes(path, "no folder");
    take({crossing(2, 1)});
    seconds(61);
    EXPECT_EQ(log.count(kFramesFail), 2U) << "it worked in between";
}

TEST_F(FrameKeeperTest, AStartMakesWhatIsNotThere) {
    take({crossing(1, 0)});
    second();
    std::filesystem::remove_all(top + "/frames/1-1-0");
    seconds(61);
    EXPECT_EQ(entities(), Ids{}) << "nothing was due";
    start();
    second();
    EXPECT_EQ(entities(), (Ids{1}));
}

TEST_F(FrameKeeperTest, ADamagedFileIsLeftOutNamedAndMadeAgain) {
    take({crossing(1, 0, true), crossing(2, 1), crossing(3, 31 * 1440, true)});
    inspect(1, facts::Finding::kPositive, 5);
    ASSERT_EQ(told(tried()), "2 of 3, left out 0, cut 0");
    const std::string whole = bytes_of(november);
    std::size_t left_out = 0;
    std::size_t cut = 0;
    for (std::size_t at = 0; at < whole.size(); at += 41) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        put_bytes(november, damaged);
        const std::string said = told(tried());
        if (said == "1 of 1, left out 1, cut 0") {
            ++left_out;
        } else if (said == "1 of 1, left out 0, cut 1") {
            ++cut;
        } else {  // A column that nobody asked.
            ASSERT_EQ(said, "2 of 3, left out 0, cut 0") << at;
        }
        ASSERT_EQ(log.count(kFramesDamaged), left_out + cut) << at;
        ASSERT_EQ(told(tried()), "2 of 3, left out 0, cut 0") << at << " was not made again";
        put_bytes(november, whole);
    }
    EXPECT_GT(left_out, 20U);
    const std::string labels = top + "/frames/1-1-0/traveller-2026-11.labels";
    put_bytes(labels, bytes_of(labels) + "x");
    EXPECT_EQ(told(tried()), "1 of 1, left out 1, cut 0");
    put_bytes(november, whole.substr(0, whole.size() - 7));
    ASSERT_EQ(told(tried()), "2 of 3, left out 0, cut 0") << "made again before it is read";
}

TEST_F(FrameKeeperTest, ADamagedFileIsMadeAgainWithoutBeingAskedTwice) {
    take({crossing(1, 0, true), crossing(2, 1)});
    ASSERT_EQ(told(tried()), "1 of 2, left out 0, cut 0");
    const std::string whole = bytes_of(november);
    put_bytes(november, whole.substr(0, 40));
    ASSERT_FALSE(tried());
    EXPECT_EQ(*rows.due_count(), 1U);
    second();
    EXPECT_EQ(bytes_of(november), whole);
    EXPECT_EQ(*rows.due_count(), 0U);
}

TEST_F(FrameKeeperTest, WhereEveryFileIsDamagedThatIsSaidAndTheNextBackTestHasThem) {
    take({crossing(1, 0, true), crossing(2, 1)});
    ASSERT_EQ(told(tried()), "1 of 2, left out 0, cut 0");
    const std::string whole = bytes_of(november);
    for (const std::size_t kept : {std::size_t{3}, whole.size() - 7, std::size_t{40}}) {
        put_bytes(november, whole.substr(0, kept));
        const std::string said = told(tried());
        EXPECT_TRUE(said.find("every file of those days is damaged") != std::string::npos ||
                    said == "0 of 0, left out 0, cut 1")
            << said;
        EXPECT_EQ(told(tried()), "1 of 2, left out 0, cut 0");
    }
}

}  // namespace
}  // namespace sarhad::central
