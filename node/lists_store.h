#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/date.h"
#include "node/list_keys.h"
#include "node/list_rows.h"
#include "node/positions_store.h"
#include "replication/repair.h"
#include "store/database.h"
#include "store/query_source.h"
#include "watchlists/matcher.h"
#include "wire/messages.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::node {

inline constexpr std::string_view kListEntryTable = "list_entry";
inline constexpr std::string_view kStagedDeltaTable = "staged_delta";

/// An edition of a list that is complete here.
struct ListState {
    core::StreamId stream{0};
    std::string name;
    std::uint64_t edition{0};
    wire::Hash256 root{};
    std::uint64_t entries{0};  ///< Rows, the manifest's included.
    core::WallTime applied_at;
    std::uint64_t repairs{0};  ///< So often its rows were found other than signed, and set right.
};

/// A row of a list as it is stored.
struct SealedEntry {
    std::string id;
    core::Bytes sealed;  ///< By RecordSeal under (kListEntryTable, entry_place()).
};

/// A list with its rows.
struct SealedList {
    ListState state;
    std::vector<SealedEntry> entries;
};

/// Every list that is complete here, with all its rows, as of one moment; by name.
[[nodiscard]] core::Result<std::vector<SealedList>> read_lists(store::QuerySource from);

/// What an entry's body is bound to: the stream's number (u16), then the id.
[[nodiscard]] core::Bytes entry_place(core::StreamId stream, std::string_view id);

/// Rows of one list that may be noted as changed: an edition that changes more is taken in by
/// building all lists anew.
inline constexpr std::size_t kNotedChangesMax = 20'000;

/// Whether an edition's changes are noted row by row.
enum class Noting : std::uint8_t { kNothing, kEachRow };

/// How the rows of an edition are taken in, and what that led to.
struct Taking {
    Noting noting{Noting::kNothing};
    facts::PartialDate today;          ///< By the node's clock.
    std::uint64_t rows{0};             ///< Of the list, as it is now.
    std::set<wire::Bucket> touched{};  ///< Whose rows are no longer as they were.
    std::uint64_t removed{0};          ///< Rows that are there no more.
    std::uint64_t changed{0};          ///< Rows that were put in or taken out.
    std::uint64_t repair{0};           ///< Of a repair its number, as ListState::repairs; else 0.
};

/// The next rows to be put in or taken out; none once all were given.
using RowChanges = std::function<core::Result<std::optional<std::vector<wire::Op>>>()>;

/// What a delta led to.
struct Applied {
    wire::StreamPosition position;
    wire::Hash256 root{};                ///< Of the edition in force after it.
    std::optional<ListState> completed;  ///< Where it ended an edition.
};

/// A list that is here no more.
struct Withdrawn {
    core::StreamId stream{0};
    std::string name;  ///< Empty where no edition of it was complete.
    std::uint64_t rows{0};
};

/// Whether apply() stores the stream's position too. kLater exists for a planted bug only.
enum class PositionCommit : std::uint8_t { kTogether, kLater };

/// Lists as central publishes them. The deltas of an edition wait in staged_delta, unseen, until
/// the one that ends it: then all of them are applied, the root is computed anew and held against
/// the agency's signature. Thread: store. Everything outlives it.
class ListsStore {
public:
    ListsStore(store::Database& database,
               PositionsStore& positions,
               const wire::RecordSeal& seal,
               const ListKeys& keys,
               const wire::TrustStore& trust)
        : database_{database},
          tree_{database, tree_sql()},
          positions_{positions},
          seal_{seal},
          keys_{keys},
          trust_{trust} {}

    /// What an older program stored gets its state tree. Before threads run.
    [[nodiscard]] core::Status grow_trees();

    /// One verified delta, in the open transaction. `chain`: of its stream, after it.
    /// kConflict: it is not the next one here. kCorrupt: its ops are unreadable, the stream here is
    /// another list, its edition does not rise, the state before it is another one, or the state
    /// after it is not what the agency signed; the caller's transaction must then roll back.
    [[nodiscard]] core::Result<Applied> apply(
        const wire::DeltaBody& delta,
        const std::vector<wire::Signature>& edition_signatures,
        const wire::Hash256& chain,
        core::WallTime now,
        PositionCommit commit);
    [[nodiscard]] core::Result<std::vector<ListState>> lists();
    /// The stream's list is taken again from the first delta, in the open transaction. What is in
    /// force stays so until an edition is complete that is no older; then that one replaces all of
    /// it, whatever its rows were before.
    [[nodiscard]] core::Status take_again(core::StreamId stream);
    /// Makes the list the edition that `put` names, in the open transaction: rows, root and
    /// position. What was staged goes. kUnauthenticated: its agency did not sign that root;
    /// kCorrupt: the rows would not be those of it; kConflict: an older edition than here, or
    /// another list. The caller's transaction must then roll back.
    [[nodiscard]] core::Result<ListState> repair(const replication::PutRepaired& put,
                                                 core::WallTime now);
    /// The same of rows that are given some at a time. kInvalid: a row that cannot be used.
    [[nodiscard]] core::Result<ListState> take_edition(const replication::RepairTarget& target,
                                                       const RowChanges& next_changes,
                                                       core::WallTime now);
    /// The lists whose rows, by their hashes as they are stored, are not those of their edition.
    [[nodiscard]] core::Result<std::vector<core::StreamId>> differing();
    /// Takes the lists of these names out of the store, in the open transaction: rows, what was
    /// staged, positions, everything that knows their ids. Of deltas that wait for the end of a
    /// first edition nobody knows the name: those go too, and come again. Which streams went.
    [[nodiscard]] core::Result<std::vector<Withdrawn>> withdraw(const std::set<std::string>& names);
    /// Nobody asks any more what changed up to this edition of the list. In the open transaction.
    [[nodiscard]] core::Status forget_changes(const ListState& up_to);

private:
    [[nodiscard]] core::Result<Applied> apply_next(
        const wire::DeltaBody& delta,
        const std::vector<wire::Signature>& edition_signatures,
        core::WallTime now);
    [[nodiscard]] core::Status grow_tree(core::StreamId stream);
    [[nodiscard]] core::Status end_edition(const wire::DeltaBody& delta,
                                           bool is_again,
                                           Taking& how);
    [[nodiscard]] core::Status clear_entries(core::StreamId stream);
    [[nodiscard]] core::Status clear_stream(core::StreamId stream);
    [[nodiscard]] core::Status clear_unknown_chunks();
    [[nodiscard]] core::Status clear_staged(core::StreamId stream);
    [[nodiscard]] core::Status clear_unplaced(core::StreamId stream);
    [[nodiscard]] core::Status check_repairs(const wire::DeltaBody& body,
                                             const std::optional<ListState>& before);
    [[nodiscard]] core::Status apply_changes(const wire::DeltaBody& body,
                                             const RowChanges& next_changes,
                                             Taking& how);
    [[nodiscard]] core::Status stage(const wire::DeltaBody& delta);
    [[nodiscard]] core::Status apply_staged(const wire::DeltaBody& delta, Taking& how);
    [[nodiscard]] core::Status apply_ops(const wire::DeltaBody& delta,
                                         const std::vector<wire::Op>& ops,
                                         Taking& how);
    [[nodiscard]] core::Status upsert(const wire::DeltaBody& delta,
                                      const wire::Op& op,
                                      Taking& how);
    /// An order that begins on a later day, a list that tells of more: those who passed are then
    /// screened again too.
    [[nodiscard]] core::Status note_later(const wire::DeltaBody& delta,
                                          const wire::Op& op,
                                          facts::PartialDate today);
    [[nodiscard]] core::Status note_manifest(core::StreamId stream,
                                             const watchlists::ListManifest& manifest,
                                             facts::PartialDate today);
    [[nodiscard]] core::Result<watchlists::ListManifest> held_manifest(core::StreamId stream);
    /// Those who have passed are screened against it again, where it is not as it was.
    [[nodiscard]] core::Status note_due(const wire::DeltaBody& delta,
                                        const std::string& id,
                                        const wire::Hash256& hash);
    /// The row is not as it was in the edition before: read_list_changes().
    [[nodiscard]] core::Status note_change(const wire::DeltaBody& delta,
                                           const std::string& id,
                                           std::uint64_t repair);
    [[nodiscard]] core::Status bound_changes(const ListState& state);
    [[nodiscard]] core::Status remove(core::StreamId stream, const std::string& id, Taking& how);
    [[nodiscard]] core::Result<ListState> state_after(const wire::DeltaBody& delta,
                                                      const Taking& how,
                                                      core::WallTime now);
    /// Whether the rows are those that an edition names by `root`, signed before there were trees.
    [[nodiscard]] core::Result<bool> has_flat_root(core::StreamId stream,
                                                   const wire::Hash256& root);
    /// An agency's old signatures stay good for ever, and any agency's are good for its own lists:
    /// whoever has only the sequencer's key must neither take a list back to an older edition nor
    /// put one list in another's place.
    [[nodiscard]] core::Status check_succeeds(const wire::DeltaBody& delta, bool is_again);
    [[nodiscard]] core::Status check_before(const wire::DeltaBody& delta);
    [[nodiscard]] core::Status check_after(const wire::DeltaBody& delta,
                                           const std::vector<wire::Signature>& edition_signatures,
                                           const ListState& state,
                                           wire::Removal removal);
    /// The changes that are noted of it begin at `changes_since`, or where they did before.
    [[nodiscard]] core::Status put_state(const ListState& state,
                                         std::optional<std::uint64_t> changes_since);
    [[nodiscard]] core::Result<std::optional<ListState>> find(core::StreamId stream);

    store::Database& database_;
    replication::TreeTable tree_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
    const ListKeys& keys_;
    const wire::TrustStore& trust_;
};

}  // namespace sarhad::node
