#include "listed_numbers.h"

#include "evidence.h"

#include "watchlists/countries.h"
#include "watchlists/key_hash.h"
#include "watchlists/normalise.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// How strongly two relations say the same, the best first.
int rank(IdentifierRelation relation) {
    return static_cast<int>(relation);
}

bool are_of_other_countries(std::string_view a, std::string_view b) {
    const CountryCode one = country_of(a);
    const CountryCode other = country_of(b);
    return one != 0 && other != 0 && one != other;
}

/// `number`: as normalise_document() gives it.
IdentifierRelation document_relation(const std::string& number,
                                     std::string_view issuer,
                                     const ListedDocument& listed) {
    if (number.size() < kMinDocumentNumber) {
        return IdentifierRelation::kUnusable;
    }
    IdentifierRelation best = IdentifierRelation::kOther;
    for (const std::string& key : document_keys(listed.number.reveal())) {
        if (key == number) {
            best = IdentifierRelation::kEqual;
            break;
        }
        if (confusable_number(key) == confusable_number(number)) {
            best = IdentifierRelation::kMisread;
        }
    }
    const bool is_alike = best != IdentifierRelation::kOther;
    return is_alike && are_of_other_countries(issuer, listed.issuer) ? IdentifierRelation::kUnusable
                                                                     : best;
}

/// The kind under which documents are told about: what a list calls them differs too much.
NumberKind told_kind(NumberKind kind) {
    return kind == NumberKind::kTax || kind == NumberKind::kRegistration ? kind
                                                                         : NumberKind::kPassport;
}

class Findings final {
public:
    void add(NumberKind kind, IdentifierRelation relation) {
        const NumberFinding finding{kind, relation};
        if (!finding.is_alike()) {
            return;
        }
        const auto held = std::find_if(
            all_.begin(), all_.end(), [&](const NumberFinding& one) { return one.kind == kind; });
        if (held == all_.end()) {
            all_.push_back(finding);
        } else if (rank(relation) < rank(held->relation)) {
            held->relation = relation;
        }
    }
    [[nodiscard]] std::vector<NumberFinding> take() && {
        std::sort(all_.begin(), all_.end(), [](const NumberFinding& a, const NumberFinding& b) {
            return std::pair{rank(a.relation), a.kind} < std::pair{rank(b.relation), b.kind};
        });
        return std::move(all_);
    }

private:
    std::vector<NumberFinding> all_;
};

/// Calls `visit(listed, relation)` for each of the subject's documents beside each listed paper.
template <class Visit>
void for_each_paper(const Subject& subject, const ListEntry& entry, const Visit& visit) {
    for (std::size_t i = 0; i < subject.documents.size() && !entry.documents.empty(); ++i) {
        const std::string number = normalise_document(subject.documents[i].reveal());
        const std::string_view issuer =
            i < subject.issuers.size() ? std::string_view{subject.issuers[i]} : "";
        for (const ListedDocument& listed : entry.documents) {
            if (!identifier_kind(listed.type)) {
                visit(listed, document_relation(number, issuer, listed));
            }
        }
    }
}

void compare_documents(const Subject& subject, const ListEntry& entry, Findings& findings) {
    for_each_paper(subject, entry, [&](const ListedDocument& listed, IdentifierRelation relation) {
        findings.add(told_kind(listed.type), relation);
    });
    for (const SubjectNumber& told : subject.numbers) {
        const std::string number =
            identifier_kind(told.kind) ? std::string{} : normalise_document(told.number.reveal());
        for (const ListedDocument& listed : entry.documents) {
            if (!number.empty() && !identifier_kind(listed.type)) {
                findings.add(told_kind(listed.type),
                             document_relation(number, told.issuer, listed));
            }
        }
    }
}

}  // namespace

std::optional<IdentifierKind> identifier_kind(NumberKind kind) {
    switch (kind) {
        case NumberKind::kImo:
            return IdentifierKind::kImo;
        case NumberKind::kMmsi:
            return IdentifierKind::kMmsi;
        case NumberKind::kCallSign:
            return IdentifierKind::kCallSign;
        case NumberKind::kTailNumber:
            return IdentifierKind::kTail;
        case NumberKind::kPlate:
            return IdentifierKind::kPlate;
        case NumberKind::kVin:
            return IdentifierKind::kVin;
        case NumberKind::kContainer:
            return IdentifierKind::kContainer;
        case NumberKind::kTelephone:
            return IdentifierKind::kPhone;
        case NumberKind::kOther:
        case NumberKind::kPassport:
        case NumberKind::kNationalId:
        case NumberKind::kCnic:
        case NumberKind::kTax:
        case NumberKind::kRegistration:
        case NumberKind::kDrivingLicence:
            break;
    }
    return std::nullopt;
}

std::uint64_t paper_key(std::string_view number) {
    return key_hash('L', confusable_number(number));
}

std::uint64_t document_key(std::string_view number) {
    return key_hash('N', confusable_number(number));
}

NumberKeys number_keys(const ListEntry& entry) {
    NumberKeys made;
    const bool is_indexed_person = entry.kind == EntryKind::kPerson && !entry.names.empty();
    for (const ListedDocument& document : entry.documents) {
        const std::string& number = document.number.reveal();
        if (const auto kind = identifier_kind(document.type)) {
            const auto keys = identifier_keys(read_identifier(*kind, number));
            made.keys.insert(made.keys.end(), keys.begin(), keys.end());
            continue;
        }
        if (is_indexed_person) {
            continue;
        }
        for (std::string& key : document_keys(number)) {
            const bool is_paper = entry.kind == EntryKind::kDocument;
            made.keys.push_back(is_paper ? paper_key(key) : document_key(key));
            if (is_paper) {
                made.listed_papers.push_back(std::move(key));
            }
        }
    }
    return made;
}

IdentifierRelation paper_relation(const Subject& subject, const ListEntry& entry) {
    IdentifierRelation best = IdentifierRelation::kUnusable;
    for_each_paper(subject, entry, [&](const ListedDocument&, IdentifierRelation relation) {
        best = rank(relation) < rank(best) ? relation : best;
    });
    return best;
}

bool share_documents(EntryKind subject, const ListEntry& entry) {
    const bool is_of_person =
        entry.kind == EntryKind::kPerson || entry.kind == EntryKind::kDocument;
    return is_of_person ? subject == EntryKind::kPerson || subject == EntryKind::kDocument
                        : subject == entry.kind;
}

std::vector<NumberFinding> compare_numbers(const Subject& subject, const ListEntry& entry) {
    Findings findings;
    for (const SubjectNumber& told : subject.numbers) {
        const auto kind = identifier_kind(told.kind);
        if (!kind) {
            continue;
        }
        const Identifier number = read_identifier(*kind, told.number.reveal());
        for (const ListedDocument& listed : entry.documents) {
            if (listed.type == told.kind) {
                const Identifier other = read_identifier(*kind, listed.number.reveal());
                findings.add(told.kind, compare_identifiers(number, other).relation);
            }
        }
    }
    // A person with a name is found by his documents together with it: evidence.h.
    const bool is_scored_elsewhere = subject.kind == EntryKind::kPerson &&
                                     entry.kind == EntryKind::kPerson && !entry.names.empty();
    if (share_documents(subject.kind, entry) && !is_scored_elsewhere) {
        compare_documents(subject, entry, findings);
    }
    return std::move(findings).take();
}

}  // namespace sarhad::watchlists
