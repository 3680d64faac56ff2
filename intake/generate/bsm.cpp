#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

#include <array>

/// Baggage source messages. Source: IATA recommended practice 1745.
namespace sarhad::intake {

std::string make_bsm(const Making& making) {
    constexpr std::array<std::string_view, 12> kMonths{
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const facts::FlightLeg leg = traffic.flight();
    const facts::Traveller one = traffic.adult(leg.departs.date);
    const int bags = chance.between(1, 3);
    const std::uint64_t damage = making.is_damaged ? 1 + chance.below(3) : 0;
    const std::string flight = core::cat(leg.carrier,
                                         leg.number,
                                         "/",
                                         padded(leg.departs.date.day, 2),
                                         kMonths[leg.departs.date.month - 1U],
                                         "/",
                                         leg.destination);
    std::string text = "BSM\n";
    if (damage != 1) text += core::cat(".V/1L", leg.origin, "\n");
    text += core::cat(".F/", flight, "/Y\n");
    text += core::cat(
        ".N/", traffic.bag_tag(leg.carrier), padded(static_cast<std::uint64_t>(bags), 3), "\n");
    const int row = chance.between(1, 40);
    const std::string_view seat = std::string_view{"ABCDEF"}.substr(chance.below(6), 1);
    text += core::cat(".S/Y/", row, seat, "/C/", padded(chance.below(300), 3), "\n");
    text += core::cat(".W/K/",
                      bags,
                      "/",
                      damage == 2 ? std::string{"HEAVY"} : core::cat(bags * chance.between(8, 28)),
                      "\n");
    text += core::cat(".P/1", one.surname.reveal(), "/", one.first_name.reveal(), "\n");
    text += core::cat(".L/", chance.letters(6), "\n");
    if (damage != 3) text += "ENDBSM\n";
    making.counts.bags += static_cast<std::size_t>(bags);
    ++making.counts.travellers;
    ++making.counts.flights;
    ++making.counts.bookings;
    return text + "\n";
}

}  // namespace sarhad::intake
