#include "session_rig.h"

#include "core/check.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::Epoch;
using core::Seq;

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = (state_ ^ (state_ >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        byte = static_cast<std::uint8_t>(mixed >> 56);
    }
}

Keys make_keys() {
    SARHAD_CHECK(wire::sodium_start().has_value());
    SeededRandom random{42};
    Keys keys{wire::SigningKey::generate(random),
              wire::SigningKey::generate(random),
              wire::SigningKey::generate(random),
              wire::SigningKey::generate(random),
              {}};
    const auto trust = [&](const wire::Role& role, const wire::SigningKey& key) {
        SARHAD_CHECK(keys.trust.set(role, {1, {key.public_key()}}).has_value());
    };
    trust(wire::Role::of_node(kNode), keys.node);
    trust(wire::Role::of_node(kOtherNode), keys.other_node);
    trust(wire::Role::sequencer({}), keys.sequencer);
    trust(wire::Role::alert(), keys.alert);
    return keys;
}

Publisher::Publisher(core::StreamId stream, const wire::SigningKey& key, wire::Domain domain)
    : stream_{stream},
      key_{key},
      domain_{domain},
      positions_{{stream, Epoch{1}, Seq{0}, wire::Hash256{}}} {}

core::Bytes Publisher::sign(std::uint64_t seq, std::size_t size, std::uint8_t fill) const {
    wire::DeltaBody body;
    body.stream = stream_;
    body.name = stream_ == wire::kAlertStream ? "alert" : "wl/test";
    body.epoch = Epoch{1};
    body.seq = Seq{seq};
    body.prev_chain = positions_.at(seq - 1).chain;
    body.ends_edition = true;
    core::Bytes content(size);  // Such that no compression shortens it.
    SeededRandom{seq << 8U | fill}.fill(content);
    body.ops.push_back({wire::OpKind::kUpsert, "entry", std::move(content)});
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(key_.sign(domain_, delta.body));
    return wire::encode(delta);
}

const PublishedDelta& Publisher::publish(std::size_t body_size) {
    const Seq seq = next(head().seq);
    const core::Bytes bytes = sign(seq.value(), body_size, 1);
    const wire::Delta delta = *wire::decode<wire::Delta>(bytes);
    positions_.push_back({stream_, Epoch{1}, seq, wire::chain_hash(head().chain, delta.body)});
    deltas_.push_back({seq, bytes});
    return deltas_.back();
}

core::Bytes Publisher::fork(std::uint64_t seq) const {
    return sign(seq, 8, 2);
}

std::vector<PublishedDelta> Publisher::load(const LoadRequest& request) const {
    std::vector<PublishedDelta> loaded;
    std::uint64_t bytes = 0;
    for (const PublishedDelta& delta : deltas_) {
        if (delta.seq <= request.after) {
            continue;
        }
        bytes += delta.delta.size();
        if (loaded.size() >= request.rows_max || (!loaded.empty() && bytes > request.bytes_max)) {
            break;
        }
        loaded.push_back(delta);
    }
    return loaded;
}

void Producer::append(std::size_t size, std::uint32_t key_epoch, std::uint8_t fill) {
    store::OutboxRow row;
    row.stream = stream_;
    row.epoch = Epoch{1};
    row.seq = Seq{rows_.size() + 1};
    row.key_epoch = key_epoch;
    row.key_index = static_cast<std::uint32_t>(rows_.size());
    row.created = kWall;
    row.sealed = core::Bytes(size, fill);
    row.digest = wire::blake2b(row.sealed);
    row.prev = rows_.empty() ? wire::Hash256{} : rows_.back().hash;
    const store::SealedRow header{.stream = stream_,
                                  .key_epoch = row.key_epoch,
                                  .key_index = row.key_index,
                                  .created = row.created};
    core::Bytes hashed = core::to_bytes(store::encode_row_header(header, row.epoch, row.seq));
    core::append(hashed, row.digest);
    row.hash = wire::chain_hash(row.prev, hashed);
    rows_.push_back(std::move(row));
}

OutboxStream Producer::position(std::uint64_t acked) const {
    return {
        stream_, Epoch{1}, Seq{acked}, Seq{rows_.size()}, at(acked).chain, at(rows_.size()).chain};
}

store::OutboxPosition Producer::tail() const {
    return {Epoch{1}, Seq{rows_.size()}, at(rows_.size()).chain};
}

wire::StreamPosition Producer::at(std::uint64_t seq) const {
    return {stream_, Epoch{1}, Seq{seq}, seq == 0 ? wire::Hash256{} : rows_.at(seq - 1).hash};
}

std::vector<store::OutboxRow> Producer::load(const LoadRequest& request) const {
    std::vector<store::OutboxRow> loaded;
    std::uint64_t bytes = 0;
    for (std::size_t i = request.after.value(); i < rows_.size(); ++i) {
        bytes += rows_[i].sealed.size();
        if (loaded.size() >= request.rows_max || (!loaded.empty() && bytes > request.bytes_max)) {
            break;
        }
        loaded.push_back(rows_[i]);
    }
    return loaded;
}

wire::UpBatch Producer::batch(std::uint64_t first, std::uint64_t last) const {
    wire::UpBatch batch;
    batch.stream = stream_;
    batch.epoch = Epoch{1};
    batch.prev = rows_.at(first - 1).prev;
    for (std::uint64_t seq = first; seq <= last; ++seq) {
        const store::OutboxRow& row = rows_.at(seq - 1);
        batch.rows.push_back({row.seq, row.key_epoch, row.key_index, row.created, row.sealed});
    }
    return batch;
}

std::vector<wire::KeySeed> seeds_of(const std::vector<store::OutboxRow>& rows) {
    std::vector<wire::KeySeed> seeds;
    for (const store::OutboxRow& row : rows) {
        if (seeds.empty() || seeds.back().key_epoch != row.key_epoch) {
            seeds.push_back({row.key_epoch, core::Bytes(80, 3)});
        }
    }
    return seeds;
}

core::Bytes batch_frame(const wire::UpBatch& batch, const wire::SigningKey& key) {
    const core::Bytes body = wire::encode(batch);
    return to_frame(wire::SignedUpBatch{body, key.sign(wire::Domain::kUpBatch, body)},
                    batch.stream);
}

core::Bytes credit_frame(std::uint32_t mark) {
    core::Bytes frame = to_frame(wire::Credit{mark, GivenCredit::kGrantedMax, false});
    wire::set_mark(frame, 0);
    return frame;
}

core::Bytes altered_frame(std::size_t at, std::uint8_t byte) {
    core::Bytes frame = to_frame(wire::Pong{1});
    frame.at(at) = byte;
    return frame;
}

wire::Hello hello_of(core::NodeId node, std::vector<wire::StreamPosition> down) {
    wire::Hello hello;
    hello.node = node;
    hello.proto_min = wire::kProtocol;
    hello.proto_max = wire::kProtocol;
    hello.down = std::move(down);
    return hello;
}

}  // namespace sarhad::replication
