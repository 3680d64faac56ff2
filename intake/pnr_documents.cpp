#include "pnr_documents.h"

#include "values.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace sarhad::intake {
namespace {

constexpr std::size_t kMostFields = 16;
constexpr std::size_t kKindBytes = 2;
constexpr int kBirthField = 4;  ///< Of DOCS, counted from the kind.
constexpr int kMostShifted = 2;

/// The pieces of a text between slashes.
class Fields {
public:
    explicit Fields(std::string_view text) {
        std::size_t start = 0;
        while (count_ < kMostFields) {
            const std::size_t slash = text.find('/', start);
            fields_[count_++] = core::trim(text.substr(start, slash - start));
            if (slash == std::string_view::npos) return;
            start = slash + 1;
        }
    }
    /// "" for one that is not there.
    [[nodiscard]] std::string_view at(int index) const {
        return index >= 0 && index < static_cast<int>(count_)
                   ? fields_[static_cast<std::size_t>(index)]
                   : std::string_view{};
    }
    [[nodiscard]] int size() const { return static_cast<int>(count_); }

private:
    std::array<std::string_view, kMostFields> fields_{};
    std::size_t count_{0};
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_digit);
}

int month_of(std::string_view letters) {
    constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    std::array<char, 3> upper{};
    for (std::size_t i = 0; i < upper.size(); ++i) {
        const char c = letters[i];
        upper[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const std::size_t at = kMonths.find(std::string_view{upper.data(), upper.size()});
    return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

/// DDMMMYY or DDMMMYYYY.
bool is_spelled_date(std::string_view text) {
    if (text.size() != 7 && text.size() != 9) return false;
    return is_digit(text[0]) && is_digit(text[1]) && core::is_ascii_digits(text.substr(5)) &&
           month_of(text.substr(2, 3)) > 0;
}

bool is_sex(std::string_view text) {
    const bool is_letter =
        !text.empty() && std::string_view{"MFXU"}.find(text.front()) != std::string_view::npos;
    return is_letter && (text.size() == 1 || (text.size() == 2 && text[1] == 'I'));
}

/// How far the fields of DOCS stand off: found by a date with a sex behind it.
int shift_of(const Fields& fields, int base) {
    for (int shift = 0; shift <= kMostShifted; ++shift) {
        for (const int way : {shift, -shift}) {
            const int at = base + kBirthField + way;
            if (is_spelled_date(fields.at(at)) && is_sex(fields.at(at + 1))) return way;
        }
    }
    return 0;
}

/// Where the first field is: behind a slash at the start, unless the kind stands before it.
int base_of(const Fields& fields) {
    const std::string_view first = fields.at(0);
    return !first.empty() && first.size() <= kKindBytes ? 0 : 1;
}

}  // namespace

DocsText read_docs(std::string_view text) {
    const Fields fields{text};
    const int base = base_of(fields);
    const int shift = shift_of(fields, base);
    const int birth = base + kBirthField + shift;
    DocsText docs;
    // Counted back from the birth, so that a field too many or too few costs the kind at most.
    docs.kind = birth - 4 >= base || shift == 0 ? fields.at(birth - 4) : std::string_view{};
    docs.issuer = fields.at(birth - 3);
    docs.number = fields.at(birth - 2);
    docs.nationality = fields.at(birth - 1);
    docs.born = fields.at(birth);
    if (has_digit(docs.nationality) && !has_digit(docs.number)) {
        // "P/PAK/AB1234567/14JUL71" without nationality, or "P/AB1234567/14JUL71".
        const bool has_issuer = !docs.issuer.empty();
        docs.kind = has_issuer ? docs.issuer : docs.number;
        docs.issuer = has_issuer ? docs.number : std::string_view{};
        docs.number = docs.nationality;
        docs.nationality = {};
    }
    const std::string_view sex = fields.at(birth + 1);
    docs.is_infant = sex.size() == 2 && sex[1] == 'I';
    docs.sex = sex.substr(0, docs.is_infant ? 1 : sex.size());
    docs.expires = fields.at(birth + 2);
    docs.surname = fields.at(birth + 3);
    docs.first = fields.at(birth + 4);
    docs.middle = fields.at(birth + 5);
    // "/H" at the end marks who holds a document for several.
    if (docs.middle == "H") docs.middle = {};
    return docs;
}

VisaText read_visa(std::string_view text) {
    const Fields fields{text};
    int kind = 1;
    for (int i = 0; i < 3; ++i) {
        const std::string_view field = fields.at(i);
        if (field == "V" || field == "K" || field == "R") kind = i;
    }
    VisaText visa;
    visa.birthplace = fields.at(kind - 1);
    visa.kind = fields.at(kind);
    visa.number = fields.at(kind + 1);
    visa.issued_at = fields.at(kind + 2);
    visa.issued = fields.at(kind + 3);
    return visa;
}

AddressText read_address(std::string_view text) {
    const Fields fields{text};
    const int base = fields.at(0).size() == 1 ? 0 : 1;
    AddressText address;
    address.kind = fields.at(base);
    address.country = fields.at(base + 1);
    address.street = fields.at(base + 2);
    address.city = fields.at(base + 3);
    address.region = fields.at(base + 4);
    address.postal_code = fields.at(base + 5);
    return address;
}

InfantText read_infant(std::string_view text) {
    InfantText infant;
    text = core::trim(text);
    while (!text.empty() && text.front() == '/')
        text.remove_prefix(1);
    if (text.starts_with("INF-") || text.starts_with("INF/")) text.remove_prefix(4);
    // The date stands last, behind a blank or a slash.
    const std::size_t mark = text.find_last_of(" /");
    const std::string_view last =
        mark == std::string_view::npos ? std::string_view{} : core::trim(text.substr(mark + 1));
    if (is_spelled_date(last)) {
        infant.born = last;
        text = core::trim(text.substr(0, mark));
    }
    const std::size_t slash = text.find('/');
    infant.surname = core::trim(text.substr(0, slash));
    if (slash != std::string_view::npos) {
        const std::string_view rest = text.substr(slash + 1);
        infant.first = core::trim(rest.substr(0, rest.find('/')));
    }
    return infant;
}

IdentityText read_identity(std::string_view text) {
    text = core::trim(text);
    while (!text.empty() && text.front() == '/')
        text.remove_prefix(1);
    return {text.substr(0, 2), text.size() > 2 ? core::trim(text.substr(2)) : std::string_view{}};
}

std::optional<facts::PartialDate> read_spelled_date(std::string_view text,
                                                    facts::PartialDate reference,
                                                    bool is_past) {
    if (!is_spelled_date(text)) return std::nullopt;
    const int month = month_of(text.substr(2, 3));
    std::string digits{text.substr(5)};
    digits.push_back(static_cast<char>('0' + month / 10));
    digits.push_back(static_cast<char>('0' + month % 10));
    digits.append(text.substr(0, 2));
    const auto date =
        read_date(digits, "", reference, is_past ? Century::kPast : Century::kNearest);
    if (!date || !date->date.is_full()) return std::nullopt;
    return date->date;
}

}  // namespace sarhad::intake
