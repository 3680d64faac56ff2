#include "central/snapshots.h"

#include "support.h"

#include "wire/hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "editions/edition_rows.h"

namespace sarhad::central {
namespace {

/// A store of its own, for the seal to be known here.
class SnapshotsTest : public testing::Test {
protected:
    SnapshotsTest()
        : folder{testing::TempDir() + "snapshots_" + std::to_string(::getpid())},
          seal{wire::Secret{wire::RecordSeal::kKeySize}, random} {
        static_cast<void>(wire::sodium_start());
        std::filesystem::create_directories(folder);
        store::OpenOptions options;
        options.path = folder + "/central.db";
        database = *store::Database::open(options, migrations());
        store = std::make_unique<SqliteStore>(*database, seal);
        EXPECT_TRUE(trust.set(wire::Role::list("wl/demo"), {1, {agency.public_key()}}));
        EXPECT_TRUE(trust.set(wire::Role::sequencer({}), {1, {sequencer.public_key()}}));
    }
    ~SnapshotsTest() override {
        store.reset();
        database.reset();
        std::filesystem::remove_all(folder);
    }
    void publish(const core::Bytes& file) {
        const auto submission = read_submission(file, signed_by(agency, file));
        const auto head = head_for(*store->published_heads(), submission->statement.name);
        const auto rows = store->list_rows(head->position.stream);
        const auto made = make_edition(*submission, *head, *rows, trust, sequencer, {});
        ASSERT_TRUE(made) << made.error().what;
        ASSERT_TRUE(store->publish_edition(*made));
        wanted = submission->rows;
    }
    /// All rows of the edition by way of its chunks, checked as a port does.
    std::map<std::string, core::Bytes> carried(std::uint64_t edition) {
        Snapshots snapshots{store::QuerySource{*database}, seal};
        const auto head = snapshots.head("wl/demo/persons");
        EXPECT_TRUE(head) << head.error().what;
        const auto checked = editions::check_head(*head, trust);
        EXPECT_TRUE(checked) << checked.error().what;
        std::map<std::string, core::Bytes> found;
        for (std::size_t child = 0; child < editions::kChunks; ++child) {
            const auto number = static_cast<std::uint8_t>(child);
            const auto chunk = snapshots.chunk("wl/demo/persons", edition, number);
            EXPECT_TRUE(chunk) << chunk.error().what;
            auto rows = editions::decode_chunk(
                *chunk, number, wire::tree_hash_at(checked->children, child));
            EXPECT_TRUE(rows) << rows.error().what;
            for (editions::Row& row : *rows) {
                found.emplace(std::move(row.place.id), std::move(row.body));
            }
        }
        return found;
    }

    std::string folder;
    wire::OsRandom random;
    wire::RecordSeal seal;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<SqliteStore> store;
    wire::SigningKey agency{wire::SigningKey::generate(random)};
    wire::SigningKey sequencer{wire::SigningKey::generate(random)};
    wire::TrustStore trust;
    std::map<std::string, core::Bytes> wanted;
};

TEST_F(SnapshotsTest, AllChunksTogetherAreTheNewestEditionWhicheverDeltasBroughtIt) {
    publish(demo_list(1, 1, 900));
    EXPECT_EQ(carried(1), wanted);
    publish(demo_list(2, 20, 950, 60));
    EXPECT_EQ(carried(2), wanted);
}

TEST_F(SnapshotsTest, AChunkOfAnEditionThatIsNotTheNewestIsAConflict) {
    publish(demo_list(1, 1, 20));
    publish(demo_list(2, 1, 21));
    Snapshots snapshots{store::QuerySource{*database}, seal};
    EXPECT_EQ(snapshots.chunk("wl/demo/persons", 1, 0).error().code, core::Errc::kConflict);
    EXPECT_EQ(snapshots.head("wl/demo/none").error().code, core::Errc::kNotFound);
}

}  // namespace
}  // namespace sarhad::central
