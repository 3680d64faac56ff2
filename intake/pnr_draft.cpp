#include "pnr_draft.h"

#include "add_one.h"
#include "card_numbers.h"
#include "flyer_text.h"
#include "sensitive_words.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::AgeBand;

constexpr std::size_t kNameBytes = facts::max_of(&facts::Traveller::surname);
constexpr std::size_t kTitleBytes = facts::max_of(&facts::Traveller::title);
constexpr std::size_t kReferenceBytes = facts::max_of(&facts::Traveller::reference);
constexpr std::size_t kRemarkBytes = 1'024;
constexpr std::size_t kContactBytes = facts::max_of(&facts::Contact::value);
constexpr std::size_t kLocatorBytes = facts::max_of(&facts::Booking::locator);
constexpr std::size_t kSplits = facts::max_of(&facts::Booking::split_from);
constexpr std::size_t kContacts = facts::max_of(&facts::Booking::contacts);
constexpr std::size_t kTickets = facts::max_of(&facts::Booking::tickets);
constexpr std::size_t kSeats = facts::max_of(&facts::Booking::seats);
constexpr std::size_t kFlyers = facts::max_of(&facts::Booking::frequent_flyers);
constexpr std::size_t kHistory = facts::max_of(&facts::Booking::history);
constexpr std::size_t kRemarks = facts::max_of(&facts::Booking::remarks);
constexpr std::size_t kBookingTravellers = facts::max_of(&facts::Booking::travellers);
constexpr std::size_t kTicketBytes = facts::max_of(&facts::Ticket::number);

AgeBand band_of(std::string_view code) {
    if (code.starts_with("IN") || code == "IS") return AgeBand::kInfant;
    if (code.starts_with("C")) return AgeBand::kChild;
    return code == "A" || code == "ADT" ? AgeBand::kAdult : AgeBand::kUnknown;
}

std::string name_key(const PnrName& name) {
    return name_letters(name.surname) + '/' + name_letters(name.first) + name_letters(name.middle);
}

}  // namespace

std::string PnrDraft::text(std::string_view sent, std::size_t max) {
    return draft_.text(at_, sent, max);
}

void PnrDraft::start_booking() {
    finish_booking();
    if (draft_.message.bookings.size() >= kBookings) {
        draft_.is_too_large = true;
        return;
    }
    draft_.message.bookings.emplace_back();
    is_open_ = true;
}

void PnrDraft::finish() {
    finish_booking();
}

PnrDraft::Known* PnrDraft::add_known(const PnrName& name, std::string_view reference) {
    facts::Traveller* traveller = draft_.add_traveller(at_);
    if (traveller == nullptr) return nullptr;
    const auto place = static_cast<PersonPlace>(draft_.message.travellers.size());
    traveller->surname = personal(name.surname, kNameBytes);
    traveller->first_name = personal(name.first, kNameBytes);
    traveller->middle_name = personal(name.middle, kNameBytes);
    traveller->title = text(name.title, kTitleBytes);
    traveller->reference = text(reference, kReferenceBytes);
    if (!reference.empty()) by_reference_.emplace(std::string{reference}, place);
    people_.push_back({place, name, {}, false, false});
    by_name_.emplace(name_key(name), people_.size() - 1);
    if (is_open_ && has_room(booking().travellers, kBookingTravellers)) {
        booking().travellers.push_back(place);
    }
    return &people_.back();
}

PersonPlace PnrDraft::add_person(const PersonSent& sent) {
    const PnrName name = read_pnr_name(sent.surname, sent.given, facts::Sex::kUnknown);
    if (name.surname.empty() && name.first.empty()) {
        problem("name-missing", "a traveller has no name");
    }
    Known* added = add_known(name, sent.reference);
    if (added == nullptr) return 0;
    added->sent = sent;
    facts::Traveller& traveller = person(added->place);
    traveller.age_band = band_of(sent.band);
    if (traveller.age_band == AgeBand::kUnknown) {
        const bool is_child = name.title == "CHD" || name.title == "CHLD" || name.title == "MSTR";
        if (is_child) traveller.age_band = AgeBand::kChild;
        if (name.title.starts_with("INF")) traveller.age_band = AgeBand::kInfant;
    }
    added->is_infant = traveller.age_band == AgeBand::kInfant;
    return added->place;
}

PersonPlace PnrDraft::find_person(std::string_view reference) const {
    if (reference.empty()) return 0;
    const auto found = by_reference_.find(std::string{reference});
    return found == by_reference_.end() ? PersonPlace{0} : found->second;
}

PersonPlace PnrDraft::find_or_add(const PersonSent& sent) {
    const PersonPlace place = find_person(sent.reference);
    const Known* bearer = place == 0 ? nullptr : known(place);
    // Mostly the same letters come again on each leg.
    const bool is_repeat = bearer != nullptr && bearer->sent.surname == sent.surname &&
                           bearer->sent.given == sent.given;
    if (is_repeat) return place;
    const PnrName name = read_pnr_name(sent.surname, sent.given, facts::Sex::kUnknown);
    if (bearer != nullptr && likeness(bearer->name, name) == NameLikeness::kSame) return place;
    if (const Known* same = find_by_name(name)) return same->place;
    return add_person(sent);
}

PnrDraft::Known* PnrDraft::known(PersonPlace place) {
    // People of a booking stand one behind the other.
    if (people_.empty() || place < people_.front().place) return nullptr;
    const std::size_t index = place - people_.front().place;
    return index < people_.size() && people_[index].place == place ? &people_[index] : nullptr;
}

PnrDraft::Known* PnrDraft::find_by_name(const PnrName& name) {
    const auto [first, last] = by_name_.equal_range(name_key(name));
    if (first != last) return &people_[first->second];
    constexpr std::size_t kLookedAt = 64;  // A family; a group of hundreds is found by its letters.
    const bool is_whole = !name.first.empty();
    for (std::size_t i = 0; is_whole && i < std::min(people_.size(), kLookedAt); ++i) {
        // Without a given name he would be everybody of his family.
        if (people_[i].name.first.empty()) continue;
        if (likeness(people_[i].name, name) == NameLikeness::kSame) return &people_[i];
    }
    return nullptr;
}

void PnrDraft::add_contact(facts::Contact contact) {
    std::string key = contact.value.reveal();
    key.push_back('/');
    key += contact.city.reveal();
    key.push_back(static_cast<char>('0' + static_cast<int>(contact.kind)));
    key += std::to_string(contact.traveller);
    if (!contacts_.insert(std::move(key)).second) return;
    if (has_room(booking().contacts, kContacts)) booking().contacts.push_back(std::move(contact));
}

void PnrDraft::add_free_text(std::string_view sent, PersonPlace person) {
    if (sent.empty()) return;
    std::string clean = text(sent, kRemarkBytes);
    if (const auto found = read_contact(clean);
        found && found->kind != facts::ContactKind::kOther && is_open_) {
        facts::Contact contact;
        contact.kind = found->kind;
        contact.value = Redacted{core::cut_utf8(found->value, kContactBytes)};
        contact.traveller = person;
        add_contact(std::move(contact));
        if (!found->has_more_words) return;
    } else if (const auto flyer = read_flyer_text(clean); flyer && is_open_) {
        add_flyer(flyer->carrier, flyer->number, person);
        if (flyer->rest.empty()) return;
    }
    texts_.push_back({at_, std::move(clean), false});
}

void PnrDraft::add_flyer(std::string_view carrier, std::string_view number, PersonPlace person) {
    auto& all = booking().frequent_flyers;
    if (!has_room(all, kFlyers)) return;
    facts::FrequentFlyer flyer;
    flyer.carrier = text(carrier, facts::max_of(&facts::FrequentFlyer::carrier));
    flyer.number = personal(number, facts::max_of(&facts::FrequentFlyer::number));
    flyer.traveller = person;
    if (std::find(all.begin(), all.end(), flyer) == all.end()) all.push_back(std::move(flyer));
}

void PnrDraft::add_history(std::string segment, bool is_free_text) {
    if (is_free_text) {
        texts_.push_back({at_, std::move(segment), true});
    } else if (has_room(booking().history, kHistory)) {
        booking().history.push_back(Redacted{std::move(segment)});
    }
}

void PnrDraft::add_seat(facts::Seat seat) {
    if (seat.traveller != 0) {
        const auto [known, is_new] = seat_of_.try_emplace(seat.traveller, booking().seats.size());
        const bool is_held = !is_new && booking().seats[known->second].origin == seat.origin;
        if (is_held) {
            facts::Seat& held = booking().seats[known->second];
            const bool is_same =
                seat.number.empty() || held.number.empty() || held.number == seat.number;
            if (is_same) {
                if (held.number.empty()) held.number = seat.number;
                if (held.cabin.empty()) held.cabin = seat.cabin;
                return;
            }
        }
    }
    if (has_room(booking().seats, kSeats)) {
        add_one(booking().seats) = std::move(seat);
    } else {
        seat_of_.clear();
    }
}

std::size_t PnrDraft::add_ticket(std::string_view number, PersonPlace traveller) {
    std::string digits = text(number, kTicketBytes);
    std::vector<facts::Ticket>& all = booking().tickets;
    const std::string own = digits + '/' + std::to_string(traveller);
    if (!digits.empty()) {
        // Without a traveller it repeats one that has him; one number may serve several.
        const auto known = tickets_.find(traveller == 0 ? digits : own);
        if (known != tickets_.end()) return known->second + 1;
    }
    if (!has_room(all, kTickets)) return 0;
    if (!digits.empty()) {
        tickets_.emplace(digits, all.size());
        tickets_.emplace(own, all.size());
    }
    facts::Ticket& added = all.emplace_back();
    added.number = Redacted{std::move(digits)};
    added.traveller = traveller;
    return all.size();
}

void PnrDraft::add_split(std::string_view locator) {
    auto& all = booking().split_from;
    Redacted<std::string> split = personal(locator, kLocatorBytes);
    const bool is_known = std::find(all.begin(), all.end(), split) != all.end();
    if (!is_known && has_room(all, kSplits)) all.push_back(std::move(split));
}

void PnrDraft::finish_booking() {
    if (!is_open_) return;
    settle_papers();
    settle_former();
    settle_cancelled();
    settle_texts();
    facts::Booking& booking = this->booking();
    for (const Known& one : people_)
        person(one.place).booking = booking.locator;
    if (booking.party_size == 0) {
        booking.party_size = static_cast<std::uint16_t>(booking.travellers.size());
    }
    people_.clear();
    by_reference_.clear();
    by_name_.clear();
    papers_.clear();
    former_.clear();
    texts_.clear();
    contacts_.clear();
    tickets_.clear();
    seat_of_.clear();
    name_words_.clear();
    is_open_ = false;
    is_full_ = false;
}

/// Somebody whom only the history names, or who was split off, does not travel on this booking.
void PnrDraft::settle_former() {
    for (const Former& one : former_) {
        at_ = one.at;
        const PnrName name = read_pnr_name(one.sent.surname, one.sent.given, facts::Sex::kUnknown);
        if (name.surname.empty() || find_by_name(name) != nullptr) continue;
        // The reference is of whoever bears it now.
        const PersonPlace place = add_person({one.sent.surname, one.sent.given, one.sent.band, {}});
        if (place == 0) continue;
        person(place).reference = text(one.sent.reference, kReferenceBytes);
        person(place).is_cancelled = true;
    }
}

/// Nobody travels by a booking whose legs are all cancelled.
void PnrDraft::settle_cancelled() {
    facts::Booking& booking = this->booking();
    const auto is_off = [](const facts::BookedLeg& leg) { return leg.is_cancelled; };
    const bool all_off =
        !booking.legs.empty() && std::all_of(booking.legs.begin(), booking.legs.end(), is_off);
    booking.is_cancelled = booking.is_cancelled || all_off;
    if (!booking.is_cancelled) return;
    for (const Known& one : people_)
        person(one.place).is_cancelled = true;
}

bool PnrDraft::is_name(std::string_view word) {
    if (name_words_.empty()) {
        for (const Known& one : people_) {
            const std::string all = core::ascii_upper(
                core::cat(one.name.surname, " ", one.name.first, " ", one.name.middle));
            for (const std::string_view part : core::split(all, ' '))
                name_words_.emplace(part);
        }
    }
    return name_words_.contains(std::string{word});
}

void PnrDraft::settle_texts() {
    const IsName is_name_here = [this](std::string_view word) { return is_name(word); };
    facts::Booking& booking = this->booking();
    for (FreeText& one : texts_) {
        at_ = one.at;
        if (const std::string_view sort = sensitive_text(one.text, is_name_here); !sort.empty()) {
            leave_out(sort);
            continue;
        }
        if (auto masked = mask_cards(one.text)) {
            leave_out("card", masked->count);
            one.text = std::move(masked->text);
        }
        auto& list = one.is_history ? booking.history : booking.remarks;
        if (has_room(list, one.is_history ? kHistory : kRemarks)) {
            list.push_back(Redacted{std::move(one.text)});
        }
    }
}

}  // namespace sarhad::intake
