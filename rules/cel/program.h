#pragma once

#include "core/result.h"
#include "rules/cel/ast.h"
#include "rules/cel/checked.h"
#include "rules/cel/functions.h"
#include "rules/cel/regex.h"
#include "rules/cel/schema.h"
#include "rules/cel/slot_program.h"
#include "rules/cel/value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

enum class Op : std::uint8_t {
    kConstant,    ///< value
    kVariable,    ///< index: of Program::variables()
    kLocal,       ///< index: of the frame
    kBlockLocal,  ///< index: of the frame; block: its node, evaluated when first read
    kFault,       ///< value: an error made while planning, such as an undeclared name
    kSelect,      ///< a . value, a text
    kHas,
    kOptSelect,  ///< a .? value
    kIndex,      ///< a [ b ]
    kOptIndex,
    kAnd,
    kOr,
    kConditional,
    kNotFalse,
    kCall,     ///< function over children
    kMatches,  ///< a matches regex number index
    kList,
    kMap,
    kMessage,  ///< index: of Program's messages; fields, children
    kFold,     ///< index: of Program's folds
    kBlock,    ///< children: the slots, then the result; index: of the first slot in the frame
    kOptOf,
    kOptOfNonZero,
    kOptNone,
    kOptHasValue,
    kOptValue,
    kOptOr,  ///< a.or(b), b only where it is needed
    kOptOrValue,
    // Over a frame of slots; index: of Program's table of each.
    kSlot,
    kSlotHas,
    kTest,       ///< a slot against a constant, or a pushed set
    kInSet,      ///< a in the pushed set number index
    kSet,        ///< a pushed set as a map of its texts to true
    kRecord,     ///< a message made of its slots
    kHasRecord,  ///< whether any slot of it is there
    kRows,       ///< a list of records made of their slots
    kRowAt,      ///< one of them: a is its index
    kAnyRow,     ///< exists() over a list's rows
    kAllRows,    ///< all() over a list's rows
};

/// A step of a program. Its children are nodes too, in the order of evaluation. Small: thousands of
/// programs are read for one entity, and most are not in any cache.
struct Node {
    Op op{Op::kConstant};
    ExprId source{kNoExpr};  ///< What it came from, in the Ast.
    std::uint32_t first{0};  ///< Of its children in Program's table.
    std::uint32_t count{0};
    std::uint32_t index{0};
    std::uint32_t block{0};
    Value value{};
    const FunctionRow* function{nullptr};
};
static_assert(sizeof(Node) == 48);

/// A loop's parts, as node numbers; its variables as places in the frame.
struct Fold {
    std::uint32_t range{0};
    std::uint32_t init{0};
    std::uint32_t condition{0};
    std::uint32_t step{0};
    std::uint32_t result{0};
    std::uint32_t accu{0};
    std::uint32_t iter{0};
    std::uint32_t iter2{0};
    bool is_pair{false};
    std::uint32_t table{0};  ///< Of slots, whose row numbers are the elements; 0: `range`.
};

/// What names stand for where a checker has not said so.
struct PlanNames {
    std::string container;
    std::vector<std::string> variables;  ///< All that may be bound.
    const Schema* schema{nullptr};       ///< Outlives the programs made with it.
    /// Where given, variables are paths of slots, and the program is run over SlotFacts. Outlives
    /// the programs.
    const SlotLayout* slots{nullptr};
    /// Beyond the library's; of a checked tree the one of the overload that was chosen. As schema.
    std::span<const DeclaredFunction> functions;
};

/// An expression ready to run: immutable, shared by any number of threads.
class Program final {
public:
    /// Names by what the checker found. `checked` is ok().
    [[nodiscard]] static Program plan(const Checked& checked, const PlanNames& names);
    /// A part of it alone; names of the loops around it are variables, which `names` has.
    [[nodiscard]] static Program plan_part(const Checked& checked,
                                           ExprId part,
                                           const PlanNames& names);
    /// Names looked up by the container's rules; those not found become errors when they are read.
    [[nodiscard]] static Program plan(const Ast& ast, const PlanNames& names);

    /// The variables that it reads, in the order in which evaluate() wants their values.
    [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }
    /// Loops within loops.
    [[nodiscard]] std::uint32_t nesting() const { return nesting_; }
    /// For what looks through a program: its nodes, and of one its children.
    [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
    [[nodiscard]] std::uint32_t root() const { return root_; }
    [[nodiscard]] std::uint32_t child(const Node& node, std::uint32_t index) const {
        return children_[node.first + index];
    }
    [[nodiscard]] const Fold& fold(const Node& node) const { return folds_[node.index]; }
    [[nodiscard]] const SlotParts& slots() const { return slots_; }
    /// Asks the processor for what evaluate() reads first, while something else is evaluated.
    void prefetch() const;

private:
    friend class Planner;
    friend class Evaluator;
    Program() = default;

    std::vector<Node> nodes_;
    std::vector<std::uint32_t> children_;
    std::vector<const MessageInfo*> messages_;
    std::vector<const FieldInfo*> fields_;  ///< Of message nodes, beside their children.
    std::vector<bool> optional_;            ///< Beside children_: the element was written ?e.
    std::vector<Fold> folds_;
    std::vector<Regex> regexes_;
    SlotParts slots_;
    std::vector<std::string> variables_;
    std::vector<std::unique_ptr<std::string>> texts_;
    std::vector<std::unique_ptr<ErrorBody>> errors_;
    std::vector<std::unique_ptr<Value[]>> elements_;  // NOLINT: of constant lists.
    std::vector<std::unique_ptr<ListBody>> lists_;
    std::uint32_t root_{0};
    std::uint32_t frame_{0};
    std::uint32_t nesting_{0};
    const Schema* schema_{nullptr};
};

/// What one call may use. There is no call without one.
struct Budget {
    std::uint64_t steps;    ///< A node each, and one for every 16 bytes or element looked at.
    std::size_t bytes;      ///< Of values made; at most the arena's size.
    std::uint32_t nesting;  ///< Loops within loops.
};

/// The value of `program` for `values`, one for each of its variables(), unset() where nothing is
/// bound. An error of Fault::kBudget where the budget does not suffice; unknown with its sources
/// where the value hangs on one. Lives until `arena` is used again.
[[nodiscard]] Value evaluate(const Program& program,
                             std::span<const Value> values,
                             const Budget& budget,
                             Arena& arena);

/// The same of a program planned over the layout of `facts`. `budget.steps` becomes what is left.
[[nodiscard]] Value evaluate(const Program& program,
                             const SlotFacts& facts,
                             Budget& budget,
                             Arena& arena);

}  // namespace sarhad::rules::cel
