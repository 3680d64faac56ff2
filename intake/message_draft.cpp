#include "message_draft.h"

#include "add_one.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

constexpr std::size_t kBagTagBytes = 35;

}  // namespace

void MessageDraft::problem(facts::Problem found) {
    std::vector<facts::Problem>& all = message.problems;
    if (all.size() + 1 < kProblems) {
        all.push_back(std::move(found));
    } else if (all.size() + 1 == kProblems) {
        all.push_back(
            {"too-many-problems", found.segment, found.offset, "further problems are not listed"});
    }
}

void MessageDraft::problem(const Segment& segment, std::string code, std::string text) {
    problem({std::move(code), segment.number(), segment.offset(), std::move(text)});
}

std::string MessageDraft::text(const Segment& segment, std::string_view sent, std::size_t max) {
    if (sent.size() <= max && is_plain(sent)) return std::string{sent};
    std::string text = to_utf8(sent, charset);
    if (!core::is_utf8(sent)) {
        if (!charset.is_known()) {
            problem(segment, "bad-charset", "UNB names an unknown charset: read as Latin-1");
        } else if (text.find("\xEF\xBF\xBD") != std::string::npos) {
            problem(segment, "bad-charset", "not in the charset that UNB names: letters are lost");
        }
    }
    if (text.size() > max) {
        problem(segment, "too-long", core::cat("a text was cut to ", max, " bytes"));
    }
    return core::cut_utf8(text, max);
}

facts::PartialDate MessageDraft::date(const Segment& segment,
                                      std::string_view sent,
                                      std::string_view format,
                                      Century century) {
    if (sent.empty()) {
        return {};
    }
    const auto read = read_date(sent, format, prepared, century);
    if (!read) {
        problem(segment, "bad-date", "not a date: the field stays unknown");
        return {};
    }
    if (!read->fits_format) {
        problem(segment, "date-format", "the format contradicts the date: read by its length");
    }
    const facts::PartialDate date = read->date;
    if (century == Century::kPast && prepared.is_known() && date > prepared) {
        problem(segment, "date-in-future", "a past date lies after the message's own date");
        // Of a later year it is no slip of the sender's clock: it would mislead whoever uses it.
        if (date.year > prepared.year) return {};
    }
    return date;
}

facts::Traveller* MessageDraft::add_traveller(const Segment& segment) {
    ++named_travellers;
    if (message.travellers.size() >= kTravellers) {
        if (named_travellers == kTravellers + 1) {
            problem(segment,
                    "too-many-travellers",
                    core::cat("only the first ", kTravellers, " are kept: split the message"));
        }
        return nullptr;
    }
    if (message.travellers.size() >= traveller_room) {
        is_too_large = true;
        return nullptr;
    }
    return &add_one(message.travellers);
}

void MessageDraft::add_bag_tags(const Segment& segment,
                                facts::Traveller& to,
                                std::string_view first,
                                std::uint32_t count) {
    const std::string tag = text(segment, first, kBagTagBytes);
    const std::size_t room = kBagTags - std::min(kBagTags, to.bag_tags.size());
    if (count > room) {
        problem(segment, "too-many-bags", core::cat("only ", kBagTags, " tags are kept"));
    }
    const std::size_t wanted = std::min<std::size_t>(count, room);
    if (tag.empty() || wanted == 0) {
        return;
    }
    // A few bytes can ask for a thousand tags: without a bound a file costs a thousandfold.
    if (wanted > bag_tag_room) {
        is_too_large = true;
        return;
    }
    for (std::string& each : expand_bag_tags(tag, static_cast<std::uint32_t>(wanted))) {
        to.bag_tags.push_back(std::move(each));
        --bag_tag_room;
    }
}

facts::TravelDocument* MessageDraft::add_document(const Segment& segment,
                                                  facts::Traveller& to,
                                                  std::string_view kind,
                                                  std::string_view number) {
    if (to.documents.size() >= kDocuments) {
        problem(segment,
                "too-many-documents",
                core::cat("only the first ", kDocuments, " of a traveller are kept"));
        return nullptr;
    }
    std::string digits = core::ascii_upper(to_utf8(number, charset));
    digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
    if (digits.empty()) {
        problem(segment, "document-without-number", "the document's number is missing");
    }
    facts::TravelDocument& document = to.documents.emplace_back();
    document.kind = text(segment, kind, facts::max_of(&facts::TravelDocument::kind));
    document.number = core::Redacted<std::string>{
        text(segment, digits, facts::max_of(&facts::TravelDocument::number))};
    return &document;
}

bool is_empty(const facts::Message& message) {
    return message.flights.empty() && message.travellers.empty() && message.bookings.empty() &&
           message.bags.empty() && message.conveyances.empty() && message.bills.empty() &&
           message.containers.empty() && message.declarations.empty() &&
           message.cash_declarations.empty() && message.seizures.empty() &&
           message.inspections.empty() && message.lookouts.empty();
}

void clear_facts(facts::Message& message) {
    message.flights.clear();
    message.travellers.clear();
    message.bookings.clear();
    message.bags.clear();
    message.conveyances.clear();
    message.bills.clear();
    message.containers.clear();
    message.declarations.clear();
    message.cash_declarations.clear();
    message.seizures.clear();
    message.inspections.clear();
    message.lookouts.clear();
    message.purpose.clear();
}

facts::Message refused_file(std::string code, std::uint32_t offset, std::string text) {
    facts::Message message;
    message.status = facts::MessageStatus::kRefused;
    message.problems.push_back({std::move(code), 0, offset, std::move(text)});
    return message;
}

void leave_out(facts::Message& message, std::string_view sort, std::uint32_t count) {
    for (facts::LeftOut& known : message.left_out) {
        if (known.sort == sort) {
            known.count += count;
            return;
        }
    }
    message.left_out.push_back({std::string{sort}, count});
}

}  // namespace sarhad::intake
