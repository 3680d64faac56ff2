#pragma once

#include "facts/cash.h"

#include <cstdint>
#include <string_view>

namespace sarhad::intake {

/// What a traveller may carry over the border from a day on, and from what he has to declare it. A
/// row of a table; the next row of the same case ends it.
struct CashLimit {
    facts::PartialDate from;
    facts::Direction direction;
    std::string_view currency;     ///< "PKR", or "" for all foreign money together, in US dollars.
    std::string_view destination;  ///< ISO 3166 alpha-3, or "" for any.
    int age_from;                  ///< Years; 0: of any age.
    std::int64_t declared_above;   ///< Thousandths.
    std::int64_t most;             ///< Thousandths of one journey; -1: as much as he declares.
    std::int64_t most_a_year;      ///< Thousandths of a calendar year; -1: no such limit.
    std::string_view source;
};

inline constexpr std::string_view kRupee = "PKR";
/// False of gold, jewellery and stones, which no limit of money is about.
[[nodiscard]] bool is_money(facts::Instrument instrument);

/// The case of a journey.
struct CashCase {
    facts::Direction direction;
    std::string_view currency;     ///< "PKR", or "".
    std::string_view destination;  ///< As the form writes it: ISO 3166 alpha-2 or alpha-3.
    int age;                       ///< Years; -1 where unknown: an adult's limits.
    facts::PartialDate day;
};
/// The row in force, the narrowest that fits; null where none is.
[[nodiscard]] const CashLimit* cash_limit(const CashCase& of);

/// Full years from `born` to `day`; -1 where either is not known.
[[nodiscard]] int age_on(facts::PartialDate born, facts::PartialDate day);

}  // namespace sarhad::intake
