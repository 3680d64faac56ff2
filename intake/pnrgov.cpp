#include "edifact_bytes.h"
#include "pnrgov_reader.h"
#include "pnrgov_state.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sarhad::intake {
namespace {

constexpr std::size_t kLocatorBytes = facts::max_of(&facts::Booking::locator);
constexpr std::size_t kCarrierBytes = facts::max_of(&facts::Booking::carrier);
constexpr std::size_t kOtherLocators = facts::max_of(&facts::Booking::other_locators);
constexpr std::size_t kCarrierIdBytes = facts::max_of(&facts::Traveller::carrier_id);
constexpr std::size_t kFlyerBytes = facts::max_of(&facts::FrequentFlyer::number);
constexpr std::size_t kFlyerCarrierBytes = facts::max_of(&facts::FrequentFlyer::carrier);
constexpr std::size_t kFlyers = facts::max_of(&facts::Booking::frequent_flyers);

/// Known, and not kept: prices of a ticket in parts, aircraft, fares (docs/intake-pnrgov.md).
constexpr std::array<std::string_view, 7> kNotKept{"PTK", "TXD", "APD", "FAR", "UNH", "UNT", "ERC"};

std::string_view function_word(std::string_view code) {
    if (code == "22") return "bookings-full";
    if (code == "141") return "bookings-update";
    return {};
}

class Reader {
public:
    explicit Reader(MessageDraft& draft) : state_{draft} {}

    void take(const Segment& segment) {
        state_.pnr.at(segment);
        split_glued(segment, parts_);
        if (parts_.size() > 1) {
            state_.pnr.problem("damaged-segment",
                               "a terminator is missing: it is read as several segments");
        }
        for (const Part& part : parts_)
            take_part(part);
    }

    void finish(const Segment& unh) {
        close_booking();
        state_.pnr.at(unh);
        const facts::Message& message = state_.draft.message;
        const MessagePart& part = state_.draft.part;
        state_.draft.waits_for_parts = part.number > 0 && !part.is_final;
        if (part.number > 1) return;  // The header is the first part's.
        if (!function_seen_) {
            state_.pnr.problem("no-function", "the message has no MSG: full or update is unknown");
        }
        if (message.flights.empty()) {
            state_.pnr.problem("no-flight", "the header names no flight");
        }
        check_count();
    }

private:
    struct Handler {
        consteval Handler(std::string_view name, void (Reader::*reader)(const Part&))
            : tag{packed(name)}, read{reader} {}
        std::uint32_t tag;
        void (Reader::*read)(const Part&);
    };
    static const std::array<Handler, 26> kHandlers;

    void take_part(const Part& part) {
        const std::string_view tag = part.tag();
        const bool leaves_history = tag == "SRC" || tag == "LTS" || tag == "UNT";
        const bool is_history = state_.level == PnrLevel::kHistory && !leaves_history;
        if (is_history) read_history(state_, part);
        const std::uint32_t code = packed(tag);
        for (const Handler& handler : kHandlers) {
            if (handler.tag == code) {
                if (!is_history) (this->*handler.read)(part);
                return;
            }
        }
        if (std::find(kNotKept.begin(), kNotKept.end(), tag) == kNotKept.end()) unknown(part);
    }

    /// A tag with one byte wrong, and the shape of a person: nobody is lost.
    void unknown(const Part& part) {
        const bool is_person = part.elements() > 2 && part.components(2) > 1 &&
                               is_person_type(part.at(2, 1)) && part.at(2, 1) != "G";
        if (is_person) {
            state_.pnr.problem("damaged-segment", "read as TIF, whose shape it has");
            if (state_.level == PnrLevel::kHistory) {
                add_former(state_, part);
            } else {
                read_person(part);
            }
        } else {
            state_.pnr.problem("unknown-segment", "a segment that is not known here");
        }
    }

    /// A segment of a booking before any SRC: it was lost.
    void need_booking() {
        if (state_.pnr.has_booking()) return;
        state_.pnr.problem("misplaced-segment", "a booking starts without SRC");
        start_booking();
    }

    void start_booking() {
        close_booking();
        state_.pnr.start_booking();
        state_.level = PnrLevel::kBooking;
        state_.person = 0;
        state_.leg = 0;
        state_.is_prime_leg = false;
        state_.ticket = 0;
        state_.payment = 0;
        state_.history_removes = false;
        state_.history_legs_removed = 0;
        state_.bags_of_prime.clear();
    }

    void close_booking() {
        if (!state_.pnr.has_booking()) return;
        read_waiting();
        facts::Booking& booking = state_.pnr.booking();
        // What the history took off is gone where nothing is left.
        if (booking.legs.empty() && state_.history_legs_removed > 0) booking.is_cancelled = true;
        if (booking.locator.reveal().empty()) {
            state_.pnr.problem("booking-without-locator", "a booking has no RCI");
        }
        state_.pnr.finish();
        state_.owned.clear();
    }

    // ---- header ----------------------------------------------------------------------------

    void read_function(const Part& msg) {
        if (state_.level != PnrLevel::kHeader) {
            state_.level = PnrLevel::kOther;
            return;
        }
        function_seen_ = true;
        const std::string_view word = function_word(msg.at(1, 1));
        state_.draft.message.function = std::string{word};
        if (word.empty()) {
            state_.pnr.problem("unknown-function", "MSG: neither 22 (full) nor 141 (update)");
        }
    }

    void read_office_segment(const Part& org) {
        const bool is_of_booking =
            state_.level == PnrLevel::kBooking || state_.level == PnrLevel::kPerson;
        if (is_of_booking) read_office(state_, org);
    }

    void read_flight_segment(const Part& tvl) {
        if (state_.level == PnrLevel::kHeader) {
            read_prime_flight(state_, tvl);
            return;
        }
        const bool is_flight = tvl.at(2).size() <= 5 && tvl.at(2, 1).empty() &&
                               (!tvl.at(3).empty() || tvl.at(1).empty());
        if (state_.level == PnrLevel::kOther && !is_flight) {
            state_.pnr.add_remark(tvl.written());
            return;
        }
        state_.level = PnrLevel::kLeg;
        state_.person = 0;
        read_leg(state_, tvl);
    }

    void read_number(const Part& eqn) {
        if (state_.level == PnrLevel::kHeader) {
            const auto count = read_quantity(eqn.at(1));
            state_.has_stated_bookings = count.has_value();
            state_.stated_bookings = count.value_or(0);
            if (!count) state_.pnr.problem("bad-quantity", "EQN: not a number");
            return;
        }
        state_.level = PnrLevel::kSplit;
    }

    void check_count() {
        if (!state_.has_stated_bookings || state_.draft.part.number > 0) return;
        const std::size_t found = state_.draft.message.bookings.size();
        if (state_.stated_bookings == found) return;
        if (state_.stated_bookings == state_.draft.named_travellers) return;
        state_.pnr.problem(
            "count-mismatch",
            core::cat(
                "EQN states ", state_.stated_bookings, ", the message has ", found, " bookings"));
    }

    // ---- booking ---------------------------------------------------------------------------

    void read_start(const Part&) { start_booking(); }

    void read_locator(const Part& rci) {
        need_booking();
        facts::Booking& booking = state_.pnr.booking();
        for (std::size_t e = 1; e < rci.elements(); ++e) {
            const std::string_view locator = rci.at(e, 1);
            if (locator.empty()) continue;
            if (state_.level == PnrLevel::kSplit) {
                state_.pnr.add_split(locator);
            } else if (booking.locator.reveal().empty() && e == 1) {
                booking.locator = state_.pnr.personal(locator, kLocatorBytes);
                booking.carrier = state_.pnr.text(rci.at(e), kCarrierBytes);
                read_made(rci, e);
            } else if (locator != booking.locator.reveal()) {
                add_other_locator(rci.at(e), locator);
            }
        }
    }

    /// "UA:52865E::220719:0905"; some leave the type's place out.
    void read_made(const Part& rci, std::size_t e) {
        const bool is_shifted = core::is_ascii_digits(rci.at(e, 2)) && rci.at(e, 2).size() == 6;
        const std::size_t date = is_shifted ? 2 : 3;
        state_.pnr.booking().made = pnr_time(state_, rci.at(e, date), rci.at(e, date + 1));
    }

    void add_other_locator(std::string_view carrier, std::string_view locator) {
        auto& all = state_.pnr.booking().other_locators;
        const core::Redacted<std::string> other =
            state_.pnr.personal(core::cat(carrier, ":", locator), kLocatorBytes);
        const bool is_known = std::find(all.begin(), all.end(), other) != all.end();
        if (!is_known && state_.pnr.has_room(all, kOtherLocators)) all.push_back(other);
    }

    void read_dates(const Part& dat) {
        if (!state_.pnr.has_booking()) return;
        if (state_.level == PnrLevel::kLeg || state_.level == PnrLevel::kCheckIn) {
            state_.level = PnrLevel::kCheckIn;  // The time of check-in, which is not kept.
            return;
        }
        for (std::size_t e = 1; e < dat.elements(); ++e) {
            const std::string_view code = dat.at(e);
            if (code == "700" && state_.level == PnrLevel::kBooking) {
                state_.pnr.booking().changed = pnr_time(state_, dat.at(e, 1), dat.at(e, 2));
            } else if (code == "710") {
                read_ticket_date(state_, dat.at(e, 1));
            }
        }
    }

    // ---- people ----------------------------------------------------------------------------

    void read_person(const Part& tif) {
        need_booking();
        if (tif.at(1, 1) == "G" || tif.at(2, 1) == "G") {
            state_.person = 0;
            state_.pnr.add_free_text(tif.at(1), 0);  // A group's name is nobody's.
            return;
        }
        const bool is_check_in =
            state_.level == PnrLevel::kLeg || state_.level == PnrLevel::kCheckIn;
        if (!is_check_in) {
            state_.level = PnrLevel::kPerson;
            state_.ticket = 0;
            state_.payment = 0;
        }
        // One surname may stand before several given names: what follows is then of none of them.
        std::size_t count = 0;
        const std::size_t last = std::max<std::size_t>(tif.elements(), 3);
        for (std::size_t e = 2; e < last; ++e) {
            const bool is_nobody = last > 3 && tif.at(e).empty() && tif.at(e, 1).empty();
            if (is_nobody) continue;
            const PersonSent sent{tif.at(1), tif.at(e), tif.at(e, 1), tif.at(e, 2)};
            const PersonPlace place =
                is_check_in ? state_.pnr.find_or_add(sent) : state_.pnr.add_person(sent);
            state_.person = count++ == 0 ? place : PersonPlace{0};
        }
    }

    void read_flyer(const Part& fti) {
        need_booking();
        auto& all = state_.pnr.booking().frequent_flyers;
        for (std::size_t e = 1; e < fti.elements(); ++e) {
            if (fti.at(e, 1).empty() || !state_.pnr.has_room(all, kFlyers)) continue;
            facts::FrequentFlyer flyer;
            flyer.carrier = state_.pnr.text(fti.at(e), kFlyerCarrierBytes);
            flyer.number = state_.pnr.personal(fti.at(e, 1), kFlyerBytes);
            flyer.traveller = state_.person;
            all.push_back(std::move(flyer));
        }
    }

    void read_reference(const Part& ref) {
        if (state_.person == 0) return;
        facts::Traveller& traveller = state_.pnr.person(state_.person);
        if (!traveller.carrier_id.reveal().empty()) return;
        const std::string_view sent = ref.at(1, 1).empty() ? ref.at(1) : ref.at(1, 1);
        traveller.carrier_id = state_.pnr.personal(sent, kCarrierIdBytes);
    }

    // ---- those of other files, once there is a booking ---------------------------------------

    template <void (*Read)(PnrgovState&, const Part&)>
    void in_booking(const Part& part) {
        need_booking();
        Read(state_, part);
    }

    /// Of somebody whom only what follows names: it waits until he is known.
    void read_service_segment(const Part& ssr) {
        need_booking();
        if (state_.level == PnrLevel::kBooking && ssr.elements() > 2) {
            waiting_.push_back(ssr);
        } else {
            read_service(state_, ssr);
        }
    }

    void read_waiting() {
        state_.person = 0;
        state_.leg = 0;
        state_.is_prime_leg = false;
        for (const Part& ssr : waiting_) {
            state_.pnr.at(ssr.segment());
            read_service(state_, ssr);
        }
        waiting_.clear();
    }

    void read_payment_segment(const Part& fop) {
        need_booking();
        if (state_.level == PnrLevel::kPerson) state_.level = PnrLevel::kPayment;
        read_payment(state_, fop);
    }

    void read_check_in_segment(const Part& tri) {
        need_booking();
        state_.level = PnrLevel::kCheckIn;
        read_check_in(state_, tri);
    }

    void read_history_start(const Part& abi) {
        need_booking();
        state_.level = PnrLevel::kHistory;
        read_history(state_, abi);
    }

    void read_line(const Part& lts) {
        need_booking();
        read_free_line(state_, lts);
    }

    PnrgovState state_;
    std::vector<Part> parts_{};
    std::vector<Part> waiting_{};  ///< Services of the booking at hand, before its first person.
    bool function_seen_{false};
};

/// The commonest first.
constexpr std::array<Reader::Handler, 26> Reader::kHandlers{{
    {"TIF", &Reader::read_person},
    {"SSR", &Reader::read_service_segment},
    {"DAT", &Reader::read_dates},
    {"TVL", &Reader::read_flight_segment},
    {"IFT", &Reader::in_booking<read_free_text>},
    {"RCI", &Reader::read_locator},
    {"TRI", &Reader::read_check_in_segment},
    {"SSD", &Reader::in_booking<read_seat_held>},
    {"TBD", &Reader::in_booking<read_bags>},
    {"RPI", &Reader::in_booking<read_leg_status>},
    {"FTI", &Reader::read_flyer},
    {"REF", &Reader::read_reference},
    {"TKT", &Reader::in_booking<read_ticket>},
    {"MON", &Reader::in_booking<read_amounts>},
    {"FOP", &Reader::read_payment_segment},
    {"ORG", &Reader::read_office_segment},
    {"SRC", &Reader::read_start},
    {"ADD", &Reader::in_booking<read_address>},
    {"ABI", &Reader::read_history_start},
    {"SAC", &Reader::read_history_start},
    {"LTS", &Reader::read_line},
    {"EBD", &Reader::in_booking<read_excess_baggage>},
    {"EQN", &Reader::read_number},
    {"MSG", &Reader::read_function},
    {"TRA", &Reader::in_booking<read_operating>},
    {"OSI", &Reader::in_booking<read_free_text>},
}};

}  // namespace

void read_pnrgov(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    Reader reader{draft};
    for (std::size_t i = frame.first; i < frame.last && !draft.is_too_large; ++i)
        reader.take(tokens[i]);
    reader.finish(tokens[frame.first]);
}

}  // namespace sarhad::intake
