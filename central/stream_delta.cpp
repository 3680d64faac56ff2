#include "central/stream_delta.h"

#include "wire/msgpack.h"
#include "wire/streams.h"

#include <string_view>
#include <utility>

namespace sarhad::central {

namespace {

constexpr std::string_view kDeskStreamName = "desk";

}  // namespace

StreamHead head_of(const std::vector<StreamHead>& heads,
                   core::StreamId stream,
                   std::string_view name) {
    for (const StreamHead& head : heads) {
        if (head.position.stream == stream) {
            return head;
        }
    }
    StreamHead head;
    head.name = name;
    head.position = {stream, core::Epoch{1}, core::Seq{0}, {}};
    return head;
}

StreamHead desk_head(const std::vector<StreamHead>& heads) {
    return head_of(heads, wire::down::kDesk, kDeskStreamName);
}

wire::DeltaBody next_body(const StreamHead& head) {
    wire::DeltaBody body;
    body.stream = head.position.stream;
    body.name = head.name;
    body.epoch = head.position.epoch;
    body.seq = core::next(head.position.seq);
    body.prev_chain = head.position.chain;
    return body;
}

NewDelta sign_delta(const wire::DeltaBody& body, const wire::SigningKey& sequencer) {
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(sequencer.sign(wire::Domain::kDelta, delta.body));
    const wire::Hash256 chain = body.erased_chain != wire::Hash256{}
                                    ? body.erased_chain
                                    : wire::chain_hash(body.prev_chain, delta.body);
    return {{body.stream, body.epoch, body.seq, chain}, body.prev_chain, wire::encode(delta)};
}

StreamDelta make_stream_delta(wire::Op op,
                              const StreamHead& head,
                              core::WallTime at,
                              const wire::SigningKey& sequencer) {
    wire::DeltaBody body = next_body(head);
    body.ends_edition = true;
    body.ops.push_back(std::move(op));
    StreamDelta made{head, sign_delta(body, sequencer)};
    made.head.position = made.delta.position;
    made.head.published_at = at;
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
    return sign_delta(body, sequencer);
}

}  // namespace sarhad::central
