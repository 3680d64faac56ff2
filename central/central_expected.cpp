// Whom ports expect: what carriers send, and what the ports are told of it.
#include "central/central.h"
#include "central/events.h"
#include "central/expected_maker.h"
#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr core::Duration kSweptEvery = std::chrono::minutes{1};

}  // namespace

void Central::take_expected(core::Bytes file, Done<std::vector<TakenMessage>> done) {
    using Taken = WithHeads<std::vector<TakenMessage>>;
    auto bytes = std::make_shared<const core::Bytes>(std::move(file));
    lanes_.ask<std::vector<intake::SentMessage>>(
        core::Lane::kMatch,
        [bytes] { return read_expected_file(*bytes); },
        [this, done = std::move(done)](Result<std::vector<intake::SentMessage>> read) {
            if (!read) {
                parts_.log.write(kExpectedRefused, {{"why", read.error().what}});
                done(read.error());
                return;
            }
            lanes_.ask<Taken>(
                core::Lane::kStore,
                [this,
                 messages = *std::move(read),
                 readers = expected_readers(),
                 now = parts_.clock.wall()]() -> Result<Taken> {
                    Taken taken;
                    for (const intake::SentMessage& message : messages) {
                        SARHAD_TRY_STATUS(expected_->check(message, readers, now));
                    }
                    for (const intake::SentMessage& message : messages) {
                        SARHAD_TRY(TakenMessage one, expected_->take(message, readers, now));
                        taken.outcome.push_back(std::move(one));
                    }
                    SARHAD_TRY(taken.heads, expected_heads());
                    return taken;
                },
                [this, done](Result<Taken> taken) {
                    note_write(taken);
                    if (!taken) {
                        parts_.log.write(kExpectedRefused, {{"why", taken.error().what}});
                        done(taken.error());
                        return;
                    }
                    on_expected(taken->heads);
                    for (const TakenMessage& one : taken->outcome) {
                        parts_.log.write(kExpectedTaken,
                                         {{"journey", core::to_hex(one.row.journey)},
                                          {"travellers", one.row.travellers},
                                          {"nodes", one.row.sent.size()},
                                          {"cancelled", one.row.is_cancelled},
                                          {"repeat", one.is_repeat},
                                          {"late", one.is_late}});
                    }
                    done(std::move(taken->outcome));
                });
        });
}

void Central::cancel_expected(const facts::JourneyId& journey, Speaker by, Done<ExpectedRow> done) {
    using Cancelled = WithHeads<ExpectedRow>;
    lanes_.ask<Cancelled>(
        core::Lane::kStore,
        [this, journey, readers = expected_readers(), now = parts_.clock.wall()]()
            -> Result<Cancelled> {
            Cancelled cancelled;
            SARHAD_TRY(cancelled.outcome, expected_->cancel(journey, readers, now));
            SARHAD_TRY(cancelled.heads, expected_heads());
            return cancelled;
        },
        [this, by = std::move(by), done = std::move(done)](Result<Cancelled> cancelled) {
            note_write(cancelled);
            if (!cancelled) {
                done(cancelled.error());
                return;
            }
            on_expected(cancelled->heads);
            parts_.log.write(kExpectedCancelled,
                             {{"journey", core::to_hex(cancelled->outcome.journey)},
                              {"officer", std::string_view{by.account}}});
            done(std::move(cancelled->outcome));
        });
}

void Central::expected(ExpectedAsked asked, Done<std::vector<ExpectedRow>> done) {
    asked.limit = std::min(asked.limit, kExpectedPageMax);
    lanes_.ask<std::vector<ExpectedRow>>(
        pages_lane(), [this, asked] { return pages().expected(asked); }, std::move(done));
}

void Central::expected_journey(const facts::JourneyId& journey, Done<ExpectedRow> done) {
    lanes_.ask<ExpectedRow>(
        pages_lane(),
        [this, journey]() -> Result<ExpectedRow> {
            SARHAD_TRY(std::optional<ExpectedRow> row, pages().expected_row(journey));
            if (!row) {
                return Error{Errc::kNotFound,
                             "expected: no such journey; GET /v1/expected lists them"};
            }
            return *std::move(row);
        },
        std::move(done));
}

Result<std::vector<StreamHead>> Central::expected_heads() {
    SARHAD_TRY(std::vector<StreamHead> heads, parts_.store.published_heads());
    std::erase_if(heads, [](const StreamHead& head) {
        return !wire::is_expected_stream(head.position.stream);
    });
    return heads;
}

std::vector<ExpectedReader> Central::expected_readers() const {
    std::vector<ExpectedReader> readers;
    for (const auto& [id, node] : nodes_) {
        const auto key = wire::VerifyKey::from(node.sign);
        if (!node.revoked_at && key) {
            readers.push_back({id, node.port, key->box_key()});
        }
    }
    return readers;
}

void Central::on_expected(const std::vector<StreamHead>& heads) {
    for (const StreamHead& head : heads) {
        const bool is_known = std::any_of(heads_.begin(), heads_.end(), [&](const auto& one) {
            return one.position == head.position;
        });
        if (!is_known) {
            set_head(head);
            sessions_->on_published(head.position);
        }
    }
}

/// Soon after the start, and for a node that is new.
void Central::hand_over_expected(std::optional<facts::JourneyId> after) {
    using Handed = WithHeads<std::optional<facts::JourneyId>>;
    lanes_.ask<Handed>(
        core::Lane::kStore,
        [this, after, readers = expected_readers(), now = parts_.clock.wall()]() -> Result<Handed> {
            Handed handed;
            SARHAD_TRY(handed.outcome, expected_->hand_over(readers, after, now));
            SARHAD_TRY(handed.heads, expected_heads());
            return handed;
        },
        [this](const Result<Handed>& handed) {
            note_write(handed);
            if (!handed) {
                parts_.log.write(kExpectedFails, {{"why", handed.error().what}});
                is_hand_over_due_ = true;
                return;
            }
            on_expected(handed->heads);
            if (handed->outcome) {
                hand_over_expected(handed->outcome);
            }
        });
}

void Central::keep_expected() {
    const core::MonoTime now = parts_.clock.mono();
    if (is_removing_expected_ || now - expected_swept_at_ < kSweptEvery) {
        return;
    }
    expected_swept_at_ = now;
    if (std::exchange(is_hand_over_due_, false)) {
        hand_over_expected({});
    }
    remove_gone_expected();
}

/// Until nothing is left whose hour is past.
void Central::remove_gone_expected() {
    is_removing_expected_ = true;
    lanes_.ask<std::size_t>(
        core::Lane::kStore,
        [this, now = parts_.clock.wall()] { return expected_->remove_gone(now); },
        [this](const Result<std::size_t>& gone) {
            note_write(gone);
            is_removing_expected_ = false;
            if (!gone) {
                parts_.log.write(kExpectedFails, {{"why", gone.error().what}});
                return;
            }
            if (*gone > 0) {
                parts_.log.write(kExpectedGone, {{"journeys", *gone}});
            }
            if (*gone == kExpectedAtOnce && tick_) {
                remove_gone_expected();
            }
        });
}

}  // namespace sarhad::central
