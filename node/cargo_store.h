#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/cargo_screening.h"
#include "facts/erasure.h"
#include "node/cargo_items.h"
#include "node/outbox_row.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/hash.h"
#include "wire/record_seal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kCargoTable = "cargo";
inline constexpr std::string_view kCargoItemTable = "cargo_item";

using CargoId = std::array<std::uint8_t, 16>;
/// A key of cargo_items.h under the store key: who steals the disk finds no number in it.
using CargoKey = std::array<std::uint8_t, 16>;
[[nodiscard]] CargoKey cargo_key(core::ByteView store_key, std::string_view text);

/// A piece of a message, ready to be stored with it.
struct CargoItemRow {
    CargoSort sort{CargoSort::kBill};
    core::Bytes sealed;  ///< A CargoItem, by sealed_item().
    std::vector<CargoKey> keys;
};
/// The body of a message's piece `place`, from 0; its place is bound to it.
[[nodiscard]] core::Bytes sealed_item(const wire::RecordSeal& seal,
                                      const wire::Hash256& message,
                                      std::uint32_t place,
                                      const CargoItem& item);

/// Where a piece stands.
struct CargoPlace {
    std::int64_t message{0};  ///< Row of the message.
    std::uint32_t place{0};
    friend auto operator<=>(const CargoPlace&, const CargoPlace&) = default;
};

/// A piece as it was stored.
struct StoredCargoItem {
    CargoPlace at;
    CargoSort sort{CargoSort::kBill};
    wire::Hash256 digest{};         ///< Of its message.
    std::uint32_t decided{0};       ///< How often it was screened.
    std::optional<CargoItem> item;  ///< None where it was erased, or is damaged.
};

/// Up to `limit` pieces that are to be screened: new ones first, in the order of their messages.
[[nodiscard]] core::Result<std::vector<StoredCargoItem>> read_due_cargo(
    store::QuerySource from, const wire::RecordSeal& seal, std::size_t limit);
/// How many were never screened; kCargoDueCountMax at most. Those to be screened again are no
/// number of a port's: a discreet order may be why.
[[nodiscard]] core::Result<std::uint64_t> count_due_cargo(store::QuerySource from);
inline constexpr std::int64_t kCargoDueCountMax = 1'000'000;

/// Of pieces that share a key: which are wanted, and how many at most, the newest first.
struct JoinAsked {
    CargoKey key{};
    CargoSort sort{CargoSort::kBill};
    std::size_t limit{0};
    /// Behind this one, in falling order; none: from the newest on.
    std::optional<CargoPlace> before{};
};
[[nodiscard]] core::Result<std::vector<StoredCargoItem>> read_joined(store::QuerySource from,
                                                                     const wire::RecordSeal& seal,
                                                                     const JoinAsked& asked);

/// Pieces in the order of their messages.
struct ItemsAsked {
    CargoPlace after{};
    core::WallTime since;  ///< Of messages received from then on.
    std::size_t limit{0};
};
[[nodiscard]] core::Result<std::vector<StoredCargoItem>> read_cargo_after(
    store::QuerySource from, const wire::RecordSeal& seal, const ItemsAsked& asked);

/// A decision about cargo, ready to be stored.
struct CargoRecord {
    CargoId id{};
    CargoId subject{};
    CargoPlace at;
    std::string kind;  ///< facts::cargo_kind.
    core::WallTime screened_at;
    facts::Channel channel{facts::Channel::kGreen};
    std::uint32_t hits{0};  ///< As the counter sees them.
    std::uint32_t findings{0};
    bool is_reported{false};
    /// Recorded for discreet orders alone: nobody here may see that it is.
    bool is_secret{false};
    core::Bytes sealed;  ///< A facts::CargoScreening, under (kCargoTable, id).
    std::vector<UpwardRow> rows;
    CargoKey outcome{};    ///< Of what is decided and found, keyed: the same says nothing new.
    CargoKey seen{};       ///< The same of what the counter sees.
    bool is_again{false};  ///< The piece was screened before: only what is new is recorded.
};

/// What became of a decision: `kUnseen` is on record and shown to nobody here.
enum class CargoKept : std::uint8_t { kNothingNew, kUnseen, kShown };

/// What one step of screening leaves.
struct CargoStep {
    std::vector<CargoRecord> records;
    std::vector<CargoPlace> done;   ///< Pieces that are screened now.
    std::vector<CargoPlace> again;  ///< Others that know more since.
};

/// Records since the node's first start; secret ones are not in it.
struct CargoCounts {
    std::uint64_t screened{0};
    std::uint64_t red{0};
    std::uint64_t yellow{0};
    std::uint64_t findings{0};  ///< With one at least.
};

/// Which records are asked for.
struct CargoAsked {
    std::string kind{};  ///< "" for all.
    std::optional<facts::Channel> channel{};
    std::optional<CargoKey> key{};  ///< Of a container, a bill, a conveyance.
    bool with_findings{false};
    bool has_history{false};  ///< Also what was decided before of the same.
    /// Behind this one: the strictest channel first, then the newest.
    std::optional<std::pair<facts::Channel, std::int64_t>> after{};
    std::size_t limit{0};
};

/// A record as it is stored.
struct StoredCargo {
    std::int64_t number{0};
    CargoId id{};
    facts::Channel channel{facts::Channel::kGreen};
    core::Bytes sealed;  ///< Empty where it was erased.
    std::optional<facts::Erasure> erased{};
};
[[nodiscard]] core::Result<std::vector<StoredCargo>> read_cargo(store::QuerySource from,
                                                                const CargoAsked& asked);
/// None where there is none that the counter may see.
[[nodiscard]] core::Result<std::optional<StoredCargo>> read_one_cargo(store::QuerySource from,
                                                                      const CargoId& id);
[[nodiscard]] core::Result<CargoCounts> count_cargo(store::QuerySource from);

// On the store's thread, in the open transaction.

/// The pieces of a message whose row is `message`, each due: `items` in the order of their places.
[[nodiscard]] core::Status put_cargo_items(store::Database& database,
                                           std::int64_t message,
                                           const std::vector<CargoItemRow>& items);
/// Gives what became of each record: what is screened again is stored only where it says something
/// else than the newest record of its subject, and shown only where the counter sees that: a new
/// time alone would tell of a discreet order.
[[nodiscard]] core::Result<std::vector<CargoKept>> put_cargo_step(store::Database& database,
                                                                  store::Outbox& outbox,
                                                                  store::Transaction& transaction,
                                                                  const CargoStep& step);
/// All pieces of messages received from then on, as after a list of which too much has changed.
[[nodiscard]] core::Result<std::uint64_t> mark_all_cargo_again(store::Database& database,
                                                               core::WallTime since);
/// They are to be screened again.
[[nodiscard]] core::Status mark_cargo_again(store::Database& database,
                                            const std::vector<CargoPlace>& places);
/// Of a record that is erased: its body, and the piece that it was made of with its keys.
[[nodiscard]] core::Status erase_cargo(store::Database& database, const CargoId& id);

}  // namespace sarhad::node
