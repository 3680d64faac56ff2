#pragma once

#include "facts/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// A container's number as it is compared: upper case, without blanks, dashes, dots and slashes.
struct ContainerNumber {
    std::string text;
    bool is_valid{false};  ///< By ISO 6346, check digit included.
};
[[nodiscard]] ContainerNumber read_container_number(std::string_view sent);

/// Seven digits, from "9074729" or "IMO 9074729"; "" unless the check digit is right.
[[nodiscard]] std::string read_imo_number(std::string_view sent);

/// The digits of a Harmonised System code, from "0803.90" or "080390 00"; six to twelve of them, of
/// chapter 01 to 97 (98 and 99 are national). "" for anything else.
[[nodiscard]] std::string read_hs_code(std::string_view sent);
/// The code behind the word HS in a text: "HS CODE 080390", "H.S. 0803.90"; "" where none is.
[[nodiscard]] std::string find_hs_code(std::string_view text);

/// Four digits, from "1203" or "UN 1203"; "" for anything else. Source: UN Model Regulations.
[[nodiscard]] std::string read_un_number(std::string_view sent);

/// A code of a place: upper case, blanks removed ("PK KHI" is PKKHI).
[[nodiscard]] std::string read_place_code(std::string_view sent);
/// The shape of UN/LOCODE: two letters of a country, three letters or digits from 2 to 9.
[[nodiscard]] bool is_locode(std::string_view code);

/// A decimal number of at most a milliard, in thousandths, rounded half up; ',' and '.' both mark
/// decimals. Nothing for signs, two marks, or other characters.
[[nodiscard]] std::optional<std::uint64_t> read_thousandths(std::string_view text);
/// The same rounded to whole ones.
[[nodiscard]] std::optional<std::uint64_t> read_whole(std::string_view text);

/// What a unit is one of.
enum class UnitKind : std::uint8_t { kOther, kWeight, kVolume };
/// By the code of UN/ECE recommendation 20, or a common word such as KG.
[[nodiscard]] UnitKind unit_kind(std::string_view unit);
/// A weight in grams or a volume in litres, rounded half up; nothing where it is no number or the
/// unit is of another kind.
[[nodiscard]] std::optional<std::uint64_t> read_grams(std::string_view amount,
                                                      std::string_view unit);
[[nodiscard]] std::optional<std::uint64_t> read_litres(std::string_view amount,
                                                       std::string_view unit);

/// Tenths of a degree Celsius, from CEL or FAH; nothing outside -300 to 1000 degrees.
[[nodiscard]] std::optional<std::int32_t> read_temperature(std::string_view amount,
                                                           std::string_view unit);

/// An amount, with a minus before it or not; the currency upper case, "" where it is no three
/// letters. Nothing where the amount is no number.
[[nodiscard]] std::optional<facts::Money> read_money(std::string_view amount,
                                                     std::string_view currency);

}  // namespace sarhad::intake
