#include "fixture.h"

#include "store/group_commit.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::store::testing {
namespace {

constexpr std::array<Migration, 1> kSchema{
    {{1, "numbers", "CREATE TABLE number(id INTEGER PRIMARY KEY, body BLOB) STRICT"}}};
constexpr core::ByteSize kBallast = core::kibibytes(256);

/// Keeps the ids of what was logged.
class IdLog final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        ids.emplace_back(event.id);
    }
    std::vector<std::string> ids;
};

class DiskReserve : public ::testing::Test {
protected:
    core::Result<std::unique_ptr<Database>> open(int page_quota = 0) {
        OpenOptions options;
        options.path = path;
        options.page_quota = page_quota;
        options.log = &log;
        options.ballast = kBallast;
        return Database::open(options, kSchema);
    }
    static core::Status insert(Database& database, std::string_view body = "x") {
        SARHAD_TRY(Transaction tx, Transaction::begin(database));
        SARHAD_TRY(Statement statement, database.prepare("INSERT INTO number(body) VALUES(?1)"));
        statement.bind_all(core::as_bytes(body));
        SARHAD_TRY_STATUS(statement.run());
        return std::move(tx).commit();
    }
    [[nodiscard]] std::uintmax_t log_size() const {
        return std::filesystem::file_size(path + "-wal");
    }

    TemporaryFolder folder;
    std::string path{folder.file("node.db")};
    std::string ballast{path + ".ballast"};
    IdLog log;
};

TEST_F(DiskReserve, IsRealRoomThatNobodyElseReads) {
    const auto database = value_of(open());
    struct stat held {};
    ASSERT_EQ(::stat(ballast.c_str(), &held), 0);
    EXPECT_EQ(static_cast<std::uint64_t>(held.st_size), kBallast.bytes);
    EXPECT_GE(static_cast<std::uint64_t>(held.st_blocks) * 512, kBallast.bytes);
    EXPECT_EQ(held.st_mode & 0777U, 0600U);
    EXPECT_FALSE(database->lacks_reserve());
}

TEST_F(DiskReserve, IsMadeAnewWhereACrashCutItShort) {
    std::ofstream{ballast} << "short";
    const auto database = value_of(open());
    EXPECT_EQ(std::filesystem::file_size(ballast), kBallast.bytes);
}

TEST_F(DiskReserve, LeavesWhatIsNoPlainFileInItsPlaceAndSaysSo) {
    std::filesystem::create_directory(ballast);
    const auto database = value_of(open());
    EXPECT_TRUE(database->lacks_reserve());
    EXPECT_EQ(log.ids, std::vector<std::string>{"STORE-006"});
    database->idle();
    EXPECT_EQ(log.ids.size(), 1U) << "once";
    std::filesystem::remove(ballast);
    database->idle();
    EXPECT_FALSE(database->lacks_reserve());
    EXPECT_EQ(log.ids.back(), "STORE-005");
    expect_ok(insert(*database));
}

TEST_F(DiskReserve, IsNotGivenUpWhereTheQuotaIsWhatIsFull) {
    const auto database = value_of(open(12));
    core::Status last;
    for (int row = 0; row < 100 && last; ++row) {
        last = insert(*database, std::string(4000, 'x'));
    }
    expect_error(last, core::Errc::kExhausted);
    EXPECT_TRUE(std::filesystem::exists(ballast));
    EXPECT_FALSE(database->lacks_reserve());
}

TEST_F(DiskReserve, IdleMomentsCutTheLog) {
    const auto database = value_of(open());
    expect_ok(insert(*database));
    for (int calls = 1; calls < kQuietCalls; ++calls) {
        database->idle();
    }
    expect_ok(insert(*database));
    database->idle();
    EXPECT_GT(log_size(), 0U) << "something was just committed";
    for (int calls = 1; calls < kQuietCalls; ++calls) {
        database->idle();
    }
    EXPECT_EQ(log_size(), 0U);
    expect_ok(insert(*database));
    EXPECT_EQ(number(*database, "SELECT count(*) FROM number"), 3);
}

TEST_F(DiskReserve, IdleMomentsWaitForNoReader) {
    const auto database = value_of(open());
    expect_ok(insert(*database));
    const auto reader = value_of(Reader::open(path));
    Statement standing = value_of(reader->prepare("SELECT id FROM number"));
    EXPECT_EQ(value_of(standing.step()), Step::kRow);
    expect_ok(insert(*database));
    for (int calls = 0; calls < 2 * kQuietCalls; ++calls) {
        database->idle();
    }
    EXPECT_GT(log_size(), 0U);
    expect_ok(insert(*database));
    EXPECT_TRUE(log.ids.empty());
}

TEST_F(DiskReserve, AFillingDatabaseIsToldOfAndSoIsItsEasing) {
    const auto database = value_of(open(100));
    database->idle();
    EXPECT_LT(database->disk_use().permille, 200);
    EXPECT_TRUE(log.ids.empty());
    for (int row = 0; row < 93; ++row) {
        expect_ok(insert(*database, std::string(3500, 'x')));
    }
    database->idle();
    EXPECT_EQ(database->disk_use().level, DiskLevel::kNearlyFull);
    expect_error(check_disk(database->disk_use()), core::Errc::kUnavailable);
    EXPECT_EQ(log.ids, std::vector<std::string>{"STORE-007"});
    database->idle();
    EXPECT_EQ(log.ids.size(), 1U) << "once";

    auto tx = value_of(Transaction::begin(*database));
    expect_ok(value_of(database->prepare("DELETE FROM number")).run());
    expect_ok(std::move(tx).commit());
    database->idle();
    EXPECT_EQ(database->disk_use().level, DiskLevel::kRoomy) << "free pages are room";
    expect_ok(check_disk(database->disk_use()));
    EXPECT_EQ(log.ids.back(), "STORE-008");
}

TEST(DiskRoom, FullnessIsOfTheQuotaOrOfTheDiskWhicheverIsLess) {
    const core::Result<DiskRoom> unknown{core::Error{core::Errc::kNotFound, "not asked"}};
    const auto free = [](std::uint64_t bytes) {
        return core::Result<DiskRoom>{DiskRoom{{1ULL << 40U}, {bytes}}};
    };
    EXPECT_EQ(fullness_of({500}, {1000}, unknown), 500);
    EXPECT_EQ(fullness_of({500}, {0}, unknown), 0);
    EXPECT_EQ(fullness_of({500}, {1000}, free(125)), 800);
    EXPECT_EQ(fullness_of({500}, {1000}, free(1000)), 500);
    EXPECT_EQ(fullness_of({500}, {400}, unknown), 1000);
    EXPECT_EQ(fullness_of({0}, {0}, free(0)), 1000);
    EXPECT_EQ(fullness_of({1ULL << 61U}, {1ULL << 62U}, unknown), 500);
}

TEST(DiskRoom, ALevelIsLeftBelowWhereItBegins) {
    EXPECT_EQ(disk_level_of(699, DiskLevel::kRoomy), DiskLevel::kRoomy);
    EXPECT_EQ(disk_level_of(700, DiskLevel::kRoomy), DiskLevel::kFilling);
    EXPECT_EQ(disk_level_of(680, DiskLevel::kFilling), DiskLevel::kFilling);
    EXPECT_EQ(disk_level_of(679, DiskLevel::kFilling), DiskLevel::kRoomy);
    EXPECT_EQ(disk_level_of(799, DiskLevel::kFilling), DiskLevel::kFilling);
    EXPECT_EQ(disk_level_of(800, DiskLevel::kFilling), DiskLevel::kDraining);
    EXPECT_EQ(disk_level_of(899, DiskLevel::kRoomy), DiskLevel::kDraining);
    EXPECT_EQ(disk_level_of(930, DiskLevel::kNearlyFull), DiskLevel::kNearlyFull);
    EXPECT_EQ(disk_level_of(929, DiskLevel::kNearlyFull), DiskLevel::kPurging);
    EXPECT_EQ(disk_level_of(1000, DiskLevel::kRoomy), DiskLevel::kNearlyFull);
}

TEST(DiskRoom, WhatWouldFillTheDiskAndCanWaitDoesFromEightyPercentOn) {
    expect_ok(check_draining({799, DiskLevel::kFilling}));
    for (const DiskLevel level :
         {DiskLevel::kDraining, DiskLevel::kPurging, DiskLevel::kNearlyFull}) {
        const core::Status refused = check_draining({853, level});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, core::Errc::kExhausted);
        EXPECT_EQ(refused.error().what.rfind("85 % of", 0), 0U) << refused.error().what;
    }
}

TEST(DiskRoom, ADatabaseWithoutAQuotaOfItsOwnMayHaveMostOfItsPartition) {
    const TemporaryFolder folder;
    const std::string path = folder.file("node.db");
    EXPECT_EQ(value_of(page_quota_for(path, core::kibibytes(8))), 2);
    const DiskRoom room = value_of(disk_room_of(path));
    const int quota = value_of(page_quota_for(path, {0}));
    EXPECT_EQ(static_cast<std::uint64_t>(quota), room.size.bytes / 100 * 70 / 4096);
}

}  // namespace
}  // namespace sarhad::store::testing
