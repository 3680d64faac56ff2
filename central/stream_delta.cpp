#include "central/stream_delta.h"

#include "wire/msgpack.h"
#include "wire/streams.h"

#include <string_view>
#include <utility>

namespace sarhad::central {

namespace {

constexpr std::string_view kDeskStreamName = "desk";

}  // namespace

StreamHead desk_head(const std::vector<StreamHead>& heads) {
    for (const StreamHead& head : heads) {
        if (head.position.stream == wire::down::kDesk) {
            return head;
        }
    }
    StreamHead head;
    head.name = kDeskStreamName;
    head.position = {wire::down::kDesk, core::Epoch{1}, core::Seq{0}, {}};
    return head;
}

StreamDelta make_stream_delta(wire::Op op,
                              const StreamHead& head,
                              core::WallTime at,
                              const wire::SigningKey& sequencer) {
    wire::DeltaBody body;
    body.stream = head.position.stream;
    body.name = head.name;
    body.epoch = head.position.epoch;
    body.seq = core::next(head.position.seq);
    body.prev_chain = head.position.chain;
    body.ends_edition = true;
    body.ops.push_back(std::move(op));
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(sequencer.sign(wire::Domain::kDelta, delta.body));
    StreamDelta made{head, {}};
    made.head.position = {
        body.stream, body.epoch, body.seq, wire::chain_hash(head.position.chain, delta.body)};
    made.head.published_at = at;
    made.delta = {made.head.position, head.position.chain, wire::encode(delta)};
    return made;
}

NewDelta erased_delta(const wire::StreamPosition& position,
                      const wire::Hash256& prev,
                      std::string name,
                      const wire::SigningKey& sequencer) {
    wire::DeltaBody body;
    body.stream = position.stream;
    body.name = std::move(name);
    body.epoch = position.epoch;
    body.seq = position.seq;
    body.prev_chain = prev;
    body.ends_edition = true;
    body.erased_chain = position.chain;
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(sequencer.sign(wire::Domain::kDelta, delta.body));
    return {position, prev, wire::encode(delta)};
}

}  // namespace sarhad::central
