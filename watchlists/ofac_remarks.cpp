#include "ofac_remarks.h"

#include "entry_parts.h"
#include "ofac_parts.h"
#include "told_birth.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::watchlists {
namespace {

struct NumberWord {
    std::string_view word;
    std::optional<NumberKind> kind;  ///< What number_kind_of() does not know.
};
/// Words before a number that identifies a person, a firm, a ship or an aircraft. Where one begins
/// with another, the longer one comes first.
constexpr std::array<NumberWord, 59> kNumberWords{
    {{"Vessel Registration Identification IMO", std::nullopt},
     {"Aircraft Manufacturer's Serial Number (MSN)", std::nullopt},
     {"Aircraft Construction Number (also called L/N or S/N or F/N)", NumberKind::kOther},
     {"Diplomatic Passport", std::nullopt},
     {"Stateless Person Passport", std::nullopt},
     {"National Foreign ID Number", std::nullopt},
     {"Identification Number", std::nullopt},
     {"Commercial Registry Number", std::nullopt},
     {"Refugee ID Card", std::nullopt},
     {"Residency Number", std::nullopt},
     {"Birth Certificate Number", std::nullopt},
     {"Driver's License No.", std::nullopt},
     {"Travel Document Number", std::nullopt},
     {"British National Overseas Passport", std::nullopt},
     {"Registration Number", std::nullopt},
     {"Aircraft Tail Number", std::nullopt},
     {"Personal ID Card", std::nullopt},
     {"Electoral Registry No.", std::nullopt},
     {"Turkish Identification Number", std::nullopt},
     {"Tazkira National ID Card", std::nullopt},
     {"National ID No.", std::nullopt},
     {"Business Registration Document #", std::nullopt},
     {"Business Registration Number", std::nullopt},
     {"UK Company Number", std::nullopt},
     {"Company Number", std::nullopt},
     {"Matricula Mercantil No.", NumberKind::kRegistration},
     {"Matricula Mercantil No", NumberKind::kRegistration},
     {"Folio Mercantil No.", NumberKind::kRegistration},
     {"Trade License No.", NumberKind::kRegistration},
     {"D-U-N-S Number", NumberKind::kRegistration},
     {"Registration ID", std::nullopt},
     {"C.R. No.", NumberKind::kRegistration},
     {"Citizen's Card Number", NumberKind::kNationalId},
     {"Numero de Identidad", NumberKind::kNationalId},
     {"Kenyan ID No.", NumberKind::kNationalId},
     {"N.I.E.", NumberKind::kNationalId},
     {"I.F.E.", NumberKind::kNationalId},
     {"Italian Fiscal Code", std::nullopt},
     {"V.A.T. Number", NumberKind::kTax},
     {"US FEIN", NumberKind::kTax},
     {"C.U.I.T.", NumberKind::kTax},
     {"RIF #", NumberKind::kTax},
     {"Phone Number", std::nullopt},
     {"Telephone No.", std::nullopt},
     {"Telephone", std::nullopt},
     {"Phone No.", std::nullopt},
     {"PHONE", std::nullopt},
     {"MMSI", std::nullopt},
     {"Tax ID No.", std::nullopt},
     {"Cedula No.", std::nullopt},
     {"C.U.R.P.", std::nullopt},
     {"Passport", std::nullopt},
     {"D.N.I.", std::nullopt},
     {"R.F.C.", std::nullopt},
     {"RFC", NumberKind::kTax},
     {"C.I.F.", std::nullopt},
     {"SSN", std::nullopt},
     {"RUC #", std::nullopt},
     {"NIT #", std::nullopt}}};

/// `text` after `prefix` and its blank, or nothing where it does not start with it.
bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text = core::trim(text.substr(prefix.size()));
    return true;
}

/// "(98)(21)(66153220)" is one number: its brackets hold figures.
std::string without_brackets(std::string_view told) {
    std::string number{told};
    std::replace_if(
        number.begin(), number.end(), [](char c) { return c == '(' || c == ')'; }, ' ');
    return fold_blanks(number);
}

/// "J287011 (Colombia) issued 2001": the number is what precedes the parenthesis or a date word.
void add_numbered(std::string_view rest, const NumberWord& listed, ListEntry& entry) {
    const NumberKind of_word = listed.kind.value_or(number_kind_of(listed.word));
    const bool is_telephone = of_word == NumberKind::kTelephone;
    std::size_t open = rest.find('(');
    while (is_telephone && open < rest.size() - 1 &&
           core::is_ascii_digits(rest.substr(open + 1, 1))) {
        open = rest.find('(', open + 1);
    }
    const std::size_t close = rest.find(')', open);
    std::string_view issuer;
    if (open != std::string_view::npos && close != std::string_view::npos) {
        issuer = rest.substr(open + 1, close - open - 1);
    }
    std::string_view number = rest.substr(0, open);
    for (const std::string_view stop : {" issued ", " expires ", " Issued ", " Date of Issue "}) {
        number = number.substr(0, number.find(stop));
    }
    const std::string told = is_telephone ? without_brackets(number) : fold_blanks(number);
    if (told.size() > facts::max_of(&ListedDocument::number)) {
        return;  // Prose: it would refuse the entry, and stands in the remarks.
    }
    const NumberKind kind = listed.kind ? of_word : ofac_number_kind(listed.word, told, entry.kind);
    add_number(entry, kind, listed.word, told, issuer);
}

/// Nothing is added where no word for a number comes first.
void add_document(std::string_view piece, ListEntry& entry) {
    for (const NumberWord& listed : kNumberWords) {
        std::string_view rest = piece;
        if (take_prefix(rest, listed.word)) {
            add_numbered(rest, listed, entry);
            return;
        }
    }
}

void add_weak_alias(std::string_view text, NameKind kind, ListEntry& entry) {
    const std::size_t open = text.find('\'');
    const std::size_t close = text.rfind('\'');
    if (open == std::string_view::npos || close <= open + 1) {
        return;
    }
    ListedName name;
    name.text = Redacted<std::string>{fold_blanks(text.substr(open + 1, close - open - 1))};
    name.quality = NameQuality::kWeak;
    name.kind = kind;
    entry.names.push_back(std::move(name));
}

void read_piece(std::string_view piece, ListEntry& entry, Remarks& remarks) {
    std::string_view rest = piece;
    if (take_prefix(rest, "DOB ")) {
        const std::vector<ListedBirth> births = told_births(rest);
        for (const ListedBirth& birth : births) {
            add_birth(entry, birth);
        }
        if (births.empty()) {
            remarks.count_unread("DOB");
        }
    } else if (take_prefix(rest, "POB ")) {
        entry.birth_places.emplace_back(std::string{rest});
    } else if (take_prefix(rest, "nationality ") || take_prefix(rest, "citizen ")) {
        entry.nationalities.emplace_back(rest);
    } else if (take_prefix(rest, "Gender ")) {
        entry.sex = parse_sex(rest);
    } else if (take_prefix(rest, "a.k.a. ")) {
        add_weak_alias(rest, NameKind::kAlias, entry);
    } else if (take_prefix(rest, "f.k.a. ")) {
        add_weak_alias(rest, NameKind::kFormer, entry);
    } else {
        add_document(piece, entry);  // Or prose, as most pieces are.
    }
}

}  // namespace

void read_ofac_remarks(std::string_view text, ListEntry& entry, Remarks& remarks) {
    for (std::string_view piece : core::split(text, ';')) {
        piece = core::trim(piece);
        take_prefix(piece, "alt. ");
        while (piece.ends_with('.')) {
            piece.remove_suffix(1);
        }
        if (!piece.empty()) {
            read_piece(piece, entry, remarks);
        }
    }
}

}  // namespace sarhad::watchlists
