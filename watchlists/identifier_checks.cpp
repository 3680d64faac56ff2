#include "identifier_checks.h"

#include <array>
#include <cstddef>

namespace sarhad::watchlists {
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

/// The letters' values of ISO 3779; I, O and Q are not used.
int vin_value(char c) {
    constexpr std::string_view kValues = "12345678012345070923456789";
    return c <= '9' ? value_of(c) : value_of(kValues[static_cast<std::size_t>(c - 'A')]);
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

bool is_vin_right(std::string_view text) {
    constexpr std::array<int, 17> kWeights{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    constexpr std::string_view kDigits = "0123456789X";
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        sum += static_cast<std::size_t>(vin_value(text[i]) * kWeights[i]);
    }
    return kDigits[sum % kDigits.size()] == text[8];
}

}  // namespace sarhad::watchlists
