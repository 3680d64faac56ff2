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

}  // namespace
}  // namespace sarhad::store::testing
