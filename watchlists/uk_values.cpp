#include "uk_values.h"

#include "entry_parts.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::ptrdiff_t kLeastFigures = 5;  ///< Of a number beside another one.

std::ptrdiff_t figures_in(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "(1) A. (2) B" as "A" and "B"; the text itself where it does not begin so.
std::vector<std::string_view> numbered_parts(std::string_view text) {
    text = core::trim(text);
    if (!text.starts_with("(1)")) {
        return {text};
    }
    std::vector<std::string_view> parts;
    for (int number = 1;; ++number) {
        text.remove_prefix(core::cat("(", number, ")").size());
        const std::size_t next = text.find(core::cat("(", number + 1, ")"));
        std::string_view part = core::trim(text.substr(0, next));
        while (part.ends_with('.') || part.ends_with(',') || part.ends_with(';')) {
            part = core::trim(part.substr(0, part.size() - 1));
        }
        parts.push_back(part);
        if (next == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(next);
    }
}

struct Label {
    std::string_view label;
    NumberKind kind;
    std::string_view word;  ///< As the columns' own, so that none stands there twice.
};
constexpr std::array<Label, 6> kLabels{
    {{"passport number", NumberKind::kPassport, "Passport"},
     {"passport no", NumberKind::kPassport, "Passport"},
     {"national identification number", NumberKind::kNationalId, "National identifier"},
     {"national identification no", NumberKind::kNationalId, "National identifier"},
     {"phone number", NumberKind::kTelephone, "Phone"},
     {"imo number", NumberKind::kImo, "IMO"}}};

/// What stands behind `label` and its colon, up to the next mark; from `at` on, which is moved
/// behind it. "" at the end.
std::string_view next_behind(std::string_view text,
                             std::string_view lower,
                             std::string_view label,
                             std::size_t& at) {
    for (at = lower.find(label, at); at != std::string_view::npos; at = lower.find(label, at)) {
        const bool is_word = at == 0 || lower[at - 1] < 'a' || lower[at - 1] > 'z';
        at += label.size();
        const std::size_t colon = lower.find_first_not_of(". ", at);
        if (is_word && colon != std::string_view::npos && lower[colon] == ':') {
            const std::string_view rest = text.substr(colon + 1);
            at = colon;
            return core::trim(rest.substr(0, rest.find_first_of(",;.(")));
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> uk_values(std::string_view text) {
    std::vector<std::string> values;
    for (const std::string_view part : numbered_parts(text)) {
        for (std::string& value : values_of(part, ';')) {
            values.push_back(std::move(value));
        }
    }
    return values;
}

std::vector<std::string> uk_numbers(std::string_view text) {
    std::vector<std::string> numbers;
    for (std::string& value : uk_values(text)) {
        std::string marked = value;
        std::replace(marked.begin(), marked.end(), '&', '/');
        std::vector<std::string> parts = values_of(marked, '/');
        const bool are_numbers = std::all_of(parts.begin(), parts.end(), [](const auto& part) {
            return figures_in(part) >= kLeastFigures;
        });
        if (are_numbers) {
            numbers.insert(numbers.end(), parts.begin(), parts.end());
        } else {
            numbers.push_back(std::move(value));
        }
    }
    return numbers;
}

void add_other_information(std::string_view text, ListEntry& entry) {
    const std::string lower = core::ascii_lower(text);
    for (const Label& listed : kLabels) {
        std::size_t at = 0;
        for (auto told = next_behind(text, lower, listed.label, at); !told.empty();
             told = next_behind(text, lower, listed.label, at)) {
            for (const std::string& number : uk_numbers(told)) {
                const bool is_prose = number.size() > facts::max_of(&ListedDocument::number);
                if (!is_prose && figures_in(number) >= kLeastFigures) {
                    add_number(entry, listed.kind, listed.word, number, "");
                }
            }
        }
    }
    std::size_t at = 0;
    if (const auto flag = next_behind(text, lower, "flag", at);
        entry.flag.empty() && flag.size() <= facts::max_of(&ListEntry::flag)) {
        entry.flag = fold_blanks(flag);
    }
}

}  // namespace sarhad::watchlists
