#include "text_forms.h"

#include "utf8_read.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

constexpr std::array<std::string_view, 12> kMonths{
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

int month_of(std::string_view word) {
    const std::string lower = core::ascii_lower(word.substr(0, 3));
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (word.size() >= 3 && kMonths[i] == lower) {
            return static_cast<int>(i) + 1;
        }
    }
    return 0;
}

int number_of(std::string_view word, std::size_t most_digits) {
    if (!core::is_ascii_digits(word) || word.size() > most_digits) {
        return 0;
    }
    const auto value = core::parse_int(word);
    return value ? static_cast<int>(*value) : 0;
}

/// The upper half of cp1252's first 32 characters; 0 where it has none.
constexpr std::array<char16_t, 32> kHighForms{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void put_utf8(std::string& to, unsigned code) {
    if (code < 0x80) {
        to.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        to.push_back(static_cast<char>(0xC0U | (code >> 6U)));
        to.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
    } else {
        to.push_back(static_cast<char>(0xE0U | (code >> 12U)));
        to.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
        to.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
    }
}

/// A control character, a mark of direction, an end of a line or the mark of a file's order.
bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200E ||
           code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

enum class LetterKind : std::uint8_t { kNone, kLatin, kOther };

LetterKind letter_kind(char32_t code) {
    const bool is_ascii = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    const bool is_marked = code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7;
    if (is_ascii || is_marked || (code >= 0x1E00 && code <= 0x1EFF)) {
        return LetterKind::kLatin;
    }
    // Below: modifiers and combining marks. General punctuation, symbols, CJK punctuation.
    const bool is_mark = code < 0x370 || (code >= 0x2000 && code <= 0x2BFF) ||
                         (code >= 0x3000 && code <= 0x303F) || (code >= 0xFF00 && code <= 0xFF20);
    return is_mark ? LetterKind::kNone : LetterKind::kOther;
}

bool has_kind(std::string_view text, LetterKind kind) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at++]);
        const int more = lead >= 0xF0 ? 3 : (lead >= 0xE0 ? 2 : (lead >= 0xC0 ? 1 : 0));
        char32_t code = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
        for (int i = 0; i < more && at < text.size(); ++i) {
            code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
        }
        if (letter_kind(code) == kind) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

bool has_latin(std::string_view text) {
    return has_kind(text, LetterKind::kLatin);
}

bool has_other_script(std::string_view text) {
    return has_kind(text, LetterKind::kOther);
}

std::string without_controls(std::string_view text) {
    // Nearly all texts are of plain letters.
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7F'; })) {
        return std::string{text};
    }
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        if (!is_control(next_character(text, at))) {
            kept += text.substr(from, at - from);
        }
    }
    return kept;
}

bool is_filler(std::string_view text) {
    const std::string_view word = core::trim(text);
    const std::string lower = core::ascii_lower(word);
    // "Na" and "NA" may be somebody's name; what the lists write for nothing is "na".
    return lower.empty() || word == "na" || lower == "n/a" || lower == "-" || lower == "unknown" ||
           lower == "-0-";
}

PartialDate parse_english_date(std::string_view text) {
    const std::string folded = fold_blanks(text);
    const auto words = core::split(folded, ' ');
    if (words.empty() || words.size() > 3) {
        return {};
    }
    const int year = number_of(words.back(), 4);
    const int month = words.size() >= 2 ? month_of(words[words.size() - 2]) : 0;
    const int day = words.size() == 3 ? number_of(words[0], 2) : 0;
    if (year < 1000 || (words.size() >= 2 && month == 0) || (words.size() == 3 && day == 0)) {
        return {};
    }
    const auto date = PartialDate::make(year, month, day);
    return date ? *date : PartialDate{};
}

std::string_view without_time(std::string_view text) {
    const std::size_t colon = text.find(':');
    std::size_t from = std::min(colon, text.size());
    while (from > 0 && core::is_ascii_digits(text.substr(from - 1, 1))) {
        --from;
    }
    const bool is_hour = colon != std::string_view::npos && colon - from >= 1 && colon - from <= 2;
    // "2015-04-07-04:00": XML's day may have its zone behind it.
    constexpr std::size_t kIsoDay = 10;
    const bool is_zone = from == kIsoDay + 1 && text[4] == '-' && text[kIsoDay] == '-';
    const bool is_behind = is_hour && from > 1 &&
                           (is_zone || std::string_view{"Tt +"}.find(text[from - 1]) != text.npos);
    const bool is_minute =
        is_behind && text.size() > colon + 2 && core::is_ascii_digits(text.substr(colon + 1, 2));
    const bool is_time = is_minute && text.find_first_not_of("0123456789:.+-zZ apmAPM", colon) ==
                                          std::string_view::npos;
    return is_time ? text.substr(0, from - 1) : text;
}

facts::Sex parse_sex(std::string_view text) {
    const std::string lower = core::ascii_lower(core::trim(text));
    if (lower == "m" || lower == "male") {
        return facts::Sex::kMale;
    }
    return lower == "f" || lower == "female" ? facts::Sex::kFemale : facts::Sex::kUnknown;
}

ListedBirth make_birth(PartialDate from, PartialDate to, DatePrecision precision) {
    ListedBirth birth;
    birth.from = Redacted<PartialDate>{from};
    birth.to = Redacted<PartialDate>{to};
    birth.precision = precision;
    return birth;
}

char16_t cp1252_code(std::uint8_t byte) {
    const bool is_high_form = byte >= 0x80 && byte < 0xA0;
    return is_high_form ? kHighForms[byte - 0x80U] : char16_t{byte};
}

std::string cp1252_to_utf8(std::string_view text) {
    std::string utf8;
    utf8.reserve(text.size());
    for (const char c : text) {
        const unsigned code = cp1252_code(static_cast<std::uint8_t>(c));
        put_utf8(utf8, code == 0 ? 0xFFFDU : code);
    }
    return utf8;
}

}  // namespace sarhad::watchlists
