#include "add_one.h"
#include "pnrgov_state.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::intake {
namespace {

constexpr std::size_t kCarrierBytes = facts::max_of(&facts::FlightLeg::carrier);
constexpr std::size_t kNumberBytes = facts::max_of(&facts::FlightLeg::number);
constexpr std::size_t kPortBytes = facts::max_of(&facts::FlightLeg::origin);
constexpr std::size_t kOperatingBytes = facts::max_of(&facts::BookedLeg::operating);
constexpr std::size_t kClassBytes = facts::max_of(&facts::BookedLeg::booking_class);
constexpr std::size_t kStatusBytes = facts::max_of(&facts::BookedLeg::status);
constexpr std::size_t kSeatBytes = facts::max_of(&facts::Seat::number);
constexpr std::size_t kCabinBytes = facts::max_of(&facts::Seat::cabin);
constexpr std::size_t kTagBytes = facts::max_of(&facts::Bag::tag);
constexpr std::size_t kBagPlaceBytes = facts::max_of(&facts::Bag::destination);
constexpr std::size_t kBagCarrierBytes = facts::max_of(&facts::Bag::carrier);
constexpr std::size_t kLegs = facts::max_of(&facts::Booking::legs);
constexpr std::size_t kFirstTagElement = 5;
constexpr std::size_t kDesignatorBytes = 3;
constexpr std::uint64_t kMilligramsInPound = 453'592;
constexpr std::uint32_t kGramsInKilogram = 1'000;

bool is_cancelling(std::string_view status) {
    constexpr std::array<std::string_view, 8> kStatuses{
        "HX", "XX", "XK", "XL", "XR", "UN", "UC", "NO"};
    return std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
}

/// TVL's first element: date, time, date and time; a sender may leave the date of arrival out, and
/// its place with it.
void read_times(PnrgovState& state, const Part& tvl, facts::FlightLeg& leg) {
    const std::string_view date = tvl.at(1);
    leg.departs = pnr_time(state, date, tvl.at(1, 1));
    std::string_view arrival_date = tvl.at(1, 2);
    std::string_view arrival_time = tvl.at(1, 3);
    if (arrival_date.size() == 4 && arrival_time.empty()) {
        arrival_time = arrival_date;
        arrival_date = {};
    }
    if (arrival_date.empty() && arrival_time.empty()) return;
    leg.arrives = pnr_time(state, arrival_date.empty() ? date : arrival_date, arrival_time);
}

/// Carrier, number, ports and times of TVL.
facts::FlightLeg read_flight(PnrgovState& state, const Part& tvl) {
    facts::FlightLeg leg;
    read_times(state, tvl, leg);
    PnrDraft& pnr = state.pnr;
    leg.origin = pnr.text(tvl.at(2), kPortBytes);
    leg.destination = pnr.text(tvl.at(3), kPortBytes);
    const FlightName name = read_flight_name(tvl.at(5), tvl.at(4));
    leg.carrier = pnr.text(name.carrier, kCarrierBytes);
    leg.number = pnr.text(name.number, kNumberBytes);
    if (!name.is_readable && !tvl.at(5).empty()) {
        pnr.problem("bad-flight-number", "TVL: carrier and number cannot be told apart");
    }
    return leg;
}

std::string operated_by(PnrgovState& state, std::string_view carrier, std::string_view number) {
    const FlightName name = read_flight_name(number, carrier);
    return state.pnr.text(core::cat(name.carrier, name.number), kOperatingBytes);
}

const facts::FlightLeg* prime_flight(const PnrgovState& state) {
    const auto& flights = state.draft.message.flights;
    return flights.empty() ? nullptr : &flights.front();
}

bool is_prime(const PnrgovState& state, const facts::BookedLeg& leg) {
    const facts::FlightLeg* prime = prime_flight(state);
    return prime != nullptr && leg.flight.origin == prime->origin &&
           leg.flight.destination == prime->destination &&
           leg.flight.departs.date == prime->departs.date;
}

facts::BookedLeg* current_leg(PnrgovState& state) {
    return state.leg == 0 ? nullptr : &state.pnr.booking().legs[state.leg - 1];
}

/// The flight's number of who flies it comes in a second TVL. Some send the operating carrier's
/// number first and the seller's second: the message's own flight tells.
void read_operating_number(PnrgovState& state, const Part& tvl) {
    facts::BookedLeg* leg = current_leg(state);
    if (leg == nullptr) return;
    const std::string_view sent = tvl.at(5);
    const std::string operating_carrier = leg->operating;
    // Nobody else flies it, or TRA said who.
    if (operating_carrier.empty() || operating_carrier.size() > kDesignatorBytes) return;
    const facts::FlightLeg* prime = prime_flight(state);
    const bool is_turned =
        prime != nullptr && state.is_prime_leg && prime->carrier == operating_carrier &&
        prime->number == leg->flight.number && read_flight_name(sent, "").number != prime->number;
    if (is_turned) {
        leg->operating = core::cat(operating_carrier, leg->flight.number);
        leg->flight.number =
            state.pnr.text(read_flight_name(sent, leg->flight.carrier).number, kNumberBytes);
    } else {
        leg->operating = operated_by(state, operating_carrier, sent);
    }
}

/// "03B", "039G" -> "39G"; "" for three X and the like, which is none.
std::string seat_number(PnrgovState& state, std::string_view sent) {
    const bool has_digit =
        std::any_of(sent.begin(), sent.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!has_digit) return {};
    sent.remove_prefix(std::min(sent.find_first_not_of('0'), sent.size()));
    return state.pnr.text(sent, kSeatBytes);
}

}  // namespace

facts::PartialDate pnr_date(PnrgovState& state, std::string_view date) {
    if (date.empty()) return {};
    const facts::PartialDate reference = state.draft.prepared;
    if (const auto spelled = read_spelled_date(date, reference, false)) return *spelled;
    if (core::is_ascii_digits(date) && (date.size() == 6 || date.size() == 8)) {
        // Day, month, year: read_date() has them the other way round.
        const std::string turned = core::cat(date.substr(4), date.substr(2, 2), date.substr(0, 2));
        const auto read = read_date(turned, "", reference, Century::kNearest);
        if (read && read->date.is_full()) return read->date;
    }
    state.pnr.problem("bad-date", "not a date such as 051210: it stays unknown");
    return {};
}

facts::LocalTime pnr_time(PnrgovState& state, std::string_view date, std::string_view time) {
    facts::LocalTime read{pnr_date(state, date), 0, 0};
    if (!read.date.is_known() || time.empty()) return read;
    const bool is_time = core::is_ascii_digits(time) && (time.size() == 4 || time.size() == 6);
    const int hour = is_time ? (time[0] - '0') * 10 + (time[1] - '0') : 24;
    const int minute = is_time ? (time[2] - '0') * 10 + (time[3] - '0') : 0;
    if (hour > 23 || minute > 59) {
        const bool is_midnight = is_time && hour == 24 && minute == 0;
        if (!is_midnight) {
            state.pnr.problem("bad-date", "not a time of day: the date alone is kept");
            return read;
        }
        if (const auto next = read_local_time(core::cat(facts::to_text(read.date).substr(0, 4),
                                                        facts::to_text(read.date).substr(5, 2),
                                                        facts::to_text(read.date).substr(8, 2),
                                                        "2400"),
                                              "203",
                                              state.draft.prepared)) {
            return next->time;
        }
        return read;
    }
    read.hour = static_cast<std::uint8_t>(hour);
    read.minute = static_cast<std::uint8_t>(minute);
    return read;
}

void read_prime_flight(PnrgovState& state, const Part& tvl) {
    facts::FlightLeg leg = read_flight(state, tvl);
    auto& flights = state.draft.message.flights;
    if (flights.size() >= kFlights) {
        state.pnr.problem("too-many-flights", "only the first flights of the header are kept");
        return;
    }
    if (leg.carrier.empty() || leg.number.empty()) {
        state.pnr.problem("flight-without-number", "TVL: the flight has no carrier or no number");
    }
    if (leg.origin.empty() || leg.destination.empty()) {
        state.pnr.problem("leg-without-ports",
                          "TVL: the flight has no port of departure or arrival");
    }
    if (!leg.departs.is_known()) {
        state.pnr.problem("leg-without-date", "TVL: the flight has no time of departure");
    }
    flights.push_back(std::move(leg));
}

void read_leg(PnrgovState& state, const Part& tvl) {
    const bool is_number_only = tvl.at(1).empty() && tvl.at(2).empty() && tvl.at(3).empty();
    if (is_number_only && !tvl.at(5).empty()) {
        read_operating_number(state, tvl);
        return;
    }
    PnrDraft& pnr = state.pnr;
    state.leg = 0;
    state.is_prime_leg = false;
    pnr.start_leg();
    facts::BookedLeg leg;
    leg.flight = read_flight(state, tvl);
    leg.booking_class = pnr.text(tvl.at(5, 1), kClassBytes);
    // The carrier alone until its number follows.
    if (tvl.at(4, 1) != tvl.at(4)) leg.operating = pnr.text(tvl.at(4, 1), kOperatingBytes);
    if (!pnr.has_room(pnr.booking().legs, kLegs)) return;
    state.is_prime_leg = is_prime(state, leg);
    add_one(pnr.booking().legs) = std::move(leg);
    state.leg = pnr.booking().legs.size();
}

void read_operating(PnrgovState& state, const Part& tra) {
    facts::BookedLeg* leg = current_leg(state);
    if (leg == nullptr) return;
    leg->operating = operated_by(state, tra.at(1), tra.at(2));
}

void read_leg_status(PnrgovState& state, const Part& rpi) {
    facts::BookedLeg* leg = current_leg(state);
    if (leg == nullptr) return;
    leg->status = state.pnr.text(rpi.at(2), kStatusBytes);
    leg->is_cancelled = is_cancelling(rpi.at(2));
    const auto count = read_quantity(rpi.at(1));
    std::uint16_t& party = state.pnr.booking().party_size;
    if (count && *count <= UINT16_MAX) party = std::max(party, static_cast<std::uint16_t>(*count));
}

void read_check_in(PnrgovState& state, const Part& tri) {
    state.person = state.pnr.find_person(tri.at(2, 3));
}

void read_seat_held(PnrgovState& state, const Part& ssd) {
    facts::Seat seat;
    seat.number = seat_number(state, ssd.at(1));
    seat.cabin = state.pnr.text(ssd.at(5), kCabinBytes);
    seat.traveller = state.person;
    if (seat.number.empty() && seat.cabin.empty()) return;
    if (const facts::BookedLeg* leg = current_leg(state)) {
        seat.origin = leg->flight.origin;
        seat.destination = leg->flight.destination;
    }
    if (state.is_prime_leg && state.person != 0 && !seat.number.empty()) {
        state.pnr.person(state.person).seat = seat.number;
    }
    state.pnr.add_seat(std::move(seat));
}

namespace {

/// The bags of one TBD.
class BagReader {
public:
    BagReader(PnrgovState& state, const Part& tbd) : state_{state}, tbd_{tbd} {}

    void run() {
        const auto stated = read_quantity(tbd_.at(2));
        if (!stated && !tbd_.at(2).empty()) {
            state_.pnr.problem("bad-quantity", "TBD: the number of bags is unreadable");
        }
        pieces_ = stated.value_or(0);
        grams_ = weight_grams();
        read_tags();
        const std::size_t named = tags_.size();
        if (pieces_ > kBagTags) {
            state_.pnr.problem("bad-quantity", "TBD: more bags than anybody has");
            pieces_ = static_cast<std::uint32_t>(named);
        }
        for (const Tag& tag : tags_)
            add(tag);
        for (std::size_t i = named; i < pieces_; ++i)
            add({});
        settle_traveller(std::max<std::size_t>(pieces_, named));
    }

private:
    struct Tag {
        std::string number;
        std::string_view carrier;
        std::string_view destination;
    };

    /// Of all bags: 700 is kilograms, 701 pounds.
    [[nodiscard]] std::uint32_t weight_grams() {
        const std::string_view sent = tbd_.at(2, 1);
        const std::string_view unit = tbd_.at(2, 2);
        const auto weight = read_quantity(sent);
        if (!weight) {
            if (!sent.empty()) state_.pnr.problem("bad-quantity", "TBD: the weight is unreadable");
            return 0;
        }
        if (unit == "701") return static_cast<std::uint32_t>(*weight * kMilligramsInPound / 1'000);
        if (unit != "700" && !unit.empty()) {
            state_.pnr.problem("unknown-code", "TBD: the unit is neither 700 nor 701");
        }
        return *weight * kGramsInKilogram;
    }

    void read_tags() {
        const std::size_t last = tbd_.elements();
        const bool is_one_each = last > kFirstTagElement && last - kFirstTagElement == pieces_;
        for (std::size_t e = kFirstTagElement; e < last; ++e) {
            const std::string first = state_.pnr.text(tbd_.at(e, 1), kTagBytes);
            if (first.empty()) continue;
            // Where as many tags are named as there are bags, each is of one, whatever its count.
            const std::uint32_t count =
                is_one_each ? 1U : read_quantity(tbd_.at(e, 2)).value_or(1U);
            const std::uint32_t wanted = std::clamp(count, 1U, std::uint32_t{kBagTags});
            for (std::string& tag : expand_bag_tags(first, wanted))
                tags_.push_back({std::move(tag), tbd_.at(e), tbd_.at(e, 3)});
            if (tags_.size() > kBagTags) {
                state_.pnr.problem("too-many-bags", "TBD: more tags than anybody has bags");
                tags_.resize(kBagTags);
                return;
            }
        }
    }

    void add(const Tag& tag) {
        auto& bags = state_.draft.message.bags;
        if (bags.size() >= kMessageBags || state_.draft.bag_tag_room == 0) {
            state_.draft.is_too_large = true;
            return;
        }
        --state_.draft.bag_tag_room;
        facts::Bag& bag = add_one(bags);
        bag.tag = tag.number;
        bag.carrier = state_.pnr.text(tag.carrier, kBagCarrierBytes);
        bag.destination = state_.pnr.text(tag.destination, kBagPlaceBytes);
        bag.traveller = state_.person;
        bag.booking = state_.pnr.booking().locator;
        bag.leg = static_cast<std::uint16_t>(state_.leg);
        const std::string_view pool = tbd_.at(4);
        bag.is_pooled = pool == "MP" || pool == "HP";
        bag.is_pool_head = pool == "HP";
        if (pieces_ == 1) bag.weight_grams = grams_;
    }

    /// A traveller's bags are those of the message's flight, else those of the leg with the most.
    void settle_traveller(std::size_t count) {
        if (state_.person == 0 || count == 0) return;
        facts::Traveller& traveller = state_.pnr.person(state_.person);
        std::vector<bool>& of_prime = state_.bags_of_prime;
        if (of_prime.size() <= state_.person) of_prime.resize(state_.person + 1U);
        const bool is_better =
            state_.is_prime_leg || (!of_prime[state_.person] && count > traveller.bag_count);
        if (!is_better) return;
        of_prime[state_.person] = state_.is_prime_leg;
        traveller.bag_count = static_cast<std::uint16_t>(count);
        traveller.bag_weight_kg = (grams_ + kGramsInKilogram / 2) / kGramsInKilogram;
        traveller.bag_tags.clear();
        for (const Tag& tag : tags_)
            traveller.bag_tags.push_back(tag.number);
    }

    PnrgovState& state_;
    const Part& tbd_;
    std::uint32_t pieces_{0};
    std::uint32_t grams_{0};
    std::vector<Tag> tags_{};
};

}  // namespace

void read_bags(PnrgovState& state, const Part& tbd) {
    BagReader{state, tbd}.run();
}

}  // namespace sarhad::intake
