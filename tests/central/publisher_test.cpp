#include "central/publisher.h"

#include "support.h"

#include "watchlists/list_file.h"
#include "wire/frame.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using core::Errc;

class Publisher : public ::testing::Test {
protected:
    Publisher()
        : agency{wire::SigningKey::generate(random)},
          sequencer{wire::SigningKey::generate(random)} {
        EXPECT_TRUE(trust.set(wire::Role::list("wl/demo"), {1, {agency.public_key()}}));
        EXPECT_TRUE(trust.set(wire::Role::sequencer(""), {1, {sequencer.public_key()}}));
    }

    core::Result<NewEdition> publish(const core::Bytes& file,
                                     const wire::SigningKey& key,
                                     const ShrinkLeave& leave = {}) {
        const auto submitted = read_submission(file, signed_by(key, file));
        auto made = make_edition(*submitted, head, rows, trust, sequencer, leave);
        if (made) {
            head = made->head;
            rows = hashes_of(submitted->rows);
        }
        return made;
    }

    wire::OsRandom random;
    wire::SigningKey agency;
    wire::SigningKey sequencer;
    wire::TrustStore trust;
    StreamHead head = *head_for({}, "wl/demo/persons");
    watchlists::RowHashes rows;
};

std::vector<wire::DeltaBody> opened(const NewEdition& edition, const wire::TrustStore& trust) {
    std::vector<wire::DeltaBody> bodies;
    for (const NewDelta& delta : edition.deltas) {
        const auto decoded = wire::decode<wire::Delta>(delta.delta);
        EXPECT_TRUE(decoded);
        const auto open = trust.open_delta(*decoded, wire::Role::sequencer(""));
        EXPECT_TRUE(open);
        auto body = wire::decode_delta(*open);
        EXPECT_TRUE(body);
        EXPECT_EQ(delta.position.chain, wire::chain_hash(body->prev_chain, decoded->body));
        bodies.push_back(*std::move(body));
    }
    return bodies;
}

TEST_F(Publisher, DeltasFormAChainFromTheOldRootToTheSignedOne) {
    const auto made = publish(demo_list(1, 1, 300), agency);
    ASSERT_TRUE(made);
    const auto bodies = opened(*made, trust);
    ASSERT_GT(bodies.size(), 2U);
    wire::Hash256 chain{};
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        EXPECT_EQ(bodies[i].seq.value(), i + 1);
        EXPECT_EQ(bodies[i].prev_chain, chain);
        EXPECT_EQ(bodies[i].ends_edition, i + 1 == bodies.size());
        EXPECT_EQ(bodies[i].pre_root, wire::Hash256{});
        EXPECT_EQ(bodies[i].post_root, wire::state_root(rows));
        chain = made->deltas[i].position.chain;
    }
}

TEST_F(Publisher, RefusesAListThatNoPortCouldBuild) {
    watchlists::ListManifest manifest;
    manifest.name = "wl/demo/persons";
    manifest.edition = 1;
    manifest.thresholds.ask = core::Permille{399};
    const auto file = watchlists::write_list(manifest, {}, &wire::blake2b);
    const auto submitted = read_submission(*file, {});
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().code, Errc::kInvalid);  // Not kCorrupt: that is our own store.
    EXPECT_NE(submitted.error().what.find("wl/demo/persons"), std::string::npos);
}

TEST_F(Publisher, TheDeltasAloneRebuildTheList) {
    ASSERT_TRUE(publish(demo_list(1, 1, 50), agency));
    watchlists::RowHashes replica = rows;
    const auto second = publish(demo_list(2, 11, 60, 5), agency);
    ASSERT_TRUE(second);
    for (const wire::DeltaBody& body : opened(*second, trust)) {
        for (const wire::Op& op : body.ops) {
            if (op.kind == wire::OpKind::kRemove) {
                EXPECT_EQ(replica.erase(op.id), 1U);
            } else {
                replica[op.id] = wire::blake2b(op.body);
            }
        }
    }
    EXPECT_EQ(replica, rows);
    EXPECT_EQ(wire::state_root(replica), second->head.root);
}

TEST_F(Publisher, ASecondEditionSendsOnlyWhatDiffers) {
    ASSERT_TRUE(publish(demo_list(1, 1, 300), agency));
    const auto second = publish(demo_list(2, 2, 301), agency);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->deltas.size(), 1U);
    EXPECT_EQ(second->changes.size(), 3U);  // One gone, one new, the manifest.
}

TEST_F(Publisher, EveryDeltaFitsAFrame) {
    const auto made = publish(demo_list(1, 1, 1000), agency);
    ASSERT_TRUE(made);
    for (const NewDelta& delta : made->deltas) {
        EXPECT_LE(replication::to_delta_frame(delta.position.stream, delta.delta).size(),
                  wire::kBulkLimits.frame.bytes);
    }
}

TEST_F(Publisher, AnotherAgencysKeyPublishesNothing) {
    const auto made = publish(demo_list(1, 1, 5), sequencer);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::kUnauthenticated);
}

TEST_F(Publisher, AnEditionThatDoesNotRiseIsAConflict) {
    ASSERT_TRUE(publish(demo_list(5, 1, 5), agency));
    EXPECT_EQ(publish(demo_list(5, 1, 6), agency).error().code, Errc::kConflict);
    EXPECT_EQ(publish(demo_list(4, 1, 6), agency).error().code, Errc::kConflict);
}

TEST_F(Publisher, AnUnchangedListIsSaidToBeSo) {
    ASSERT_TRUE(publish(demo_list(1, 1, 5), agency));
    const auto again = publish(demo_list(2, 1, 5), agency);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::kConflict);
    EXPECT_NE(again.error().what.find("nothing to publish"), std::string::npos);
}

TEST_F(Publisher, AnEntryLargerThanADeltaIsRefusedByItsReference) {
    watchlists::ListManifest manifest;
    manifest.name = "wl/demo/persons";
    manifest.source = "DEMO";
    manifest.edition = 1;
    watchlists::ListEntry entry;
    entry.id = "D-LONG";
    entry.source = "DEMO";
    for (int i = 0; i < 60; ++i) {
        watchlists::ListedName name;
        name.text = core::Redacted<std::string>{std::string(1000, static_cast<char>('a' + i % 26))};
        entry.names.push_back(name);
    }
    const auto file = watchlists::write_list(manifest, std::vector{entry}, &wire::blake2b);
    ASSERT_TRUE(file);
    const auto submitted = read_submission(*file, {});
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().code, Errc::kExhausted);
    EXPECT_NE(submitted.error().what.find("D-LONG"), std::string::npos);
}

TEST_F(Publisher, NewListsGetStreamsOfTheirOwn) {
    StreamHead first = *head_for({}, "wl/a/one");
    EXPECT_EQ(first.position.stream, core::StreamId{100});
    first.name = "wl/a/one";
    EXPECT_EQ(head_for({first}, "wl/a/two")->position.stream, core::StreamId{101});
    EXPECT_EQ(head_for({first}, "wl/a/one")->position.stream, core::StreamId{100});
}

TEST_F(Publisher, AnEditionThatLostOverATenthIsRefusedUnlessSomebodyAllowsIt) {
    // A source that was cut short was published, and whoever stood in the rest was gone.
    ASSERT_TRUE(publish(demo_list(1, 1, 50), agency));
    const StreamHead before = head;
    const auto refused = publish(demo_list(2, 1, 44), agency);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kConflict);
    EXPECT_NE(refused.error().what.find("44 entries where 50 are now"), std::string::npos);
    EXPECT_EQ(head.position, before.position);
    const auto tenth = publish(demo_list(2, 1, 45), agency);
    ASSERT_TRUE(tenth);
    EXPECT_FALSE(tenth->shrunk);
    const auto allowed = publish(demo_list(3, 1, 5), agency, ShrinkLeave{1001});
    ASSERT_TRUE(allowed);
    ASSERT_TRUE(allowed->shrunk);
    EXPECT_EQ(allowed->shrunk->before, 45U);
    EXPECT_EQ(allowed->shrunk->by, 1001U);
    const auto unneeded = publish(demo_list(4, 1, 6), agency, ShrinkLeave{1001});
    ASSERT_TRUE(unneeded);
    EXPECT_FALSE(unneeded->shrunk);
}

}  // namespace
}  // namespace sarhad::central
