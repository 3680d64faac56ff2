#include "cargo_container.h"

#include "cargo_segments.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <utility>

namespace sarhad::intake {
namespace {

using facts::Container;

constexpr std::size_t kNumberBytes = facts::max_of(&Container::number);
constexpr std::size_t kSeals = facts::max_of(&Container::seals);
constexpr std::size_t kPlaces = facts::max_of(&Container::places);
constexpr std::size_t kParties = facts::max_of(&Container::parties);
constexpr std::size_t kDangerous = facts::max_of(&Container::dangerous);
constexpr std::size_t kAttachedMax = 16;
constexpr std::size_t kTotalsMax = 16;

/// Where a reference to a bill is wanted and there is none, stow plans carry a "1".
bool is_dummy(std::string_view number) {
    return number == "1" || number == "0";
}

}  // namespace

void CargoContainers::open(const Segment& at) {
    close();
    container_ = &draft_.open_container(at);
    container_->booking = booking_;
    container_->bill = bill_;
    at_ = at;
}

void CargoContainers::close() {
    if (container_ != nullptr && container_->goods.empty()) container_->goods = goods_;
    std::vector<Container> attached;
    attached.swap(attached_);
    for (Container& unit : attached) {
        if (container_ != nullptr) {
            unit.stowed_at = container_->stowed_at;
            unit.places = container_->places;
        }
    }
    container_ = nullptr;
    party_ = nullptr;
    is_described_ = is_move_exact_ = false;
    for (Container& unit : attached)
        draft_.open_container(at_) = std::move(unit);
}

void CargoContainers::add_total(const Segment& cnt) {
    if (totals_.size() < kTotalsMax) totals_.push_back(cnt);
}

void CargoContainers::finish() {
    close();
    for (const Segment& cnt : totals_)
        draft_.check_count(cnt, described_, "containers");
}

void CargoContainers::set_defaults(std::string booking, std::string bill) {
    if (booking_.empty()) booking_ = std::move(booking);
    if (bill_.empty()) bill_ = std::move(bill);
}

void CargoContainers::describe(const Segment& eqd) {
    is_described_ = true;
    ++described_;
    draft_.once_code<&Container::kind>(eqd, *container_, eqd.at(1));
    read_number(eqd);
    draft_.once_code<&Container::size_type>(eqd, *container_, eqd.at(3));
    draft_.once_code<&Container::status>(eqd, *container_, eqd.at(5));
    container_->fullness = fullness(eqd.at(6));
}

void CargoContainers::read_number(const Segment& eqd) {
    ContainerNumber number = read_container_number(draft_.text(eqd, eqd.at(2), kNumberBytes));
    const bool is_container = container_->kind.empty() || container_->kind == "CN";
    if (is_container && number.text.empty() && is_number_needed_) {
        draft_.problem(eqd, "container-without-number", "EQD: the container has no number");
    } else if (is_container && !number.text.empty() && !number.is_valid) {
        draft_.problem(eqd,
                       "bad-container-number",
                       "EQD: the container's number is not one of ISO 6346, or its check digit is "
                       "wrong: kept as sent");
    }
    container_->number = std::move(number.text);
    container_->is_number_valid = number.is_valid;
}

bool CargoContainers::take(const Segment& segment) {
    switch (packed(segment.tag())) {
        case packed("MEA"):
            read_weight(segment);
            return true;
        case packed("LOC"):
            read_location(segment);
            return true;
        case packed("SEL"):
            read_seal(draft_, segment, container_->seals, kSeals);
            return true;
        case packed("DTM"):
            read_moved(segment);
            return true;
        case packed("NAD"):
            read_party_of(segment);
            return true;
        case packed("CTA"):
        case packed("COM"):
            if (party_ != nullptr) read_contact(draft_, segment, *party_);
            return party_ != nullptr;
        case packed("RFF"):
            read_reference(segment);
            return true;
        case packed("DGS"):
            read_dangerous(draft_, segment, container_->dangerous, kDangerous);
            return true;
        case packed("TMP"):
            read_temperature_of(segment);
            return true;
        case packed("FTX"):
            read_goods(segment);
            return true;
        default:  // Not our enum.
            return take_rest(segment);
    }
}

bool CargoContainers::take_rest(const Segment& segment) {
    switch (packed(segment.tag())) {
        case packed("EQA"):
            read_attached(segment);
            return true;
        case packed("TDT"):
            voyage_.add_side(segment);
            return true;
        case packed("DOC"):
            draft_.once_code<&Container::weighing>(segment, *container_, segment.at(1));
            return true;
        // Dimensions, handling, movement, ranges of temperature, numbers of units: not kept.
        case packed("ATT"):
        case packed("DAM"):
        case packed("DIM"):
        case packed("EQN"):
        case packed("GDS"):
        case packed("GOR"):
        case packed("HAN"):
        case packed("PIA"):
        case packed("QTY"):
        case packed("RNG"):
        case packed("TMD"):
        case packed("TPL"):
        case packed("TSR"):
            return true;
        default:  // Not our enum.
            return false;
    }
}

void CargoContainers::read_weight(const Segment& mea) {
    const Measure measure = read_measure(draft_, mea);
    switch (measure.what) {
        case Measured::kGross:
            return draft_.keep_first(mea, container_->gross_grams, measure.amount);
        case Measured::kTare:
            return draft_.keep_first(mea, container_->tare_grams, measure.amount);
        case Measured::kVerified:
            return draft_.keep_first(mea, container_->verified_gross_grams, measure.amount);
        case Measured::kNet:
        case Measured::kVolume:
        case Measured::kQuantity:
        case Measured::kNothing:
            return;
    }
}

void CargoContainers::read_location(const Segment& loc) {
    if (loc.at(1) == "147") {
        draft_.once_code<&Container::stowed_at>(loc, *container_, loc.at(2));
        return;
    }
    static_cast<void>(
        read_place(draft_, loc, place_of_goods(loc.at(1)), container_->places, kPlaces));
}

void CargoContainers::read_moved(const Segment& dtm) {
    switch (packed(dtm.at(1))) {
        case packed("203"):
            break;
        case packed("7"):
        case packed("178"):
        case packed("186"):
        case packed("200"):
        case packed("310"):
        case packed("798"):
        case packed("WAT"):
            if (is_move_exact_ || container_->moved.is_known()) return;
            break;
        default:     // Not our enum.
            return;  // Orders, free days and the like.
    }
    const facts::LocalTime time = read_time(draft_, dtm);
    if (!time.is_known()) return;
    if (is_move_exact_ && container_->moved != time) return draft_.repeated(dtm);
    container_->moved = time;
    is_move_exact_ = dtm.at(1) == "203";
}

void CargoContainers::read_party_of(const Segment& nad) {
    facts::Party& party = read_party(draft_, nad, container_->parties, kParties);
    party_ = &party;
    if ((nad.at(1) == "CA" || nad.at(1) == "CF") && container_->carrier.empty()) {
        draft_.once<&Container::carrier>(
            nad, *container_, nad.at(2).empty() ? nad.at(4) : nad.at(2));
    }
}

void CargoContainers::read_reference(const Segment& rff) {
    const std::string_view number = rff.at(1, 1);
    const Reference kind = reference_kind(rff.at(1));
    if (kind == Reference::kBooking) {
        if (container_->booking == booking_) container_->booking.clear();
        draft_.once_code<&Container::booking>(rff, *container_, number);
    } else if (kind != Reference::kOther && !is_dummy(number)) {
        if (container_->bill == bill_) container_->bill.clear();
        draft_.once_code<&Container::bill>(rff, *container_, number);
    }
}

void CargoContainers::read_temperature_of(const Segment& tmp) {
    if (tmp.at(2).empty()) return;
    const auto tenths = read_temperature(tmp.at(2), tmp.at(2, 1));
    if (!tenths) {
        draft_.problem(tmp, "bad-quantity", "TMP: not a temperature in CEL or FAH");
    } else if (container_->has_temperature && container_->temperature_tenths != *tenths) {
        draft_.repeated(tmp);
    } else {
        container_->temperature_tenths = *tenths;
        container_->has_temperature = true;
    }
}

void CargoContainers::read_goods(const Segment& ftx) {
    if (is_goods_text(ftx.at(1))) {
        read_text(draft_, ftx, 4, container_->goods, facts::max_of(&Container::goods));
    } else {
        draft_.pass_text();
    }
}

void CargoContainers::read_attached(const Segment& eqa) {
    if (eqa.at(2).empty()) return;
    Container& unit = draft_.add(eqa, attached_, kAttachedMax, "attached-units");
    ContainerNumber number = read_container_number(draft_.text(eqa, eqa.at(2), kNumberBytes));
    unit.number = std::move(number.text);
    unit.is_number_valid = number.is_valid;
    draft_.once_code<&Container::kind>(eqa, unit, eqa.at(1));
}

}  // namespace sarhad::intake
