#pragma once

#include "core/result.h"
#include "rules/cel/checked.h"
#include "rules/cel/message_types.h"
#include "rules/cel/overload.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sarhad::rules::cel {

/// What an expression can name: variables, functions, types. Filled first, by one thread; then only
/// read, by any number. Not moved: its types are pointed at.
class Environment final {
public:
    /// With the standard library and the extensions. `messages` outlives it; null: no message
    /// types.
    explicit Environment(const MessageTypes* messages = nullptr);
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment() = default;

    /// Makes the types for variables and functions.
    [[nodiscard]] TypePool& types() { return types_; }
    /// The package in which names are looked up first: "a.b" tries a.b.name, a.name, name.
    void set_container(std::string_view container) { container_ = container; }
    /// `type`: of types(). A variable of the same name is replaced.
    void add_variable(std::string_view name, Type type);
    /// `overload.params`, `result`: of types(). kConflict where the id is taken.
    core::Status add_function(const Overload& overload);
    /// The same with a signature as text, as in standard_overloads().
    core::Status add_function(const OverloadRow& row);

    /// Makes the types of all fields that the variables lead to, so that no check makes its own of
    /// them.
    void prepare_fields();

    [[nodiscard]] const TypePool& types() const { return types_; }
    [[nodiscard]] const MessageTypes& messages() const { return *messages_; }
    [[nodiscard]] const std::string& container() const { return container_; }
    /// `name` as it may stand in the container, from the nearest scope outward; a leading '.' means
    /// the root alone.
    [[nodiscard]] std::vector<std::string> candidates(std::string_view name) const;
    /// Null for no variable of exactly this name.
    [[nodiscard]] const Type* variable(std::string_view name) const;
    /// Of exactly this name, in the order of their declaration.
    [[nodiscard]] std::span<const Overload* const> function(std::string_view name) const;
    /// The type that is the value of a name such as int or net.IP.
    [[nodiscard]] const Type* type_name(std::string_view name) const;
    /// Whether some variable's name is `first`, a dot and more.
    [[nodiscard]] bool is_variable_prefix(std::string_view first) const {
        return prefixes_.contains(first);
    }
    /// Sorted; for "did you mean".
    [[nodiscard]] std::vector<std::string_view> variable_names() const;
    [[nodiscard]] std::vector<std::string_view> function_names() const;

private:
    [[nodiscard]] std::string_view keep(std::string_view text);
    void prepare_fields(Type type, std::set<std::string_view>& done);

    MessageTable no_messages_;
    const MessageTypes* messages_;
    TypePool types_;
    std::string container_;
    std::deque<std::string> texts_;
    std::deque<Overload> overloads_;
    std::unordered_map<std::string_view, Type> variables_;  // Never iterated.
    std::set<std::string_view> variable_names_;
    using Overloads = std::vector<const Overload*>;
    std::unordered_map<std::string_view, Overloads> functions_;  // Never iterated.
    std::map<std::string_view, Type> type_names_;
    std::set<std::string_view> ids_;
    std::set<std::string_view> prefixes_;
};

/// The type of a field, which may be a list or a map; made in `pool`.
[[nodiscard]] Type field_type(const MessageField& field, TypePool& pool);

/// Gives every node of `ast` its type and its references. Issues where there are any, up to
/// kIssuesMax. Total. Source: cel-spec, doc/langdef.md, Gradual type checking; joining and overload
/// choice as in cel-go.
[[nodiscard]] Checked check(Ast ast, const Environment& environment);

/// The most nodes of one expression's type, written out.
inline constexpr std::uint32_t kTypeSizeMax = 1024;

/// The most issues that one check reports.
inline constexpr std::size_t kIssuesMax = 20;

}  // namespace sarhad::rules::cel
