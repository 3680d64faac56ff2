#pragma once

#include "core/files.h"
#include "ctl/spill.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "editions/edition_rows.h"

namespace sarhad::ctl {

/// Of each run of entries in order so many bytes are held while they are merged, and more where one
/// entry has more.
inline constexpr std::size_t kMergeBytes = 64 * 1024;

/// A list file with its entries in canonical order (editions/edition_rows.h), made of entries in
/// any order. Some 50 MiB are held, 64 KiB more for every 16 MiB of entries; what is more lies in
/// two files beside, which go with this. Thread: one.
class CanonicalList final {
public:
    /// `beside`: the path whose folder takes those files.
    CanonicalList(core::Files& files, const std::string& beside);

    /// kConflict, naming the file, where the disk does not take it; as all of these.
    [[nodiscard]] core::Status add(const watchlists::ListEntry& entry);
    /// Once, after the last entry: `manifest`, with the hash of the entries. kInvalid for an entry
    /// that is there twice.
    [[nodiscard]] core::Status finish(watchlists::ListManifest manifest);

    // Then:
    [[nodiscard]] std::uint64_t entries() const { return entries_; }
    /// Bytes of the list file.
    [[nodiscard]] std::uint64_t size() const;
    /// Bytes of it from `offset` on, `most` at most; none at its end.
    [[nodiscard]] core::Result<core::Bytes> part(std::uint64_t offset, std::size_t most) const;
    /// Of all before it: the file's last bytes.
    [[nodiscard]] const wire::Hash256& hash() const { return hash_; }
    /// What the agency signs: of the file as it is, read back.
    [[nodiscard]] core::Result<wire::Hash256> root() const;

private:
    struct Held {
        editions::Place place;
        core::Bytes listed;
    };
    struct Run {
        std::uint64_t at{0};
        std::uint64_t end{0};
    };
    class Cursor;

    [[nodiscard]] core::Status close_run();
    [[nodiscard]] core::Status merge(wire::Hasher& entries);

    Spill runs_bytes_;
    Spill sorted_;
    std::vector<Held> held_;
    std::size_t held_bytes_{0};
    std::vector<Run> runs_;
    std::uint64_t entries_{0};
    core::Bytes head_;
    wire::Hash256 hash_{};
};

}  // namespace sarhad::ctl
