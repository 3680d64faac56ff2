#pragma once

#include "rules/author/compiled_rule.h"
#include "rules/engine/decision.h"
#include "rules/engine/engine.h"
#include "rules/engine/fact_layout.h"
#include "rules/schema/fact_schema.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// What a port has in force: the rules that are live or shadow, ready to be asked and to be
/// explained, with the reference sets and the versions that a decision records. Immutable and
/// shared by threads; core::Published hands the next one on. Drafts and retired rules are checked
/// like all others, and then left out.
class LiveRules final {
public:
    using Authored = std::vector<std::shared_ptr<const Rule>>;

    /// The pack without rules.
    [[nodiscard]] static std::shared_ptr<const LiveRules> none(const facts::Hash256& pack_hash);
    /// Compiles all. `lists`: made with layouts() of any LiveRules. kInvalid names the first rule
    /// that is wrong, the place in its file and what to do; kConflict: an id is there twice;
    /// kExhausted: their worst case passes what one entity may cost.
    [[nodiscard]] static core::Result<std::shared_ptr<const LiveRules>> make(
        const Authored& rules,
        const engine::RuleVersions& versions,
        const engine::ReferenceLists& lists);
    /// This with the change, of which it compiles what is not the very rule that is in force: `put`
    /// is new, or in place of the same id; of `removed`, unknown ids are let pass. As make(). This
    /// stays as it is.
    [[nodiscard]] core::Result<std::shared_ptr<const LiveRules>> changed(
        const Authored& put,
        const std::vector<std::string>& removed,
        const engine::RuleVersions& versions,
        const engine::ReferenceLists& lists) const;

    [[nodiscard]] const engine::Engine& engine() const { return *engine_; }
    [[nodiscard]] const engine::RuleVersions& versions() const { return versions_; }
    [[nodiscard]] const engine::ReferenceLists& lists() const { return lists_; }
    [[nodiscard]] const engine::FactLayouts& layouts() const { return tables_->layouts; }
    [[nodiscard]] const FactSchema& schema() const { return tables_->schema; }
    /// The rule as its author wrote it; null where none of that id is in force.
    [[nodiscard]] const Rule* rule(std::string_view id) const;
    /// For explain(); null likewise.
    [[nodiscard]] const CompiledRule* compiled(std::string_view id) const;
    /// Rules in force.
    [[nodiscard]] std::size_t size() const { return rules_.size(); }

private:
    /// Programs point into these, so that each LiveRules of a line of changes holds the same.
    struct Tables {
        FactSchema schema;
        engine::FactLayouts layouts{schema};
    };
    struct InForce {
        std::shared_ptr<const Rule> author;
        std::shared_ptr<const CompiledRule> compiled;
    };
    /// A rule compiled; `asked` is null where it is neither live nor shadow.
    struct Compiled {
        InForce told;
        std::shared_ptr<const engine::Rule> asked;
    };
    LiveRules(std::shared_ptr<const Tables> tables,
              const engine::RuleVersions& versions,
              engine::ReferenceLists lists);

    [[nodiscard]] core::Result<Compiled> compile_one(std::shared_ptr<const Rule> rule) const;

    std::shared_ptr<const Tables> tables_;
    std::map<std::string, InForce, std::less<>> rules_;
    std::shared_ptr<const engine::Engine> engine_;
    engine::RuleVersions versions_;
    engine::ReferenceLists lists_;
};

}  // namespace sarhad::rules
