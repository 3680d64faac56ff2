#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "node/positions_store.h"
#include "rules/pack/rule_book.h"
#include "store/database.h"
#include "wire/messages.h"
#include "wire/record_seal.h"

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// Rules that are on their way while others stay in force: of which edition those in force are, and
/// behind which the way began; 0: with nothing.
struct RulesOnTheWay {
    std::uint64_t in_force{0};
    core::Seq from{0};
};

/// The rows of agencies' rules and reference sets: those in force, the changes that wait for the
/// stream's head, and those that could not be taken. A row that cannot be opened is named and left
/// out. Thread: store, or before threads run; what changes rows does so in the open transaction.
/// Everything outlives it.
class RulesRows final {
public:
    RulesRows(store::Database& database, PositionsStore& positions, const wire::RecordSeal& seal)
        : database_{database}, positions_{positions}, seal_{seal} {}

    template <class T>
    struct Read {
        std::vector<T> rows;
        std::vector<core::Error> lost;  ///< Rows that cannot be read, named.
    };
    /// A change as it came: its op's id, and its body.
    struct Change {
        std::string id;
        core::Bytes body;
    };
    struct Refused {
        RefusedRules refused;
        core::Bytes body;
    };

    /// By rising id; the id of a lost one is there, without bytes.
    [[nodiscard]] core::Result<Read<rules::StoredRule>> in_force();
    /// By rising name, likewise.
    [[nodiscard]] core::Result<Read<rules::StoredSet>> sets_in_force();
    /// What differs from `before`, which is stored, to `after`.
    [[nodiscard]] core::Status put(const rules::RuleBook& before, const rules::RuleBook& after);

    /// Oldest first.
    [[nodiscard]] core::Result<Read<Refused>> refused();
    [[nodiscard]] core::Status put_refused(const RefusedRules& refused, core::ByteView body);
    [[nodiscard]] core::Status drop_refused(core::Seq seq);
    [[nodiscard]] core::Status drop_refused();

    /// None: nothing is on its way.
    [[nodiscard]] core::Result<std::optional<RulesOnTheWay>> on_the_way();
    [[nodiscard]] core::Status set_on_the_way(const RulesOnTheWay& way);
    /// Their changes that could be taken, oldest first.
    [[nodiscard]] core::Result<Read<Change>> coming();
    [[nodiscard]] core::Status put_coming(core::Seq seq, const wire::Op& op);
    /// Nothing is on its way any more.
    [[nodiscard]] core::Status arrived();

private:
    [[nodiscard]] core::Status put_sets(const rules::SetBook& before, const rules::SetBook& after);

    store::Database& database_;
    PositionsStore& positions_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
