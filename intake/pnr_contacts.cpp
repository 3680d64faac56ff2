#include "pnr_contacts.h"

#include "core/text.h"

#include <algorithm>
#include <cstddef>

namespace sarhad::intake {
namespace {

constexpr std::size_t kFewestDigits = 5;
constexpr std::size_t kPlaceLetters = 3;  ///< "CTCT BOG 571...": a city stands before the number.

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_number_part(char c) {
    switch (c) {
        case ' ':
        case '+':
        case '-':
        case '(':
        case ')':
        case '.':
        case ',':
        case '/':
            return true;
        default:  // Not our enum.
            return is_digit(c);
    }
}

std::size_t digits_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

/// The first number in `text`: its digits, and a + before them. "" where it has too few.
std::string number_in(std::string_view text, std::string_view& rest) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) && text[at] != '+') continue;
        std::size_t end = at;
        std::string number;
        while (end < text.size() && is_number_part(text[end])) {
            if (is_digit(text[end]) || (text[end] == '+' && number.empty()))
                number.push_back(text[end]);
            ++end;
        }
        if (digits_in(number) >= kFewestDigits) {
            rest = text.substr(end);
            return number;
        }
        at = end;
    }
    return {};
}

bool has_long_word(std::string_view text, std::size_t letters) {
    std::size_t run = 0;
    for (const char c : text) {
        run = is_letter(c) ? run + 1 : 0;
        if (run > letters) return true;
    }
    return false;
}

/// "CTC" at a word's start among the first words of `text`: where it stands.
std::optional<std::size_t> find_mark(std::string_view text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view before = core::trim(text.substr(0, at));
    const bool is_start = before.empty() || (before.size() <= kPlaceLetters &&
                                             (text[at - 1] == ' ' || text[at - 1] == '/'));
    if (!is_start) return std::nullopt;
    return at;
}

ContactText number_of(std::string_view text) {
    ContactText contact;
    std::string_view rest;
    std::string number = number_in(text, rest);
    if (number.empty()) {
        contact.value = core::trim(text);
        return contact;
    }
    contact.kind = facts::ContactKind::kPhone;
    contact.value = std::move(number);
    contact.has_more_words = has_long_word(text, kPlaceLetters);
    return contact;
}

}  // namespace

std::string mended_mail(std::string_view text) {
    std::string mail;
    mail.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view two = text.substr(i, 2);
        const bool is_slashes_next = text.substr(i + 1, 2) == "//";
        if (two == "//" || two == ".." || (two == "./" && !is_slashes_next)) {
            mail.push_back(two == "//" ? '@' : two == ".." ? '_' : '-');
            ++i;
        } else if (text[i] != ' ') {
            mail.push_back(text[i]);
        }
    }
    return mail;
}

ContactText contact_of(char code, std::string_view text) {
    text = core::trim(text);
    if (code != 'E') return number_of(text);
    ContactText contact;
    while (!text.empty() && (text.front() == '/' || text.front() == '-' || text.front() == ' '))
        text.remove_prefix(1);
    // A language may follow: "/JANE//MAIL.EXAMPLE/EN".
    const std::size_t at = std::min(text.find("//"), text.find('@'));
    if (at != std::string_view::npos) {
        const std::size_t end = text.find_first_of("/ ", at + 2);
        contact.has_more_words =
            end != std::string_view::npos && has_long_word(text.substr(end), 2);
        text = text.substr(0, end);
    }
    contact.kind =
        at == std::string_view::npos ? facts::ContactKind::kOther : facts::ContactKind::kEmail;
    contact.value = mended_mail(text);
    return contact;
}

std::optional<ContactText> read_contact(std::string_view text) {
    if (const auto at = find_mark(text, "CTC")) {
        std::string_view rest = text.substr(*at + 3);
        const bool is_apart =
            rest.size() > 2 && rest[0] == ' ' && is_letter(rest[1]) && !is_letter(rest[2]);
        if (is_apart) rest.remove_prefix(1);
        const char code = rest.empty() ? ' ' : rest.front();
        // "CTCBOG 571...": the letters behind it are a place, not one letter of a kind.
        const bool is_coded =
            is_letter(code) && (rest.size() < 2 || !is_letter(rest[1]) || code == 'E');
        return contact_of(is_coded ? code : ' ', is_coded ? rest.substr(1) : rest);
    }
    if (const auto at = find_mark(text, "APE")) {
        const std::string_view rest = text.substr(*at + 3);
        const bool is_mail =
            rest.find("//") != std::string_view::npos || rest.find('@') != std::string_view::npos;
        if (is_mail && !rest.empty() && !is_letter(rest.front())) return contact_of('E', rest);
    }
    if (const auto at = find_mark(text, "APM")) {
        const std::string_view rest = text.substr(*at + 3);
        if (digits_in(rest) >= kFewestDigits && !is_letter(rest.front())) {
            return contact_of('M', rest);
        }
    }
    return std::nullopt;
}

std::vector<std::string> phones_in(std::string_view text) {
    std::vector<std::string> phones;
    if (has_long_word(text, kPlaceLetters) || digits_in(text) <= kFewestDigits) return phones;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view from = rest;
        rest = {};
        std::string number = number_in(from, rest);
        if (number.empty()) break;
        phones.push_back(std::move(number));
    }
    return phones;
}

}  // namespace sarhad::intake
