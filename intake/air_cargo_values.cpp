#include "air_cargo_values.h"

#include "line_values.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr std::size_t kPrefixDigits = 3;
constexpr std::size_t kSerialDigits = 8;
constexpr std::uint64_t kLargestCount = 1'000'000'000;

struct Danger {
    std::string_view code;
    std::string_view hazard;
    std::string_view un_number;  ///< Where the code means one substance.
};
constexpr std::array kDangers{
    Danger{"REX", "1", ""},       Danger{"RCX", "1.3C", ""},  Danger{"RGX", "1.3G", ""},
    Danger{"RXB", "1.4B", ""},    Danger{"RXC", "1.4C", ""},  Danger{"RXD", "1.4D", ""},
    Danger{"RXE", "1.4E", ""},    Danger{"RXG", "1.4G", ""},  Danger{"RXS", "1.4S", ""},
    Danger{"RFG", "2.1", ""},     Danger{"RNG", "2.2", ""},   Danger{"RCL", "2.2", ""},
    Danger{"RPG", "2.3", ""},     Danger{"RFL", "3", ""},     Danger{"RFS", "4.1", ""},
    Danger{"RSC", "4.2", ""},     Danger{"RFW", "4.3", ""},   Danger{"ROX", "5.1", ""},
    Danger{"ROP", "5.2", ""},     Danger{"RPB", "6.1", ""},   Danger{"RIS", "6.2", ""},
    Danger{"RDS", "6.2", "3373"}, Danger{"RRW", "7", ""},     Danger{"RRY", "7", ""},
    Danger{"RRE", "7", ""},       Danger{"RCM", "8", ""},     Danger{"RMD", "9", ""},
    Danger{"RSB", "9", "2211"},   Danger{"ICE", "9", "1845"}, Danger{"MAG", "9", "2807"},
    Danger{"RLI", "9", ""},       Danger{"RLM", "9", ""},     Danger{"RBI", "9", "3480"},
    Danger{"RBM", "9", "3090"},   Danger{"ELI", "9", ""},     Danger{"ELM", "9", ""},
    Danger{"EBI", "9", "3480"},   Danger{"EBM", "9", "3090"}, Danger{"DGR", "", ""}};

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/// The letters or the figures (digits, '.', ',') that `text` starts with; they are taken off.
template <class Kept>
std::string_view take_run(std::string_view& text, Kept kept) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), kept);
    const std::string_view run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(run.size());
    return run;
}

bool is_figure(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

/// One letter group and its figures ("T10"). False where it is not known.
bool take_part(std::string_view name, std::string_view figures, CargoQuantity& quantity) {
    const bool is_count = name == "T" || name == "P" || name == "S" || name == "D" || name == "M";
    if (is_count) {
        const auto count = core::parse_uint(figures);
        if (!count || *count > kLargestCount) return false;
        if (quantity.kind == ' ') {
            quantity.kind = name.front();
            quantity.packages = *count;
        } else {
            quantity.total_packages = *count;
        }
        return true;
    }
    if (name == "K" || name == "L") {
        const auto grams = read_grams(figures, name.front());
        quantity.grams = grams.value_or(0);
        return grams.has_value();
    }
    if (name == "DG") return true;  // Density: what follows of weight and volume.
    const auto litres = read_air_volume(core::cat(name, figures));
    quantity.litres = litres.value_or(0);
    return litres.has_value();
}

}  // namespace

std::optional<AirWaybill> read_air_waybill(std::string_view text) {
    constexpr std::size_t kEnd = kPrefixDigits + 1 + kSerialDigits;
    if (text.size() < kEnd || text[kPrefixDigits] != '-') return std::nullopt;
    const std::string_view prefix = text.substr(0, kPrefixDigits);
    const std::string_view serial = text.substr(kPrefixDigits + 1, kSerialDigits);
    if (!core::is_ascii_digits(prefix) || !core::is_ascii_digits(serial)) return std::nullopt;
    AirWaybill bill{core::cat(prefix, serial), {}, {}, {}};
    std::string_view rest = text.substr(kEnd);
    const std::string_view route = rest.substr(0, rest.find('/'));
    bill.origin = std::string{route.substr(0, 3)};
    if (route.size() > 3) bill.destination = std::string{route.substr(3, 3)};
    rest.remove_prefix(std::min(route.size() + 1, rest.size()));
    bill.rest = rest;
    return bill;
}

std::optional<AirWaybill> guess_air_waybill(std::string_view text) {
    constexpr std::size_t kDigits = 6;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(slash + 1);
    const CargoQuantity quantity = read_cargo_quantity(rest.substr(0, rest.find('/')));
    const bool has_goods = quantity.kind != ' ' && quantity.packages > 0 && quantity.grams > 0;
    std::string_view sent = text.substr(0, slash);
    const auto digits =
        std::count_if(sent.begin(), sent.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!has_goods || digits < static_cast<std::ptrdiff_t>(kDigits)) return std::nullopt;
    AirWaybill bill{{}, {}, {}, rest};
    const std::string_view route = sent.substr(sent.size() - kDigits);
    if (std::all_of(route.begin(), route.end(), is_capital)) {
        bill.origin = std::string{route.substr(0, 3)};
        bill.destination = std::string{route.substr(3)};
        sent.remove_suffix(route.size());
    }
    for (const char c : sent)
        if (c != '-' && c != ' ') bill.number += c;
    return bill;
}

bool is_air_waybill_right(std::string_view number) {
    if (number.size() != kPrefixDigits + kSerialDigits || !core::is_ascii_digits(number)) {
        return false;
    }
    int serial = 0;
    for (const char c : number.substr(kPrefixDigits, kSerialDigits - 1))
        serial = serial * 10 + (c - '0');
    return serial % 7 == number.back() - '0';
}

CargoQuantity read_cargo_quantity(std::string_view text) {
    CargoQuantity quantity;
    while (!text.empty()) {
        const std::string_view name = take_run(text, is_capital);
        const std::string_view figures = take_run(text, is_figure);
        if (name.empty() && figures.empty()) {
            quantity.is_whole_read = false;
            break;
        }
        if (!take_part(name, figures, quantity)) quantity.is_whole_read = false;
    }
    return quantity;
}

std::optional<std::uint64_t> read_air_volume(std::string_view text) {
    if (text.size() < 3) return std::nullopt;
    const std::string_view unit = text.substr(0, 2);
    const auto thousandths = read_thousandths(text.substr(2));
    if (!thousandths || *thousandths > 1'000'000'000'000) return std::nullopt;
    if (unit == "MC") return *thousandths;                                   // Cubic metres.
    if (unit == "CF") return (*thousandths * 28'317 + 500'000) / 1'000'000;  // Cubic feet.
    if (unit == "CC") return (*thousandths + 500'000) / 1'000'000;           // Cubic centimetres.
    if (unit == "CI") return (*thousandths * 16'387 + 500'000'000) / 1'000'000'000;
    return std::nullopt;
}

std::optional<facts::DangerousGoods> danger_of(std::string_view code) {
    const auto* const found = std::find_if(
        kDangers.begin(), kDangers.end(), [&](const Danger& known) { return known.code == code; });
    if (found == kDangers.end()) return std::nullopt;
    return facts::DangerousGoods{std::string{found->un_number}, std::string{found->hazard}, "ICA"};
}

std::optional<facts::DangerousGoods> danger_of_un_number(std::string_view text) {
    std::string number = read_un_number(text);
    if (number.empty()) return std::nullopt;
    return facts::DangerousGoods{std::move(number), {}, "ICA"};
}

bool says_consolidation(std::string_view text) {
    const std::string upper = core::ascii_upper(text);
    return upper.find("CONSOL") != std::string::npos;
}

bool is_handling_code(std::string_view text) {
    return text.size() == 3 && is_capital(text[0]) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_capital(c) || (c >= '0' && c <= '9');
           });
}

}  // namespace sarhad::intake
