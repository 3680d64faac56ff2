#include "identifier_checks.h"

#include <array>
#include <cstddef>

namespace sarhad::watchlists {
namespace {

int value_of(char digit) {
    return digit - '0';
}

/// The letters' values of ISO 3779; I, O and Q are not used.
int vin_value(char c) {
    constexpr std::string_view kValues = "12345678012345070923456789";
    return c <= '9' ? value_of(c) : value_of(kValues[static_cast<std::size_t>(c - 'A')]);
}

}  // namespace

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
