#include "bag_tag.h"

#include "charset.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

constexpr std::size_t kPlateDigits = 10;  ///< A licence plate of IATA resolution 740.
constexpr std::size_t kCarrierTag = 8;    ///< Two letters and six digits.
constexpr std::size_t kCountDigits = 3;
constexpr std::size_t kSerialDigits = 6;
constexpr std::uint32_t kSerials = 1'000'000;

std::uint32_t number_of(std::string_view digits) {
    std::uint32_t number = 0;
    for (const char c : digits)
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
    return number;
}

bool is_carrier_tag(std::string_view text) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() >= kCarrierTag && (is_letter(text[0]) || is_letter(text[1])) &&
           core::is_ascii_digits(text.substr(2));
}

}  // namespace

TagRange read_tag_range(std::string_view sent) {
    TagRange range;
    std::string text = core::ascii_upper(to_utf8(sent));
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    const std::string_view whole = text;
    std::size_t size = 0;
    if (core::is_ascii_digits(whole) && whole.size() >= kPlateDigits) {
        size = kPlateDigits;
        range.is_airline_known = whole.substr(1, 3) != "000";
    } else if (is_carrier_tag(whole)) {
        size = kCarrierTag;
    }
    if (size == 0 || whole.size() > size + kCountDigits) {
        range.first = text;
        range.is_form_known = false;
        return range;
    }
    range.first = std::string{whole.substr(0, size)};
    const std::string_view count = whole.substr(size);
    range.is_count_sent = count.size() == kCountDigits && number_of(count) > 0;
    if (range.is_count_sent) range.count = number_of(count);
    const std::uint32_t serial = number_of(whole.substr(size - kSerialDigits, kSerialDigits));
    range.rolls_over = serial + range.count > kSerials;
    return range;
}

std::vector<std::string> tags_of(const TagRange& range) {
    if (!range.is_form_known) return {range.first};
    std::vector<std::string> tags;
    tags.reserve(range.count);
    const std::size_t before = range.first.size() - kSerialDigits;
    const std::string_view first = range.first;
    const std::uint32_t serial = number_of(first.substr(before));
    for (std::uint32_t i = 0; i < range.count; ++i) {
        const std::string digits = std::to_string(kSerials + (serial + i) % kSerials);
        tags.push_back(core::cat(first.substr(0, before), std::string_view{digits}.substr(1)));
    }
    return tags;
}

}  // namespace sarhad::intake
