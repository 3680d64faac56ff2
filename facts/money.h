#pragma once

#include "facts/fields.h"

#include <cstdint>
#include <string>

namespace sarhad::facts {

/// An amount as somebody states it.
struct Money {
    std::int64_t thousandths{0};  ///< Of the currency's unit; no currency has smaller coins.
    std::string currency;         ///< ISO 4217, upper case; "" where not sent.
    friend bool operator==(const Money&, const Money&) = default;
};
template <>
struct Schema<Money> {
    static constexpr std::string_view kName = "money";
    static constexpr auto kFields =
        FieldList{field(1, "thousandths", &Money::thousandths, 1, Feed::kSystem),
                  field(2, "currency", &Money::currency, 3, Feed::kSystem)};
};

}  // namespace sarhad::facts
