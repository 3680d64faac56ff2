#include "fixture.h"

namespace sarhad::store::testing {
namespace {

constexpr std::array<Migration, 1> kSchema{
    {{1,
      "numbers",
      "CREATE TABLE number(id INTEGER PRIMARY KEY);"
      "CREATE TABLE child(id INTEGER REFERENCES number(id) DEFERRABLE INITIALLY DEFERRED)"}}};

class TransactionOnFile : public ::testing::Test {
protected:
    std::int64_t count() { return number(*database, "SELECT count(*) FROM number"); }
    core::Status insert() { return run(*database, "INSERT INTO number DEFAULT VALUES"); }

    TemporaryFolder folder;
    std::unique_ptr<Database> database{
        value_of(Database::open({.path = folder.file("a.db")}, kSchema))};
};

TEST_F(TransactionOnFile, RollsBackOnDestruction) {
    {
        const Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(insert());
    }
    EXPECT_EQ(count(), 0);
}

TEST_F(TransactionOnFile, MovesAndCommitsOnce) {
    Transaction tx = value_of(Transaction::begin(*database));
    expect_ok(insert());
    Transaction moved{std::move(tx)};
    expect_ok(std::move(moved).commit());
    EXPECT_EQ(count(), 1);
}

TEST_F(TransactionOnFile, IsOverAfterACommitThatFails) {
    {
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(insert());
        expect_ok(run(*database, "INSERT INTO child VALUES(99)"));
        expect_error(std::move(tx).commit(), core::Errc::kConflict);
    }
    EXPECT_EQ(count(), 0);
    Transaction next = value_of(Transaction::begin(*database));
    expect_ok(insert());
    expect_ok(std::move(next).commit());
    EXPECT_EQ(count(), 1);
}

TEST_F(TransactionOnFile, AWriteOutsideItIsRefused) {
    expect_error(insert(), core::Errc::kInvalid);
    EXPECT_EQ(count(), 0);
}

TEST_F(TransactionOnFile, ASavepointFailsAlone) {
    Transaction tx = value_of(Transaction::begin(*database));
    expect_ok(insert());
    {
        const Savepoint part = value_of(Savepoint::begin(tx));
        expect_ok(insert());
    }
    Savepoint kept = value_of(Savepoint::begin(tx));
    expect_ok(insert());
    expect_ok(std::move(kept).release());
    expect_ok(std::move(tx).commit());
    EXPECT_EQ(count(), 2);
}

TEST_F(TransactionOnFile, ASecondOneBesideItIsABug) {
    const Transaction tx = value_of(Transaction::begin(*database));
    EXPECT_DEATH(static_cast<void>(Transaction::begin(*database).has_value()), "CHECK");
}

TEST_F(TransactionOnFile, NothingIsWrittenOnceTheDatabaseRolledItBack) {
    Transaction tx = value_of(Transaction::begin(*database));
    expect_ok(insert());
    // What SQLite does by itself after some failures of the disk.
    static_cast<void>(run(*database, "INSERT OR ROLLBACK INTO number(id) VALUES(1)").has_value());
    EXPECT_FALSE(tx.is_open());
    expect_error(insert(), core::Errc::kUnavailable);
    expect_error(std::move(tx).commit(), core::Errc::kUnavailable);
    EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace sarhad::store::testing
