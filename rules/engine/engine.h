#pragma once

#include "core/result.h"
#include "rules/engine/evaluation.h"
#include "rules/engine/frame.h"
#include "rules/engine/index.h"
#include "rules/engine/rule.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {

/// Rules of one engine.
inline constexpr std::size_t kEngineRulesMax = 50'000;
/// Steps that the rules take together for one entity: about 2 ms at most.
inline constexpr std::uint64_t kEntityStepsMax = 160'000;

/// The rules of one kind with their index. Immutable.
class Bucket final {
public:
    /// `places`: null where there is no rule. `before`: shares what is the same; may be null.
    Bucket(std::vector<std::shared_ptr<const Rule>> places,
           std::uint64_t entity_steps,
           const Bucket* before);

    [[nodiscard]] const std::vector<std::shared_ptr<const Rule>>& places() const { return places_; }
    [[nodiscard]] const Index& index() const { return index_; }
    /// That they may take together for one entity.
    [[nodiscard]] std::uint64_t entity_steps() const { return entity_steps_; }
    /// The rules that are asked at this port.
    void allow(std::string_view port, std::vector<RuleBits>& allowed) const;

private:
    std::vector<std::shared_ptr<const Rule>> places_;
    Index index_;
    std::uint64_t entity_steps_;
    std::vector<RuleBits> everywhere_;
    /// Places of the rules that name ports, by the patterns that they name.
    std::map<std::vector<std::string>, std::vector<std::uint32_t>> somewhere_;
};

/// The rules in force: an immutable snapshot that any number of threads ask, each with a Workspace
/// of its own. A change makes another one, which shares what stayed; core::Published hands it on.
class Engine final {
public:
    struct Change {
        std::vector<std::shared_ptr<const Rule>> put;  ///< New, or in place of the same id.
        std::vector<std::string> removed;              ///< Ids; unknown ones are let pass.
    };

    /// kConflict: an id is there twice. kExhausted: more than kEngineRulesMax, or the worst case of
    /// a kind's rules passes `entity_steps`; says which kind and by how much.
    [[nodiscard]] static core::Result<std::shared_ptr<const Engine>> build(
        std::vector<std::shared_ptr<const Rule>> rules,
        std::uint64_t entity_steps = kEntityStepsMax);
    /// This with the change; as build(). This stays as it is.
    [[nodiscard]] core::Result<std::shared_ptr<const Engine>> changed(const Change& change) const;

    /// What the rules of `kind` say of these facts, whose frame has that kind's layout. Total.
    void evaluate(RuleKind kind,
                  const Frame& frame,
                  const ReferenceLists& lists,
                  Workspace& workspace,
                  Evaluation& evaluation) const;

    [[nodiscard]] std::size_t size() const { return kinds_of_.size(); }
    [[nodiscard]] std::shared_ptr<const Bucket> bucket(RuleKind kind) const {
        return buckets_.at(static_cast<std::size_t>(kind) - 1);
    }

private:
    Engine() = default;

    std::array<std::shared_ptr<const Bucket>, kRuleKindCount> buckets_;
    std::map<std::string, RuleKind, std::less<>> kinds_of_;  ///< By id.
    std::uint64_t entity_steps_{kEntityStepsMax};
};

}  // namespace sarhad::rules::engine
