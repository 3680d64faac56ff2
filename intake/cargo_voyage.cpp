#include "cargo_voyage.h"

#include "cargo_segments.h"

#include "core/text.h"

#include <optional>

namespace sarhad::intake {
namespace {

using facts::Conveyance;
using facts::PlaceRole;

constexpr std::size_t kPlaces = facts::max_of(&Conveyance::places);
constexpr std::size_t kParties = facts::max_of(&Conveyance::parties);
constexpr std::size_t kSeals = facts::max_of(&Conveyance::seals);
constexpr std::size_t kWaitingMax = 8;

/// What a time is of: the higher rank wins, what happened over what is expected.
struct TimeMeaning {
    bool is_arrival;
    int rank;
};
std::optional<TimeMeaning> time_meaning(std::string_view code) {
    constexpr int kScheduled = 1;
    constexpr int kEstimated = 2;
    constexpr int kActual = 3;
    switch (packed(code)) {
        case packed("232"):
            return TimeMeaning{true, kScheduled};
        case packed("132"):
            return TimeMeaning{true, kEstimated};
        case packed("178"):
            return TimeMeaning{true, kActual};
        case packed("189"):
            return TimeMeaning{false, kScheduled};
        case packed("133"):
            return TimeMeaning{false, kEstimated};
        case packed("136"):
        case packed("186"):
            return TimeMeaning{false, kActual};
        default:  // Not our enum.
            return std::nullopt;
    }
}

/// What happened did not happen at the next port; nothing departs from where it ends.
bool may_have(PlaceRole role, TimeMeaning time) {
    if (!time.is_arrival) return role != PlaceRole::kNext && role != PlaceRole::kFinal;
    return time.rank < 3 || role != PlaceRole::kNext;
}

/// "0700" in format 401 is a time of day only: its date came before.
bool is_time_of_day(const Segment& dtm) {
    return dtm.at(1, 2) == "401" && dtm.at(1, 1).size() == 4 &&
           core::is_ascii_digits(dtm.at(1, 1)) && dtm.at(1, 1) < "2400" && dtm.at(1, 1)[2] < '6';
}

void set_time_of_day(facts::LocalTime& time, std::string_view digits) {
    const auto pair = [digits](std::size_t at) {
        return static_cast<std::uint8_t>((digits[at] - '0') * 10 + (digits[at + 1] - '0'));
    };
    time.hour = pair(0);
    time.minute = pair(2);
}

}  // namespace

Conveyance& CargoVoyage::current(const Segment& at) {
    if (conveyance_ == nullptr) {
        conveyance_ = &draft_.open_conveyance(at);
        const std::vector<Conveyance>& all = draft_.message().conveyances;
        place_in_list_.reset();
        if (!all.empty() && conveyance_ == &all.back()) place_in_list_ = all.size() - 1;
        has_transport_ = false;
    }
    return *conveyance_;
}

bool CargoVoyage::take(const Segment& segment) {
    switch (packed(segment.tag())) {
        case packed("TDT"):
            start(segment);
            return true;
        case packed("LOC"):
            add_place(segment);
            return true;
        case packed("DTM"):
            static_cast<void>(set_time(segment));
            return true;
        case packed("NAD"):
            add_party(segment);
            return true;
        case packed("CTA"):
        case packed("COM"):
            if (party_ != nullptr) read_contact(draft_, segment, *party_);
            return true;
        case packed("SEL"):
            add_seal(segment);
            return true;
        default:  // Not our enum.
            return false;
    }
}

/// A vehicle with several identifiers comes in several TDT that stand in a row and differ in C222
/// alone.
bool CargoVoyage::is_same_vehicle(const Segment& tdt) const {
    constexpr std::size_t kMeans = 8;
    const bool is_next = has_transport_ && tdt.number() == last_.number() + 1;
    if (!is_next || !tdt.at(2).empty() || conveyance_->mode != facts::Mode::kRoad) return false;
    for (std::size_t e = 1; e < kMeans; ++e) {
        if (tdt.at(e) != last_.at(e) || tdt.at(e, 3) != last_.at(e, 3)) return false;
    }
    return true;
}

/// The plate, which has a nationality, is its number; the others stand in the name.
void CargoVoyage::add_identifier(const Segment& tdt) {
    Conveyance other;
    read_transport(draft_, tdt, other);
    const bool is_plate = !other.flag.empty() && conveyance_->flag.empty();
    if (is_plate) {
        std::swap(conveyance_->number, other.number);
        conveyance_->flag = other.flag;
    }
    if (other.number.empty() || other.number == conveyance_->number) return;
    if (!conveyance_->name.empty()) conveyance_->name += ", ";
    conveyance_->name = draft_.text(
        tdt, core::cat(conveyance_->name, other.number), facts::max_of(&Conveyance::name));
}

void CargoVoyage::start(const Segment& tdt) {
    party_ = nullptr;
    if (is_same_vehicle(tdt)) {
        last_ = tdt;
        add_identifier(tdt);
        return;
    }
    last_ = tdt;
    if (has_transport_) {
        conveyance_ = nullptr;
        ranks_.clear();
    }
    Conveyance& conveyance = current(tdt);
    has_transport_ = true;
    read_transport(draft_, tdt, conveyance);
}

void CargoVoyage::add_side(const Segment& tdt) {
    const std::string key = core::cat(tdt.at(2), "|", tdt.at(8), "|", tdt.at(8, 3));
    if (key == "||" || !named_.insert(key).second) return;
    read_transport(draft_, tdt, draft_.open_conveyance(tdt));
    party_ = nullptr;
    // The list may have moved.
    if (place_in_list_) conveyance_ = &draft_.message().conveyances[*place_in_list_];
}

void CargoVoyage::add_place(const Segment& loc) {
    Conveyance& conveyance = current(loc);
    const PlaceMeaning meaning = place_of_conveyance(loc.at(1));
    if (read_place(draft_, loc, meaning, conveyance.places, kPlaces) == nullptr) return;
    ranks_.resize(conveyance.places.size());
    std::vector<Segment> waiting;
    waiting.swap(waiting_);
    for (const Segment& dtm : waiting)
        set_time(dtm);
}

bool CargoVoyage::set_time(const Segment& dtm) {
    if (!time_meaning(dtm.at(1))) return false;
    if (!place_time(dtm) && waiting_.size() < kWaitingMax) waiting_.push_back(dtm);
    return true;
}

bool CargoVoyage::place_time(const Segment& dtm) {
    const TimeMeaning time = *time_meaning(dtm.at(1));
    const Conveyance& conveyance = current(dtm);
    for (std::size_t i = conveyance.places.size(); i-- > 0;) {
        if (may_have(conveyance.places[i].role, time)) {
            put_time(dtm, i);
            return true;
        }
    }
    return false;
}

void CargoVoyage::put_time(const Segment& dtm, std::size_t place) {
    const TimeMeaning meaning = *time_meaning(dtm.at(1));
    facts::Place& of = conveyance_->places[place];
    facts::LocalTime& time = meaning.is_arrival ? of.arrives : of.departs;
    int& rank = meaning.is_arrival ? ranks_[place].arrives : ranks_[place].departs;
    if (is_time_of_day(dtm)) {
        if (time.is_known() && rank == meaning.rank) set_time_of_day(time, dtm.at(1, 1));
        return;
    }
    const facts::LocalTime sent = read_time(draft_, dtm);
    if (!sent.is_known() || meaning.rank < rank) return;
    if (meaning.rank == rank && time != sent) {
        draft_.repeated(dtm);
        return;
    }
    time = sent;
    rank = meaning.rank;
}

void CargoVoyage::add_party(const Segment& nad) {
    Conveyance& conveyance = current(nad);
    facts::Party& party = read_party(draft_, nad, conveyance.parties, kParties);
    if (party.role == facts::PartyRole::kCarrier && conveyance.carrier.empty()) {
        const std::string& known =
            party.number.reveal().empty() ? party.name.reveal() : party.number.reveal();
        conveyance.carrier = core::cut_utf8(known, facts::max_of(&Conveyance::carrier));
    }
    party_ = &party;
}

void CargoVoyage::add_seal(const Segment& sel) {
    read_seal(draft_, sel, current(sel).seals, kSeals);
}

void CargoVoyage::add_reference(const Segment& rff) {
    if (rff.at(1, 1).empty()) return;
    Conveyance& conveyance = current(rff);
    const std::string_view code = rff.at(1);
    if (code == "VON") {
        if (conveyance.voyage.empty()) {
            draft_.once_code<&Conveyance::voyage>(rff, conveyance, rff.at(1, 1));
        }
    } else if (code == "VM") {
        if (conveyance.number.empty()) {
            draft_.once<&Conveyance::number>(rff, conveyance, rff.at(1, 1));
        }
    } else if (conveyance.reference.empty()) {
        draft_.once_code<&Conveyance::reference>(rff, conveyance, rff.at(1, 1));
    }
}

void CargoVoyage::set_number(const Segment& bgm, std::string_view number) {
    if (!number.empty()) draft_.once_code<&Conveyance::reference>(bgm, current(bgm), number);
}

void CargoVoyage::finish() {
    if (waiting_.empty()) return;
    Conveyance& conveyance = current(waiting_.front());
    facts::Place& place = draft_.add(waiting_.front(), conveyance.places, kPlaces, "places");
    place.role = PlaceRole::kCall;
    ranks_.resize(conveyance.places.size());
    for (const Segment& dtm : waiting_)
        static_cast<void>(place_time(dtm));
    waiting_.clear();
}

}  // namespace sarhad::intake
