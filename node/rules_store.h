#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "node/lists_store.h"
#include "node/positions_store.h"
#include "node/rules_rows.h"
#include "rules/pack/rule_book.h"
#include "store/database.h"
#include "wire/messages.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::node {

/// What a delta of rules led to.
struct AppliedRules {
    wire::StreamPosition position;
    std::shared_ptr<const rules::RuleBook> book;  ///< In force from now on.
    std::string refused;                          ///< Why the change is not taken; empty: it is.
    bool is_on_the_way{false};                    ///< What is stored waits for the stream's head.
};

/// What load() found.
struct LoadedRules {
    std::shared_ptr<const rules::RuleBook> book;
    std::vector<core::Error> left_out;    ///< Rules that do not run in this software.
    std::vector<core::Error> unreadable;  ///< Rows; then all is taken again.
    std::size_t taken_late{0};            ///< Changes that could not be taken before.
    std::vector<RefusedRules> refused;    ///< Oldest first.
    bool is_on_the_way{false};
};

/// What settle() led to.
struct SettledRules {
    wire::StreamPosition position;
    std::shared_ptr<const rules::RuleBook> book;  ///< In force from now on.
    std::vector<RefusedRules> refused;            ///< Oldest first.
    std::size_t taken_late{0};
    bool has_arrived{false};  ///< What was on its way is in force.
};

/// Agencies' rules as central sends them on. Each change is verified, checked, compiled and tried
/// (rules::RuleBook) in the transaction that stores it with the stream's position, so that what is
/// stored runs, and a kill at any moment leaves the change taken or not.
///
/// Changes below the head that central named are history: a rule of theirs may have been mended or
/// retired since. They are stored and taken into a book of their own, and those in force stay until
/// that book has reached the head; over a restart too.
///
/// A change that cannot be taken leaves the rules as they are, and is kept with its reason: load()
/// and settle() try it again, and what later changes have passed over of it stays so.
/// Thread: store, or before threads run. Everything outlives it.
class RulesStore final {
public:
    RulesStore(store::Database& database,
               PositionsStore& positions,
               const wire::RecordSeal& seal,
               const wire::TrustStore& trust)
        : database_{database},
          positions_{positions},
          rows_{database, positions, seal},
          trust_{trust} {}

    /// Once, before threads run. A row that cannot be read costs its rule alone, until the stream,
    /// which begins anew, brings it again. Errors: the store's.
    [[nodiscard]] core::Result<LoadedRules> load();
    /// In the open transaction. `head`: up to where central had published when it welcomed the
    /// session. kConflict: it is not the next one. With the stream's first delta the rules on their
    /// way begin with nothing: central's history may be another one.
    [[nodiscard]] core::Result<AppliedRules> apply(const wire::DeltaBody& delta,
                                                   const wire::Hash256& chain,
                                                   core::Seq head,
                                                   core::WallTime now,
                                                   PositionCommit commit);
    /// In the open transaction: changes that could not be taken are tried again; what is on its way
    /// is put in force first where it has reached `head`, else nothing is tried.
    [[nodiscard]] core::Result<SettledRules> settle(core::Seq head);
    /// In the open transaction: the stream is taken from its first delta, and what is in force
    /// stays meanwhile.
    [[nodiscard]] core::Status take_again();
    /// The hash of what is in force; zeros before load().
    [[nodiscard]] wire::Hash256 in_force() const;

private:
    using Book = std::shared_ptr<const rules::RuleBook>;

    [[nodiscard]] core::Result<LoadedRules> read_books();
    [[nodiscard]] core::Status keep_in_step(const wire::StreamPosition& held);
    [[nodiscard]] core::Result<Book> take(const RulesRows::Change& change,
                                          const Book& from,
                                          std::uint64_t edition,
                                          bool is_late) const;
    [[nodiscard]] core::Status put_in_force(Book next);
    [[nodiscard]] core::Status put_on_the_way(const wire::DeltaBody& delta,
                                              const Book& next,
                                              bool is_taken);
    [[nodiscard]] core::Result<std::size_t> try_again();
    [[nodiscard]] core::Result<std::vector<RefusedRules>> refused();

    store::Database& database_;
    PositionsStore& positions_;
    RulesRows rows_;
    const wire::TrustStore& trust_;
    Book book_;                ///< In force.
    Book coming_;              ///< On its way; null: nothing is.
    wire::StreamPosition at_;  ///< Of both: a transaction that was rolled back leaves it ahead.
};

}  // namespace sarhad::node
