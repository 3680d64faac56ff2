#include "postal.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::size_t kNumberBytes = 13;
constexpr std::size_t kDigits = 8;

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

struct Category {
    std::string_view sent;  ///< Letters and digits alone, in lower case.
    std::string_view word;
};
constexpr std::array kCategories{Category{"11", "sale-of-goods"},
                                 Category{"saleofgoods", "sale-of-goods"},
                                 Category{"sale", "sale-of-goods"},
                                 Category{"merchandise", "sale-of-goods"},
                                 Category{"goods", "sale-of-goods"},
                                 Category{"21", "returned-goods"},
                                 Category{"returnedgoods", "returned-goods"},
                                 Category{"returnofgoods", "returned-goods"},
                                 Category{"return", "returned-goods"},
                                 Category{"31", "gift"},
                                 Category{"gift", "gift"},
                                 Category{"32", "sample"},
                                 Category{"commercialsample", "sample"},
                                 Category{"sample", "sample"},
                                 Category{"91", "documents"},
                                 Category{"documents", "documents"},
                                 Category{"document", "documents"},
                                 Category{"dox", "documents"},
                                 Category{"999", "other"},
                                 Category{"99", "other"},
                                 Category{"other", "other"}};

}  // namespace

/// Two letters, eight digits and their check digit, two letters of the country: UPU S10, 5.
ItemNumber check_item_number(std::string_view number) {
    constexpr std::array<int, kDigits> kWeights{8, 6, 4, 2, 3, 5, 9, 7};
    const bool has_shape = number.size() == kNumberBytes && is_letter(number[0]) &&
                           is_letter(number[1]) && core::is_ascii_digits(number.substr(2, 9)) &&
                           is_letter(number[11]) && is_letter(number[12]);
    if (!has_shape) return ItemNumber::kOther;
    int sum = 0;
    for (std::size_t i = 0; i < kDigits; ++i)
        sum += (number[i + 2] - '0') * kWeights[i];
    int check = 11 - sum % 11;
    if (check == 10) check = 0;
    if (check == 11) check = 5;
    return number[10] - '0' == check ? ItemNumber::kValid : ItemNumber::kWrongDigit;
}

std::string item_category(std::string_view sent) {
    std::string key;
    for (const char c : core::ascii_lower(sent)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key.push_back(c);
    }
    const auto* const found =
        std::find_if(kCategories.begin(), kCategories.end(), [&](const Category& known) {
            return known.sent == key;
        });
    return found == kCategories.end() ? std::string{} : std::string{found->word};
}

void settle_items(facts::Message& message) {
    const bool has_item =
        !message.bills.empty() &&
        (message.format == "ITMATT" ||
         std::any_of(message.bills.begin(), message.bills.end(), [](const facts::Bill& bill) {
             return check_item_number(bill.number) == ItemNumber::kValid;
         }));
    if (!has_item) return;
    if (message.conveyances.empty()) message.conveyances.emplace_back();
    for (facts::Conveyance& one : message.conveyances) {
        if (one.mode == facts::Mode::kUnknown) one.mode = facts::Mode::kPost;
    }
}

}  // namespace sarhad::intake
