// What the first released central left on its disk: later ones must open it and find all of it.
// Made by SARHAD_GOLDEN_WRITE=1 where it is missing; one that stands in the way of a change asks
// for a migration, not for a new file.
#include "support/golden.h"

#include "central/sqlite_store.h"
#include "store/database.h"
#include "wire/keyring.h"
#include "wire/record_seal.h"
#include "wire/state_tree.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace sarhad::central {
namespace {

using core::Epoch;
using core::NodeId;
using core::Seq;
using core::StreamId;

constexpr const char* kDatabaseFile = "databases/v1/central.db";
constexpr StreamId kCrossings{1};
constexpr StreamId kAlerts{2};
constexpr StreamId kList{100};

wire::Hash256 filled(std::uint8_t with) {
    wire::Hash256 hash{};
    hash.fill(with);
    return hash;
}

facts::Alert kept_alert() {
    facts::Alert alert;
    alert.id.fill(3);
    alert.raised_at = {60};
    alert.port = core::PortId{"PKXXA-1"};
    alert.screened_at = {50};
    return alert;
}

class CentralDatabaseTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(wire::sodium_start());
        std::string name = (std::filesystem::temp_directory_path() / "golden-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        wire::Secret key{wire::RecordSeal::kKeySize};
        std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{9});
        seal_.emplace(std::move(key), random_);
        if (golden::is_to_be_written(kDatabaseFile)) {
            write();
        }
        ASSERT_TRUE(std::filesystem::exists(golden::place_of(kDatabaseFile)));
        std::filesystem::copy_file(golden::place_of(kDatabaseFile), file());
        open();
    }
    void TearDown() override {
        close();
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::filesystem::path file() const { return folder_ / "central.db"; }
    void open() {
        auto opened = store::Database::open({.path = file().string()}, migrations());
        ASSERT_TRUE(opened) << opened.error().what;
        database_ = *std::move(opened);
        store_.emplace(*database_, *seal_);
    }
    void close() {
        store_.reset();
        database_.reset();
    }

    void write() {
        open();
        for (std::uint8_t key = 1; key <= 2; ++key) {
            NewNode node;
            node.port = core::PortId{"PKXXA-1"};
            node.link.fill(key);
            node.sign.fill(static_cast<std::uint8_t>(key + 100));
            ASSERT_TRUE(store_->provision_node(node, {7}));
        }
        ASSERT_TRUE(store_->revoke_node(NodeId{2}, {8}));
        write_rows();
        write_edition();
        ASSERT_TRUE(
            store_->quarantine({NodeId{1}, replication::Direction::kDown, kAlerts, "fork", {80}}));
        close();
        std::filesystem::create_directories(golden::place_of(kDatabaseFile).parent_path());
        std::filesystem::rename(file(), golden::place_of(kDatabaseFile));
    }
    void write_rows() {
        RowBatch batch;
        batch.node = NodeId{1};
        batch.position = {kCrossings, Epoch{1}, Seq{2}, filled(2)};
        batch.at = {60};
        for (std::uint64_t seq = 1; seq <= 2; ++seq) {
            batch.rows.push_back({Seq{seq}, {50}, core::Bytes(16, 3), core::to_bytes("a body")});
        }
        NewAlert alert;
        alert.alert = kept_alert();
        alert.delta = {{kAlerts, Epoch{1}, Seq{1}, filled(1)}, {}, {1, 2, 3}};
        batch.alerts = {alert};
        batch.acknowledgements = {{kept_alert().id, NodeId{1}, "desk.4", {70}}};
        ASSERT_TRUE(store_->append_rows(batch));
    }
    void write_edition() {
        NewEdition edition;
        edition.head = {
            "wl/demo/persons", {kList, Epoch{1}, Seq{1}, filled(1)}, 7, filled(4), 1, {65}};
        edition.deltas = {{edition.head.position, {}, {1}}};
        edition.changes = {{"D1", filled(3), Seq{1}}};
        ASSERT_TRUE(store_->publish_edition(edition));
        ASSERT_TRUE(store_->record_applied({{NodeId{1}, edition.head.position, {}, {66}}}));
    }

    std::filesystem::path folder_;
    wire::OsRandom random_;
    std::optional<wire::RecordSeal> seal_;
    std::unique_ptr<store::Database> database_;
    std::optional<SqliteStore> store_;
};

TEST_F(CentralDatabaseTest, OfTheFirstVersionKeepsItsNodesAndTheirRows) {
    const auto nodes = store_->nodes();
    ASSERT_TRUE(nodes && nodes->size() == 2);
    EXPECT_EQ(nodes->at(0).port, core::PortId{"PKXXA-1"});
    EXPECT_FALSE(nodes->at(0).revoked_at);
    EXPECT_EQ(nodes->at(1).revoked_at, core::WallTime{8});
    const auto held = store_->held_positions();
    ASSERT_TRUE(held && held->size() == 1);
    EXPECT_EQ(held->at(0).position,
              (wire::StreamPosition{kCrossings, Epoch{1}, Seq{2}, filled(2)}));
    EXPECT_EQ(store_->crossings_summary(NodeId{1})->at(0).rows, 2U);
    ASSERT_EQ(store_->quarantines()->size(), 1U);
    EXPECT_EQ(store_->quarantines()->at(0).reason, "fork");
}

TEST_F(CentralDatabaseTest, OfTheFirstVersionGivesEachRowAsItsNodeWroteIt) {
    auto row = database_->prepare("SELECT body FROM up_row WHERE node = 1 AND seq = 2");
    ASSERT_TRUE(row && *row->step() == store::Step::kRow);
    const core::Bytes place{0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2};
    const auto body = seal_->open("up_row", place, row->bytes(0));
    ASSERT_TRUE(body) << body.error().what;
    EXPECT_EQ(core::as_text(*body), "a body");
}

TEST_F(CentralDatabaseTest, OfTheFirstVersionTakesTheRowsThatFollow) {
    RowBatch next;
    next.node = NodeId{1};
    next.prev = filled(2);
    next.position = {kCrossings, Epoch{1}, Seq{3}, filled(3)};
    next.rows = {{Seq{3}, {90}, core::Bytes(16, 4), core::to_bytes("another")}};
    ASSERT_TRUE(store_->append_rows(next));
    EXPECT_EQ(store_->crossings_summary(NodeId{1})->at(0).rows, 3U);
}

TEST_F(CentralDatabaseTest, OfTheFirstVersionKeepsItsAlerts) {
    const auto alerts = store_->alerts(Seq{0}, 10);
    ASSERT_TRUE(alerts) << alerts.error().what;
    ASSERT_EQ(alerts->size(), 1U);
    EXPECT_EQ(alerts->at(0).alert, kept_alert());
    EXPECT_EQ(alerts->at(0).acknowledged, 1U);
    EXPECT_TRUE(*store_->has_alert(kept_alert().id));
}

TEST_F(CentralDatabaseTest, OfTheFirstVersionKeepsWhatItPublished) {
    const auto heads = store_->published_heads();
    ASSERT_TRUE(heads) << heads.error().what;
    const auto list = std::find_if(heads->begin(), heads->end(), [](const StreamHead& head) {
        return head.position.stream == kList;
    });
    ASSERT_NE(list, heads->end());
    EXPECT_EQ(list->name, "wl/demo/persons");
    EXPECT_EQ(list->edition, 7U);
    EXPECT_EQ(list->root, filled(4));
    EXPECT_EQ(store_->list_rows(kList)->at("D1"), filled(3));
    EXPECT_EQ(store_->editions()->at(0).edition, 7U);
    EXPECT_EQ(store_->deltas_after(kAlerts, {Seq{0}, 10, 10'000})->at(0).delta,
              (core::Bytes{1, 2, 3}));
    EXPECT_EQ(store_->edition_history(kList, 10)->at(0).at, core::WallTime{66});
}

TEST_F(CentralDatabaseTest, OfTheFirstVersionGetsItsStateTrees) {
    ASSERT_TRUE(store_->grow_trees());
    const wire::Hash256 root = wire::state_root({{"D1", filled(3)}});
    const auto heads = store_->published_heads();
    ASSERT_TRUE(heads);
    for (const StreamHead& head : *heads) {
        EXPECT_TRUE(head.position.stream != kList || head.root == root);
    }
    EXPECT_EQ(store_->editions()->at(0).root, root);
}

}  // namespace
}  // namespace sarhad::central
