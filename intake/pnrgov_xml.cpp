#include "pnrgov_xml.h"

#include "message_end.h"
#include "pnrgov_reader.h"
#include "pnrgov_xml_segments.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using Element = XmlTree::Element;

constexpr std::string_view kRequest = "IATA_PNRGOV_NotifRQ";
constexpr std::size_t kLooked = 4'096;
constexpr std::size_t kVersionBytes = facts::max_of(&facts::Message::version);
constexpr std::size_t kReferenceBytes = facts::max_of(&facts::Message::reference);
constexpr std::size_t kSenderBytes = facts::max_of(&facts::Message::sender);

facts::PartialDate date_of(std::string_view time) {
    const auto date = facts::PartialDate::parse(time.substr(0, time.find('T')));
    return date ? *date : facts::PartialDate{};
}

/// "2026-01-15T10:15:00Z": seconds and the zone are left.
facts::LocalTime minute_of(std::string_view time) {
    constexpr std::size_t kMinuteBytes = std::string_view{"2026-01-15T10:15"}.size();
    const auto minute = facts::LocalTime::parse(time.substr(0, kMinuteBytes));
    return minute ? *minute : facts::LocalTime{};
}

/// The first of these attributes that says something.
std::string_view first_of(const Element& of, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (!of.attribute(name).empty()) return of.attribute(name);
    }
    return {};
}

/// Parts of a longer message: SequenceNmbr, and TransactionStatusCode Start, InSeries ..., End.
MessagePart part_of(const Element& request) {
    MessagePart part;
    const std::string_view status = request.attribute("TransactionStatusCode");
    constexpr std::array<std::string_view, 5> kStatuses{
        "Start", "InSeries", "Continuation", "Subsequent", "End"};
    const auto number = core::parse_uint(request.attribute("SequenceNmbr"));
    const bool is_part = number && *number > 0 && *number < UINT32_MAX &&
                         std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
    if (!is_part) return part;
    // The one message of a transaction is whole.
    if (*number == 1 && status == "End") return part;
    part.number = *number;
    part.is_final = status == "End";
    part.access_reference =
        std::string{first_of(request, {"TransactionIdentifier", "CorrelationID", "EchoToken"})};
    return part;
}

void read_header(const Element& request, MessageDraft& draft, const Segment& header) {
    facts::Message& message = draft.message;
    message.format = "PNRGOV";
    message.version =
        draft.text(header, core::cat("XML:", request.attribute("Version")), kVersionBytes);
    message.reference =
        draft.text(header,
                   first_of(request, {"EchoToken", "CorrelationID", "TransactionIdentifier"}),
                   kReferenceBytes);
    const Element originator = request.child("Originator");
    message.sender =
        draft.text(header, first_of(originator, {"AirlineCode", "SystemCode"}), kSenderBytes);
    draft.part = part_of(request);
}

void note_faults(const Tokens& tokens, MessageDraft& draft) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Segment segment = tokens[i];
        if (segment.fault() == SegmentFault::kNone) continue;
        draft.problem(segment,
                      std::string{fault_word(segment.fault())},
                      "the element says more than is kept: what fits is read");
    }
}

MessageDraft read_request(const Element& request, const FileRoom& room) {
    MessageDraft draft;
    room.give(draft);
    draft.made = minute_of(request.attribute("TimeStamp"));
    draft.prepared = date_of(request.attribute("TimeStamp"));
    if (!draft.prepared.is_known()) {
        draft.prepared = date_of(request.find("FlightLeg").attribute("DepartureDateTime"));
    }
    const Tokens tokens = PnrgovXmlSegments{draft}.run(request);
    read_header(request, draft, tokens[0]);
    note_faults(tokens, draft);
    MessageFrame frame;
    frame.last = tokens.size();
    read_pnrgov(tokens, frame, draft);
    settle(draft, tokens[0]);
    return draft;
}

}  // namespace

bool is_pnrgov_xml(core::ByteView file) {
    const std::string_view root = xml_root_name(file);
    if (root == kRequest) return true;
    return !root.empty() &&
           core::as_text(file).substr(0, kLooked).find(kRequest) != std::string_view::npos;
}

std::vector<MessageDraft> read_pnrgov_xml(core::ByteView file) {
    const auto tree = XmlTree::read(file, "UnstructuredPNR_History");
    std::vector<MessageDraft> drafts;
    if (!tree) {
        drafts.emplace_back().message = refused_file("bad-xml", 0, tree.error().what);
        return drafts;
    }
    const Element root = tree->root();
    const std::vector<Element> requests =
        root.name() == kRequest ? std::vector<Element>{root} : root.all(kRequest);
    FileRoom room;
    for (const Element& request : requests) {
        if (drafts.size() >= kMessages) {
            drafts.push_back(refused_rest({}));
            break;
        }
        drafts.push_back(read_request(request, room));
        if (drafts.back().is_too_large) break;
        room.take(drafts.back());
    }
    if (drafts.empty()) {
        MessageDraft draft;
        refuse(draft, {}, "no-message", "the XML holds no IATA_PNRGOV_NotifRQ: nothing to read");
        drafts.push_back(std::move(draft));
    }
    if (!tree->is_whole()) {
        drafts.back().problem(
            {"damaged-xml",
             0,
             tree->damaged_at(),
             "the XML breaks off or is damaged here: what stands before is read"});
    }
    return drafts;
}

}  // namespace sarhad::intake
