#pragma once

#include "core/bytes.h"
#include "core/text.h"
#include "intake/messages.h"

#include <algorithm>
#include <string>

namespace sarhad::intake {

/// A flight of an invented carrier.
inline constexpr const char* kFlight =
    "TDT+20+QX612'LOC+125+DXB'DTM+189:2601141015:201'LOC+87+KHI'DTM+232:2601141325:201'";

/// A PAXLST of one interchange around `segments`.
inline facts::Message read_body(const std::string& segments) {
    const std::string text = core::cat("UNB+UNOA:4+QXAIR+PKNTC+260114:0630+1'",
                                       "UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'",
                                       segments,
                                       "UNT+1+1'UNZ+1+1'");
    return read_messages(core::as_bytes(text)).front();
}

inline facts::Traveller read_traveller(const std::string& segments) {
    const auto message = read_body(core::cat(kFlight, "NAD+FL+++FAMILY:GIVEN'", segments));
    SARHAD_CHECK(message.travellers.size() == 1);
    return message.travellers.front();
}

inline bool has_problem(const facts::Message& message, const std::string& code) {
    return std::any_of(message.problems.begin(),
                       message.problems.end(),
                       [&](const facts::Problem& found) { return found.code == code; });
}

/// The same in the dialect of the United States.
inline facts::Message read_us_body(const std::string& segments) {
    const std::string text = core::cat("UNB+UNOA:4+QXAIR+PKNTC+260114:0630+1'",
                                       "UNH+1+PAXLST:001:000'TDT+20+QX612++QX'LOC+5+DXB'",
                                       "DTM+136+260114+1015'LOC+8+KHI'DTM+132+260114+1325'UNS+D'",
                                       segments,
                                       "UNT+1+1'UNZ+1+1'");
    return read_messages(core::as_bytes(text)).front();
}

/// Each leg as "from departs to arrives;".
inline std::string legs_of(const facts::Message& message) {
    std::string legs;
    for (const facts::FlightLeg& leg : message.flights) {
        legs += core::cat(leg.origin,
                          " ",
                          facts::to_text(leg.departs),
                          " ",
                          leg.destination,
                          " ",
                          facts::to_text(leg.arrives),
                          ";");
    }
    return legs;
}

}  // namespace sarhad::intake
