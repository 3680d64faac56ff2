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

/// A son and a daughter or a wife are two people, whatever their names.
NameComparison compare_related(const RelatedName& a, const RelatedName& b) {
    NameComparison comparison = compare_one(a.with_known_marker(), b.with_known_marker());
    if (a.is_told() && b.is_told() && a.sex() != b.sex()) {
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
