#include "ofac_remarks.h"

#include "entry_parts.h"
#include "ofac_parts.h"
#include "told_birth.h"

#include "core/text.h"

#include <array>

namespace sarhad::watchlists {
namespace {

/// Words before a number that identifies a person, a ship or an aircraft. Longest first.
constexpr std::array<std::string_view, 31> kDocumentWords{
    "Vessel Registration Identification IMO",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Diplomatic Passport",
    "Stateless Person Passport",
    "National Foreign ID Number",
    "Identification Number",
    "Commercial Registry Number",
    "Refugee ID Card",
    "Residency Number",
    "Birth Certificate Number",
    "Driver's License No.",
    "Travel Document Number",
    "British National Overseas Passport",
    "Registration Number",
    "Aircraft Tail Number",
    "Personal ID Card",
    "Electoral Registry No.",
    "Turkish Identification Number",
    "Tazkira National ID Card",
    "National ID No.",
    "Company Number",
    "Tax ID No.",
    "Cedula No.",
    "C.U.R.P.",
    "Passport",
    "D.N.I.",
    "R.F.C.",
    "C.I.F.",
    "SSN",
    "RUC #",
    "NIT #"};

/// `text` after `prefix` and its blank, or nothing where it does not start with it.
bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text = core::trim(text.substr(prefix.size()));
    return true;
}

/// False where the date is not one.
bool read_birth(std::string_view text, ListEntry& entry) {
    const std::vector<ListedBirth> births = told_births(text);
    entry.births.insert(entry.births.end(), births.begin(), births.end());
    return !births.empty();
}

/// "J287011 (Colombia) issued 2001": the number is what precedes the parenthesis or a date word.
/// Nothing is added where no word for a document comes first.
void add_document(std::string_view piece, ListEntry& entry) {
    for (const std::string_view word : kDocumentWords) {
        std::string_view rest = piece;
        if (!take_prefix(rest, word)) {
            continue;
        }
        ListedDocument document;
        document.kind = std::string{word};
        document.type = number_kind_of(word);
        const std::size_t open = rest.find('(');
        const std::size_t close = rest.find(')', open);
        if (open != std::string_view::npos && close != std::string_view::npos) {
            document.issuer = cut_utf8(rest.substr(open + 1, close - open - 1), 128);
        }
        std::string_view number = rest.substr(0, open);
        for (const std::string_view stop :
             {" issued ", " expires ", " Issued ", " Date of Issue "}) {
            number = number.substr(0, number.find(stop));
        }
        document.number = Redacted<std::string>{cut_utf8(fold_blanks(number), 256)};
        if (!document.number.reveal().empty()) {
            entry.documents.push_back(std::move(document));
        }
        return;
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

/// False where it is a date of birth that cannot be read.
bool read_piece(std::string_view piece, ListEntry& entry) {
    std::string_view rest = piece;
    if (take_prefix(rest, "DOB ")) {
        return read_birth(rest, entry);
    }
    if (take_prefix(rest, "POB ")) {
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
    return true;
}

}  // namespace

std::uint64_t read_ofac_remarks(std::string_view remarks, ListEntry& entry) {
    std::uint64_t unread = 0;
    for (std::string_view piece : core::split(remarks, ';')) {
        piece = core::trim(piece);
        take_prefix(piece, "alt. ");
        while (piece.ends_with('.')) {
            piece.remove_suffix(1);
        }
        unread += piece.empty() || read_piece(piece, entry) ? 0U : 1U;
    }
    return unread;
}

}  // namespace sarhad::watchlists
