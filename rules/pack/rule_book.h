#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "rules/author/rule.h"
#include "rules/live/live_rules.h"
#include "rules/pack.h"
#include "rules/pack/set_book.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// What is known of a rule's id once it was published: for good.
struct KnownRule {
    std::string owner;     ///< The agency that published it first; no other ever may.
    std::uint32_t rev{0};  ///< Only rises.
    RuleMode mode{RuleMode::kShadow};
    facts::Hash256 hash{};  ///< Of its bytes.
    /// Null where this software cannot read it, or it retired before this port ever saw it.
    std::shared_ptr<const Rule> rule;
    bool is_asked{false};  ///< It is in force: of a mode that runs, and this software can run it.
};

/// Who takes a change. Only central has seen every rule's way: a port that came after its agency
/// changed keys never took the rule's first revisions, which keys signed that hold no more.
enum class RuleJudge : std::uint8_t {
    kCentral,
    kPort,  ///< What it never saw may go live, and retires: the id is taken from then on.
};

/// What an agency wants to be changed; all of it or nothing.
struct WantedChange {
    const std::string& owner;
    const std::vector<core::Bytes>& put;  ///< rule_bytes().
    const std::vector<std::string>& retired;
    /// The author says in his change why rules go live that were never in shadow.
    bool may_go_straight{false};
    /// Its approver has named the report of a back-test; true while it waits for one.
    bool has_backtest{true};
    RuleJudge judge{RuleJudge::kCentral};
    /// It is taken behind later ones: what of it these have passed over stays as they made it.
    bool is_late{false};
    std::span<const core::Bytes> sets{};  ///< set_change_bytes(); a change has rules or sets.
};

/// A rule as it is kept.
struct StoredRule {
    std::string id;
    std::string owner;
    std::uint32_t rev{0};
    RuleMode mode{RuleMode::kShadow};
    core::Bytes bytes;  ///< Empty: nobody has them; the id is taken all the same.
};

/// All rules that were ever published: those in force, ready to run, and the ids that are taken.
/// Central and every port make the same book of the same changes, and hold each new change against
/// it by the same code; the way of a new id only central judges. An immutable value.
///
/// Life of a rule: new or shadow -> shadow, live, retired; live -> live, shadow, retired; retired
/// is the end of it, and its id is never used again. What is live is what was in force before it
/// (rule_effect()), in shadow or live; anything else, a new rule too, only where the author says
/// why. What becomes live has the report of a back-test.
/// A draft is a file: it runs nowhere, so it is not published.
class RuleBook final {
public:
    using HashFunction = RulePack::HashFunction;
    using Rules = std::map<std::string, KnownRule, std::less<>>;

    /// Before the first change.
    [[nodiscard]] static std::shared_ptr<const RuleBook> empty(HashFunction hash_function);

    struct Loaded {
        std::shared_ptr<const RuleBook> book;
        std::vector<core::Error> left_out;  ///< Rules that do not run here, and why.
    };
    /// As it was stored. A rule that cannot be read or compiled any more, by an older or another
    /// software, is known and does not run; where all together cost too much none does.
    [[nodiscard]] static Loaded load(std::uint64_t edition,
                                     const std::vector<StoredRule>& stored,
                                     HashFunction hash_function,
                                     const std::vector<StoredSet>& sets = {});

    /// This with the change, checked, compiled, its cost bounded and its own tests run. Every error
    /// names the rule. kInvalid: a rule is none, fails one of its tests or goes a way that no rule
    /// goes; kConflict: its id belongs to another agency, or its revision does not rise;
    /// kNotFound: a retired one was never published, and central judges; kExhausted: too many, or
    /// they cost too much. Sets: as SetBook::changed().
    [[nodiscard]] core::Result<std::shared_ptr<const RuleBook>> changed(
        const WantedChange& wanted, std::uint64_t edition) const;
    /// The same rules under another edition: a change that is not taken here counts all the same.
    [[nodiscard]] std::shared_ptr<const RuleBook> at_edition(std::uint64_t edition) const;

    [[nodiscard]] const Rules& rules() const { return rules_; }
    [[nodiscard]] const KnownRule* find(std::string_view id) const;
    /// What is published, whether this software can run it or not.
    [[nodiscard]] const RulePack& pack() const { return pack_; }
    [[nodiscard]] const SetBook& sets() const { return sets_; }
    /// The hash of the pack of what is asked, which decisions name: that of pack() where all of it
    /// runs here.
    [[nodiscard]] const facts::Hash256& in_force() const { return live_->versions().pack; }
    [[nodiscard]] const std::shared_ptr<const LiveRules>& live() const { return live_; }

private:
    RuleBook(RulePack pack, std::shared_ptr<const LiveRules> live, HashFunction hash_function);

    [[nodiscard]] core::Result<std::shared_ptr<const Rule>> checked(const WantedChange& wanted,
                                                                    const core::Bytes& bytes) const;
    [[nodiscard]] core::Status retire(const WantedChange& wanted, const std::string& id);
    [[nodiscard]] core::Status compiles(const Rule& rule) const;
    [[nodiscard]] bool is_passed(const WantedChange& wanted, const Rule& rule) const;
    void pack(std::uint64_t edition);
    [[nodiscard]] engine::RuleVersions versions() const;
    [[nodiscard]] engine::ReferenceLists lists() const;
    /// This is a copy of `from`.
    [[nodiscard]] core::Status change_rules(const RuleBook& from,
                                            const WantedChange& wanted,
                                            std::uint64_t edition);
    [[nodiscard]] core::Status change_sets(const WantedChange& wanted, std::uint64_t edition);

    RulePack pack_;
    Rules rules_;
    SetBook sets_;
    std::shared_ptr<const LiveRules> live_;
    HashFunction hash_function_;
};

}  // namespace sarhad::rules
