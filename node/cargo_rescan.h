#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "node/cargo_store.h"
#include "node/lanes.h"
#include "node/parts.h"
#include "watchlists/matcher.h"
#include "wire/record_seal.h"

#include <functional>
#include <memory>
#include <vector>

namespace sarhad::node {

/// Pieces of cargo that are held against changed entries in one go.
inline constexpr std::size_t kRescanSliceMax = 64;

/// Holds the cargo of the last kRescreenWindow against a few entries that a list brings or changes:
/// what some of them match is to be screened again, by the whole lists. Slice by slice, so that no
/// lane waits. Thread: loop. Everything given outlives it.
class CargoRescan {
public:
    using Done = std::function<void(core::Result<std::vector<CargoPlace>>)>;

    CargoRescan(const Pages& pages, const wire::RecordSeal& seal, Lanes& lanes)
        : pages_{pages}, seal_{seal}, lanes_{lanes} {}

    /// `lists`: of those entries alone. `since`: messages received before are passed over.
    /// `proved`: by which orders hold. Calls `done` once, with the pieces that match or the store's
    /// error.
    void run(std::shared_ptr<const watchlists::ListSnapshot> lists,
             core::WallTime since,
             core::WallTime proved,
             Done done);

private:
    struct Scan;
    void next(const std::shared_ptr<Scan>& scan);

    Pages pages_;
    const wire::RecordSeal& seal_;
    Lanes& lanes_;
};

}  // namespace sarhad::node
