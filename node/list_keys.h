#pragma once

#include "core/ids.h"
#include "core/mutex.h"
#include "core/result.h"
#include "watchlists/entry.h"
#include "wire/body_seal.h"
#include "wire/secret.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace sarhad::node {

/// Data keys of one list: an edition is sealed in one epoch, and the one before may still be in
/// force. The oldest goes.
inline constexpr std::size_t kListKeyEpochsMax = 8;

/// The keys to the entries of lists that only their ports read. Thread: any.
class ListKeys {
public:
    /// Past kListKeyEpochsMax of the list its oldest goes.
    void put(const std::string& list, core::Epoch epoch, wire::Secret key);
    /// All of the list's.
    void drop(const std::string& list);
    [[nodiscard]] bool has(const std::string& list, core::Epoch epoch) const;
    /// The entry as its agency wrote it; one that is not sealed as it is. kUnavailable: the key is
    /// not here; kUnauthenticated: it does not open by it; kCorrupt: what is inside is another's
    /// entry, or none.
    [[nodiscard]] core::Result<watchlists::ListEntry> open(const std::string& list,
                                                           watchlists::ListEntry entry) const;

private:
    using Name = std::pair<std::string, core::Epoch>;
    [[nodiscard]] std::shared_ptr<const wire::BodySeal> find(const Name& name) const;

    mutable core::Mutex mutex_;
    std::map<Name, std::shared_ptr<const wire::BodySeal>> keys_ GUARDED_BY(mutex_);
};

}  // namespace sarhad::node
