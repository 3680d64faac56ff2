#include "intake/carried_cash.h"

#include "cash_limits.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

/// Null where none is in force, and where he carries rupees too.
const CashLimit* limit_of(const facts::CashDeclaration& cash, facts::PartialDate born) {
    const bool has_rupees =
        std::any_of(cash.lines.begin(), cash.lines.end(), [](const facts::CashLine& line) {
            return is_money(line.instrument) && line.amount.currency == kRupee;
        });
    return has_rupees
               ? nullptr
               : cash_limit(
                     {cash.direction, "", cash.destination, age_on(born, cash.made), cash.made});
}

}  // namespace

std::optional<facts::CashDeclaration> cash_of(const facts::Message& message, std::size_t place) {
    const auto& all = message.cash_declarations;
    const auto found = std::find_if(
        all.begin(), all.end(), [place](const auto& one) { return one.traveller == place + 1; });
    if (found == all.end()) {
        return std::nullopt;
    }
    facts::CashDeclaration cash = *found;
    cash.sponsor = {};
    cash.sponsor_phone = {};
    cash.address = {};
    cash.remarks = {};
    return cash;
}

std::optional<std::int64_t> cash_threshold(const facts::CashDeclaration& cash,
                                           facts::PartialDate born) {
    const CashLimit* limit = limit_of(cash, born);
    return limit == nullptr ? std::nullopt : std::optional{limit->declared_above};
}

std::optional<std::int64_t> cash_year_limit(const facts::CashDeclaration& cash,
                                            facts::PartialDate born) {
    const CashLimit* limit = limit_of(cash, born);
    return limit == nullptr ? std::nullopt
                            : std::optional{std::max<std::int64_t>(limit->most_a_year, 0)};
}

}  // namespace sarhad::intake
