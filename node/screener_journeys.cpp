// What messages of one journey tell, held together.
#include "intake/journeys.h"
#include "node/journey_plan.h"
#include "node/screener.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

facts::JourneyId id_of(const std::string& journey) {
    return wire::blake2b_128(core::as_bytes(journey));
}

/// Of a flight that is cancelled: its crew does not travel either.
std::optional<facts::JourneyId> crew_journey(const facts::Message& message) {
    if (intake::list_word(message) != intake::ListWord::kFlightCancelled) return std::nullopt;
    const auto crew = intake::journey_of(message, intake::ListedKind::kCrew);
    return crew ? std::optional{id_of(*crew)} : std::nullopt;
}

}  // namespace

std::vector<facts::JourneyId> Screener::journeys_of(const facts::Message& message) {
    std::vector<facts::JourneyId> journeys;
    if (const auto journey = intake::journey_of(message)) journeys.push_back(id_of(*journey));
    if (const auto crew = crew_journey(message)) journeys.push_back(*crew);
    return journeys;
}

/// Into `histories`, once of each journey.
Status Screener::read_journeys(const facts::Message& message, Histories& histories) const {
    for (const facts::JourneyId& journey : journeys_of(message)) {
        if (histories.told.contains(journey)) continue;
        SARHAD_TRY(
            ToldJourney told,
            read_told(store::QuerySource{parts_.database}, parts_.seal, journey, parts_.executor));
        histories.told.emplace(journey, std::move(told));
    }
    return {};
}

Result<std::vector<ScreenedMessage>> Screener::screen_file(
    const std::vector<intake::SentMessage>& sent,
    core::WallTime now,
    core::WallTime proved,
    screening::DataAge age,
    Histories histories) const {
    std::vector<ScreenedMessage> screened;
    screened.reserve(sent.size());
    std::set<facts::JourneyId> told;
    for (std::size_t at = 0; at < sent.size(); ++at) {
        const facts::Message& message = sent[at].message;
        const std::vector<facts::JourneyId> journeys = journeys_of(message);
        const bool is_told = !journeys.empty() && told.contains(journeys.front());
        if (is_told) {
            histories.merged[message.digest] =
                merge(message, current_of(histories.told[journeys.front()]));
        }
        SARHAD_TRY(ScreenedMessage one, screen_sent(sent[at], {now, proved, age, histories}));
        for (const facts::JourneyId& journey : journeys) {
            const bool is_wanted =
                std::any_of(sent.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                            sent.end(),
                            [&](const auto& later) {
                                return intake::journey_of(later.message) &&
                                       journeys_of(later.message).front() == journey;
                            });
            if (is_wanted) {
                SARHAD_TRY_STATUS(add_told(one, histories.told[journey]));
                told.insert(journey);
            }
        }
        screened.push_back(std::move(one));
    }
    return screened;
}

/// What the next message of the journey sees of it.
Status Screener::add_told(const ScreenedMessage& message, ToldJourney& told) const {
    const auto standing_of = [&](const CrossingId& id, intake::Standing otherwise) {
        const auto stands = message.record.standings.find(id);
        return stands == message.record.standings.end() ? otherwise : stands->second;
    };
    for (JourneyCrossing& row : told.rows) {
        row.standing = standing_of(row.id, row.standing);
    }
    for (const CrossingRecord& record : message.record.crossings) {
        SARHAD_TRY(const core::Bytes body,
                   parts_.seal.open(kCrossingTable, record.id, record.sealed));
        SARHAD_TRY(facts::Crossing crossing, wire::decode<facts::Crossing>(body));
        JourneyCrossing row;
        row.id = record.id;
        row.is_reported = record.is_reported;
        row.standing = standing_of(record.id, intake::Standing::kNone);
        told.rows.push_back(std::move(row));
        told.crossings.push_back(std::move(crossing));
    }
    if (message.record.word) told.words.push_back(*message.record.word);
    return {};
}

Result<ScreenedMessage> Screener::screen_sent(const intake::SentMessage& sent,
                                              const ScreeningTime& time) const {
    const facts::Message& message = sent.message;
    const std::vector<facts::JourneyId> journeys = journeys_of(message);
    const auto found =
        journeys.empty() ? time.histories.told.end() : time.histories.told.find(journeys.front());
    if (found == time.histories.told.end() || message.format == kDeskFormat) {
        return screen_message(message, time);
    }
    JourneyPlan plan = plan_of(message, sent.prepared, time.now, found->second);
    if (message.status == facts::MessageStatus::kRefused || !intake::lists_travellers(message)) {
        plan.places.clear();
    }
    SARHAD_TRY(ScreenedMessage screened, screen_some(message, plan.places, time, {}));
    MessageRecord& record = screened.record;
    for (std::size_t at = 0; at < plan.places.size(); ++at) {
        plan.word.told[plan.places[at]].record = record.crossings[at].id;
    }
    record.standings = standings_after(message, plan.word, found->second);
    if (journeys.size() > 1) {
        record.also = journeys.back();
        RosterWord cancelled = plan.word;
        cancelled.told.clear();
        record.standings.merge(
            standings_after(message, cancelled, time.histories.told.at(journeys.back())));
    }
    record.word = std::move(plan.word);
    record.is_said_before = plan.is_said_before;
    return screened;
}

}  // namespace sarhad::node
