#include "central/expected.h"
#include "core/check.h"
#include "core/text.h"
#include "intake/journeys.h"
#include "intake/messages.h"
#include "wire/hash.h"

#include <algorithm>

#include "sim/world.h"

/// What carriers tell central of journeys that are still to come.
namespace sarhad::sim {
namespace {

JourneyId journey_of(const facts::Message& message) {
    const auto journey = intake::journey_of(message);
    SARHAD_CHECK(journey.has_value());
    return wire::blake2b_128(core::as_bytes(*journey));
}

core::WallTime gone_at(const facts::Message& message) {
    const auto over_by = intake::over_by(message);
    SARHAD_CHECK(over_by.has_value());
    return {over_by->micros +
            std::chrono::duration_cast<std::chrono::microseconds>(central::kExpectedKept).count()};
}

std::set<core::NodeId> ports_with(const std::string& code) {
    std::set<core::NodeId> ports;
    for (std::size_t i = 0; i < kPortCodes.size(); ++i) {
        const auto& codes = kPortCodes.at(i);
        if (std::find(codes.begin(), codes.end(), code) != codes.end()) {
            ports.insert(core::NodeId{static_cast<std::uint32_t>(i + 1)});
        }
    }
    return ports;
}

}  // namespace

/// Told is told: from now on central may hold it, whatever it answers.
void World::tell_of_journey() {
    if (is_telling_ || !central_.is_running()) {
        return;  // The carrier sees no window, and comes again.
    }
    if (random_.chance(150)) {
        cancel_journey();
        return;
    }
    const Announcement told = workload_.next_announcement(central_.machine().clock.wall());
    const std::vector<facts::Message> messages = intake::read_messages(told.content);
    SARHAD_CHECK(messages.size() == 1);
    const JourneyId id = journey_of(messages.front());
    ToldJourney& journey = ledger_.told[id];
    journey.gone_at = gone_at(messages.front());
    journey.ports = ports_with(told.journey.to);
    journey.lists[wire::blake2b(told.content)] = told.travellers;
    is_telling_ = true;
    central_.announce(told.content, [this, id, told](const CentralHost::Told& version) {
        is_telling_ = false;
        trace_.note(core::cat(
            told.journey.flight,
            version ? std::string{" is held"} : core::cat(" waits: ", version.error().what)));
        if (version) {
            ledger_.told[id].answered = *version;
        }
    });
}

void World::cancel_journey() {
    if (ledger_.told.empty()) {
        return;
    }
    const auto at = std::next(ledger_.told.begin(),
                              static_cast<std::ptrdiff_t>(random_.below(ledger_.told.size())));
    at->second.lists[wire::Hash256{}] = 0;
    is_telling_ = true;
    central_.cancel(at->first, [this, id = at->first](const CentralHost::Told& version) {
        is_telling_ = false;
        if (version) {
            ledger_.told[id].answered = *version;
            trace_.note(core::cat("a journey is cancelled: ", *version));
        }
    });
}

}  // namespace sarhad::sim
