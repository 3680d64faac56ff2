// What ports said of the entries of lists, and what the lists' owners say of that.
#include "central/central.h"
#include "central/events.h"
#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Result;

namespace {

constexpr std::string_view kDeskStreamName = "desk";

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

/// One op, complete by itself, signed as central's own word.
NewWithdrawal make_withdrawal(const facts::PairWithdrawal& withdrawal,
                              const StreamHead& head,
                              const wire::SigningKey& sequencer) {
    wire::DeltaBody body;
    body.stream = head.position.stream;
    body.name = head.name;
    body.epoch = head.position.epoch;
    body.seq = core::next(head.position.seq);
    body.prev_chain = head.position.chain;
    body.ends_edition = true;
    body.ops.push_back({wire::OpKind::kUpsert,
                        core::cat(withdrawal.node.value(), "/", core::to_hex(withdrawal.pair)),
                        wire::encode(withdrawal)});
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(sequencer.sign(wire::Domain::kDelta, delta.body));
    NewWithdrawal made{withdrawal, head, {}};
    made.head.position = {
        body.stream, body.epoch, body.seq, wire::chain_hash(head.position.chain, delta.body)};
    made.head.published_at = withdrawal.at;
    made.delta = {made.head.position, head.position.chain, wire::encode(delta)};
    return made;
}

}  // namespace

void Central::pairs(PairsAsked asked, Done<std::vector<PairRow>> done) {
    asked.limit = std::min(asked.limit, kPairsPageMax);
    lanes_.ask<std::vector<PairRow>>(
        pages_lane(),
        [this, asked = std::move(asked)] { return pages().pairs(asked); },
        std::move(done));
}

void Central::withdraw_pair(facts::PairWithdrawal withdrawal, Done<facts::PairWithdrawal> done) {
    withdrawal.at = parts_.clock.wall();
    lanes_.ask<NewWithdrawal>(
        core::Lane::kStore,
        [this, withdrawal = std::move(withdrawal)]() -> Result<NewWithdrawal> {
            SARHAD_TRY(const std::vector<StreamHead> heads, parts_.store.published_heads());
            NewWithdrawal made = make_withdrawal(withdrawal, desk_head(heads), sequencer_);
            SARHAD_TRY_STATUS(parts_.store.withdraw_pair(made));
            return made;
        },
        [this, done = std::move(done)](const Result<NewWithdrawal>& made) {
            note_write(made);
            if (!made) {
                done(made.error());
                return;
            }
            const facts::PairWithdrawal& said = made->withdrawal;
            set_head(made->head);
            parts_.log.write(kPairWithdrawn,
                             {{"node", said.node}, {"pair", core::to_hex(said.pair)}});
            sessions_->on_published(made->head.position);
            tell(PairWithdrawn{said.node, said.pair});
            done(said);
        });
}

}  // namespace sarhad::central
