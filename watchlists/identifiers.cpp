#include "watchlists/identifiers.h"

#include "identifier_checks.h"
#include "similarity.h"

#include "watchlists/document_code.h"
#include "watchlists/key_hash.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

/// Characters at the end that one edit may touch: with the whole and the local form, 16 keys.
constexpr std::size_t kEdited = 14;
constexpr std::size_t kLocalDigits = 9;  // Of a telephone number without its country.
constexpr int kEqualLikeness = 1000;
constexpr int kMisreadLikeness = 900;
constexpr int kOneEditLikeness = 750;

char key_kind(IdentifierKind kind) {
    return static_cast<char>('a' + static_cast<int>(kind));
}

std::string without(const std::string& text, std::size_t at) {
    std::string less = text;
    less.erase(at, 1);
    return less;
}

/// The whole and the whole with one character left out.
std::vector<std::string> key_texts(const std::string& fold) {
    std::vector<std::string> texts{fold};
    const std::size_t first = fold.size() > kEdited ? fold.size() - kEdited : 0;
    for (std::size_t i = first; i < fold.size(); ++i) {
        texts.push_back(without(fold, i));
    }
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

bool have_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const std::string& text) {
        return std::binary_search(b.begin(), b.end(), text);
    });
}

std::string local_part(const Identifier& phone) {
    const bool is_long = phone.kind == IdentifierKind::kPhone && phone.text.size() > kLocalDigits;
    return is_long ? phone.text.substr(phone.text.size() - kLocalDigits) : phone.text;
}

IdentifierComparison compared(IdentifierRelation relation) {
    switch (relation) {
        case IdentifierRelation::kEqual:
            return {relation, kEqualLikeness};
        case IdentifierRelation::kLocal:
        case IdentifierRelation::kMisread:
            return {relation, kMisreadLikeness};
        case IdentifierRelation::kOneEdit:
            return {relation, kOneEditLikeness};
        case IdentifierRelation::kOther:
        case IdentifierRelation::kUnusable:
            break;
    }
    return {relation, 0};
}

IdentifierRelation relation_of(const Identifier& a, const Identifier& b) {
    if (a.text.empty() || b.text.empty()) {
        return IdentifierRelation::kUnusable;
    }
    if (a.kind == b.kind && a.text == b.text) {
        return IdentifierRelation::kEqual;
    }
    // A check digit is there so that no slip leads from one right number to another.
    const bool are_checked =
        a.state == IdentifierState::kChecked && b.state == IdentifierState::kChecked;
    if (a.kind != b.kind || are_checked) {
        return IdentifierRelation::kOther;
    }
    const std::string fold_a = ocr_fold(a.text);
    const std::string fold_b = ocr_fold(b.text);
    if (fold_a == fold_b) {
        return IdentifierRelation::kMisread;
    }
    if (a.kind == IdentifierKind::kPhone && local_part(a) == local_part(b) &&
        is_local_phone(a) != is_local_phone(b)) {
        return IdentifierRelation::kLocal;
    }
    const bool is_near =
        edits_within_two(fold_a, fold_b) <= 1 && have_common(key_texts(fold_a), key_texts(fold_b));
    return is_near ? IdentifierRelation::kOneEdit : IdentifierRelation::kOther;
}

/// Pairs of digits that are taken for each other by eye or by machine.
bool look_alike(char a, char b) {
    constexpr std::array<std::string_view, 9> kPairs{
        "17", "38", "56", "08", "06", "69", "49", "68", "27"};
    return std::any_of(kPairs.begin(), kPairs.end(), [&](std::string_view pair) {
        return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a);
    });
}

void add_reading(IdentifierKind kind, const std::string& text, std::vector<Identifier>& readings) {
    const Identifier reading = read_identifier(kind, text);
    if (reading.state == IdentifierState::kChecked && readings.size() < kMaxReadings) {
        readings.push_back(reading);
    }
}

}  // namespace

IdentifierComparison compare_identifiers(const Identifier& a, const Identifier& b) {
    return compared(relation_of(a, b));
}

std::string_view to_text(IdentifierRelation relation) {
    constexpr std::array<std::string_view, 6> kTexts{
        "equal", "local", "misread", "one-edit", "other", "unusable"};
    return kTexts.at(static_cast<std::size_t>(relation));
}

std::uint64_t exact_key(const Identifier& identifier) {
    return key_hash(key_kind(identifier.kind), ocr_fold(identifier.text));
}

std::vector<std::uint64_t> identifier_keys(const Identifier& identifier) {
    std::vector<std::uint64_t> keys;
    if (identifier.text.empty()) {
        return keys;
    }
    const char kind = key_kind(identifier.kind);
    for (const std::string& text : key_texts(ocr_fold(identifier.text))) {
        keys.push_back(key_hash(kind, text));
    }
    if (identifier.kind == IdentifierKind::kPhone) {
        keys.push_back(key_hash(kind, local_part(identifier)));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::vector<Identifier> valid_readings(const Identifier& identifier) {
    std::vector<Identifier> readings;
    if (identifier.state != IdentifierState::kBadCheck) {
        return readings;
    }
    for (std::size_t i = 0; i < identifier.text.size(); ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            if (look_alike(identifier.text[i], digit)) {
                std::string text = identifier.text;
                text[i] = digit;
                add_reading(identifier.kind, text, readings);
            }
        }
        if (i > 0 && identifier.text[i] != identifier.text[i - 1]) {
            std::string text = identifier.text;
            std::swap(text[i], text[i - 1]);
            add_reading(identifier.kind, text, readings);
        }
    }
    const auto by_text = [](const Identifier& a, const Identifier& b) { return a.text < b.text; };
    std::sort(readings.begin(), readings.end(), by_text);
    readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
    return readings;
}

}  // namespace sarhad::watchlists
