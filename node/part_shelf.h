#pragma once

#include "core/clock.h"
#include "core/units.h"
#include "intake/part_files.h"
#include "intake/spool.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

/// For the other parts of a message, from the first of them on.
inline constexpr core::Duration kPartsWait = std::chrono::minutes{5};
inline constexpr std::size_t kPartFilesWaitMax = 64;
inline constexpr core::ByteSize kPartFilesWaitBytes = core::mebibytes(16);

/// Files with parts of one message, in the order in which they came.
struct PartBundle {
    std::vector<intake::SpoolFile> files;
    bool is_whole{false};  ///< All parts are there; else the wait is over.
};

/// Files that wait for others, because messages in them are parts of longer ones. A file leaves
/// with all that hold parts of its message: when all parts are there, when the first of them has
/// waited for kPartsWait, or when the oldest must make room. Nothing of it is on disk: the files
/// lie in working/ meanwhile. Pure; thread: one at a time.
class PartShelf {
public:
    /// What leaves because of it, whole bundles first. `parts`: at least one (checked).
    [[nodiscard]] std::vector<PartBundle> add(intake::SpoolFile file,
                                              std::vector<intake::WaitingPart> parts,
                                              core::MonoTime now);
    /// What has waited long enough.
    [[nodiscard]] std::vector<PartBundle> overdue(core::MonoTime now);
    /// When overdue() has something; nothing where nothing waits.
    [[nodiscard]] std::optional<core::MonoTime> due() const;
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }
    void clear() { waiting_.clear(); }

private:
    struct Waiting {
        intake::SpoolFile file;
        std::vector<intake::WaitingPart> parts;
        core::MonoTime since;
    };
    [[nodiscard]] bool is_complete(const std::string& whole) const;
    [[nodiscard]] std::uint64_t bytes() const;
    /// The oldest, and all that hold parts of its messages.
    [[nodiscard]] PartBundle take_oldest();
    [[nodiscard]] PartBundle take(const std::vector<intake::WaitingPart>& of);

    std::deque<Waiting> waiting_{};  ///< The oldest first.
};

}  // namespace sarhad::node
