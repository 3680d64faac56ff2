#pragma once

#include "core/clock.h"
#include "core/files.h"
#include "core/result.h"
#include "node/erase_record.h"

#include <string>
#include <vector>

namespace sarhad::node {

/// What goes, in the order in which it goes: first what opens everything else.
struct ErasePlan {
    std::string record;               ///< Path of the EraseRecord.
    std::vector<std::string> keys;    ///< Files, overwritten and removed.
    std::vector<std::string> plain;   ///< Folders whose files are in the clear: the same.
    std::vector<std::string> sealed;  ///< Folders of files that no key opens any more: removed.
    std::vector<std::string> files;   ///< The same, one by one.
};

/// How many files stand in folders `plain`: they go. A folder that cannot be read has none.
[[nodiscard]] std::uint64_t count_plain(core::Files& files, const ErasePlan& plan);

/// Makes room on a full disk, of what is made anew from the database where it is wanted again.
void make_room(core::Files& files, const ErasePlan& plan);

/// Does what `record` says has begun, to its end, and says so in the record last: a crash or a
/// fault anywhere leaves it to be done again, from the start, with the same result. The database is
/// closed and nobody writes to the folders. A file that cannot be destroyed holds up no other; the
/// first fault is returned, and the record stays at erasing. Gives the record as it is now.
[[nodiscard]] core::Result<EraseRecord> erase(core::Files& files,
                                              const ErasePlan& plan,
                                              EraseRecord record,
                                              core::WallTime now);

/// Where something else has to go that is not in the plan: everything but the last word. Gives
/// `why`.
[[nodiscard]] core::Error erase_rest(core::Files& files, const ErasePlan& plan, core::Error why);

}  // namespace sarhad::node
