#include "watchlists/name_compare.h"

#include "alias_text.h"
#include "name_rows.h"
#include "org_compare.h"
#include "told_relation.h"

#include "core/text.h"
#include "watchlists/name_form.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

NameComparison compare_one(std::string_view a, std::string_view b) {
    const NameForm form_a = make_form(normalise(a));
    const NameForm form_b = make_form(normalise(b));
    NameComparison comparison;
    const Alignment alignment = align(form_a, form_b);
    comparison.score = name_share(alignment.agreement);
    comparison.rows = name_rows(form_a, form_b, alignment);
    return comparison;
}

/// A woman told by her father on the one side and by her husband on the other: these are two men,
/// and neither contradicts the other. What one side tells more than the other's own name is an
/// extra on each side.
bool are_father_and_husband(const RelatedName& a, const RelatedName& b) {
    return (a.relation == ToldRelation::kWife && b.tells_father()) ||
           (b.relation == ToldRelation::kWife && a.tells_father());
}

NameComparison compare_without_husband(const RelatedName& a, const RelatedName& b) {
    NameComparison one = compare_one(a.self, b.with_known_marker());
    NameComparison other = compare_one(a.with_known_marker(), b.self);
    return one.score <= other.score ? one : other;
}

/// A son and a daughter or a wife are two people, whatever their names.
NameComparison compare_related(const RelatedName& a, const RelatedName& b) {
    NameComparison comparison = are_father_and_husband(a, b)
                                    ? compare_without_husband(a, b)
                                    : compare_one(a.with_known_marker(), b.with_known_marker());
    const bool is_known = a.sex() != facts::Sex::kUnknown && b.sex() != facts::Sex::kUnknown;
    if (is_known && a.sex() != b.sex()) {
        comparison.score = std::min(comparison.score, kNameMatch - 1);
        comparison.rows.push_back({a.marker, b.marker, WordRelation::kConflict, 0});
    }
    return comparison;
}

/// The best of the names that each text holds.
NameComparison compare_persons(std::string_view a, std::string_view b) {
    NameComparison best;
    const std::vector<std::string> others = alias_parts(b);
    for (const std::string& one : alias_parts(a)) {
        for (const std::string& other : others) {
            NameComparison comparison = compare_related(read_relation(one), read_relation(other));
            if (best.rows.empty() || comparison.score > best.score) {
                best = std::move(comparison);
            }
        }
    }
    return best;
}

}  // namespace

std::optional<NameSort> parse_name_sort(std::string_view schema) {
    const std::string lower = core::ascii_lower(schema);
    if (lower == "person") {
        return NameSort::kPerson;
    }
    if (lower == "company" || lower == "organization") {
        return NameSort::kOrganisation;
    }
    if (lower == "legalentity") {
        return NameSort::kLegalEntity;
    }
    return lower == "vessel" ? std::optional{NameSort::kVessel} : std::nullopt;
}

std::string_view to_text(WordRelation relation) {
    constexpr std::array<std::string_view, 12> kTexts{"same",
                                                      "variant",
                                                      "sound",
                                                      "reading",
                                                      "nickname",
                                                      "edit",
                                                      "consonants",
                                                      "joined",
                                                      "initial",
                                                      "cut",
                                                      "conflict",
                                                      "extra"};
    return kTexts.at(static_cast<std::size_t>(relation));
}

NameComparison compare_names(NameSort sort, std::string_view a, std::string_view b) {
    return sort == NameSort::kPerson ? compare_persons(a, b) : compare_organisations(sort, a, b);
}

}  // namespace sarhad::watchlists
