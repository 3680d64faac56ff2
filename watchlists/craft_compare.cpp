#include "watchlists/craft_compare.h"

#include "watchlists/name_compare.h"
#include "watchlists/org_agree.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kMost = 1000;

/// What a number adds where it agrees, nearly agrees and differs.
struct Worth {
    int equal;
    int near;
    int differs;
};
constexpr Worth kImoWorth{0, 150, -100};  // Equal and different ones are decided by the bounds.
constexpr Worth kMmsiWorth{250, 80, -40};
constexpr Worth kCallSignWorth{150, 50, -30};
constexpr Worth kTailWorth{0, 100, -50};
constexpr Worth kFlagWorth{40, 40, -40};
constexpr Worth kTypeWorth{30, 30, -60};

int points_of(const Worth& worth, IdentifierRelation relation) {
    switch (relation) {
        case IdentifierRelation::kEqual:
            return worth.equal;
        case IdentifierRelation::kLocal:
        case IdentifierRelation::kMisread:
        case IdentifierRelation::kOneEdit:
            return worth.near;
        case IdentifierRelation::kOther:
            return worth.differs;
        case IdentifierRelation::kUnusable:
            return 0;
    }
    return 0;
}

/// The best score of any name with any other; kNoName where a side has none.
int name_score(const Craft& a, const Craft& b) {
    int best = kNoName;
    for (std::size_t i = 0; i < std::min(a.names.size(), kMaxCraftNames); ++i) {
        for (std::size_t j = 0; j < std::min(b.names.size(), kMaxCraftNames); ++j) {
            best = std::max(best, compare_names(NameSort::kVessel, a.names[i], b.names[j]).score);
        }
    }
    return best;
}

/// Flags and types are the same where their words mean the same.
IdentifierRelation words_relation(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) {
        return IdentifierRelation::kUnusable;
    }
    const int score = compare_org_names(a, b, OrgProfile::kOrganisation).score;
    return score >= kOrgMatch ? IdentifierRelation::kEqual : IdentifierRelation::kOther;
}

void add(std::vector<CraftRow>& rows,
         CraftField field,
         const Worth& worth,
         IdentifierRelation relation) {
    if (relation != IdentifierRelation::kUnusable) {
        rows.push_back({field, relation, points_of(worth, relation)});
    }
}

IdentifierRelation relation_in(const CraftComparison& comparison, CraftField field) {
    const auto at = std::find_if(comparison.rows.begin(),
                                 comparison.rows.end(),
                                 [&](const CraftRow& row) { return row.field == field; });
    return at == comparison.rows.end() ? IdentifierRelation::kUnusable : at->relation;
}

bool are_right(const Identifier& a, const Identifier& b) {
    return a.state == IdentifierState::kChecked && b.state == IdentifierState::kChecked;
}

/// What a number that decides leaves of the score.
void decide(CraftComparison& comparison, CraftField field, int least, int most) {
    const IdentifierRelation relation = relation_in(comparison, field);
    if (relation == IdentifierRelation::kEqual) {
        comparison.score = std::max(comparison.score, least);
    } else if (relation == IdentifierRelation::kOther) {
        comparison.score = std::min(comparison.score, most);
    }
}

}  // namespace

std::vector<CraftRow> compare_craft_beside_names(const Craft& a, const Craft& b, int name) {
    std::vector<CraftRow> rows;
    add(rows, CraftField::kImo, kImoWorth, compare_identifiers(a.imo, b.imo).relation);
    add(rows, CraftField::kMmsi, kMmsiWorth, compare_identifiers(a.mmsi, b.mmsi).relation);
    add(rows,
        CraftField::kCallSign,
        kCallSignWorth,
        compare_identifiers(a.call_sign, b.call_sign).relation);
    add(rows, CraftField::kTail, kTailWorth, compare_identifiers(a.tail, b.tail).relation);
    // A flag or a type is no evidence for itself: half the ships of a port share either.
    if (name >= kNameMatch) {
        add(rows, CraftField::kFlag, kFlagWorth, words_relation(a.flag, b.flag));
        add(rows, CraftField::kType, kTypeWorth, words_relation(a.type, b.type));
    }
    return rows;
}

CraftComparison compare_craft(const Craft& a, const Craft& b) {
    CraftComparison comparison;
    const int name = name_score(a, b);
    if (name != kNoName) {
        comparison.score = name;
        comparison.rows.push_back({CraftField::kName, IdentifierRelation::kUnusable, name});
    }
    for (const CraftRow& row : compare_craft_beside_names(a, b, name)) {
        comparison.rows.push_back(row);
        comparison.score += row.points;
    }
    comparison.score = std::clamp(comparison.score, 0, kMost);
    decide(comparison, CraftField::kTail, kTailScore, kOtherTailMost);
    // A wrong IMO number neither clears nor accuses: whoever mistyped it meant some other one.
    if (relation_in(comparison, CraftField::kImo) == IdentifierRelation::kEqual ||
        are_right(a.imo, b.imo)) {
        decide(comparison, CraftField::kImo, kImoScore, kOtherImoMost);
    }
    return comparison;
}

}  // namespace sarhad::watchlists
