#pragma once

#include "rules/cel/program.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::rules::cel {

/// Turns a tree into a Program: names become places, texts are copied, patterns compiled.
class Planner final {
public:
    /// `checked`: null for names by the container's rules.
    Planner(const Ast& ast, const Checked* checked, const PlanNames& names);

    /// `root`: the node to plan.
    [[nodiscard]] Program run(ExprId root);

private:
    /// A name that hides those outside it.
    struct Local {
        std::string_view name;
        std::uint32_t place{0};
        std::uint32_t block{0};  ///< The node that gives it, kNoNode for a loop's.
        std::uint32_t table{0};  ///< Of slots, a row of which it is; 0: a value.
    };
    static constexpr std::uint32_t kNoNode = 0xffffffffU;

    // planner.cpp: the tree.
    std::uint32_t plan(ExprId id);
    std::uint32_t literal(ExprId id);
    std::uint32_t select(ExprId id);
    std::uint32_t list(ExprId id);
    std::uint32_t map(ExprId id);
    std::uint32_t message(ExprId id);
    std::uint32_t fold(ExprId id);
    std::uint32_t block(ExprId id);
    std::uint32_t call(ExprId id);
    std::uint32_t function(ExprId id, std::string_view name, bool is_member);
    /// A function of arguments that are planned.
    std::uint32_t applied(ExprId id,
                          std::string_view name,
                          bool is_member,
                          std::span<const std::uint32_t> args);
    std::optional<std::uint32_t> special(ExprId id, std::string_view name, bool is_member);
    /// Null where no function is called so.
    [[nodiscard]] const FunctionRow* implementation(ExprId id,
                                                    std::string_view name,
                                                    bool is_member,
                                                    std::size_t args) const;
    std::optional<std::uint32_t> matches(ExprId id, std::span<const std::uint32_t> args);
    std::uint32_t constant_list(ExprId id, std::span<const std::uint32_t> elements);

    // planner_names.cpp: what names stand for.
    std::uint32_t ident(ExprId id);
    std::optional<std::uint32_t> resolved(ExprId id, std::string_view name);
    std::optional<std::uint32_t> referenced(ExprId id);
    [[nodiscard]] const Local* local(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> candidates(std::string_view name) const;
    /// "a.b.c" where the node is such a chain of names whose first is no local.
    [[nodiscard]] std::optional<std::string> qualified(ExprId id) const;
    [[nodiscard]] std::optional<std::string> qualified_function(ExprId id) const;
    [[nodiscard]] const MessageInfo* message_type(ExprId id) const;
    [[nodiscard]] std::optional<std::string_view> type_named(std::string_view name) const;
    std::uint32_t variable(ExprId id, std::string_view name);

    // planner_slots.cpp: names, tests and loops over a layout of slots.
    struct SlotPath {
        SlotLayout::Place place;
        std::uint32_t table{0};
        std::uint32_t local{kNoLocal};
        std::string path;
    };
    /// What a chain of names stands for; kNone where it is none, or no slot of the layout.
    [[nodiscard]] SlotPath slot_path(ExprId id) const;
    /// The names between `root` and `id`, a dot between each two, after `first` where it has one.
    [[nodiscard]] std::string path_of(ExprId id, ExprId root, std::string_view first) const;
    std::optional<std::uint32_t> slot(ExprId id);
    std::uint32_t slot_node(ExprId id, const SlotPath& found);
    std::optional<std::uint32_t> slot_function(ExprId id, std::string_view name, bool is_member);
    std::optional<std::uint32_t> slot_test(ExprId id,
                                           std::string_view name,
                                           std::span<const std::uint32_t> args);
    std::optional<SlotTest> comparison(std::string_view name,
                                       const SlotUse& use,
                                       const Value& constant);
    std::optional<SlotTest> membership(const SlotUse& use, const Value& list);
    std::uint32_t add_test(ExprId id, const SlotTest& test);
    std::optional<std::uint32_t> row_loop(ExprId id);
    [[nodiscard]] std::uint32_t guard_of(std::uint32_t body, std::uint32_t place) const;
    std::uint32_t record_shape(const SlotPath& of, const MessageInfo* type);
    std::uint32_t list_shape(std::uint32_t table);
    [[nodiscard]] SlotUse slot_use(const SlotPath& of) const;

    // Making nodes.
    std::uint32_t add(const Node& node, std::span<const std::uint32_t> children = {});
    std::uint32_t constant(ExprId id, const Value& value);
    std::uint32_t fault(ExprId id, Fault fault, std::string text);
    std::string_view keep(std::string_view text);
    /// The target, where it is a member's, and the arguments: arguments_ from the returned place
    /// on.
    std::size_t plan_arguments(ExprId id, bool is_member);

    const Ast& ast_;
    const Checked* checked_;
    const PlanNames& names_;
    Program program_;
    std::vector<Local> locals_;
    std::vector<std::uint32_t> arguments_;  ///< Of the calls being planned, the inner ones last.
    std::uint32_t loops_{0};
};

}  // namespace sarhad::rules::cel
