#include "engine_pairs.h"

#include "fact_messages.h"

#include "core/text.h"

#include <map>
#include <memory>

namespace sarhad::rules::engine {
namespace {

/// "match", "unknown 5", "error 2", by rule.
using Said = std::map<std::string, std::string>;

Said said_by(const Evaluation& evaluation) {
    Said said;
    for (const Outcome& each : evaluation.matches) {
        said[each.rule->terms.id] = "match";
    }
    for (const Outcome& each : evaluation.unknown) {
        said[each.rule->terms.id] = core::cat("unknown ", each.waits_for);
    }
    for (const Outcome& each : evaluation.errors) {
        said[each.rule->terms.id] = core::cat("error ", static_cast<int>(each.fault));
    }
    return said;
}

std::string as_text(const cel::Value& value) {
    return value.is_true()                      ? "match"
           : value.is(cel::ValueKind::kUnknown) ? core::cat("unknown ", value.sources())
           : value.is(cel::ValueKind::kError) ? core::cat("error ", static_cast<int>(value.fault()))
                                              : "";
}

/// A pack of random rules and an oracle of each.
class Pair final {
public:
    Pair(const RuleWorld& world, std::uint64_t seed)
        : kind_{rule_kinds()[seed % kRuleKindCount]},
          seed_{seed},
          random_{world.layouts.of(kind_), seed},
          builder_{world.layouts.of(kind_)},
          oracle_{world.schema, world.layouts, kind_} {
        constexpr std::size_t kRules = 20;
        std::vector<std::shared_ptr<const Rule>> rules;
        while (rules.size() < kRules) {
            conditions_.push_back(random_.condition());
            RuleTerms terms;
            terms.id = core::cat("R-", rules.size());
            terms.kind = kind_;
            std::string issues;
            rules.push_back(world.rule(terms, conditions_.back(), &issues));
            if (rules.back() == nullptr) {
                found_.push_back(core::cat(conditions_.back(), " does not check: ", issues));
                return;
            }
            oracle_.add(world.check(kind_, conditions_.back()));
        }
        // Such conditions may take more than a border has time for.
        auto built = Engine::build(rules, std::uint64_t{1} << 40U);
        if (!built) {
            found_.push_back(built.error().what);
            return;
        }
        engine_ = *std::move(built);
    }

    std::vector<std::string> run(std::size_t entities) {
        for (entity_ = 0; engine_ != nullptr && entity_ < entities; ++entity_) {
            const Frame frame = random_.frame(builder_);
            const ReferenceLists lists = random_.lists();
            const Said wanted = wanted_of(frame, lists);
            for (const SearchPath& path : {best_search(),
                                           SearchPath{&search_portable, "portable"},
                                           SearchPath{&search_everything, "everything"}}) {
                work_.search = path;
                engine_->evaluate(kind_, frame, lists, work_, evaluation_);
                compare(said_by(evaluation_), wanted);
            }
        }
        return std::move(found_);
    }

private:
    Said wanted_of(const Frame& frame, const ReferenceLists& lists) {
        Said wanted;
        oracle_.take(frame, lists);
        for (std::size_t r = 0; r < conditions_.size(); ++r) {
            std::string text = as_text(oracle_.run(r));
            if (!text.empty()) {
                wanted[core::cat("R-", r)] = std::move(text);
            }
        }
        return wanted;
    }

    void compare(const Said& said, const Said& wanted) {
        for (std::size_t r = 0; said != wanted && r < conditions_.size(); ++r) {
            const std::string id = core::cat("R-", r);
            const auto ours = said.find(id);
            const auto its = wanted.find(id);
            const std::string left = ours == said.end() ? "no match" : ours->second;
            const std::string right = its == wanted.end() ? "no match" : its->second;
            if (left != right) {
                found_.push_back(core::cat("seed ",
                                           seed_,
                                           ", entity ",
                                           entity_,
                                           ", ",
                                           work_.search.name,
                                           ": ",
                                           left,
                                           ", not ",
                                           right,
                                           ": ",
                                           conditions_[r]));
            }
        }
    }

    RuleKind kind_;
    std::uint64_t seed_;
    std::size_t entity_{0};
    RandomRules random_;
    FrameBuilder builder_;
    MessageOracle oracle_;
    std::vector<std::string> conditions_;
    std::shared_ptr<const Engine> engine_;
    Workspace work_;
    Evaluation evaluation_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> pair_differences(const RuleWorld& world,
                                          std::uint64_t seed,
                                          std::size_t entities) {
    return Pair{world, seed}.run(entities);
}

}  // namespace sarhad::rules::engine
