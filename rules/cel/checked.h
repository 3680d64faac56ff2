#pragma once

#include "rules/cel/ast.h"
#include "rules/cel/type.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

struct Overload;

/// What a name was found to be.
enum class ReferenceKind : std::uint8_t {
    kNone,
    kVariable,  ///< `name`, of the environment.
    kLocal,     ///< `name`, of an enclosing comprehension.
    kConstant,  ///< `constant`: an enum's value.
    kType,      ///< The type whose value the node is; types[id] is type(it).
    kFunction,  ///< overloads().
    kMessage,   ///< `name`: full name of the type that a struct node makes.
};

/// What a name in the source stands for. On a select node with a kind other than kNone the whole
/// chain is that name: its operand is not evaluated. On a call with `namespaced`, the target was
/// part of the function's name.
struct Reference {
    ReferenceKind kind{ReferenceKind::kNone};
    bool namespaced{false};
    std::string_view name;  ///< Resolved, full.
    std::int64_t constant{0};
    std::uint32_t first{0};
    std::uint32_t count{0};
};

/// A checked expression: the tree as parsed, and for each node its type and what it refers to.
/// Valid when `issues` is empty. Lives no longer than the Environment that checked it.
struct Checked {
    Ast ast;
    std::vector<Issue> issues;
    std::vector<Type>
        types;  ///< By ExprId; kError where no node was checked (a macro's written call).
    std::vector<Reference> references;  ///< By ExprId.
    std::vector<const Overload*> overload_table;
    std::unique_ptr<TypePool> pool;

    [[nodiscard]] bool ok() const { return issues.empty(); }
    [[nodiscard]] Type type() const { return types[ast.root()]; }
    /// The overloads that may apply at a call: one where the types were known, more where a value
    /// is dyn.
    [[nodiscard]] std::span<const Overload* const> overloads(ExprId id) const {
        const Reference& reference = references[id];
        return std::span{overload_table}.subspan(reference.first, reference.count);
    }
};

}  // namespace sarhad::rules::cel
