#include "intake/same_traveller.h"

#include "core/text.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace sarhad::intake {
namespace {

using facts::Traveller;

/// A given name of one letter may be anybody's.
constexpr std::size_t kGivenLettersMin = 2;

/// Capitals of a text, signs and blanks left out; bytes of other scripts stay.
std::string letters_of(std::string_view text) {
    std::string letters;
    for (const char c : core::ascii_upper(text)) {
        const bool is_sign = static_cast<unsigned char>(c) < 0x80 && !(c >= 'A' && c <= 'Z');
        if (!is_sign) letters.push_back(c);
    }
    return letters;
}

struct Name {
    std::string surname;
    std::string given;
};

Name name_of(const Traveller& traveller) {
    if (!traveller.full_name.reveal().empty()) {
        return {letters_of(traveller.full_name.reveal()), {}};
    }
    return {letters_of(traveller.surname.reveal()),
            letters_of(core::cat(traveller.first_name.reveal(), traveller.middle_name.reveal()))};
}

bool is_start_of(const std::string& one, const std::string& other) {
    const std::string& shorter = one.size() < other.size() ? one : other;
    const std::string& longer = one.size() < other.size() ? other : one;
    return shorter.size() >= kGivenLettersMin && longer.starts_with(shorter);
}

/// Carriers cut what is long, and write given names as one word.
bool is_same_name(const Name& one, const Name& other) {
    if (one.surname.empty() || one.surname != other.surname) return false;
    return one.given == other.given || is_start_of(one.given, other.given);
}

bool is_same_number(const facts::TravelDocument& one, const facts::TravelDocument& other) {
    const bool has_issuers = !one.issuer.empty() && !other.issuer.empty();
    return !one.number.reveal().empty() && one.number == other.number &&
           (!has_issuers || one.issuer == other.issuer);
}

bool shares_document(const Traveller& one, const Traveller& other) {
    return std::any_of(one.documents.begin(), one.documents.end(), [&](const auto& mine) {
        return std::any_of(other.documents.begin(), other.documents.end(), [&](const auto& its) {
            return is_same_number(mine, its);
        });
    });
}

/// Two passports of one country are two persons, or one who has a new one: not told apart here.
bool has_other_document(const Traveller& one, const Traveller& other) {
    if (shares_document(one, other)) return false;
    return std::any_of(one.documents.begin(), one.documents.end(), [&](const auto& mine) {
        return std::any_of(other.documents.begin(), other.documents.end(), [&](const auto& its) {
            return !mine.number.reveal().empty() && !its.number.reveal().empty() &&
                   mine.kind == its.kind && mine.issuer == its.issuer;
        });
    });
}

bool is_known(const core::Redacted<facts::PartialDate>& date) {
    return date.reveal().is_known();
}

bool has_other_birth(const Traveller& one, const Traveller& other) {
    return is_known(one.date_of_birth) && is_known(other.date_of_birth) &&
           !(one.date_of_birth == other.date_of_birth);
}

/// How surely two are one person; 0: they are not.
constexpr int kByReference = ToldTravellers::kSurest;
constexpr int kByDocument = 5;
constexpr int kByLocator = 4;
constexpr int kByBirth = 3;
constexpr int kByName = 2;
constexpr int kByCorrection = 1;

int tie(const Traveller& who, const Traveller& told, const Name& name, Tellers tellers) {
    if (!who.carrier_id.reveal().empty() && who.carrier_id == told.carrier_id) return kByReference;
    if (shares_document(who, told)) return kByDocument;
    if (!is_same_name(name, name_of(told)) || has_other_birth(who, told)) return 0;
    if (!who.booking.reveal().empty() && who.booking == told.booking) return kByLocator;
    const bool has_births = is_known(who.date_of_birth) && is_known(told.date_of_birth);
    if (has_other_document(who, told)) {
        return tellers == Tellers::kOwnFeed && has_births ? kByCorrection : 0;
    }
    return has_births ? kByBirth : kByName;
}

/// Each under which he is looked for: whoever tie() ties has one of them with him.
std::vector<std::string> keys_of(const Traveller& traveller) {
    std::vector<std::string> keys;
    if (!traveller.carrier_id.reveal().empty()) {
        keys.push_back(core::cat("reference ", traveller.carrier_id.reveal()));
    }
    for (const facts::TravelDocument& document : traveller.documents) {
        if (!document.number.reveal().empty()) {
            keys.push_back(core::cat("document ", document.number.reveal()));
        }
    }
    keys.push_back(core::cat("surname ", name_of(traveller).surname));
    return keys;
}

void fill(core::Redacted<std::string>& own, const core::Redacted<std::string>& other) {
    if (own.reveal().empty()) own = other;
}

void fill(std::string& own, const std::string& other) {
    if (own.empty()) own = other;
}

std::string written(const Traveller& traveller) {
    if (!traveller.full_name.reveal().empty()) return traveller.full_name.reveal();
    return core::cat(traveller.surname.reveal(),
                     ", ",
                     traveller.first_name.reveal(),
                     traveller.middle_name.reveal().empty() ? "" : " ",
                     traveller.middle_name.reveal());
}

const std::string& first_number(const Traveller& traveller) {
    return traveller.documents.front().number.reveal();
}

/// Those that are of the traveller alone or of the whole party.
template <class Told>
void keep_own(std::vector<Told>& all, std::size_t number) {
    std::erase_if(
        all, [number](const Told& one) { return one.traveller != 0 && one.traveller != number; });
}

}  // namespace

ToldTravellers::ToldTravellers(std::vector<const Traveller*> told, Tellers tellers)
    : tellers_{tellers} {
    for (const Traveller* one : told) {
        add(*one);
    }
}

std::size_t ToldTravellers::add(const Traveller& told) {
    const std::size_t place = told_.size();
    told_.push_back(&told);
    for (std::string& key : keys_of(told)) {
        by_key_.emplace(std::move(key), place);
    }
    return place;
}

std::set<std::size_t> ToldTravellers::candidates_of(const Traveller& who) const {
    std::set<std::size_t> candidates;
    for (const std::string& key : keys_of(who)) {
        const auto [first, last] = by_key_.equal_range(key);
        for (auto at = first; at != last; ++at) {
            candidates.insert(at->second);
        }
    }
    return candidates;
}

std::optional<std::size_t> ToldTravellers::find(const Traveller& who) const {
    const Name name = name_of(who);
    std::optional<std::size_t> found;
    int best = 0;
    for (const std::size_t i : candidates_of(who)) {
        const int ties = tie(who, *told_[i], name, tellers_);
        if (ties > best || (ties == best && ties >= kByLocator)) {
            best = ties;
            found = i;
        } else if (ties == best && best > 0) {
            found.reset();
        }
    }
    return found;
}

std::optional<std::size_t> ToldTravellers::find(const Traveller& who,
                                                const std::vector<std::size_t>& person,
                                                const std::vector<bool>& is_out,
                                                int least) const {
    const Name name = name_of(who);
    std::optional<std::size_t> found;
    bool is_one = true;  // Of those whom this ties, all are one person.
    int best = least - 1;
    for (const std::size_t i : candidates_of(who)) {
        if (is_out[person[i]]) continue;
        const int ties = tie(who, *told_[i], name, tellers_);
        if (ties < least || ties < best) continue;
        if (ties > best)
            is_one = true;
        else
            is_one = is_one && (person[*found] == person[i] || ties >= kByLocator);
        best = ties;
        found = i;
    }
    return is_one ? found : std::nullopt;
}

Traveller filled(Traveller own, const Traveller& other) {
    if (own.sex == facts::Sex::kUnknown) own.sex = other.sex;
    if (!is_known(own.date_of_birth)) own.date_of_birth = other.date_of_birth;
    fill(own.place_of_birth, other.place_of_birth);
    fill(own.nationality, other.nationality);
    fill(own.residence, other.residence);
    if (own.documents.empty()) own.documents = other.documents;
    fill(own.embarks, other.embarks);
    fill(own.disembarks, other.disembarks);
    fill(own.clears_at, other.clears_at);
    fill(own.booking, other.booking);
    fill(own.carrier_id, other.carrier_id);
    fill(own.seat, other.seat);
    if (own.bag_count == 0 && own.bag_tags.empty()) {
        own.bag_count = other.bag_count;
        own.bag_weight_kg = other.bag_weight_kg;
        own.bag_tags = other.bag_tags;
    }
    fill(own.father_name, other.father_name);
    fill(own.national_id, other.national_id);
    fill(own.transit_to, other.transit_to);
    if (own.age_band == facts::AgeBand::kUnknown) own.age_band = other.age_band;
    return own;
}

std::vector<facts::FeedDifference> differences(const Traveller& own,
                                               const Traveller& other,
                                               std::string_view feed) {
    std::vector<facts::FeedDifference> found;
    const auto add = [&](std::string_view field, std::string value) {
        found.push_back(
            {std::string{feed}, std::string{field}, core::Redacted<std::string>{std::move(value)}});
    };
    const Name mine = name_of(own);
    const Name its = name_of(other);
    if (core::cat(mine.surname, mine.given) != core::cat(its.surname, its.given)) {
        add("name", written(other));
    }
    if (has_other_birth(own, other)) {
        add("date_of_birth", facts::to_text(other.date_of_birth.reveal()));
    }
    if (own.sex != other.sex && own.sex != facts::Sex::kUnknown &&
        other.sex != facts::Sex::kUnknown) {
        add("sex", std::string{facts::name_of(other.sex)});
    }
    if (own.nationality != other.nationality && !own.nationality.empty() &&
        !other.nationality.empty()) {
        add("nationality", other.nationality);
    }
    if (!own.documents.empty() && !other.documents.empty() && !shares_document(own, other)) {
        add("document", first_number(other));
    }
    return found;
}

std::optional<facts::Booking> booking_of(const facts::Message& message, std::size_t place) {
    const std::size_t number = place + 1;
    for (const facts::Booking& booking : message.bookings) {
        if (std::find(booking.travellers.begin(), booking.travellers.end(), number) ==
            booking.travellers.end()) {
            continue;
        }
        facts::Booking own = booking;
        own.party_size =
            std::max(own.party_size,
                     static_cast<std::uint16_t>(std::min<std::size_t>(
                         own.travellers.size(), std::numeric_limits<std::uint16_t>::max())));
        keep_own(own.contacts, number);
        keep_own(own.tickets, number);
        keep_own(own.payments, number);
        keep_own(own.seats, number);
        keep_own(own.frequent_flyers, number);
        own.history.clear();
        own.remarks.clear();
        own.travellers = {static_cast<std::uint16_t>(number)};
        return own;
    }
    return std::nullopt;
}

}  // namespace sarhad::intake
