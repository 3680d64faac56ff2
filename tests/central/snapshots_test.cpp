#include "central/snapshots.h"

#include "support.h"

#include "central/pinned_snapshots.h"
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

/// All rows of the manifest's edition, message by message, as a port asks for them.
std::map<std::string, core::Bytes> pulled(PinnedSnapshots& pinned,
                                          const wire::Manifest& manifest,
                                          const wire::TrustStore& trust,
                                          core::MonoTime now) {
    const auto head = editions::decode_snapshot_head(manifest.head);
    const auto checked = editions::check_head(*head, trust);
    EXPECT_TRUE(checked) << checked.error().what;
    wire::ChunkReq ask;
    ask.stream = manifest.stream;
    ask.edition = checked->statement.edition;
    ask.chunks = core::Bytes(wire::kChunkMapSize, 0xFF);
    std::map<std::uint32_t, core::Bytes> chunks;
    while (true) {
        const auto tell = pinned.chunks(ask, now);
        EXPECT_TRUE(tell) << tell.error().what;
        if (tell->parts.empty()) {
            break;
        }
        for (const wire::ChunkPart& part : tell->parts) {
            EXPECT_EQ(chunks[part.chunk].size(), part.offset);
            core::append(chunks[part.chunk], part.part);
            ask.offset = static_cast<std::uint32_t>(chunks[part.chunk].size());
            if (ask.offset == part.size) {
                ask.chunks[part.chunk / 8] &= static_cast<std::uint8_t>(~(1U << part.chunk % 8));
                ask.offset = 0;
            }
        }
    }
    std::map<std::string, core::Bytes> found;
    for (const auto& [chunk, bytes] : chunks) {
        auto rows = editions::decode_chunk(
            bytes, static_cast<std::uint8_t>(chunk), wire::tree_hash_at(checked->children, chunk));
        EXPECT_TRUE(rows) << rows.error().what;
        for (editions::Row& row : *rows) {
            found.emplace(std::move(row.place.id), std::move(row.body));
        }
    }
    return found;
}

TEST_F(SnapshotsTest, ANodeThatTakesLongGetsTheEditionThatItBegan) {
    publish(demo_list(1, 1, 900));
    const auto first = wanted;
    PinnedSnapshots pinned{store::QuerySource{*database}, seal};
    core::MonoTime now{std::chrono::hours{1}};
    const core::StreamId stream{100};
    const auto manifest = pinned.manifest({stream, 1, core::Seq{0}, false}, now);
    ASSERT_TRUE(manifest) << manifest.error().what;
    publish(demo_list(2, 20, 950, 60));
    now = now + std::chrono::minutes{5};
    EXPECT_EQ(pulled(pinned, *manifest, trust, now), first);
    const auto again = pinned.manifest({stream, 2, core::Seq{0}, false}, now);
    EXPECT_EQ(again->head, manifest->head) << "another node gets the one that is made";
    const auto newest = pinned.manifest({stream, 3, core::Seq{0}, true}, now);
    EXPECT_NE(newest->head, manifest->head);
    EXPECT_EQ(pulled(pinned, *newest, trust, now), wanted);
    publish(demo_list(3, 20, 950, 61));
    const auto behind = pinned.manifest({stream, 4, core::Seq{1'000'000}, false}, now);
    EXPECT_NE(behind->head, newest->head) << "the node is past the one that is made";
}

TEST_F(SnapshotsTest, WhatNobodyAsksForIsForgotten) {
    publish(demo_list(1, 1, 20));
    PinnedSnapshots pinned{store::QuerySource{*database}, seal};
    core::MonoTime now{std::chrono::hours{1}};
    const auto first = pinned.manifest({core::StreamId{100}, 1, core::Seq{0}, false}, now);
    publish(demo_list(2, 1, 21));
    now = now + PinnedSnapshots::kUnaskedFor;
    const auto later = pinned.manifest({core::StreamId{100}, 1, core::Seq{0}, false}, now);
    EXPECT_NE(first->head, later->head);
    EXPECT_EQ(pinned.manifest({core::StreamId{101}, 1, core::Seq{0}, false}, now).error().code,
              core::Errc::kNotFound);
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
