#include "rules/cel/ast.h"

#include "core/check.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sarhad::rules::cel {
namespace {

constexpr std::size_t kBlockBytes = 1024;

}  // namespace

std::int64_t Expr::as_int() const {
    return static_cast<std::int64_t>(bits);
}

double Expr::as_double() const {
    return std::bit_cast<double>(bits);
}

Ast::Ast(std::string_view source) {
    // A node for some four characters is what rules have.
    exprs_.reserve(source.size() / 4 + 8);
    args_.reserve(source.size() / 8 + 8);
    exprs_.emplace_back();
    source_ = keep(source);
}

bool Ast::is_optional(ExprId list, std::size_t index) const {
    const Expr& expr = at(list);
    SARHAD_CHECK(expr.kind == ExprKind::kList && index < expr.count);
    return expr.first + index < args_optional_.size() && args_optional_[expr.first + index];
}

std::span<const MapEntry> Ast::entries(ExprId id) const {
    const Expr& expr = at(id);
    SARHAD_CHECK(expr.kind == ExprKind::kMap || expr.kind == ExprKind::kStruct);
    return std::span{entries_}.subspan(expr.first, expr.count);
}

const Comprehension& Ast::comprehension(ExprId id) const {
    const Expr& expr = at(id);
    SARHAD_CHECK(expr.kind == ExprKind::kComprehension);
    return comprehensions_[expr.first];
}

ExprId Ast::macro_call(ExprId id) const {
    // Expansions are made one after the other, so their ids ascend.
    const auto found =
        std::lower_bound(macro_calls_.begin(), macro_calls_.end(), std::pair{id, kNoExpr});
    return found == macro_calls_.end() || found->first != id ? kNoExpr : found->second;
}

std::string_view Ast::text(ExprId id) const {
    const SourceRange range = at(id).range;
    return source_.substr(range.begin, range.end - range.begin);
}

std::uint16_t Ast::deeper(std::uint16_t depth, ExprId child) const {
    return std::max(depth, static_cast<std::uint16_t>(at(child).depth + 1));
}

ExprId Ast::make(Expr expr) {
    if (expr.operand != kNoExpr) {
        expr.depth = deeper(expr.depth, expr.operand);
    }
    exprs_.push_back(expr);
    return static_cast<ExprId>(exprs_.size() - 1);
}

ExprId Ast::make_call(Expr expr, std::span<const ExprId> args) {
    expr.kind = ExprKind::kCall;
    expr.first = static_cast<std::uint32_t>(args_.size());
    expr.count = static_cast<std::uint32_t>(args.size());
    for (const ExprId arg : args) {
        expr.depth = deeper(expr.depth, arg);
    }
    args_.insert(args_.end(), args.begin(), args.end());
    return make(expr);
}

ExprId Ast::make_list(Expr expr,
                      std::span<const ExprId> elements,
                      const std::vector<bool>& optional) {
    const std::size_t first = args_.size();
    const ExprId id = make_call(expr, elements);
    exprs_[id].kind = ExprKind::kList;
    if (!optional.empty()) {
        args_optional_.resize(args_.size(), false);
    }
    for (std::size_t i = 0; i < optional.size(); ++i) {
        args_optional_[first + i] = optional[i];
    }
    return id;
}

ExprId Ast::make_entries(Expr expr, std::span<const MapEntry> entries) {
    expr.first = static_cast<std::uint32_t>(entries_.size());
    expr.count = static_cast<std::uint32_t>(entries.size());
    for (const MapEntry& entry : entries) {
        expr.depth = deeper(deeper(expr.depth, entry.key), entry.value);
    }
    entries_.insert(entries_.end(), entries.begin(), entries.end());
    return make(expr);
}

ExprId Ast::make_comprehension(Expr expr, const Comprehension& fold) {
    expr.kind = ExprKind::kComprehension;
    expr.first = static_cast<std::uint32_t>(comprehensions_.size());
    for (const ExprId part : {fold.range, fold.init, fold.condition, fold.step, fold.result}) {
        expr.depth = deeper(expr.depth, part);
    }
    comprehensions_.push_back(fold);
    return make(expr);
}

std::string_view Ast::keep(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    if (text.size() > block_left_) {
        const std::size_t size = std::max(text.size(), kBlockBytes);
        blocks_.push_back(std::make_unique<char[]>(size));  // NOLINT
        block_next_ = blocks_.back().get();
        block_left_ = size;
    }
    char* const begin = block_next_;
    std::memcpy(begin, text.data(), text.size());
    block_next_ += text.size();
    block_left_ -= text.size();
    return {begin, text.size()};
}

std::string qualified_name(const Ast& ast, ExprId id) {
    const Expr& expr = ast.at(id);
    if (expr.kind == ExprKind::kIdent) {
        return std::string{expr.name};
    }
    if (expr.kind != ExprKind::kSelect || expr.test_only) {
        return {};
    }
    std::string name = qualified_name(ast, expr.operand);
    return name.empty() ? name : name.append(".").append(expr.name);
}

}  // namespace sarhad::rules::cel
