#pragma once

#include "watchlists/entry.h"
#include "watchlists/identifiers.h"
#include "watchlists/subject.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Under which rules a number of that kind is compared; none for those that are compared as
/// documents are: whole, or as a scanner misreads them.
[[nodiscard]] std::optional<IdentifierKind> identifier_kind(NumberKind kind);

/// Under which keys an entry's numbers stand in an index of things: a number that
/// compare_numbers() finds likeness in shares a key with the told one.
struct NumberKeys {
    std::vector<std::uint64_t> keys;
    std::vector<std::string> listed_papers;  ///< Texts of A-Z and 0-9 for a DocumentSet.
};
/// Of a person with a name only the numbers that are no documents: the others are found by the
/// segment's own table.
[[nodiscard]] NumberKeys number_keys(const ListEntry& entry);

/// Key of a document number among those of listed papers, and among those of other entries.
/// `number` as normalise_document() gives it.
[[nodiscard]] std::uint64_t paper_key(std::string_view number);
[[nodiscard]] std::uint64_t document_key(std::string_view number);

/// A subject's number beside the listed one that is most like it.
struct NumberFinding {
    NumberKind kind{NumberKind::kOther};
    IdentifierRelation relation{IdentifierRelation::kUnusable};
    [[nodiscard]] bool is_alike() const {
        return relation != IdentifierRelation::kUnusable && relation != IdentifierRelation::kOther;
    }
};
/// What stands alike, at most one finding a kind of number, the equal ones first.
[[nodiscard]] std::vector<NumberFinding> compare_numbers(const Subject& subject,
                                                         const ListEntry& entry);

/// How the subject's documents stand to the entry's papers, by those that are most alike: kEqual,
/// kMisread, kOther, or kUnusable where nothing can be compared. A paper's number is its issuer's:
/// another country's paper with the same number is another one.
[[nodiscard]] IdentifierRelation paper_relation(const Subject& subject, const ListEntry& entry);

/// Whether numbers of documents are compared between the two: a passport and a company's
/// registration with the same digits have nothing to do with each other.
[[nodiscard]] bool share_documents(EntryKind subject, const ListEntry& entry);

}  // namespace sarhad::watchlists
