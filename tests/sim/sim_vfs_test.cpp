#include "sim/sim_vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "sim/file_share.h"

namespace sarhad::sim {
namespace {

class Connection {
public:
    Connection(const SimVfs& vfs, int flags) {
        code = sqlite3_open_v2("node.db", &handle_, flags, vfs.name().c_str());
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { sqlite3_close(handle_); }

    int run(const std::string& sql) {
        return code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    }
    int count() { return number("select count(*) from q"); }
    /// Of the first column of the first row; -1 where there is none.
    int number(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        int number = -1;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW) {
            number = sqlite3_column_int(statement, 0);
        }
        sqlite3_finalize(statement);
        return number;
    }

    int code{0};

private:
    sqlite3* handle_{nullptr};
};

class SimVfsTest : public testing::Test {
protected:
    SimVfsTest() {
        EXPECT_EQ(writer.run("pragma journal_mode=wal"), SQLITE_OK);
        writer.run("pragma synchronous=full");
        EXPECT_EQ(writer.run("create table q(id integer primary key)"), SQLITE_OK);
    }

    SimRandom random{1};
    SimDisk disk{random};
    SimVfs vfs{"sim-shared", disk};
    Connection writer{vfs, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
    Connection reader{vfs, SQLITE_OPEN_READONLY};
};

TEST_F(SimVfsTest, AReaderSeesACommitAndNothingBeforeIt) {
    EXPECT_EQ(reader.count(), 0);
    writer.run("begin immediate");
    writer.run("insert into q default values");
    EXPECT_EQ(reader.count(), 0);
    EXPECT_EQ(writer.run("commit"), SQLITE_OK);
    EXPECT_EQ(reader.count(), 1);
}

TEST_F(SimVfsTest, AReaderKeepsItsMomentWhileTheWriterGoesOn) {
    ASSERT_EQ(reader.run("begin"), SQLITE_OK);
    EXPECT_EQ(reader.count(), 0);
    EXPECT_EQ(writer.run("insert into q default values"), SQLITE_OK);
    EXPECT_EQ(reader.count(), 0);
    EXPECT_EQ(writer.number("pragma wal_checkpoint(truncate)"), 1);  // 1: the log is in use.
    ASSERT_EQ(reader.run("commit"), SQLITE_OK);
    EXPECT_EQ(reader.count(), 1);
    EXPECT_EQ(writer.number("pragma wal_checkpoint(truncate)"), 0);
}

TEST_F(SimVfsTest, ASecondWriterWaits) {
    Connection second{vfs, SQLITE_OPEN_READWRITE};
    writer.run("begin immediate");
    EXPECT_EQ(second.run("begin immediate"), SQLITE_BUSY);
    writer.run("commit");
    EXPECT_EQ(second.run("begin immediate"), SQLITE_OK);
}

TEST_F(SimVfsTest, TheIndexOfTheLogIsBuiltAnewAfterAPowerFailure) {
    EXPECT_EQ(writer.run("insert into q default values"), SQLITE_OK);
    EXPECT_EQ(reader.count(), 1);
    {
        SimRandom other_random{2};
        SimDisk left{other_random};
        left.power_off(PowerLoss::kProcessOnly);
        left.restore(disk.image());
        left.power_on();
        const SimVfs other{"sim-shared-later", left};
        Connection again{other, SQLITE_OPEN_READWRITE};
        EXPECT_EQ(again.count(), 1);
    }
}

TEST(FileShare, AnExclusiveSlotIsForOneHolderAlone) {
    FileShare share;
    ShareHolder one;
    ShareHolder two;
    EXPECT_EQ(share.lock_slots(one, 3, 1, false), SQLITE_OK);
    EXPECT_EQ(share.lock_slots(two, 3, 1, true), SQLITE_BUSY);
    EXPECT_EQ(share.lock_slots(two, 3, 1, false), SQLITE_OK);
    share.unlock_slots(one, 3, 1);
    EXPECT_EQ(share.lock_slots(two, 3, 1, true), SQLITE_OK);  // Its own shared one is no obstacle.
    EXPECT_EQ(share.lock_slots(one, 3, 1, false), SQLITE_BUSY);
    share.leave(two);
    EXPECT_EQ(share.lock_slots(one, 0, 8, true), SQLITE_OK);
}

TEST(FileShare, TheLastReaderStandsInTheWayOfAnExclusiveLock) {
    FileShare share;
    ShareHolder one;
    ShareHolder two;
    ShareHolder three;
    EXPECT_EQ(share.lock(one, SQLITE_LOCK_SHARED), SQLITE_OK);
    EXPECT_EQ(share.lock(two, SQLITE_LOCK_SHARED), SQLITE_OK);
    EXPECT_EQ(share.lock(one, SQLITE_LOCK_EXCLUSIVE), SQLITE_BUSY);
    EXPECT_TRUE(share.is_reserved());
    EXPECT_EQ(share.lock(three, SQLITE_LOCK_SHARED), SQLITE_BUSY);
    share.unlock(two, SQLITE_LOCK_NONE);
    EXPECT_EQ(share.lock(one, SQLITE_LOCK_EXCLUSIVE), SQLITE_OK);
    share.leave(one);
    EXPECT_FALSE(share.is_reserved());
    EXPECT_EQ(share.lock(three, SQLITE_LOCK_SHARED), SQLITE_OK);
}

}  // namespace
}  // namespace sarhad::sim
