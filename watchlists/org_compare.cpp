#include "org_compare.h"

#include "watchlists/org_agree.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kMost = 1000;

/// Of a row of two words.
WordRelation relation_of(const OrgRow& row) {
    switch (row.relation) {
        case OrgRelation::kEqual:
            return WordRelation::kSame;
        case OrgRelation::kMeaning:
            return WordRelation::kVariant;
        case OrgRelation::kEdited:
        case OrgRelation::kSeries:
            return WordRelation::kEdit;
        case OrgRelation::kJoined:
            return WordRelation::kJoined;
        case OrgRelation::kAcronym:
            return WordRelation::kInitial;
        case OrgRelation::kUnmatched:
            break;
    }
    return WordRelation::kExtra;
}

void append_word(std::string& words, const std::string& word) {
    words += words.empty() || word.empty() ? "" : " ";
    words += word;
}

/// As name_rows(): what is left of the two sides is one row.
std::vector<NameRow> rows_of(const OrgAgreement& agreement) {
    std::vector<NameRow> rows;
    NameRow left{"", "", WordRelation::kExtra, 0};
    for (const OrgRow& row : agreement.rows) {
        if (row.relation == OrgRelation::kUnmatched) {
            append_word(left.a, row.word_a);
            append_word(left.b, row.word_b);
        } else {
            rows.push_back({row.word_a, row.word_b, relation_of(row), row.bits});
        }
    }
    if (!left.a.empty() && !left.b.empty()) {
        left.relation = WordRelation::kConflict;
    }
    if (!left.a.empty() || !left.b.empty()) {
        rows.push_back(std::move(left));
    }
    return rows;
}

NameComparison compare_as(OrgProfile profile, std::string_view a, std::string_view b) {
    const OrgAgreement best = explain_org_names(a, b, profile);
    return {org_share(best.score), rows_of(best)};
}

bool is_marked(std::string_view name) {
    const std::vector<OrgForm> forms = make_org_forms(name, OrgProfile::kOrganisation);
    return std::any_of(
        forms.begin(), forms.end(), [](const OrgForm& form) { return form.is_marked; });
}

}  // namespace

/// Carries kOrgMatch to kNameMatch, 0 and 1000 to themselves, in straight lines between.
int org_share(int score) {
    return score < kOrgMatch
               ? score * kNameMatch / kOrgMatch
               : kNameMatch + (score - kOrgMatch) * (kMost - kNameMatch) / (kMost - kOrgMatch);
}

int least_org_score(int share) {
    return (share * kOrgMatch + kNameMatch - 1) / kNameMatch;
}

NameComparison compare_organisations(NameSort sort, std::string_view a, std::string_view b) {
    const bool is_vessel = sort == NameSort::kVessel;
    NameComparison comparison =
        compare_as(is_vessel ? OrgProfile::kVessel : OrgProfile::kOrganisation, a, b);
    // A legal entity may be a person: where nothing says that it is not, the better reading counts.
    if (sort == NameSort::kLegalEntity && !is_marked(a) && !is_marked(b)) {
        NameComparison person = compare_names(NameSort::kPerson, a, b);
        return person.score > comparison.score ? person : comparison;
    }
    return comparison;
}

}  // namespace sarhad::watchlists
