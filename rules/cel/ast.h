#pragma once

#include "core/check.h"
#include "rules/cel/source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::rules::cel {

/// The number of a node within its Ast, from 1; 0 is "no expression".
using ExprId = std::uint32_t;
inline constexpr ExprId kNoExpr = 0;

enum class ExprKind : std::uint8_t {
    kNone,           ///< Node 0, and the place of something that did not parse.
    kLiteral,        ///< `literal`, and `bits` or `name`.
    kIdent,          ///< `name`; begins with '.' where the author wrote it (root scope).
    kSelect,         ///< `operand` . `name`; has() where `test_only`.
    kCall,           ///< `name` (args); `operand` is the target, kNoExpr for a global call.
    kList,           ///< args(), is_optional() for each.
    kMap,            ///< entries() with `key`.
    kStruct,         ///< `name` is the type as written, entries() with `field`.
    kComprehension,  ///< comprehension().
};

/// The type of a literal.
enum class LiteralKind : std::uint8_t { kNull, kBool, kInt, kUint, kDouble, kString, kBytes };

/// One node. Which members mean something is said at ExprKind; nodes are read through Ast.
struct Expr {
    ExprKind kind{ExprKind::kNone};
    LiteralKind literal{LiteralKind::kNull};
    bool test_only{false};
    std::uint16_t depth{1};  ///< Of the tree below, 1 for a leaf; at most kExprDepthMax.
    SourceRange range;       ///< The whole expression. Of a macro's expansion: the macro's call.
    std::uint32_t at{0};     ///< The byte to point at: operator, name or first character.
    ExprId operand{kNoExpr};
    std::uint32_t first{0};  ///< First of its children in the Ast's tables.
    std::uint32_t count{0};
    std::uint64_t bits{
        0};  ///< Of a literal: bool 0 or 1, int as two's complement, uint, double's bits.
    std::string_view
        name;  ///< Ident, field, function, type; the contents of a string or bytes literal.

    [[nodiscard]] bool as_bool() const { return bits != 0; }
    [[nodiscard]] std::int64_t as_int() const;
    [[nodiscard]] std::uint64_t as_uint() const { return bits; }
    [[nodiscard]] double as_double() const;
};

/// One `key: value` or `field: value`; `?key: value` where `optional`.
struct MapEntry {
    ExprId key{kNoExpr};     ///< Of a map.
    std::string_view field;  ///< Of a struct, without backquotes.
    ExprId value{kNoExpr};
    bool optional{false};
    SourceRange range;  ///< Of the key or field's name.
};

/// cel.expr's fold: accu = init; for each of range: if !condition stop; accu = step; then result.
struct Comprehension {
    std::string_view iter_var;   ///< Element, key, or with iter_var2 index or key.
    std::string_view iter_var2;  ///< Empty with one variable.
    ExprId range{kNoExpr};
    std::string_view accu_var;
    ExprId init{kNoExpr};
    ExprId condition{kNoExpr};
    ExprId step{kNoExpr};
    ExprId result{kNoExpr};
};

/// The accumulator of the macros; no author can write it.
inline constexpr std::string_view kAccuVar = "@result";

/// A parsed expression: nodes in one table, texts in one arena, so that it is cheap to make and to
/// walk. Moved, not copied; node references stay valid until the next make_*(). Not changed after
/// parse(): one Ast serves many threads.
class Ast final {
public:
    explicit Ast(std::string_view source);

    [[nodiscard]] std::string_view source() const { return source_; }
    [[nodiscard]] ExprId root() const { return root_; }
    /// One more than the greatest id.
    [[nodiscard]] std::size_t size() const { return exprs_.size(); }
    [[nodiscard]] const Expr& at(ExprId id) const {
        SARHAD_CHECK(id < exprs_.size());
        return exprs_[id];
    }
    /// A call's arguments or a list's elements.
    [[nodiscard]] std::span<const ExprId> args(ExprId id) const {
        const Expr& expr = at(id);
        SARHAD_CHECK(expr.kind == ExprKind::kCall || expr.kind == ExprKind::kList);
        return std::span{args_}.subspan(expr.first, expr.count);
    }
    /// Whether element `index` of a list was written `?e`.
    [[nodiscard]] bool is_optional(ExprId list, std::size_t index) const;
    [[nodiscard]] std::span<const MapEntry> entries(ExprId id) const;
    [[nodiscard]] const Comprehension& comprehension(ExprId id) const;
    /// The call that the author wrote where `id` is a macro's expansion, else kNoExpr. Its target
    /// and arguments are nodes of this Ast, expanded in turn.
    [[nodiscard]] ExprId macro_call(ExprId id) const;
    /// The text that the author wrote for `id`.
    [[nodiscard]] std::string_view text(ExprId id) const;

    // For parser and macros.
    void set_root(ExprId id) { root_ = id; }
    ExprId make(Expr expr);
    ExprId make_call(Expr expr, std::span<const ExprId> args);
    /// `optional`: empty, or as long as `elements`.
    ExprId make_list(Expr expr,
                     std::span<const ExprId> elements,
                     const std::vector<bool>& optional);
    ExprId make_entries(Expr expr, std::span<const MapEntry> entries);
    ExprId make_comprehension(Expr expr, const Comprehension& fold);
    /// `expansion`: greater than that of every earlier call.
    void set_macro_call(ExprId expansion, ExprId call) {
        macro_calls_.emplace_back(expansion, call);
    }
    /// A text that lives as long as the Ast.
    [[nodiscard]] std::string_view keep(std::string_view text);

private:
    [[nodiscard]] std::uint16_t deeper(std::uint16_t depth, ExprId child) const;

    std::vector<std::unique_ptr<char[]>> blocks_;  // NOLINT: chars, not an array type.
    std::size_t block_left_{0};
    char* block_next_{nullptr};
    std::string_view source_;
    ExprId root_{kNoExpr};
    std::vector<Expr> exprs_;
    std::vector<ExprId> args_;
    std::vector<bool> args_optional_;  ///< As far as the last list with an optional element.
    std::vector<MapEntry> entries_;
    std::vector<Comprehension> comprehensions_;
    std::vector<std::pair<ExprId, ExprId>> macro_calls_;
};

/// a.b.c as "a.b.c", with a leading '.' where written; empty for what is no chain of names.
[[nodiscard]] std::string qualified_name(const Ast& ast, ExprId id);

/// Names of CEL's operators as functions.
namespace op {
inline constexpr std::string_view kConditional = "_?_:_";
inline constexpr std::string_view kAnd = "_&&_";
inline constexpr std::string_view kOr = "_||_";
inline constexpr std::string_view kNot = "!_";
inline constexpr std::string_view kNegate = "-_";
inline constexpr std::string_view kEquals = "_==_";
inline constexpr std::string_view kNotEquals = "_!=_";
inline constexpr std::string_view kLess = "_<_";
inline constexpr std::string_view kLessEquals = "_<=_";
inline constexpr std::string_view kGreater = "_>_";
inline constexpr std::string_view kGreaterEquals = "_>=_";
inline constexpr std::string_view kIn = "@in";
inline constexpr std::string_view kAdd = "_+_";
inline constexpr std::string_view kSubtract = "_-_";
inline constexpr std::string_view kMultiply = "_*_";
inline constexpr std::string_view kDivide = "_/_";
inline constexpr std::string_view kModulo = "_%_";
inline constexpr std::string_view kIndex = "_[_]";
inline constexpr std::string_view kOptIndex = "_[?_]";
/// operand.?field: args are the operand and the field as a string literal.
inline constexpr std::string_view kOptSelect = "_?._";
/// False only for false: an error or unknown in a loop's condition does not stop it.
inline constexpr std::string_view kNotStrictlyFalse = "@not_strictly_false";
}  // namespace op

}  // namespace sarhad::rules::cel
