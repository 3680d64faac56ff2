#include "org_numbers.h"

#include "org_lexicon.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMostDigits = 9;
constexpr std::uint32_t kMostRoman = 39;

bool is_number_text(std::string_view text) {
    return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

bool is_ordinal_ending(std::string_view text) {
    return text == "st" || text == "nd" || text == "rd" || text == "th" || text == "ya" ||
           text == "y" || text == "i" || text == "e" || text == "er";
}

/// Digits with their ending.
OrgNumber digits_at(const std::vector<OrgToken>& tokens, std::size_t at) {
    const std::string& text = tokens[at].text;
    if (!is_number_text(text) || text.size() > kMostDigits) {
        return {};
    }
    std::uint32_t value = 0;
    for (const char c : text) {
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    const bool has_ending = at + 1 < tokens.size() && tokens[at + 1].is_joined &&
                            is_ordinal_ending(tokens[at + 1].text);
    return {has_ending ? std::size_t{2} : std::size_t{1}, value, false};
}

OrgNumber word_at(const std::vector<OrgToken>& tokens, std::size_t at) {
    const OrgWordFound found = find_org_word({&tokens[at], 1});
    return found.kind == 'N' ? OrgNumber{1, found.number, false} : OrgNumber{};
}

bool is_last_outside_brackets(const std::vector<OrgToken>& tokens, std::size_t at) {
    return std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       tokens.end(),
                       [](const OrgToken& token) { return token.is_bracketed; });
}

OrgNumber roman_at(const std::vector<OrgToken>& tokens, std::size_t at) {
    const std::string& text = tokens[at].text;
    const bool is_alone = text.size() == 1 && !is_last_outside_brackets(tokens, at);
    // "VII Army Corps"; two letters in front are somebody's name.
    const bool is_name = at == 0 && (text.size() < 3 || tokens.size() == 1);
    const auto value = is_name || is_alone ? std::nullopt : parse_roman(text);
    return value ? OrgNumber{1, *value, true} : OrgNumber{};
}

/// Twenty three, seventh, 7: what may stand behind "hundred".
OrgNumber below_hundred(const std::vector<OrgToken>& tokens, std::size_t at) {
    const OrgNumber digits = digits_at(tokens, at);
    const OrgNumber word = digits.size != 0 ? digits : word_at(tokens, at);
    const bool is_tens = word.value >= 20 && word.value < 100 && word.value % 10 == 0;
    if (word.size == 1 && digits.size == 0 && is_tens && at + 1 < tokens.size()) {
        OrgNumber unit = digits_at(tokens, at + 1);
        unit = unit.size != 0 ? unit : word_at(tokens, at + 1);
        if (unit.size != 0 && unit.value > 0 && unit.value < 10) {
            return {1 + unit.size, word.value + unit.value, false};
        }
    }
    return word;
}

/// "One hundred seventh", "hundred and seven", from the word "hundred" on.
OrgNumber hundreds_at(const std::vector<OrgToken>& tokens, std::size_t at, std::uint32_t count) {
    std::size_t next = at + 1;
    next += next + 1 < tokens.size() && tokens[next].text == "and" ? 1U : 0U;
    const OrgNumber rest = next < tokens.size() ? below_hundred(tokens, next) : OrgNumber{};
    const bool has_rest = rest.size != 0 && rest.value > 0 && rest.value < 100;
    return {has_rest ? next + rest.size - at : 1, count * 100 + (has_rest ? rest.value : 0), false};
}

constexpr std::array<std::string_view, 10> kUnits{
    "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};

}  // namespace

std::optional<std::uint32_t> parse_roman(std::string_view text) {
    std::uint32_t tens = 0;
    while (tens < kMostRoman / 10 && !text.empty() && text[0] == 'x') {
        text.remove_prefix(1);
        ++tens;
    }
    const auto unit = std::find(kUnits.begin(), kUnits.end(), text);
    const auto value = tens * 10 + static_cast<std::uint32_t>(unit - kUnits.begin());
    return unit == kUnits.end() || value == 0 ? std::nullopt : std::optional{value};
}

OrgNumber read_org_number(const std::vector<OrgToken>& tokens, std::size_t at) {
    if (const OrgNumber digits = digits_at(tokens, at); digits.size != 0) {
        return digits;
    }
    const OrgNumber word = word_at(tokens, at);
    if (word.size == 0) {
        return roman_at(tokens, at);
    }
    if (word.value == 100) {
        return hundreds_at(tokens, at, 1);
    }
    const bool is_unit = word.value > 0 && word.value < 10 && at + 1 < tokens.size();
    if (is_unit && word_at(tokens, at + 1).value == 100) {
        OrgNumber hundreds = hundreds_at(tokens, at + 1, word.value);
        ++hundreds.size;
        return hundreds;
    }
    return below_hundred(tokens, at);
}

bool is_near_number(std::uint32_t a, std::uint32_t b) {
    return (a > b ? a - b : b - a) <= 1;
}

}  // namespace sarhad::watchlists
