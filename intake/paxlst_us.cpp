#include "paxlst_reader.h"

#include "core/text.h"

#include <optional>

namespace sarhad::intake {
namespace {

using core::Redacted;

constexpr std::size_t kNameBytes = facts::max_of(&facts::Traveller::surname);
constexpr std::size_t kPortBytes = facts::max_of(&facts::Traveller::embarks);
constexpr std::size_t kIssuerBytes = facts::max_of(&facts::TravelDocument::issuer);

class UsReader {
public:
    explicit UsReader(MessageDraft& draft) : draft_{draft}, itinerary_{draft} {}

    void take(const Segment& segment) {
        const std::string_view tag = segment.tag();
        if (tag == "TDT") {
            itinerary_.start_flight(segment, segment.at(2), segment.at(4));
        } else if (tag == "LOC") {
            read_location(segment);
        } else if (tag == "DTM") {
            read_time(segment);
        } else if (tag == "PDT") {
            read_traveller(segment);
        } else if (tag != "UNH" && tag != "UNT" && tag != "CTA" && tag != "UNS") {
            draft_.problem(segment, "unknown-segment", "a segment that is not known here");
        }
    }

    void finish() { itinerary_.finish_flight(); }

private:
    void read_location(const Segment& segment) {
        const std::string_view code = segment.at(1);
        if (code == "5" || code == "005") {
            itinerary_.add_stop(segment, segment.at(2), StopRole::kDeparture);
        } else if (code == "8" || code == "008") {
            itinerary_.add_stop(segment, segment.at(2), StopRole::kArrival);
        } else if (code == "PT") {
            itinerary_.add_stop(segment, segment.at(2), StopRole::kEither);
        } else {
            draft_.problem(segment, "unknown-code", "LOC: a location code that is not known");
        }
    }

    /// Date and time stand in two elements; the zone behind them is that of the port.
    void read_time(const Segment& segment) {
        const std::string digits = core::cat(segment.at(2), segment.at(3));
        const auto time = read_local_time(digits, "", draft_.prepared);
        if (segment.at(1) == "136") {
            itinerary_.set_departure(segment, time);
        } else if (segment.at(1) == "132") {
            itinerary_.set_arrival(segment, time);
        } else {
            draft_.problem(segment, "unknown-code", "DTM: a date code that is not known");
        }
    }

    /// PDT+P/number:expiry:issuer+last:first:middle:born:sex+kind+embarks:disembarks
    void read_traveller(const Segment& segment) {
        if (is_further_document(segment)) {
            if (current_ != nullptr) read_document(segment, *current_);
            return;
        }
        const bool has_name = !segment.at(2).empty() || !segment.at(2, 1).empty();
        owner_ = segment;
        current_ = draft_.add_traveller(segment);
        if (current_ == nullptr) return;
        facts::Traveller& traveller = *current_;
        traveller.surname = personal(segment, segment.at(2));
        traveller.first_name = personal(segment, segment.at(2, 1));
        traveller.middle_name = personal(segment, segment.at(2, 2));
        if (!has_name) {
            draft_.problem(segment, "name-missing", "a traveller has no name");
        }
        traveller.date_of_birth =
            Redacted{draft_.date(segment, segment.at(2, 3), "", Century::kPast)};
        read_sex(segment, traveller);
        read_kind(segment, traveller);
        traveller.embarks = draft_.text(segment, segment.at(4), kPortBytes);
        traveller.disembarks = draft_.text(segment, segment.at(4, 1), kPortBytes);
        read_document(segment, traveller);
    }

    /// Nothing of a person stands in it, and nothing contradicts the traveller before. A birth or a
    /// sex without a name is somebody whose name was lost.
    [[nodiscard]] bool is_further_document(const Segment& segment) const {
        if (!owner_) return false;
        for (std::size_t c = 0; c < segment.components(2); ++c) {
            if (!segment.at(2, c).empty()) return false;
        }
        const auto agrees = [&](std::size_t element, std::size_t component) {
            const std::string_view sent = segment.at(element, component);
            return sent.empty() || sent == owner_->at(element, component);
        };
        return agrees(3, 0) && agrees(4, 0) && agrees(4, 1);
    }

    Redacted<std::string> personal(const Segment& segment, std::string_view sent) {
        return Redacted<std::string>{draft_.text(segment, sent, kNameBytes)};
    }

    void read_sex(const Segment& segment, facts::Traveller& traveller) {
        const std::string_view sex = segment.at(2, 4);
        if (sex == "M") {
            traveller.sex = facts::Sex::kMale;
        } else if (sex == "F") {
            traveller.sex = facts::Sex::kFemale;
        } else if (!sex.empty() && sex != "U") {
            draft_.problem(segment, "unknown-code", "PDT: sex is none of F, M, U");
        }
    }

    void read_kind(const Segment& segment, facts::Traveller& traveller) {
        const std::string_view kind = segment.at(3);
        if (kind == "CRW" || kind == "CRE") {
            traveller.kind = facts::TravellerKind::kCrew;
            ++draft_.crew;
        } else if (kind == "ITI" || kind == "ITB") {
            traveller.kind = facts::TravellerKind::kInTransit;
        } else if (!kind.empty() && kind != "PAX") {
            draft_.problem(segment, "unknown-code", "PDT: kind of traveller is not known");
        }
    }

    void read_document(const Segment& segment, facts::Traveller& traveller) {
        const std::string_view sent = segment.at(1);
        const std::size_t slash = sent.find('/');
        const bool has_kind = slash != std::string_view::npos;
        const std::string_view kind = has_kind ? sent.substr(0, slash) : std::string_view{};
        const std::string_view number = has_kind ? sent.substr(slash + 1) : sent;
        if (number.empty() && kind.empty()) return;
        facts::TravelDocument* document = draft_.add_document(segment, traveller, kind, number);
        if (document == nullptr) return;
        document->expires = draft_.date(segment, segment.at(1, 1), "", Century::kNearest);
        document->issuer = draft_.text(segment, segment.at(1, 2), kIssuerBytes);
    }

    MessageDraft& draft_;
    Itinerary itinerary_;
    facts::Traveller* current_{nullptr};  ///< Null past the limit too.
    std::optional<Segment> owner_{};      ///< The PDT that started the traveller at hand.
};

}  // namespace

void read_us_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    UsReader reader{draft};
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        reader.take(tokens[i]);
    }
    reader.finish();
}

}  // namespace sarhad::intake
