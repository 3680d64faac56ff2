#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"
#include "facts/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::intake {

/// A carrier's list of travellers for ports that expect them.
inline constexpr core::ByteSize kExpectedFileBytes{std::uint64_t{4} * 1024 * 1024};

/// Who of a journey a message lists. Passengers and crew come by messages of their own, and the
/// bookings of passengers too.
enum class ListedKind : std::uint8_t { kPassengers, kCrew, kBookings };

/// The journey that a message is of, by what it means and not by its bytes: the same flight of the
/// same day in another envelope is the same journey. Kind of list, carrier, number, the first port
/// with its day of departure, and the last port; none where there is no flight, or one of these is
/// not known. No personal data. Pure.
[[nodiscard]] std::optional<std::string> journey_of(const facts::Message& message, ListedKind kind);
/// The journey on which a port holds the message against others: that of the passengers for lists
/// and bookings alike, and that of the crew.
[[nodiscard]] std::optional<std::string> journey_of(const facts::Message& message);
/// The same for the kind that the message says that it lists: a carrier's list of passengers and
/// its bookings of the same flight are two, of which neither takes the other's place.
[[nodiscard]] std::optional<std::string> listed_journey_of(const facts::Message& message);

/// Whether crossings are made of its travellers: false for messages of bags, which name beside a
/// bag whom lists and bookings tell of in full.
[[nodiscard]] bool lists_travellers(const facts::Message& message);

/// What a message asks of what is expected.
enum class Announces : std::uint8_t {
    kList,       ///< All of them, in the place of any list before.
    kCancelled,  ///< The journey is not made.
};
/// kInvalid, with the remedy: a message that lists not all who are expected, or tells of something
/// else.
[[nodiscard]] core::Result<Announces> announces(const facts::Message& message);

/// Every port that the journey touches, as sent, in order, each once.
[[nodiscard]] std::vector<std::string> ports_of(const facts::Message& message);

/// The journey is over by then wherever on earth its last port is: times of a schedule are local,
/// and say no zone. By the last leg's arrival, else its departure and a day. kInvalid: no time.
[[nodiscard]] core::Result<core::WallTime> over_by(const facts::Message& message);

/// The moment at which a clock in UTC would show this known local time.
[[nodiscard]] core::WallTime as_if_utc(facts::LocalTime time);

/// "XX0123 ABC-DEF 2026-03-01": for a person to read, without personal data.
[[nodiscard]] std::string journey_title(const facts::Message& message);

}  // namespace sarhad::intake
