#include "cel_tree.h"

#include "core/text.h"
#include "rules/cel/literals.h"

namespace sarhad::rules::cel {
namespace {

void append(const Ast& ast, ExprId id, std::string& out);

void append_chain(const Ast& ast, ExprId id, std::string_view name, std::string& out) {
    if (ast.at(id).kind == ExprKind::kCall && ast.at(id).name == name) {
        append_chain(ast, ast.args(id)[0], name, out);
        append_chain(ast, ast.args(id)[1], name, out);
    } else {
        append(ast, id, out);
    }
}

void append_call(const Ast& ast, ExprId id, std::string& out) {
    const Expr& expr = ast.at(id);
    out += core::cat("(", expr.name);
    if (expr.operand != kNoExpr) {
        out += " on";
        append(ast, expr.operand, out);
    }
    if (expr.name == op::kAnd || expr.name == op::kOr) {
        append_chain(ast, id, expr.name, out);
    } else {
        for (const ExprId arg : ast.args(id)) {
            append(ast, arg, out);
        }
    }
    out += ")";
}

void append_entries(const Ast& ast, ExprId id, std::string& out) {
    out += core::cat("{", ast.at(id).name);
    for (const MapEntry& entry : ast.entries(id)) {
        out += core::cat(entry.optional ? " ?" : " ", entry.field);
        if (entry.key != kNoExpr) {
            append(ast, entry.key, out);
        }
        out += ":";
        append(ast, entry.value, out);
    }
    out += "}";
}

void append_loop(const Ast& ast, ExprId id, std::string& out) {
    const Comprehension& fold = ast.comprehension(id);
    out += core::cat("<", fold.iter_var, ",", fold.iter_var2, ",", fold.accu_var);
    for (const ExprId part : {fold.range, fold.init, fold.condition, fold.step, fold.result}) {
        append(ast, part, out);
    }
    out += ">";
}

void append(const Ast& ast, ExprId id, std::string& out) {
    const Expr& expr = ast.at(id);
    out += expr.kind == ExprKind::kSelect ? "" : " ";  // Its operand's stands before it.
    switch (expr.kind) {
        case ExprKind::kNone:
            out += "none";
            break;
        case ExprKind::kLiteral:
            out +=
                core::cat(static_cast<int>(expr.literal), "=", expr.bits, quote_bytes(expr.name));
            break;
        case ExprKind::kIdent:
            out += expr.name;
            break;
        case ExprKind::kSelect:
            append(ast, expr.operand, out);
            out += core::cat(expr.test_only ? "?." : ".", expr.name);
            break;
        case ExprKind::kCall:
            append_call(ast, id, out);
            break;
        case ExprKind::kList:
            out += "[";
            for (std::size_t i = 0; i < ast.args(id).size(); ++i) {
                out += ast.is_optional(id, i) ? " ?" : "";
                append(ast, ast.args(id)[i], out);
            }
            out += "]";
            break;
        case ExprKind::kMap:
        case ExprKind::kStruct:
            append_entries(ast, id, out);
            break;
        case ExprKind::kComprehension:
            append_loop(ast, id, out);
            break;
    }
}

}  // namespace

std::string tree_text(const Ast& ast, ExprId id) {
    std::string out;
    append(ast, id, out);
    return out;
}

}  // namespace sarhad::rules::cel
