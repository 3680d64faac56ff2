#include "message_draft.h"

#include "core/text.h"

namespace sarhad::intake {
namespace {

constexpr std::size_t kCarrierBytes = 8;
constexpr std::size_t kNumberBytes = 35;
constexpr std::size_t kPortBytes = 35;
constexpr std::size_t kStops = 2 * kFlights;

}  // namespace

void Itinerary::start_flight(const Segment& tdt,
                             std::string_view reference,
                             std::string_view carrier) {
    finish_flight();
    has_flight_ = true;
    tdt_ = tdt;
    name_ = read_flight_name(reference, carrier);
    if (name_.carriers_differ) {
        draft_.problem(tdt,
                       "carriers-differ",
                       "the flight number names another carrier than the carrier element: "
                       "the carrier element is taken");
    }
    if (!name_.is_readable || name_.carrier.empty()) {
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
    if (stops_.size() >= kStops) {
        draft_.problem(
            loc, "too-many-ports", "the flight has too many ports: this one is left out");
        return;
    }
    stops_.push_back({draft_.text(loc, code, kPortBytes), role, {}, {}, loc});
}

void Itinerary::set_departure(const Segment& dtm, const core::Result<facts::LocalTime>& time) {
    if (!time || stops_.empty()) {
        draft_.problem(dtm, "bad-date", "time of departure is unreadable or has no port");
    } else {
        stops_.back().departs = *time;
    }
}

void Itinerary::set_arrival(const Segment& dtm, const core::Result<facts::LocalTime>& time) {
    if (!time || stops_.empty()) {
        draft_.problem(dtm, "bad-date", "time of arrival is unreadable or has no port");
    } else {
        stops_.back().arrives = *time;
    }
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

void Itinerary::take(const Stop& stop) {
    const bool has_departure = stop.departs.is_known();
    const bool has_arrival = stop.arrives.is_known();
    switch (stop.role) {
        case StopRole::kDeparture:
            if (has_arrival && (waiting_ || last_arrival_) && has_departure) arrive(stop);
            depart(stop);
            return;
        case StopRole::kArrival:
            arrive(stop);
            return;
        case StopRole::kFinal:
            if (has_arrival || waiting_) arrive(stop);
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
    for (const Stop& stop : stops_) {
        take(stop);
    }
    if (stops_.empty()) {
        draft_.problem(tdt_, "leg-without-ports", "a flight has no ports");
        add_leg(tdt_, {});
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
