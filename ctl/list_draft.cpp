#include "ctl/list_draft.h"

#include "core/text.h"
#include "wire/hash.h"

#include <utility>

namespace sarhad::ctl {

using watchlists::ListAction;

ListDraft::ListDraft(watchlists::ListManifest manifest)
    : source_{manifest.source},
      action_{manifest.profile.action},
      file_{std::move(manifest), &wire::blake2b} {}

core::Status ListDraft::add(watchlists::ListEntry entry) {
    if (action_ == ListAction::kNone && entry.order.action == ListAction::kNone) {
        ++refused_count_;
        if (refused_.size() < watchlists::kMaxRefusedKept) {
            refused_.push_back(
                {core::cat("entry ", entry.id),
                 "no action: name one in its action column, or for all with --action"});
        }
        return {};
    }
    entry.source = source_;
    return file_.add(entry);
}

void ListDraft::account(watchlists::ImportReport& report) const {
    report.imported -= refused_count_;
    report.refused_count += refused_count_;
    for (const watchlists::RefusedRecord& record : refused_) {
        if (report.refused.size() < watchlists::kMaxRefusedKept) {
            report.refused.push_back(record);
        }
    }
}

}  // namespace sarhad::ctl
