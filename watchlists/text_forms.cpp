#include "text_forms.h"

#include "core/text.h"

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

}  // namespace

std::string fold_blanks(std::string_view text) {
    std::string folded;
    bool is_gap = false;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (is_blank) {
            is_gap = !folded.empty();
            continue;
        }
        if (is_gap) {
            folded.push_back(' ');
        }
        is_gap = false;
        folded.push_back(c);
    }
    return folded;
}

bool is_filler(std::string_view text) {
    const std::string lower = core::ascii_lower(core::trim(text));
    return lower.empty() || lower == "na" || lower == "n/a" || lower == "-" || lower == "unknown" ||
           lower == "-0-";
}

std::string cut_utf8(std::string_view text, std::size_t max) {
    if (text.size() <= max) {
        return std::string{text};
    }
    std::size_t size = max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return std::string{text.substr(0, size)};
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

std::string cp1252_to_utf8(std::string_view text) {
    std::string utf8;
    utf8.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_high_form = byte >= 0x80 && byte < 0xA0;
        const unsigned code = is_high_form ? kHighForms[byte - 0x80U] : byte;
        put_utf8(utf8, code == 0 ? 0xFFFDU : code);
    }
    return utf8;
}

}  // namespace sarhad::watchlists
