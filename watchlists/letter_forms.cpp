#include "letter_forms.h"

#include "letter_forms_table.h"
#include "script_units.h"
#include "utf8_read.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// No form is below U+2070, and so none begins with a lesser byte.
bool may_be_form(char byte) {
    constexpr unsigned char kFirstLead = 0xE2;
    return static_cast<unsigned char>(byte) >= kFirstLead;
}

/// Han and Hangul, of which none is a form of another.
bool is_syllable_itself(char32_t code) {
    return (code >= 0x3400 && code < 0xA000) || (code >= 0xAC00 && code < 0xD7A4);
}

/// Appends what `code` is a form of; false where it is a letter itself.
bool append_plain(char32_t code, std::string& to) {
    if (is_syllable_itself(code)) {
        return false;
    }
    const auto* behind = std::upper_bound(
        kLetterForm.begin(), kLetterForm.end(), code, [](char32_t wanted, const LetterForms& run) {
            return wanted < run.first;
        });
    if (behind != kLetterForm.begin()) {
        const LetterForms& run = *(behind - 1);
        if (code - run.first < run.count) {
            append_character(to, run.to + (code - run.first));
            return true;
        }
    }
    const auto* found = std::lower_bound(
        kLigature.begin(), kLigature.end(), code, [](const Ligature& one, char32_t wanted) {
            return one.code < wanted;
        });
    if (found == kLigature.end() || found->code != code) {
        return false;
    }
    to += found->text;
    return true;
}

}  // namespace

std::string_view with_plain_letters(std::string_view text, std::string& plain) {
    const auto* first = std::find_if(text.begin(), text.end(), may_be_form);
    if (first == text.end()) {
        return text;
    }
    auto at = static_cast<std::size_t>(first - text.begin());
    plain.assign(text.substr(0, at));
    while (at < text.size()) {
        const std::size_t from = at;
        const char32_t code = next_character(text, at);
        if (!append_plain(code, plain)) {
            plain += text.substr(from, at - from);
        }
    }
    return plain;
}

}  // namespace sarhad::watchlists
