#include "edifact_bytes.h"
#include "paxlst_reader.h"
#include "traveller_name.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>
#include <utility>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::Traveller;

/// Known, and not kept: contacts, verification marks, employers, amounts (docs/intake.md).
constexpr std::array<std::string_view, 9> kNotKept{
    "CTA", "COM", "GEI", "EMP", "CPI", "QTY", "UNS", "UNH", "UNT"};

/// VW is the driver of a land crew list.
constexpr std::string_view kDriver = "VW";

bool is_traveller_code(std::string_view code) {
    return code == "FL" || code == "FM" || code == "DDU" || code == "DDT";
}

bool is_crew_code(std::string_view code) {
    return code == "FM" || code == "DDT" || code == kDriver;
}

/// Where a lost terminator glued "NAD+FL+++..." to the segment before: the element with the
/// qualifier. 0 where there is none.
std::size_t find_swallowed_party(const Segment& segment) {
    for (std::size_t e = 2; e + 3 < segment.elements(); ++e) {
        const std::size_t last = segment.components(e - 1) - 1;
        if (is_traveller_code(segment.at(e)) && segment.at(e - 1, last).ends_with("NAD") &&
            segment.at(e + 1).empty() && segment.at(e + 2).empty()) {
            return e;
        }
    }
    return 0;
}

class UnReader {
public:
    explicit UnReader(MessageDraft& draft) : draft_{draft}, itinerary_{draft} {}

    void take(const Segment& segment) {
        const std::string_view tag = segment.tag();
        const bool is_behind_name = std::exchange(is_behind_name_, false);
        const std::uint32_t code = packed(tag);
        for (const Handler& handler : kHandlers) {
            if (handler.tag == code) {
                (this->*handler.read)(segment);
                recover_swallowed_party(segment);
                return;
            }
        }
        if (std::find(kNotKept.begin(), kNotKept.end(), tag) == kNotKept.end()) {
            const auto& [named, element] = last_name_;
            if (is_behind_name && continues_name(named, element, segment)) {
                continue_name(draft_, named, element, segment, *traveller_);
                recover_swallowed_party(segment);
            } else {
                read_unknown(segment);
            }
        } else if (tag != "UNH") {
            recover_swallowed_party(segment);
        }
    }

    void finish() {
        itinerary_.finish_flight();
        if (draft_.unstored_texts > 0) {
            draft_.problem({std::string{kNotKeptCode},
                            0,
                            0,
                            core::cat(draft_.unstored_texts, " free texts are not kept")});
        }
        if (draft_.message.travellers.empty() && !traveller_seen_) return;
        if (draft_.stated.empty() && draft_.part.is_final) {
            draft_.problem({"no-count", 0, 0, "the message has no CNT: its end may be missing"});
        }
    }

private:
    struct Handler {
        consteval Handler(std::string_view name, void (UnReader::*reader)(const Segment&))
            : tag{packed(name)}, read{reader} {}
        std::uint32_t tag;
        void (UnReader::*read)(const Segment&);
    };
    static const std::array<Handler, 12> kHandlers;
    /// Where the name of a traveller stands.
    struct Name {
        Segment segment{};
        std::size_t element{0};
    };

    void read_function(const Segment& segment) {
        const std::string_view code = segment.at(1);
        const std::string_view word = announced(code, segment.at(2));
        draft_.message.function = std::string{word};
        if (word.empty()) {
            draft_.problem(segment, "unknown-function", "BGM: a document code that is not known");
        }
    }

    void read_party(const Segment& segment) {
        const std::string_view code = segment.at(1);
        const bool is_driver = code == kDriver && draft_.message.function == "land-crew";
        if (is_traveller_code(code) || is_driver) {
            start_traveller(segment, 1);
        } else if (code == "MS") {
            return;
        } else if (segment.elements() > 4 && itinerary_seen_) {
            draft_.problem(segment,
                           "unknown-party",
                           "NAD: a party code that is not known; taken as a passenger");
            start_traveller(segment, 1);
        } else {
            draft_.problem(segment, "unknown-party", "NAD: a party code that is not known");
        }
    }

    /// `party`: the element with the qualifier; the name stands three behind it.
    void start_traveller(const Segment& segment, std::size_t party) {
        close_flights();
        traveller_seen_ = true;
        is_in_document_ = false;
        document_ = nullptr;
        born_seen_ = sex_seen_ = bag_count_stated_ = false;
        traveller_ = draft_.add_traveller(segment);
        const std::string_view code = segment.at(party);
        if (is_crew_code(code)) ++draft_.crew;
        if (traveller_ == nullptr) return;
        if (code == "FM" || code == kDriver) traveller_->kind = facts::TravellerKind::kCrew;
        if (code == "DDU" || code == "DDT") traveller_->kind = facts::TravellerKind::kInTransit;
        read_name(draft_, segment, party + 3, *traveller_);
        last_name_ = Name{segment, party + 3};
        is_behind_name_ = true;
    }

    void read_unknown(const Segment& segment) {
        const bool has_code = is_traveller_code(segment.at(1));
        if (!has_code && !segment.tag().starts_with("NAD")) {
            draft_.problem(segment, "unknown-segment", "a segment that is not known here");
            recover_swallowed_party(segment);
            return;
        }
        draft_.problem(segment, "damaged-segment", "read as the start of a traveller");
        // Where the separator after NAD is lost, every element stands one place too early.
        start_traveller(segment, has_code ? 1 : 0);
    }

    void recover_swallowed_party(const Segment& segment) {
        const std::size_t party = find_swallowed_party(segment);
        if (party > 0) {
            draft_.problem(segment, "damaged-segment", "the start of a traveller stands inside it");
            start_traveller(segment, party);
        }
    }

    void read_transport(const Segment& segment) {
        traveller_ = nullptr;
        itinerary_seen_ = true;
        itinerary_.start_flight(segment, segment.at(2), segment.at(5));
    }

    void read_location(const Segment& segment) {
        if (traveller_ != nullptr) {
            read_traveller_location(segment);
        } else if (!is_past_limit()) {
            read_flight_location(segment);
        }
    }

    void read_flight_location(const Segment& segment) {
        const std::string_view code = segment.at(1);
        const std::string_view port = segment.at(2);
        if (code == "125") {
            itinerary_.add_stop(segment, port, StopRole::kDeparture);
        } else if (code == "87") {
            itinerary_.add_stop(segment, port, StopRole::kArrival);
        } else if (code == "92") {
            itinerary_.add_stop(segment, port, StopRole::kEither);
        } else if (code == "130") {
            itinerary_.add_stop(segment, port, StopRole::kFinal);
        } else if (code == "22") {
            itinerary_.add_stop(segment, port, StopRole::kInferred);
        } else {
            itinerary_.pass_location();
            if (code != "188" && code != "172") {
                draft_.problem(
                    segment, "unknown-code", "LOC: a location code not known for a flight");
            }
        }
        itinerary_seen_ = true;
    }

    void read_traveller_location(const Segment& segment) {
        const std::string_view code = segment.at(1);
        Traveller& to = *traveller_;
        if (code == "91") {
            read_issuer(segment);
        } else if (code == "22") {
            once<&Traveller::clears_at>(segment, to, segment.at(2));
        } else if (code == "174") {
            once<&Traveller::residence>(segment, to, segment.at(2));
        } else if (code == "178") {
            once<&Traveller::embarks>(segment, to, segment.at(2));
        } else if (code == "179") {
            once<&Traveller::disembarks>(segment, to, segment.at(2));
            if (to.kind == facts::TravellerKind::kInTransit) to.transit_to = to.disembarks;
        } else if (code == "180") {
            read_birthplace(segment);
        } else {
            draft_.problem(
                segment, "unknown-code", "LOC: a location code not known for a traveller");
        }
    }

    /// "LOC+180+:::AMBER HILL", with a country code before it or further elements behind it.
    void read_birthplace(const Segment& segment) {
        std::string place;
        for (std::size_t e = 2; e < segment.elements(); ++e) {
            for (const std::size_t c : {std::size_t{0}, std::size_t{3}}) {
                if (segment.at(e, c).empty()) continue;
                if (!place.empty()) place += ' ';
                place += segment.at(e, c);
            }
        }
        once<&Traveller::place_of_birth>(segment, *traveller_, place);
    }

    /// A state or province that issued a licence (code list 163) stands beside its country, which
    /// wins.
    void read_issuer(const Segment& segment) {
        if (document_ != nullptr) {
            const bool is_part = segment.at(2, 1) == "163";
            if (is_part && !document_->issuer.empty()) return;
            if (is_issuer_part_ && !is_part) document_->issuer.clear();
            is_issuer_part_ = is_part;
            once<&facts::TravelDocument::issuer>(segment, *document_, segment.at(2));
        } else if (!is_in_document_) {
            misplaced(segment);
        }
    }

    void read_time(const Segment& segment) {
        const std::string_view code = segment.at(1);
        const std::string_view sent = segment.at(1, 1);
        const std::string_view format = segment.at(1, 2);
        // Lists of land crews tell when they are expected (132, 133), no schedule.
        const bool is_arrival = code == "232" || code == "132";
        if (is_arrival || code == "189" || code == "133") {
            const auto time = read_local_time(sent, format, draft_.prepared);
            if (!itinerary_.has_flight()) {
                misplaced(segment);
            } else if (is_arrival) {
                itinerary_.set_arrival(segment, time);
            } else {
                itinerary_.set_departure(segment, time);
            }
        } else if (code == "329") {
            read_birth(segment, sent, format);
        } else if (code == "36" || code == "182") {
            read_document_date(segment, sent, format);
        } else if (code != "137" && code != "554" && !is_past_limit()) {
            draft_.problem(segment, "unknown-code", "DTM: a date code that is not known");
        }
    }

    void read_birth(const Segment& segment, std::string_view sent, std::string_view format) {
        if (traveller_ == nullptr) {
            misplaced(segment);
        } else if (born_seen_) {
            repeated(segment);
        } else {
            born_seen_ = true;
            traveller_->date_of_birth =
                Redacted{draft_.date(segment, sent, format, Century::kPast)};
        }
    }

    void read_document_date(const Segment& segment,
                            std::string_view sent,
                            std::string_view format) {
        if (document_ == nullptr) {
            if (!is_in_document_) misplaced(segment);
            return;
        }
        const bool is_expiry = segment.at(1) == "36";
        facts::PartialDate& date = is_expiry ? document_->expires : document_->issued;
        if (date.is_known()) {
            repeated(segment);
        } else {
            date =
                draft_.date(segment, sent, format, is_expiry ? Century::kNearest : Century::kPast);
        }
    }

    void read_attribute(const Segment& segment) {
        if (traveller_ == nullptr) return misplaced(segment);
        if (segment.at(1) != "2") return;
        if (sex_seen_) return repeated(segment);
        sex_seen_ = true;
        const std::string_view sex = segment.at(3).empty() ? segment.at(2) : segment.at(3);
        if (sex == "M") {
            traveller_->sex = facts::Sex::kMale;
        } else if (sex == "F") {
            traveller_->sex = facts::Sex::kFemale;
        } else if (sex == "X") {
            traveller_->sex = facts::Sex::kOther;
        } else if (!sex.empty() && sex != "U") {
            draft_.problem(segment, "unknown-code", "ATT: sex is none of F, M, X, U");
        }
    }

    void read_measure(const Segment& segment) {
        if (traveller_ == nullptr) return misplaced(segment);
        const std::string_view sent = segment.at(3, 1).empty() ? segment.at(3) : segment.at(3, 1);
        const auto quantity = read_quantity(sent);
        const std::string_view unit = segment.at(3);
        if (!quantity) {
            draft_.problem(segment, "bad-quantity", "MEA: not a number in range");
        } else if (segment.at(1) == "CT" && *quantity <= UINT16_MAX) {
            traveller_->bag_count = static_cast<std::uint16_t>(*quantity);
            bag_count_stated_ = true;
        } else if (segment.at(1) == "WT") {
            const bool is_pounds = unit == "LBR" || unit == "LBS";
            traveller_->bag_weight_kg = is_pounds ? pounds_to_kilograms(*quantity) : *quantity;
            if (!is_pounds && unit != "KGM" && unit != "KG" && unit != sent) {
                draft_.problem(segment, "unknown-code", "MEA: unit is neither KGM nor LBR");
            }
        } else {
            draft_.problem(segment, "unknown-code", "MEA: a measure that is not known");
        }
    }

    void read_free_text(const Segment& segment) {
        if (segment.at(1) != "BAG") {
            ++draft_.unstored_texts;
            return;
        }
        if (traveller_ == nullptr) return misplaced(segment);
        const std::string_view tag = segment.at(4);
        const bool has_digit = tag.find_first_of("0123456789") != std::string_view::npos;
        if (!tag.empty() && !has_digit) return;  // "NULL": some systems' word for no tag.
        const auto sent = read_quantity(segment.at(4, 1));
        const bool is_count_bad = !segment.at(4, 1).empty() && (!sent || *sent == 0);
        const std::uint32_t count = sent && *sent > 0 ? *sent : 1;
        if (is_count_bad) draft_.problem(segment, "bad-quantity", "FTX+BAG: not a number of bags");
        // As the reference has it: without MEA+CT the last FTX+BAG states the number of bags.
        if (!bag_count_stated_) {
            traveller_->bag_count = static_cast<std::uint16_t>(std::min(count, kMostBags));
        }
        draft_.add_bag_tags(segment, *traveller_, tag, count);
    }

    void read_nationality(const Segment& segment) {
        if (traveller_ == nullptr) return misplaced(segment);
        once<&Traveller::nationality>(segment, *traveller_, segment.at(2));
    }

    void read_reference(const Segment& segment) {
        if (traveller_ == nullptr) return;  // The message's own reference (RFF+TN): not kept.
        const std::string_view code = segment.at(1);
        const std::string_view sent = segment.at(1, 1);
        if (code == "AVF") {
            once<&Traveller::booking>(segment, *traveller_, sent);
        } else if (code == "ABO") {
            once<&Traveller::carrier_id>(segment, *traveller_, sent);
        } else if (code == "SEA") {
            const std::size_t zeros = std::min(sent.find_first_not_of('0'), sent.size());
            once<&Traveller::seat>(segment, *traveller_, sent.substr(zeros));
        } else if (code != "TN" && code != "AEA" && code != "CR" && code != "YZY") {
            draft_.problem(segment, "unknown-code", "RFF: a reference that is not known");
        }
    }

    /// "DOC++" with its empty dates is what some systems send for no document.
    void read_document(const Segment& segment) {
        if (traveller_ == nullptr) return misplaced(segment);
        is_in_document_ = true;
        is_issuer_part_ = false;
        document_ = nullptr;
        if (!segment.at(1).empty() || !segment.at(2).empty()) {
            document_ = draft_.add_document(segment, *traveller_, segment.at(1), segment.at(2));
        }
    }

    void read_count(const Segment& segment) {
        const auto count = core::parse_uint(segment.at(1, 1));
        if (!count) {
            draft_.problem(segment, "bad-quantity", "CNT: not a number");
        }
        draft_.stated.push_back({std::string{segment.at(1).substr(0, 3)},
                                 count ? *count : draft_.named_travellers,
                                 segment.number(),
                                 segment.offset()});
    }

    void close_flights() {
        itinerary_.finish_flight();
        if (!draft_.prepared.is_known() && !draft_.message.flights.empty()) {
            draft_.prepared = draft_.message.flights.front().departs.date;
        }
    }

    /// The first one stays: a repeat may belong to a traveller whose start was lost.
    template <auto Member, class Fact>
    void once(const Segment& segment, Fact& to, std::string_view sent) {
        auto& field = to.*Member;
        std::remove_reference_t<decltype(field)> text{
            draft_.text(segment, sent, facts::max_of(Member))};
        if (field != std::remove_reference_t<decltype(field)>{} && field != text) {
            repeated(segment);
        } else {
            field = std::move(text);
        }
    }

    void repeated(const Segment& segment) {
        draft_.problem(
            segment, "repeated-segment", "stated twice for a traveller: the first stays");
    }

    /// The segment is of a traveller past the limit, of whom nothing is kept.
    [[nodiscard]] bool is_past_limit() const {
        return traveller_seen_ && traveller_ == nullptr && !itinerary_.has_flight();
    }

    void misplaced(const Segment& segment) {
        if (is_past_limit()) return;
        draft_.problem(segment, "misplaced-segment", "it belongs to nothing before it");
    }

    static constexpr std::uint32_t kMostBags = kBagTags;

    MessageDraft& draft_;
    Itinerary itinerary_;
    Traveller* traveller_{nullptr};  ///< Valid until the next one is added.
    facts::TravelDocument* document_{nullptr};
    Name last_name_{};
    bool is_behind_name_{false};  ///< The segment before started a traveller: last_name_ is its.
    bool itinerary_seen_{false};
    bool traveller_seen_{false};
    bool is_in_document_{false};
    bool is_issuer_part_{false};  ///< The document's issuer is a part of a country so far.
    bool born_seen_{false};
    bool sex_seen_{false};
    bool bag_count_stated_{false};  ///< By MEA+CT.
};

constexpr std::array<UnReader::Handler, 12> UnReader::kHandlers{{
    {"BGM", &UnReader::read_function},
    {"NAD", &UnReader::read_party},
    {"TDT", &UnReader::read_transport},
    {"LOC", &UnReader::read_location},
    {"DTM", &UnReader::read_time},
    {"ATT", &UnReader::read_attribute},
    {"MEA", &UnReader::read_measure},
    {"FTX", &UnReader::read_free_text},
    {"NAT", &UnReader::read_nationality},
    {"RFF", &UnReader::read_reference},
    {"DOC", &UnReader::read_document},
    {"CNT", &UnReader::read_count},
}};

}  // namespace

void read_un_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    // Ten segments a traveller, or so: moving travellers as their vector grows costs more.
    const std::size_t expected = (frame.last - frame.first) / 10 + 1;
    draft.message.travellers.reserve(std::min({expected, kTravellers, draft.traveller_room}));
    UnReader reader{draft};
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        reader.take(tokens[i]);
    }
    reader.finish();
}

}  // namespace sarhad::intake
