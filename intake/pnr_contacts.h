#pragma once

#include "facts/booking.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A contact as a free text holds it.
struct ContactText {
    facts::ContactKind kind{facts::ContactKind::kOther};
    std::string value;
    bool has_more_words{false};  ///< The text says more than the contact.
};

/// From "CTCM 923001234567", "YY CTCE JANE..DOE//MAIL.EXAMPLE", "EK CTC M 5432109876",
/// "APE-a@b.example": the marks of SSR CTC* and OSI CTC* (AIRIMP 3.14), wherever one stands among
/// the first two words. Nothing where none does.
[[nodiscard]] std::optional<ContactText> read_contact(std::string_view text);

/// The same of a text whose code told already what it holds: 'E' a mail address, others a number.
[[nodiscard]] ContactText contact_of(char code, std::string_view text);

/// A mail address with the marks back that reservations cannot hold: "//" is @, ".." is _ and "./"
/// is a hyphen (AIRIMP). Case stays.
[[nodiscard]] std::string mended_mail(std::string_view text);

/// The numbers in the last component of ADD: "H5555555555 W 1 555 555 5555", "00441753637285".
/// Empty where it is none.
[[nodiscard]] std::vector<std::string> phones_in(std::string_view text);

}  // namespace sarhad::intake
