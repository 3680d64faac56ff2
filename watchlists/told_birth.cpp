#include "told_birth.h"

#include "entry_parts.h"
#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

constexpr std::array<std::string_view, 12> kAbout{"approximately",
                                                  "approximative",
                                                  "approx.",
                                                  "approx",
                                                  "circa",
                                                  "about",
                                                  "around",
                                                  "born",
                                                  "ca.",
                                                  "ca",
                                                  "c.",
                                                  "~"};
constexpr std::string_view kBorn = "born";  ///< Of the words above, the one that doubts nothing.

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// Takes a leading or closing word off. True where that word doubts the date.
bool take_about(std::string& text) {
    bool is_about = false;
    for (bool has_taken = true; has_taken;) {
        has_taken = false;
        for (const std::string_view word : kAbout) {
            const std::size_t left = text.size() - std::min(word.size(), text.size());
            const bool is_first =
                text.starts_with(word) && (left == 0 || !is_letter(text[word.size()]));
            const bool is_last = text.ends_with(word) && left > 0 && text[left - 1] == ' ';
            if (is_first || is_last) {
                text = fold_blanks(is_first ? text.substr(word.size()) : text.substr(0, left));
                is_about = is_about || word != kBorn;
                has_taken = true;
                break;
            }
        }
    }
    return is_about;
}

/// "July 1, 1965" as "1 July 1965"; without dots behind shortened months.
std::string day_first_words(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        plain += c == ',' || c == '.' ? ' ' : c;
    }
    plain = fold_blanks(plain);
    const auto words = core::split(plain, ' ');
    const bool is_month_first = words.size() == 3 && core::is_ascii_digits(words[1]) &&
                                words[1].size() <= 2 && !core::is_ascii_digits(words[0]);
    return is_month_first ? core::cat(words[1], " ", words[0], " ", words[2]) : plain;
}

/// "dd/mm/1965" as "00/00/1965".
std::string zero_filled(std::string_view text) {
    std::string filled{text};
    for (const std::string_view part : {"dd", "mm", "??", "xx"}) {
        for (std::size_t at = filled.find(part); at != std::string::npos; at = filled.find(part)) {
            filled.replace(at, part.size(), "00");
        }
    }
    return filled;
}

PartialDate one_date(std::string_view told) {
    std::string text = fold_blanks(told);
    if (text.size() > 10 && (text[10] == 't' || text[10] == ' ')) {
        text.resize(10);  // A time behind the day.
    }
    while (text.ends_with("-00") && text.size() > 5) {
        text.resize(text.size() - 3);
    }
    if (const PartialDate iso = iso_date(text); iso.is_known()) {
        return iso;
    }
    for (const char separator : {'/', '.', '-'}) {
        if (text.find(separator) == std::string::npos) {
            continue;
        }
        if (const PartialDate date = day_first_date(zero_filled(text), separator);
            date.is_known()) {
            return date;
        }
    }
    return parse_english_date(day_first_words(text));
}

/// "1960s": all of ten years.
std::optional<ListedBirth> decade(std::string_view text) {
    const bool is_decade = text.size() == 5 && text.ends_with("0s");
    const PartialDate from = is_decade ? iso_date(text.substr(0, 4)) : PartialDate{};
    if (!from.is_known()) {
        return std::nullopt;
    }
    const auto to = PartialDate::make(from.year + 9, 0, 0);
    return to ? std::optional{make_birth(from, *to, DatePrecision::kRange)} : std::nullopt;
}

std::optional<ListedBirth> range(std::string_view text, std::string_view between) {
    const std::size_t cut = text.find(between);
    if (cut == std::string_view::npos) {
        return std::nullopt;
    }
    const PartialDate from = one_date(text.substr(0, cut));
    const PartialDate to = one_date(text.substr(cut + between.size()));
    if (!from.is_known() || !to.is_known() || to.year < from.year) {
        return std::nullopt;
    }
    return make_birth(from, to, from == to ? DatePrecision::kExact : DatePrecision::kRange);
}

}  // namespace

std::optional<ListedBirth> told_birth(std::string_view told) {
    std::string text;
    for (const char c : core::ascii_lower(told)) {
        text += c == '(' || c == ')' ? ' ' : c;
    }
    text = fold_blanks(text);
    const bool is_about = take_about(text);
    if (const PartialDate date = one_date(text); date.is_known()) {
        return make_birth(
            date, date, is_about ? DatePrecision::kApproximate : DatePrecision::kExact);
    }
    if (const auto years = decade(text)) {
        return years;
    }
    if (text.starts_with("between ")) {
        return range(std::string_view{text}.substr(8), " and ");
    }
    for (const std::string_view between : {" to ", " - ", " and ", "-", "/"}) {
        if (const auto found = range(text, between)) {
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace sarhad::watchlists
