#include "pnr_draft.h"

#include "core/text.h"

#include <algorithm>
#include <functional>

namespace sarhad::intake {
namespace {

using core::Redacted;
using facts::AgeBand;
using facts::Sex;

constexpr std::size_t kNameBytes = facts::max_of(&facts::Traveller::surname);
constexpr std::size_t kCountryBytes = facts::max_of(&facts::Traveller::nationality);
constexpr std::size_t kIssuerBytes = facts::max_of(&facts::TravelDocument::issuer);
constexpr std::size_t kStreetBytes = facts::max_of(&facts::Contact::value);
constexpr std::size_t kCityBytes = facts::max_of(&facts::Contact::city);
constexpr std::size_t kRegionBytes = facts::max_of(&facts::Contact::region);
constexpr std::size_t kPostalBytes = facts::max_of(&facts::Contact::postal_code);
constexpr std::size_t kPersonalNumberBytes = facts::max_of(&facts::Traveller::national_id);
/// Lines of reservations end behind 69 characters; where they were joined again a blank is left.
constexpr std::size_t kLineBytes = 69;
constexpr std::size_t kLineSlack = 4;

Sex sex_of(std::string_view letter) {
    if (letter == "M") return Sex::kMale;
    if (letter == "F") return Sex::kFemale;
    return letter == "X" ? Sex::kOther : Sex::kUnknown;
}

}  // namespace

facts::PartialDate PnrDraft::date(std::string_view sent, bool is_past) {
    if (sent.empty()) return {};
    const auto read = read_spelled_date(sent, draft_.prepared, is_past);
    if (!read) problem("bad-date", "not a date such as 12JUL64: the field stays unknown");
    return read.value_or(facts::PartialDate{});
}

void PnrDraft::settle_papers() {
    // Infants first: the papers of one that no TIF names stand with the adult's.
    for (const bool infants : {true, false}) {
        for (const Paper& paper : papers_) {
            if ((paper.kind == PaperKind::kInfant) != infants) continue;
            at_ = paper.at;
            switch (paper.kind) {
                case PaperKind::kDocs:
                    take_docs(paper);
                    break;
                case PaperKind::kVisa:
                    take_visa(paper);
                    break;
                case PaperKind::kAddress:
                    take_address(paper);
                    break;
                case PaperKind::kInfant:
                    take_infant(paper);
                    break;
                case PaperKind::kChild:
                    take_child(paper);
                    break;
                case PaperKind::kIdentity:
                    take_identity(paper);
                    break;
            }
        }
    }
}

/// Whom it names, else who stood before it, else the only one there is.
PersonPlace PnrDraft::holder_of(const Paper& paper) const {
    if (const PersonPlace named = find_person(paper.reference); named != 0) return named;
    if (paper.holder != 0) return paper.holder;
    return people_.size() == 1 ? people_.front().place : PersonPlace{0};
}

/// A line of the reservation ended inside `name`, a piece of the paper's text: the blank there is
/// none of the name's.
bool PnrDraft::is_wrapped(const Paper& paper, std::string_view name) {
    if (name.find(' ') == std::string_view::npos) return false;
    std::size_t before = 0;
    for (std::size_t e = 0; e < paper.at.elements(); ++e) {
        for (std::size_t c = 0; c < paper.at.components(e); ++c) {
            const std::string_view text = paper.at.at(e, c);
            const bool holds_it = std::less_equal<>{}(text.data(), name.data()) &&
                                  std::less<>{}(name.data(), text.data() + text.size());
            if (holds_it) {
                before += static_cast<std::size_t>(name.data() - text.data());
                const std::size_t first = kLineBytes - std::min(before + kLineSlack, kLineBytes);
                const std::size_t blank = name.find(' ', first);
                return blank != std::string_view::npos && before + blank <= kLineBytes;
            }
            before += text.size() + 1;
        }
    }
    return false;
}

PnrDraft::Known* PnrDraft::docs_holder(const Paper& paper,
                                       const DocsText& docs,
                                       const PnrName& name) {
    Known* holder = known(holder_of(paper));
    const bool is_nameless = name.surname.empty() && name.first.empty();
    if (is_nameless) return holder;
    if (holder != nullptr && (holder->is_infant || !docs.is_infant) &&
        likeness(holder->name, name) == NameLikeness::kSame) {
        return holder;
    }
    if (Known* same = find_by_name(name)) return same;
    if (docs.is_infant) {
        // The one infant without papers whose surname fits, however its first name is spelled.
        for (Known& one : people_) {
            const bool fits = one.is_infant && !one.has_docs &&
                              likeness(one.name, name) != NameLikeness::kDifferent;
            if (fits) return &one;
        }
        return nullptr;
    }
    const bool is_own = holder != nullptr && !holder->has_docs && !holder->is_infant &&
                        likeness(holder->name, name) == NameLikeness::kSameSurname;
    return is_own ? holder : nullptr;
}

void PnrDraft::take_docs(const Paper& paper) {
    const DocsText docs = read_docs(paper.text);
    const Sex sex = sex_of(docs.sex);
    PnrName name = read_pnr_name(docs.surname, docs.first, sex);
    name.middle = read_pnr_name({}, docs.middle, sex).first;
    Known* holder = docs_holder(paper, docs, name);
    if (holder == nullptr) {
        if (name.surname.empty() && name.first.empty()) {
            problem("name-missing", "DOCS: neither it nor a traveller before it has a name");
        }
        holder = add_known(name, {});
        if (holder == nullptr) return;
    } else if (!name.surname.empty() || !name.first.empty()) {
        const auto mend = [&](std::string& read, std::string_view sent, const std::string& known) {
            if (is_wrapped(paper, sent) && name_letters(read) == name_letters(known)) read = known;
        };
        mend(name.surname, docs.surname, holder->name.surname);
        mend(name.first, docs.first, holder->name.first);
        take_names(name, *holder);
    }
    holder->has_docs = true;
    facts::Traveller& traveller = person(holder->place);
    if (docs.is_infant) {
        traveller.age_band = AgeBand::kInfant;
        holder->is_infant = true;
    }
    if (traveller.sex == Sex::kUnknown) traveller.sex = sex;
    if (!traveller.date_of_birth.reveal().is_known()) {
        traveller.date_of_birth = Redacted{date(docs.born, true)};
    }
    if (traveller.nationality.empty()) {
        traveller.nationality = text(docs.nationality, kCountryBytes);
    }
    add_document(docs, traveller);
}

/// A passport's names are taken; where they are others than the reservation's, both are kept.
void PnrDraft::take_names(const PnrName& name, Known& holder) {
    facts::Traveller& traveller = person(holder.place);
    if (holder.has_docs) return;
    if (likeness(holder.name, name) != NameLikeness::kSame) {
        problem("names-differ", "DOCS names its holder otherwise than TIF: both are kept");
        texts_.push_back(
            {at_,
             core::cat("TIF ", traveller.surname.reveal(), "/", traveller.first_name.reveal()),
             false});
    }
    if (name.surname.empty()) return;
    // What looked like a title glued to a name was its end: the document's sex tells.
    const bool was_name =
        name.title.empty() && !holder.name.title.empty() &&
        name_letters(name.first) == name_letters(core::cat(holder.name.first, holder.name.title));
    if (was_name) traveller.title.clear();
    traveller.surname = personal(name.surname, kNameBytes);
    traveller.first_name = personal(name.first, kNameBytes);
    traveller.middle_name = personal(name.middle, kNameBytes);
    if (traveller.title.empty()) traveller.title = name.title;
}

void PnrDraft::add_document(const DocsText& docs, facts::Traveller& to) {
    if (docs.number.empty() && docs.expires.empty() && docs.kind.empty()) return;
    for (facts::TravelDocument& known : to.documents) {
        if (known.number.reveal() == core::ascii_upper(docs.number) && known.kind == docs.kind) {
            if (known.issuer.size() < docs.issuer.size()) {
                known.issuer = text(docs.issuer, kIssuerBytes);  // "KR", then "KOR".
            }
            return;
        }
    }
    facts::TravelDocument* document = draft_.add_document(at_, to, docs.kind, docs.number);
    if (document == nullptr) return;
    document->issuer = text(docs.issuer, kIssuerBytes);
    document->expires = date(docs.expires, false);
}

void PnrDraft::take_visa(const Paper& paper) {
    const VisaText visa = read_visa(paper.text);
    const PersonPlace holder = holder_of(paper);
    if (holder == 0) {
        problem("paper-of-nobody", "DOCO: it names no traveller of the booking");
        return;
    }
    facts::Traveller& traveller = person(holder);
    if (traveller.place_of_birth.reveal().empty()) {
        traveller.place_of_birth = personal(visa.birthplace, kNameBytes);
    }
    if (visa.number.empty()) return;
    for (const facts::TravelDocument& known : traveller.documents) {
        if (known.number.reveal() == core::ascii_upper(visa.number)) return;
    }
    facts::TravelDocument* document = draft_.add_document(at_, traveller, visa.kind, visa.number);
    if (document == nullptr) return;
    document->issuer = text(visa.issued_at, kIssuerBytes);
    document->issued = date(visa.issued, true);
}

void PnrDraft::take_address(const Paper& paper) {
    const AddressText address = read_address(paper.text);
    const PersonPlace holder = holder_of(paper);
    if (address.kind == "R" && holder != 0 && person(holder).residence.empty()) {
        person(holder).residence = text(address.country, kCountryBytes);
    }
    facts::Contact contact;
    contact.kind = facts::ContactKind::kAddress;
    contact.value = personal(address.street, kStreetBytes);
    contact.city = personal(address.city, kCityBytes);
    contact.region = text(address.region, kRegionBytes);
    contact.country = text(address.country, kRegionBytes);
    contact.postal_code = text(address.postal_code, kPostalBytes);
    contact.traveller = holder;
    const bool is_empty = address.street.empty() && address.city.empty() && address.country.empty();
    if (!is_empty) add_contact(std::move(contact));
}

void PnrDraft::take_infant(const Paper& paper) {
    const InfantText infant = read_infant(paper.text);
    if (infant.surname.empty()) return;
    const PnrName name = read_pnr_name(infant.surname, infant.first, Sex::kUnknown);
    Known* known_infant = find_by_name(name);
    if (known_infant == nullptr) known_infant = add_known(name, {});
    if (known_infant == nullptr) return;
    known_infant->is_infant = true;
    facts::Traveller& traveller = person(known_infant->place);
    traveller.age_band = AgeBand::kInfant;
    if (!traveller.date_of_birth.reveal().is_known()) {
        traveller.date_of_birth = Redacted{date(infant.born, true)};
    }
}

void PnrDraft::take_child(const Paper& paper) {
    const PersonPlace holder = holder_of(paper);
    if (holder == 0) return;
    facts::Traveller& traveller = person(holder);
    if (traveller.age_band != AgeBand::kInfant) traveller.age_band = AgeBand::kChild;
    std::string_view born = core::trim(paper.text);
    while (!born.empty() && born.front() == '/')
        born.remove_prefix(1);
    const auto read = read_spelled_date(born, draft_.prepared, true);
    if (read && !traveller.date_of_birth.reveal().is_known()) {
        traveller.date_of_birth = Redacted{*read};
    }
}

void PnrDraft::take_identity(const Paper& paper) {
    const IdentityText identity = read_identity(paper.text);
    if (identity.kind == "CC") {
        leave_out("card");
        return;
    }
    const PersonPlace holder = holder_of(paper);
    if (holder == 0 || identity.number.empty()) return;
    facts::Traveller& traveller = person(holder);
    if (identity.kind == "NI" || identity.kind == "ID") {
        if (traveller.national_id.reveal().empty()) {
            traveller.national_id = personal(identity.number, kPersonalNumberBytes);
        }
    } else if (identity.kind == "PP" || identity.kind == "DL") {
        DocsText docs;
        docs.kind = identity.kind == "PP" ? "P" : identity.kind;
        docs.number = identity.number;
        add_document(docs, traveller);
    } else {
        add_free_text(paper.text, holder);
    }
}

}  // namespace sarhad::intake
