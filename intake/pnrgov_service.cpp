#include "flyer_text.h"
#include "pnrgov_state.h"
#include "sensitive_codes.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::ContactKind;
using PaperKind = PnrDraft::PaperKind;

constexpr std::size_t kTextComponent = 8;
constexpr std::size_t kFewestTicketDigits = 10;
constexpr std::size_t kMostTicketDigits = 14;
constexpr std::size_t kPortBytes = facts::max_of(&facts::Seat::origin);
constexpr std::size_t kSeatBytes = facts::max_of(&facts::Seat::number);

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// All of the text of an SSR; where it stands in several components it is put together.
std::string_view text_of(PnrgovState& state, const Part& ssr) {
    if (ssr.components(1) <= kTextComponent + 1) return ssr.at(1, kTextComponent);
    std::string text;
    for (std::size_t c = kTextComponent; c < ssr.components(1); ++c)
        text.append(ssr.at(1, c));
    return state.owned.emplace_back(std::move(text));
}

/// The text without the name of whom it is about: "-1SURNAME/FIRST" behind it, as AIRIMP has it.
std::string_view without_name_element(std::string_view text) {
    for (std::size_t at = text.find('-'); at != std::string_view::npos;
         at = text.find('-', at + 1)) {
        const std::string_view name = text.substr(at + 1);
        if (name.size() < 2 || !is_digit(name[0]) || name[0] == '0' || !is_letter(name[1]))
            continue;
        const std::size_t slash = name.find('/');
        const bool has_first = slash != std::string_view::npos && slash + 1 < name.size() &&
                               is_letter(name[slash + 1]);
        if (has_first) return core::trim(text.substr(0, at));
    }
    return text;
}

/// Whom the SSR names itself; "" where it does not.
std::string_view reference_of(const Part& ssr) {
    for (std::size_t e = 2; e < ssr.elements(); ++e) {
        if (!ssr.at(e, 2).empty()) return ssr.at(e, 2);
    }
    return {};
}

PersonPlace person_of(const PnrgovState& state, std::string_view reference) {
    const PersonPlace named = state.pnr.find_person(reference);
    return named != 0 ? named : state.person;
}

/// On the flight that the message is about.
bool is_of_prime(const PnrgovState& state, const facts::Seat& seat) {
    if (state.leg != 0) return state.is_prime_leg;
    const auto& flights = state.draft.message.flights;
    return !flights.empty() && flights.front().origin == seat.origin &&
           flights.front().destination == seat.destination;
}

void add_one_seat(PnrgovState& state, const Part& ssr, std::string_view sent, PersonPlace whose) {
    const bool has_digit = std::any_of(sent.begin(), sent.end(), is_digit);
    if (!has_digit) return;  // Three X: asked for, not assigned.
    sent.remove_prefix(std::min(sent.find_first_not_of('0'), sent.size()));
    facts::Seat seat;
    seat.number = state.pnr.text(sent, kSeatBytes);
    seat.origin = state.pnr.text(ssr.at(1, 6), kPortBytes);
    seat.destination = state.pnr.text(ssr.at(1, 7), kPortBytes);
    seat.traveller = whose;
    if (whose != 0 && is_of_prime(state, seat)) state.pnr.person(whose).seat = seat.number;
    state.pnr.add_seat(std::move(seat));
}

/// ".03BN03AN": seats with a letter for their zone between them.
void read_seat_list(PnrgovState& state, const Part& ssr, std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = at;
        while (at < text.size() && is_digit(text[at]))
            ++at;
        const std::size_t digits = at - start;
        if (digits > 0 && digits <= 3 && at < text.size() && is_letter(text[at])) {
            add_one_seat(state, ssr, text.substr(start, digits + 1), 0);
        }
        ++at;
    }
}

void read_seats(PnrgovState& state, const Part& ssr) {
    if (!state.pnr.has_booking()) return;
    for (std::size_t e = 2; e < ssr.elements(); ++e) {
        if (!ssr.at(e).empty()) {
            add_one_seat(state, ssr, ssr.at(e), person_of(state, ssr.at(e, 2)));
        }
    }
    if (ssr.elements() <= 2) read_seat_list(state, ssr, text_of(state, ssr));
}

/// "9631270001234C2", "INF9631270001236C2", ".1393534576000C1", "TKT NBR 55890050196026 30AUG19".
bool read_ticket_number(PnrgovState& state, const Part& ssr) {
    const std::string_view text = text_of(state, ssr);
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = at;
        while (at < text.size() && is_digit(text[at]))
            ++at;
        const std::size_t digits = at - start;
        if (digits >= kFewestTicketDigits && digits <= kMostTicketDigits) {
            const PersonPlace whose = person_of(state, reference_of(ssr));
            state.pnr.add_ticket(text.substr(start, digits), whose);
            return true;
        }
        ++at;
    }
    return false;
}

/// "/DL1234567890", "DL1234567890-SILVER".
void read_frequent_flyer(PnrgovState& state, const Part& ssr) {
    const auto found = read_flyer_number(text_of(state, ssr));
    if (!found) return;
    const std::string_view carrier = found->carrier.empty() ? ssr.at(1, 3) : found->carrier;
    state.pnr.add_flyer(carrier, found->number, person_of(state, reference_of(ssr)));
}

void read_contact_service(PnrgovState& state, const Part& ssr) {
    const std::string_view text = without_name_element(text_of(state, ssr));
    ContactText found = contact_of(ssr.at(1)[3], text);
    const PersonPlace whose = person_of(state, reference_of(ssr));
    if (found.kind == ContactKind::kOther) {
        state.pnr.add_free_text(text, whose);
        return;
    }
    facts::Contact contact;
    contact.kind = found.kind;
    contact.value =
        core::Redacted{core::cut_utf8(found.value, facts::max_of(&facts::Contact::value))};
    contact.traveller = whose;
    state.pnr.add_contact(std::move(contact));
}

/// Any other service that tells nothing sensitive, with its text.
void keep_service(PnrgovState& state, const Part& ssr) {
    const std::string_view text = text_of(state, ssr);
    std::string remark = core::cat("SSR ", ssr.at(1));
    for (const std::string_view part : {ssr.at(1, 1), ssr.at(1, 6), ssr.at(1, 7), text}) {
        if (part.empty()) continue;
        remark.push_back(' ');
        remark.append(part);
    }
    if (ssr.at(1) == "OTHS") {
        state.pnr.add_free_text(text, person_of(state, reference_of(ssr)));
    } else {
        state.pnr.add_remark(std::move(remark));
    }
}

struct PaperCode {
    std::string_view code;
    PaperKind kind;
};
constexpr std::array<PaperCode, 8> kPapers{{{"DOCS", PaperKind::kDocs},
                                            {"DOCO", PaperKind::kVisa},
                                            {"DOCA", PaperKind::kAddress},
                                            {"INFT", PaperKind::kInfant},
                                            {"INFS", PaperKind::kInfant},
                                            {"CHLD", PaperKind::kChild},
                                            {"UMNR", PaperKind::kChild},
                                            {"FOID", PaperKind::kIdentity}}};

bool is_seat_code(std::string_view code) {
    return code == "SEAT" || code.starts_with("NSS") || code.starts_with("SMS") || code == "RQST";
}

bool is_contact_code(std::string_view code) {
    return code.size() == 4 && code.starts_with("CTC");
}

}  // namespace

void read_service(PnrgovState& state, const Part& ssr) {
    const std::string_view code = ssr.at(1);
    if (const std::string_view sort = sensitive_code(code); !sort.empty()) {
        state.pnr.leave_out(sort);
        return;
    }
    for (const PaperCode& paper : kPapers) {
        if (paper.code != code) continue;
        state.pnr.add_paper(
            paper.kind, without_name_element(text_of(state, ssr)), state.person, reference_of(ssr));
        return;
    }
    if (is_seat_code(code)) {
        read_seats(state, ssr);
    } else if (code.starts_with("TKN")) {
        if (!read_ticket_number(state, ssr)) keep_service(state, ssr);
    } else if (code.starts_with("FQT")) {
        read_frequent_flyer(state, ssr);
    } else if (is_contact_code(code)) {
        read_contact_service(state, ssr);
    } else {
        keep_service(state, ssr);
    }
}

}  // namespace sarhad::intake
