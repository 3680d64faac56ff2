#pragma once

#include "rig.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "intake/messages.h"
#include "node/expected_store.h"
#include "wire/expected.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// What central does for the rig's node in its stream of expected traffic. The rig has started.
class ExpectedPort {
public:
    explicit ExpectedPort(Rig& rig) : rig_{rig}, stream_{*wire::expected_stream(rig.id)} {}

    [[nodiscard]] wire::PublicKey key() const {
        return wire::SigningKey::parse(rig_.node_key)->public_key().box_key();
    }
    void speak_in(core::StreamId stream) { stream_ = stream; }
    [[nodiscard]] std::uint64_t next_version() { return ++version_; }
    [[nodiscard]] const wire::Hash256& chain() const { return chain_; }
    /// A carrier's message as central would tell it now, over in three days and gone in six.
    [[nodiscard]] facts::ExpectedJourney journey(const std::string& text) {
        constexpr std::int64_t kDayMicros = 86'400'000'000;
        facts::ExpectedJourney made;
        made.message = intake::read_messages(core::as_bytes(text)).front();
        made.message.digest = wire::blake2b(core::as_bytes(text));
        made.journey = wire::blake2b_128(core::as_bytes(*intake::listed_journey_of(made.message)));
        made.version = next_version();
        made.over_by = {rig_.time.wall().micros + 3 * kDayMicros};
        made.gone_at = {rig_.time.wall().micros + 6 * kDayMicros};
        return made;
    }
    [[nodiscard]] std::vector<wire::Op> ops_of(const facts::ExpectedJourney& made) {
        return *wire::seal_expected(made, key(), rig_.random);
    }
    [[nodiscard]] wire::DeltaBody next(std::vector<wire::Op> ops) {
        wire::DeltaBody delta;
        delta.stream = stream_;
        delta.name = "expected/PKXXA-1/3";
        delta.epoch = core::Epoch{1};
        delta.seq = core::Seq{++seq_};
        delta.prev_chain = chain_;
        delta.ends_edition = true;
        delta.ops = std::move(ops);
        chain_ = wire::chain_hash(chain_, wire::encode(delta));
        return delta;
    }
    void tell(const std::vector<wire::Op>& ops) {
        for (const wire::Op& op : ops) {
            rig_.deliver(next({op}));
        }
        rig_.pass(std::chrono::milliseconds{500});
    }
    std::vector<ExpectedItem> held() {
        std::vector<ExpectedItem> items;
        rig_.node->expected({}, kPageMax, [&](core::Result<std::vector<ExpectedItem>> page) {
            ASSERT_TRUE(page) << page.error().what;
            items = *std::move(page);
        });
        rig_.settle();
        return items;
    }

private:
    Rig& rig_;
    core::StreamId stream_;
    std::uint64_t seq_{0};
    std::uint64_t version_{0};
    wire::Hash256 chain_{};
};

}  // namespace sarhad::node
