#include "intake/carried_cash.h"

#include "cash_limits.h"

#include <algorithm>

namespace sarhad::intake {

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
    const bool has_rupees =
        std::any_of(cash.lines.begin(), cash.lines.end(), [](const facts::CashLine& line) {
            return is_money(line.instrument) && line.amount.currency == kRupee;
        });
    if (has_rupees) {
        return std::nullopt;
    }
    const CashLimit* limit =
        cash_limit({cash.direction, "", cash.destination, age_on(born, cash.made), cash.made});
    return limit == nullptr ? std::nullopt : std::optional{limit->declared_above};
}

}  // namespace sarhad::intake
