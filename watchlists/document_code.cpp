#include "watchlists/document_code.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr std::uint64_t kLetters = 37;  // 0 ends the text, so that "A" and "A0" differ.
constexpr std::uint64_t kTextCodes = 6'582'952'005'840'035'281U;    // 37^12.
constexpr std::uint64_t kFirstHashed = 8'000'000'000'000'000'000U;  // Past the codes of digits.

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

/// Bijective. Source: SplitMix64, Steele, Lea and Flood 2014.
std::uint64_t mixed(std::uint64_t code) {
    code = (code ^ (code >> 30U)) * 0xbf58476d1ce4e5b9U;
    code = (code ^ (code >> 27U)) * 0x94d049bb133111ebU;
    return code ^ (code >> 31U);
}

std::uint64_t letters_code(std::string_view text) {
    std::uint64_t code = 0;
    for (const char c : text) {
        const int value = is_digit(c) ? c - '0' + 1 : c - 'A' + 11;
        code = code * kLetters + static_cast<std::uint64_t>(value);
    }
    return code;
}

/// After the texts: first all of 13 digits, then all of 14 ...
std::uint64_t digits_code(std::string_view text) {
    std::uint64_t code = kTextCodes;
    std::uint64_t numbers = 10'000'000'000'000U;
    for (std::size_t size = kExactCharacters + 1; size < text.size(); ++size) {
        code += numbers;
        numbers *= 10;
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return code + number;
}

std::uint64_t hashed_code(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) {
        hash = mixed((hash ^ static_cast<unsigned char>(c)) + 0x9e3779b97f4a7c15U);
    }
    return kFirstHashed + hash % (0 - kFirstHashed);
}

}  // namespace

bool is_document_text(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || (c >= 'A' && c <= 'Z');
    });
}

bool is_exact_code(std::string_view text) {
    return text.size() <= kExactCharacters || (text.size() <= kExactDigits && are_digits(text));
}

std::uint64_t document_code(std::string_view text) {
    if (!is_exact_code(text)) {
        return mixed(hashed_code(text));
    }
    return mixed(text.size() <= kExactCharacters ? letters_code(text) : digits_code(text));
}

std::string ocr_fold(std::string_view text) {
    constexpr std::string_view kFrom = "OQDILBSZG";
    constexpr std::string_view kTo = "000118526";
    std::string fold{text};
    for (char& c : fold) {
        const std::size_t at = kFrom.find(c);
        c = at == std::string_view::npos ? c : kTo[at];
    }
    return fold;
}

}  // namespace sarhad::watchlists
