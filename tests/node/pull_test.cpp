// A list that comes whole, by the link: what the node asks for, keeps, and puts in force.
#include "carried.h"
#include "node_fixture.h"

#include "core/text.h"
#include "replication/frames.h"
#include "store/transaction.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

namespace sarhad::node {
namespace {

class PullTest : public NodeTest {
protected:
    static constexpr int kPersons = 12;
    static constexpr wire::StreamPosition kStart{kTestStream, core::Epoch{1}, core::Seq{0}, {}};

    PullTest() {
        for (int i = 3; i <= kPersons; ++i) {
            ops_.push_back(upsert_of(listed_person(
                core::cat("T.", i), core::cat("NADIR SAMPLEVI", i), core::cat("XT33344", i))));
        }
        list_ = carry(rig_.central, ops_, 1, kStart);
    }

    void link_up() {
        const std::vector<wire::StreamPosition> heads{list_.position};
        rig_.bring_link_up(&heads);
    }
    /// As central would: part by part of `part` bytes, `lie_` first.
    [[nodiscard]] wire::ChunkTell answer(const wire::ChunkReq& ask) const {
        wire::ChunkTell tell{ask.stream, ask.number, ask.edition, {}};
        std::uint32_t offset = ask.offset;
        for (const auto& [chunk, bytes] : list_.chunks) {
            if ((ask.chunks.at(chunk / 8) & 1U << chunk % 8) == 0) {
                continue;
            }
            const std::size_t size = std::min(bytes.size() - offset, part_);
            tell.parts.push_back({chunk,
                                  offset,
                                  static_cast<std::uint32_t>(bytes.size()),
                                  core::to_bytes(core::ByteView{bytes}.subspan(offset, size))});
            break;
        }
        if (lie_ && !tell.parts.empty()) {
            lie_(tell.parts[0]);
        }
        return tell;
    }
    void give(const wire::Message& message) {
        rig_.transport.receive(wire::Channel::kBulk, replication::to_frame(message));
        rig_.settle();
    }
    /// Central answers up to `most` questions about chunks, each with one part, as many times as
    /// it takes: a part brings no question, so the node is told the next one as well.
    void serve(int most = 10'000) {
        std::optional<wire::ChunkReq> open;
        for (bool is_going = true; is_going;) {
            is_going = false;
            for (const wire::Message& message : rig_.transport.take_sent()) {
                if (const auto* ack = std::get_if<wire::Ack>(&message)) {
                    acked_ = *ack;
                } else if (const auto* wanted = std::get_if<wire::ManifestReq>(&message)) {
                    ++manifests_;
                    give(wire::Manifest{
                        wanted->stream, wanted->number, editions::encode(list_.head)});
                    is_going = true;
                } else if (const auto* chunks = std::get_if<wire::ChunkReq>(&message)) {
                    open = *chunks;
                    is_going = true;
                }
            }
            if (open && most > 0) {
                const wire::ChunkTell tell = answer(*open);
                if (tell.parts.empty()) {
                    open.reset();
                    continue;
                }
                const wire::ChunkPart& part = tell.parts[0];
                open->offset = part.offset + static_cast<std::uint32_t>(part.part.size());
                if (open->offset == part.size) {
                    open->chunks[part.chunk / 8] &=
                        static_cast<std::uint8_t>(~(1U << part.chunk % 8));
                    open->offset = 0;
                }
                --most;
                ++parts_;
                is_going = true;
                give(tell);
            }
        }
        rig_.pass(kMoment);
        for (const wire::Message& message : rig_.transport.take_sent()) {
            if (const auto* ack = std::get_if<wire::Ack>(&message)) {
                acked_ = *ack;
            }
        }
    }
    /// Of the chunks that have a row.
    [[nodiscard]] int parts_of_all() const {
        std::size_t parts = 0;
        const core::Bytes empty = *editions::encode_chunk({});
        for (const auto& [chunk, bytes] : list_.chunks) {
            parts += bytes == empty ? 0 : (bytes.size() + part_ - 1) / part_;
        }
        return static_cast<int>(parts);
    }
    void rot(store::Sql sql) {
        auto transaction = store::Transaction::begin(*rig_.database);
        ASSERT_TRUE(transaction);
        {
            auto statement = rig_.database->prepare(sql);
            ASSERT_TRUE(statement) << statement.error().what;
            ASSERT_TRUE(statement->run());
        }
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    [[nodiscard]] std::uint64_t edition_in_force() {
        const auto lists = rig_.node->status().lists;
        return lists.empty() ? 0 : lists.at(0).edition;
    }
    void expect_whole() {
        ASSERT_EQ(edition_in_force(), list_.deltas.back().edition);
        EXPECT_EQ(rig_.node->status().lists.at(0).root, list_.deltas.back().post_root);
        ASSERT_TRUE(acked_);
        EXPECT_EQ(acked_->upto, list_.position.seq);
        EXPECT_EQ(acked_->root, list_.deltas.back().post_root);
    }

    Carried list_;
    std::size_t part_{40};  ///< Less than any chunk with a row.
    std::function<void(wire::ChunkPart&)> lie_;
    std::optional<wire::Ack> acked_;
    int manifests_{0};
    int parts_{0};
};

TEST_F(PullTest, ANodeThatHasNothingOfAListGetsItWholeAndGoesOnBehindIt) {
    rig_.start();
    link_up();
    serve();
    expect_whole();
    EXPECT_EQ(manifests_, 1);
    std::vector<wire::Op> more = ops_;
    more.push_back(upsert_of(listed_person("T.90", "VERIN OTHERSON", "XT9999990")));
    for (const wire::DeltaBody& delta :
         carry(rig_.central, more, 2, list_.position, root_of(ops_)).deltas) {
        rig_.deliver(delta);
    }
    rig_.pass(kMoment);
    EXPECT_EQ(edition_in_force(), 2U);
}

TEST_F(PullTest, AListOfAFewDeltasComesByThem) {
    ops_.resize(2);
    list_ = carry(rig_.central, ops_, 1, kStart);
    rig_.start();
    link_up();
    serve();
    EXPECT_EQ(manifests_, 0);
}

TEST_F(PullTest, DeltasThatComeMeanwhileAreLeftToCentralToSendAgain) {
    rig_.start();
    link_up();
    for (const wire::DeltaBody& delta : list_.deltas) {
        rig_.deliver(delta);
    }
    rig_.pass(kMoment);
    EXPECT_EQ(edition_in_force(), 0U);
    link_up();
    serve();
    expect_whole();
}

TEST_F(PullTest, ACutAndARestartLoseNothingOfWhatCame) {
    rig_.start();
    link_up();
    serve(20);
    EXPECT_EQ(edition_in_force(), 0U);
    const int before = std::exchange(parts_, 0);
    const auto coming = rig_.node->status().uplink.coming;
    ASSERT_EQ(coming.size(), 1U);
    EXPECT_EQ(coming[0].stream, kTestStream);
    EXPECT_EQ(coming[0].edition, 1U);
    EXPECT_GT(coming[0].chunks_left, 0U);
    EXPECT_LT(coming[0].chunks_left, static_cast<std::size_t>(kPersons));
    EXPECT_EQ(coming[0].why, "");
    rig_.crash();
    rig_.start();
    link_up();
    serve();
    expect_whole();
    EXPECT_TRUE(rig_.node->status().uplink.coming.empty());
    EXPECT_EQ(before, 20);
    EXPECT_EQ(before + parts_, parts_of_all());
}

TEST_F(PullTest, OnADiskThatDrainsAListWaitsWithWhatCame) {
    rig_.start();
    link_up();
    serve(20);
    rig_.crash();
    const auto pages = std::filesystem::file_size(rig_.folder.path() + "/node.db") / 4096;
    rig_.page_quota_pages = static_cast<int>(pages * 100 / 85);
    rig_.start();
    rig_.pass(std::chrono::seconds{2});
    ASSERT_EQ(rig_.node->status().disk.level, store::DiskLevel::kDraining);
    const int before = std::exchange(parts_, 0);
    link_up();
    serve();
    rig_.pass(std::chrono::minutes{3});
    serve();
    EXPECT_EQ(parts_, 0);
    EXPECT_EQ(edition_in_force(), 0U);
    const auto coming = rig_.node->status().uplink.coming;
    ASSERT_EQ(coming.size(), 1U);
    EXPECT_EQ(coming[0].edition, 0U);
    EXPECT_NE(coming[0].why.find("of the database's room is used"), std::string::npos)
        << coming[0].why;
    rig_.crash();
    rig_.page_quota_pages = 0;
    rig_.start();
    link_up();
    serve();
    expect_whole();
    EXPECT_EQ(before + parts_, parts_of_all());
}

TEST_F(PullTest, AChunkOfOtherRowsIsNotKept) {
    rig_.start();
    part_ = 1U << 20U;
    const wire::Op forged = upsert_of(listed_person("T.9999", "VERIN OTHERSON", "XT9999999"));
    const core::Bytes chunk =
        *editions::encode_chunk({{editions::place_of(forged.id), forged.body}});
    int lies = 0;
    lie_ = [&](wire::ChunkPart& part) {
        part.part = chunk;
        part.size = static_cast<std::uint32_t>(chunk.size());
        ++lies;
    };
    link_up();
    serve(40);
    EXPECT_GT(lies, 0);
    EXPECT_EQ(edition_in_force(), 0U);
    lie_ = {};
    rig_.pass(std::chrono::minutes{3});
    link_up();
    serve();
    expect_whole();
}

TEST_F(PullTest, AKeptChunkThatRotsComesAgain) {
    rig_.start();
    part_ = 1U << 20U;
    link_up();
    serve(3);
    rot("UPDATE snapshot_chunk SET body = zeroblob(90)");
    rig_.crash();
    rig_.start();
    link_up();
    serve();
    EXPECT_EQ(edition_in_force(), 0U);
    rig_.pass(std::chrono::seconds{10});
    serve();
    expect_whole();
}

TEST_F(PullTest, AListThatItsAgencyDidNotSignIsNeverInForce) {
    auto delta = *wire::decode<wire::Delta>(list_.head.delta);
    delta.edition_signatures.clear();
    list_.head.delta = wire::encode(delta);
    rig_.start();
    link_up();
    serve();
    rig_.pass(std::chrono::minutes{5});
    serve();
    EXPECT_GT(manifests_, 1) << "it is tried again";
    EXPECT_EQ(parts_, 0);
    EXPECT_EQ(edition_in_force(), 0U);
}

TEST_F(PullTest, WhereCentralCannotGiveItTheDeltasAreAskedFor) {
    rig_.start();
    link_up();
    std::uint32_t number = 0;
    for (const wire::Message& message : rig_.transport.take_sent()) {
        if (const auto* wanted = std::get_if<wire::ManifestReq>(&message)) {
            number = wanted->number;
        }
    }
    ASSERT_GT(number, 0U);
    give(wire::Manifest{kTestStream, number, {}});
    bool is_asked = false;
    for (const wire::Message& message : rig_.transport.take_sent()) {
        if (const auto* nack = std::get_if<wire::Nack>(&message)) {
            is_asked = nack->stream == kTestStream && nack->from == core::Seq{1} &&
                       nack->reason == wire::NackReason::kGap;
        }
    }
    EXPECT_TRUE(is_asked);
    for (const wire::DeltaBody& body : list_.deltas) {
        rig_.deliver(body);
    }
    rig_.pass(kMoment);
    EXPECT_EQ(edition_in_force(), 1U);
}

}  // namespace
}  // namespace sarhad::node
