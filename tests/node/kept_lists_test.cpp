// The list index at rest: opened at a start, and whatever is wrong with it, what is screened
// against is the store's.
#include "node/kept_lists.h"

#include "counting_log.h"
#include "node_fixture.h"

#include "core/text.h"
#include "node/kept_title.h"
#include "store/transaction.h"
#include "wire/hash.h"
#include "wire/segment_seal.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::node {
namespace {

class AtRest : public NodeTest {
protected:
    /// Two persons in force, kept, and the node gone.
    void keep() {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        build_anew();
        hash_ = rig_.node->status().list_hash;
        rig_.crash();
        ASSERT_EQ(files().size(), 1U);
    }
    /// Small lists are taken in by row, and kept by nobody: so a start builds them.
    void build_anew() {
        rig_.pass(kMoment);
        rig_.crash();
        rig_.start();
        rig_.pass(kMoment);
    }
    std::vector<std::string> files() { return *rig_.files.list(rig_.folder.path() + "/lists"); }
    std::string path() { return rig_.folder.path() + "/lists/" + files().at(0); }
    core::Bytes content() { return *rig_.files.read(path(), core::ByteSize{1U << 24U}); }
    void put(core::ByteView bytes) {
        std::ofstream{path(), std::ios::binary | std::ios::trunc} << core::as_text(bytes);
    }
    /// How a start reads the file.
    std::optional<BuiltLists> open(std::uint8_t store_key = 7) {
        wire::Secret key{32};
        std::fill(key.bytes().begin(), key.bytes().end(), store_key);
        auto database =
            store::Database::open({.path = rig_.folder.path() + "/node.db"}, migrations());
        PositionsStore positions{**database};
        const wire::RecordSeal seal{wire::Secret{32}, rig_.random};
        const wire::TrustStore trust = rig_.central.trust();
        const ListKeys keys;
        ListsStore lists{**database, positions, seal, keys, trust};
        KeptLists kept{rig_.files, rig_.random, log_, key, rig_.folder.path() + "/lists"};
        return kept.open(*lists.lists());
    }
    /// The node starts, screens against what is stored, and keeps it again.
    void expect_the_stores_lists() {
        rig_.start();
        EXPECT_EQ(rig_.node->status().list_hash, hash_);
        EXPECT_EQ(rig_.node->status().lists.size(), 1U);
        rig_.pass(kMoment);
        EXPECT_EQ(files().size(), 1U);
        rig_.crash();
        EXPECT_TRUE(open().has_value());
    }
    void change(store::Sql sql) {
        auto database =
            store::Database::open({.path = rig_.folder.path() + "/node.db"}, migrations());
        ASSERT_TRUE(database);
        auto transaction = store::Transaction::begin(**database);
        ASSERT_TRUE(transaction);
        {
            auto statement = (*database)->prepare(sql);
            ASSERT_TRUE(statement && statement->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }

    CountingLog log_;
    facts::Hash256 hash_{};
};

TEST_F(AtRest, AStartOpensWhatWasKept) {
    keep();
    const auto opened = open();
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->snapshot->hash(), hash_);
    EXPECT_EQ(log_.counts["NODE-031"], 1);
    EXPECT_EQ(log_.counts["NODE-032"], 0);
    EXPECT_EQ(files().at(0), core::to_hex(hash_).substr(0, 32) + ".segment");
    // The rows themselves are not read again.
    change("UPDATE list_entry SET body = x'00' WHERE id = 'T.2'");
    rig_.start();
    EXPECT_EQ(rig_.node->status().list_hash, hash_);
}

TEST_F(AtRest, AStartTakesInWhatWasStoredSince) {
    keep();
    rig_.start();
    rig_.bring_link_up();
    const auto first =
        edition_deltas(ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}});
    wire::DeltaBody next = first.back();
    next.seq = core::next(next.seq);
    next.prev_chain = wire::chain_hash(first.back().prev_chain, wire::encode(first.back()));
    next.edition = 2;
    next.pre_root = root_of(ops_);
    next.post_root = root_of({ops_[0]});
    next.ops = {{wire::OpKind::kRemove, "T.2", {}}};
    rig_.executor.set_full(core::Lane::kMatch, true);  // Stored, and in force at the next start.
    rig_.deliver(next);
    rig_.crash();
    rig_.executor.set_full(core::Lane::kMatch, false);
    const std::string kept = files().at(0);
    rig_.start();
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].edition, 2U);
    EXPECT_EQ(rig_.node->status().list_size.entries, 1U);
    EXPECT_EQ(files().at(0), kept);  // It was opened, or another one would be there.
}

TEST_F(AtRest, TheNodesDiskShowsNoName) {
    keep();
    const core::Bytes bytes = content();
    const std::string_view text = core::as_text(bytes);
    EXPECT_EQ(text.find("QORBANTEST"), std::string::npos);
    EXPECT_EQ(text.find("qorbantest"), std::string::npos);
    EXPECT_EQ(text.find(kTestList), std::string::npos);
}

TEST_F(AtRest, OneThatWasCutIsToldAndBuiltAnew) {
    keep();
    const core::Bytes whole = content();
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{10}, std::size_t{60}, whole.size() / 2, whole.size() - 1}) {
        put(core::ByteView{whole}.first(size));
        EXPECT_FALSE(open()) << size;
        expect_the_stores_lists();
    }
    EXPECT_EQ(log_.counts["NODE-032"], 5);
}

TEST_F(AtRest, OneThatIsLongerIsToldAndBuiltAnew) {
    keep();
    core::Bytes longer = content();
    longer.push_back(0);
    put(longer);
    EXPECT_FALSE(open());
    EXPECT_EQ(log_.counts["NODE-032"], 1);
    expect_the_stores_lists();
}

TEST_F(AtRest, OneWithAFlippedBitIsToldAndBuiltAnew) {
    keep();
    core::Bytes bytes = content();
    for (const std::size_t at : {std::size_t{0},
                                 std::size_t{9},
                                 std::size_t{14},
                                 std::size_t{30},
                                 std::size_t{70},
                                 bytes.size() / 2,
                                 bytes.size() - 1}) {
        core::Bytes flipped = bytes;
        flipped[at] ^= 4U;
        put(flipped);
        EXPECT_FALSE(open()) << at;
        expect_the_stores_lists();
        bytes = content();
    }
    EXPECT_EQ(log_.counts["NODE-032"], 7);
}

TEST_F(AtRest, OneOfAnotherStoreKeyIsToldAndBuiltAnew) {
    keep();
    EXPECT_FALSE(open(8));
    EXPECT_EQ(log_.counts["NODE-032"], 1);
    EXPECT_TRUE(files().empty());  // Of no use.
    rig_.start();
    EXPECT_EQ(rig_.node->status().list_hash, hash_);
}

TEST_F(AtRest, OneOfListsThatAreNotStoredIsToldAndBuiltAnew) {
    keep();
    const core::Bytes bytes = content();
    const std::string name = path();
    const auto expect_refused = [&](const char* what) {
        std::ofstream{name, std::ios::binary | std::ios::trunc} << core::as_text(bytes);
        EXPECT_FALSE(open()) << what;
    };
    change("UPDATE edition SET edition = 0");
    expect_refused("a later edition");
    change("UPDATE edition SET edition = 1, root = zeroblob(32)");
    expect_refused("the same edition of other rows");
    change("UPDATE edition SET name = 'wl/test/other'");
    expect_refused("a list of another name");
    change("DELETE FROM edition");
    expect_refused("a list that is not there");
    EXPECT_EQ(log_.counts["NODE-032"], 4);
    rig_.start();
    EXPECT_TRUE(rig_.node->status().lists.empty());
}

TEST_F(AtRest, WhatMayHaveChangedSinceIsBuiltAnew) {
    keep();
    change("UPDATE edition SET edition = 5, changes_since = 4");
    rig_.start();
    ASSERT_EQ(rig_.node->status().lists.size(), 1U);
    EXPECT_EQ(rig_.node->status().lists[0].edition, 5U);
    EXPECT_EQ(rig_.node->status().list_size.entries, 2U);
}

TEST_F(AtRest, AFolderThatCannotBeWrittenStopsNothing) {
    std::ofstream{rig_.folder.path() + "/lists"} << "a file stands there";
    rig_.start();
    rig_.bring_link_up();
    publish(ops_);
    build_anew();
    EXPECT_EQ(rig_.node->status().lists.size(), 1U);
}

TEST_F(AtRest, WhatWasBeingWrittenWhenThePowerFailedIsReplaced) {
    keep();
    const std::string fresh = rig_.folder.path() + "/lists/fresh";
    std::ofstream{fresh} << "half of it";
    std::filesystem::remove(
        path().ends_with("fresh") ? rig_.folder.path() + "/lists/" + files().at(0) : path());
    rig_.start();
    EXPECT_EQ(rig_.node->status().list_hash, hash_);
    rig_.pass(kMoment);
    EXPECT_EQ(files().size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(fresh));
}

TEST(KeptTitle, NoBytesBreakIt) {
    KeptTitle title;
    title.lists.resize(2);
    title.lists[0].manifest.name = "wl/test/a";
    const core::Bytes bytes = write_title(title);
    ASSERT_TRUE(parse_title(bytes));
    EXPECT_EQ(parse_title(bytes)->lists.at(0).manifest.name, "wl/test/a");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(parse_title(core::ByteView{bytes}.first(size)));
    }
}

}  // namespace
}  // namespace sarhad::node
