#include "intake/cargo_values.h"

#include "core/check_digits.h"
#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::size_t kHsDigitsLeast = 6;
constexpr std::size_t kHsDigitsMost = 12;
constexpr std::size_t kCheckedDigits = 8;  ///< Of a tariff that has check letters, at least.
constexpr std::uint64_t kLargestWhole = 1'000'000'000;
constexpr std::int32_t kColdestTenths = -3'000;
constexpr std::int32_t kHottestTenths = 10'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Upper case; of the characters in `marks` none.
std::string without(std::string_view sent, std::string_view marks) {
    std::string text;
    text.reserve(sent.size());
    for (const char c : sent) {
        if (marks.find(c) == std::string_view::npos) text.push_back(upper(c));
    }
    return text;
}

/// A unit, its kind, and how many thousandths of a gram or of a litre it has.
struct Unit {
    std::string_view code;
    UnitKind kind;
    std::uint64_t thousandths;
};
/// The common ones first.
constexpr std::array<Unit, 29> kUnits{{{"KGM", UnitKind::kWeight, 1'000'000},
                                       {"MTQ", UnitKind::kVolume, 1'000'000},
                                       {"TNE", UnitKind::kWeight, 1'000'000'000},
                                       {"LBR", UnitKind::kWeight, 453'592},
                                       {"LTR", UnitKind::kVolume, 1'000},
                                       {"GRM", UnitKind::kWeight, 1'000},
                                       {"KG", UnitKind::kWeight, 1'000'000},
                                       {"KGS", UnitKind::kWeight, 1'000'000},
                                       {"K", UnitKind::kWeight, 1'000'000},
                                       {"LBS", UnitKind::kWeight, 453'592},
                                       {"LB", UnitKind::kWeight, 453'592},
                                       {"L", UnitKind::kWeight, 453'592},
                                       {"MGM", UnitKind::kWeight, 1},
                                       {"HGM", UnitKind::kWeight, 100'000},
                                       {"DTN", UnitKind::kWeight, 100'000'000},
                                       {"STN", UnitKind::kWeight, 907'184'740},
                                       {"LTN", UnitKind::kWeight, 1'016'046'909},
                                       {"ONZ", UnitKind::kWeight, 28'350},
                                       {"CWA", UnitKind::kWeight, 45'359'237},
                                       {"TON", UnitKind::kWeight, 1'000'000'000},
                                       {"DMQ", UnitKind::kVolume, 1'000},
                                       {"HLT", UnitKind::kVolume, 100'000},
                                       {"CBM", UnitKind::kVolume, 1'000'000},
                                       {"M3", UnitKind::kVolume, 1'000'000},
                                       {"FTQ", UnitKind::kVolume, 28'317},
                                       {"GLL", UnitKind::kVolume, 3'785},
                                       {"GLI", UnitKind::kVolume, 4'546},
                                       {"BLL", UnitKind::kVolume, 158'987},
                                       {"YDQ", UnitKind::kVolume, 764'555}}};

const Unit* find_unit(std::string_view code) {
    const auto* const found = std::find_if(
        kUnits.begin(), kUnits.end(), [code](const Unit& unit) { return unit.code == code; });
    return found == kUnits.end() ? nullptr : found;
}

std::optional<std::uint64_t> read_amount(std::string_view amount,
                                         std::string_view code,
                                         UnitKind kind) {
    const Unit* const unit = find_unit(code);
    const auto sent = read_thousandths(amount);
    if (unit == nullptr || unit->kind != kind || !sent) {
        return std::nullopt;
    }
    // In two steps: a milliard of tonnes in thousandths of a gram has no room in 64 bits.
    const std::uint64_t whole = *sent / 1'000 * unit->thousandths;
    const std::uint64_t part = *sent % 1'000 * unit->thousandths / 1'000;
    return (whole + part + 500) / 1'000;
}

/// Where the code may start behind "HS": past CODE, TARIFF, dots, blanks and colons.
std::size_t pass_hs_words(std::string_view text, std::size_t at) {
    constexpr std::array<std::string_view, 5> kWords{"CODES", "CODE", "TARIFF", "NUMBER", "NO"};
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        const auto* const word =
            std::find_if(kWords.begin(), kWords.end(), [rest](std::string_view w) {
                return rest.starts_with(w);
            });
        if (word != kWords.end()) {
            at += word->size();
        } else if (std::string_view{" .:-#"}.find(text[at]) != std::string_view::npos) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

}  // namespace

ContainerNumber read_container_number(std::string_view sent) {
    ContainerNumber number{without(sent, " -./"), false};
    number.is_valid = core::is_container_number(number.text);
    return number;
}

std::string read_imo_number(std::string_view sent) {
    std::string text = without(sent, " -.");
    if (text.starts_with("IMO")) text.erase(0, 3);
    const bool is_right =
        text.size() == 7 && core::is_ascii_digits(text) && core::is_imo_right(text);
    return is_right ? text : std::string{};
}

std::string read_hs_code(std::string_view sent) {
    std::string digits = without(sent, " .-");
    // Some tariffs put a letter behind their digits to check them.
    if (digits.size() > kCheckedDigits && is_capital(digits.back())) digits.pop_back();
    if (digits.size() < kHsDigitsLeast || digits.size() > kHsDigitsMost ||
        !core::is_ascii_digits(digits) || digits.starts_with("00") || digits.starts_with("98") ||
        digits.starts_with("99")) {
        return {};
    }
    return digits;
}

std::string find_hs_code(std::string_view text) {
    const std::string in = without(text, "");
    for (std::size_t at = in.find('H'); at != std::string::npos; at = in.find('H', at + 1)) {
        std::size_t next = at + 1;
        if (next < in.size() && in[next] == '.') ++next;
        const bool starts_word = at == 0 || !is_capital(in[at - 1]);
        if (!starts_word || next >= in.size() || in[next] != 'S') continue;
        const std::size_t start = pass_hs_words(in, next + 1);
        std::size_t end = start;
        while (end < in.size() && (is_digit(in[end]) || in[end] == '.'))
            ++end;
        std::string code = read_hs_code(std::string_view{in}.substr(start, end - start));
        if (!code.empty()) return code;
    }
    return {};
}

std::string read_un_number(std::string_view sent) {
    std::string text = without(sent, " -.");
    if (text.starts_with("UN")) text.erase(0, 2);
    return text.size() == 4 && core::is_ascii_digits(text) ? text : std::string{};
}

std::string read_place_code(std::string_view sent) {
    return without(sent, " ");
}

bool is_locode(std::string_view code) {
    return code.size() == 5 && is_capital(code[0]) && is_capital(code[1]) &&
           std::all_of(code.begin() + 2, code.end(), [](char c) {
               return is_capital(c) || (c >= '2' && c <= '9');
           });
}

std::optional<std::uint64_t> read_thousandths(std::string_view text) {
    std::uint64_t value = 0;
    std::size_t decimals = 0;
    bool is_decimal = false;
    bool has_digits = false;
    for (const char c : text) {
        if (is_digit(c)) {
            const auto digit = static_cast<std::uint64_t>(c - '0');
            if (is_decimal) ++decimals;
            if (decimals <= 3) {
                value = value * 10 + digit;
            } else if (decimals == 4 && digit >= 5) {
                ++value;
            }
            has_digits = true;
        } else if ((c == '.' || c == ',') && !is_decimal) {
            is_decimal = true;
        } else {
            return std::nullopt;
        }
        if (value > kLargestWhole * 1'000) return std::nullopt;
    }
    for (std::size_t i = decimals; i < 3; ++i)
        value *= 10;
    if (!has_digits || value > kLargestWhole * 1'000) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> read_whole(std::string_view text) {
    const auto thousandths = read_thousandths(text);
    if (!thousandths) return std::nullopt;
    return (*thousandths + 500) / 1'000;
}

UnitKind unit_kind(std::string_view unit) {
    const Unit* const found = find_unit(unit);
    return found == nullptr ? UnitKind::kOther : found->kind;
}

std::optional<std::uint64_t> read_grams(std::string_view amount, std::string_view unit) {
    return read_amount(amount, unit, UnitKind::kWeight);
}

std::optional<std::uint64_t> read_litres(std::string_view amount, std::string_view unit) {
    return read_amount(amount, unit, UnitKind::kVolume);
}

std::optional<std::int32_t> read_temperature(std::string_view amount, std::string_view unit) {
    const bool is_minus = amount.starts_with('-');
    if (is_minus || amount.starts_with('+')) amount.remove_prefix(1);
    const auto sent = read_thousandths(amount);
    if (!sent || *sent > 2'000'000 ||
        (unit != "CEL" && unit != "FAH" && unit != "C" && unit != "F")) {
        return std::nullopt;
    }
    auto thousandths = static_cast<std::int32_t>(*sent);
    if (is_minus) thousandths = -thousandths;
    if (unit.starts_with('F')) thousandths = (thousandths - 32'000) * 5 / 9;
    const std::int32_t half = thousandths < 0 ? -50 : 50;
    const std::int32_t tenths = (thousandths + half) / 100;
    if (tenths < kColdestTenths || tenths > kHottestTenths) return std::nullopt;
    return tenths;
}

std::optional<facts::Money> read_money(std::string_view amount, std::string_view currency) {
    const bool is_minus = amount.starts_with('-');
    if (is_minus) amount.remove_prefix(1);
    const auto thousandths = read_thousandths(amount);
    if (!thousandths) return std::nullopt;
    facts::Money money;
    money.thousandths = static_cast<std::int64_t>(*thousandths) * (is_minus ? -1 : 1);
    std::string code = without(currency, " ");
    if (code.size() == 3 && std::all_of(code.begin(), code.end(), is_capital)) {
        money.currency = std::move(code);
    }
    return money;
}

}  // namespace sarhad::intake
