#include "ofac_parts.h"

#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {

std::optional<EntryKind> ofac_kind_of(std::string_view word) {
    const std::string lower = core::ascii_lower(word);
    if (lower == "individual") {
        return EntryKind::kPerson;
    }
    if (lower == "vessel") {
        return EntryKind::kVessel;
    }
    if (lower == "aircraft") {
        return EntryKind::kAircraft;
    }
    return lower.empty() || lower == "entity" ? std::optional{EntryKind::kOrganisation}
                                              : std::nullopt;
}

std::optional<ListedBirth> parse_ofac_birth(std::string_view text) {
    constexpr std::string_view kCirca = "circa ";
    const bool is_circa = text.starts_with(kCirca);
    if (is_circa) {
        text.remove_prefix(kCirca.size());
    }
    std::size_t cut = text.find(" to ");
    std::size_t gap = 4;
    if (cut == std::string_view::npos) {
        cut = text.find('-');
        gap = 1;
    }
    const facts::PartialDate from = parse_english_date(text.substr(0, cut));
    const facts::PartialDate to =
        cut == std::string_view::npos ? from : parse_english_date(text.substr(cut + gap));
    if (!from.is_known() || !to.is_known() || to.year < from.year) {
        return std::nullopt;
    }
    const auto single = is_circa ? DatePrecision::kApproximate : DatePrecision::kExact;
    return make_birth(from, to, from == to ? single : DatePrecision::kRange);
}

bool is_ofac_note(std::string_view kind) {
    constexpr std::array<std::string_view, 11> kNotes{"sanctions",
                                                      "executive order",
                                                      "directive",
                                                      "website",
                                                      "email",
                                                      " date",
                                                      "organization type",
                                                      "target type",
                                                      "prohibit",
                                                      "effective",
                                                      "information:"};
    const std::string lower = core::ascii_lower(kind);
    return std::any_of(kNotes.begin(), kNotes.end(), [&](std::string_view note) {
        return lower.find(note) != std::string::npos;
    });
}

}  // namespace sarhad::watchlists
