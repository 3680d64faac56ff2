#pragma once

#include "chance.h"

#include "facts/journey.h"
#include "intake/edifact_writer.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A family or a single traveller, on one booking.
struct Party {
    std::string locator;
    std::vector<facts::Traveller> people;  ///< An infant never comes first.
};

/// What moves over the border. Carriers, ports and routes are real; whoever travels is invented.
class Traffic {
public:
    explicit Traffic(Chance& chance) : chance_{chance} {}

    /// A flight from or to Pakistan within a year of 2026-03-01.
    [[nodiscard]] facts::FlightLeg flight();
    /// One to six people who travel with `flight`, with seats, bags and documents.
    [[nodiscard]] Party party(const facts::FlightLeg& flight);
    /// Four to ten of its crew.
    [[nodiscard]] std::vector<facts::Traveller> crew(const facts::FlightLeg& flight);
    /// A grown-up, with a document.
    [[nodiscard]] facts::Traveller adult(facts::PartialDate day);
    /// The designator of another carrier that sells the same flight.
    [[nodiscard]] std::string codeshare();
    /// Licence plate of a bag: of the carrier's number.
    [[nodiscard]] std::string bag_tag(std::string_view carrier);
    [[nodiscard]] std::string container();  ///< With its check digit (ISO 6346).
    [[nodiscard]] std::string company();
    [[nodiscard]] Chance& chance() { return chance_; }

private:
    struct Family;
    [[nodiscard]] facts::Traveller person(const Family& family, int age);
    void board(facts::Traveller& traveller, const facts::FlightLeg& flight, bool has_seat);

    Chance& chance_;
    std::uint64_t seats_{0};
    std::uint64_t tags_{0};
};

/// A ship's voyage to Pakistan.
struct Voyage {
    std::string ship;
    std::string call_sign;
    std::string imo;  ///< With its check digit.
    std::string carrier;
    std::string number;
    std::string from;  ///< UN/LOCODE.
    std::string to;    ///< Karachi, Port Qasim or Gwadar.
    facts::LocalTime departs;
    facts::LocalTime arrives;
};
[[nodiscard]] Voyage voyage(Chance& chance);

/// Goods that come by sea.
struct Ware {
    std::string_view hs;
    std::string_view text;
    std::string_view package;  ///< UN/ECE recommendation 21.
    int kilograms;             ///< Of a package.
};
[[nodiscard]] const Ware& ware(Chance& chance);

}  // namespace sarhad::intake
