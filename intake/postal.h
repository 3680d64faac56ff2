#pragma once

#include "facts/message.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// Whether a text is the number of a postal item (UPU S10: "EE123456785PK").
enum class ItemNumber : std::uint8_t { kOther, kValid, kWrongDigit };
[[nodiscard]] ItemNumber check_item_number(std::string_view number);

/// What its sender says that an item is (CN 22, CN 23): "sale-of-goods", "returned-goods", "gift",
/// "sample", "documents", "other", from the codes of UPU and WCO for the nature of the transaction
/// (11, 21, 31, 32, 91, 999) or from the form's words, in any case of letters. "" for anything
/// else.
[[nodiscard]] std::string item_category(std::string_view sent);

inline constexpr std::string_view kBadItemNumber = "bad-item-number";
inline constexpr std::string_view kBadItemNumberText =
    "the check digit of the item's number is wrong (UPU S10): kept as sent, compare the label";

/// A message with an item of the post goes by post where no conveyance tells another mode.
void settle_items(facts::Message& message);

}  // namespace sarhad::intake
