#include "pnrgov_state.h"
#include "sensitive_codes.h"

#include "core/text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::ContactKind;

constexpr std::size_t kStreetBytes = facts::max_of(&facts::Contact::value);
constexpr std::size_t kCityBytes = facts::max_of(&facts::Contact::city);
constexpr std::size_t kRegionBytes = facts::max_of(&facts::Contact::region);
constexpr std::size_t kPostalBytes = facts::max_of(&facts::Contact::postal_code);
constexpr std::size_t kPayerBytes = facts::max_of(&facts::Payment::payer);
constexpr std::size_t kAgencyBytes = facts::max_of(&facts::Booking::agency);
constexpr std::size_t kAgencyNameBytes = facts::max_of(&facts::Booking::agency_name);
constexpr std::size_t kHistoryBytes = 1'024;
constexpr std::size_t kPostalLongest = 10;
constexpr std::string_view kSponsorText = "43";

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// False where there is none.
bool add_phones(PnrgovState& state, std::string_view text) {
    const std::vector<std::string> numbers = phones_in(text);
    for (const std::string& number : numbers) {
        facts::Contact contact;
        contact.kind = ContactKind::kPhone;
        contact.value = Redacted{core::cut_utf8(number, kStreetBytes)};
        contact.traveller = state.person;
        state.pnr.add_contact(std::move(contact));
    }
    return !numbers.empty();
}

/// "IFT+4:43+TIMOTHY SIMS+2234 MAIN STREET ATLANTA, GA 30067+7705632891": who pays, where he
/// lives, by which number he is reached.
void read_sponsor(PnrgovState& state, const Part& ift) {
    auto& payments = state.pnr.booking().payments;
    if (state.payment != 0 && payments[state.payment - 1].payer.reveal().empty()) {
        payments[state.payment - 1].payer = state.pnr.personal(ift.at(2), kPayerBytes);
    } else {
        state.pnr.add_free_text(ift.at(2), state.person);
    }
    if (!ift.at(3).empty()) {
        facts::Contact contact;
        contact.kind = ContactKind::kAddress;
        contact.value = state.pnr.personal(ift.at(3), kStreetBytes);
        contact.traveller = state.person;
        state.pnr.add_contact(std::move(contact));
    }
    for (std::size_t e = 4; e < ift.elements(); ++e) {
        if (!add_phones(state, ift.at(e))) state.pnr.add_free_text(ift.at(e), state.person);
    }
}

/// All texts of IFT as one, the lines behind one another as they were wrapped.
std::string joined(const Part& ift, std::size_t from) {
    std::string text;
    for (std::size_t e = from; e < ift.elements(); ++e) {
        for (std::size_t c = 0; c < ift.components(e); ++c) {
            if (ift.at(e, c).empty()) continue;
            if (!text.empty()) text.push_back(' ');
            text.append(ift.at(e, c));
        }
    }
    return text;
}

void read_one_address(PnrgovState& state, const Part& add, std::size_t element) {
    PnrDraft& pnr = state.pnr;
    facts::Contact contact;
    contact.kind = ContactKind::kAddress;
    contact.value = pnr.personal(add.at(element, 1), kStreetBytes);
    contact.city = pnr.personal(add.at(element, 2), kCityBytes);
    const std::string_view region =
        add.at(element, 3).empty() ? add.at(element, 4) : add.at(element, 3);
    contact.region = pnr.text(region, kRegionBytes);
    contact.country = pnr.text(add.at(element, 5), kRegionBytes);
    std::string_view postal = add.at(element, 6);
    std::string_view free = add.at(element, 7);
    const bool is_shifted = postal.empty() && has_digit(free) && free.size() <= kPostalLongest &&
                            phones_in(free).empty() && !read_contact(free);
    if (is_shifted) std::swap(postal, free);
    contact.postal_code = pnr.text(postal, kPostalBytes);
    contact.traveller = state.person;
    const bool is_empty = add.at(element, 1).empty() && add.at(element, 2).empty() &&
                          region.empty() && add.at(element, 5).empty() && postal.empty();
    if (!is_empty) pnr.add_contact(std::move(contact));
    if (free.empty()) return;
    if (read_contact(free) || !add_phones(state, free)) pnr.add_free_text(free, state.person);
}

/// "LTS+0/S/PARK/KWANG SOO MR(ADT) -YHD2DT": who was split off, and into which booking.
void read_split_line(PnrgovState& state, std::string_view line) {
    const std::size_t mark = line.find("/S/");
    if (mark == std::string_view::npos) return;
    const std::string_view rest = line.substr(mark + 3);
    const std::size_t slash = rest.find('/');
    const std::size_t bracket = rest.find('(');
    const std::size_t dash = rest.rfind('-');
    const bool is_split = slash != std::string_view::npos && bracket != std::string_view::npos &&
                          dash != std::string_view::npos && slash < bracket && bracket < dash;
    if (!is_split) return;
    const std::string_view band = rest.substr(bracket + 1, rest.find(')') - bracket - 1);
    state.pnr.add_former_person({core::trim(rest.substr(0, slash)),
                                 core::trim(rest.substr(slash + 1, bracket - slash - 1)),
                                 band,
                                 {}});
    state.pnr.add_split(core::trim(rest.substr(dash + 1)));
}

}  // namespace

void read_free_text(PnrgovState& state, const Part& ift) {
    const std::string_view sort = ift.at(1, 1);
    if (sort == kSponsorText) {
        read_sponsor(state, ift);
        return;
    }
    if (ift.elements() <= 3 && ift.components(2) <= 1) {
        state.pnr.add_free_text(ift.at(2), state.person);
        return;
    }
    state.pnr.add_free_text(joined(ift, 2), state.person);
}

void read_address(PnrgovState& state, const Part& add) {
    for (std::size_t e = 2; e < add.elements(); ++e)
        read_one_address(state, add, e);
}

void read_office(PnrgovState& state, const Part& org) {
    facts::Booking& booking = state.pnr.booking();
    if (!booking.agency.empty() || !booking.agency_name.reveal().empty()) return;
    PnrDraft& pnr = state.pnr;
    const std::string_view number = org.at(2);
    const std::string_view office = org.at(2, 1);
    booking.agency = pnr.text(number.empty() ? office : number, kAgencyBytes);
    std::string_view city = org.at(3);
    if (city.empty() && office.size() == 3) city = office;
    if (city.empty()) city = org.at(1, 1);
    booking.agency_city = pnr.text(city, kAgencyBytes);
    booking.agency_country = pnr.text(org.at(6), kAgencyBytes);
    std::string name;
    for (const std::string_view part : {org.at(1), office, org.at(4), org.at(5), org.at(7)}) {
        if (part.empty() || part == booking.agency) continue;
        if (!name.empty()) name.push_back(' ');
        name.append(part);
    }
    booking.agency_name = pnr.personal(name, kAgencyNameBytes);
}

void read_excess_baggage(PnrgovState& state, const Part& ebd) {
    state.pnr.add_remark(ebd.written());
}

void add_former(PnrgovState& state, const Part& tif) {
    for (std::size_t e = 2; e < tif.elements(); ++e) {
        if (tif.at(e).empty() && tif.at(e, 1).empty()) continue;
        state.pnr.add_former_person({tif.at(1), tif.at(e), tif.at(e, 1), tif.at(e, 2)});
    }
}

void read_history(PnrgovState& state, const Part& part) {
    const std::string_view tag = part.tag();
    if (tag == "SAC") state.history_removes = part.at(3).starts_with("X") || part.at(1) == "X";
    if (tag == "TVL" && state.history_removes) ++state.history_legs_removed;
    if (tag == "TIF") add_former(state, part);
    if (tag == "SSR") {
        if (const std::string_view sort = sensitive_code(part.at(1)); !sort.empty()) {
            state.pnr.leave_out(sort);
            return;
        }
    }
    std::string written = state.pnr.text(part.written(), kHistoryBytes);
    const bool is_free_text = tag == "IFT" || tag == "SSR" || tag == "FOP" || tag == "ADD";
    state.pnr.add_history(std::move(written), is_free_text);
}

void read_free_line(PnrgovState& state, const Part& lts) {
    const std::string_view line = lts.at(1);
    read_split_line(state, line);
    if (lts.elements() <= 2 && lts.components(1) <= 1) {
        state.pnr.add_free_text(line, 0);
    } else {
        state.pnr.add_free_text(joined(lts, 1), 0);
    }
}

}  // namespace sarhad::intake
