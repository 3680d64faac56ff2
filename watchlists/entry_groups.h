#pragma once

#include "entry_parts.h"
#include "entry_taker.h"
#include "told_kind.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Entries that a source spreads over many rows, anywhere in the file. They are held until the
/// end, at most kMaxHeldRecords of them. Thread: the importer's.
class EntryGroups final {
public:
    struct Group {
        std::string place;  ///< Of its first row.
        ListEntry entry;
        Remarks remarks;
        ToldKind kind;
    };

    /// The group of a reference, in the order of their first rows. kExhausted past the limit.
    [[nodiscard]] core::Result<Group*> of(const std::string& reference, std::string place);
    /// Hands all entries on.
    [[nodiscard]] core::Status finish(EntryTaker& taker);

private:
    std::map<std::string, std::size_t> places_;
    std::vector<Group> groups_;
};

}  // namespace sarhad::watchlists
