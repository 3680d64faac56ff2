#pragma once

#include "core/clock.h"
#include "facts/message.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sarhad::intake {

/// What a message says of who travels on its journey (docs/intake.md, "Who travels").
enum class ListWord : std::uint8_t {
    kNothing,  ///< Of nobody's coming: a gate pass, a list of crew of no flight.
    kAll,      ///< These, and nobody else. PNRGOV 22, PAXLST 745 and 250.
    /// These are so now. Of a booking that it names everybody is named. PNRGOV 141, PAXLST CP; and
    /// whatever says that it is all and may be cut off.
    kSome,
    kNotTravelling,    ///< These do not come. PAXLST XR, RP.
    kFlightCancelled,  ///< Nobody comes. PAXLST XF.
    kAllAboard,        ///< The flight has closed with these on board and nobody else. CLOB, CL.
    kNotAboard,        ///< It has closed without these, and with everybody else. CLNB.
};
[[nodiscard]] ListWord list_word(const facts::Message& message);

/// Where somebody stands by what one feed told of him last.
enum class Standing : std::uint8_t {
    kNone,  ///< No message of a list or a booking told of him.
    kExpected,
    kCancelled,  ///< Taken off by a later word, or told of as cancelled: he stays on record.
    kBoarded,
    kNotBoarded,  ///< The flight has closed without him.
    kSuperseded,  ///< An older telling of somebody of whom a newer one is on record.
};

/// A record of a traveller as it is stored: its crossing's id.
using RecordId = std::array<std::uint8_t, 16>;

/// One traveller of a message. Borrows him.
struct Telling {
    RecordId record{};  ///< Of this telling, or of an earlier one that told the same.
    const facts::Traveller* traveller{nullptr};  ///< Null: his record was erased.
    bool is_cancelled{false};                    ///< The message says that he does not travel.
};

/// A message of a journey.
struct RosterMessage {
    ListWord word{ListWord::kNothing};
    bool is_booking{false};  ///< Bookings and lists are two feeds: neither takes off the other's.
    core::WallTime stamp;    ///< When its sender made it: the newest word counts.
    std::vector<Telling> told;
    std::vector<std::string> bookings;  ///< Locators of all bookings that it names.
};

/// What all messages of a journey come to, whatever the order in which they came: the standing of
/// each record. `messages`: those that came first stand first; of two of one moment the later one
/// counts. Pure; O(messages x travellers).
[[nodiscard]] std::map<RecordId, Standing> roster_of(std::vector<RosterMessage> messages);

/// When a message was made, for the order of words: as its sender says, as if that were UTC; when
/// it came, where he does not say or says a time that is more than a day away from being.
[[nodiscard]] core::WallTime stamp_of(facts::LocalTime prepared, core::WallTime received);

}  // namespace sarhad::intake
