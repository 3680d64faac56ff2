#include "rules/gtas/fields.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <string>

namespace sarhad::rules::gtas {
namespace {

const FactField* find_fact(const FactRecord* record, std::string_view path) {
    const FactField* found = nullptr;
    for (const std::string_view name : core::split(path, '.')) {
        found = record == nullptr ? nullptr : record->find(name);
        record = found == nullptr ? nullptr : found->record;
    }
    return found;
}

}  // namespace

const Counterpart* find_counterpart(std::string_view entity, std::string_view field) {
    const std::string wanted_entity = core::ascii_lower(entity);
    const std::string last = core::ascii_lower(core::split(field, '.').back());
    const auto rows = counterparts();
    const auto find = [&](std::string_view wanted) {
        return std::find_if(rows.begin(), rows.end(), [&](const Counterpart& row) {
            return core::ascii_lower(row.entity) == wanted_entity &&
                   core::ascii_lower(row.field) == wanted;
        });
    };
    if (const auto exact = find(last); exact != rows.end()) {
        return &*exact;
    }
    const auto any = find("*");
    return any == rows.end() ? nullptr : &*any;
}

std::string_view list_of(Bearer bearer) {
    switch (bearer) {
        case Bearer::kJourney:
        case Bearer::kFirstLeg:
        case Bearer::kDocument:
            return "";
        case Bearer::kFlight:
        case Bearer::kLeg:
        case Bearer::kStop:
            return "booking.legs";
        case Bearer::kBag:
            return "bags";
    }
    return "";
}

std::string_view name_of(Bearer bearer) {
    switch (bearer) {
        case Bearer::kJourney:
        case Bearer::kDocument:
            return "";
        case Bearer::kFirstLeg:
            return "booking.legs[0]";
        case Bearer::kFlight:
            return "f";
        case Bearer::kLeg:
            return "l";
        case Bearer::kStop:
            return "s";
        case Bearer::kBag:
            return "b";
    }
    return "";
}

const FactField& fact_of(const Counterpart& counterpart) {
    const FactRecord& variables = variables_of(RuleKind::kTraveller);
    const bool is_leg = counterpart.bearer == Bearer::kFirstLeg;
    const std::string_view list = is_leg ? "booking.legs" : list_of(counterpart.bearer);
    const FactField* holder = list.empty() ? nullptr : find_fact(&variables, list);
    const FactField* found =
        find_fact(holder == nullptr ? &variables : holder->record, counterpart.fact);
    SARHAD_CHECK(found != nullptr);
    return *found;
}

}  // namespace sarhad::rules::gtas
