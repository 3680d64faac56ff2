#pragma once

#include "node/list_changes.h"
#include "node/list_keys.h"
#include "node/lists_store.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::node {

/// A list whose newest edition is stored here but not what screening uses.
struct WaitingList {
    ListState stored;
    std::string why;  ///< Its build failed; empty while it is being built.
};

/// A snapshot, and what it is made of.
struct BuiltLists {
    std::shared_ptr<const watchlists::ListSnapshot> snapshot;
    std::vector<ListState> lists;       ///< In it; by name.
    std::vector<WaitingList> left_out;  ///< Rows that do not open, a list that no index takes in.
};

/// No list at all.
[[nodiscard]] BuiltLists no_lists();

/// That make an index of all lists, the one that is asked for it among them.
inline constexpr std::size_t kListBuildThreads = 2;

/// The snapshot of those of the lists that can be built; rows are opened as they are indexed, some
/// at a time. Where a list turns out not to build half way, the others are begun anew. Pure.
[[nodiscard]] BuiltLists build_lists(const std::vector<SealedList>& lists,
                                     const wire::RecordSeal& seal,
                                     const ListKeys& keys);

/// What taking differences in led to.
struct CaughtUp {
    BuiltLists built;                     ///< A list that is left out is as it was, if it was.
    std::vector<ListState> wanted_whole;  ///< As it was too: only the whole list tells.
};

/// `held` with what is stored now. Costs what differs. Hits and hash are those of build_lists() of
/// the same lists. Pure.
[[nodiscard]] CaughtUp catch_up(const BuiltLists& held,
                                const ListDifferences& stored,
                                const wire::RecordSeal& seal,
                                const ListKeys& keys);

}  // namespace sarhad::node
