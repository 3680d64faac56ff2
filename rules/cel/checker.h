#pragma once

#include "unifier.h"

#include "rules/cel/environment.h"
#include "rules/cel/lexer.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// One check of one expression: names and operands in checker.cpp, calls in calls.cpp, what makes
/// lists, maps, messages and loops in aggregates.cpp. Recurses as deep as the tree, at most
/// kExprDepthMax.
class Checker final {
public:
    Checker(Ast ast, const Environment& environment);
    Checked run();

private:
    struct Local {
        std::string_view name;
        Type type;
    };
    struct Found {
        Reference reference;
        Type type;
    };

    /// What a call's name stands for; no overloads where it is no function.
    struct Callee {
        std::span<const Overload* const> overloads;
        bool member{false};  ///< The target is the first argument.
    };

    [[nodiscard]] const Expr& at(ExprId id) const { return out_.ast.at(id); }
    [[nodiscard]] Type known(ExprId id) {
        const Type type = out_.types[id];
        return type.is_open() ? unifier_.substitute(type) : type;
    }
    Type visit(ExprId id);
    Type give(ExprId id, Type type);
    /// Whether another issue would not be reported any more.
    [[nodiscard]] bool is_full() const { return out_.issues.size() >= kIssuesMax; }
    Type issue(SourceRange where, std::string what, std::string instead = {});

    // checker.cpp
    [[nodiscard]] Type literal(const Expr& expr) const;
    Type ident(ExprId id);
    Type select(ExprId id);
    /// What `operand`.`name` is; `operand` has been visited. Of an optional's value where it is
    /// one.
    Type field_of(ExprId operand, std::string_view name, SourceRange where);
    Type message_field(Type message, ExprId operand, std::string_view name, SourceRange where);
    [[nodiscard]] const Local* local(std::string_view name) const;
    /// Whether no longer name can begin with what stands at the root of `id`.
    [[nodiscard]] bool is_plain_chain(ExprId id) const;
    [[nodiscard]] std::optional<Found> resolve(std::string_view name);
    [[nodiscard]] std::optional<Found> resolve_exact(std::string_view name);
    Type refer(ExprId id, const Found& found);
    Type undeclared(ExprId id);
    [[nodiscard]] std::string field_named(std::string_view name) const;

    // calls.cpp
    Type call(ExprId id);
    Type optional_select(ExprId id);
    Type block(ExprId id);
    [[nodiscard]] Callee callee(ExprId id) const;
    /// Chooses among the overloads; the arguments have been visited.
    Type choose(ExprId id, const Callee& callee);
    /// Those that arg_types_ may be given, into the table, and their results into results_.
    void find_candidates(ExprId id, const Callee& callee);
    Type no_function(ExprId id, std::string_view name);

    // aggregates.cpp
    Type list(ExprId id);
    Type map(ExprId id);
    Type message(ExprId id);
    void message_entry(Type message, const MapEntry& entry);
    Type comprehension(ExprId id);
    void iterate(const Comprehension& fold, Type range);
    /// The T of an optional_type(T) that stands at a '?'.
    Type unwrapped(ExprId value, Type type);

    const Environment& environment_;
    Checked out_;
    TypePool& pool_;
    Unifier unifier_;
    std::vector<Local> locals_;
    // Of the call being chosen, kept for their room; the target first where it is a member.
    std::vector<ExprId> args_;
    std::vector<Type> arg_types_;
    std::vector<Type> results_;
};

}  // namespace sarhad::rules::cel
