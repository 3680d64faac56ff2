#include "charset.h"
#include "message_draft.h"
#include "reply_codes.h"
#include "values.h"

#include "core/text.h"
#include "intake/edifact.h"
#include "intake/interchange.h"
#include "intake/replies.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

/// Passengers and requests of one reply at most: as a list of passengers has.
constexpr std::size_t kAnswered = kTravellers;

class ReplyReader {
public:
    ReplyReader(const MessageFrame& frame, ReplyRead& reply) : frame_{frame}, reply_{reply} {
        for (const facts::Problem& found : frame.problems)
            add(found);
    }

    void take(const Segment& segment) {
        const std::string_view tag = segment.tag();
        for (const Handler& handler : kHandlers) {
            if (handler.tag == tag && handler.format == reply_.format) {
                (this->*handler.read)(segment);
                return;
            }
        }
        if (std::find(kPassedOver.begin(), kPassedOver.end(), tag) == kPassedOver.end()) {
            problem(segment, "unknown-segment", "a segment that is not known in a reply");
        }
    }

    void finish() {
        close_passenger();
        const bool says_nothing = reply_.verdict == Verdict::kUnknown && reply_.requests.empty() &&
                                  reply_.passengers.empty();
        if (says_nothing) add({"nothing-usable", 0, 0, "the reply says nothing"});
    }

private:
    struct Handler {
        std::string_view format;
        std::string_view tag;
        void (ReplyReader::*read)(const Segment&);
    };
    static const std::array<Handler, 11> kHandlers;
    static constexpr std::array<std::string_view, 11> kPassedOver{
        "UNH", "UNT", "UCS", "UCD", "BGM", "DTM", "LOC", "FTX", "ORG", "IFT", "ERC"};

    void add(facts::Problem found) {
        if (reply_.problems.size() < kProblems) reply_.problems.push_back(std::move(found));
    }
    void problem(const Segment& segment, std::string code, std::string text) {
        add({std::move(code), segment.number(), segment.offset(), std::move(text)});
    }
    static std::string short_text(std::string_view sent) {
        constexpr std::size_t kReference = 70;
        return core::cut_utf8(to_utf8(sent), kReference);
    }

    Verdict verdict_of(const Segment& segment, std::string_view action) {
        if (action == kRejectAction) return Verdict::kRejected;
        if (action == kAcceptAction || action == "8") return Verdict::kReceived;
        problem(segment, "unknown-code", "an action that is none of 4, 7 and 8");
        return Verdict::kUnknown;
    }
    void read_interchange(const Segment& segment) {
        reply_.answers = short_text(segment.at(1));
        reply_.verdict = verdict_of(segment, segment.at(4));
    }
    void read_message(const Segment& segment) {
        if (verdict_of(segment, segment.at(3)) != Verdict::kRejected) return;
        if (reply_.rejected.size() < kAnswered) {
            reply_.rejected.push_back(short_text(segment.at(1)));
        }
        if (reply_.verdict == Verdict::kReceived) reply_.verdict = Verdict::kPartial;
    }

    void read_reference(const Segment& segment) {
        const std::string_view code = segment.at(1);
        const std::string sent = short_text(segment.at(1, 1));
        if (code == "TN") {
            reply_.answers = sent;
            reply_.verdict = Verdict::kReceived;
        } else if (code == "AVF" && has_passenger_) {
            if (!passenger_.booking.empty()) {
                problem(segment, "damaged-segment", "RFF+AVF: taken as the start of a passenger");
                start_passenger(segment);
            }
            passenger_.booking = sent;
        } else if (code == "ABO" && has_passenger_) {
            passenger_.carrier_id = sent;
        } else if (code != "AF") {
            problem(segment, "misplaced-segment", "RFF: it belongs to no passenger");
        }
    }
    void start_passenger(const Segment& segment) {
        close_passenger();
        has_passenger_ = true;
        passenger_ = {"", "", AutomaticAnswer::kContact};
        at_ = segment;
        code_.clear();
        account_.clear();
    }
    void read_answer(const Segment& segment) { code_ = segment.at(1); }
    void read_officer(const Segment& segment) { account_ = short_text(segment.at(4)); }

    void close_passenger() {
        if (!has_passenger_) return;
        has_passenger_ = false;
        const bool is_officers = code_ == kBoardCode || code_ == kDoNotBoardCode;
        const auto officer = Officer::named(account_);
        if (code_ == kReceivedCode) {
            passenger_.answer = AutomaticAnswer::kReceived;
        } else if (is_officers && officer) {
            passenger_.answer = code_ == kBoardCode ? OfficersAnswer::may_board(*officer)
                                                    : OfficersAnswer::do_not_board(*officer);
        } else if (is_officers) {
            problem(at_, "no-officer", "an officer's answer that names none: ask who decided");
        } else if (code_ != kContactCode) {
            problem(at_, "unknown-code", "an answer that is not known: ask the sender");
        }
        if (passenger_.booking.empty() && passenger_.carrier_id.empty()) {
            problem(at_, "no-reference", "an answer of nobody knows whom: ask the sender");
        }
        if (reply_.passengers.size() < kAnswered) {
            reply_.passengers.push_back(passenger_);
        } else if (reply_.passengers.size() == kAnswered && !is_full_told_) {
            is_full_told_ = true;
            problem(
                at_, "too-many-travellers", core::cat("only the first ", kAnswered, " are kept"));
        }
    }

    void read_acknowledgement(const Segment& segment) {
        const std::string_view response = segment.at(2);
        if (response == kProcessed) {
            reply_.verdict = Verdict::kReceived;
        } else if (response == kProcessedPartly) {
            reply_.verdict = Verdict::kPartial;
        } else if (response == kNotProcessed) {
            reply_.verdict = Verdict::kRejected;
        } else {
            problem(segment, "unknown-code", "MSG: a response that is none of 3, 4 and 7");
        }
    }
    void read_answered(const Segment& segment) { reply_.answers = short_text(segment.at(1, 1)); }

    void read_request(const Segment& segment) {
        if (segment.at(1, 1) != kRequestBookings) {
            problem(segment, "unknown-code", "MSG: a request that is not known");
        }
    }
    GovernmentRequest& request() {
        if (reply_.requests.empty()) reply_.requests.emplace_back();
        return reply_.requests.back();
    }
    void read_flight(const Segment& segment) {
        facts::FlightLeg leg;
        const std::string_view day = segment.at(1);
        constexpr std::size_t kDigits = 6;
        if (day.size() == kDigits) {
            const std::string sent =
                core::cat(day.substr(4), day.substr(2, 2), day.substr(0, 2), segment.at(1, 1));
            const auto time = read_local_time(sent, "201", frame_.prepared);
            if (time) leg.departs = time->time;
        }
        if (!leg.departs.is_known()) {
            problem(segment, "bad-date", "TVL: not a date, as DDMMYY and HHMM");
        }
        leg.origin = short_text(segment.at(2)).substr(0, 35);
        leg.destination = short_text(segment.at(3)).substr(0, 35);
        const FlightName name = read_flight_name(segment.at(5), segment.at(4));
        leg.carrier = core::cut_utf8(name.carrier, 8);
        leg.number = core::cut_utf8(name.number, 35);
        if (reply_.requests.size() == kFlights)
            return problem(segment, "too-many-flights", "only the first 64 are kept");
        reply_.requests.push_back({std::move(leg), ""});
    }
    void read_locator(const Segment& segment) { request().locator = short_text(segment.at(1, 1)); }

    const MessageFrame& frame_;
    ReplyRead& reply_;
    PassengerReply passenger_{};
    Segment at_{};
    std::string code_{};
    std::string account_{};
    bool has_passenger_{false};
    bool is_full_told_{false};
};

constexpr std::array<ReplyReader::Handler, 11> ReplyReader::kHandlers{{
    {"CONTRL", "UCI", &ReplyReader::read_interchange},
    {"CONTRL", "UCM", &ReplyReader::read_message},
    {"CUSRES", "ERP", &ReplyReader::start_passenger},
    {"CUSRES", "RFF", &ReplyReader::read_reference},
    {"CUSRES", "ERC", &ReplyReader::read_answer},
    {"CUSRES", "FTX", &ReplyReader::read_officer},
    {"ACKRES", "MSG", &ReplyReader::read_acknowledgement},
    {"ACKRES", "RCI", &ReplyReader::read_answered},
    {"GOVREQ", "MSG", &ReplyReader::read_request},
    {"GOVREQ", "TVL", &ReplyReader::read_flight},
    {"GOVREQ", "RCI", &ReplyReader::read_locator},
}};

bool is_reply(std::string_view format) {
    return format == "CONTRL" || format == "CUSRES" || format == "ACKRES" || format == "GOVREQ";
}

ReplyRead read_frame(const Tokens& tokens, const MessageFrame& frame) {
    ReplyRead reply;
    const Segment unh = tokens[frame.first];
    const std::string format = core::ascii_upper(unh.at(2));
    if (!frame.has_header || !is_reply(format)) {
        reply.problems.push_back({"no-reader", unh.number(), unh.offset(), "this is no reply"});
        return reply;
    }
    reply.format = format;
    reply.reference = core::cut_utf8(to_utf8(unh.at(1)), facts::max_of(&facts::Message::reference));
    ReplyReader reader{frame, reply};
    for (std::size_t i = frame.first; i < frame.last; ++i)
        reader.take(tokens[i]);
    reader.finish();
    return reply;
}

}  // namespace

std::vector<ReplyRead> read_replies(core::ByteView file) {
    std::vector<ReplyRead> replies;
    std::size_t from = 0;
    const auto refuse = [&](std::string code, std::string text) {
        replies.emplace_back().problems.push_back(
            {std::move(code), 0, static_cast<std::uint32_t>(from), std::move(text)});
    };
    while (const auto start = find_interchange(file, from)) {
        from = start->at;
        const auto tokens = tokenise(file, start->at, start->separators);
        if (!tokens) {
            refuse("too-large", tokens.error().what);
            return replies;
        }
        for (const MessageFrame& frame :
             split_interchange(*tokens, start->has_interchange_header)) {
            if (replies.size() == kMessages) {
                refuse("too-many-messages",
                       core::cat("only the first ", kMessages, " of the file are read: split it"));
                return replies;
            }
            if (tokens->size() > 0) replies.push_back(read_frame(*tokens, frame));
        }
        from = tokens->end();
    }
    if (replies.empty()) refuse("not-edifact", "neither UNB nor UNH: this is not EDIFACT");
    return replies;
}

}  // namespace sarhad::intake
