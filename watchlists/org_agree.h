#pragma once

#include "watchlists/org_form.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// How a word of one name stands to the other name.
enum class OrgRelation : std::uint8_t {
    kEqual,     ///< The same text.
    kMeaning,   ///< The same number, place or trade, written otherwise.
    kEdited,    ///< Within the edits that its length allows, or an adjective of it.
    kSeries,    ///< Numbers one apart.
    kJoined,    ///< Two words here are one there.
    kAcronym,   ///< The letters of the other name, or the beginnings of its words.
    kUnmatched  ///< Stands alone: a conflict where the other side has one too, else an extra.
};

/// One line of an explanation; one of the words is empty where the relation is kUnmatched.
struct OrgRow {
    std::string word_a;
    std::string word_b;
    OrgRelation relation{OrgRelation::kUnmatched};
    int similarity{0};     ///< 0 to 1000.
    std::int32_t bits{0};  ///< x 256; negative for what speaks against.
    friend bool operator==(const OrgRow&, const OrgRow&) = default;
};

/// What two names of organisations have in common.
struct OrgAgreement {
    int score{0};  ///< 0 to 1000; kOrgMatch and above: the same organisation, going by the name.
    std::int32_t matched{0};   ///< Bits x 256 that agree.
    std::int32_t conflict{0};  ///< Bits x 256 that both sides leave unexplained.
    std::int32_t extra{0};     ///< Bits x 256 that one side has more.
    bool has_form_conflict{false};
    std::vector<OrgRow> rows;  ///< Only from explain_org().
};

/// Scores from here on say "the same" on the names alone.
inline constexpr int kOrgMatch = 700;

/// Compares two names' forms. Symmetric, but for the two sides of the rows.
[[nodiscard]] OrgAgreement agree_org(const OrgForm& a, const OrgForm& b, OrgProfile profile);
[[nodiscard]] OrgAgreement explain_org(const OrgForm& a, const OrgForm& b, OrgProfile profile);
/// The best of all pairs of alternatives; score 0 where a side has none.
[[nodiscard]] OrgAgreement compare_org_names(std::string_view a,
                                             std::string_view b,
                                             OrgProfile profile);
/// The same with rows.
[[nodiscard]] OrgAgreement explain_org_names(std::string_view a,
                                             std::string_view b,
                                             OrgProfile profile);

/// No score of `form` with a name that shares the words in `shared` (a mask of form.words) and no
/// join, whole, acronym or contraction can be above this. Monotone: a larger mask gives no less.
[[nodiscard]] int org_score_bound(const OrgForm& form, std::uint32_t shared, OrgProfile profile);

}  // namespace sarhad::watchlists
