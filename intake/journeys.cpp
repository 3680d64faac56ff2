#include "intake/journeys.h"

#include "baggage.h"

#include "core/text.h"

#include <algorithm>
#include <chrono>

namespace sarhad::intake {

using core::Errc;
using core::Error;
using core::Result;
using facts::FlightLeg;

namespace {

/// The last place on earth where a day ends is 12 hours behind UTC.
constexpr std::chrono::hours kLastZone{12};
/// No leg of a journey takes longer.
constexpr std::chrono::hours kLongestLeg{24};

bool is_crew(const facts::Message& message) {
    return message.function == "crew" || message.function == "master-crew-list" ||
           message.function == "land-crew";
}

std::string_view word_of(ListedKind kind) {
    switch (kind) {
        case ListedKind::kPassengers:
            return "passengers";
        case ListedKind::kCrew:
            return "crew";
        case ListedKind::kBookings:
            return "bookings";
    }
    return "passengers";
}

bool waits_for_parts(const facts::Message& message) {
    return std::any_of(message.problems.begin(), message.problems.end(), [](const auto& found) {
        return found.code == "waiting-for-parts";
    });
}

std::int64_t days_since_1970(facts::PartialDate date) {
    const std::chrono::year_month_day day{
        std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

core::WallTime later(core::WallTime time, std::chrono::hours by) {
    return {time.micros + std::chrono::duration_cast<std::chrono::microseconds>(by).count()};
}

}  // namespace

core::WallTime as_if_utc(facts::LocalTime time) {
    const auto whole = std::chrono::hours{24} * days_since_1970(time.date) +
                       std::chrono::hours{time.hour} + std::chrono::minutes{time.minute};
    return {std::chrono::duration_cast<std::chrono::microseconds>(whole).count()};
}

std::optional<std::string> journey_of(const facts::Message& message, ListedKind kind) {
    if (message.flights.empty()) {
        return std::nullopt;
    }
    const FlightLeg& first = message.flights.front();
    const FlightLeg& last = message.flights.back();
    const facts::PartialDate day =
        first.departs.is_known() ? first.departs.date : first.arrives.date;
    if (first.number.empty() || first.origin.empty() || last.destination.empty() ||
        !day.is_known()) {
        return std::nullopt;
    }
    return core::cat(word_of(kind),
                     "|",
                     first.carrier,
                     "|",
                     first.number,
                     "|",
                     first.origin,
                     "|",
                     facts::to_text(day),
                     "|",
                     last.destination);
}

std::optional<std::string> journey_of(const facts::Message& message) {
    return journey_of(message, is_crew(message) ? ListedKind::kCrew : ListedKind::kPassengers);
}

std::optional<std::string> listed_journey_of(const facts::Message& message) {
    return message.format == "PNRGOV" ? journey_of(message, ListedKind::kBookings)
                                      : journey_of(message);
}

bool lists_travellers(const facts::Message& message) {
    return !is_baggage_format(message.format);
}

Result<Announces> announces(const facts::Message& message) {
    if (message.function == "flight-cancelled") {
        return Announces::kCancelled;
    }
    if (waits_for_parts(message)) {
        return Error{Errc::kInvalid,
                     "it is a part of a list whose other parts are not here: send all parts in one "
                     "file"};
    }
    if (message.function == "passengers" || message.function == "bookings-full" ||
        is_crew(message)) {
        return Announces::kList;
    }
    if (message.function == "bookings-update") {
        return Error{Errc::kInvalid,
                     "it lists only the bookings that changed (MSG 141), which is not all who are "
                     "expected: send all bookings of the flight again (MSG 22)"};
    }
    return Error{Errc::kInvalid,
                 core::cat("it announces ",
                           message.function.empty() ? std::string{"nothing that is known"}
                                                    : message.function,
                           ", which is not all who are expected: send the whole list again")};
}

std::vector<std::string> ports_of(const facts::Message& message) {
    std::vector<std::string> ports;
    const auto add = [&](const std::string& code) {
        if (!code.empty() && std::find(ports.begin(), ports.end(), code) == ports.end()) {
            ports.push_back(code);
        }
    };
    for (const FlightLeg& leg : message.flights) {
        add(leg.origin);
        add(leg.destination);
    }
    return ports;
}

Result<core::WallTime> over_by(const facts::Message& message) {
    if (message.flights.empty()) {
        return Error{Errc::kInvalid, "it names no flight"};
    }
    const FlightLeg& last = message.flights.back();
    if (last.arrives.is_known()) {
        return later(as_if_utc(last.arrives), kLastZone);
    }
    if (last.departs.is_known()) {
        return later(as_if_utc(last.departs), kLastZone + kLongestLeg);
    }
    return Error{Errc::kInvalid,
                 core::cat("flight ", last.carrier, last.number, ": it has no time of arrival")};
}

std::string journey_title(const facts::Message& message) {
    if (message.flights.empty()) {
        return "";
    }
    const FlightLeg& first = message.flights.front();
    const facts::PartialDate day =
        first.departs.is_known() ? first.departs.date : first.arrives.date;
    std::string title = core::cat(first.carrier, first.number, " ");
    for (const std::string& port : ports_of(message)) {
        title += core::cat(title.back() == ' ' ? "" : "-", port);
    }
    return core::cat(title, " ", facts::to_text(day));
}

}  // namespace sarhad::intake
