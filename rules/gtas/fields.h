#pragma once

#include "rules/schema/facts.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::rules::gtas {

/// Which thing of a journey a field of GTAS is read from here. Terms of one conjunction that share
/// a bearer speak of the same flight, leg, stop, bag or document, as they do in GTAS.
enum class Bearer : std::uint8_t {
    kJourney,   ///< The traveller or the booking: one.
    kFirstLeg,  ///< The booking's first leg.
    kFlight,    ///< A leg that touches the port's country.
    kLeg,       ///< Any leg.
    kStop,      ///< The end of a leg that another follows.
    kBag,       ///< A checked bag; which, the term's uuid says.
    kDocument,  ///< The document of this journey, the one that facts know.
};

/// How the values of a field become values of its fact.
enum class Reading : std::uint8_t {
    kNone,      ///< There is no such fact.
    kPresence,  ///< Only whether it is given.
    kCode,      ///< A code, which facts hold in capitals.
    kText,      ///< A text as its sender wrote it: compared in capitals.
    kCountry2,  ///< GTAS's alpha-3, the fact's alpha-2.
    kCountry3,  ///< Alpha-3 in both.
    kWhole,
    kReal,
    kHours,      ///< GTAS's hours, the fact's minutes.
    kOthers,     ///< GTAS's count is without the traveller, the fact's with.
    kAge,        ///< GTAS's age, the fact's year of birth.
    kBirth,      ///< GTAS's date of birth, the fact's year.
    kChoice,     ///< One of some codes, of which the fact tells two kinds apart.
    kDirection,  ///< I or O: where a flight goes, seen from the port's country.
};

/// A code of GTAS, and how the fact writes it: of kChoice "true" or "false"; "" where it cannot.
struct Code {
    std::string_view theirs;
    std::string_view ours;
};

/// What a field of GTAS is here.
struct Counterpart {
    std::string_view entity;
    /// Without the objects in front ("passengerDetails."); "*" for every other.
    std::string_view field;
    Reading reading{Reading::kNone};
    Bearer bearer{Bearer::kJourney};
    /// "traveller.nationality"; of a leg or a bag its own field, "from".
    std::string_view fact{};
    std::span<const Code> codes{};  ///< All that there are; none: any code is carried as it is.
    /// Of kNone and kPresence what to do instead, else what differs; "" for nothing to say.
    std::string_view about{};
};

/// Each document has one: where it is given there is a document.
inline constexpr std::string_view kDocumentNumber = "traveller.doc.number";

/// In any case of letters. Null where GTAS has no such entity, as far as is known.
[[nodiscard]] const Counterpart* find_counterpart(std::string_view entity, std::string_view field);
/// The list that a bearer's elements stand in: "booking.legs"; "" where it is one thing.
[[nodiscard]] std::string_view list_of(Bearer bearer);
/// What an element is called in a condition: "f". Of kFirstLeg "booking.legs[0]"; else "".
[[nodiscard]] std::string_view name_of(Bearer bearer);
/// The fact; there is one unless it reads kNone.
[[nodiscard]] const FactField& fact_of(const Counterpart& counterpart);
/// Every row, for the documentation's test.
[[nodiscard]] std::span<const Counterpart> counterparts();

}  // namespace sarhad::rules::gtas
