#include "store/group_commit.h"

#include "fixture.h"

#include <string>
#include <thread>
#include <vector>

namespace sarhad::store::testing {
namespace {

constexpr std::array<Migration, 1> kSchema{
    {{1,
      "numbers",
      "CREATE TABLE number(id INTEGER PRIMARY KEY);"
      "CREATE TABLE child(id INTEGER REFERENCES number(id) DEFERRABLE INITIALLY DEFERRED)"}}};

class GroupCommit : public ::testing::Test {
protected:
    static core::Status insert(Transaction& tx) {
        return run(tx.database(), "INSERT INTO number DEFAULT VALUES");
    }
    static core::Status insert_then_fail(Transaction& tx) {
        SARHAD_TRY_STATUS(insert(tx));
        return core::Error{core::Errc::kInvalid, "this job fails"};
    }
    static core::Status break_the_commit(Transaction& tx) {
        return run(tx.database(), "INSERT INTO child VALUES(99)");
    }
    static core::Status lose_the_transaction(Transaction& tx) {
        SARHAD_TRY_STATUS(run(tx.database(), "INSERT INTO number VALUES(70)"));
        return run(tx.database(), "INSERT OR ROLLBACK INTO number VALUES(70)");
    }
    void submit(std::function<core::Status(Transaction&)> work) {
        const std::size_t index = answers.size();
        answers.emplace_back("waiting");
        expect_ok(queue.submit({std::move(work), [this, index](const core::Status& status) {
                                    answers[index] = status ? "ok" : status.error().what;
                                }}));
    }
    std::int64_t count() { return number(*database, "SELECT count(*) FROM number"); }

    TemporaryFolder folder;
    HandClock clock;
    core::NullLog log;
    std::unique_ptr<Database> database{
        value_of(Database::open({.path = folder.file("a.db")}, kSchema))};
    CommitQueue queue{*database, clock, log};
    std::vector<std::string> answers;
};

TEST_F(GroupCommit, AnswersEachJobOnlyAfterTheCommit) {
    const auto reader = value_of(Reader::open(folder.file("a.db")));
    std::vector<std::int64_t> seen;
    for (int index = 0; index < 3; ++index) {
        expect_ok(queue.submit({&insert, [&](const core::Status& status) {
                                    EXPECT_TRUE(status.has_value());
                                    Statement rows =
                                        value_of(reader->prepare("SELECT count(*) FROM number"));
                                    seen.push_back(*value_of(rows.query_int64()));
                                }}));
    }
    EXPECT_TRUE(seen.empty());
    EXPECT_FALSE(queue.run_once());
    EXPECT_EQ(seen, (std::vector<std::int64_t>{3, 3, 3}));
}

TEST_F(GroupCommit, UndoesAFailedJobAlone) {
    submit(&insert);
    submit(&insert_then_fail);
    submit(&insert);
    EXPECT_FALSE(queue.run_once());
    EXPECT_EQ(answers, (std::vector<std::string>{"ok", "this job fails", "ok"}));
    EXPECT_EQ(count(), 2);
}

TEST_F(GroupCommit, RunsRepeatableJobsAgainAfterOneOfThemFails) {
    std::vector<std::string> said;
    for (int index = 0; index < 6; ++index) {
        const auto work = index % 3 == 2 ? &insert_then_fail : &insert;
        expect_ok(queue.submit({work,
                                [&](const core::Status& status) {
                                    said.emplace_back(status ? "ok" : status.error().what);
                                },
                                Repeat::kRepeatable}));
    }
    while (queue.run_once()) {
    }
    EXPECT_EQ(
        said,
        (std::vector<std::string>{"ok", "ok", "this job fails", "ok", "ok", "this job fails"}));
    EXPECT_EQ(count(), 4);
}

TEST_F(GroupCommit, UndoesAFailedFirstJobAlone) {
    submit(&insert_then_fail);
    submit(&insert);
    while (queue.run_once()) {
    }
    EXPECT_EQ(answers, (std::vector<std::string>{"this job fails", "ok"}));
    EXPECT_EQ(count(), 1);
}

TEST_F(GroupCommit, AcknowledgesNothingOfACommitThatFails) {
    submit(&insert);
    submit(&break_the_commit);
    submit(&insert_then_fail);
    submit(&insert);
    EXPECT_FALSE(queue.run_once());
    EXPECT_NE(answers[0].find("FOREIGN KEY"), std::string::npos);
    EXPECT_EQ(answers[1], answers[0]);
    EXPECT_EQ(answers[2], "this job fails");
    EXPECT_EQ(answers[3], answers[0]);
    EXPECT_EQ(count(), 0);
}

TEST_F(GroupCommit, AcknowledgesNothingOfAGroupThatTheDatabaseRolledBack) {
    submit(&insert);
    submit(&lose_the_transaction);
    submit(&insert);
    while (queue.run_once()) {
    }
    EXPECT_NE(answers[0], "ok");
    EXPECT_NE(answers[1], "ok");
    EXPECT_EQ(answers[2], "ok");
    EXPECT_EQ(count(), 1);
}

TEST_F(GroupCommit, EndsAGroupAtTwoHundredAndFiftySixJobs) {
    for (int index = 0; index < 300; ++index) {
        submit(&insert);
    }
    EXPECT_TRUE(queue.run_once());
    EXPECT_EQ(count(), 256);
    EXPECT_FALSE(queue.run_once());
    EXPECT_EQ(count(), 300);
}

TEST_F(GroupCommit, EndsAGroupAfterTwoMilliseconds) {
    for (int index = 0; index < 3; ++index) {
        submit([this](Transaction& tx) {
            clock.now += std::chrono::milliseconds{1};
            return insert(tx);
        });
    }
    EXPECT_TRUE(queue.run_once());
    EXPECT_EQ(count(), 2);
}

TEST_F(GroupCommit, WaitsForNobody) {
    EXPECT_FALSE(queue.run_once());
    submit(&insert);
    EXPECT_FALSE(queue.run_once());
    EXPECT_EQ(answers[0], "ok");
}

TEST_F(GroupCommit, RefusesWhatExceedsItsQueue) {
    for (std::size_t index = 0; index < kCommitQueueMax; ++index) {
        submit(&insert);
    }
    expect_error(queue.submit({&insert, {}, Repeat::kOnce}), core::Errc::kExhausted);
    EXPECT_EQ(queue.size(), kCommitQueueMax);
}

TEST_F(GroupCommit, AsksForTheStoreThreadOnceUntilItHasRun) {
    int asked = 0;
    CommitQueue woken{*database, clock, log, [&] {
                          ++asked;
                          return true;
                      }};
    expect_ok(woken.submit({&insert, {}, Repeat::kOnce}));
    expect_ok(woken.submit({&insert, {}, Repeat::kOnce}));
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(woken.run_once());
    expect_ok(woken.submit({&insert, {}, Repeat::kOnce}));
    EXPECT_EQ(asked, 2);
}

TEST_F(GroupCommit, StrandsNoJobWhereTheStoreThreadCannotBeAskedAgain) {
    int asked = 0;
    CommitQueue woken{*database, clock, log, [&] { return ++asked == 1; }};
    for (int index = 0; index < 300; ++index) {
        expect_ok(woken.submit({&insert, {}, Repeat::kOnce}));
    }
    EXPECT_FALSE(woken.run_once());
    EXPECT_EQ(count(), 300);
    expect_error(woken.submit({&insert, {}, Repeat::kOnce}), core::Errc::kExhausted);
}

TEST_F(GroupCommit, TakesJobsFromManyThreads) {
    std::vector<std::jthread> producers;
    for (int producer = 0; producer < 4; ++producer) {
        producers.emplace_back([this] {
            for (int index = 0; index < 100; ++index) {
                EXPECT_TRUE(queue.submit({&insert, {}, Repeat::kOnce}).has_value());
            }
        });
    }
    while (count() < 400) {
        queue.run_once();
    }
    producers.clear();
    EXPECT_EQ(count(), 400);
}

TEST_F(GroupCommit, TakesTheOutboxBackWithAFailedJob) {
    OutboxBox box;
    CommitQueue own{*box.database, clock, log};
    const auto append = [&](Transaction& tx) -> core::Status {
        SARHAD_TRY_STATUS(box.outbox->append(tx, row_of(10)));
        return {};
    };
    const auto append_then_fail = [&](Transaction& tx) -> core::Status {
        SARHAD_TRY_STATUS(append(tx));
        return core::Error{core::Errc::kInvalid, "this job fails"};
    };
    expect_ok(own.submit({append_then_fail, {}, Repeat::kRepeatable}));
    expect_ok(own.submit({append, {}, Repeat::kRepeatable}));
    expect_ok(own.submit({append_then_fail, {}, Repeat::kRepeatable}));
    expect_ok(own.submit({append, {}, Repeat::kRepeatable}));
    while (own.run_once()) {
    }
    EXPECT_EQ(box.outbox->tail(kStream).seq, core::Seq{2});
    expect_ok(box.outbox->verify_chain());
    box.reopen();
    EXPECT_EQ(box.pending().size(), 2U);
}

}  // namespace
}  // namespace sarhad::store::testing
