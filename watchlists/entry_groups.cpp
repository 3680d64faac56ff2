#include "entry_groups.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::watchlists {

core::Result<EntryGroups::Group*> EntryGroups::of(const std::string& reference, std::string place) {
    const auto [found, is_new] = places_.emplace(reference, groups_.size());
    if (is_new) {
        if (groups_.size() >= kMaxHeldRecords) {
            return core::Error{core::Errc::kExhausted,
                               core::cat("more than ", kMaxHeldRecords, " entries over many rows")};
        }
        groups_.emplace_back();
        groups_.back().place = std::move(place);
        groups_.back().entry.id = reference;
    }
    return &groups_[found->second];
}

core::Status EntryGroups::finish(EntryTaker& taker) {
    for (Group& group : groups_) {
        group.kind.settle(group.entry, group.remarks);
        // An entry begins with its primary name, wherever the source has that.
        std::stable_partition(
            group.entry.names.begin(), group.entry.names.end(), [](const ListedName& name) {
                return name.kind == NameKind::kPrimary;
            });
        if (!group.entry.names.empty()) {
            group.entry.names.front().kind = NameKind::kPrimary;
        }
        SARHAD_TRY_STATUS(
            taker.take(std::move(group.place), std::move(group.entry), group.remarks));
    }
    return {};
}

}  // namespace sarhad::watchlists
