#include "mrz_draft.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::intake {
namespace {

/// What readers of characters take for one another. Source: the confusions that the national
/// passport readers' guides and ICAO Doc 9303 part 3 (OCR-B) name.
constexpr std::array<std::pair<char, char>, 6> kAlike{
    {{'O', '0'}, {'I', '1'}, {'B', '8'}, {'S', '5'}, {'Z', '2'}, {'G', '6'}}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_number_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '<'; });
}

bool is_empty_text(std::string_view text) {
    return text.find_first_not_of('<') == std::string_view::npos;
}

std::string with_digits(std::string_view text) {
    std::string digits{text};
    std::transform(digits.begin(), digits.end(), digits.begin(), mrz_digit_for);
    return digits;
}

}  // namespace

char mrz_digit_for(char c) {
    for (const auto& [letter, digit] : kAlike) {
        if (c == letter) return digit;
    }
    return c;
}

char mrz_letter_for(char c) {
    for (const auto& [letter, digit] : kAlike) {
        if (c == digit) return letter;
    }
    return c;
}

MrzDraft::MrzDraft(MrzDocument document, facts::PartialDate on)
    : document_{std::move(document)}, on_{on} {
    message.format = "MRZ";
    message.version = std::string{shape().name};
    using Fault = MrzDocument::Fault;
    if (document_.lines_there < document_.lines.size()) {
        problem_of_line("mrz-line-missing",
                        document_.lines.back().number,
                        core::cat("line ",
                                  document_.lines_there + 1,
                                  " of ",
                                  document_.lines.size(),
                                  " is missing: scan the document again"));
    }
    if (document_.fault == Fault::kLength) {
        problem_of_line("mrz-line-length",
                        document_.fault_line,
                        "fillers were lost or doubled: compare with the document");
    } else if (document_.fault == Fault::kCut) {
        problem_of_line("mrz-line-cut",
                        document_.fault_line,
                        "the line ends too early: scan the document again");
    } else if (document_.fault == Fault::kLong) {
        problem_of_line("mrz-line-long",
                        document_.fault_line,
                        "what stands behind the line's end is not read: scan the document again");
    }
    for (const MrzLine& line : document_.lines) {
        const std::size_t at = line.text.find(kMrzUnreadable);
        if (at != std::string::npos) {
            message.problems.push_back(
                {"mrz-unreadable",
                 line.number,
                 line.offsets[at],
                 "a character that no machine readable zone has: scan the document again"});
        }
    }
}

bool MrzDraft::has(const MrzField& field) const {
    return field.size > 0 && field.line < document_.lines_there;
}

std::string_view MrzDraft::text(const MrzField& field) const {
    return std::string_view{document_.lines[field.line].text}.substr(field.first, field.size);
}

std::string_view MrzDraft::rest(const MrzField& field) const {
    return std::string_view{document_.lines[field.line].text}.substr(field.first);
}

char MrzDraft::check_digit(const MrzField& field) const {
    return document_.lines[field.line].text[std::size_t{field.first} + field.size];
}

void MrzDraft::put(const MrzField& field, std::string_view text) {
    document_.lines[field.line].text.replace(field.first, field.size, text);
}

void MrzDraft::put_check_digit(const MrzField& field, char digit) {
    document_.lines[field.line].text[std::size_t{field.first} + field.size] = digit;
}

MrzCheck MrzDraft::weigh(const MrzField& field, bool is_number) const {
    const std::string_view sent = text(field);
    const char check = check_digit(field);
    if (is_empty_text(sent) && (check == '<' || check == '0')) return MrzCheck::kMissing;
    const bool is_in_alphabet = !is_number || is_number_text(sent);
    if (is_in_alphabet && check == mrz_check_digit(sent)) return MrzCheck::kAgrees;
    const std::string right = is_number ? with_digits(sent) : std::string{sent};
    const bool is_right =
        (!is_number || is_number_text(right)) && mrz_digit_for(check) == mrz_check_digit(right);
    return is_right ? MrzCheck::kCorrected : MrzCheck::kDisagrees;
}

void MrzDraft::check(const MrzField& field, std::string_view name, bool is_number) {
    const MrzCheck said = weigh(field, is_number);
    if (said == MrzCheck::kCorrected) {
        if (is_number) put(field, with_digits(text(field)));
        put_check_digit(field, mrz_digit_for(check_digit(field)));
        problem("mrz-corrected",
                field,
                core::cat(name,
                          ": letters were read as the digits they look like, and the check digit "
                          "agrees then: compare with the document"));
    } else if (said == MrzCheck::kDisagrees) {
        problem("mrz-check-digit",
                field,
                core::cat(name,
                          ": the check digit does not agree: scan again, or key the field from the "
                          "document"));
    }
}

void MrzDraft::problem(std::string code, const MrzField& field, std::string text) {
    const MrzLine& line = document_.lines[field.line];
    const std::uint32_t offset =
        field.first < line.offsets.size() ? line.offsets[field.first] : line.offset;
    message.problems.push_back({std::move(code), line.number, offset, std::move(text)});
}

void MrzDraft::problem_of_line(std::string code, std::uint32_t line, std::string text) {
    std::uint32_t offset = 0;
    for (const MrzLine& one : document_.lines) {
        if (one.number == line) offset = one.offset;
    }
    message.problems.push_back({std::move(code), line, offset, std::move(text)});
}

}  // namespace sarhad::intake
