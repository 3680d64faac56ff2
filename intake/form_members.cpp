#include "form_members.h"

#include "core/text.h"

#include <limits>

namespace sarhad::intake {
namespace {

/// How the ends of fields' names say in which part of a unit they count.
struct Scale {
    std::string_view ending;
    std::size_t decimals;
};
constexpr std::array kScales{Scale{"_millionths", 6},
                             Scale{"_microdegrees", 6},
                             Scale{"_thousandths", 3},
                             Scale{"_milligrams", 3},
                             Scale{"_cents", 2}};

/// Without the commas that stand before groups of three digits; nothing where one stands elsewhere.
std::optional<std::string> without_commas(std::string_view whole) {
    const auto groups = core::split(whole, ',');
    std::string digits;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool fits =
            groups.size() == 1 ||
            (i == 0 ? groups[i].size() <= 3 && !groups[i].empty() : groups[i].size() == 3);
        if (!fits) return std::nullopt;
        digits += groups[i];
    }
    return digits;
}

}  // namespace

namespace detail {

core::Error to_write(std::string_view what) {
    return {core::Errc::kInvalid, core::cat("write ", what)};
}

}  // namespace detail

core::Result<std::int64_t> read_decimal(std::string_view text, std::size_t decimals) {
    const core::Error wrong = detail::to_write(
        decimals == 0 ? std::string{"a whole number"}
                      : core::cat("a number with a point and ", decimals, " decimals at most"));
    text = core::trim(text);
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view fraction =
        point < text.size() ? text.substr(point + 1) : std::string_view{};
    const auto whole = without_commas(text.substr(0, point));
    if (!whole || fraction.size() > decimals) return wrong;
    std::string digits = core::cat(*whole, fraction);
    digits.append(decimals - fraction.size(), '0');
    if (!core::is_ascii_digits(digits) || whole->empty()) return wrong;
    const auto number = core::parse_int(digits);
    if (!number) return wrong;
    return is_negative ? -*number : *number;
}

core::Result<facts::Money> read_money(std::string_view text) {
    const core::Error wrong = detail::to_write("an amount and its currency, as 12,500.50 USD");
    const std::string folded = core::ascii_upper(core::fold_blanks(text));
    const auto parts = core::split(folded, ' ');
    if (parts.size() != 2) return wrong;
    const auto is_currency = [](std::string_view code) {
        return code.size() == 3 &&
               std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    };
    const bool is_behind = is_currency(parts[1]);
    if (!is_behind && !is_currency(parts[0])) return wrong;
    const auto amount = read_decimal(parts[is_behind ? 0 : 1], 3);
    if (!amount) return wrong;
    return facts::Money{*amount, std::string{parts[is_behind ? 1 : 0]}};
}

core::Result<bool> read_yes(std::string_view text) {
    const std::string word = core::ascii_lower(core::trim(text));
    if (word == "yes" || word == "true" || word == "1" || word == "y") return true;
    if (word == "no" || word == "false" || word == "0" || word == "n") return false;
    return detail::to_write("yes or no");
}

core::Result<std::string> read_line(std::string_view text, std::size_t max) {
    std::string line = core::fold_blanks(text);
    if (line.size() > max) return detail::to_write(core::cat(max, " bytes at most"));
    if (!core::is_utf8(line)) return detail::to_write("it in UTF-8");
    return line;
}

PathStart path_start(std::string_view path) {
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return {path, {}};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

std::optional<std::size_t> decimals_of(std::string_view listed, std::string_view written) {
    if (listed == written) return 0;
    for (const Scale& scale : kScales) {
        if (listed.ends_with(scale.ending) &&
            listed.substr(0, listed.size() - scale.ending.size()) == written) {
            return scale.decimals;
        }
    }
    return std::nullopt;
}

}  // namespace sarhad::intake
