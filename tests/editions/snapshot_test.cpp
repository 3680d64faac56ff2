#include "editions/snapshot.h"

#include "core/text.h"
#include "support/golden.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "editions/bundle.h"

namespace sarhad::editions {
namespace {

using testing::HasSubstr;

/// Counts up: the same keys each time.
class Counting final : public core::Random {
public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            byte = next_++;
        }
    }

private:
    std::uint8_t next_{1};
};

/// A signed edition of some invented rows; bodies are no entries, which nobody here reads.
class Snapshots : public testing::Test {
protected:
    Snapshots() {
        static_cast<void>(wire::sodium_start());
        for (int i = 0; i < kRows; ++i) {
            const std::string id = core::cat("L-", i);
            rows.push_back({place_of(id), core::to_bytes(core::cat("invented ", i))});
        }
        std::sort(rows.begin(), rows.end(), [](const Row& left, const Row& right) {
            return left.place < right.place;
        });
        TreeBuilder built;
        for (const Row& row : rows) {
            built.add(row.place, wire::blake2b(row.body));
        }
        tree = built.finish();
        head = signed_head(agency, sequencer);
        EXPECT_TRUE(trust.set(wire::Role::sequencer({}), {1, {sequencer.public_key()}}));
        EXPECT_TRUE(trust.set(wire::Role::list("wl/demo"), {1, {agency.public_key()}}));
    }
    SnapshotHead signed_head(const wire::SigningKey& of_agency,
                             const wire::SigningKey& of_central) {
        wire::DeltaBody body;
        body.stream = core::StreamId{100};
        body.name = "wl/demo/list";
        body.epoch = core::Epoch{1};
        body.seq = core::Seq{7};
        body.prev_chain = {9};
        body.post_root = tree.root(kRows);
        body.edition = 3;
        body.ends_edition = true;
        wire::Delta delta;
        delta.body = wire::encode(body);
        delta.signatures.push_back(of_central.sign(wire::Domain::kDelta, delta.body));
        const wire::EditionStatement statement{body.name, body.edition, body.post_root};
        delta.edition_signatures.push_back(
            of_agency.sign(wire::Domain::kEdition, wire::encode(statement)));
        return {wire::encode(delta), kRows, tree.children()};
    }
    [[nodiscard]] std::vector<Row> rows_of(std::size_t child) const {
        std::vector<Row> some;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(some), [&](const Row& row) {
            return wire::group_of(row.place.bucket) == child;
        });
        return some;
    }
    [[nodiscard]] wire::TreeHash hash_of(std::size_t child) const {
        return wire::tree_hash_at(head.children, child);
    }
    [[nodiscard]] core::Bytes bundle() const {
        BundleWriter writer;
        core::Bytes file = writer.title({core::WallTime{1'795'392'000'000'000}, 1});
        core::append(file, writer.list(head));
        for (std::size_t child = 0; child < kChunks; ++child) {
            core::append(file, writer.chunk(*encode_chunk(rows_of(child))));
        }
        core::append(file, writer.end());
        return file;
    }

    static constexpr int kRows = 600;
    Counting random;
    wire::SigningKey agency{wire::SigningKey::generate(random)};
    wire::SigningKey sequencer{wire::SigningKey::generate(random)};
    wire::TrustStore trust;
    std::vector<Row> rows;
    wire::StateTree tree;
    SnapshotHead head;
};

TEST_F(Snapshots, TheHeadSaysWhereTheStreamGoesOnAndWhoSigned) {
    const auto checked = check_head(*decode_snapshot_head(encode(head)), trust);
    ASSERT_TRUE(checked) << checked.error().what;
    EXPECT_EQ(checked->statement.edition, 3U);
    EXPECT_EQ(checked->position.seq, core::Seq{7});
    const auto delta = wire::decode<wire::Delta>(head.delta);
    EXPECT_EQ(checked->position.chain, wire::chain_hash({9}, delta->body));
}

TEST_F(Snapshots, AHeadThatCentralOrTheAgencyDidNotSignIsRefused) {
    const wire::SigningKey other = wire::SigningKey::generate(random);
    EXPECT_EQ(check_head(signed_head(other, sequencer), trust).error().code,
              core::Errc::kUnauthenticated);
    EXPECT_EQ(check_head(signed_head(agency, other), trust).error().code,
              core::Errc::kUnauthenticated);
    SnapshotHead fewer = head;
    fewer.rows -= 1;
    EXPECT_THAT(check_head(fewer, trust).error().what, HasSubstr("not those of the edition"));
    SnapshotHead others = head;
    others.children[5] ^= 1U;
    EXPECT_THAT(check_head(others, trust).error().what, HasSubstr("not those of the edition"));
}

TEST_F(Snapshots, ChunksGiveTheirRowsBackAndNoOthers) {
    for (std::size_t child = 0; child < kChunks; ++child) {
        const std::vector<Row> wanted = rows_of(child);
        const auto read =
            decode_chunk(*encode_chunk(wanted), static_cast<std::uint8_t>(child), hash_of(child));
        ASSERT_TRUE(read) << read.error().what;
        ASSERT_EQ(read->size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            EXPECT_EQ((*read)[i].place, wanted[i].place);
            EXPECT_EQ((*read)[i].body, wanted[i].body);
        }
    }
}

TEST_F(Snapshots, AChunkWithAnotherRowIsRefused) {
    std::vector<Row> some = rows_of(4);
    ASSERT_GE(some.size(), 2U);
    std::vector<Row> other = some;
    other[0].body[0] ^= 1U;
    EXPECT_EQ(decode_chunk(*encode_chunk(other), 4, hash_of(4)).error().code, core::Errc::kCorrupt);
    std::vector<Row> fewer{some.begin() + 1, some.end()};
    EXPECT_EQ(decode_chunk(*encode_chunk(fewer), 4, hash_of(4)).error().code, core::Errc::kCorrupt);
    std::vector<Row> twice = some;
    twice.insert(twice.begin(), some.front());
    EXPECT_EQ(decode_chunk(*encode_chunk(twice), 4, hash_of(4)).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(decode_chunk(*encode_chunk(some), 5, hash_of(4)).error().code, core::Errc::kCorrupt);
}

TEST_F(Snapshots, AChunkThatClaimsTooMuchIsRefusedBeforeItIsUnpacked) {
    // A frame whose head says 1 TiB.
    const core::Bytes bomb{0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0};
    EXPECT_THAT(decode_chunk(bomb, 0, hash_of(0)).error().what, HasSubstr("over the limit"));
    EXPECT_FALSE(decode_chunk({}, 0, hash_of(0)));
}

TEST_F(Snapshots, ABundleIsReadWhereverAPieceEnds) {
    const core::Bytes file = bundle();
    for (const std::size_t size : {std::size_t{100}, std::size_t{65536}}) {
        std::size_t at = 0;
        BundleReader reader{[&] {
            const std::size_t count = std::min(size, file.size() - at);
            core::Bytes piece = core::to_bytes(core::ByteView{file}.subspan(at, count));
            at += count;
            return core::Result<core::Bytes>{std::move(piece)};
        }};
        ASSERT_EQ(reader.title()->lists, 1U);
        EXPECT_EQ(**reader.list(), head);
        for (std::size_t child = 0; child < kChunks; ++child) {
            EXPECT_EQ(*reader.chunk(), *encode_chunk(rows_of(child)));
        }
        const auto end = reader.list();
        ASSERT_TRUE(end) << end.error().what;
        EXPECT_FALSE(*end);
    }
}

/// True where the reader, or the checks of what it gives, find something.
bool is_refused(const core::Bytes& file, const wire::TrustStore& trust) {
    bool is_given = false;
    BundleReader reader{[&] {
        return core::Result<core::Bytes>{std::exchange(is_given, true) ? core::Bytes{} : file};
    }};
    if (!reader.title()) {
        return true;
    }
    while (true) {
        const auto listed = reader.list();
        if (!listed) {
            return true;
        }
        if (!*listed) {
            return false;
        }
        for (std::size_t child = 0; child < kChunks; ++child) {
            if (!reader.chunk()) {
                return true;
            }
        }
        if (!check_head(**listed, trust)) {
            return true;
        }
    }
}

TEST_F(Snapshots, NoByteOfABundleCanBeOtherwise) {
    const core::Bytes file = bundle();
    ASSERT_FALSE(is_refused(file, trust));
    constexpr std::size_t kEvery = 37;
    for (std::size_t at = 0; at < file.size(); at += kEvery) {
        core::Bytes bad = file;
        bad[at] ^= 0x20U;
        EXPECT_TRUE(is_refused(bad, trust)) << "byte " << at;
    }
    EXPECT_TRUE(is_refused({file.begin(), file.end() - 1}, trust));
}

TEST_F(Snapshots, GoldenBytes) {
    EXPECT_EQ(golden::kept("formats/v1/snapshot_head.bin", encode(head)), encode(head));
    // How a chunk is packed is for zstd to choose: what is in it is ours.
    const core::Bytes chunk =
        golden::kept("formats/v1/snapshot_chunk.bin", *encode_chunk(rows_of(4)));
    EXPECT_TRUE(decode_chunk(chunk, 4, hash_of(4)));
    EXPECT_FALSE(is_refused(golden::kept("formats/v1/bundle.bin", bundle()), trust));
    // For tests/trust/bundle_test.py.
    const std::string keys = core::cat(core::to_hex(sequencer.public_key().bytes()),
                                       "\n",
                                       core::to_hex(agency.public_key().bytes()),
                                       "\n");
    EXPECT_EQ(golden::kept("formats/v1/bundle_keys.txt", core::as_bytes(keys)),
              core::to_bytes(keys));
}

}  // namespace
}  // namespace sarhad::editions
