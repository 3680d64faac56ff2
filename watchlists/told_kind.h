#pragma once

#include "remarks.h"

#include "watchlists/entry.h"

#include <optional>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// "Person", "Individual", "Entity", "Ship" ... in any case. Nothing for another word, or for none.
[[nodiscard]] std::optional<EntryKind> told_kind(std::string_view word);

/// What an entry is, where a source tells it once or with each of its parts, by one rule: no word
/// keeps what is known, of several the first wins with a warning, one that is not known is refused.
class ToldKind final {
public:
    /// `label`: the source's own word for it. Why what it stands in is refused, or "".
    [[nodiscard]] std::string add(std::string_view label, std::string_view word, Remarks& remarks);
    /// What another part implies, where no word tells.
    void imply(EntryKind kind) { implied_ = implied_ ? implied_ : kind; }
    /// Gives `entry` its kind; where nothing tells one, that of its name, with a warning.
    void settle(ListEntry& entry, Remarks& remarks) const;

private:
    std::optional<EntryKind> told_;
    std::optional<EntryKind> implied_;
};

}  // namespace sarhad::watchlists
