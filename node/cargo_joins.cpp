#include "node/cargo_joins.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "node/journey_plan.h"
#include "wire/hash.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

constexpr std::array kVoyageSorts{CargoSort::kStowPlan, CargoSort::kBill, CargoSort::kContainers};

bool is_cancelled(const CargoItem& item) {
    return item.function.ends_with("-cancelled");
}

/// Whether two pieces are of one voyage, by any name of it that both tell.
bool is_same_voyage(const CargoItem& one, const CargoItem& other) {
    if (!one.conveyance || !other.conveyance) {
        return false;
    }
    const auto left = voyage_keys(*one.conveyance);
    const auto right = voyage_keys(*other.conveyance);
    return std::any_of(left.begin(), left.end(), [&](const std::string& key) {
        return std::find(right.begin(), right.end(), key) != right.end();
    });
}

/// A departure told without its year is the one nearest to now.
void set_year(facts::FlightLeg& leg, core::WallTime now) {
    constexpr std::string_view kForm = "--MM-DD";
    if (leg.departs.is_known() || leg.day.size() < kForm.size() || !leg.day.starts_with("--") ||
        leg.day[2] == '-') {
        return;
    }
    const facts::PartialDate today = facts::day_of(now);
    constexpr int kHalfYear = 6;
    const auto told = facts::PartialDate::parse(
        core::cat(today.year, "-", std::string_view{leg.day}.substr(2, 5)));
    if (!told || !told->is_full()) {
        return;
    }
    leg.departs.date = *told;
    const int apart = static_cast<int>(told->month) - static_cast<int>(today.month);
    leg.departs.date.year = static_cast<std::int16_t>(apart > kHalfYear    ? today.year - 1
                                                      : apart < -kHalfYear ? today.year + 1
                                                                           : int{today.year});
}

/// What unmanifested_containers() looks at.
facts::Container slim(const facts::Container& told) {
    facts::Container made;
    made.number = told.number;
    made.kind = told.kind;
    made.stowed_at = told.stowed_at;
    made.fullness = told.fullness;
    made.bill = told.bill;
    for (const facts::Place& place : told.places) {
        if (place.role == facts::PlaceRole::kDischarge) {
            made.places.push_back(place);
        }
    }
    return made;
}

}  // namespace

Result<std::vector<StoredCargoItem>> CargoJoiner::of(const std::string& key,
                                                     CargoSort sort,
                                                     std::size_t limit) const {
    if (key.empty()) {
        return std::vector<StoredCargoItem>{};
    }
    return read_joined(from_, seal_, {cargo_key(store_key_, key), sort, limit, {}});
}

Result<JoinedCargo> CargoJoiner::join(StoredCargoItem due, core::WallTime now) const {
    JoinedCargo joined;
    joined.due = std::move(due);
    if (!joined.due.item) {
        return joined;
    }
    switch (joined.due.sort) {
        case CargoSort::kBill:
            SARHAD_TRY_STATUS(join_bill(joined));
            break;
        case CargoSort::kDeclaration:
            SARHAD_TRY_STATUS(join_declaration(joined));
            break;
        case CargoSort::kGate:
            SARHAD_TRY_STATUS(join_gate(joined));
            break;
        case CargoSort::kBags:
            SARHAD_TRY_STATUS(join_bags(joined, now));
            break;
        case CargoSort::kContainers:
        case CargoSort::kStowPlan:
        case CargoSort::kConveyance:
            break;
    }
    if (joined.due.decided > 0) {
        joined.again.clear();  // Who is asked again tells the others nothing that they do not know.
    }
    return joined;
}

Status CargoJoiner::join_bill(JoinedCargo& joined) const {
    const CargoItem& item = *joined.due.item;
    const std::string key = bill_key(item.bill->number);
    SARHAD_TRY(const auto declarations, of(key, CargoSort::kDeclaration, kJoinedPiecesMax));
    for (const StoredCargoItem& one : declarations) {
        if (one.item) {
            joined.declarations.push_back(*one.item);
            joined.again.push_back(one.at);
        }
    }
    SARHAD_TRY(const auto told, of(key, CargoSort::kBill, kJoinedPiecesMax));
    for (const StoredCargoItem& one : told) {
        const bool is_same_bill =
            one.item && one.item->bill && bill_key(one.item->bill->number) == key;
        joined.amendments += is_same_bill && one.at.message < joined.due.at.message ? 1U : 0U;
    }
    std::size_t looked_at = 0;
    for (const facts::Container& container : item.containers) {
        if (++looked_at > kJoinedContainersMax) {
            break;
        }
        SARHAD_TRY(const auto seen, of(container_key(container.number), CargoSort::kGate, 4));
        for (const StoredCargoItem& one : seen) {
            if (one.item && !is_cancelled(*one.item)) {
                joined.gate.push_back(*one.item);
            }
        }
    }
    return join_plan(joined);
}

Status CargoJoiner::join_plan(JoinedCargo& joined) const {
    const CargoItem& item = *joined.due.item;
    if (!item.conveyance) {
        return {};
    }
    for (const std::string& key : voyage_keys(*item.conveyance)) {
        SARHAD_TRY(const auto any, of(key, CargoSort::kStowPlan, 1));
        if (!any.empty() && any.front().item && !is_cancelled(*any.front().item)) {
            joined.plan.emplace();
            break;
        }
    }
    if (!joined.plan) {
        return {};
    }
    std::size_t looked_at = 0;
    for (const facts::Container& container : item.containers) {
        if (++looked_at > kJoinedContainersMax) {
            break;
        }
        SARHAD_TRY(const auto stowed, of(container_key(container.number), CargoSort::kStowPlan, 4));
        for (const StoredCargoItem& one : stowed) {
            if (one.item && !is_cancelled(*one.item) && is_same_voyage(item, *one.item)) {
                joined.plan->push_back(*one.item);
            }
        }
    }
    return {};
}

Status CargoJoiner::join_declaration(JoinedCargo& joined) const {
    const std::string key = bill_key(joined.due.item->declaration->bill);
    SARHAD_TRY(const auto bills, of(key, CargoSort::kBill, kJoinedPiecesMax));
    for (const StoredCargoItem& one : bills) {
        if (one.item && one.item->bill && bill_key(one.item->bill->number) == key) {
            joined.bills.push_back(*one.item);
            joined.again.push_back(one.at);
        }
    }
    return {};
}

/// What a gate saw of a container is news of the bills that it is of.
Status CargoJoiner::join_gate(JoinedCargo& joined) const {
    std::set<CargoPlace> again;
    for (const facts::Container& container : joined.due.item->containers) {
        SARHAD_TRY(const auto bills, of(container_key(container.number), CargoSort::kBill, 2));
        for (const StoredCargoItem& one : bills) {
            again.insert(one.at);
        }
    }
    joined.again.assign(again.begin(), again.end());
    return {};
}

Status CargoJoiner::join_bags(JoinedCargo& joined, core::WallTime now) const {
    const CargoItem& item = *joined.due.item;
    std::vector<facts::Message> of_flight;
    facts::Message flight;
    flight.flights = item.flights;
    for (facts::FlightLeg& leg : flight.flights) {
        set_year(leg, now);
    }
    if (const auto journey = intake::journey_of(flight, intake::ListedKind::kPassengers)) {
        SARHAD_TRY(const ToldJourney told,
                   read_told(from_, seal_, wire::blake2b_128(core::as_bytes(*journey)), helpers_));
        facts::Message list;
        list.function = "passengers";
        for (const facts::Crossing* crossing : current_of(told)) {
            list.travellers.push_back(crossing->screened());
        }
        if (!list.travellers.empty()) {
            of_flight.push_back(std::move(list));
        }
    }
    // What was said of the same bags before, the oldest first.
    std::set<CargoPlace> seen;
    std::vector<StoredCargoItem> earlier;
    for (std::size_t i = 0; i < item.bags.size() && i < kJoinedContainersMax; ++i) {
        if (item.bags[i].tag.empty()) {
            continue;
        }
        SARHAD_TRY(auto told, of(bag_key(item.bags[i].tag), CargoSort::kBags, kJoinedPiecesMax));
        for (StoredCargoItem& one : told) {
            if (one.item && one.at < joined.due.at && seen.insert(one.at).second) {
                earlier.push_back(std::move(one));
            }
        }
    }
    std::sort(earlier.begin(), earlier.end(), [](const auto& left, const auto& right) {
        return left.at < right.at;
    });
    const auto add = [&](const CargoItem& told) {
        facts::Message message;
        message.function = told.function;
        message.bags = told.bags;
        message.travellers = told.owners;
        of_flight.push_back(std::move(message));
    };
    for (const StoredCargoItem& one : earlier) {
        add(*one.item);
    }
    add(item);
    for (const intake::BagFinding& found : intake::check_bags(of_flight)) {
        const bool is_here = std::any_of(item.bags.begin(), item.bags.end(), [&](const auto& bag) {
            return bag.tag == found.tag;
        });
        if (is_here) {
            joined.bags.push_back(found);
        }
    }
    return {};
}

VoyageReader::VoyageReader(store::QuerySource from,
                           const wire::RecordSeal& seal,
                           core::ByteView store_key,
                           const facts::Conveyance& conveyance)
    : from_{from}, seal_{seal} {
    for (const std::string& key : voyage_keys(conveyance)) {
        keys_.push_back(cargo_key(store_key, key));
    }
    plan_.function = "stow-plan";
    manifest_.function = "manifest";
}

Result<bool> VoyageReader::next() {
    if (key_ == keys_.size() ||
        plan_.containers.size() + manifest_.containers.size() + manifest_.bills.size() >=
            kVoyageContainersMax) {
        return false;
    }
    SARHAD_TRY(
        const auto slice,
        read_joined(from_, seal_, {keys_[key_], kVoyageSorts.at(sort_), kVoyageSliceMax, before_}));
    for (const StoredCargoItem& one : slice) {
        take(one);
    }
    if (slice.size() == kVoyageSliceMax) {
        before_ = slice.back().at;
        return true;
    }
    before_.reset();
    if (++sort_ == kVoyageSorts.size()) {
        sort_ = 0;
        ++key_;
    }
    return key_ < keys_.size();
}

/// A piece that comes by two names of the voyage is told twice, which changes nothing.
void VoyageReader::take(const StoredCargoItem& stored) {
    if (!stored.item || is_cancelled(*stored.item)) {
        return;
    }
    const CargoItem& item = *stored.item;
    if (stored.sort == CargoSort::kBill) {
        facts::Bill bill;
        bill.is_cancelled = item.bill->is_cancelled;
        bill.places = item.bill->places;
        bill.containers = item.bill->containers;
        for (const facts::Container& container : item.containers) {
            bill.containers.push_back(container.number);
        }
        manifest_.bills.push_back(std::move(bill));
        return;
    }
    const bool is_plan = stored.sort == CargoSort::kStowPlan;
    if (!is_plan && !item.function.starts_with("manifest")) {
        return;
    }
    for (const facts::Container& container : item.containers) {
        (is_plan ? plan_ : manifest_).containers.push_back(slim(container));
    }
}

intake::StowComparison VoyageReader::finish(std::string_view port) const {
    const std::array both{plan_, manifest_};
    return intake::unmanifested_containers(both, port);
}

}  // namespace sarhad::node
