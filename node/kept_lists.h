#pragma once

#include "core/files.h"
#include "core/log.h"
#include "core/random.h"
#include "core/result.h"
#include "node/list_build.h"
#include "wire/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::node {

/// Of files in the folder more are not looked at: there is one, two after a crash.
inline constexpr std::size_t kKeptFilesTriedMax = 8;

/// The list index at rest: one sealed file, so that a start needs not build it. It only saves time:
/// whatever is wrong with it is told, it is thrown away, and the lists are built from the store.
/// docs/storage.md has the file byte by byte.
/// Life: written beside under a name of its own, synced, renamed; then the ones before go. Opened
/// at the start. Thread: one at a time; open() before threads run.
class KeptLists {
public:
    /// `folder` without a slash at its end, this node's own. Everything outlives it.
    KeptLists(core::Files& files,
              core::Random& random,
              core::Log& log,
              const wire::Secret& store_key,
              std::string folder);

    /// The lists as they were kept: each of them is stored, as it is there or as an edition before.
    /// None where no file holds such.
    [[nodiscard]] std::optional<BuiltLists> open(const std::vector<ListState>& stored);
    /// `lists` has one part (ListSnapshot::segment_bytes()). Errors as core::Files; kInvalid for a
    /// snapshot of more. The file before is then still there.
    [[nodiscard]] core::Status write(const BuiltLists& lists);

private:
    struct Found;
    [[nodiscard]] core::Result<Found> look(const std::string& name,
                                           const std::vector<ListState>& stored);
    [[nodiscard]] core::Result<BuiltLists> unseal(Found& found);
    void refuse(const std::string& name, const std::string& why);
    [[nodiscard]] std::string path_of(const std::string& name) const;

    core::Files& files_;
    core::Random& random_;
    core::Log& log_;
    const wire::Secret& store_key_;
    std::string folder_;
};

}  // namespace sarhad::node
