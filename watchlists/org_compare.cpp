#include "org_compare.h"

#include "watchlists/org_agree.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kMost = 1000;

WordRelation relation_of(const OrgRow& row, bool is_conflict) {
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
    return is_conflict ? WordRelation::kConflict : WordRelation::kExtra;
}

std::vector<NameRow> rows_of(const OrgAgreement& agreement) {
    std::vector<NameRow> rows;
    for (const OrgRow& row : agreement.rows) {
        rows.push_back(
            {row.word_a, row.word_b, relation_of(row, agreement.conflict != 0), row.similarity});
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
