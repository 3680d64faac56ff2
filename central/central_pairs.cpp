// What ports said of the entries of lists, and what the lists' owners say of that.
#include "central/central.h"
#include "central/events.h"
#include "central/stream_delta.h"
#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Result;

namespace {

NewWithdrawal make_withdrawal(const facts::PairWithdrawal& withdrawal,
                              const StreamHead& head,
                              const wire::SigningKey& sequencer) {
    StreamDelta made =
        make_stream_delta({wire::OpKind::kUpsert,
                           core::cat(withdrawal.node.value(), "/", core::to_hex(withdrawal.pair)),
                           wire::encode(withdrawal)},
                          head,
                          withdrawal.at,
                          sequencer);
    return {withdrawal, std::move(made.head), std::move(made.delta)};
}

}  // namespace

void Central::pairs(PairsAsked asked, Done<std::vector<PairRow>> done) {
    asked.limit = std::min(asked.limit, kPairsPageMax);
    lanes_.ask<std::vector<PairRow>>(
        pages_lane(),
        [this, asked = std::move(asked)] { return pages().pairs(asked); },
        std::move(done));
}

void Central::cargo(CargoAsked asked, Done<std::vector<CargoRow>> done) {
    asked.limit = std::min(asked.limit, kCargoPageMax);
    lanes_.ask<std::vector<CargoRow>>(
        pages_lane(),
        [this, asked = std::move(asked)] { return pages().cargo(asked); },
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
