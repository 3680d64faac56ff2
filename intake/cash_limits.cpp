#include "cash_limits.h"

#include <array>

namespace sarhad::intake {
namespace {

using facts::Direction;

constexpr std::int64_t units(std::int64_t whole) {
    return whole * 1'000;
}

constexpr std::int64_t kAny = -1;

/// In rising order of `from`. Where the source gives a month alone, its first day stands. Read the
/// texts that are named before relying on a row: docs/intake-forms.md.
constexpr std::array<CashLimit, 14> kCashRows{{
    {{2017, 1, 1}, Direction::kIn, "PKR", "", 0, units(10'000), units(10'000), kAny, "SBP 2017"},
    {{2017, 1, 1}, Direction::kOut, "PKR", "", 0, units(10'000), units(10'000), kAny, "SBP 2017"},
    {{2017, 1, 1}, Direction::kOut, "PKR", "IND", 0, units(3'000), units(3'000), kAny, "SBP 2017"},
    {{2019, 6, 29}, Direction::kIn, "", "", 0, units(10'000), kAny, kAny, "SRO 689(I)/2019"},
    {{2019, 6, 29},
     Direction::kOut,
     "",
     "",
     0,
     units(10'000),
     units(10'000),
     units(60'000),
     "SRO 689(I)/2019"},
    {{2022, 10, 1},
     Direction::kOut,
     "",
     "",
     0,
     units(5'000),
     units(1'000),
     units(60'000),
     "SRO 1864(I)/2022"},
    {{2022, 10, 1},
     Direction::kOut,
     "",
     "",
     5,
     units(5'000),
     units(5'000),
     units(60'000),
     "SRO 1864(I)/2022"},
    {{2022, 10, 1},
     Direction::kOut,
     "",
     "",
     18,
     units(5'000),
     units(10'000),
     units(60'000),
     "SRO 1864(I)/2022"},
    {{2022, 12, 1}, Direction::kOut, "", "", 0, 0, units(2'500), kAny, "SRO 2201(I)/2022"},
    {{2022, 12, 1}, Direction::kOut, "", "", 18, 0, units(5'000), kAny, "SRO 2201(I)/2022"},
    {{2022, 12, 1}, Direction::kOut, "", "AFG", 0, 0, units(1'000), kAny, "SRO 2201(I)/2022"},
    {{2023, 1, 1}, Direction::kOut, "", "", 0, 0, units(2'500), units(15'000), "SRO 2201(I)/2022"},
    {{2023, 1, 1}, Direction::kOut, "", "", 18, 0, units(5'000), units(30'000), "SRO 2201(I)/2022"},
    {{2023, 1, 1},
     Direction::kOut,
     "",
     "AFG",
     0,
     0,
     units(1'000),
     units(6'000),
     "SRO 2201(I)/2022"},
}};

constexpr int kAdult = 18;

/// Of countries that a row names.
std::string_view as_alpha3(std::string_view country) {
    if (country == "AF") return "AFG";
    return country == "IN" ? "IND" : country;
}

}  // namespace

bool is_money(facts::Instrument instrument) {
    return instrument != facts::Instrument::kGold && instrument != facts::Instrument::kJewellery &&
           instrument != facts::Instrument::kStones;
}

const CashLimit* cash_limit(const CashCase& of) {
    const int age = of.age < 0 ? kAdult : of.age;
    const std::string_view destination = as_alpha3(of.destination);
    const CashLimit* best = nullptr;
    for (const CashLimit& row : kCashRows) {
        const bool fits = row.direction == of.direction && row.currency == of.currency &&
                          row.from <= of.day && row.age_from <= age &&
                          (row.destination.empty() || row.destination == destination);
        if (!fits) continue;
        const bool is_narrower =
            best == nullptr || row.destination.size() > best->destination.size() ||
            (row.destination.size() == best->destination.size() &&
             (row.from > best->from || (row.from == best->from && row.age_from >= best->age_from)));
        if (is_narrower) best = &row;
    }
    return best;
}

int age_on(facts::PartialDate born, facts::PartialDate day) {
    if (!born.is_known() || !day.is_known()) return -1;
    const bool is_before =
        born.month > day.month || (born.month == day.month && born.day > day.day);
    return day.year - born.year - (is_before ? 1 : 0);
}

}  // namespace sarhad::intake
