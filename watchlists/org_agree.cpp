#include "watchlists/org_agree.h"

#include "org_contraction.h"
#include "org_lexicon.h"
#include "org_table.h"

#include <algorithm>
#include <array>
#include <bit>

namespace sarhad::watchlists {
namespace {

constexpr int kJoinSimilarity = 960;
constexpr int kAcronymSimilarity = 900;
constexpr std::size_t kMinAcronym = 3;
constexpr int kConflictCost = 200;    // Per cent of the weight that both sides leave unexplained.
constexpr int kConflictMost = 660;    // Of a score with any conflict: below kOrgMatch.
constexpr int kFormMost = 690;        // The same of legal forms of other families.
constexpr int kOtherForms = 97;       // Per cent kept where the forms are of one family only.
constexpr int kNumberMost = 680;      // The same where one side has a number more.
constexpr int kShipNumberMost = 720;  // The same of a ship: still a match, and the least of them.
constexpr int kPartKeeps = 95;        // Per cent kept of a name that a slash parts from the rest.
constexpr int kCountryMost = 690;     // The same of a country.
constexpr int kCheapExtra = 30;       // Per cent of the weight of what often is left out.

using Mask = std::uint32_t;

Mask all_of(const OrgForm& form) {
    return (1U << form.words.size()) - 1U;
}

/// Words of one side that are explained, and what for.
struct Match {
    std::int32_t matched{0};  ///< Similarity x weight.
    std::int32_t full{0};     ///< The weight of the same words, were they equal.
    Mask used_a{0};
    Mask used_b{0};
    std::vector<OrgRow> rows;
};

/// Exact assignment over the open words; what it takes is added to `match`.
class Assignment final {
public:
    Assignment(const OrgTable& table, const OrgForm& a, const OrgForm& b)
        : table_{table}, a_{a}, b_{b} {}

    void run(Match& match) {
        const Mask open_a = all_of(a_) & ~match.used_a;
        const Mask open_b = all_of(b_) & ~match.used_b;
        const std::size_t masks = std::size_t{1} << b_.words.size();
        // best[row][mask]: the most weight of the first `row` words of a upon the words in mask.
        best_.assign((a_.words.size() + 1) * masks, -1);
        best_[0] = 0;
        for (std::size_t i = 0; i < a_.words.size(); ++i) {
            fill_row(i, masks, open_a, open_b);
        }
        trace(masks, match);
    }

private:
    void fill_row(std::size_t i, std::size_t masks, Mask open_a, Mask open_b) {
        const std::int32_t* from = &best_[i * masks];
        std::int32_t* to = &best_[(i + 1) * masks];
        std::copy_n(from, masks, to);
        if (((open_a >> i) & 1U) == 0) {
            return;
        }
        for (std::size_t mask = 0; mask < masks; ++mask) {
            for (std::size_t j = 0; j < b_.words.size() && from[mask] >= 0; ++j) {
                const Mask bit = 1U << j;
                if ((open_b & bit) != 0 && (mask & bit) == 0 && table_[i][j] > 0) {
                    to[mask | bit] = std::max(to[mask | bit], from[mask] + table_[i][j]);
                }
            }
        }
    }
    void trace(std::size_t masks, Match& match) const {
        const std::int32_t* last = &best_[a_.words.size() * masks];
        auto mask = static_cast<std::size_t>(std::max_element(last, last + masks) - last);
        for (std::size_t i = a_.words.size(); i-- > 0;) {
            const std::int32_t here = best_[(i + 1) * masks + mask];
            for (std::size_t j = 0; here != best_[i * masks + mask] && j < b_.words.size(); ++j) {
                const std::size_t less = mask & ~(std::size_t{1} << j);
                if (less != mask && best_[i * masks + less] >= 0 &&
                    best_[i * masks + less] + table_[i][j] == here && table_[i][j] > 0) {
                    take(i, j, match);
                    mask = less;
                    break;
                }
            }
        }
    }
    void take(std::size_t i, std::size_t j, Match& match) const {
        match.matched += table_[i][j];
        match.full += common_weight(a_.words[i], b_.words[j]);
        match.used_a |= 1U << i;
        match.used_b |= 1U << j;
        match.rows.push_back({a_.words[i].text,
                              b_.words[j].text,
                              relation_of(a_.words[i], b_.words[j]),
                              1000 * table_[i][j] / common_weight(a_.words[i], b_.words[j]),
                              table_[i][j]});
    }

    const OrgTable& table_;
    const OrgForm& a_;
    const OrgForm& b_;
    std::vector<std::int32_t> best_;
};

std::int32_t weight_of(const OrgForm& form, Mask mask) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        sum += ((mask >> i) & 1U) != 0 ? form.words[i].weight : 0;
    }
    return sum;
}

/// Two words of `a` that are one of `b`. `is_turned`: a and b are the match's b and a.
void take_joins(const OrgForm& a, const OrgForm& b, bool is_turned, Match& match) {
    for (const OrgJoin& join : a.joins) {
        for (std::size_t j = 0; j < b.words.size(); ++j) {
            Mask& used_a = is_turned ? match.used_b : match.used_a;
            Mask& used_b = is_turned ? match.used_a : match.used_b;
            const bool is_open = (used_a & join.mask) == 0 && ((used_b >> j) & 1U) == 0;
            if (!is_open || join.text != b.words[j].text) {
                continue;
            }
            const std::int32_t weight = std::min(weight_of(a, join.mask), b.words[j].weight);
            match.matched += kJoinSimilarity * weight / 1000;
            match.full += weight;
            used_a |= join.mask;
            used_b |= 1U << j;
            const std::string& other = b.words[j].text;
            match.rows.push_back({is_turned ? other : join.text,
                                  is_turned ? join.text : other,
                                  OrgRelation::kJoined,
                                  kJoinSimilarity,
                                  weight});
        }
    }
}

/// A word of `a` that is the letters of all of `b`.
bool take_acronym(const OrgForm& a, const OrgForm& b, bool is_turned, Match& match) {
    for (std::size_t i = 0; i < a.words.size(); ++i) {
        const OrgWord& word = a.words[i];
        const bool is_acronym =
            word.kind == OrgWordKind::kName && word.text.size() >= kMinAcronym &&
            std::find(b.initials.begin(), b.initials.end(), word.text) != b.initials.end();
        if (!is_acronym || b.words.size() < 2) {
            continue;
        }
        match.matched = kAcronymSimilarity * word.weight / 1000;
        match.full = word.weight;
        (is_turned ? match.used_b : match.used_a) |= 1U << i;
        (is_turned ? match.used_a : match.used_b) = all_of(b);
        match.rows.push_back({is_turned ? b.whole : word.text,
                              is_turned ? word.text : b.whole,
                              OrgRelation::kAcronym,
                              kAcronymSimilarity,
                              match.matched});
        return true;
    }
    return false;
}

/// What a contraction is worth by its letters, were no word passed over. From six letters on one
/// in 500,000 pairs of other names has one; an acronym that the other rule does not make (of words
/// in phrases) is worth a match from four.
int contraction_similarity(std::size_t letters, int pieces) {
    constexpr std::array<int, 6> kByLetters{0, 0, 0, 600, 650, 690};
    const bool is_acronym = letters > kMinAcronym && static_cast<std::size_t>(pieces) == letters;
    return letters >= kByLetters.size() || is_acronym ? 800 : kByLetters.at(letters);
}

/// The one word of `a` where it is made of the beginnings of the words of `b`.
bool take_contraction(const OrgForm& a, const OrgForm& b, bool is_turned, Match& match) {
    const std::string_view word = contraction_of(a);
    const auto found = word.empty() ? std::nullopt : find_contraction(word, b);
    if (!found) {
        return false;
    }
    const int similarity = contraction_similarity(word.size(), found->pieces);
    match.full = a.words[0].weight;
    match.matched = similarity * match.full / 1000;
    (is_turned ? match.used_b : match.used_a) = all_of(a);
    (is_turned ? match.used_a : match.used_b) = found->mask;
    match.rows.push_back({is_turned ? b.whole : a.whole,
                          is_turned ? a.whole : b.whole,
                          OrgRelation::kAcronym,
                          similarity,
                          match.matched});
    return true;
}

/// True where both have forms and none is the same.
bool has_other_forms(const OrgForm& a, const OrgForm& b) {
    const bool has_common = std::any_of(a.forms.begin(), a.forms.end(), [&](const auto& form) {
        return std::any_of(b.forms.begin(), b.forms.end(), [&](const auto& other) {
            return form.exact == other.exact;
        });
    });
    return !a.forms.empty() && !b.forms.empty() && !has_common;
}

/// The same of the families of the forms, as far as they are known.
bool has_form_conflict(const OrgForm& a, const OrgForm& b) {
    const auto is_known = [](const OrgLegalForm& form) { return form.generic != 0; };
    const bool has_both = std::any_of(a.forms.begin(), a.forms.end(), is_known) &&
                          std::any_of(b.forms.begin(), b.forms.end(), is_known);
    const bool has_common = std::any_of(a.forms.begin(), a.forms.end(), [&](const auto& form) {
        return std::any_of(b.forms.begin(), b.forms.end(), [&](const auto& other) {
            return form.exact == other.exact ||
                   (form.generic != 0 && form.generic == other.generic);
        });
    });
    return has_both && !has_common;
}

/// Of the words that nothing explains on one side.
struct Rest {
    std::int32_t weight{0};  ///< All.
    std::int32_t cost{0};    ///< What they cost where the other side has none.
    bool has_number{false};
    bool has_country{false};  ///< Outside brackets.
};

bool is_wide(const OrgWord& word) {
    return word.kind == OrgWordKind::kPlace &&
           (word.is_bracketed || is_wide_place(static_cast<std::uint16_t>(word.number)));
}

Rest rest_of(const OrgForm& form, Mask used, OrgProfile profile) {
    Rest rest;
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        if (((used >> i) & 1U) == 0) {
            const OrgWord& word = form.words[i];
            rest.weight += word.weight;
            const bool is_number = word.kind == OrgWordKind::kNumber;
            // A ship is often entered without its number; a company is not.
            const bool is_cheap = is_wide(word) || (is_number && profile == OrgProfile::kVessel);
            rest.cost += is_cheap ? word.weight * kCheapExtra / 100 : word.weight;
            rest.has_number = rest.has_number || is_number;
            rest.has_country =
                rest.has_country || (word.kind == OrgWordKind::kPlace && !is_wide(word) &&
                                     is_country(static_cast<std::uint16_t>(word.number)));
        }
    }
    return rest;
}

/// An acronym with the country behind it (PLA China) says no more than the acronym.
void widen_places(const OrgForm& form, Mask used, Rest& rest) {
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        const OrgWord& word = form.words[i];
        if (((used >> i) & 1U) == 0 && word.kind == OrgWordKind::kPlace && !is_wide(word)) {
            rest.cost -= word.weight - word.weight * kCheapExtra / 100;
        }
    }
}

/// One row a word that stands alone.
void add_unmatched(const OrgForm& form, Mask used, bool is_second, std::vector<OrgRow>& rows) {
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        if (((used >> i) & 1U) == 0) {
            const OrgWord& word = form.words[i];
            rows.push_back({is_second ? "" : word.text,
                            is_second ? word.text : "",
                            OrgRelation::kUnmatched,
                            0,
                            -word.weight});
        }
    }
}

bool is_of_acronym(const Match& match) {
    return !match.rows.empty() && match.rows[0].relation == OrgRelation::kAcronym;
}

OrgAgreement scored(const OrgForm& a, const OrgForm& b, Match match, OrgProfile profile) {
    OrgAgreement agreement;
    Rest rest_a = rest_of(a, match.used_a, profile);
    Rest rest_b = rest_of(b, match.used_b, profile);
    const bool is_acronym_match = is_of_acronym(match);
    if (is_acronym_match) {
        widen_places(a, match.used_a, rest_a);
        widen_places(b, match.used_b, rest_b);
    }
    agreement.matched = match.matched;
    agreement.conflict = std::min(rest_a.weight, rest_b.weight);
    agreement.extra = agreement.conflict != 0
                          ? std::max(rest_a.weight, rest_b.weight) - agreement.conflict
                          : rest_a.cost + rest_b.cost;
    agreement.has_form_conflict = has_form_conflict(a, b);
    add_unmatched(a, match.used_a, false, match.rows);
    add_unmatched(b, match.used_b, true, match.rows);
    agreement.rows = std::move(match.rows);
    if (match.matched <= 0) {
        return agreement;
    }
    const std::int64_t full = match.full;
    const std::int64_t cost =
        100 * full + kConflictCost * std::int64_t{agreement.conflict} + 100 * agreement.extra;
    const std::int64_t share = 100'000 * full / cost;
    int score = static_cast<int>(share * match.matched / full);
    if (agreement.conflict != 0) {
        score = std::min(score, kConflictMost);
    }
    if (has_other_forms(a, b)) {
        score = score * kOtherForms / 100;
    }
    if (agreement.has_form_conflict) {
        score = std::min(score, kFormMost);
    }
    const bool is_number_extra = rest_a.has_number != rest_b.has_number;
    if (is_number_extra) {
        const bool is_ship = profile == OrgProfile::kVessel;
        score = std::min(score, is_ship ? kShipNumberMost : kNumberMost);
    }
    for (const bool is_part : {a.is_part, b.is_part}) {
        score = is_part ? score * kPartKeeps / 100 : score;
    }
    // A country more is a sister company, but behind an acronym it only says whose it is.
    if (rest_a.has_country != rest_b.has_country && !is_acronym_match) {
        score = std::min(score, kCountryMost);
    }
    agreement.score = score;
    return agreement;
}

bool is_better(const OrgAgreement& a, const OrgAgreement& b) {
    return a.score != b.score ? a.score > b.score : a.matched > b.matched;
}

void keep_better(OrgAgreement& best, OrgAgreement other) {
    if (is_better(other, best)) {
        best = std::move(other);
    }
}

/// The two wholes written as one word each, where word by word they are not the same.
void try_whole(const OrgForm& a, const OrgForm& b, OrgProfile profile, OrgAgreement& best) {
    if (a.whole != b.whole || a.whole.empty()) {
        return;
    }
    Match match;
    match.full = std::min(a.total, b.total);
    match.matched = kJoinSimilarity * match.full / 1000;
    match.used_a = all_of(a);
    match.used_b = all_of(b);
    match.rows.push_back({a.whole, b.whole, OrgRelation::kJoined, kJoinSimilarity, match.matched});
    keep_better(best, scored(a, b, std::move(match), profile));
}

/// With the joins of one side taken first, then of the other.
void try_joins(const OrgForm& a,
               const OrgForm& b,
               const OrgTable& table,
               OrgProfile profile,
               OrgAgreement& best) {
    for (const bool is_turned_first : {false, true}) {
        Match match;
        take_joins(is_turned_first ? b : a, is_turned_first ? a : b, is_turned_first, match);
        take_joins(is_turned_first ? a : b, is_turned_first ? b : a, !is_turned_first, match);
        if (!match.rows.empty()) {
            Assignment{table, a, b}.run(match);
            keep_better(best, scored(a, b, std::move(match), profile));
        }
    }
}

OrgAgreement best_agreement(const OrgForm& a, const OrgForm& b, OrgProfile profile) {
    const OrgTable table = org_table(a, b, profile);
    Match plain;
    Assignment{table, a, b}.run(plain);
    OrgAgreement best = scored(a, b, std::move(plain), profile);
    try_whole(a, b, profile, best);
    try_joins(a, b, table, profile, best);
    if (Match match; take_acronym(a, b, false, match)) {
        keep_better(best, scored(a, b, std::move(match), profile));
    }
    if (Match match; take_acronym(b, a, true, match)) {
        keep_better(best, scored(a, b, std::move(match), profile));
    }
    if (Match match; take_contraction(a, b, false, match)) {
        keep_better(best, scored(a, b, std::move(match), profile));
    }
    if (Match match; take_contraction(b, a, true, match)) {
        keep_better(best, scored(a, b, std::move(match), profile));
    }
    return best;
}

}  // namespace

OrgAgreement agree_org(const OrgForm& a, const OrgForm& b, OrgProfile profile) {
    OrgAgreement agreement = best_agreement(a, b, profile);
    agreement.rows.clear();
    return agreement;
}

OrgAgreement explain_org(const OrgForm& a, const OrgForm& b, OrgProfile profile) {
    return best_agreement(a, b, profile);
}

OrgAgreement explain_org_names(std::string_view a, std::string_view b, OrgProfile profile) {
    OrgAgreement best;
    const std::vector<OrgForm> forms_b = make_org_forms(b, profile);
    for (const OrgForm& form_a : make_org_forms(a, profile)) {
        for (const OrgForm& form_b : forms_b) {
            keep_better(best, explain_org(form_a, form_b, profile));
        }
    }
    return best;
}

OrgAgreement compare_org_names(std::string_view a, std::string_view b, OrgProfile profile) {
    OrgAgreement best = explain_org_names(a, b, profile);
    best.rows.clear();
    return best;
}

int org_score_bound(const OrgForm& form, std::uint32_t shared, OrgProfile profile) {
    const Rest rest = rest_of(form, shared, profile);
    const std::int64_t have = weight_of(form, shared & all_of(form));
    if (have == 0) {
        return 0;
    }
    const auto bound = static_cast<int>(1000 * have / (have + rest.cost));
    // A number that is not shared is a conflict or an extra, and either has its ceiling.
    const bool is_capped = rest.has_number && profile == OrgProfile::kOrganisation;
    return is_capped ? std::min(bound, kNumberMost) : bound;
}

}  // namespace sarhad::watchlists
