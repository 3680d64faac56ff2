#include "flyer_text.h"

#include "core/text.h"

#include <algorithm>
#include <cstddef>

namespace sarhad::intake {
namespace {

constexpr std::size_t kCarrier = 2;
constexpr std::size_t kCode = 4;  ///< "FQTV".
constexpr std::size_t kFewestDigits = 3;

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_carrier(std::string_view text) {
    return text.size() >= kCarrier && (is_letter(text[0]) || is_digit(text[0])) &&
           (is_letter(text[1]) || is_digit(text[1])) && (is_letter(text[0]) || is_letter(text[1]));
}

/// "HK", "HK1", "NN02": what was asked for or held, and for how many.
bool is_action(std::string_view text) {
    return text.size() >= 2 && text.size() <= 4 && is_letter(text[0]) && is_letter(text[1]) &&
           std::all_of(text.begin() + 2, text.end(), is_digit);
}

/// Where a code of a frequent flyer begins: alone, behind a blank or a stroke, or behind SSR.
std::size_t find_code(std::string_view text) {
    for (std::size_t at = text.find("FQT"); at != std::string_view::npos;
         at = text.find("FQT", at + 1)) {
        const bool is_code = at + kCode <= text.size() &&
                             std::string_view{"VURS"}.find(text[at + 3]) < std::string_view::npos;
        const std::string_view before = text.substr(0, at);
        const bool is_start = before.empty() || before.ends_with(' ') || before.ends_with('/') ||
                              before.ends_with("SSR");
        if (is_code && is_start) return at;
    }
    return std::string_view::npos;
}

std::string_view without_strokes(std::string_view text) {
    text = core::trim(text);
    while (!text.empty() && text.front() == '/')
        text = core::trim(text.substr(1));
    return text;
}

}  // namespace

std::optional<FlyerText> read_flyer_number(std::string_view text) {
    text = without_strokes(text);
    FlyerText found;
    if (text.size() > kCarrier && is_carrier(text) &&
        (is_digit(text[kCarrier]) || text[kCarrier] == '/')) {
        found.carrier = text.substr(0, kCarrier);
        text = without_strokes(text.substr(kCarrier));
    }
    const std::size_t end = std::min(text.find_first_of("-./ "), text.size());
    found.number = text.substr(0, end);
    found.rest = core::trim(text.substr(end));
    if (found.number.empty()) return std::nullopt;
    return found;
}

std::optional<FlyerText> read_flyer_text(std::string_view text) {
    const std::size_t at = find_code(text);
    if (at == std::string_view::npos) return std::nullopt;
    text = core::trim(text.substr(at + kCode));
    std::string_view carrier;
    // In front of the stroke: carrier and action, apart or not.
    if (const std::size_t stroke = text.find('/'); stroke != std::string_view::npos) {
        std::string_view head = core::trim(text.substr(0, stroke));
        if (is_carrier(head)) {
            carrier = head.substr(0, kCarrier);
            head = core::trim(head.substr(kCarrier));
        }
        if (head.empty() || is_action(head)) {
            text = text.substr(stroke);
        } else {
            carrier = {};  // The number stands there already.
        }
    }
    auto found = read_flyer_number(text);
    if (!found) return std::nullopt;
    const auto digits = std::count_if(found->number.begin(), found->number.end(), is_digit);
    if (static_cast<std::size_t>(digits) < kFewestDigits) return std::nullopt;
    if (found->carrier.empty()) found->carrier = carrier;
    return found;
}

}  // namespace sarhad::intake
