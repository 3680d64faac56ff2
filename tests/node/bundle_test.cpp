// A list that somebody carried to the node: what is taken of it, and where central goes on.
#include "carried.h"
#include "node_fixture.h"

#include "core/text.h"
#include "node/bundle_intake.h"

#include <string>

#include "editions/snapshot.h"

namespace sarhad::node {
namespace {

class BundleTest : public NodeTest {
protected:
    [[nodiscard]] Carried carry(const std::vector<wire::Op>& ops,
                                std::uint64_t edition,
                                const wire::StreamPosition& after,
                                const wire::Hash256& pre_root = {}) const {
        return node::carry(rig_.central, ops, edition, after, pre_root);
    }
    core::Result<WantedChunks> begin(const editions::SnapshotHead& head) {
        core::Result<WantedChunks> got = core::Error{core::Errc::kUnavailable, "no answer"};
        rig_.node->bundles().begin(head, [&](auto one) { got = std::move(one); });
        rig_.pass(kMoment);
        return got;
    }
    core::Result<std::size_t> add(std::uint8_t child, const core::Bytes& chunk) {
        core::Result<std::size_t> got = core::Error{core::Errc::kUnavailable, "no answer"};
        rig_.node->bundles().add(child, chunk, [&](auto one) { got = std::move(one); });
        rig_.pass(kMoment);
        return got;
    }
    core::Result<ListState> install() {
        core::Result<ListState> got = core::Error{core::Errc::kUnavailable, "no answer"};
        rig_.node->bundles().install([&](auto one) { got = std::move(one); });
        rig_.pass(kMoment);
        return got;
    }
    core::Result<ListState> take(const Carried& carried) {
        SARHAD_TRY(const WantedChunks wanted, begin(carried.head));
        chunks_sent_ = wanted.children.size();
        for (const std::uint8_t child : wanted.children) {
            SARHAD_TRY_STATUS(add(child, carried.chunks.at(child)));
        }
        return install();
    }
    [[nodiscard]] std::uint64_t edition_in_force() {
        const auto lists = rig_.node->status().lists;
        return lists.empty() ? 0 : lists.at(0).edition;
    }

    static constexpr wire::StreamPosition kStart{kTestStream, core::Epoch{1}, core::Seq{0}, {}};
    std::size_t chunks_sent_{0};
};

TEST_F(BundleTest, ANodeWithoutALinkScreensAgainstAListThatWasCarriedToIt) {
    rig_.start();
    const Carried carried = carry(ops_, 1, kStart);
    const auto taken = take(carried);
    ASSERT_TRUE(taken) << taken.error().what;
    EXPECT_EQ(taken->edition, 1U);
    EXPECT_LE(chunks_sent_, 2U) << "chunks without rows are not needed";
    EXPECT_EQ(edition_in_force(), 1U);
    rig_.crash();
    rig_.start();
    EXPECT_EQ(edition_in_force(), 1U);
}

TEST_F(BundleTest, CentralGoesOnBehindWhatWasCarried) {
    rig_.start();
    const Carried first = carry(ops_, 1, kStart);
    ASSERT_TRUE(take(first));
    rig_.bring_link_up();
    std::vector<wire::Op> more = ops_;
    more.push_back(upsert_of(listed_person("T.3", "NADIR SAMPLEVI", "XT3334445")));
    for (const wire::DeltaBody& delta : carry(more, 2, first.position, root_of(ops_)).deltas) {
        rig_.deliver(delta);
    }
    rig_.pass(kMoment);
    EXPECT_EQ(edition_in_force(), 2U);
}

TEST_F(BundleTest, OnlyWhatDiffersIsTaken) {
    rig_.start();
    const Carried first = carry(ops_, 1, kStart);
    ASSERT_TRUE(take(first));
    std::vector<wire::Op> other{ops_.at(0),
                                upsert_of(listed_person("T.3", "NADIR SAMPLEVI", "XT3334445"))};
    const auto taken = take(carry(other, 2, first.position, root_of(ops_)));
    ASSERT_TRUE(taken) << taken.error().what;
    EXPECT_EQ(taken->root, root_of(other));
    EXPECT_LE(chunks_sent_, 2U);
    EXPECT_EQ(taken->entries, 2U);
}

/// One key of an agency and a courier, or central's host, must not take a list away.
TEST_F(BundleTest, ThatTakesMuchAwayWantsAsManyKeysAsADelta) {
    rig_.central.bulk_threshold = 2;
    rig_.start();
    const Carried first = carry(ops_, 1, kStart);
    ASSERT_TRUE(take(first));
    Carried less = carry({ops_.at(0)}, 2, first.position, root_of(ops_));
    const auto refused = take(less);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kUnauthenticated);
    EXPECT_EQ(edition_in_force(), 1U);
    const wire::DeltaBody& last = less.deltas.back();
    wire::Delta by_both = rig_.central.sign(last);
    by_both.edition_signatures.push_back(rig_.central.deputy.sign(
        wire::Domain::kEdition,
        wire::encode(wire::EditionStatement{last.name, last.edition, last.post_root})));
    less.head.delta = wire::encode(by_both);
    const auto taken = take(less);
    ASSERT_TRUE(taken) << taken.error().what;
    EXPECT_EQ(edition_in_force(), 2U);
}

TEST_F(BundleTest, AnOlderEditionTakesNothingBack) {
    rig_.start();
    const Carried first = carry(ops_, 1, kStart);
    ASSERT_TRUE(take(first));
    const std::vector<wire::Op> other{ops_.at(0)};
    ASSERT_TRUE(take(carry(other, 2, first.position, root_of(ops_))));
    EXPECT_EQ(take(first).error().code, core::Errc::kConflict);
    EXPECT_EQ(edition_in_force(), 2U);
}

TEST_F(BundleTest, ARowThatNobodySignedIsRefusedWithItsChunk) {
    rig_.start();
    const Carried carried = carry(ops_, 1, kStart);
    const auto wanted = begin(carried.head);
    ASSERT_TRUE(wanted);
    ASSERT_FALSE(wanted->children.empty());
    const std::uint8_t child = wanted->children.front();
    const wire::Op forged = upsert_of(listed_person("T.9", "VERIN OTHERSON", "XT9999999"));
    const core::Bytes chunk =
        *editions::encode_chunk({{editions::place_of(forged.id), forged.body}});
    EXPECT_EQ(add(child, chunk).error().code, core::Errc::kCorrupt);
    EXPECT_EQ(install().error().code, core::Errc::kConflict) << "chunks are missing";
    EXPECT_EQ(edition_in_force(), 0U);
}

TEST_F(BundleTest, AHeadThatTheAgencyDidNotSignIsRefused) {
    rig_.start();
    const Carried carried = carry(ops_, 1, kStart);
    auto delta = *wire::decode<wire::Delta>(carried.head.delta);
    delta.edition_signatures.clear();
    editions::SnapshotHead bare = carried.head;
    bare.delta = wire::encode(delta);
    EXPECT_EQ(begin(bare).error().code, core::Errc::kUnauthenticated);
}

}  // namespace
}  // namespace sarhad::node
