#include "ofac_parts.h"

#include "entry_parts.h"
#include "told_kind.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {

std::optional<EntryKind> ofac_kind_of(std::string_view word) {
    return word.empty() ? std::optional{EntryKind::kOrganisation} : told_kind(word);
}

NumberKind ofac_number_kind(std::string_view word, std::string_view number, EntryKind holder) {
    const NumberKind kind = number_kind_of(word);
    if (kind == NumberKind::kImo || !number.starts_with("IMO ")) {
        return kind;
    }
    return holder == EntryKind::kVessel ? NumberKind::kImo : NumberKind::kRegistration;
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
