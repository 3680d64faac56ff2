#include "fixture.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <type_traits>

namespace sarhad::store::testing {
namespace {

constexpr std::array<Migration, 2> kTwo{
    {{1, "ports", "CREATE TABLE port(id INTEGER PRIMARY KEY, site TEXT) STRICT"},
     {2, "lanes", "CREATE TABLE lane(id INTEGER PRIMARY KEY); CREATE TABLE queue(id INTEGER)"}}};

struct Fixture : ::testing::Test {
    core::Result<std::unique_ptr<Database>> open(std::span<const Migration> migrations = kTwo) {
        return Database::open({.path = path}, migrations);
    }
    TemporaryFolder folder;
    std::string path{folder.file("node.db")};
};

class DatabaseFile : public Fixture {};

TEST_F(DatabaseFile, KeepsWhatWasCommittedWhenOpenedAgain) {
    {
        const auto database = value_of(open());
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(run(*database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
    }
    const auto again = value_of(open());
    EXPECT_EQ(number(*again, "SELECT count(*) FROM port"), 1);
}

TEST_F(DatabaseFile, AppliesOnlyTheMigrationsThatAreMissing) {
    value_of(open(std::span{kTwo}.first(1)));
    const auto database = value_of(open());
    EXPECT_EQ(number(*database, "SELECT count(*) FROM schema_migration"), 2);
    EXPECT_EQ(number(*database, "SELECT count(*) FROM queue"), 0);
}

TEST_F(DatabaseFile, RefusesASchemaNewerThanTheProgram) {
    value_of(open());
    const auto refused = open(std::span{kTwo}.first(1));
    expect_error(refused, core::Errc::kConflict);
    EXPECT_NE(refused.error().what.find("version 2, this program knows up to 1"),
              std::string::npos);
}

TEST_F(DatabaseFile, RefusesAnAlteredMigration) {
    value_of(open());
    std::array<Migration, 2> altered = kTwo;
    altered[0].sql = "CREATE TABLE port(id INTEGER PRIMARY KEY) STRICT";
    expect_error(open(altered), core::Errc::kConflict);
}

TEST_F(DatabaseFile, KeepsNothingOfAMigrationThatFails) {
    std::array<Migration, 2> broken = kTwo;
    broken[1].sql = "CREATE TABLE lane(id INTEGER); CREATE TABLE port(id INTEGER)";
    expect_error(open(broken), core::Errc::kInvalid);
    const auto database = value_of(open());
    EXPECT_EQ(number(*database, "SELECT count(*) FROM schema_migration"), 2);
}

TEST_F(DatabaseFile, SyncsEveryCommitAndLeavesCheckpointsToTheWriter) {
    const auto database = value_of(open());
    EXPECT_EQ(number(*database, "PRAGMA synchronous"), 2);
    EXPECT_EQ(number(*database, "PRAGMA wal_autocheckpoint"), 0);
    EXPECT_EQ(number(*database, "PRAGMA mmap_size"), 0);
    EXPECT_EQ(number(*database, "PRAGMA foreign_keys"), 1);
    EXPECT_EQ(number(*database, "PRAGMA trusted_schema"), 0);
    EXPECT_EQ(number(*database, "PRAGMA cell_size_check"), 1);
    EXPECT_EQ(number(*database, "PRAGMA temp_store"), 2);
}

TEST_F(DatabaseFile, IsReadableByItsOwnerAlone) {
    const auto database = value_of(open());
    for (const std::string& file : {path, path + "-wal", path + ".writer"}) {
        EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::all,
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
            << file;
    }
}

TEST_F(DatabaseFile, CallsAFileThatIsNoDatabaseCorrupt) {
    std::ofstream{path} << std::string(8192, 'x');
    expect_error(open(), core::Errc::kCorrupt);
}

TEST_F(DatabaseFile, SaysWhereTheFolderIsMissing) {
    expect_error(Database::open({.path = folder.file("no/node.db")}, {}), core::Errc::kUnavailable);
}

TEST_F(DatabaseFile, WorksWithoutSharedMemory) {
    const OpenOptions alone{.path = path, .vfs = "unix-none", .locking = Locking::kExclusive};
    {
        const auto database = value_of(Database::open(alone, kTwo));
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(run(*database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
        EXPECT_FALSE(std::filesystem::exists(path + "-shm"));
        EXPECT_FALSE(std::filesystem::exists(path + ".writer"));
        expect_error(Database::open(alone, kTwo), core::Errc::kUnavailable);
    }
    const auto again = value_of(Database::open(alone, kTwo));
    EXPECT_EQ(number(*again, "SELECT count(*) FROM port"), 1);
}

TEST_F(DatabaseFile, ChecksItsContentAfterAnUncleanStop) {
    const std::string crashed = folder.file("crashed.db");
    {
        const auto database = value_of(open());
        expect_ok(database->checkpoint(Checkpoint::kTruncate));
        Transaction tx = value_of(Transaction::begin(*database));
        for (int index = 0; index < 300; ++index) {
            expect_ok(run(*database, "INSERT INTO port(site) VALUES(hex(zeroblob(200)))"));
        }
        expect_ok(std::move(tx).commit());
        expect_ok(database->checkpoint(Checkpoint::kPassive));
        std::filesystem::copy_file(path, crashed);
        std::ofstream{crashed + "-wal"} << std::string(64, 'x');
    }
    std::fstream file{crashed, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(11 * 4096 + 3);  // The cell count and content start of a leaf of `port`.
    file.write("\x7f\x7f\x7f\x7f", 4);
    file.close();
    expect_error(Database::open({.path = crashed}, kTwo), core::Errc::kCorrupt);
}

TEST_F(DatabaseFile, ReadersSeeCommitsAndCannotWrite) {
    const auto database = value_of(open());
    const auto reader = value_of(Reader::open(path));
    {
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(run(*database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
    }
    Statement count = value_of(reader->prepare("SELECT count(*) FROM port"));
    EXPECT_EQ(value_of(count.query_int64()), 1);
    Statement write = value_of(reader->prepare("DELETE FROM port"));
    EXPECT_FALSE(write.run().has_value());
}

TEST_F(DatabaseFile, KeepsTheLogBoundedWithoutBeingAsked) {
    const auto database = value_of(open());
    int frames_most = 0;
    for (int round = 0; round < 5000; ++round) {
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(run(*database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
        frames_most = std::max(frames_most, database->wal_frames());
    }
    EXPECT_GE(frames_most, 900);
    EXPECT_LT(frames_most, 1010);
    EXPECT_LT(std::filesystem::file_size(path + "-wal"), 8U * 1024 * 1024);
}

TEST_F(DatabaseFile, CountsTheCommitsThatTouchedARow) {
    auto database = value_of(open());
    const auto commit = [&](Sql sql) {
        auto transaction = value_of(Transaction::begin(*database));
        expect_ok(value_of(database->prepare(sql)).run());
        expect_ok(std::move(transaction).commit());
    };
    const std::uint64_t before = database->commits();
    commit("INSERT INTO lane(id) VALUES(1)");
    EXPECT_EQ(database->commits(), before + 1);
    commit("DELETE FROM lane WHERE id = 7");
    EXPECT_EQ(database->commits(), before + 1) << "nothing was there";
    commit("DELETE FROM lane");
    EXPECT_EQ(database->commits(), before + 2);
}

TEST_F(DatabaseFile, CountsNoCommitOfNotesAlone) {
    auto database = value_of(open());
    const auto note = [&](Sql beside) {
        auto transaction = value_of(Transaction::begin(*database));
        {
            const Uncounted notes{*database};
            expect_ok(
                value_of(database->prepare("INSERT OR REPLACE INTO lane(id) VALUES(1)")).run());
        }
        expect_ok(value_of(database->prepare(beside)).run());
        expect_ok(std::move(transaction).commit());
    };
    note("INSERT INTO lane(id) VALUES(3)");
    const std::uint64_t before = database->commits();
    note("DELETE FROM lane WHERE id = 7");
    EXPECT_EQ(database->commits(), before);
    note("INSERT INTO lane(id) VALUES(2)");
    EXPECT_EQ(database->commits(), before + 1) << "a row beside the note";
    note("DELETE FROM lane WHERE id = 7");
    EXPECT_EQ(database->commits(), before + 1);
}

TEST_F(DatabaseFile, CutsTheLogWhenIdle) {
    const auto database = value_of(open());
    EXPECT_GT(std::filesystem::file_size(path + "-wal"), 0U);
    expect_ok(database->checkpoint(Checkpoint::kTruncate));
    EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0U);
    EXPECT_EQ(database->wal_frames(), 0);
}

// A look at a file at rest left a log, so that every next start checked the whole file.
TEST_F(DatabaseFile, AReaderAtRestLeavesNothingBesideIt) {
    const std::string odd = folder.file("a b?c#d%.db");
    const auto put = [](Database& database) {
        Transaction tx = value_of(Transaction::begin(database));
        expect_ok(run(database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
    };
    const auto ports = [&odd] {
        const auto reader = value_of(Reader::open_at_rest(odd));
        Statement count = value_of(reader->prepare("SELECT count(*) FROM port"));
        return value_of(count.query_int64());
    };
    put(*value_of(Database::open({.path = odd}, kTwo)));
    ASSERT_FALSE(std::filesystem::exists(odd + "-wal"));
    EXPECT_EQ(ports(), 1);
    EXPECT_FALSE(std::filesystem::exists(odd + "-wal"));
    EXPECT_FALSE(std::filesystem::exists(odd + "-shm"));
    const auto database = value_of(Database::open({.path = odd}, kTwo));
    put(*database);
    EXPECT_EQ(ports(), 2);  // What stands in the log too.
}

TEST_F(DatabaseFile, SaysThatAReaderStandsInTheWayOfCuttingTheLog) {
    const auto database = value_of(open());
    const auto reader = value_of(Reader::open(path));
    Statement rows = value_of(reader->prepare("SELECT version FROM schema_migration"));
    EXPECT_EQ(value_of(rows.step()), Step::kRow);
    {
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(run(*database, "INSERT INTO port(site) VALUES('PKXXA-1')"));
        expect_ok(std::move(tx).commit());
    }
    expect_error(database->checkpoint(Checkpoint::kTruncate), core::Errc::kUnavailable);
}

TEST(SqlText, IsALiteralOrDoesNotCompile) {
    static_assert(std::is_convertible_v<const char(&)[9], Sql> == false ||
                  !std::is_convertible_v<std::string, Sql>);
    static_assert(!std::is_constructible_v<Sql, std::string>);
    static_assert(!std::is_constructible_v<Sql, const std::string&>);
    static_assert(!std::is_constructible_v<Sql, std::string_view>);
    static_assert(!std::is_constructible_v<Sql, const char*>);
    static_assert(!std::is_constructible_v<Sql, char*>);
    EXPECT_EQ(Sql{"SELECT 1"}.view(), "SELECT 1");
}

TEST_F(DatabaseFile, StoresHostileTextAsText) {
    const auto database = value_of(open());
    Transaction tx = value_of(Transaction::begin(*database));
    const std::string hostile = "x'); DROP TABLE port; --";
    {
        Statement insert = value_of(database->prepare("INSERT INTO port(site) VALUES(?1)"));
        insert.bind(1, hostile);
        expect_ok(insert.run());
    }
    Statement select = value_of(database->prepare("SELECT site FROM port"));
    EXPECT_EQ(value_of(select.step()), Step::kRow);
    EXPECT_EQ(select.text(0), hostile);
}

TEST_F(DatabaseFile, BindsEachTypeAndTellsEmptyFromNull) {
    const auto database = value_of(open());
    Statement select = value_of(database->prepare("SELECT ?1, ?2, ?3, ?4, ?5"));
    select.bind_all(std::int64_t{-5}, std::string_view{}, core::ByteView{}, core::Bytes{1, 0, 2});
    select.bind_null(5);
    ASSERT_EQ(value_of(select.step()), Step::kRow);
    EXPECT_EQ(select.int64(0), -5);
    EXPECT_FALSE(select.is_null(1));
    EXPECT_FALSE(select.is_null(2));
    EXPECT_EQ(core::to_hex(select.bytes(3)), "010002");
    EXPECT_TRUE(select.is_null(4));
}

TEST_F(DatabaseFile, GivesTwoHandlesForTheSameTextAtOnce) {
    const auto database = value_of(open());
    constexpr Sql kVersions{"SELECT version FROM schema_migration ORDER BY version"};
    Statement outer = value_of(database->prepare(kVersions));
    ASSERT_EQ(value_of(outer.step()), Step::kRow);
    {
        Statement inner = value_of(database->prepare(kVersions));
        ASSERT_EQ(value_of(inner.step()), Step::kRow);
        EXPECT_EQ(inner.int64(0), 1);
    }
    ASSERT_EQ(value_of(outer.step()), Step::kRow);
    EXPECT_EQ(outer.int64(0), 2);
}

TEST_F(DatabaseFile, ReportsABadBindAtTheStep) {
    const auto database = value_of(open());
    Statement select = value_of(database->prepare("SELECT ?1"));
    select.bind(2, std::int64_t{1});
    expect_error(select.step(), core::Errc::kInvalid);
}

TEST_F(DatabaseFile, NamesFileAndStatementInAnErrorButNoValue) {
    const auto database = value_of(open());
    Transaction tx = value_of(Transaction::begin(*database));
    Statement insert = value_of(database->prepare("INSERT INTO port(id, site) VALUES(?1, ?2)"));
    insert.bind_all(1, std::string_view{"SECRET"});
    expect_ok(insert.run());
    insert.bind_all(1, std::string_view{"SECRET"});
    const core::Status twice = insert.run();
    expect_error(twice, core::Errc::kConflict);
    EXPECT_NE(twice.error().what.find(path), std::string::npos);
    EXPECT_NE(twice.error().what.find("INSERT INTO port"), std::string::npos);
    EXPECT_EQ(twice.error().what.find("SECRET"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::store::testing
