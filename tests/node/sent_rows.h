#pragma once

#include "rig.h"

#include "wire/row_seal.h"

#include <variant>
#include <vector>

namespace sarhad::node {

/// What central reads of the rows of a stream that the rig's node has sent since it was last asked:
/// signed by the node, and opened with central's key. A second call that needs an earlier key seed
/// reads nothing of it.
inline std::vector<core::Bytes> sent_rows(Rig& rig, core::StreamId stream) {
    wire::TrustStore trust;
    const auto key = wire::SigningKey::parse(rig.node_key);
    EXPECT_TRUE(trust.set(wire::Role::of_node(rig.id), {1, {key->public_key()}}));
    std::vector<wire::BoxKey> keys;
    keys.push_back(*wire::BoxKey::parse(rig.central.seal.to_file(wire::KeyKind::kSealSecret),
                                        wire::KeyKind::kSealSecret));
    wire::RowOpener opener{std::move(keys), 64};
    std::vector<core::Bytes> bodies;
    for (const wire::Message& message : rig.transport.take_sent()) {
        const auto* signed_batch = std::get_if<wire::SignedUpBatch>(&message);
        if (signed_batch == nullptr) {
            continue;
        }
        const auto opened = trust.open_up_batch(*signed_batch, rig.id);
        EXPECT_TRUE(opened);
        const auto batch = wire::decode_up_batch(*opened);
        EXPECT_TRUE(batch);
        for (const wire::KeySeed& seed : batch->seeds) {
            EXPECT_TRUE(opener.knows(rig.id, seed.key_epoch) || opener.learn(rig.id, seed));
        }
        for (const wire::UpRow& row : batch->rows) {
            if (batch->stream == stream) {
                const auto body = opener.open(rig.id, batch->stream, row);
                EXPECT_TRUE(body);
                bodies.push_back(*body);
            }
        }
    }
    return bodies;
}

}  // namespace sarhad::node
