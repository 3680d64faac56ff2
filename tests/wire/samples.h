#pragma once

#include "core/bytes.h"
#include "wire/messages.h"
#include "wire/streams.h"

#include <string>
#include <vector>

namespace sarhad::wire::samples {

/// A message with every field set, and the name of its golden file.
struct Sample {
    std::string name;
    Message message;
    Lane lane;
    core::StreamId stream;
};

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::uint8_t with) {
    std::array<std::uint8_t, N> bytes{};
    bytes.fill(with);
    return bytes;
}

inline StreamPosition position(std::uint16_t stream, std::uint64_t seq) {
    return {core::StreamId{stream}, core::Epoch{2}, core::Seq{seq}, filled<32>(0xC1)};
}

inline Signature signature(std::uint8_t with) {
    return {filled<8>(with), filled<64>(with)};
}

inline DeltaBody delta_body() {
    DeltaBody body;
    body.stream = core::StreamId{100};
    body.name = "wl/un/consolidated";
    body.epoch = core::Epoch{1};
    body.seq = core::Seq{41};
    body.prev_chain = filled<32>(0xA0);
    body.pre_root = filled<32>(0xA1);
    body.post_root = filled<32>(0xA2);
    body.edition = 7;
    body.ends_edition = true;
    body.ops = {{OpKind::kUpsert, "un-0001", {1, 2, 3}}, {OpKind::kRemove, "un-0002", {}}};
    return body;
}

inline UpBatch up_batch() {
    UpBatch batch;
    batch.stream = up::kCrossings;
    batch.epoch = core::Epoch{3};
    batch.prev = filled<32>(0xB0);
    batch.seeds = {{5, core::Bytes(80, 0x5E)}};
    batch.rows = {{core::Seq{9}, 5, 0, {1790000000000000}, core::Bytes(60, 0x0E)},
                  {core::Seq{10}, 5, 1, {1790000000000001}, core::Bytes(61, 0x0F)}};
    return batch;
}

inline Hello hello() {
    Hello hello;
    hello.node = core::NodeId{12};
    hello.boot_id = filled<16>(0xB1);
    hello.proto_min = 1;
    hello.proto_max = 2;
    hello.schema_version = 3;
    hello.wall = {1790000000000000};
    hello.down = {position(2, 5), position(100, 41)};
    hello.up = {position(1, 300)};
    hello.greeting = 78;
    return hello;
}

inline Welcome welcome() {
    Welcome welcome;
    welcome.proto = 1;
    welcome.wall = {1790000000000500};
    welcome.up = {position(1, 299)};
    welcome.down = {position(2, 6), position(100, 44)};
    welcome.session = 77;
    welcome.greeting = 78;
    return welcome;
}

inline ReconAsk recon_ask() {
    ReconAsk ask;
    ask.stream = core::StreamId{100};
    ask.what = ReconWhat::kHashes;
    ask.number = 7;
    ask.edition = 12;
    ask.places = {0x12, 0x34, 0xFE, 0xDC};
    ask.after = "QDi.001";
    ask.ids = {"QDi.002", "QDi.003"};
    ask.offset = 12000;
    return ask;
}

/// With every field, which no answer has.
inline ReconTell recon_tell() {
    ReconTell tell;
    tell.stream = core::StreamId{100};
    tell.what = ReconWhat::kRows;
    tell.number = 7;
    tell.edition = 12;
    tell.epoch = core::Epoch{1};
    tell.seq = core::Seq{44};
    tell.chain = filled<32>(0xC4);
    tell.name = "wl/un/consolidated";
    tell.root = filled<32>(0xA4);
    tell.rows = 1001;
    tell.signatures = core::Bytes(72, 0x53);
    tell.hashes = core::Bytes(32, 0xB1);
    tell.entries = {{"QDi.002", filled<32>(0xB2), 500, core::Bytes(3, 0x2A)}};
    tell.has_more = true;
    return tell;
}

inline ChunkReq chunk_req() {
    ChunkReq ask;
    ask.stream = core::StreamId{100};
    ask.number = 8;
    ask.edition = 12;
    ask.chunks = core::Bytes(kChunkMapSize, 0xA5);
    ask.offset = 49152;
    ask.granted = 262144;
    return ask;
}

/// One of each message, in the order of docs/protocol.md.
inline std::vector<Sample> all() {
    const Delta delta{encode(delta_body()), {signature(0x51), signature(0x52)}, {signature(0x53)}};
    const SignedUpBatch batch{encode(up_batch()), signature(0x54)};
    const Ack ack{
        core::StreamId{100}, core::Epoch{1}, core::Seq{41}, filled<32>(0xC2), filled<32>(0xA2)};
    const Nack nack{core::StreamId{100}, core::Epoch{1}, core::Seq{42}, NackReason::kBadPre};
    return {
        {"hello", hello(), Lane::kUrgent, core::StreamId{0}},
        {"welcome", welcome(), Lane::kUrgent, core::StreamId{0}},
        {"ack", ack, Lane::kUrgent, core::StreamId{100}},
        {"nack", nack, Lane::kUrgent, core::StreamId{100}},
        {"ping", Ping{8, 120}, Lane::kUrgent, core::StreamId{0}},
        {"pong", Pong{8}, Lane::kUrgent, core::StreamId{0}},
        {"tick", SentTick{core::Bytes(90, 0x71)}, Lane::kUrgent, core::StreamId{0}},
        {"head", SentHead{core::Bytes(900, 0x72)}, Lane::kUrgent, core::StreamId{0}},
        {"error",
         ErrorReport{"unknown_critical_type", "type 99", true},
         Lane::kUrgent,
         core::StreamId{0}},
        {"credit", Credit{40960, 1048576, true}, Lane::kUrgent, core::StreamId{0}},
        {"delta", delta, Lane::kDelta, core::StreamId{100}},
        {"alert", delta, Lane::kUrgent, kAlertStream},
        {"compartment", SentCompartment{core::Bytes(900, 0x73)}, Lane::kUrgent, core::StreamId{0}},
        {"revoke", Revoke{core::Bytes(900, 0x74)}, Lane::kUrgent, core::StreamId{0}},
        {"erase_tell",
         EraseTell{EraseStage::kErased, core::WallTime{1'790'000'000'000'000}, 12, 3},
         Lane::kUrgent,
         core::StreamId{0}},
        {"recon_ask", recon_ask(), Lane::kUplink, core::StreamId{100}},
        {"recon_tell", recon_tell(), Lane::kUplink, core::StreamId{100}},
        {"manifest_req",
         ManifestReq{core::StreamId{100}, 8, core::Seq{41}, true},
         Lane::kBulk,
         core::StreamId{100}},
        {"manifest",
         Manifest{core::StreamId{100}, 8, core::Bytes(300, 0x91)},
         Lane::kBulk,
         core::StreamId{100}},
        {"chunk_req", chunk_req(), Lane::kBulk, core::StreamId{100}},
        {"chunk",
         ChunkTell{core::StreamId{100},
                   8,
                   12,
                   {{0, 49152, 49200, core::Bytes(48, 0x92)}, {2, 0, 90, core::Bytes(90, 0x93)}}},
         Lane::kBulk,
         core::StreamId{100}},
        {"up_batch", batch, Lane::kUplink, up::kCrossings},
        {"fragment",
         Fragment{0x0102030405060708, 4048, 49152, core::to_bytes("a piece")},
         Lane::kBulk,
         core::StreamId{100}},
    };
}

}  // namespace sarhad::wire::samples
