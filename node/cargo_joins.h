#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/result.h"
#include "intake/bags_check.h"
#include "intake/cargo_findings.h"
#include "node/cargo_store.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sarhad::node {

/// Containers of one piece that other messages are looked up for; of the others nothing is joined.
inline constexpr std::size_t kJoinedContainersMax = 64;
/// Pieces that are looked at for one key, the newest.
inline constexpr std::size_t kJoinedPiecesMax = 8;
/// Pieces of one slice of a voyage's stow plan and manifests.
inline constexpr std::size_t kVoyageSliceMax = 256;
/// Containers of a voyage that are compared; a ship carries 24,000.
inline constexpr std::size_t kVoyageContainersMax = 60'000;

/// A piece with what other messages told of it.
struct JoinedCargo {
    StoredCargoItem due;
    std::vector<CargoItem> bills;         ///< Of the declaration's bill, the newest first.
    std::vector<CargoItem> declarations;  ///< Of the bill, the newest first.
    std::vector<CargoItem> gate;          ///< Of its containers, the newest first.
    std::optional<std::vector<CargoItem>>
        plan;                     ///< The same on the voyage's stow plan; none: no plan.
    std::uint32_t amendments{0};  ///< Earlier pieces of other messages about the same bill.
    std::optional<intake::StowComparison> stow;  ///< Of a conveyance.
    std::vector<intake::BagFinding> bags;
    std::vector<CargoPlace> again;  ///< Pieces of others that know more by this one.
};

/// Reads them. Thread: of `from`. Everything outlives it.
class CargoJoiner {
public:
    /// `store_key` keys cargo_key(); `helpers` open what was told of a bag's flight.
    CargoJoiner(store::QuerySource from,
                const wire::RecordSeal& seal,
                core::ByteView store_key,
                core::Executor& helpers)
        : from_{from}, seal_{seal}, store_key_{store_key}, helpers_{helpers} {}

    /// `now`: by which a day without a year is read. Errors: the store's.
    [[nodiscard]] core::Result<JoinedCargo> join(StoredCargoItem due, core::WallTime now) const;

private:
    [[nodiscard]] core::Result<std::vector<StoredCargoItem>> of(const std::string& key,
                                                                CargoSort sort,
                                                                std::size_t limit) const;
    [[nodiscard]] core::Status join_bill(JoinedCargo& joined) const;
    [[nodiscard]] core::Status join_declaration(JoinedCargo& joined) const;
    [[nodiscard]] core::Status join_gate(JoinedCargo& joined) const;
    [[nodiscard]] core::Status join_plan(JoinedCargo& joined) const;
    [[nodiscard]] core::Status join_bags(JoinedCargo& joined, core::WallTime now) const;

    store::QuerySource from_;
    const wire::RecordSeal& seal_;
    core::ByteView store_key_;
    core::Executor& helpers_;
};

/// A voyage's stow plan against its manifests, read slice by slice: next() until it is done, then
/// finish(). Thread: one at a time, of `from`.
class VoyageReader {
public:
    VoyageReader(store::QuerySource from,
                 const wire::RecordSeal& seal,
                 core::ByteView store_key,
                 const facts::Conveyance& conveyance);
    /// Reads a slice; true while there is more.
    [[nodiscard]] core::Result<bool> next();
    /// `port`: unmanifested_containers().
    [[nodiscard]] intake::StowComparison finish(std::string_view port) const;

private:
    void take(const StoredCargoItem& stored);

    store::QuerySource from_;
    const wire::RecordSeal& seal_;
    std::vector<CargoKey> keys_;
    std::size_t key_{0};   ///< Which of them is read.
    std::size_t sort_{0};  ///< Which sort of its pieces.
    std::optional<CargoPlace> before_{};
    facts::Message plan_;
    facts::Message manifest_;
};

}  // namespace sarhad::node
