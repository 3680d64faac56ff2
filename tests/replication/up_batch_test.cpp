#include "replication/up_batch.h"

#include "store/outbox.h"
#include "support/golden.h"
#include "wire/hash.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using core::Epoch;
using core::Seq;

wire::UpBatch batch(std::uint64_t first, std::uint64_t last) {
    wire::UpBatch made;
    made.stream = core::StreamId{2};
    made.epoch = Epoch{1};
    for (std::uint64_t seq = first; seq <= last; ++seq) {
        made.rows.push_back({Seq{seq}, 4, static_cast<std::uint32_t>(seq), {17}, {1, 2, 3}});
    }
    return made;
}

TEST(UpBatch, HashesWhatTheOutboxHashed) {
    const wire::UpBatch one = batch(1, 1);
    store::SealedRow row{.stream = one.stream, .key_epoch = 4, .key_index = 1, .created = {17}};
    core::Bytes hashed = core::to_bytes(store::encode_row_header(row, one.epoch, Seq{1}));
    core::append(hashed, wire::blake2b(one.rows[0].sealed));
    EXPECT_EQ(chain_of(one, Seq{0})->last, wire::chain_hash(one.prev, hashed));
}

/// The chain of two rows, whole: what node and central compare, over years and versions.
TEST(UpBatch, ItsChainKeepsItsBytes) {
    core::Bytes chains;
    for (const std::uint64_t last : {1U, 2U}) {
        core::append(chains, chain_of(batch(1, last), Seq{0})->last);
    }
    EXPECT_EQ(core::to_hex(chains),
              core::to_hex(golden::kept("formats/v1/up_row_chain.bin", chains)));
}

TEST(UpBatch, ItsChainAtAHeldRowIsThatOfTheShorterBatch) {
    const core::Result<BatchChain> chain = chain_of(batch(1, 5), Seq{3});
    ASSERT_TRUE(chain);
    EXPECT_EQ(chain->at_seq, chain_of(batch(1, 3), Seq{0})->last);
}

TEST(UpBatch, WithoutTheHeldRowsItsChainIsTheSame) {
    wire::UpBatch five = batch(1, 5);
    const BatchChain whole = *chain_of(five, Seq{3});
    drop_held(five, Seq{3}, *whole.at_seq);
    EXPECT_EQ(five.rows.size(), 2U);
    EXPECT_EQ(chain_of(five, Seq{0})->last, whole.last);
}

TEST(UpBatch, RowsThatAreNotConsecutiveAreRefused) {
    wire::UpBatch holed = batch(1, 3);
    holed.rows.erase(holed.rows.begin() + 1);
    EXPECT_FALSE(chain_of(holed, Seq{0}));
    EXPECT_FALSE(chain_of(batch(1, 0), Seq{0}));
}

}  // namespace
}  // namespace sarhad::replication
