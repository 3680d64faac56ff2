#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "node/lists_store.h"
#include "node/positions_store.h"
#include "rules/pack/rule_book.h"
#include "store/database.h"
#include "wire/messages.h"
#include "wire/record_seal.h"
#include "wire/trust.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::node {

/// Changes of rules that a node could not take, the newest of them.
inline constexpr std::size_t kRefusedRulesMax = 100;

/// A change of rules that this node could not take.
struct RefusedRules {
    core::Seq seq{0};
    core::WallTime at;
    std::string change;  ///< Its op's id.
    std::string why;
};

/// What a delta of rules led to.
struct AppliedRules {
    wire::StreamPosition position;
    std::shared_ptr<const rules::RuleBook> book;  ///< From now on.
    std::string refused;                          ///< Why it is as it was; empty: it is not.
};

/// What load() found.
struct LoadedRules {
    std::shared_ptr<const rules::RuleBook> book;
    std::vector<core::Error> left_out;  ///< Rules that do not run in this software.
    std::size_t taken_late{0};          ///< Changes that could not be taken before.
    std::vector<RefusedRules> refused;  ///< Oldest first.
};

/// Agencies' rules as central sends them on. Each change is verified, checked, compiled and tried
/// (rules::RuleBook) in the transaction that stores it with the stream's position, so that what is
/// stored runs, and a kill at any moment leaves the change taken or not. One that cannot be taken
/// leaves the rules as they are, and is kept with its reason: load() tries it again.
/// Thread: store, or before threads run. Everything outlives it.
class RulesStore final {
public:
    RulesStore(store::Database& database,
               PositionsStore& positions,
               const wire::RecordSeal& seal,
               const wire::TrustStore& trust)
        : database_{database}, positions_{positions}, seal_{seal}, trust_{trust} {}

    /// Once, before threads run. Errors: the store's.
    [[nodiscard]] core::Result<LoadedRules> load();
    /// In the open transaction. kConflict: it is not the next one. The stream's first delta begins
    /// the rules anew: central's history may be another one.
    [[nodiscard]] core::Result<AppliedRules> apply(const wire::DeltaBody& delta,
                                                   const wire::Hash256& chain,
                                                   core::WallTime now,
                                                   PositionCommit commit);

private:
    using Book = std::shared_ptr<const rules::RuleBook>;
    /// A change as it was stored when it could not be taken.
    struct Waiting {
        RefusedRules refused;
        core::Bytes body;
    };

    [[nodiscard]] core::Result<rules::RuleBook::Loaded> read_book(std::uint64_t edition);
    [[nodiscard]] core::Result<std::vector<rules::StoredRule>> read_rules();
    [[nodiscard]] core::Result<std::vector<rules::StoredSet>> read_sets();
    [[nodiscard]] core::Result<std::vector<Waiting>> read_waiting();
    [[nodiscard]] core::Status keep_in_step(const wire::StreamPosition& held);
    [[nodiscard]] core::Result<Book> take(const std::string& id,
                                          core::ByteView body,
                                          const Book& from,
                                          std::uint64_t edition);
    [[nodiscard]] core::Status put(const rules::RuleBook& before, const rules::RuleBook& after);
    [[nodiscard]] core::Status put_sets(const rules::SetBook& before, const rules::SetBook& after);
    [[nodiscard]] core::Status put_refused(const RefusedRules& refused, core::ByteView body);
    [[nodiscard]] core::Result<std::size_t> try_again();
    [[nodiscard]] core::Status forget_all();

    store::Database& database_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
    const wire::TrustStore& trust_;
    Book book_;
    wire::StreamPosition at_;  ///< Of `book_`: a transaction that was rolled back leaves it ahead.
};

}  // namespace sarhad::node
