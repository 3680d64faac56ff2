#pragma once

#include "facts/date.h"

#include <optional>
#include <string_view>

namespace sarhad::intake {

/// What the text of an SSR DOCS says (AIRIMP:
/// "/P/GBR/123456789/GBR/12JUL64/M/23AUG19/SMITH/JOHN/PAUL"); borrowed from it, "" where nothing is
/// sent.
struct DocsText {
    std::string_view kind;
    std::string_view issuer;
    std::string_view number;
    std::string_view nationality;
    std::string_view born;
    std::string_view sex;  ///< One letter, without the I of an infant.
    std::string_view expires;
    std::string_view surname;
    std::string_view first;
    std::string_view middle;
    bool is_infant{false};  ///< MI, FI, UI.
};
/// Fields that stand one or two places off are found by the date of birth and the sex behind it.
[[nodiscard]] DocsText read_docs(std::string_view text);

/// SSR DOCO: "place of birth/V/number/place of issue/date of issue/country".
struct VisaText {
    std::string_view birthplace;
    std::string_view kind;  ///< V visa, K known traveller, R redress.
    std::string_view number;
    std::string_view issued_at;
    std::string_view issued;
};
[[nodiscard]] VisaText read_visa(std::string_view text);

/// SSR DOCA: "/D/AUS/13 SHORE AVENUE/BROADBEACH/QLD/4215".
struct AddressText {
    std::string_view kind;  ///< R residence, D destination.
    std::string_view country;
    std::string_view street;
    std::string_view city;
    std::string_view region;
    std::string_view postal_code;
};
[[nodiscard]] AddressText read_address(std::string_view text);

/// SSR INFT: "SMITH/JANE 10AUG11", "SMITH/JANE/10AUG11".
struct InfantText {
    std::string_view surname;
    std::string_view first;
    std::string_view born;
};
[[nodiscard]] InfantText read_infant(std::string_view text);

/// SSR FOID: "PP123456", "NI3740512345671".
struct IdentityText {
    std::string_view kind;  ///< Two letters: PP NI DL CC FF TN CN ID.
    std::string_view number;
};
[[nodiscard]] IdentityText read_identity(std::string_view text);

/// "12JUL64", "12JUL1964"; two-digit years as `is_past` and `reference` say (values.h). Nothing for
/// any other text.
[[nodiscard]] std::optional<facts::PartialDate> read_spelled_date(std::string_view text,
                                                                  facts::PartialDate reference,
                                                                  bool is_past);

}  // namespace sarhad::intake
