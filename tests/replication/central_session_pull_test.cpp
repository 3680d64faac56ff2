// A list that a node gets whole, as central's session sends it.
#include "central_session_fixture.h"

namespace sarhad::replication {
namespace {

wire::ChunkReq ask_for(std::uint64_t granted, std::uint32_t number = 2) {
    wire::ChunkReq ask{kList, number, 5, core::Bytes(wire::kChunkMapSize), 0, granted};
    ask.chunks[0] = 0x07;
    return ask;
}

wire::ChunkTell tell_of(std::uint32_t chunk, std::uint32_t size, std::uint32_t number = 2) {
    return {kList, number, 5, {{chunk, 0, size, core::Bytes(size, 0x42)}}};
}

TEST_F(CentralSessionTest, SendsNoDeltaOfAListThatComesWholeUntilTheNodeSaysWhereItStands) {
    publish(3);
    CentralSession session = live();
    std::ignore = answer(session, only<LoadRows>(greeted_).at(0).request);
    const Effects asked = give(session, wire::ManifestReq{kList, 1, core::Seq{0}, false});
    EXPECT_EQ(only<AnswerManifest>(asked).size(), 1U);
    publish(1);
    EXPECT_TRUE(only<LoadRows>(session.on_published(list_.head(), kStart)).empty());
    EXPECT_EQ(sent<wire::Manifest>(session.on_manifest({kList, 1, {1, 2}}, kStart)).size(), 1U);
    const auto stand = sent<wire::ReconTell>(give(session, wire::Ping{1, 0}));
    ASSERT_EQ(stand.size(), 1U);
    EXPECT_EQ(stand[0].what, wire::ReconWhat::kStand);
    const wire::StreamPosition there = list_.at(3);
    const Effects whole = give(session, wire::Ack{kList, there.epoch, there.seq, there.chain, {}});
    EXPECT_EQ(only<RecordApplied>(whole).size(), 1U);
    ASSERT_EQ(only<LoadRows>(whole).size(), 1U);
    EXPECT_EQ(only<LoadRows>(whole)[0].request.after, core::Seq{3});
}

TEST_F(CentralSessionTest, SaysThatAListComesWholeUntilTheNodeAsksWhereItsDeltasAreGone) {
    publish(3);
    CentralSession session = live();
    ASSERT_EQ(only<LoadRows>(greeted_).size(), 1U);
    const auto told = sent<wire::ReconTell>(session.on_deltas_gone(kList, kStart));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].what, wire::ReconWhat::kWhole);
    EXPECT_EQ(told[0].stream, kList);
    const auto later = kStart + std::chrono::seconds{3};
    ASSERT_EQ(only<LoadRows>(session.on_timer(later)).size(), 1U) << "the word can be lost";
    EXPECT_EQ(sent<wire::ReconTell>(session.on_deltas_gone(kList, later)).size(), 1U);
    EXPECT_EQ(only<AnswerManifest>(give(session, wire::ManifestReq{kList, 1, core::Seq{0}, false}))
                  .size(),
              1U);
    EXPECT_TRUE(sent<wire::ReconTell>(session.on_deltas_gone(kList, later)).empty())
        << "of a load that is void";
    EXPECT_TRUE(only<LoadRows>(session.on_timer(later + std::chrono::seconds{9})).empty());
}

TEST_F(CentralSessionTest, SendsNoMoreChunksThanWereGranted) {
    publish(3);
    CentralSession session = live();
    const Effects first = give(session, ask_for(150));
    ASSERT_EQ(only<LoadChunks>(first).size(), 1U);
    const Effects second = session.on_chunks(tell_of(0, 100), kStart);
    ASSERT_EQ(only<LoadChunks>(second).size(), 1U);
    EXPECT_EQ(only<LoadChunks>(second)[0].ask.chunks[0], 0x06);
    EXPECT_TRUE(only<LoadChunks>(session.on_chunks(tell_of(1, 100), kStart)).empty());
    const Effects more = give(session, ask_for(300));
    ASSERT_EQ(only<LoadChunks>(more).size(), 1U);
    EXPECT_EQ(only<LoadChunks>(more)[0].ask.chunks[0], 0x04) << "it only grants more";
    EXPECT_TRUE(only<LoadChunks>(session.on_chunks(tell_of(2, 50), kStart)).empty());
}

TEST_F(CentralSessionTest, BeginsAnewWhereTheNodeAsksAnew) {
    publish(3);
    CentralSession session = live();
    ASSERT_EQ(only<LoadChunks>(give(session, ask_for(150))).size(), 1U);
    EXPECT_TRUE(only<LoadChunks>(give(session, ask_for(150, 3))).empty()) << "one at a time";
    const Effects late = session.on_chunks(tell_of(0, 100), kStart);
    EXPECT_TRUE(sent<wire::ChunkTell>(late).empty()) << "of the question before";
    ASSERT_EQ(only<LoadChunks>(late).size(), 1U);
    EXPECT_EQ(only<LoadChunks>(late)[0].ask.chunks[0], 0x07);
}

TEST_F(CentralSessionTest, GoesBackToDeltasWhereTheNodeAsksForThem) {
    publish(3);
    CentralSession session = live();
    std::ignore = answer(session, only<LoadRows>(greeted_).at(0).request);
    std::ignore = give(session, wire::ManifestReq{kList, 1, core::Seq{0}, false});
    const Effects gap =
        give(session, wire::Nack{kList, list_.head().epoch, core::Seq{1}, wire::NackReason::kGap});
    EXPECT_FALSE(only<LoadRows>(gap).empty());
    std::ignore = give(session, wire::ManifestReq{kList, 2, core::Seq{0}, false});
    const Effects far =
        give(session, wire::Nack{kList, list_.head().epoch, core::Seq{0}, wire::NackReason::kGap});
    EXPECT_TRUE(only<Quarantine>(far).empty());
}

TEST_F(CentralSessionTest, GivesNoListWholeThatIsNone) {
    CentralSession session = live();
    for (const core::StreamId stream : {wire::kAlertStream, core::StreamId{999}}) {
        const auto told =
            sent<wire::Manifest>(give(session, wire::ManifestReq{stream, 1, core::Seq{0}, false}));
        ASSERT_EQ(told.size(), 1U);
        EXPECT_TRUE(told[0].head.empty());
    }
}

TEST_F(CentralSessionTest, GivesAListThatIsNotTheNodesWholeToNobody) {
    publish(3);
    CentralSession session = live();
    std::ignore = session.withhold({kList}, kStart);
    const Effects asked = give(session, wire::ManifestReq{kList, 1, core::Seq{0}, false});
    EXPECT_TRUE(only<AnswerManifest>(asked).empty());
    ASSERT_EQ(sent<wire::Manifest>(asked).size(), 1U);
    EXPECT_TRUE(sent<wire::Manifest>(asked)[0].head.empty());
    EXPECT_TRUE(only<LoadChunks>(give(session, ask_for(150))).empty());
}

TEST_F(CentralSessionTest, SendsNoChunkOfAListThatIsNotTheNodesAnyMore) {
    publish(3);
    CentralSession session = live();
    ASSERT_EQ(only<LoadChunks>(give(session, ask_for(150))).size(), 1U);
    std::ignore = session.withhold({kList}, kStart);
    EXPECT_TRUE(sent<wire::ChunkTell>(session.on_chunks(tell_of(0, 100), kStart)).empty());
}

}  // namespace
}  // namespace sarhad::replication
