#include "node/lists_store.h"

#include "rig.h"

#include "node/list_changes.h"
#include "node/schema.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <optional>

namespace sarhad::node {
namespace {

class ListsStoreTest : public testing::Test {
protected:
    ListsStoreTest() {
        std::fill(key_.bytes().begin(), key_.bytes().end(), std::uint8_t{1});
        seal_.emplace(std::move(key_), random_);
        database_ = *store::Database::open({.path = folder_.path() + "/node.db"}, migrations());
        positions_.emplace(*database_);
        lists_.emplace(*database_, *positions_, *seal_, list_keys_, trust_);
    }

    /// As the commit queue does: rolled back where it fails.
    core::Result<Applied> apply(const wire::DeltaBody& body) {
        return apply(body, central_.sign(body).edition_signatures);
    }
    core::Result<Applied> apply(const wire::DeltaBody& body,
                                const std::vector<wire::Signature>& signatures) {
        SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(*database_));
        const wire::Hash256 chain = wire::chain_hash(body.prev_chain, wire::encode(body));
        SARHAD_TRY(Applied applied,
                   lists_->apply(body, signatures, chain, {1}, PositionCommit::kTogether));
        SARHAD_TRY_STATUS(std::move(transaction).commit());
        return applied;
    }
    [[nodiscard]] wire::StreamPosition held_position() { return *positions_->of(kTestStream); }
    [[nodiscard]] core::Seq held() { return positions_->of(kTestStream)->seq; }

    bool is_sodium_started_ = wire::sodium_start().has_value();
    wire::OsRandom random_;
    TestFolder folder_;
    TestCentral central_{random_};
    wire::TrustStore trust_ = central_.trust();
    wire::Secret key_{32};
    std::optional<wire::RecordSeal> seal_;
    ListKeys list_keys_;
    std::unique_ptr<store::Database> database_;
    std::optional<PositionsStore> positions_;
    std::optional<ListsStore> lists_;
    std::vector<wire::Op> ops_{upsert_of(listed_person("T.1", "ZAMIR QORBANTEST", "XT7654321")),
                               upsert_of(listed_person("T.2", "BOLAT EXAMPLOV", "XT1112223")),
                               upsert_of(listed_person("T.3", "CHIARA SAMPLINI", "XT3334445"))};
    std::vector<wire::DeltaBody> deltas_ =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
};

TEST_F(ListsStoreTest, ShowsNothingOfHalfAnEdition) {
    ASSERT_TRUE(apply(deltas_[0]));
    ASSERT_TRUE(apply(deltas_[1]));
    EXPECT_TRUE(lists_->lists()->empty());
    EXPECT_TRUE(read_lists(store::QuerySource{*database_})->empty());
    EXPECT_EQ(held(), core::Seq{2});
}

TEST_F(ListsStoreTest, AppliesAWholeEditionWithItsLastDelta) {
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    const auto lists = read_lists(store::QuerySource{*database_});
    ASSERT_EQ(lists->size(), 1U);
    EXPECT_EQ(lists->at(0).entries.size(), 3U);
    EXPECT_EQ(lists->at(0).state.root, root_of(ops_));
}

TEST_F(ListsStoreTest, RemovesWhatTheNextEditionRemoves) {
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    wire::DeltaBody next = deltas_.back();
    next.prev_chain = positions_->of(kTestStream)->chain;
    next.seq = core::next(next.seq);
    next.edition = 2;
    next.pre_root = root_of(ops_);
    next.post_root = root_of({ops_[0], ops_[1]});
    next.ops = {{wire::OpKind::kRemove, "T.3", {}}};
    const auto applied = apply(next);
    ASSERT_TRUE(applied) << applied.error().what;
    EXPECT_EQ(applied->completed->entries, 2U);
}

TEST_F(ListsStoreTest, RollsBackAnEditionWithAnotherRoot) {
    deltas_[2].post_root.fill(9);
    ASSERT_TRUE(apply(deltas_[0]));
    ASSERT_TRUE(apply(deltas_[1]));
    EXPECT_EQ(apply(deltas_[2]).error().code, core::Errc::kCorrupt);
    EXPECT_TRUE(lists_->lists()->empty());
    EXPECT_EQ(held(), core::Seq{2});
}

TEST_F(ListsStoreTest, RollsBackAnEditionThatItsAgencyDidNotSign) {
    ASSERT_TRUE(apply(deltas_[0]));
    ASSERT_TRUE(apply(deltas_[1]));
    EXPECT_EQ(apply(deltas_[2], {}).error().code, core::Errc::kCorrupt);
    const wire::EditionStatement statement{
        deltas_[2].name, deltas_[2].edition, deltas_[2].post_root};
    const wire::Signature by_central =
        central_.sequencer.sign(wire::Domain::kEdition, wire::encode(statement));
    EXPECT_EQ(apply(deltas_[2], {by_central}).error().code, core::Errc::kCorrupt);
    EXPECT_TRUE(lists_->lists()->empty());
}

TEST_F(ListsStoreTest, RefusesAnEditionOfAnotherState) {
    deltas_[2].pre_root.fill(9);
    ASSERT_TRUE(apply(deltas_[0]));
    ASSERT_TRUE(apply(deltas_[1]));
    EXPECT_EQ(apply(deltas_[2]).error().code, core::Errc::kCorrupt);
}

/// Logs begin with editions that were signed before there were state trees.
TEST_F(ListsStoreTest, TakesTheRootsOfEditionsSignedBeforeThereWereTrees) {
    const auto flat_of = [](const std::vector<wire::Op>& ops) {
        watchlists::RowHashes rows;
        for (const wire::Op& op : ops) {
            rows[op.id] = wire::blake2b(op.body);
        }
        return watchlists::list_root(rows, wire::blake2b);
    };
    deltas_[2].post_root = flat_of(ops_);
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    EXPECT_EQ(lists_->lists()->at(0).root, root_of(ops_));
    wire::DeltaBody next = deltas_.back();
    next.prev_chain = positions_->of(kTestStream)->chain;
    next.seq = core::next(next.seq);
    next.edition = 2;
    next.pre_root = flat_of(ops_);
    next.post_root = flat_of({ops_[0], ops_[1]});
    next.ops = {{wire::OpKind::kRemove, "T.3", {}}};
    const auto applied = apply(next);
    ASSERT_TRUE(applied) << applied.error().what;
    EXPECT_EQ(applied->root, root_of({ops_[0], ops_[1]}));
}

TEST_F(ListsStoreTest, ComputesTheRootAnewWhereTheKeptTreeHasRotted) {
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    {
        auto rot = store::Transaction::begin(*database_);
        auto erase = database_->prepare("DELETE FROM tree_group");
        ASSERT_TRUE(erase->run());
        ASSERT_TRUE(std::move(*rot).commit());
    }
    wire::DeltaBody next = deltas_.back();
    next.prev_chain = positions_->of(kTestStream)->chain;
    next.seq = core::next(next.seq);
    next.edition = 2;
    next.pre_root = root_of(ops_);
    next.post_root = root_of({ops_[0], ops_[1]});
    next.ops = {{wire::OpKind::kRemove, "T.3", {}}};
    EXPECT_TRUE(apply(next));
}

TEST_F(ListsStoreTest, RefusesADeltaThatIsNotTheNext) {
    EXPECT_EQ(apply(deltas_[1]).error().code, core::Errc::kConflict);
    ASSERT_TRUE(apply(deltas_[0]));
    EXPECT_EQ(apply(deltas_[0]).error().code, core::Errc::kConflict);
}

TEST_F(ListsStoreTest, RefusesAManifestThatNoIndexTakesIn) {
    watchlists::ListManifest manifest;
    manifest.name = kTestList;
    manifest.thresholds.ask = core::Permille{399};
    const auto with_manifest = [&] {
        deltas_[0].ops[0] = {
            wire::OpKind::kUpsert, std::string{watchlists::kManifestId}, wire::encode(manifest)};
        return apply(deltas_[0]);
    };
    EXPECT_EQ(with_manifest().error().code, core::Errc::kCorrupt);
    EXPECT_EQ(held(), core::Seq{0});
    manifest.thresholds = {core::Permille{600}, core::Permille{900}, core::Permille{850}};
    EXPECT_EQ(with_manifest().error().code, core::Errc::kCorrupt);
    manifest.thresholds = {};
    EXPECT_TRUE(with_manifest());
}

/// Both with the agency's genuine signatures, which any holder of the sequencer's key can have.
TEST_F(ListsStoreTest, DoesNotGoBackToAnOlderEdition) {
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    const std::vector<wire::Op> newer{ops_[0], ops_[1]};
    wire::DeltaBody second = deltas_.back();
    second.prev_chain = positions_->of(kTestStream)->chain;
    second.seq = core::next(second.seq);
    second.edition = 2;
    second.pre_root = root_of(ops_);
    second.post_root = root_of(newer);
    second.ops = {{wire::OpKind::kRemove, "T.3", {}}};
    ASSERT_TRUE(apply(second));

    wire::DeltaBody back = second;
    back.prev_chain = positions_->of(kTestStream)->chain;
    back.seq = core::next(back.seq);
    back.edition = 1;
    back.pre_root = root_of(newer);
    back.post_root = root_of(ops_);
    back.ops = {ops_[2]};
    EXPECT_EQ(apply(back).error().code, core::Errc::kCorrupt);
    back.ends_edition = false;
    EXPECT_EQ(apply(back).error().code, core::Errc::kCorrupt) << "staged";
    EXPECT_EQ(lists_->lists()->at(0).edition, 2U);
    EXPECT_EQ(held(), second.seq);
}

TEST_F(ListsStoreTest, DoesNotPutOneListInAnothersPlace) {
    ASSERT_TRUE(trust_.set(wire::Role::list("wl/other"), {1, {central_.agency.public_key()}}));
    for (const wire::DeltaBody& delta : deltas_) {
        ASSERT_TRUE(apply(delta));
    }
    wire::DeltaBody other = deltas_.back();
    other.name = "wl/other/list";
    other.edition = 7;
    other.pre_root = {};
    other.post_root = root_of({ops_[0]});
    other.ops = {ops_[0]};
    wire::DeltaBody own = other;
    own.stream = core::StreamId{101};
    own.seq = core::Seq{1};
    own.prev_chain = {};
    other.prev_chain = positions_->of(kTestStream)->chain;
    other.seq = core::next(other.seq);
    other.pre_root = root_of(ops_);
    EXPECT_EQ(apply(other).error().code, core::Errc::kCorrupt);
    other.ends_edition = false;
    EXPECT_EQ(apply(other).error().code, core::Errc::kCorrupt) << "staged";
    ASSERT_TRUE(apply(own));

    // Nor a second time under the number of another stream.
    wire::DeltaBody twin = own;
    twin.name = deltas_.back().name;
    twin.stream = core::StreamId{102};
    EXPECT_EQ(apply(twin).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(lists_->lists()->size(), 2U);
}

TEST_F(ListsStoreTest, RefusesAnUnreadableEntry) {
    deltas_[0].ops[0].body = core::to_bytes(std::string_view{"junk"});
    EXPECT_EQ(apply(deltas_[0]).error().code, core::Errc::kCorrupt);
}

/// Whose list they are nobody knows before it is in force.
TEST_F(ListsStoreTest, ChunksOfAListOnItsWayGoWithTheListsThatAreNotOurs) {
    auto transaction = store::Transaction::begin(*database_);
    ASSERT_TRUE(transaction);
    auto part = database_->prepare(
        "INSERT INTO snapshot_part(stream, chunk, at, hash, size, body)"
        " VALUES(101, 1, 0, x'00', 1, x'00')");
    auto chunk = database_->prepare(
        "INSERT INTO snapshot_chunk(stream, chunk, hash, body) VALUES(101, 0, x'00', x'00')");
    ASSERT_TRUE(part && part->run() && chunk && chunk->run());
    ASSERT_TRUE(lists_->withdraw({"wl/test/other"}));
    ASSERT_TRUE(std::move(*transaction).commit());
    auto left = database_->prepare(
        "SELECT (SELECT count(*) FROM snapshot_part)"
        " + (SELECT count(*) FROM snapshot_chunk)");
    EXPECT_EQ(**left->query_int64(), 0);
}

TEST_F(ListsStoreTest, AListThatIsTakenAgainNeverGoesBackToAnOlderEdition) {
    std::vector<wire::DeltaBody> newer = edition_deltas(ops_, 2, {}, held_position());
    for (const wire::DeltaBody& delta : newer) {
        ASSERT_TRUE(apply(delta));
    }
    const auto take_again = [&] {
        auto transaction = store::Transaction::begin(*database_);
        ASSERT_TRUE(transaction && lists_->take_again(kTestStream) &&
                    std::move(*transaction).commit());
    };
    take_again();
    EXPECT_EQ(held(), core::Seq{0});
    for (const wire::DeltaBody& delta : deltas_) {  // Edition 1, whole.
        const auto applied = apply(delta);
        ASSERT_TRUE(applied) << applied.error().what;
        EXPECT_FALSE(applied->completed);
        EXPECT_EQ(applied->root, wire::Hash256{});  // It is not the one in force.
    }
    EXPECT_EQ(lists_->lists()->at(0).edition, 2U);

    const std::vector<wire::Op> fewer{ops_[0]};
    wire::DeltaBody next = edition_deltas(fewer, 2, root_of(ops_), held_position()).at(0);
    next.ops = {{wire::OpKind::kRemove, "T.2", {}}, {wire::OpKind::kRemove, "T.3", {}}};
    const auto applied = apply(next);
    ASSERT_TRUE(applied) << applied.error().what;
    ASSERT_TRUE(applied->completed);
    EXPECT_EQ(applied->root, root_of(fewer));
    EXPECT_EQ(lists_->lists()->at(0).entries, 1U);
    EXPECT_FALSE(*positions_->has_note("again/100"));
}

class ListChanges : public ListsStoreTest {
protected:
    void SetUp() override { publish_first(); }
    void publish_first() {
        for (const wire::DeltaBody& delta : deltas_) {
            ASSERT_TRUE(apply(delta));
        }
    }
    /// The next edition: `rows` afterwards, by these ops.
    void publish_next(const std::vector<wire::Op>& ops, const std::vector<wire::Op>& rows) {
        wire::DeltaBody next = deltas_.back();
        next.prev_chain = positions_->of(kTestStream)->chain;
        next.seq = core::next(held());
        next.edition = lists_->lists()->at(0).edition + 1;
        next.pre_root = lists_->lists()->at(0).root;
        next.post_root = root_of(rows);
        next.ops = ops;
        const auto applied = apply(next);
        ASSERT_TRUE(applied) << applied.error().what;
    }
    ListDifference difference(const std::vector<ListState>& from) {
        auto read = read_differences(store::QuerySource{*database_}, from, {10, 10});
        EXPECT_TRUE(read && read->lists.size() == 1);
        return read ? read->lists.at(0) : ListDifference{};
    }
};

TEST_F(ListChanges, TellWhatCameChangedAndWent) {
    const std::vector<ListState> first = *lists_->lists();
    EXPECT_TRUE(difference(first).is_known);
    EXPECT_TRUE(difference(first).rows.empty());
    const wire::Op changed = upsert_of(listed_person("T.2", "BOLAT OTHERMAN", "XT1112223"));
    publish_next({changed}, {ops_[0], changed, ops_[2]});
    publish_next({{wire::OpKind::kRemove, "T.3", {}}}, {ops_[0], changed});
    const ListDifference two = difference(first);
    ASSERT_TRUE(two.is_known);
    ASSERT_EQ(two.rows.size(), 2U);
    EXPECT_EQ(two.rows[0].id, "T.2");
    EXPECT_TRUE(two.rows[0].sealed.has_value());
    EXPECT_EQ(two.rows[1].id, "T.3");
    EXPECT_FALSE(two.rows[1].sealed.has_value());
    const ListDifference all = difference({});
    EXPECT_TRUE(all.is_known);
    EXPECT_EQ(all.rows.size(), 2U);
}

TEST_F(ListChanges, AreNotKnownOfAnotherListOfThatNumber) {
    std::vector<ListState> first = *lists_->lists();
    first[0].root.fill(1);
    EXPECT_FALSE(difference(first).is_known);
}

TEST_F(ListChanges, AreForgottenWithWhatNobodyAsksFor) {
    const std::vector<ListState> first = *lists_->lists();
    publish_next({{wire::OpKind::kRemove, "T.3", {}}}, {ops_[0], ops_[1]});
    const std::vector<ListState> second = *lists_->lists();
    auto transaction = store::Transaction::begin(*database_);
    ASSERT_TRUE(transaction && lists_->forget_changes(second[0]));
    ASSERT_TRUE(std::move(*transaction).commit());
    EXPECT_FALSE(difference(first).is_known);
    publish_next({{wire::OpKind::kRemove, "T.2", {}}}, {ops_[0]});
    EXPECT_FALSE(difference(first).is_known);
    EXPECT_TRUE(difference(second).is_known);
    EXPECT_EQ(difference(second).rows.size(), 1U);
}

TEST_F(ListChanges, AreNotKnownBeforeAListThatIsTakenAgain) {
    const std::vector<ListState> first = *lists_->lists();
    {
        auto transaction = store::Transaction::begin(*database_);
        ASSERT_TRUE(transaction && lists_->take_again(kTestStream));
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    deltas_ = edition_deltas(  // The same number with other rows.
        {ops_[1]},
        1,
        {},
        {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    publish_first();
    EXPECT_FALSE(difference(first).is_known);
    publish_next({ops_[2]}, {ops_[1], ops_[2]});
    EXPECT_FALSE(difference(first).is_known);
}

TEST_F(ListChanges, AnEntryUnderAnothersIdIsRefused) {
    wire::Op stray = ops_[0];
    stray.id = "T.9";
    wire::DeltaBody next = deltas_.back();
    next.prev_chain = positions_->of(kTestStream)->chain;
    next.seq = core::next(held());
    next.edition = 2;
    next.pre_root = root_of(ops_);
    next.ops = {stray};
    EXPECT_EQ(apply(next).error().code, core::Errc::kCorrupt);
}

}  // namespace
}  // namespace sarhad::node
