#pragma once

#include "rules/author/explain.h"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// What the names mean at one place of a condition while it is explained: facts, named parts, and
/// the elements of the loops around it; and the values of sub-expressions there.
class LeafScope final {
public:
    /// All outlive this.
    LeafScope(const CompiledRule& rule, const FactFrame& facts, const FactSchema& schema);

    /// The value of `id`, until the next call.
    [[nodiscard]] cel::Value value(cel::ExprId id);
    /// The same, for as long as this lives.
    [[nodiscard]] cel::Value kept(cel::ExprId id);
    /// Names what cel.bind() names.
    void bind(std::string_view name, cel::ExprId value);
    /// The value's node where `name` is bound so, else kNoExpr.
    [[nodiscard]] cel::ExprId bound(std::string_view name) const;
    /// What a loop goes over.
    struct Range {
        std::string path;                   ///< "" of a list that is made.
        std::vector<ExplainedFact> origin;  ///< The facts that it reads: its elements are of these.
    };
    [[nodiscard]] Range range_of(cel::ExprId id) { return {path(id), facts_of(id)}; }
    /// One round of a loop over a list.
    void enter(const cel::Comprehension& fold,
               const Range& range,
               std::uint32_t index,
               const cel::Value& element);
    void leave(const cel::Comprehension& fold);
    /// "declaration.lines[3].hs2"; "" for what is no chain of fields from a fact.
    [[nodiscard]] std::string path(cel::ExprId id) const;
    /// The facts that `id` reads, each once, also through lists that are made of them. All of them
    /// are personal where one is: what is compared with a personal value tells it.
    [[nodiscard]] std::vector<ExplainedFact> facts_of(cel::ExprId id);
    /// What is not known of the first element that a loop within `id` waits for.
    [[nodiscard]] std::vector<ExplainedFact> unknown_within(cel::ExprId id);
    /// "<= 3" where `id` compares a fact with something else.
    [[nodiscard]] std::string threshold_of(cel::ExprId id);

private:
    [[nodiscard]] cel::Value run(cel::ExprId id, cel::Arena& arena);
    void collect_unknown(cel::ExprId id, std::vector<ExplainedFact>& to);
    void collect(cel::ExprId id, std::vector<ExplainedFact>& to);
    bool collect_local(std::string_view name, std::vector<ExplainedFact>& to);
    void add_fact(cel::ExprId id, const std::string& path, std::vector<ExplainedFact>& to);
    void add_hidden(cel::ExprId id, std::vector<ExplainedFact>& to);
    [[nodiscard]] bool is_of_personal(cel::ExprId id) const;
    [[nodiscard]] bool is_here(cel::ExprId id) const;
    [[nodiscard]] const FactField* field_of(cel::ExprId id) const;

    const CompiledRule& rule_;
    const cel::Ast& ast_;
    const FactFrame& facts_;
    cel::PlanNames names_;
    cel::Arena scratch_;
    std::deque<cel::Arena> arenas_;
    std::map<cel::ExprId, cel::Program> programs_;
    std::map<std::string, cel::Value, std::less<>> locals_;
    std::map<std::string, std::string, std::less<>> paths_;
    std::map<std::string, std::vector<ExplainedFact>, std::less<>> origins_;
    std::map<std::string, cel::ExprId, std::less<>> bound_;
    std::set<cel::ExprId> seen_;  ///< Named values that these facts are behind.
};

/// A value for people: texts in quotes, lists by their size past a few elements.
[[nodiscard]] std::string value_text(const cel::Value& value);

}  // namespace sarhad::rules
