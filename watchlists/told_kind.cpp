#include "told_kind.h"

#include "entry_parts.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::watchlists {
namespace {

using KindWord = std::pair<std::string_view, EntryKind>;

constexpr std::array<KindWord, 16> kWords{{{"person", EntryKind::kPerson},
                                           {"individual", EntryKind::kPerson},
                                           {"p", EntryKind::kPerson},
                                           {"entity", EntryKind::kOrganisation},
                                           {"enterprise", EntryKind::kOrganisation},
                                           {"organisation", EntryKind::kOrganisation},
                                           {"organization", EntryKind::kOrganisation},
                                           {"company", EntryKind::kOrganisation},
                                           {"business", EntryKind::kOrganisation},
                                           {"group", EntryKind::kOrganisation},
                                           {"e", EntryKind::kOrganisation},
                                           {"vessel", EntryKind::kVessel},
                                           {"ship", EntryKind::kVessel},
                                           {"aircraft", EntryKind::kAircraft},
                                           {"airplane", EntryKind::kAircraft},
                                           {"vehicle", EntryKind::kVehicle}}};

}  // namespace

std::optional<EntryKind> told_kind(std::string_view word) {
    const std::string lower = core::ascii_lower(core::trim(word));
    const auto* found = std::find_if(
        kWords.begin(), kWords.end(), [&](const KindWord& known) { return known.first == lower; });
    return found == kWords.end() ? std::nullopt : std::optional{found->second};
}

std::string ToldKind::add(std::string_view label, std::string_view word, Remarks& remarks) {
    if (is_filler(word)) {
        return {};
    }
    const std::optional<EntryKind> kind = told_kind(word);
    if (!kind) {
        return core::cat(
            "its ", label, " is none of individual, entity, ship, aircraft and vehicle");
    }
    if (told_ && *told_ != *kind) {
        remarks.warn(core::cat("its ", label, " says two things: the first one is taken"));
    }
    told_ = told_ ? told_ : kind;
    return {};
}

void ToldKind::settle(ListEntry& entry, Remarks& remarks) const {
    if (told_ || implied_) {
        entry.kind = told_ ? *told_ : *implied_;
    } else if (!entry.names.empty()) {
        entry.kind = kind_by_name(entry.names.front().text.reveal());
        remarks.warn("nothing tells whether it is a person: taken by its name");
    }
}

}  // namespace sarhad::watchlists
