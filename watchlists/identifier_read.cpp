#include "identifier_checks.h"
#include "utf8_read.h"

#include "core/check_digits.h"
#include "core/latin_reading.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMostRead = 64;  // Characters of a number that are looked at.

/// A-Z and 0-9 of a text in words, in order; '+' stays a character of its own.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size() && count < kMostRead; ++count) {
        const char32_t code = next_character(text, at);
        const int digit = digit_value(code);
        const bool is_letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
        if (digit >= 0) {
            words.back().push_back(static_cast<char>('0' + digit));
        } else if (is_letter) {
            words.back().push_back(static_cast<char>(code & ~char32_t{0x20}));
        } else if (const auto latin = code < 0x80 ? std::nullopt : core::latin_reading(code)) {
            for (const char c : *latin) {
                const bool is_small = c >= 'a' && c <= 'z';
                words.back().push_back(is_small ? static_cast<char>(c - ('a' - 'A')) : c);
            }
        } else if (code == '+') {
            words.back().push_back('+');
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += word;
    }
    std::erase(text, '+');
    return text;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_digit);
}

/// Letters that were meant as digits.
void to_digits(std::string& text, std::size_t from) {
    constexpr std::string_view kLetters = "OQDILBSZG";
    constexpr std::string_view kDigits = "000118526";
    for (std::size_t i = from; i < text.size(); ++i) {
        const std::size_t at = kLetters.find(text[i]);
        text[i] = at == std::string_view::npos ? text[i] : kDigits[at];
    }
}

/// Digits that were meant as letters, in the first `size` places.
void to_letters(std::string& text, std::size_t size) {
    constexpr std::string_view kDigits = "018526";
    constexpr std::string_view kLetters = "OIBSZG";
    for (std::size_t i = 0; i < size && i < text.size(); ++i) {
        const std::size_t at = kDigits.find(text[i]);
        text[i] = at == std::string_view::npos ? text[i] : kLetters[at];
    }
}

Identifier bad(IdentifierKind kind, IdentifierState state = IdentifierState::kBadShape) {
    return {kind, "", state};
}

Identifier checked(IdentifierKind kind, std::string text, bool is_right) {
    return {
        kind, std::move(text), is_right ? IdentifierState::kChecked : IdentifierState::kBadCheck};
}

/// All characters the same, or each one more than the one before: nobody's number.
bool is_placeholder(std::string_view text) {
    const bool is_same =
        std::all_of(text.begin(), text.end(), [&](char c) { return c == text[0]; });
    constexpr std::string_view kRising = "1234567891011121314";
    constexpr std::string_view kRisingToo = "123456789012345678901234567890";
    return is_same || kRising.starts_with(text) || kRisingToo.starts_with(text);
}

void drop_word(std::string& text, std::string_view word) {
    if (text.starts_with(word)) {
        text.erase(0, word.size());
    }
}

Identifier read_imo(std::string text) {
    drop_word(text, "IMO");
    drop_word(text, "NO");
    to_digits(text, 0);
    if (text.size() != 7 || !are_digits(text)) {
        return bad(IdentifierKind::kImo);
    }
    if (is_placeholder(text) || text == "0000000") {
        return bad(IdentifierKind::kImo, IdentifierState::kPlaceholder);
    }
    const bool is_right = core::is_imo_right(text);
    return checked(IdentifierKind::kImo, std::move(text), is_right);
}

Identifier read_mmsi(std::string text) {
    drop_word(text, "MMSI");
    to_digits(text, 0);
    if (text.size() != 9 || !are_digits(text)) {
        return bad(IdentifierKind::kMmsi);
    }
    return is_placeholder(text)
               ? bad(IdentifierKind::kMmsi, IdentifierState::kPlaceholder)
               : Identifier{IdentifierKind::kMmsi, std::move(text), IdentifierState::kPlausible};
}

/// Papers often leave the check digit out.
void add_check_digit(std::string& text) {
    text.push_back('0');
    while (!core::is_container_right(text) && text.back() < '9') {
        ++text.back();
    }
}

Identifier read_container(std::string text) {
    constexpr std::size_t kWithoutCheck = 10;
    const bool is_without = text.size() == kWithoutCheck;
    if (text.size() == 11 || is_without) {
        to_letters(text, 4);
        to_digits(text, 4);
    }
    const bool is_freight = is_without && (text[3] == 'U' || text[3] == 'J' || text[3] == 'Z');
    if (is_freight && are_digits(std::string_view{text}.substr(4)) &&
        std::none_of(text.begin(), text.begin() + 4, is_digit)) {
        add_check_digit(text);
        // Nobody wrote it, so that it proves nothing.
        return {IdentifierKind::kContainer, std::move(text), IdentifierState::kPlausible};
    }
    const bool is_shape = text.size() == 11 && are_digits(std::string_view{text}.substr(4)) &&
                          std::none_of(text.begin(), text.begin() + 4, is_digit);
    if (!is_shape) {
        return bad(IdentifierKind::kContainer);
    }
    const bool is_right = core::is_container_right(text);
    return checked(IdentifierKind::kContainer, std::move(text), is_right);
}

Identifier read_vin(std::string text) {
    drop_word(text, "VIN");
    for (char& c : text) {
        c = c == 'O' || c == 'Q' ? '0' : (c == 'I' ? '1' : c);
    }
    if (text.size() != 17 || !has_digit(text)) {
        return bad(IdentifierKind::kVin);
    }
    if (is_placeholder(text)) {
        return bad(IdentifierKind::kVin, IdentifierState::kPlaceholder);
    }
    // Makers outside North America and China use the ninth place as they like.
    const bool is_right = is_vin_right(text);
    return {IdentifierKind::kVin,
            std::move(text),
            is_right ? IdentifierState::kChecked : IdentifierState::kPlausible};
}

/// Words that a plate bears beside its number.
bool is_plate_word(std::string_view word) {
    constexpr std::array<std::string_view, 16> kWords{{"PUNJAB",
                                                       "SINDH",
                                                       "KPK",
                                                       "KP",
                                                       "BALOCHISTAN",
                                                       "ISLAMABAD",
                                                       "ICT",
                                                       "AJK",
                                                       "GB",
                                                       "PAKISTAN",
                                                       "GOVT",
                                                       "GOVERNMENT",
                                                       "OF",
                                                       "IRAN",
                                                       "KBL",
                                                       "KABUL"}};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// Words at changes between letters and digits too, without leading zeros.
std::string plate_text(const std::vector<std::string>& words) {
    std::vector<std::string> parts;
    for (const std::string& word : words) {
        parts.emplace_back();
        for (const char c : word) {
            if (!parts.back().empty() && is_digit(parts.back().back()) != is_digit(c)) {
                parts.emplace_back();
            }
            parts.back().push_back(c);
        }
    }
    std::string text;
    for (std::string& part : parts) {
        const std::size_t zeros = std::min(part.find_first_not_of('0'), part.size());
        part.erase(0, zeros < part.size() ? zeros : 0);
        text += is_plate_word(part) ? std::string{} : part;
    }
    return text;
}

Identifier read_plate(std::vector<std::string> words) {
    for (std::string& word : words) {
        std::erase(word, '+');
    }
    std::string text = plate_text(words);
    const bool is_shape = text.size() >= 3 && text.size() <= 14 && has_digit(text);
    return is_shape
               ? Identifier{IdentifierKind::kPlate, std::move(text), IdentifierState::kPlausible}
               : bad(IdentifierKind::kPlate);
}

Identifier read_cnic(std::string text) {
    for (const std::string_view word : {"CNIC", "NICOP", "NIC", "POC", "NO"}) {  // No letters else.
        drop_word(text, word);
    }
    to_digits(text, 0);
    if (text.size() != 13 || !are_digits(text)) {
        return bad(IdentifierKind::kCnic);
    }
    const bool is_known = text[0] >= '1' && text[0] <= '9';
    if (is_placeholder(text) || !is_known || is_placeholder(std::string_view{text}.substr(5))) {
        return bad(IdentifierKind::kCnic, IdentifierState::kPlaceholder);
    }
    return {IdentifierKind::kCnic, std::move(text), IdentifierState::kPlausible};
}

/// Numbers without a form of their own: passports, call signs, tail numbers.
Identifier read_plain(IdentifierKind kind, std::string text, std::size_t least, std::size_t most) {
    if (text.size() < least || text.size() > most) {
        return bad(kind);
    }
    if (is_placeholder(text)) {
        return bad(kind, IdentifierState::kPlaceholder);
    }
    return {kind, std::move(text), IdentifierState::kPlausible};
}

/// "Passport No. AB123": labels go where they are words of their own, for "NO" begins numbers too.
Identifier read_passport(std::vector<std::string> words) {
    std::erase_if(words, [](const std::string& word) {
        return word == "PASSPORT" || word == "NO" || word == "NUMBER" || word == "NR";
    });
    std::string text = joined(words);
    return has_digit(text) ? read_plain(IdentifierKind::kPassport, std::move(text), 5, 15)
                           : bad(IdentifierKind::kPassport);
}

/// The digits up to an extension or a second number; '+' kept in front.
std::string phone_digits(const std::vector<std::string>& words) {
    std::string digits;
    for (const std::string& word : words) {
        for (const char c : word) {
            const bool is_plus = c == '+' && digits.empty();
            if (is_digit(c) || is_plus) {
                digits.push_back(c);
            } else if (digits.size() > 6) {
                return digits;
            }
        }
    }
    return digits;
}

constexpr std::string_view kHome = "92";

Identifier read_phone(const std::vector<std::string>& words) {
    std::string digits = phone_digits(words);
    const bool is_international = digits.starts_with("+") || digits.starts_with("00");
    digits.erase(0, digits.starts_with("+") ? 1 : (digits.starts_with("00") ? 2 : 0));
    if (!is_international && digits.starts_with("0")) {
        digits = std::string{kHome} + digits.substr(1);
    } else if (!is_international && digits.size() == 10 && digits.starts_with("3")) {
        digits = std::string{kHome} + digits;  // A Pakistani mobile without its zero.
    }
    if (digits.starts_with("920")) {
        digits.erase(2, 1);  // "+92 (0)300".
    }
    if (digits.size() < 7 || digits.size() > 15) {
        return bad(IdentifierKind::kPhone);
    }
    return is_placeholder(digits)
               ? bad(IdentifierKind::kPhone, IdentifierState::kPlaceholder)
               : Identifier{IdentifierKind::kPhone, std::move(digits), IdentifierState::kPlausible};
}

}  // namespace

bool is_local_phone(const Identifier& phone) {
    return phone.text.size() <= 10;
}

Identifier read_identifier(IdentifierKind kind, std::string_view text) {
    std::vector<std::string> words = words_of(text);
    switch (kind) {
        case IdentifierKind::kImo:
            return read_imo(joined(words));
        case IdentifierKind::kMmsi:
            return read_mmsi(joined(words));
        case IdentifierKind::kCallSign:
        case IdentifierKind::kTail:
            return read_plain(kind, joined(words), 3, 8);
        case IdentifierKind::kContainer:
            return read_container(joined(words));
        case IdentifierKind::kVin:
            return read_vin(joined(words));
        case IdentifierKind::kPlate:
            return read_plate(std::move(words));
        case IdentifierKind::kCnic:
            return read_cnic(joined(words));
        case IdentifierKind::kPassport:
            return read_passport(std::move(words));
        case IdentifierKind::kPhone:
            return read_phone(words);
    }
    return bad(kind);
}

std::string_view cnic_province(const Identifier& cnic) {
    constexpr std::array<std::string_view, 8> kProvinces{"Khyber Pakhtunkhwa",
                                                         "former Tribal Areas",
                                                         "Punjab",
                                                         "Sindh",
                                                         "Balochistan",
                                                         "Islamabad",
                                                         "Gilgit-Baltistan",
                                                         "Azad Jammu and Kashmir"};
    const bool is_usable = cnic.kind == IdentifierKind::kCnic && !cnic.text.empty();
    const std::size_t at = is_usable ? static_cast<std::size_t>(cnic.text[0] - '1') : 8;
    return at < kProvinces.size() ? kProvinces.at(at) : std::string_view{};
}

facts::Sex cnic_sex(const Identifier& cnic) {
    if (cnic.kind != IdentifierKind::kCnic || cnic.text.empty()) {
        return facts::Sex::kUnknown;
    }
    return (cnic.text.back() - '0') % 2 == 1 ? facts::Sex::kMale : facts::Sex::kFemale;
}

std::string_view cnic_locality(const Identifier& cnic) {
    const bool is_usable = cnic.kind == IdentifierKind::kCnic && !cnic.text.empty();
    return is_usable ? std::string_view{cnic.text}.substr(0, 5) : std::string_view{};
}

}  // namespace sarhad::watchlists
