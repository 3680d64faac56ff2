#pragma once

#include "facts/cargo.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// "999-12345675KHILHR/T10K250": an air waybill's number and route, and what follows.
struct AirWaybill {
    std::string number;  ///< Eleven digits.
    std::string origin;
    std::string destination;
    std::string_view rest;  ///< Behind the first '/'; borrowed.
};
/// Nothing where the text does not start with three digits, '-' and eight digits.
[[nodiscard]] std::optional<AirWaybill> read_air_waybill(std::string_view text);
/// The same of a line whose number is damaged, known by what stands behind it: six digits or more,
/// and pieces with their weight behind the first '/'. The number is kept as sent, without '-'.
[[nodiscard]] std::optional<AirWaybill> guess_air_waybill(std::string_view text);
/// Eleven digits whose last is the seven before it modulo 7. Source: IATA resolution 600a.
[[nodiscard]] bool is_air_waybill_right(std::string_view number);

/// "P5K120.5MC1.2T10": what is carried here of a consignment.
struct CargoQuantity {
    char kind{' '};  ///< T all of it, P part, S split, D divided, M several; ' ' where not told.
    std::uint64_t packages{0};
    std::uint64_t grams{0};
    std::uint64_t litres{0};
    std::uint64_t total_packages{0};  ///< Of a consignment of which this is a part.
    bool is_whole_read{true};         ///< False: something in it is not known here.
};
[[nodiscard]] CargoQuantity read_cargo_quantity(std::string_view text);
/// Litres of "MC1.2" (cubic metres), "CF", "CI", "CC"; nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> read_air_volume(std::string_view text);

/// What a special handling code says of danger (RFL: flammable liquid, class 3). Nothing for codes
/// of other things. Source: IATA's table of cargo codes.
[[nodiscard]] std::optional<facts::DangerousGoods> danger_of(std::string_view code);
/// "UN3480", of the customs information of dangerous goods; nothing for what is no UN number.
[[nodiscard]] std::optional<facts::DangerousGoods> danger_of_un_number(std::string_view text);
/// The text says that others' goods are inside ("CONSOLIDATION AS PER ATTACHED LIST").
[[nodiscard]] bool says_consolidation(std::string_view text);
/// Three capital letters or digits, a letter first: a special handling code.
[[nodiscard]] bool is_handling_code(std::string_view text);

}  // namespace sarhad::intake
