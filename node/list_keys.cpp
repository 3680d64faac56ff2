#include "node/list_keys.h"

#include "core/text.h"
#include "watchlists/list_file.h"

#include <algorithm>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using watchlists::ListEntry;

void ListKeys::put(const std::string& list, core::Epoch epoch, wire::Secret key) {
    auto seal = std::make_shared<const wire::BodySeal>(std::move(key), list, epoch);
    const core::MutexLock lock{mutex_};
    keys_.insert_or_assign(Name{list, epoch}, std::move(seal));
    const auto first = keys_.lower_bound({list, core::Epoch{0}});
    const auto held = std::count_if(
        keys_.begin(), keys_.end(), [&](const auto& one) { return one.first.first == list; });
    if (static_cast<std::size_t>(held) > kListKeyEpochsMax) {
        keys_.erase(first);
    }
}

void ListKeys::drop(const std::string& list) {
    const core::MutexLock lock{mutex_};
    std::erase_if(keys_, [&](const auto& one) { return one.first.first == list; });
}

bool ListKeys::has(const std::string& list, core::Epoch epoch) const {
    return find({list, epoch}) != nullptr;
}

std::shared_ptr<const wire::BodySeal> ListKeys::find(const Name& name) const {
    const core::MutexLock lock{mutex_};
    const auto found = keys_.find(name);
    return found == keys_.end() ? nullptr : found->second;
}

Result<ListEntry> ListKeys::open(const std::string& list, ListEntry entry) const {
    if (entry.sealed.empty()) {
        return entry;
    }
    SARHAD_TRY(const core::Epoch epoch, wire::epoch_of_sealed(entry.sealed));
    const auto key = find({list, epoch});
    if (key == nullptr) {
        return Error{Errc::kUnavailable,
                     cat("list ", list, ": the key of epoch ", epoch.value(), " is not here")};
    }
    SARHAD_TRY(const core::Bytes body, key->open(entry.id, entry.sealed));
    SARHAD_TRY(ListEntry opened, watchlists::read_entry(body));
    if (opened.id != entry.id || !opened.sealed.empty()) {
        return Error{Errc::kCorrupt,
                     cat("list ", list, ": another entry is sealed in one's place")};
    }
    return opened;
}

}  // namespace sarhad::node
