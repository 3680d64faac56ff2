#pragma once

#include <optional>
#include <string_view>

namespace sarhad::intake {

/// Whose frequent flyer, by which number; views into the text.
struct FlyerText {
    std::string_view carrier;  ///< Two letters or digits; "" where none is told.
    std::string_view number;   ///< Not empty.
    std::string_view rest;     ///< What stands behind: a level, a name.
};

/// "UA12345678", "/UA12345678-SILVER", "12345678": the number, with its carrier where it begins
/// with one.
[[nodiscard]] std::optional<FlyerText> read_flyer_number(std::string_view text);

/// The same where it is written as one line of a telex, wherever in the text that begins:
/// "SSRFQTVUAHK/UA12345678", "SSR FQTV UA HK1/12345678.SILVER", "FQTV/UA/12345678". Nothing where
/// no FQTV, FQTU, FQTR, FQTS with a number stands. Source: AIRIMP 3.14 (SSR FQT*).
[[nodiscard]] std::optional<FlyerText> read_flyer_text(std::string_view text);

}  // namespace sarhad::intake
