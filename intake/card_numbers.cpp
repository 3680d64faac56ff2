#include "card_numbers.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sarhad::intake {
namespace {

constexpr std::size_t kFirstKept = 6;
constexpr std::size_t kLastKept = 4;
constexpr std::size_t kShortestCard = 13;
constexpr std::size_t kLongestCard = 19;
constexpr std::size_t kCodeDigitsMin = 3;
constexpr std::size_t kCodeDigits = 4;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// ISO/IEC 7812-1 annex B (Luhn).
bool has_check_digit(std::string_view digits) {
    int sum = 0;
    bool is_doubled = false;
    for (std::size_t i = digits.size(); i-- > 0;) {
        int digit = digits[i] - '0';
        if (is_doubled) {
            digit *= 2;
            if (digit > 9) digit -= 9;
        }
        sum += digit;
        is_doubled = !is_doubled;
    }
    return sum % 10 == 0;
}

/// 3 travel cards, 4 to 6 banks, 2 the newer range of one of them. Tickets start with a carrier's
/// number and may look the same: one in ten that does has the check digit, and loses its middle.
bool is_card(std::string_view digits) {
    const bool begins_so = digits.front() >= '2' && digits.front() <= '6';
    return digits.size() >= kShortestCard && digits.size() <= kLongestCard && begins_so &&
           has_check_digit(digits);
}

/// Where the digits of a run that starts at `from` stand; single blanks and dashes are in it.
std::vector<std::size_t> run_at(std::string_view text, std::size_t from) {
    std::vector<std::size_t> places;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (is_digit(text[at])) {
            places.push_back(at);
            continue;
        }
        const bool joins =
            (text[at] == ' ' || text[at] == '-') && at + 1 < text.size() && is_digit(text[at + 1]);
        if (!joins) break;
    }
    return places;
}

std::string digits_at(std::string_view text, const std::vector<std::size_t>& places) {
    std::string digits;
    for (const std::size_t place : places)
        digits.push_back(text[place]);
    return digits;
}

/// How many of a run's first digits are a card, the longest first: an expiry may follow it.
std::size_t card_in(std::string_view digits) {
    for (std::size_t size = std::min(digits.size(), kLongestCard); size >= kShortestCard; --size) {
        if (is_card(digits.substr(0, size))) return size;
    }
    return 0;
}

void mask_run(MaskedText& masked, const std::vector<std::size_t>& places) {
    const std::string digits = digits_at(masked.text, places);
    std::size_t first = 0;
    while (first + kShortestCard <= digits.size()) {
        const std::size_t size = card_in(std::string_view{digits}.substr(first));
        if (size == 0) {
            ++first;
            continue;
        }
        for (std::size_t i = first + kFirstKept; i + kLastKept < first + size; ++i)
            masked.text[places[i]] = 'X';
        ++masked.count;
        first += size;
    }
}

bool is_code_word(std::string_view word) {
    constexpr std::array<std::string_view, 4> kWords{"CVV", "CVC", "CVN", "CID"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// "CVV 123", "CVC2:1234", "CVN/123": the digits become X.
void mask_security_codes(MaskedText& masked) {
    std::string& text = masked.text;
    for (std::size_t at = 0; at + 3 < text.size(); ++at) {
        if (!is_code_word(std::string_view{text}.substr(at, 3))) continue;
        std::size_t next = at + 3;
        if (text[next] == '2') ++next;
        while (next < text.size() && !is_digit(text[next]) &&
               std::string_view{" :/-."}.find(text[next]) != std::string_view::npos)
            ++next;
        std::size_t end = next;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (end - next < kCodeDigitsMin || end - next > kCodeDigits) continue;
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(next),
                  text.begin() + static_cast<std::ptrdiff_t>(end),
                  'X');
        ++masked.count;
    }
}

}  // namespace

std::optional<std::string> masked_card(std::string_view number) {
    std::string digits;
    for (const char c : number) {
        if (c != ' ' && c != '-') digits.push_back(c);
    }
    if (digits.size() <= kFirstKept + kLastKept) return std::nullopt;
    bool has_more = false;
    for (std::size_t i = kFirstKept; i + kLastKept < digits.size(); ++i) {
        has_more = has_more || is_digit(digits[i]);
        digits[i] = 'X';
    }
    if (!has_more) return std::nullopt;
    return digits;
}

std::optional<MaskedText> mask_cards(std::string_view text) {
    const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
    if (digits < kCodeDigitsMin) return std::nullopt;
    MaskedText masked{std::string{text}, 0};
    for (std::size_t at = 0; digits >= kShortestCard && at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        const std::vector<std::size_t> places = run_at(text, at);
        if (places.size() >= kShortestCard) mask_run(masked, places);
        at = places.back();
    }
    mask_security_codes(masked);
    if (masked.count == 0) return std::nullopt;
    return masked;
}

}  // namespace sarhad::intake
