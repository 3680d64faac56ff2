#include "message_draft.h"

#include "core/text.h"

#include <utility>

namespace sarhad::intake {
namespace {

constexpr std::size_t kCarrierBytes = facts::max_of(&facts::FlightLeg::carrier);
constexpr std::size_t kNumberBytes = facts::max_of(&facts::FlightLeg::number);
constexpr std::size_t kPortBytes = facts::max_of(&facts::FlightLeg::origin);
constexpr std::size_t kStops = 2 * kFlights;

/// A lorry has neither a flight's number nor its ports: who runs it and when it comes is all.
bool is_by_land(const MessageDraft& draft) {
    return draft.message.function == "land-crew";
}

}  // namespace

void Itinerary::start_flight(const Segment& tdt,
                             std::string_view reference,
                             std::string_view carrier) {
    finish_flight();
    has_flight_ = true;
    is_passing_ = false;
    tdt_ = tdt;
    name_ = read_flight_name(reference, carrier);
    if (name_.carriers_differ) {
        draft_.problem(tdt,
                       "carriers-differ",
                       "the flight number names another carrier than the carrier element: "
                       "the carrier element is taken");
    }
    if ((!name_.is_readable || name_.carrier.empty()) && !is_by_land(draft_)) {
        draft_.problem(tdt, "bad-flight-number", "carrier and number cannot be told apart");
    }
    name_.carrier = draft_.text(tdt, name_.carrier, kCarrierBytes);
    name_.number = draft_.text(tdt, name_.number, kNumberBytes);
}

void Itinerary::add_stop(const Segment& loc, std::string_view code, StopRole role) {
    if (!has_flight_) {
        draft_.problem(loc, "flight-without-number", "a port of a flight stands before any TDT");
        has_flight_ = true;
        tdt_ = loc;
    }
    if (code.empty()) {
        draft_.problem(loc, "port-missing", "a port of the flight is empty");
    }
    is_passing_ = stops_.size() >= kStops;
    if (is_passing_) {
        draft_.problem(
            loc, "too-many-ports", "the flight has too many ports: this one is left out");
        return;
    }
    stops_.push_back({draft_.text(loc, code, kPortBytes), role, {}, {}, loc});
}

void Itinerary::set_departure(const Segment& dtm, const core::Result<TimeRead>& time) {
    set(dtm, time, &Stop::departs, flight_departs_);
}

void Itinerary::set_arrival(const Segment& dtm, const core::Result<TimeRead>& time) {
    set(dtm, time, &Stop::arrives, flight_arrives_);
}

void Itinerary::set(const Segment& dtm,
                    const core::Result<TimeRead>& sent,
                    facts::LocalTime Stop::*of_stop,
                    facts::LocalTime& of_flight) {
    if (is_passing_) {
        return;
    }
    if (!sent) {
        draft_.problem(dtm, "bad-date", "a time of the flight is unreadable");
        return;
    }
    if (!sent->fits_format) {
        draft_.problem(dtm, "date-format", "the format contradicts the time: read by its length");
    }
    facts::LocalTime& time = stops_.empty() ? of_flight : stops_.back().*of_stop;
    if (time.is_known() && time != sent->time) {
        draft_.problem(dtm, "repeated-segment", "a time is stated twice: the first stays");
    } else {
        time = sent->time;
    }
}

/// Times before any port are those of the flight: it leaves its first port and reaches its last.
void Itinerary::place_flight_times() {
    const auto place = [&](facts::LocalTime& sent, facts::LocalTime& time, bool is_possible) {
        const facts::LocalTime known = std::exchange(sent, {});
        if (!known.is_known() || time == known) return;
        if (!is_possible || time.is_known()) {
            draft_.problem(tdt_,
                           "misplaced-segment",
                           "a time of the flight stands before its ports and is none of theirs");
        } else {
            time = known;
        }
    };
    Stop& first = stops_.front();
    Stop& last = stops_.back();
    place(flight_departs_, first.departs, first.role != StopRole::kArrival);
    place(flight_arrives_, last.arrives, last.role != StopRole::kDeparture);
}

void Itinerary::add_leg(const Segment& at, facts::FlightLeg leg) {
    if (draft_.message.flights.size() >= kFlights) {
        draft_.problem(
            at, "too-many-flights", core::cat("only the first ", kFlights, " legs are kept"));
        return;
    }
    leg.carrier = name_.carrier;
    leg.number = name_.number;
    if (!leg.departs.is_known() && !leg.arrives.is_known()) {
        draft_.problem(at, "leg-without-date", "a leg has neither departure nor arrival time");
    }
    draft_.message.flights.push_back(std::move(leg));
}

void Itinerary::arrive(const Stop& stop) {
    facts::FlightLeg leg;
    if (waiting_) {
        leg.origin = waiting_->code;
        leg.departs = waiting_->departs;
    } else if (last_arrival_) {
        leg.origin = last_arrival_->code;
    } else {
        draft_.problem(stop.segment, "leg-without-origin", "a leg has no port of departure");
    }
    leg.destination = stop.code;
    leg.arrives = stop.arrives;
    add_leg(stop.segment, std::move(leg));
    waiting_.reset();
    last_arrival_ = stop;
}

void Itinerary::depart(const Stop& stop) {
    if (waiting_) {
        arrive(stop);
    }
    waiting_ = stop;
}

/// Some senders name the port of arrival before that of departure: each such pair is turned round.
/// An arrival and a departure at one place are a stay, and an arrival after a departure is in
/// order.
void Itinerary::order_stops() {
    std::size_t end = 0;
    while (end + 1 < stops_.size() && stops_[end].role == StopRole::kArrival &&
           stops_[end + 1].role == StopRole::kDeparture &&
           stops_[end].code != stops_[end + 1].code) {
        end += 2;
    }
    if (end < stops_.size() && stops_[end].role != StopRole::kFinal) return;
    for (std::size_t i = 0; i < end; i += 2) {
        std::swap(stops_[i], stops_[i + 1]);
    }
}

void Itinerary::take(const Stop& stop) {
    const bool has_departure = stop.departs.is_known();
    const bool has_arrival = stop.arrives.is_known();
    switch (stop.role) {
        case StopRole::kDeparture:
            if (has_arrival && !waiting_ && last_arrival_ && last_arrival_->code != stop.code) {
                arrive(stop);
            } else if (has_arrival && !waiting_ && !last_arrival_) {
                draft_.problem(stop.segment,
                               "misplaced-segment",
                               "a time of arrival at the first port of departure is not kept");
            }
            depart(stop);
            return;
        case StopRole::kArrival:
            arrive(stop);
            if (has_departure) depart(stop);
            return;
        case StopRole::kFinal:
            if (has_arrival || waiting_) arrive(stop);
            if (has_departure) depart(stop);
            return;
        case StopRole::kInferred:
            draft_.problem(stop.segment,
                           "port-inferred",
                           "LOC+22 taken as a port of the flight: the flight has no proper one");
            break;
        case StopRole::kEither:
            break;
    }
    const bool opens = has_departure || (!has_arrival && !waiting_ && !last_arrival_);
    if (!opens || has_arrival) arrive(stop);
    if (opens) depart(stop);
}

void Itinerary::finish_flight() {
    if (!has_flight_) {
        return;
    }
    if (stops_.empty()) {
        if (!is_by_land(draft_)) {
            draft_.problem(tdt_, "leg-without-ports", "a flight has no ports");
        }
        facts::FlightLeg leg;
        leg.departs = std::exchange(flight_departs_, {});
        leg.arrives = std::exchange(flight_arrives_, {});
        add_leg(tdt_, std::move(leg));
    } else {
        order_stops();
        place_flight_times();
    }
    for (const Stop& stop : stops_) {
        take(stop);
    }
    if (waiting_) {
        draft_.problem(
            waiting_->segment, "leg-without-destination", "a leg has no port of arrival");
        facts::FlightLeg leg;
        leg.origin = waiting_->code;
        leg.departs = waiting_->departs;
        add_leg(waiting_->segment, std::move(leg));
    }
    stops_.clear();
    waiting_.reset();
    last_arrival_.reset();
    has_flight_ = false;
}

}  // namespace sarhad::intake
