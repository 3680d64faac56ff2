#include "card_numbers.h"
#include "pnrgov_state.h"

#include "core/text.h"

#include <algorithm>
#include <optional>

namespace sarhad::intake {
namespace {

constexpr std::size_t kKindBytes = facts::max_of(&facts::Ticket::kind);
constexpr std::size_t kFormBytes = facts::max_of(&facts::Payment::form);
constexpr std::size_t kCardKindBytes = facts::max_of(&facts::Payment::card_kind);
constexpr std::size_t kCardBytes = facts::max_of(&facts::Payment::card);
constexpr std::size_t kCurrencyBytes = facts::max_of(&facts::Money::currency);
constexpr std::size_t kPayments = facts::max_of(&facts::Booking::payments);
constexpr std::size_t kWholeDigits = 12;
constexpr std::size_t kDecimals = 3;

/// "2957.94" in thousandths; ',' marks decimals too. Nothing where it is no amount.
std::optional<std::int64_t> read_thousandths(std::string_view text) {
    const std::size_t mark = text.find_first_of(".,");
    const std::string_view whole = text.substr(0, mark);
    const std::string_view decimals =
        mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
    const bool is_amount = core::is_ascii_digits(whole) && whole.size() <= kWholeDigits &&
                           (decimals.empty() || core::is_ascii_digits(decimals));
    if (!is_amount) return std::nullopt;
    std::int64_t amount = 0;
    for (const char c : whole)
        amount = amount * 10 + (c - '0');
    for (std::size_t i = 0; i < kDecimals; ++i)
        amount = amount * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
    return amount;
}

facts::Money money(PnrgovState& state, std::string_view amount, std::string_view currency) {
    facts::Money read;
    if (amount.empty()) return read;
    const auto thousandths = read_thousandths(amount);
    if (!thousandths) {
        state.pnr.problem("bad-quantity", "an amount of money is unreadable");
        return read;
    }
    read.thousandths = *thousandths;
    read.currency = core::ascii_upper(state.pnr.text(currency, kCurrencyBytes));
    return read;
}

/// "0211": February 2011. Some put the year first.
facts::PartialDate card_expiry(const PnrgovState& state, std::string_view sent) {
    if (!core::is_ascii_digits(sent) || sent.size() != 4) return {};
    for (const bool month_first : {true, false}) {
        const std::string_view month = month_first ? sent.substr(0, 2) : sent.substr(2);
        const std::string_view year = month_first ? sent.substr(2) : sent.substr(0, 2);
        const auto read =
            read_date(core::cat(year, month, "01"), "", state.draft.prepared, Century::kNearest);
        if (read && read->date.is_full()) return {read->date.year, read->date.month, 0};
    }
    return {};
}

void read_one_payment(PnrgovState& state, const Part& fop, std::size_t element) {
    auto& all = state.pnr.booking().payments;
    if (!state.pnr.has_room(all, kPayments)) {
        state.payment = 0;
        return;
    }
    facts::Payment& payment = all.emplace_back();
    state.payment = all.size();
    PnrDraft& pnr = state.pnr;
    payment.form = pnr.text(fop.at(element), kFormBytes);
    payment.amount = money(state, fop.at(element, 2), {});
    payment.card_kind = pnr.text(fop.at(element, 3), kCardKindBytes);
    std::string_view number = fop.at(element, 4);
    const auto masked = masked_card(number);
    if (masked) {
        pnr.leave_out("card");
        number = *masked;
    }
    payment.card = pnr.personal(number, kCardBytes);
    payment.card_expires = card_expiry(state, fop.at(element, 5));
    payment.traveller = state.person;
}

}  // namespace

void read_ticket(PnrgovState& state, const Part& tkt) {
    state.ticket = state.pnr.add_ticket(tkt.at(1), state.person);
    if (state.ticket == 0) return;
    facts::Ticket& ticket = state.pnr.booking().tickets[state.ticket - 1];
    ticket.kind = state.pnr.text(tkt.at(1, 1), kKindBytes);
    ticket.is_ticketless = tkt.at(1).empty();
}

void read_ticket_date(PnrgovState& state, std::string_view date) {
    if (state.ticket == 0) return;
    state.pnr.booking().tickets[state.ticket - 1].issued = pnr_date(state, date);
}

/// Of several amounts the total ("T") is the price; without it the first.
void read_amounts(PnrgovState& state, const Part& mon) {
    if (state.ticket == 0) return;
    facts::Ticket& ticket = state.pnr.booking().tickets[state.ticket - 1];
    std::size_t taken = 1;
    for (std::size_t e = 1; e < mon.elements(); ++e) {
        if (mon.at(e) == "T") taken = e;
    }
    if (ticket.price.thousandths == 0 || mon.at(taken) == "T") {
        ticket.price = money(state, mon.at(taken, 1), mon.at(taken, 2));
    }
}

void read_payment(PnrgovState& state, const Part& fop) {
    for (std::size_t e = 1; e < fop.elements(); ++e) {
        if (!fop.at(e).empty() || !fop.at(e, 2).empty() || !fop.at(e, 4).empty()) {
            read_one_payment(state, fop, e);
        }
    }
}

}  // namespace sarhad::intake
