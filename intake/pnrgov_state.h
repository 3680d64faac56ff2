#pragma once

#include "pnr_draft.h"
#include "pnrgov_part.h"

#include <deque>
#include <string>

namespace sarhad::intake {

/// Which group of PNRGOV the next segment belongs to.
enum class PnrLevel : std::uint8_t {
    kHeader,   ///< Before the first SRC.
    kBooking,  ///< GR1.
    kPerson,   ///< GR2, and GR3 with its tickets.
    kPayment,  ///< GR4.
    kLeg,      ///< GR5.
    kCheckIn,  ///< GR6 and GR7.
    kSplit,    ///< GR8.
    kOther,    ///< GR9: services that are no flight.
    kHistory   ///< GR10 to GR12.
};

/// A PNRGOV message while it is being read.
struct PnrgovState {
    explicit PnrgovState(MessageDraft& message) : draft{message}, pnr{message} {}

    MessageDraft& draft;
    PnrDraft pnr;
    PnrLevel level{PnrLevel::kHeader};
    PersonPlace person{0};           ///< Whom the next segments are about; 0: nobody in particular.
    std::size_t leg{0};              ///< Place in the booking's legs, from 1; 0: none.
    bool is_prime_leg{false};        ///< That leg is the flight that the message is about.
    std::size_t ticket{0};           ///< Place in the booking's tickets, from 1; 0: none.
    std::size_t payment{0};          ///< Place in the booking's payments, from 1; 0: none.
    std::size_t stated_bookings{0};  ///< EQN of the header.
    bool has_stated_bookings{false};
    bool history_removes{false};  ///< The last SAC took something off.
    std::size_t history_legs_removed{0};
    std::vector<bool> bags_of_prime{};  ///< By place: his bags are those of the prime leg.
    std::deque<std::string> owned{};    ///< Texts that were put together from several.
};

/// The readers of one segment each, by subject; `level` was set before.
// pnrgov_trip.cpp
void read_prime_flight(PnrgovState& state, const Part& tvl);
void read_leg(PnrgovState& state, const Part& tvl);
void read_operating(PnrgovState& state, const Part& tra);
void read_leg_status(PnrgovState& state, const Part& rpi);
void read_check_in(PnrgovState& state, const Part& tri);
void read_seat_held(PnrgovState& state, const Part& ssd);
void read_bags(PnrgovState& state, const Part& tbd);
// pnrgov_service.cpp
void read_service(PnrgovState& state, const Part& ssr);
// pnrgov_money.cpp
void read_ticket(PnrgovState& state, const Part& tkt);
void read_ticket_date(PnrgovState& state, std::string_view date);
void read_amounts(PnrgovState& state, const Part& mon);
void read_payment(PnrgovState& state, const Part& fop);
// pnrgov_texts.cpp
void read_free_text(PnrgovState& state, const Part& ift);
void read_address(PnrgovState& state, const Part& add);
void read_office(PnrgovState& state, const Part& org);
void read_excess_baggage(PnrgovState& state, const Part& ebd);
void read_history(PnrgovState& state, const Part& part);
void add_former(PnrgovState& state, const Part& tif);
void read_free_line(PnrgovState& state, const Part& lts);

/// "051210" as PNRGOV has dates (DDMMYY; DDMMMYY and DDMMCCYY too) with "0915" or "091530"; unknown
/// where there is none, with a problem where it is unreadable.
[[nodiscard]] facts::PartialDate pnr_date(PnrgovState& state, std::string_view date);
[[nodiscard]] facts::LocalTime pnr_time(PnrgovState& state,
                                        std::string_view date,
                                        std::string_view time);

}  // namespace sarhad::intake
