#pragma once

#include "watchlists/import.h"
#include "watchlists/list_file.h"

#include <cstdint>

namespace sarhad::ctl {

/// A list in the making: each entry is written as it comes, so that of a source of any size only
/// the bytes of the list file are held. Thread: one.
class ListDraft final {
public:
    explicit ListDraft(watchlists::ListManifest manifest);

    /// Takes the entry under the list's own source. One that asks for nothing, in a list that does
    /// not say what is asked either, is refused: a list is orders, not names. kExhausted where the
    /// list file passes its limit.
    [[nodiscard]] core::Status add(watchlists::ListEntry entry);
    /// See ListFileWriter::change_all().
    [[nodiscard]] core::Status change_all(
        const std::function<void(watchlists::ListEntry&)>& change) {
        return file_.change_all(change);
    }
    /// Moves those that it refused from the imported of `report` to the refused.
    void account(watchlists::ImportReport& report) const;
    [[nodiscard]] std::uint64_t entries() const { return file_.entries(); }
    [[nodiscard]] core::Bytes finish() && { return std::move(file_).finish(); }

private:
    std::string source_;
    facts::ListAction action_;
    watchlists::ListFileWriter file_;
    std::uint64_t refused_count_{0};
    std::vector<watchlists::RefusedRecord> refused_;  ///< The first kMaxRefusedKept of them.
};

}  // namespace sarhad::ctl
