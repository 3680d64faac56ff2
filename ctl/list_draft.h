#pragma once

#include "core/files.h"
#include "ctl/spill.h"
#include "watchlists/import.h"
#include "watchlists/list_file.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// A list in the making: each entry is written as it comes, so that of a source of any size only
/// Spill::kHeldMax bytes of the list file are held, twice that while entries are changed or the
/// file is written. Thread: one.
class ListDraft final {
public:
    /// `output`: the list file to be; what is too much to be held lies beside it meanwhile.
    ListDraft(watchlists::ListManifest manifest, core::Files& files, std::string output);

    /// Takes the entry under the list's own source. kInvalid for one that asks for nothing, in a
    /// list that does not say what is asked either: a list is orders, not names. kExhausted where
    /// the list file passes its limit.
    [[nodiscard]] core::Status add(watchlists::ListEntry entry);
    /// Hands every entry to `change`, in order, and keeps what it makes of it; errors as of add().
    [[nodiscard]] core::Status change_all(
        const std::function<void(watchlists::ListEntry&)>& change);
    [[nodiscard]] std::uint64_t entries() const { return entries_; }
    /// Writes the list file, all or nothing; kConflict, naming it, where it cannot be. Once, at the
    /// end.
    [[nodiscard]] core::Status write();

private:
    [[nodiscard]] std::unique_ptr<Spill> fresh_spill();
    [[nodiscard]] core::Status append(Spill& to, const watchlists::ListEntry& entry) const;
    [[nodiscard]] core::Status write_parts(const core::Bytes& head) const;

    watchlists::ListManifest manifest_;
    core::Files& files_;
    std::string output_;
    std::uint64_t spills_{0};
    std::unique_ptr<Spill> body_;  ///< The entries as they stand in the file.
    std::uint64_t entries_{0};
};

}  // namespace sarhad::ctl
