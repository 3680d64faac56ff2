#pragma once

#include "remarks.h"

#include "watchlists/entry.h"

#include <string>

namespace sarhad::watchlists {

/// A birth as the EU's list tells it, in its XML and in its CSV alike. Empty: not told.
struct EuBirth {
    std::string date;
    std::string day;
    std::string month;
    std::string year;
    std::string from_year;
    std::string to_year;
    std::string circa;     ///< "true" or "1": about that date.
    std::string calendar;  ///< Only what is "GREGORIAN" or empty is read.
};

/// The date or the range; what cannot be read is among the unread. A range with one end only is no
/// evidence: it is unread too.
void add_eu_birth(const EuBirth& told, ListEntry& entry, Remarks& remarks);

}  // namespace sarhad::watchlists
