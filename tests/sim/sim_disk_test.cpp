#include "sim/sim_disk.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "sim/sim_files.h"
#include "sim/sim_vfs.h"

namespace sarhad::sim {
namespace {

/// A connection with its own words for the few things that these tests do.
class Connection {
public:
    Connection(const SimVfs& vfs, const std::string& synchronous) {
        code = sqlite3_open_v2(
            "node.db", &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.name().c_str());
        run("pragma locking_mode=exclusive");
        run("pragma journal_mode=wal");
        run("pragma synchronous=" + synchronous);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { sqlite3_close(handle_); }

    int run(const std::string& sql) {
        return code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    }
    std::string first(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        std::string text;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW) {
            text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        }
        sqlite3_finalize(statement);
        return text;
    }

    int code{0};

private:
    sqlite3* handle_{nullptr};
};

class SimDiskTest : public testing::Test {
protected:
    /// Five rows, each committed by itself, then the power fails; how many are left.
    std::string rows_left_after_power_loss(const std::string& synchronous, PowerLoss loss) {
        {
            Connection writer{vfs, synchronous};
            writer.run("create table if not exists q(id integer primary key, body)");
            for (int i = 0; i < 5; ++i) {
                writer.run("insert into q(body) values(randomblob(3000))");
            }
            disk.power_off(loss);
        }
        disk.power_on();
        Connection reader{vfs, synchronous};
        EXPECT_EQ(reader.first("pragma integrity_check"), "ok");
        return reader.first("select count(*) from q");
    }

    SimRandom random{7};
    SimDisk disk{random};
    SimVfs vfs{"sim-disk-test", disk};
};

TEST_F(SimDiskTest, WalWithFullSyncKeepsEveryCommitOverAPowerLoss) {
    EXPECT_EQ(rows_left_after_power_loss("FULL", PowerLoss::kAllUnsynced), "5");
}

TEST_F(SimDiskTest, WalWithNormalSyncLosesAllCommitsBeforeTheFirstCheckpoint) {
    EXPECT_EQ(rows_left_after_power_loss("NORMAL", PowerLoss::kAllUnsynced), "");
}

TEST_F(SimDiskTest, WalWithFullSyncKeepsEveryCommitWhateverBecomesOfUnsyncedSectors) {
    for (int run = 1; run <= 40; ++run) {
        EXPECT_EQ(rows_left_after_power_loss("FULL", PowerLoss::kMixedSectors),
                  std::to_string(run * 5));
    }
    EXPECT_GT(disk.counters().power_losses, 39U);
}

TEST_F(SimDiskTest, ADriveThatLiesAboutItsSyncLosesCommits) {
    disk.set_sync_truth(SyncTruth::kLies);
    EXPECT_EQ(rows_left_after_power_loss("FULL", PowerLoss::kAllUnsynced), "");
}

TEST_F(SimDiskTest, APowerLossAtAnyOperationKeepsEveryCommitThatReturned) {
    for (std::uint64_t operation = 1; operation < 60; ++operation) {
        SimRandom seeded{operation};
        SimDisk fresh{seeded};
        const SimVfs own{"sim-disk-step", fresh};
        int committed = 0;
        {
            Connection writer{own, "FULL"};
            fresh.power_off_after(operation, PowerLoss::kMixedSectors);
            writer.run("create table q(id integer primary key, body)");
            for (int i = 0; i < 8; ++i) {
                committed +=
                    writer.run("insert into q(body) values(randomblob(3000))") == 0 ? 1 : 0;
                writer.run("pragma wal_checkpoint(passive)");
            }
            fresh.power_off(PowerLoss::kMixedSectors);
        }
        fresh.power_on();
        Connection reader{own, "FULL"};
        EXPECT_EQ(reader.first("pragma integrity_check"), "ok") << operation;
        const std::string count = reader.first("select count(*) from q");
        EXPECT_GE(count.empty() ? 0 : std::stoi(count), committed) << operation;
    }
}

TEST_F(SimDiskTest, AFailedSyncFailsTheCommit) {
    Connection writer{vfs, "FULL"};
    writer.run("create table q(id integer primary key, body)");
    disk.fail_sync_after(1);
    EXPECT_NE(writer.run("insert into q(body) values('x')"), SQLITE_OK);
    EXPECT_EQ(writer.run("insert into q(body) values('x')"), SQLITE_OK);
}

TEST_F(SimDiskTest, AFullDiskFailsTheCommitAndKeepsWhatWasThere) {
    Connection writer{vfs, "FULL"};
    writer.run("create table q(id integer primary key, body)");
    writer.run("insert into q(body) values('x')");
    disk.set_capacity(disk.used() + 1000);
    EXPECT_EQ(writer.run("insert into q(body) values(randomblob(20000))"), SQLITE_FULL);
    disk.set_capacity({});
    EXPECT_EQ(writer.first("select count(*) from q"), "1");
}

TEST_F(SimDiskTest, WhatIsDurableDoesNotChangeUnderTheSameVersion) {
    SimRandom dice{7};
    SimDisk own{dice};
    std::map<std::string, core::Bytes> seen;
    std::uint64_t version = own.durable_version();
    int changes = 0;
    for (int i = 0; i < 4000; ++i) {
        const std::string name{"f/" + std::to_string(dice.below(4))};
        const SimDisk::Handle file = own.open(name, true);
        switch (dice.below(8)) {
            case 0:
            case 1:
                static_cast<void>(
                    own.write(*file,
                              dice.below(2000),
                              core::Bytes(700, static_cast<std::uint8_t>(dice.below(9)))));
                break;
            case 2:
                static_cast<void>(own.truncate(*file, dice.below(2000)));
                break;
            case 3:
                static_cast<void>(own.sync(name, *file));
                break;
            case 4:
                static_cast<void>(own.rename(name, "f/" + std::to_string(dice.below(4))));
                break;
            case 5:
                static_cast<void>(
                    own.remove(name, dice.chance(500) ? FolderSync::kNow : FolderSync::kLater));
                break;
            case 6:
                static_cast<void>(own.sync_names());
                break;
            case 7:
                own.power_off(static_cast<PowerLoss>(dice.below(3)));
                own.power_on();
                break;
        }
        std::map<std::string, core::Bytes> now = own.image().files;
        if (now != seen) {
            EXPECT_NE(own.durable_version(), version) << i;
            ++changes;
            seen = std::move(now);
        }
        version = own.durable_version();
    }
    EXPECT_GT(changes, 500);
}

TEST_F(SimDiskTest, AFailedOperationIsTheOneThatWasAskedFor) {
    const SimDisk::Handle file = disk.open("a", true);
    disk.fail_operation_after(2);
    const core::Bytes bytes{1, 2, 3};
    EXPECT_EQ(disk.write(*file, 0, bytes), DiskOutcome::kDone);
    EXPECT_EQ(disk.write(*file, 3, bytes), DiskOutcome::kFailed);
    EXPECT_EQ(disk.write(*file, 3, bytes), DiskOutcome::kDone);
    EXPECT_EQ(file->live.size(), 6U);
}

TEST_F(SimDiskTest, AReplacedFileIsOldOrNewAtEveryPowerLoss) {
    const core::Bytes old_content(700, 1);
    const core::Bytes new_content(900, 2);
    for (std::uint64_t operation = 1; operation <= 6; ++operation) {
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            SimRandom seeded{seed};
            SimDisk fresh{seeded};
            SimFiles files{fresh};
            ASSERT_TRUE(files.replace("f/a", old_content, core::FileMode::kShared));
            fresh.power_off_after(operation, PowerLoss::kMixedSectors);
            const bool is_done =
                files.replace("f/a", new_content, core::FileMode::kShared).has_value();
            fresh.power_off(PowerLoss::kMixedSectors);
            fresh.power_on();
            const auto left = files.read("f/a", core::kibibytes(4));
            ASSERT_TRUE(left.has_value());
            EXPECT_TRUE(*left == new_content || (!is_done && *left == old_content));
        }
    }
}

TEST_F(SimDiskTest, ARenamedFileIsUnderOneOfItsNamesAtEveryPowerLoss) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SimRandom seeded{seed};
        SimDisk fresh{seeded};
        SimFiles files{fresh};
        ASSERT_TRUE(files.replace("f/a", core::Bytes{1}, core::FileMode::kShared));
        fresh.power_off_after(2, PowerLoss::kMixedSectors);
        EXPECT_FALSE(files.rename("f/a", "f/b"));
        fresh.power_on();
        EXPECT_NE(fresh.exists("f/a"), fresh.exists("f/b")) << seed;
    }
}

TEST_F(SimDiskTest, ARenameToANewNameReplacesNothing) {
    SimFiles files{disk};
    ASSERT_TRUE(files.replace("f/a", core::Bytes{1}, core::FileMode::kShared));
    ASSERT_TRUE(files.replace("f/b", core::Bytes{2}, core::FileMode::kShared));
    EXPECT_EQ(files.rename_new("f/a", "f/b").error().code, core::Errc::kConflict);
    EXPECT_EQ(*files.read("f/b", core::kibibytes(1)), core::Bytes{2});
    EXPECT_TRUE(files.rename_new("f/a", "f/c"));
    EXPECT_EQ(files.rename_new("f/a", "f/d").error().code, core::Errc::kNotFound);
}

TEST_F(SimDiskTest, AnUnsyncedFileIsGoneAfterAPowerLoss) {
    const SimDisk::Handle file = disk.open("f/new", true);
    EXPECT_EQ(disk.write(*file, 0, core::Bytes{1}), DiskOutcome::kDone);
    disk.power_off(PowerLoss::kAllUnsynced);
    disk.power_on();
    EXPECT_FALSE(disk.exists("f/new"));
}

TEST_F(SimDiskTest, ARestoredImageIsWhatWasDurableThen) {
    SimFiles files{disk};
    ASSERT_TRUE(files.replace("f/a", core::Bytes{1}, core::FileMode::kShared));
    const SimDisk::Image backup = disk.image();
    ASSERT_TRUE(files.replace("f/a", core::Bytes{2}, core::FileMode::kShared));
    disk.power_off(PowerLoss::kAllUnsynced);
    disk.restore(backup);
    disk.power_on();
    EXPECT_EQ(*files.read("f/a", core::kibibytes(1)), core::Bytes{1});
}

}  // namespace
}  // namespace sarhad::sim
