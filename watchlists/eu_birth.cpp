#include "eu_birth.h"

#include "entry_parts.h"
#include "told_birth.h"

#include "core/text.h"

#include <initializer_list>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        text += core::cat(text.empty() || part.empty() ? "" : " ", part);
    }
    return text;
}

PartialDate date_of_parts(const EuBirth& told) {
    const auto number = [](const std::string& text) {
        const auto value = core::parse_int(text);
        return value && *value > 0 && *value < 10'000 ? static_cast<int>(*value) : 0;
    };
    const int month = number(told.month);
    const auto date =
        PartialDate::make(number(told.year), month, month == 0 ? 0 : number(told.day));
    return date ? *date : PartialDate{};
}

}  // namespace

void add_eu_birth(const EuBirth& told, ListEntry& entry, Remarks& remarks) {
    const bool is_range = !told.from_year.empty() || !told.to_year.empty();
    const std::string range =
        is_range ? core::cat(told.from_year, " to ", told.to_year) : std::string{};
    const std::string calendar = core::ascii_upper(told.calendar);
    if (!calendar.empty() && calendar != "GREGORIAN") {
        remarks.add_unread("birth in another calendar",
                           joined({told.date, told.day, told.month, told.year, range}));
        return;
    }
    if (is_range) {
        add_told_births(entry, "birth", range, remarks);
    }
    const std::string circa = core::ascii_lower(told.circa);
    const bool is_circa = circa == "true" || circa == "1";
    const auto precision = is_circa ? DatePrecision::kApproximate : DatePrecision::kExact;
    PartialDate date = told_day(told.date);
    date = date.is_known() || !told.date.empty() ? date : date_of_parts(told);
    if (date.is_known()) {
        add_birth(entry, make_birth(date, date, precision));
    } else if (!told.date.empty()) {
        add_told_births(entry, "birth", told.date, remarks);
    } else if (!is_range) {
        remarks.add_unread("birth", joined({told.day, told.month, told.year}));
    }
}

}  // namespace sarhad::watchlists
