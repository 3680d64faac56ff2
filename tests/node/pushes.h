#pragma once

#include "intake/journey_roster.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::node {

/// An invented traveller as a carrier holds him at one moment.
struct CarriersPerson {
    int id{0};  ///< Who he is, whatever is said of him.
    std::string surname;
    std::string given;
    std::string document;
    std::string seat;
    std::string locator;
    friend bool operator==(const CarriersPerson&, const CarriersPerson&) = default;
};

/// What a carrier says once of who travels on a flight.
struct Push {
    enum class Kind : std::uint8_t {
        kFullBookings,
        kUpdatedBookings,
        kList,
        kChanged,
        kReservationsCancelled,
        kFlightCancelled,
        kClosedWith,
        kClosedWithout,
    };
    Kind kind{Kind::kList};
    int prepared{0};  ///< Minutes from the start.
    std::vector<CarriersPerson> named;
    /// Of bookings that are named: those of which nobody is left, and those that are cancelled
    /// with everybody in them.
    std::vector<std::string> empty;
    std::vector<std::string> cancelled;
    int control{0};  ///< Number of its interchange.
};

/// Where somebody stands, and with which data: of one feed.
struct Stands {
    intake::Standing standing{intake::Standing::kNone};
    CarriersPerson told;
    /// The last word that named him told who he is, and not only where he stands.
    bool is_told_anew{false};
};
using Roster = std::map<int, Stands>;

/// A random carrier's words on one flight, and the order in which they arrive: late ones, older
/// ones once more, the very bytes again, the same in another order under other numbers.
class PushScript {
public:
    PushScript(std::uint64_t seed, int flight);

    [[nodiscard]] const std::vector<Push>& arrivals() const { return arrivals_; }
    /// As the carrier's system writes it.
    [[nodiscard]] std::string text_of(const Push& push) const;
    /// Those of the arrivals whose bytes came before.
    [[nodiscard]] int repeats() const;
    /// Whose the name or the document is.
    [[nodiscard]] int id_of(const std::string& given, const std::string& document) const;
    /// Tellings that differ: more records than these are repeats.
    [[nodiscard]] std::size_t different_tellings() const;
    [[nodiscard]] int flight() const { return flight_; }
    /// Lists and bookings as they stand after the first `count` arrivals: all words in the order
    /// in which they were made, one after the other, person by person.
    [[nodiscard]] Roster lists_after(std::size_t count) const { return oracle(count, false); }
    [[nodiscard]] Roster bookings_after(std::size_t count) const { return oracle(count, true); }

private:
    int between(int least, int most);
    bool one_in(int many) { return between(1, many) == 1; }
    [[nodiscard]] CarriersPerson& any();
    void change();
    void push(Push::Kind kind);
    void push_bookings(Push& made);
    [[nodiscard]] Roster oracle(std::size_t count, bool is_booking) const;
    [[nodiscard]] std::string list_text(const Push& push) const;
    [[nodiscard]] std::string bookings_text(const Push& push) const;

    std::mt19937_64 random_;
    int flight_;
    int minute_{0};
    int control_{0};
    std::vector<CarriersPerson> people_{};
    std::map<int, bool> is_listed_{};
    std::map<int, bool> is_booked_{};
    std::vector<Push> made_{};
    std::vector<Push> arrivals_{};
    std::vector<std::string> texts_{};  ///< Of the arrivals.
};

[[nodiscard]] bool is_booking(Push::Kind kind);

}  // namespace sarhad::node
