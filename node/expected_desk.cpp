#include "node/expected_desk.h"

#include "core/plant.h"
#include "facts/known_pair.h"
#include "node/erasures_store.h"
#include "node/events.h"
#include "node/journey_plan.h"
#include "node/outbox_row.h"
#include "node/screening_steps.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

constexpr core::Duration kLooksAgainAfter = std::chrono::minutes{1};
/// Why the crossing of somebody who is on no list of his journey any more is erased.
constexpr std::string_view kNotExpected = "expected/not-travelling";

/// Central's word of a journey is not the carrier's file: the port's own spool may bring that too,
/// with other travellers, and whoever was taken off a list may be on a later one again. Two nodes
/// of a port give the same.
wire::Hash256 digest_of(const facts::ExpectedJourney& journey) {
    core::Bytes bytes = core::to_bytes(core::as_bytes("sarhad/expected/v1"));
    core::append(bytes, journey.message.digest);
    core::put_u64(bytes, journey.version);
    return wire::blake2b(bytes);
}

}  // namespace

/// A journey on its way, from lane to lane, one at a time.
struct ExpectedDesk::Round {
    std::uint64_t screening{0};
    bool has_gone{false};  ///< Journeys are past their hour: they go first.
    StoredJourney stored;
    std::vector<JourneyCrossing> held;  ///< What was on record of it when it was begun.
    facts::ExpectedJourney journey;
    /// Of travellers who are not on record, or of whom more is told than there.
    std::vector<std::size_t> places;
    SaidByRules said;              ///< Of those on record.
    std::vector<CrossingId> left;  ///< On record, and on no list any more.
    std::optional<ScreenedMessage> screened;
    Recorded recorded{Recorded::kRepeat};
    Tails tails;
};

ExpectedDesk::ExpectedDesk(const NodeParts& parts,
                           const ExpectedSeals& seals,
                           const Screener& screener,
                           NodeStores& stores,
                           Lanes& lanes,
                           ExpectedListeners listeners)
    : parts_{parts},
      seal_{seals.here},
      sealer_{seals.upward},
      screener_{screener},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)} {}

void ExpectedDesk::start() {
    is_stopped_ = false;
}

void ExpectedDesk::tick() {
    if (is_stopped_ || is_busy_) {
        is_wanted_ = is_busy_;
        return;
    }
    const core::MonoTime now = parts_.clock.mono();
    if (idle_at_ == parts_.database.commits() && now < look_again_) {
        return;
    }
    look_again_ = now + kLooksAgainAfter;  // What is past its hour is so without a commit.
    is_busy_ = true;
    take_due();
}

void ExpectedDesk::take_away() {
    auto gone = std::make_shared<std::uint64_t>(0);  // The store fills it, the loop reads it.
    lanes_.commit(
        [this, gone, now = parts_.clock.wall()](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(*gone, stores_.expected.remove_gone(now));
            return {};
        },
        [this, gone](const Status& status) {
            if (!status) {
                rest(status);
                return;
            }
            parts_.log.write(kExpectedGone, {{"journeys", *gone}});
            take_due();
        });
}

void ExpectedDesk::take_due() {
    auto round = std::make_shared<Round>();
    round->screening = listeners_.begin();
    const std::uint64_t commits = parts_.database.commits();
    lanes_.ask<bool>(
        core::Lane::kStore,
        [this, round, now = parts_.clock.wall()]() -> Result<bool> {
            SARHAD_TRY(round->has_gone, stores_.expected.has_gone(now));
            SARHAD_TRY(std::optional<StoredJourney> due, stores_.expected.next_due());
            if (!due || round->has_gone) {
                return false;
            }
            round->stored = *std::move(due);
            if (core::is_planted(core::Plant::kDueForgotten)) {
                SARHAD_TRY_STATUS(stores_.expected.screened(round->stored));
            }
            SARHAD_TRY(
                round->held,
                read_journey_crossings(store::QuerySource{parts_.database}, round->stored.trip));
            return true;
        },
        [this, round, commits](const Result<bool>& is_due) {
            if (is_due && *is_due) {
                screen(round);
                return;
            }
            listeners_.end(round->screening);
            if (is_due && round->has_gone) {
                take_away();
                return;
            }
            if (is_due) {
                idle_at_ = commits;
            }
            rest(is_due ? Status{} : Status{is_due.error()});
        });
}

void ExpectedDesk::screen(const RoundPtr& round) {
    const core::WallTime now = parts_.clock.wall();
    const core::WallTime proved = parts_.proved_time();
    const screening::DataAge age = listeners_.data_age();
    ScreeningSteps<bool> steps;
    steps.now = now;
    steps.read = [this, round]() -> Result<std::vector<facts::Message>> {
        SARHAD_TRY_STATUS(compare(*round));
        if (round->places.empty()) {
            return std::vector<facts::Message>{};
        }
        facts::Message message = round->journey.message;
        message.digest = digest_of(round->journey);
        return std::vector{std::move(message)};
    };
    steps.screen = [this, round, now, proved, age](const auto& messages,
                                                   const Histories& histories) -> Result<bool> {
        if (messages.empty()) {
            return true;
        }
        SARHAD_TRY(round->screened,
                   screener_.screen_some(
                       messages.front(), round->places, {now, proved, age, histories}, {}));
        leave_out(*round->screened, [&](const CrossingRecord& crossing) {
            const auto known = round->said.find(crossing.mark);
            return known != round->said.end() && !says_more(crossing, known->second);
        });
        round->screened->record.journey = round->stored.trip;
        round->screened->record.is_expected = true;
        if (round->screened->record.crossings.empty()) {
            round->screened.reset();
        }
        return true;
    };
    steps.done = [this, round](const Result<bool>& screened) {
        if (!screened && screened.error().code == core::Errc::kCorrupt) {
            // One damaged row must not keep all others from being screened.
            parts_.log.write(kExpectedSkips, {{"why", screened.error().what}});
            round->places.clear();
            round->left.clear();
            commit(round);
            return;
        }
        screened ? commit(round) : finish(round, screened.error());
    };
    run_steps(lanes_, screener_, std::move(steps));
}

/// Who is new on the list, or on record with other facts (bags, a seat), so that rules are asked
/// again; and who is on record and on it no more. Whoever the port's own spool
/// brought stays, and so does a hit that central was told of: that is evidence.
Status ExpectedDesk::compare(Round& round) const {
    if (!round.stored.is_cancelled) {
        SARHAD_TRY(round.journey, open_journey(seal_, round.stored));
    }
    std::vector<TravellerMark> listed;
    for (const facts::Traveller& traveller : round.journey.message.travellers) {
        listed.push_back(mark_of(traveller));
    }
    std::set<FactsKey> on_record;
    for (const JourneyCrossing& one : round.held) {
        const auto body = seal_.open(kCrossingTable, one.id, one.sealed);
        const auto crossing =
            body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
        if (!crossing) {  // Whoever it was is screened anew.
            continue;
        }
        if ((feed_of(*crossing) == kBookingFeed) != round.stored.is_booking) {
            continue;  // A list says nothing of who is booked, nor bookings of who is listed.
        }
        const TravellerMark mark = mark_of(crossing->traveller);
        on_record.insert(facts_key(*crossing));
        add_said(crossing->decision, round.said[mark]);
        const bool is_listed = std::find(listed.begin(), listed.end(), mark) != listed.end();
        // Whom the port's own spool told of as well stays: that is a carrier's word to this port.
        const bool is_central_s = one.standing == intake::Standing::kNone;
        if (one.is_expected && is_central_s && !is_listed && !one.is_reported &&
            !core::is_planted(core::Plant::kLeftKept)) {
            round.left.push_back(one.id);
        }
    }
    for (std::size_t place = 0; place < listed.size(); ++place) {
        if (!on_record.contains(facts_key(round.journey.message, place))) {
            round.places.push_back(place);
        }
    }
    return {};
}

void ExpectedDesk::commit(const RoundPtr& round) {
    lanes_.commit(
        [this, round](store::Transaction& transaction) { return record(transaction, *round); },
        [this, round](const Status& status) { finish(round, status); });
}

Status ExpectedDesk::record(store::Transaction& transaction, Round& round) {
    SARHAD_TRY(const std::vector<JourneyCrossing> held,
               read_journey_crossings(store::QuerySource{parts_.database}, round.stored.trip));
    const bool has_moved = held.size() != round.held.size() ||
                           (!held.empty() && held.back().number != round.held.back().number);
    if (has_moved) {  // The spool brought the journey meanwhile, or somebody was erased.
        return core::Error{core::Errc::kConflict, "expected: the journey has other crossings now"};
    }
    SARHAD_TRY_STATUS(stores_.expected.screened(round.stored));
    if (round.screened) {
        SARHAD_TRY(const RecordedOnce done,
                   stores_.records.record(transaction, round.screened->record));
        round.recorded = done.recorded;
    }
    ErasuresStore erasures{parts_.database, seal_};
    for (const CrossingId& crossing : round.left) {
        SARHAD_TRY_STATUS(
            erasures.erase({crossing, std::string{kNotExpected}, parts_.clock.wall()}));
    }
    SARHAD_TRY_STATUS(tell_left(transaction, round));
    round.tails = stores_.tails();
    return {};
}

/// Central has their records, which count in no back-test any more.
Status ExpectedDesk::tell_left(store::Transaction& transaction, const Round& round) {
    for (std::size_t at = 0; at < round.left.size(); at += facts::kNotTravellingMax) {
        const auto begin = round.left.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min<std::size_t>(round.left.size() - at, facts::kNotTravellingMax);
        facts::DeskRecord record;
        record.not_travelling.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
        SARHAD_TRY(
            const UpwardRow row,
            sealer_.seal(
                wire::up::kDesk, wire::Lane::kUplink, wire::encode(record), parts_.clock.wall()));
        SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                   append_row(*stores_.outbox, transaction, row));
    }
    return {};
}

void ExpectedDesk::finish(const RoundPtr& round, const Status& status) {
    listeners_.end(round->screening);
    const bool is_again = !status && status.error().code == core::Errc::kConflict;
    if (!status && !is_again) {
        rest(status);
        return;
    }
    if (status) {
        parts_.log.write(
            kExpectedScreened,
            {{"journey", core::to_hex(round->stored.journey)},
             {"cancelled", round->stored.is_cancelled},
             {"travellers", round->journey.message.travellers.size()},
             {"screened", round->screened ? round->screened->record.crossings.size() : 0},
             {"left", round->left.size()}});
        listeners_.on_rows(round->tails);
        if (round->screened && round->recorded != Recorded::kRepeat) {
            listeners_.on_recorded(*round->screened, round->recorded);
        }
    }
    if (is_stopped_) {
        is_busy_ = false;
        return;
    }
    take_due();
}

/// Until the next tick; what is due stays on the disk.
void ExpectedDesk::rest(const Status& status) {
    is_busy_ = false;
    const std::string fault = status ? std::string{} : status.error().what;
    if (!fault.empty() && fault_.empty()) {
        parts_.log.write(kExpectedWaits, {{"why", fault}});
    }
    fault_ = fault;
    if (std::exchange(is_wanted_, false) && fault.empty()) {
        tick();
    }
}

}  // namespace sarhad::node
