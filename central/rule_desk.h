#pragma once

#include "central/store.h"
#include "core/clock.h"
#include "core/published.h"
#include "core/result.h"
#include "wire/keyring.h"
#include "wire/trust.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::rules {
class RuleBook;
}

namespace sarhad::central {

/// What a change asks for, for the person who is to approve it.
struct RuleDraftView {
    struct Put {
        std::string id;
        std::uint32_t rev{0};
        std::string mode;
        std::string title;
    };
    /// A step of a reference set.
    struct SetStep {
        std::string name;
        std::uint32_t version{0};
        std::size_t added{0};
        std::size_t removed{0};
        bool is_whole{false};  ///< What is added is all of it.
        bool is_open{false};   ///< More of it follows; rules wait for it.
    };
    RuleDraft draft;
    std::vector<Put> put;
    std::vector<std::string> retired;
    std::string straight_to_live;
    std::vector<SetStep> sets;
};

/// A change that is published.
struct PublishedRules {
    RuleDraftView view;
    StreamHead head;
};

/// What agencies make of their rules: an author's change is checked and waits for a second person;
/// his approval makes it a delta of the rules' stream. Both are held against the newest book of
/// rules, which it keeps in step with the store.
/// Thread: store, or before threads run; book() any. Everything outlives it.
class RuleDesk final {
public:
    struct Parts {
        CentralStore& store;
        const core::Published<wire::TrustStore>& trust;
        const wire::SigningKey& sequencer;
    };
    explicit RuleDesk(const Parts& parts);
    ~RuleDesk();

    /// Reads what is published. Gives what of it does not run in this software. Errors: the
    /// store's.
    [[nodiscard]] core::Result<std::vector<core::Error>> load();
    /// The author's word. kUnauthenticated: not signed by a key of `owner`; kInvalid: over
    /// kRuleDraftKept ago, or in the future; kConflict: too many wait, or it was withdrawn;
    /// otherwise errors as rules::RuleBook::changed(), as the sender's: kInvalid for kCorrupt,
    /// kConflict for kExhausted. The same again, at another time too, is the one that waits.
    [[nodiscard]] core::Result<RuleDraftView> draft(const std::string& owner,
                                                    const wire::SignedRuleChange& change,
                                                    core::WallTime now);
    /// The second person's word: it is published. kNotFound: no such change waits; kUnauthenticated
    /// as wire::open_rule_change(); otherwise as draft(), and it goes on waiting.
    [[nodiscard]] core::Result<PublishedRules> approve(std::int64_t number,
                                                       core::ByteView approval,
                                                       const wire::Signature& approver,
                                                       core::WallTime now);
    /// Its author, or another key of the agency, takes a change back that waits: nobody can approve
    /// it, nor send it again. kNotFound; errors as wire::open_rule_withdrawal().
    [[nodiscard]] core::Result<RuleDraftView> withdraw(std::int64_t number,
                                                       const wire::SignedRuleWithdrawal& said,
                                                       core::WallTime now);
    /// Those that wait, oldest first.
    [[nodiscard]] core::Result<std::vector<RuleDraftView>> drafts(core::WallTime now);
    [[nodiscard]] std::shared_ptr<const rules::RuleBook> book() const;

private:
    Parts parts_;
    core::Published<rules::RuleBook> book_;
};

/// Where the rules' stream stands; before its first delta at 0, with the empty pack as its root.
[[nodiscard]] StreamHead rules_head(const std::vector<StreamHead>& heads);

}  // namespace sarhad::central
