#include "baggage_group.h"

#include "flyer_text.h"
#include "line_values.h"
#include "values.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::Bag;
using facts::Traveller;
using Fields = std::vector<std::string_view>;

/// Exceptions that tell of somebody's health (docs/intake-baggage.md).
constexpr std::array<std::string_view, 13> kHealthCodes{"WCHR",
                                                        "WCHS",
                                                        "WCHC",
                                                        "WCBD",
                                                        "WCBW",
                                                        "WCLB",
                                                        "WCMP",
                                                        "WCOB",
                                                        "MEDA",
                                                        "STCR",
                                                        "BLND",
                                                        "DEAF",
                                                        "OXYG"};

std::string_view field_of(const Fields& fields, std::size_t at) {
    return at < fields.size() ? core::trim(fields[at]) : std::string_view{};
}

std::string without_zeros(std::string_view number) {
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return std::string{number};
}

}  // namespace

BaggageGroup BaggageGroup::next_on_same_flights() const {
    BaggageGroup next{draft_};
    next.out_ = out_;
    next.in_ = in_;
    next.onward_ = onward_;
    next.common_.travel_class = common_.travel_class;
    return next;
}

/// "SK4416", "05FEB", "TOS", "C": the port becomes the destination.
facts::FlightLeg BaggageGroup::read_flight(const Line& at, const Fields& fields) {
    facts::FlightLeg leg;
    const FlightName name = read_flight_name(field_of(fields, 0), {});
    leg.carrier = draft_.text(at, name.carrier, facts::max_of(&facts::FlightLeg::carrier));
    leg.number = draft_.text(at, name.number, facts::max_of(&facts::FlightLeg::number));
    if (!name.is_readable || name.carrier.empty()) {
        draft_.problem(at, "bad-flight-number", "not a carrier and a number: kept as sent");
    }
    if (const std::string_view day = field_of(fields, 1); !day.empty()) {
        const auto read = read_sent_day(day);
        if (read) {
            set_departure(leg, *read);
        } else {
            draft_.problem(at, "bad-date", "not a day such as 05FEB: the day stays unknown");
        }
    }
    const std::string port = core::ascii_upper(field_of(fields, 2));
    leg.destination = draft_.text(at, port, facts::max_of(&facts::FlightLeg::destination));
    if (!port.empty() && !is_port(port)) {
        draft_.problem(at, "bad-port", "not three letters of an airport: kept as sent");
    }
    return leg;
}

void BaggageGroup::add_outbound(const Line& at, const Fields& fields) {
    out_ = read_flight(at, fields);
    common_.travel_class = draft_.text(at, field_of(fields, 3), facts::max_of(&Bag::travel_class));
}

void BaggageGroup::add_inbound(const Line& at, const Fields& fields) {
    in_ = read_flight(at, fields);
    in_->origin = std::exchange(in_->destination, {});  // .I names the port that it comes from.
}

void BaggageGroup::add_onward(const Line& at, const Fields& fields) {
    draft_.add(at, onward_, read_flight(at, fields), kFlights);
}

void BaggageGroup::add_tags(const Line& at, const Fields& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (field_of(fields, i).empty() && (i > 0 || fields.size() > 1)) continue;
        TagRange range = read_tag_range(fields[i]);
        if (!range.is_form_known) {
            draft_.problem(at, "bad-tag", "not a bag tag of ten digits: kept as sent, as one bag");
            range.first = draft_.text(at, range.first, facts::max_of(&Bag::tag));
        } else if (!range.is_count_sent) {
            draft_.problem(
                at, "tag-count", "no count of three digits behind the tag: one is taken");
        }
        if (!range.is_airline_known) {
            draft_.problem(at, "tag-airline", "000 is no airline's number: ask whose tag it is");
        }
        if (range.rolls_over) {
            draft_.problem(at, "tag-rolls-over", "the tags pass 999999 and start again from 0");
        }
        const auto known = irregular_.find(range.first);
        if (known == irregular_.end()) {
            tags_.push_back({at, std::move(range)});
        } else {
            tags_[known->second] = {at, std::move(range)};
        }
        has_plain_tags_ = true;
    }
}

/// "NAL", "0999000111001": a state, and the tags of the bags that are in it. Other parts than tags
/// are kept as they are sent.
void BaggageGroup::add_irregular(const Line& at, const Fields& fields) {
    constexpr std::size_t kPlate = 10;
    constexpr std::size_t kPlateAndCount = 13;
    for (std::size_t i = 1; i < fields.size(); ++i) {
        const std::string_view sent = field_of(fields, i);
        const bool is_plate = sent.size() == kPlate || sent.size() == kPlateAndCount;
        if (!is_plate || !core::is_ascii_digits(sent)) continue;
        TagRange range = read_tag_range(sent);
        if (has_plain_tags_ || !irregular_.emplace(range.first, tags_.size()).second) continue;
        tags_.push_back({at, std::move(range)});
    }
}

void BaggageGroup::add_people(const Line& at, const Fields& fields) {
    const NamedParty party = read_named_party(fields);
    const auto personal = [&](const std::string& sent) {
        return Redacted<std::string>{draft_.text(at, sent, facts::max_of(&Traveller::surname))};
    };
    if (party.surname.empty() && party.persons.front().first.name.empty()) {
        draft_.problem(at, "name-missing", "somebody is told of, without a name: kept");
    }
    if (party.stated > party.persons.size()) {
        draft_.problem(at,
                       "name-count",
                       core::cat(party.stated,
                                 " are stated under one surname and ",
                                 party.persons.size(),
                                 " are named: ask for the others"));
    }
    for (const NamedParty::Person& person : party.persons) {
        Traveller* const traveller = draft_.add_traveller(at);
        if (traveller == nullptr) return;
        traveller->surname = personal(party.surname);
        traveller->first_name = personal(person.first.name);
        traveller->middle_name = personal(person.middle);
        traveller->title = person.first.title;
        traveller->age_band = age_of_title(person.first.title);
        if (people_++ == 0) first_person_ = draft_.message.travellers.size() - 1;
    }
}

/// Authority to load, seat, status, sequence, security number, profile, authority to transport,
/// state of the tag.
void BaggageGroup::add_reconciliation(const Line& at, const Fields& fields) {
    const auto sent = [&](std::size_t field, std::size_t max) {
        return draft_.text(at, field_of(fields, field), max);
    };
    common_.authority_to_load = sent(0, facts::max_of(&Bag::authority_to_load));
    common_.seat = without_zeros(sent(1, facts::max_of(&Bag::seat)));
    common_.passenger_status = sent(2, facts::max_of(&Bag::passenger_status));
    const std::string_view sequence = field_of(fields, 3);
    if (const auto number = core::parse_uint(sequence); number && *number <= UINT16_MAX) {
        common_.sequence = static_cast<std::uint16_t>(*number);
    } else if (!sequence.empty()) {
        draft_.problem(at, "bad-quantity", "the sequence number is none: it stays unknown");
    }
    common_.authority_to_transport = sent(6, facts::max_of(&Bag::authority_to_transport));
    if (const std::string state = sent(7, 8); !state.empty()) {
        add_handling(at, core::cat("TAG/", state));
    }
}

/// K, L or P; pieces; weight of all of them.
void BaggageGroup::add_weight(const Line& at, const Fields& fields) {
    const std::string_view unit = field_of(fields, 0);
    const std::string_view pieces = field_of(fields, 1);
    const std::string_view weight = field_of(fields, 2);
    pieces_ = read_quantity(pieces);
    if (!pieces.empty() && (!pieces_ || *pieces_ > UINT16_MAX)) {
        draft_.problem(at, "bad-quantity", "not a number of bags: it stays unknown");
        pieces_.reset();
    }
    if (weight.empty()) return;
    const auto grams = unit.size() == 1 ? read_grams(weight, unit.front()) : std::nullopt;
    if (grams && *grams <= UINT32_MAX) {
        grams_ = *grams;
    } else {
        draft_.problem(at, "bad-quantity", "not a weight in K or L: it stays unknown");
    }
}

/// "AB12CD", or "XX", "AB12CD" with the carrier whose locator it is.
void BaggageGroup::add_locator(const Line& at, const Fields& fields) {
    const bool has_carrier = fields.size() > 1 && field_of(fields, 0).size() <= 3;
    const std::string locator{field_of(fields, has_carrier ? 1 : 0)};
    if (has_carrier) booking_.carrier = draft_.text(at, field_of(fields, 0), 8);
    booking_.locator =
        Redacted<std::string>{draft_.text(at, locator, facts::max_of(&facts::Booking::locator))};
}

/// "XX", "123456789", "GOLD"; or as reservations write it: "SSRFQTVXXHK", "XX123456789".
void BaggageGroup::add_frequent_flyer(const Line& at, const Fields& fields) {
    std::string_view carrier = fields.size() > 1 ? field_of(fields, 0) : std::string_view{};
    std::string_view number = field_of(fields, fields.size() > 1 ? 1 : 0);
    if (const auto written = read_flyer_text(at.text.substr(3))) {
        carrier = written->carrier;
        number = written->number;
    }
    facts::FrequentFlyer flyer;
    flyer.carrier = draft_.text(at, carrier, facts::max_of(&facts::FrequentFlyer::carrier));
    flyer.number = Redacted<std::string>{
        draft_.text(at, number, facts::max_of(&facts::FrequentFlyer::number))};
    draft_.add(at, booking_.frequent_flyers, std::move(flyer), kFlights);
}

/// Instruction, result, reason, method, operator, text: the result first, so that it is found.
void BaggageGroup::add_screening(const Line& at, const Fields& fields) {
    std::string told;
    for (const std::size_t i : {1U, 0U, 2U, 3U, 4U, 5U}) {
        const std::string_view part = field_of(fields, i);
        if (!part.empty()) told += core::cat(told.empty() ? "" : " ", part);
    }
    if (told.empty()) return;
    draft_.add(at, common_.screening, draft_.text(at, told, 64), facts::max_of(&Bag::screening));
}

void BaggageGroup::add_handling(const Line& at, std::string_view sent) {
    if (sent.empty()) return;
    if (std::find(kHealthCodes.begin(), kHealthCodes.end(), sent.substr(0, 4)) !=
        kHealthCodes.end()) {
        leave_out(draft_.message, "health");
        return;
    }
    draft_.add(at, common_.handling, draft_.text(at, sent, 64), facts::max_of(&Bag::handling));
}

std::size_t BaggageGroup::bag_count() const {
    std::size_t all = 0;
    for (const Tags& tags : tags_)
        all += tags.range.is_form_known ? tags.range.count : 1;
    return all;
}

void BaggageGroup::close_flights(const Line& at, const BaggageSite& site) {
    std::vector<facts::FlightLeg>& all = draft_.message.flights;
    const auto add = [&](const facts::FlightLeg& leg) {
        if (std::find(all.begin(), all.end(), leg) == all.end()) draft_.add(at, all, leg, kFlights);
    };
    if (in_) {
        facts::FlightLeg leg = *in_;
        leg.destination = site.airport;
        add(leg);
    }
    std::string from = site.airport;
    if (out_) {
        facts::FlightLeg leg = *out_;
        leg.origin = std::exchange(from, leg.destination);
        add(leg);
    }
    for (facts::FlightLeg leg : onward_) {
        leg.origin = std::exchange(from, leg.destination);
        add(leg);
    }
}

void BaggageGroup::close_people(const Line& at) {
    std::vector<Traveller>& all = draft_.message.travellers;
    for (std::size_t i = first_person_; i < first_person_ + people_; ++i) {
        all[i].booking = booking_.locator;
        booking_.travellers.push_back(static_cast<std::uint16_t>(i + 1));
    }
    if (people_ > 0) {
        Traveller& head = all[first_person_];
        head.seat = common_.seat;
        head.bag_count = static_cast<std::uint16_t>(
            pieces_ ? *pieces_ : std::min<std::size_t>(bag_count(), UINT16_MAX));
        head.bag_weight_kg = static_cast<std::uint32_t>((grams_ + 500) / 1000);
    }
    if (booking_.locator.reveal().empty() && booking_.frequent_flyers.empty()) return;
    booking_.party_size = static_cast<std::uint16_t>(people_);
    for (facts::FrequentFlyer& flyer : booking_.frequent_flyers)
        flyer.traveller = people_ > 0 ? static_cast<std::uint16_t>(first_person_ + 1) : 0;
    booking_.travellers.resize(
        std::min(booking_.travellers.size(), facts::max_of(&facts::Booking::travellers)));
    draft_.add(
        at, draft_.message.bookings, std::move(booking_), facts::max_of(&facts::Message::bookings));
}

/// More than flights and owners, which stand elsewhere.
bool BaggageGroup::tells_of_a_bag() const {
    return !common_.handling.empty() || !common_.screening.empty() ||
           !common_.authority_to_load.empty() || !common_.authority_to_transport.empty() ||
           !common_.passenger_status.empty() || common_.sequence > 0;
}

/// What all of the group's bags have in common.
void BaggageGroup::close_common(std::size_t bags, const BaggageSite& site) {
    const bool is_shared = people_ > 1;
    common_.traveller = people_ > 0 ? static_cast<std::uint16_t>(first_person_ + 1) : 0;
    common_.carrier = out_ ? out_->carrier : in_ ? in_->carrier : std::string{};
    common_.destination = !onward_.empty() ? onward_.back().destination
                          : out_           ? out_->destination
                                           : site.airport;
    common_.source_indicator = site.source_indicator;
    common_.is_pooled = is_shared || (bags > 1 && grams_ > 0);
    common_.is_pool_head = is_shared;
    if (bags == 1 && pieces_.value_or(1) <= 1) {
        common_.weight_grams = static_cast<std::uint32_t>(grams_);
    }
}

void BaggageGroup::close_bags(const Line& at, const BaggageSite& site) {
    const std::size_t bags = bag_count();
    close_common(bags, site);
    if (bags == 0 && tells_of_a_bag()) {
        if (Bag* const untagged = draft_.add_bag(at)) *untagged = common_;
    }
    Traveller* const head = people_ > 0 ? &draft_.message.travellers[first_person_] : nullptr;
    for (const Tags& tags : tags_) {
        for (std::string& tag : tags_of(tags.range)) {
            Bag* const bag = draft_.add_bag(tags.at);
            if (bag == nullptr) return;
            *bag = common_;
            bag->tag = tag;
            if (head != nullptr && head->bag_tags.size() < kBagTags) {
                head->bag_tags.push_back(std::move(tag));
            }
        }
    }
}

void BaggageGroup::close(const Line& at, const BaggageSite& site) {
    common_.booking = booking_.locator;
    close_flights(at, site);
    close_people(at);
    close_bags(at, site);
}

}  // namespace sarhad::intake
