// Records that are erased for good: who orders it, who agrees, and what the ports are told.
#include "central/central.h"
#include "central/events.h"
#include "central/stream_delta.h"
#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// In the place of the alert's own delta, for ports that have not had it: it says nothing but what
/// the chain is behind it.
NewDelta erased_alert(const AlertPlace& place, const wire::SigningKey& alert_key) {
    wire::DeltaBody body;
    body.stream = place.position.stream;
    body.name = "alert";
    body.epoch = place.position.epoch;
    body.seq = place.position.seq;
    body.prev_chain = place.prev;
    body.ends_edition = true;
    body.erased_chain = place.position.chain;
    wire::Delta delta;
    delta.body = wire::encode(body);
    delta.signatures.push_back(alert_key.sign(wire::Domain::kAlert, delta.body));
    return {place.position, place.prev, wire::encode(delta)};
}

}  // namespace

void Central::ask_erasure(ErasureRow asked, Done<ErasureRow> done) {
    asked.asked_at = parts_.clock.wall();
    lanes_.ask<ErasureRow>(
        core::Lane::kStore,
        [this, asked = std::move(asked)] { return parts_.store.ask_erasure(asked); },
        [this, done = std::move(done)](const Result<ErasureRow>& row) {
            note_write(row);
            if (row && !row->erased_at) {
                parts_.log.write(kErasureAsked,
                                 {{"erasure", row->number},
                                  {"policy", std::string_view{row->policy}},
                                  {"officer", std::string_view{row->asker.account}}});
            }
            done(row);
        });
}

/// On the store lane, or before threads run. The log is written first: what is in it goes at the
/// next start where this is cut short.
Result<ErasureRow> Central::erase(ErasureRow row) {
    NewErasure made;
    SARHAD_TRY(const auto place, parts_.store.alert_place(row.crossing));
    if (place) {
        made.alert = erased_alert(*place, alert_key_);
    }
    SARHAD_TRY(const std::vector<StreamHead> heads, parts_.store.published_heads());
    const facts::Erasure told{row.crossing, row.policy, row.erased_at.value_or(core::WallTime{})};
    StreamDelta desk = make_stream_delta({wire::OpKind::kUpsert,
                                          cat(facts::kErasureOp, core::to_hex(told.crossing)),
                                          wire::encode(told)},
                                         desk_head(heads),
                                         parts_.clock.wall(),
                                         sequencer_);
    made.row = std::move(row);
    made.head = std::move(desk.head);
    made.delta = std::move(desk.delta);
    return parts_.store.erase(made);
}

Result<ErasureRow> Central::approve(std::int64_t number, const Speaker& by, core::WallTime at) {
    if (parts_.erasures == nullptr) {
        return Error{Errc::kUnavailable, "erasures: this central keeps no log of them"};
    }
    SARHAD_TRY(ErasureRow row, parts_.store.erasure(number));
    if (row.erased_at) {
        return Error{Errc::kConflict, cat("erasure ", number, ": it is done already")};
    }
    if (by.may_be(row.asker)) {
        return Error{Errc::kConflict,
                     "officer: who asked for it does not agree to it: another account and login"};
    }
    row.erased_at = at;
    row.approver = by;
    SARHAD_TRY_STATUS(parts_.erasures->add(logged(row)));
    return erase(std::move(row));
}

void Central::approve_erasure(std::int64_t number, Speaker by, Done<ErasureRow> done) {
    lanes_.ask<ErasureRow>(
        core::Lane::kStore,
        [this, number, by = std::move(by), at = parts_.clock.wall()] {
            return approve(number, by, at);
        },
        [this, done = std::move(done)](const Result<ErasureRow>& row) {
            note_write(row);
            if (!row) {
                done(row.error());
                return;
            }
            parts_.log.write(kErased,
                             {{"erasure", row->number},
                              {"crossing", core::to_hex(row->crossing)},
                              {"policy", std::string_view{row->policy}},
                              {"rows", row->rows},
                              {"officer", std::string_view{row->approver->account}}});
            on_erased(*row, done);
        });
}

/// The alert of memory is of no use any more, and the desk stream has moved.
void Central::on_erased(const ErasureRow& row, const Done<ErasureRow>& done) {
    cached_alerts_.clear();
    counts_told_at_ = counted_at_ + -settings_.counts_every;  // What is counted of him goes now.
    lanes_.ask<std::vector<StreamHead>>(
        core::Lane::kStore,
        [this] { return parts_.store.published_heads(); },
        [this, row, done](const Result<std::vector<StreamHead>>& heads) {
            if (heads) {
                const StreamHead head = desk_head(*heads);
                set_head(head);
                sessions_->on_published(head.position);
            }
            done(row);
        });
}

void Central::erasures(Done<std::vector<ErasureRow>> done) {
    lanes_.ask<std::vector<ErasureRow>>(
        pages_lane(), [this] { return pages().erasures(kErasuresShownMax); }, std::move(done));
}

void Central::walk_chain(const ChainAsked& asked, Done<ChainPiece> done) {
    lanes_.ask<ChainPiece>(
        pages_lane(), [this, asked] { return pages().walk_chain(asked); }, std::move(done));
}

/// A database from a backup may be older than an order; one whose log is lost has it itself.
Status Central::erase_again() {
    if (parts_.erasures == nullptr) {
        return {};
    }
    for (const LoggedErasure& logged : parts_.erasures->entries()) {
        SARHAD_TRY(const bool is_done, parts_.store.is_erased(logged.crossing));
        if (is_done) {
            continue;
        }
        ErasureRow row = row_of(logged);
        SARHAD_TRY(const std::vector<ErasureRow> known, parts_.store.erasures(kErasuresMax));
        const auto asked = std::find_if(known.begin(), known.end(), [&](const ErasureRow& one) {
            return one.crossing == row.crossing;
        });
        row.number = asked == known.end() ? 0 : asked->number;
        SARHAD_TRY(row, erase(std::move(row)));
        parts_.log.write(kErasedAgain,
                         {{"erasure", row.number},
                          {"crossing", core::to_hex(row.crossing)},
                          {"policy", std::string_view{row.policy}},
                          {"rows", row.rows}});
    }
    SARHAD_TRY(const std::vector<ErasureRow> known, parts_.store.erasures(kErasuresMax));
    for (const ErasureRow& row : known) {
        if (row.erased_at) {
            SARHAD_TRY_STATUS(parts_.erasures->add(logged(row)));
        }
    }
    return {};
}

}  // namespace sarhad::central
