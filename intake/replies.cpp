#include "intake/replies.h"

#include "charset.h"
#include "reply_codes.h"

#include "core/account.h"
#include "core/text.h"
#include "intake/edifact.h"
#include "intake/edifact_writer.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

EdifactWriter writer(const ReplyTo& to, const ReplyMark& mark, std::string_view format) {
    return EdifactWriter{{.sender = to.recipient,
                          .recipient = to.sender,
                          .format = format,
                          .access = to.interchange,
                          .prepared = mark.at,
                          .reference = mark.reference}};
}

bool is_refused(const facts::Message& message) {
    return message.status == facts::MessageStatus::kRefused;
}

/// The first segment of a message that is a reason to reject it; 0: the message as a whole.
std::uint32_t rejected_segment(const facts::Message& message) {
    return message.problems.empty() ? 0 : message.problems.front().segment;
}

std::string_view code_of(const PassengerAnswer& answer) {
    if (const auto* said = std::get_if<OfficersAnswer>(&answer); said != nullptr) {
        return said->boards() ? kBoardCode : kDoNotBoardCode;
    }
    return std::get<AutomaticAnswer>(answer) == AutomaticAnswer::kContact ? kContactCode
                                                                          : kReceivedCode;
}

std::string ddmmyy(facts::PartialDate date) {
    const std::string text = yymmdd(date);
    return text.substr(4, 2) + text.substr(2, 2) + text.substr(0, 2);
}

}  // namespace

core::Result<Officer> Officer::named(std::string_view account) {
    if (!core::is_account(account)) {
        return core::Error{core::Errc::kInvalid, std::string{core::kAccountWanted}};
    }
    return Officer{std::string{account}};
}

core::Result<ReplyTo> reply_to(core::ByteView file) {
    const core::Error none{core::Errc::kNotFound, "no UNB: there is nobody to answer"};
    const auto start = find_interchange(file, 0);
    if (!start || !start->has_interchange_header) return none;
    SARHAD_TRY(const Tokens tokens, tokenise(file, start->at, start->separators));
    if (tokens.size() == 0) return none;
    const Segment unb = tokens[0];
    return ReplyTo{to_utf8(unb.at(5)), to_utf8(unb.at(2)), to_utf8(unb.at(3))};
}

std::string make_contrl(const ReplyTo& to,
                        const ReplyMark& mark,
                        const std::vector<facts::Message>& messages) {
    EdifactWriter out = writer(to, mark, "CONTRL:D:3:UN");
    const bool is_all_refused =
        !messages.empty() && std::all_of(messages.begin(), messages.end(), is_refused);
    out.segment("UCI",
                {{to.interchange},
                 {to.sender},
                 {to.recipient},
                 {std::string{is_all_refused ? kRejectAction : kAcceptAction}}});
    for (const facts::Message& message : messages) {
        if (message.reference.empty() && message.format.empty()) continue;
        // "PAXLST-US" is our name of a dialect: UNH has PAXLST.
        const std::string format =
            core::cat(message.format.substr(0, message.format.find('-')), ":", message.version);
        EdifactWriter::Components kind;
        for (const std::string_view one : core::split(format, ':'))
            kind.emplace_back(one);
        if (!is_refused(message)) {
            out.segment("UCM", {{message.reference}, kind, {std::string{kAcceptAction}}});
            continue;
        }
        const bool is_unknown =
            !message.problems.empty() && message.problems.front().code == "no-reader";
        out.segment("UCM",
                    {{message.reference},
                     kind,
                     {std::string{kRejectAction}},
                     {std::string{is_unknown ? kNotSupported : kInvalidValue}}});
        if (const std::uint32_t segment = rejected_segment(message); segment > 0 && !is_unknown) {
            out.segment("UCS", {{core::cat(segment)}, {std::string{kInvalidValue}}});
        }
    }
    return out.finish();
}

std::vector<PassengerReply> received_all(const facts::Message& list) {
    std::vector<PassengerReply> replies;
    for (const facts::Traveller& one : list.travellers) {
        replies.push_back(
            {one.booking.reveal(), one.carrier_id.reveal(), AutomaticAnswer::kReceived});
    }
    return replies;
}

std::string make_cusres(const ReplyTo& to,
                        const ReplyMark& mark,
                        const facts::Message& list,
                        const std::vector<PassengerReply>& replies) {
    EdifactWriter out = writer(to, mark, "CUSRES:D:12B:UN:IATA");
    out.segment("BGM", {{std::string{kResponse}}});
    out.segment("RFF", {{"TN", list.reference}});
    if (!list.flights.empty()) {
        const facts::FlightLeg& leg = list.flights.front();
        out.segment("RFF", {{"AF", leg.carrier + leg.number}});
        out.segment("DTM", {{"189", yymmdd(leg.departs.date) + hhmm(leg.departs), "201"}});
        out.segment("LOC", {{"125"}, {leg.origin}});
        out.segment("LOC", {{"87"}, {leg.destination}});
    }
    for (const PassengerReply& one : replies) {
        out.segment("ERP", {{"2"}});
        out.segment("RFF", {{"AVF", one.booking}});
        if (!one.carrier_id.empty()) out.segment("RFF", {{"ABO", one.carrier_id}});
        out.segment("ERC", {{std::string{code_of(one.answer)}}});
        if (const auto* said = std::get_if<OfficersAnswer>(&one.answer); said != nullptr) {
            out.segment("FTX", {{"AAI"}, {}, {}, {said->by().account()}});
        }
    }
    return out.finish();
}

std::string make_ackres(const ReplyTo& to, const ReplyMark& mark, const facts::Message& pnrgov) {
    using facts::MessageStatus;
    EdifactWriter out = writer(to, mark, "ACKRES:13:1:IA");
    const std::string_view response = pnrgov.status == MessageStatus::kOk ? kProcessed
                                      : is_refused(pnrgov)                ? kNotProcessed
                                                                          : kProcessedPartly;
    out.segment("MSG", {{"", std::string{kAcknowledgement}}, {std::string{response}}});
    out.segment("RCI", {{"", pnrgov.reference}});
    if (pnrgov.status != MessageStatus::kOk && !pnrgov.problems.empty()) {
        const facts::Problem& first = pnrgov.problems.front();
        out.segment("ERC", {{core::ascii_upper(first.code)}});
        out.segment("IFT", {{"3"}, {core::cat("SEGMENT ", first.segment, " BYTE ", first.offset)}});
    }
    return out.finish();
}

std::string make_govreq(const ReplyTo& to,
                        const ReplyMark& mark,
                        const GovernmentRequest& request) {
    EdifactWriter out = writer(to, mark, "GOVREQ:13:1:IA");
    const facts::FlightLeg& leg = request.flight;
    out.segment("MSG", {{"", std::string{kRequestBookings}}});
    out.segment("ORG", {{to.recipient}});
    if (leg != facts::FlightLeg{}) {
        out.segment("TVL",
                    {{ddmmyy(leg.departs.date), hhmm(leg.departs)},
                     {leg.origin},
                     {leg.destination},
                     {leg.carrier},
                     {leg.number}});
    }
    if (!request.locator.empty()) out.segment("RCI", {{leg.carrier, request.locator}});
    return out.finish();
}

}  // namespace sarhad::intake
