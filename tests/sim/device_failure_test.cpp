#include "store/database.h"
#include "store/group_commit.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/sim_disk.h"
#include "sim/sim_vfs.h"

namespace sarhad::sim {
namespace {

constexpr std::array<store::Migration, 1> kSchema{
    {{1, "numbers", "CREATE TABLE number(id INTEGER PRIMARY KEY, body BLOB) STRICT"}}};

class IdLog final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        ids.emplace_back(event.id);
    }
    std::vector<std::string> ids;
};

class NoClock final : public core::Clock {
public:
    [[nodiscard]] core::WallTime wall() const override { return {}; }
    [[nodiscard]] core::MonoTime mono() const override { return {}; }
};

/// A database on a disk that fails when it is told to.
class DeviceFailure : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "sarhad-device-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        open();
    }
    void TearDown() override {
        queue_.reset();
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    /// The ballast is on the real disk, the database on the simulated one.
    void open() {
        store::OpenOptions options;
        options.path = folder_ + "/node.db";
        options.vfs = vfs_.name();
        options.locking = store::Locking::kExclusive;
        options.log = &log_;
        options.ballast = core::kibibytes(64);
        options.on_device_failed = [this] { ++failed_; };
        auto opened = store::Database::open(options, kSchema);
        ASSERT_TRUE(opened) << opened.error().what;
        database_ = *std::move(opened);
        queue_ = std::make_unique<store::CommitQueue>(*database_, clock_, log_);
    }
    void reopen() {
        queue_.reset();
        database_.reset();
        disk_.clear_faults();
        open();
    }
    core::Status insert(std::size_t size = 100) {
        core::Status answer;
        EXPECT_TRUE(queue_->submit({[size](store::Transaction& transaction) -> core::Status {
                                        SARHAD_TRY(store::Statement statement,
                                                   transaction.database().prepare(
                                                       "INSERT INTO number(body) VALUES(?1)"));
                                        statement.bind_all(core::ByteView{core::Bytes(size)});
                                        return statement.run();
                                    },
                                    [&answer](const core::Status& status) { answer = status; }}));
        queue_->run_once();
        return answer;
    }
    /// The bodies of the first rows, in one transaction.
    core::Status resize(std::int64_t size, std::int64_t last_id) {
        SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(*database_));
        {
            SARHAD_TRY(store::Statement statement,
                       database_->prepare("UPDATE number SET body = zeroblob(?1) WHERE id <= ?2"));
            statement.bind_all(size, last_id);
            SARHAD_TRY_STATUS(statement.run());
        }
        return std::move(transaction).commit();
    }
    std::int64_t size_of(std::int64_t id) {
        auto statement = database_->prepare("SELECT length(body) FROM number WHERE id = ?1");
        statement->bind_all(id);
        return statement->query_int64()->value_or(-1);
    }
    std::int64_t rows() {
        auto statement = database_->prepare("SELECT count(*) FROM number");
        return statement->query_int64()->value_or(-1);
    }
    bool has_ballast() const { return std::filesystem::exists(folder_ + "/node.db.ballast"); }

    SimRandom random_{7};
    SimDisk disk_{random_};
    SimVfs vfs_{"device-failure-test", disk_};
    NoClock clock_;
    IdLog log_;
    std::string folder_;
    int failed_{0};
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<store::CommitQueue> queue_;
};

TEST_F(DeviceFailure, EndsTheProcessOnceAndTheNextOpenHasWhatWasAnswered) {
    ASSERT_TRUE(insert());
    disk_.fail_sync_after(1);
    EXPECT_FALSE(insert());
    EXPECT_EQ(failed_, 1);
    disk_.fail_operation_after(1);
    EXPECT_FALSE(insert());
    EXPECT_EQ(failed_, 1) << "once";
    EXPECT_TRUE(has_ballast()) << "the disk is not full";
    const std::string first = log_.ids.at(0);
    EXPECT_EQ(first, "STORE-003");
    EXPECT_TRUE(disk_.exists(folder_ + "/node.db-wal"));
    reopen();
    EXPECT_TRUE(insert());
    EXPECT_GE(rows(), 2);
    EXPECT_EQ(failed_, 1);
}

TEST_F(DeviceFailure, LeavesTheLogSoThatTheNextOpenChecksTheFile) {
    ASSERT_TRUE(insert());
    disk_.fail_operation_after(1);
    EXPECT_FALSE(insert());
    disk_.clear_faults();
    queue_.reset();
    database_.reset();
    EXPECT_TRUE(disk_.exists(folder_ + "/node.db-wal"));
}

TEST_F(DeviceFailure, ThePowerMayFailInTheCheckpointThatFollowsAFailedSync) {
    // Found by the simulator: the log read well and was not on the disk. Once the checkpoint had
    // written its pages, a power failure brought the older log back over some of them.
    ASSERT_TRUE(insert(3000));
    ASSERT_TRUE(insert(3000));  // Of that size, each on a page of its own.
    for (std::int64_t operation = 1; operation <= 30; ++operation) {
        const std::int64_t size = 3000 + 2 * operation;
        ASSERT_TRUE(database_->checkpoint(store::Checkpoint::kTruncate));
        ASSERT_TRUE(resize(size, 1));
        disk_.fail_sync_after(1);
        ASSERT_FALSE(resize(size + 1, 2));
        queue_.reset();
        database_.reset();
        disk_.clear_faults();
        disk_.power_off_after(static_cast<std::uint64_t>(operation), PowerLoss::kAllUnsynced);
        store::OpenOptions options;
        options.path = folder_ + "/node.db";
        options.vfs = vfs_.name();
        options.locking = store::Locking::kExclusive;
        static_cast<void>(store::Database::open(options, kSchema).has_value());
        disk_.clear_faults();
        disk_.power_off(PowerLoss::kAllUnsynced);
        disk_.power_on();
        ASSERT_NO_FATAL_FAILURE(open()) << operation;
        const bool is_second_there = size_of(1) == size + 1;
        EXPECT_EQ(size_of(1), is_second_there ? size + 1 : size) << operation;
        EXPECT_EQ(size_of(2) == size + 1, is_second_there) << operation;
    }
}

TEST_F(DeviceFailure, AFullDiskGetsTheReserveAndEndsNothing) {
    ASSERT_TRUE(insert());
    disk_.set_capacity(disk_.used() + 1000);
    core::Status last = insert(20'000);
    EXPECT_FALSE(last);
    EXPECT_EQ(last.error().code, core::Errc::kExhausted);
    EXPECT_EQ(failed_, 0);
    EXPECT_FALSE(has_ballast());
    EXPECT_TRUE(database_->lacks_reserve());
    EXPECT_EQ(log_.ids.at(0), "STORE-004");
    disk_.set_capacity({});  // What the reserve gives.
    EXPECT_TRUE(insert(20'000));
    database_->idle();
    EXPECT_TRUE(has_ballast());
    EXPECT_FALSE(database_->lacks_reserve());
    EXPECT_EQ(log_.ids.back(), "STORE-005");
}

}  // namespace
}  // namespace sarhad::sim
