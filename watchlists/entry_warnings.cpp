#include "explain.h"
#include "listed_numbers.h"
#include "thing_builder.h"
#include "thing_evidence.h"

#include "core/text.h"
#include "watchlists/identifiers.h"
#include "watchlists/import.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"
#include "watchlists/org_form.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// Has a word that a name can agree with.
bool may_match(const ListedName& name, EntryKind kind) {
    const bool is_person = kind == EntryKind::kPerson;
    const std::vector<std::string> texts = is_person ? matched_texts(name) : thing_texts(name);
    return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return is_person ? !scored_words(normalise(text)).empty()
                         : !make_org_forms(text, profile_of(kind)).empty();
    });
}

std::string_view bad_check(const ListedDocument& document) {
    const auto kind = identifier_kind(document.type);
    if (!kind || (kind != IdentifierKind::kImo && kind != IdentifierKind::kContainer)) {
        return {};
    }
    const auto state = read_identifier(*kind, document.number.reveal()).state;
    if (state != IdentifierState::kBadCheck) {
        return {};
    }
    return kind == IdentifierKind::kImo ? "an IMO number's check digit is wrong"
                                        : "a container number's check digit is wrong (ISO 6346)";
}

}  // namespace

std::vector<std::string> warnings_of(const ListEntry& entry) {
    std::vector<std::string> warnings;
    if (entry.kind == EntryKind::kPerson || is_named_thing(entry.kind)) {
        for (std::size_t i = 0; i < entry.names.size(); ++i) {
            if (!may_match(entry.names[i], entry.kind)) {
                warnings.push_back(core::cat("name ",
                                             i + 1,
                                             " of ",
                                             entry.names.size(),
                                             " has no word to match by: nobody is found by it"));
            }
        }
    }
    for (const ListedDocument& document : entry.documents) {
        if (const std::string_view bad = bad_check(document); !bad.empty()) {
            warnings.push_back(
                core::cat(bad, ": it is compared as it stands; ask the list's owner"));
        }
    }
    return warnings;
}

}  // namespace sarhad::watchlists
