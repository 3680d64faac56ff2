#include "type_b.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

constexpr std::size_t kAddress = 7;
constexpr std::size_t kWord = 8;

bool is_capital_or_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_word(std::string_view word, std::size_t max) {
    return word.size() <= max && std::all_of(word.begin(), word.end(), is_capital_or_digit);
}

}  // namespace

std::string_view envelope_of(core::ByteView file) {
    constexpr std::size_t kLooked = 8'192;
    const std::string_view text = core::as_text(file);
    if (text.size() <= kLooked) return text;
    const std::string_view head = text.substr(0, kLooked);
    const std::size_t last_line = head.find_last_of("\r\n");
    return last_line == std::string_view::npos ? head : head.substr(0, last_line);
}

bool is_type_b_origin(std::string_view line) {
    return line.size() > kAddress && line[0] == '.' &&
           is_word(line.substr(1, kAddress), kAddress) &&
           (line.size() == kAddress + 1 || line[kAddress + 1] == ' ');
}

std::string type_b_sender(std::string_view line) {
    return std::string{line.substr(1, kAddress)};
}

bool is_type_b_words(std::string_view line) {
    const auto words = core::split(line, ' ');
    return std::all_of(
        words.begin(), words.end(), [](std::string_view word) { return is_word(word, kWord); });
}

bool is_edifact_start(std::string_view line) {
    return line.starts_with("UNA") || line.starts_with("UNB") || line.starts_with("UNH");
}

}  // namespace sarhad::intake
