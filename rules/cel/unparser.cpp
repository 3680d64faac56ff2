#include "rules/cel/unparser.h"

#include "operators.h"

#include "core/text.h"
#include "rules/cel/lexer.h"
#include "rules/cel/literals.h"

#include <string_view>

namespace sarhad::rules::cel {
namespace {

Level next(Level level) {
    return static_cast<Level>(static_cast<int>(level) + 1);
}

class Writer {
public:
    explicit Writer(const Ast& ast) : ast_{ast} {}

    /// In brackets where `id` binds less closely than `least`.
    void write(ExprId id, Level least = Level::kChoice) {
        if (const ExprId written = ast_.macro_call(id); written != kNoExpr) {
            call(written);
        } else if (level_of(id) < least) {
            out_ += '(';
            bare(id);
            out_ += ')';
        } else {
            bare(id);
        }
    }

    std::string take() { return std::move(out_); }

private:
    [[nodiscard]] Level level_of(ExprId id) const {
        const Expr& expr = ast_.at(id);
        const OperatorSign* const sign =
            expr.kind == ExprKind::kCall ? operator_sign(expr.name) : nullptr;
        return sign == nullptr ? Level::kMember : sign->level;
    }

    void bare(ExprId id) {
        const Expr& expr = ast_.at(id);
        switch (expr.kind) {
            case ExprKind::kNone:
                break;
            case ExprKind::kLiteral:
                out_ += literal(expr);
                break;
            case ExprKind::kIdent:
                out_ += expr.name;
                break;
            case ExprKind::kSelect:
                write(expr.operand, Level::kMember);
                out_ += '.';
                field(expr.name);
                break;
            case ExprKind::kCall:
                call(id);
                break;
            case ExprKind::kList:
                list(id);
                break;
            case ExprKind::kMap:
                entries(id);
                break;
            case ExprKind::kStruct:
                out_ += expr.name;
                entries(id);
                break;
            case ExprKind::kComprehension:
                out_ += ast_.text(id);  // Only macros make loops: write() has their call.
                break;
        }
    }

    static std::string literal(const Expr& expr) {
        switch (expr.literal) {
            case LiteralKind::kNull:
                return "null";
            case LiteralKind::kBool:
                return expr.as_bool() ? "true" : "false";
            case LiteralKind::kInt:
                return std::to_string(expr.as_int());
            case LiteralKind::kUint:
                return core::cat(expr.as_uint(), "u");
            case LiteralKind::kDouble:
                return format_double(expr.as_double());
            case LiteralKind::kString:
                return quote_string(expr.name);
            case LiteralKind::kBytes:
                return quote_bytes(expr.name);
        }
        return {};
    }

    void field(std::string_view name) {
        const bool plain = is_identifier(name);
        out_ += plain ? "" : "`";
        out_ += name;
        out_ += plain ? "" : "`";
    }

    void arguments(ExprId id) {
        const char* before = "";
        for (const ExprId arg : ast_.args(id)) {
            out_ += before;
            write(arg);
            before = ", ";
        }
    }

    void list(ExprId id) {
        out_ += '[';
        for (std::size_t i = 0; i < ast_.args(id).size(); ++i) {
            out_ += i == 0 ? "" : ", ";
            out_ += ast_.is_optional(id, i) ? "?" : "";
            write(ast_.args(id)[i]);
        }
        out_ += ']';
    }

    void entries(ExprId id) {
        out_ += '{';
        const char* before = "";
        for (const MapEntry& entry : ast_.entries(id)) {
            out_ += before;
            out_ += entry.optional ? "?" : "";
            if (entry.key == kNoExpr) {
                field(entry.field);
            } else {
                write(entry.key);
            }
            out_ += ": ";
            write(entry.value);
            before = ", ";
        }
        out_ += '}';
    }

    void call(ExprId id) {
        const Expr& expr = ast_.at(id);
        if (const OperatorSign* const sign = operator_sign(expr.name)) {
            operation(id, *sign);
            return;
        }
        if (expr.operand != kNoExpr) {
            write(expr.operand, Level::kMember);
            out_ += '.';
        }
        out_ += expr.name;
        out_ += '(';
        arguments(id);
        out_ += ')';
    }

    void operation(ExprId id, const OperatorSign& sign) {
        const auto args = ast_.args(id);
        if (sign.level == Level::kMember) {
            access(id, sign);
        } else if (sign.level == Level::kUnary) {
            unary(args[0], sign.sign[0]);
        } else if (sign.level == Level::kChoice) {
            write(args[0], Level::kOr);
            out_ += " ? ";
            write(args[1], Level::kOr);
            out_ += " : ";
            write(args[2], Level::kChoice);
        } else {
            const bool chain = sign.level == Level::kAnd || sign.level == Level::kOr;
            write(args[0], sign.level);
            out_ += ' ';
            out_ += sign.sign;
            out_ += ' ';
            write(args[1], chain ? sign.level : next(sign.level));
        }
    }

    // The parser takes '-5' for one number, and refuses '!-x'.
    void unary(ExprId operand, char sign) {
        Writer inner{ast_};
        inner.write(operand, Level::kUnary);
        const std::string text = inner.take();
        const char first = text.empty() ? '\0' : text[0];
        const bool number = sign == '-' && first >= '0' && first <= '9';
        const bool mixed = (first == '-' && sign == '!') || (first == '!' && sign == '-');
        out_ += sign;
        out_ += number || mixed ? "(" : "";
        out_ += text;
        out_ += number || mixed ? ")" : "";
    }

    void access(ExprId id, const OperatorSign& sign) {
        const auto args = ast_.args(id);
        write(args[0], Level::kMember);
        if (sign.function == op::kOptSelect) {
            out_ += ".?";
            field(ast_.at(args[1]).name);
            return;
        }
        out_ += sign.function == op::kOptIndex ? "[?" : "[";
        write(args[1]);
        out_ += ']';
    }

    const Ast& ast_;
    std::string out_;
};

}  // namespace

std::string to_text(const Ast& ast, ExprId id) {
    Writer writer{ast};
    writer.write(id);
    return writer.take();
}

}  // namespace sarhad::rules::cel
