#include "org_table.h"

#include "watchlists/org_similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// Of a slip in a ship's short word where no other word agrees: no match, and looked at.
constexpr int kDoubtfulSlip = 600;

bool is_near_in_digits(const OrgWord& a, const OrgWord& b) {
    return relation_of(a, b) == OrgRelation::kSeries && !a.is_roman && !b.is_roman;
}

bool have_common_number(const OrgForm& a, const OrgForm& b) {
    return std::any_of(a.words.begin(), a.words.end(), [&](const OrgWord& word) {
        return word.kind == OrgWordKind::kNumber &&
               std::any_of(b.words.begin(), b.words.end(), [&](const OrgWord& other) {
                   return other.kind == word.kind && other.number == word.number;
               });
    });
}

bool is_slip(const OrgForm& a, std::size_t i, const OrgForm& b, std::size_t j) {
    return is_short_slip(a.words[i].text, b.words[j].text);
}

/// Whether words but these two agree, and not by a slip as these may.
bool has_others(
    const OrgTable& table, const OrgForm& a, std::size_t at, const OrgForm& b, std::size_t to) {
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            const bool is_name = a.words[i].kind == OrgWordKind::kName;
            if (i != at && j != to && is_name && table[i][j] > 0 && !is_slip(a, i, b, j)) {
                return true;
            }
        }
    }
    return false;
}

/// Happy Zorin is Happi Zorin, but Happi alone may be another ship.
void doubt_slips(const OrgForm& a, const OrgForm& b, OrgTable& table) {
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            if (table[i][j] > 0 && is_slip(a, i, b, j) && !has_others(table, a, i, b, j)) {
                const std::int32_t weight = common_weight(a.words[i], b.words[j]);
                table[i][j] = std::min(table[i][j], kDoubtfulSlip * weight / 1000);
            }
        }
    }
}

}  // namespace

OrgRelation relation_of(const OrgWord& a, const OrgWord& b) {
    if (a.text == b.text) {
        return OrgRelation::kEqual;
    }
    if (a.kind == OrgWordKind::kNumber && a.number != b.number) {
        return OrgRelation::kSeries;
    }
    return a.number != 0 && a.number == b.number ? OrgRelation::kMeaning : OrgRelation::kEdited;
}

std::int32_t common_weight(const OrgWord& a, const OrgWord& b) {
    return std::min(a.weight, b.weight);
}

OrgTable org_table(const OrgForm& a, const OrgForm& b, OrgProfile profile) {
    OrgTable table{};
    // Unit 121 is not Unit 122; a trust's 2004-1 may be its 2004-2.
    const bool may_be_series = have_common_number(a, b);
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            const int similarity = profile == OrgProfile::kVessel
                                       ? vessel_similarity(a.words[i], b.words[j])
                                       : org_similarity(a.words[i], b.words[j]);
            if (!may_be_series && is_near_in_digits(a.words[i], b.words[j])) {
                continue;
            }
            table[i][j] = similarity * common_weight(a.words[i], b.words[j]) / 1000;
        }
    }
    if (profile == OrgProfile::kVessel) {
        doubt_slips(a, b, table);
    }
    return table;
}

}  // namespace sarhad::watchlists
