#include "told_birth.h"

#include "entry_parts.h"
#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;

constexpr std::array<std::string_view, 13> kAbout{"approximately",
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
                                                  "c",
                                                  "~"};
constexpr std::string_view kBorn = "born";  ///< Of the words above, the one that doubts nothing.

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes leading and closing words off, and a "?" behind a figure. True where one doubts the date.
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
    const std::size_t told = text.find_last_not_of(" ?");
    if (text.ends_with('?') && told != std::string::npos && is_digit(text[told])) {
        text.resize(told + 1);
        is_about = true;
    }
    return is_about;
}

/// A script's own figures, in UTF-8: those of Arabic, of Persian and Urdu, of Hindi, of Bengali.
struct Figures {
    std::string_view lead;  ///< What each of them begins with.
    unsigned char zero;     ///< The last byte of its nought.
};
constexpr std::array<Figures, 4> kFigures{
    {{"\xD9", 0xA0}, {"\xDB", 0xB0}, {"\xE0\xA5", 0xA6}, {"\xE0\xA7", 0xA6}}};

/// What stands at `at` for one plain character, and how many bytes it takes; nothing else does.
std::pair<char, std::size_t> plain_at(std::string_view text, std::size_t at) {
    for (const Figures& figures : kFigures) {
        const std::size_t size = figures.lead.size() + 1;
        if (at + size <= text.size() && text.substr(at).starts_with(figures.lead)) {
            const int figure = static_cast<unsigned char>(text[at + size - 1]) - figures.zero;
            if (figure >= 0 && figure <= 9) {
                return {static_cast<char>('0' + figure), size};
            }
        }
    }
    for (const std::string_view dash :
         {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212"}) {
        if (text.substr(at).starts_with(dash)) {
            return {'-', dash.size()};
        }
    }
    const char c = text[at];
    return {c == '(' || c == ')' || c == '[' || c == ']' ? ' ' : c, 1};
}

/// In small letters, with ASCII's figures and dashes, without brackets.
std::string plain(std::string_view told) {
    const std::string lower = core::ascii_lower(told);
    std::string text;
    for (std::size_t at = 0; at < lower.size();) {
        const auto [c, size] = plain_at(lower, at);
        text += c;
        at += size;
    }
    return fold_blanks(text);
}

/// "July 1, 1965" and "1965 July 1" as "1 July 1965"; without dots behind shortened months, dashes
/// between words and what stands behind an ordinal number.
std::string day_first_words(std::string_view text) {
    std::string bare;
    for (const char c : text) {
        bare += c == ',' || c == '.' || c == '-' || c == '/' ? ' ' : c;
    }
    bare = fold_blanks(bare);
    std::vector<std::string> words;
    for (std::string_view word : core::split(bare, ' ')) {
        for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
            const std::string_view figures =
                word.substr(0, word.size() - std::min(word.size(), ordinal.size()));
            if (word.ends_with(ordinal) && core::is_ascii_digits(figures)) {
                word = figures;
            }
        }
        words.emplace_back(word);
    }
    if (words.size() != 3) {
        return bare;
    }
    const bool is_year_first = core::is_ascii_digits(words[0]) && words[0].size() == 4;
    const bool is_month_first =
        core::is_ascii_digits(words[1]) && words[1].size() <= 2 && !core::is_ascii_digits(words[0]);
    if (is_year_first) {
        std::swap(words[0], words[2]);
    } else if (is_month_first) {
        std::swap(words[0], words[1]);
    }
    return core::cat(words[0], " ", words[1], " ", words[2]);
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

PartialDate year_first_date(std::string_view text) {
    std::string iso{text};
    while (iso.ends_with("-00") && iso.size() > 5) {
        iso.resize(iso.size() - 3);
    }
    return iso_date(iso);
}

/// "1965/07/01", "1965.07", "07/1965", "01/07/1965", and "12/25/1965", whose month can only be the
/// first.
PartialDate date_in_figures(std::string_view text, char separator) {
    const auto parts = core::split(text, separator);
    if (parts.size() < 2 || parts.size() > 3) {
        return {};
    }
    if (parts[0].size() == 4) {
        std::string iso{text};
        std::replace(iso.begin(), iso.end(), separator, '-');
        return year_first_date(iso);
    }
    if (parts.size() == 2) {
        return parts[0].size() <= 2 && parts[1].size() == 4
                   ? year_first_date(core::cat(parts[1], "-", parts[0]))
                   : PartialDate{};
    }
    if (const PartialDate date = day_first_date(text, separator); date.is_known()) {
        return date;
    }
    return day_first_date(core::cat(parts[1], "/", parts[0], "/", parts[2]), '/');
}

/// "19650701".
PartialDate date_in_one(std::string_view text) {
    return text.size() == 8 && core::is_ascii_digits(text)
               ? iso_date(core::cat(text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6)))
               : PartialDate{};
}

PartialDate one_date(std::string_view plain_text) {
    const std::string text = fold_blanks(without_time(plain_text));
    const std::string filled = zero_filled(text);
    if (const PartialDate iso = year_first_date(filled); iso.is_known()) {
        return iso;
    }
    for (const char separator : {'/', '.', '-'}) {
        if (const PartialDate date = date_in_figures(filled, separator); date.is_known()) {
            return date;
        }
    }
    const PartialDate compact = date_in_one(text);
    return compact.is_known() ? compact : parse_english_date(day_first_words(text));
}

std::optional<ListedBirth> years(int from, int to) {
    const auto first = PartialDate::make(from, 0, 0);
    const auto last = PartialDate::make(to, 0, 0);
    if (!first || !last || from > to) {
        return std::nullopt;
    }
    return make_birth(*first, *last, DatePrecision::kRange);
}

/// "1960s": all of ten years; "early", "mid" and "late" are half of them. "late 1960": that year.
std::optional<ListedBirth> part_of_years(std::string_view text) {
    struct Part {
        std::string_view word;
        int from;
        int to;
    };
    constexpr std::array<Part, 4> kParts{
        {{"early", 0, 4}, {"mid", 3, 7}, {"late", 5, 9}, {"", 0, 9}}};
    const auto* part = std::find_if(kParts.begin(), kParts.end(), [&](const Part& listed) {
        return text.starts_with(listed.word);
    });
    text = core::trim(text.substr(part->word.size()));
    if (!part->word.empty() && text.starts_with('-')) {
        text = core::trim(text.substr(1));
    }
    const PartialDate year = text.size() >= 4 ? iso_date(text.substr(0, 4)) : PartialDate{};
    const std::string_view behind = text.substr(std::min<std::size_t>(text.size(), 4));
    if (year.is_known() && (behind == "s" || behind == "'s") && year.year % 10 == 0) {
        return years(year.year + part->from, year.year + part->to);
    }
    return year.is_known() && behind.empty() && !part->word.empty()
               ? std::optional{make_birth(year, year, DatePrecision::kExact)}
               : std::nullopt;
}

std::optional<ListedBirth> one_birth(std::string_view told) {
    std::string text{told};
    const bool is_about = take_about(text);
    if (const PartialDate date = one_date(text); date.is_known()) {
        return make_birth(
            date, date, is_about ? DatePrecision::kApproximate : DatePrecision::kExact);
    }
    auto part = part_of_years(text);
    if (part && is_about && part->precision == DatePrecision::kExact) {
        part->precision = DatePrecision::kApproximate;
    }
    return part;
}

/// From the first day of one to the last of the other, where they rise.
std::optional<ListedBirth> from_to(const ListedBirth& one, const ListedBirth& other) {
    const PartialDate from = one.from.reveal();
    const PartialDate to = other.to.reveal();
    const bool is_month_known = from.month != 0 && to.month != 0;
    const bool is_day_known = is_month_known && from.is_full() && to.is_full();
    const bool falls = to.year < from.year ||
                       (to.year == from.year && is_month_known && to.month < from.month) ||
                       (to.year == from.year && is_day_known && to < from);
    if (falls) {
        return std::nullopt;
    }
    const bool is_about = one.precision == DatePrecision::kApproximate ||
                          other.precision == DatePrecision::kApproximate;
    const auto single = is_about ? DatePrecision::kApproximate : DatePrecision::kExact;
    return make_birth(from, to, from == to ? single : DatePrecision::kRange);
}

/// The first of two dates, which may leave to the second one what they share: "Aug. and Sep. 1977",
/// "3 and 5 May 1971".
std::optional<ListedBirth> first_of_range(std::string_view first, std::string_view second) {
    auto from = one_birth(first);
    const bool is_year = first.size() >= 4 && core::is_ascii_digits(first);
    for (std::size_t at = second.find(' '); !from && !is_year && at != std::string_view::npos;
         at = second.find(' ', at + 1)) {
        from = one_birth(core::cat(first, second.substr(at)));
    }
    return from;
}

std::optional<ListedBirth> range_at(std::string_view text, std::size_t at, std::size_t gap) {
    const auto from =
        first_of_range(core::trim(text.substr(0, at)), core::trim(text.substr(at + gap)));
    const auto to = from ? one_birth(core::trim(text.substr(at + gap))) : std::nullopt;
    return from && to ? from_to(*from, *to) : std::nullopt;
}

/// "1958-63", "1958/63": the second year of the first one's century.
std::optional<ListedBirth> short_range(std::string_view text) {
    const bool is_short = text.size() == 7 && (text[4] == '-' || text[4] == '/') &&
                          core::is_ascii_digits(text.substr(0, 4)) &&
                          core::is_ascii_digits(text.substr(5));
    if (!is_short) {
        return std::nullopt;
    }
    const auto first = core::parse_int(text.substr(0, 4));
    const auto last = core::parse_int(text.substr(5));
    return first && last
               ? years(static_cast<int>(*first), static_cast<int>(*first / 100 * 100 + *last))
               : std::nullopt;
}

std::optional<ListedBirth> range_at_words(std::string_view text) {
    for (const std::string_view word : {" to ", " - ", " / ", " and ", " & "}) {
        const std::size_t at = text.find(word);
        if (auto found = at == std::string::npos ? std::nullopt : range_at(text, at, word.size())) {
            return found;
        }
    }
    return std::nullopt;
}

/// At a stroke or dash of which both sides are dates.
std::optional<ListedBirth> range_at_marks(std::string_view text) {
    for (const char mark : {'/', '-'}) {
        for (std::size_t at = text.find(mark); at != std::string_view::npos;
             at = text.find(mark, at + 1)) {
            if (auto found = range_at(text, at, 1)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

/// A date or a range. Words stand between two dates first, then it is looked at as one.
std::optional<ListedBirth> birth_or_range(std::string_view told) {
    std::string text{told};
    const bool is_about = take_about(text);
    constexpr std::string_view kBetween = "between ";
    const bool is_between = text.starts_with(kBetween);
    text = is_between ? text.substr(kBetween.size()) : text;
    auto found = range_at_words(text);
    found = found || is_between ? found : one_birth(text);
    found = found ? found : short_range(text);
    found = found ? found : range_at_marks(text);
    if (found && is_about && found->precision == DatePrecision::kExact) {
        found->precision = DatePrecision::kApproximate;
    }
    return found;
}

/// Each of `parts`, or nothing where one of them is no date.
std::vector<ListedBirth> all_of(const std::vector<std::string_view>& parts) {
    std::vector<ListedBirth> births;
    for (const std::string_view part : parts) {
        const auto birth = birth_or_range(core::trim(part));
        if (!birth) {
            return {};
        }
        births.push_back(*birth);
    }
    return births;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view between) {
    std::vector<std::string_view> parts;
    for (std::size_t at = text.find(between); at != std::string_view::npos;
         at = text.find(between)) {
        parts.push_back(text.substr(0, at));
        text = text.substr(at + between.size());
    }
    parts.push_back(text);
    return parts;
}

}  // namespace

std::vector<ListedBirth> told_births(std::string_view told) {
    if (told.size() > kMaxToldBirth) {
        return {};
    }
    const std::string text = plain(told);
    auto births = all_of(split_at(text, " or "));
    return births.empty() ? all_of(split_at(text, ", ")) : births;
}

PartialDate told_day(std::string_view told) {
    return told.size() > kMaxToldBirth ? PartialDate{} : one_date(plain(told));
}

}  // namespace sarhad::watchlists
