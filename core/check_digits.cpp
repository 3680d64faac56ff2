#include "core/check_digits.h"

#include "core/text.h"

#include <algorithm>
#include <cstddef>

namespace sarhad::core {
namespace {

int value_of(char digit) {
    return digit - '0';
}

/// 10 for A, 12 for B ...: the multiples of 11 are passed over.
int container_value(char c) {
    if (c <= '9') {
        return value_of(c);
    }
    const int letter = c - 'A';
    return 10 + letter + (letter + 9) / 10;
}

}  // namespace

bool is_imo_right(std::string_view digits) {
    int sum = 0;
    for (int i = 0; i < 6; ++i) {
        sum += value_of(digits[static_cast<std::size_t>(i)]) * (7 - i);
    }
    return sum % 10 == value_of(digits[6]);
}

bool is_container_right(std::string_view text) {
    int sum = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        sum += container_value(text[i]) << i;
    }
    return sum % 11 % 10 == value_of(text[10]);
}

bool is_container_number(std::string_view text) {
    return text.size() == 11 &&
           std::all_of(
               text.begin(), text.begin() + 3, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           (text[3] == 'U' || text[3] == 'J' || text[3] == 'Z') &&
           is_ascii_digits(text.substr(4)) && is_container_right(text);
}

}  // namespace sarhad::core
