#include "rules/cel/overload.h"

#include "core/text.h"

#include <array>
#include <utility>

namespace sarhad::rules::cel {
namespace {

constexpr std::array<std::pair<std::string_view, TypeKind>, 12> kPlain{{
    {"dyn", TypeKind::kDyn},
    {"null", TypeKind::kNull},
    {"null_type", TypeKind::kNull},
    {"bool", TypeKind::kBool},
    {"int", TypeKind::kInt},
    {"uint", TypeKind::kUint},
    {"double", TypeKind::kDouble},
    {"string", TypeKind::kString},
    {"bytes", TypeKind::kBytes},
    {"timestamp", TypeKind::kTimestamp},
    {"duration", TypeKind::kDuration},
    {"any", TypeKind::kAny},
}};

/// How deep the parameters of a type may be nested in its text.
constexpr int kTypeNestingMax = 16;

class SignatureReader {
public:
    SignatureReader(std::string_view text, TypePool& pool) : text_{text}, pool_{pool} {}

    [[nodiscard]] bool at_end() const { return text_.empty(); }
    bool accept(std::string_view sign) {
        if (!text_.starts_with(sign)) {
            return false;
        }
        text_.remove_prefix(sign.size());
        return true;
    }
    [[nodiscard]] core::Error wrong() const {
        return {core::Errc::kInvalid, core::cat("no type begins with '", text_, "'")};
    }

    core::Result<Type> type(int depth = 0) {
        const std::string_view name = word();
        if (name.empty() || depth == kTypeNestingMax) {
            return wrong();
        }
        std::vector<Type> params;
        if (accept("(")) {
            do {
                SARHAD_TRY(const Type param, type(depth + 1));
                params.push_back(param);
            } while (accept(", "));
            if (!accept(")")) {
                return wrong();
            }
        }
        return made(name, params);
    }

    /// "(T, T)" onto `types`.
    core::Status params(std::vector<Type>& types) {
        if (!accept("(")) {
            return wrong();
        }
        while (!accept(")")) {
            SARHAD_TRY(const Type param, type());
            types.push_back(param);
            accept(", ");
        }
        return {};
    }

private:
    /// Letters, digits, '_' and dots that have a name behind.
    std::string_view word() {
        std::size_t end = 0;
        while (end < text_.size() && text_[end] != '(' && text_[end] != ')' && text_[end] != ',' &&
               text_[end] != ' ' && text_.substr(end, 2) != ".(") {
            ++end;
        }
        const std::string_view name = text_.substr(0, end);
        text_.remove_prefix(end);
        return name;
    }

    core::Result<Type> made(std::string_view name, const std::vector<Type>& params) {
        for (const auto& [known, kind] : kPlain) {
            if (known == name && params.empty()) {
                return Type::plain(kind);
            }
        }
        if (name == "list" && params.size() == 1) {
            return pool_.list(params[0]);
        }
        if (name == "map" && params.size() == 2) {
            return pool_.map(params[0], params[1]);
        }
        if (name == "type" && params.size() == 1) {
            return pool_.type(params[0]);
        }
        if (name == "wrapper" && params.size() == 1) {
            return pool_.wrapper(params[0]);
        }
        if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') {
            return pool_.param(name);
        }
        if (!params.empty() || name.starts_with("net.")) {
            return pool_.abstract(name, params);
        }
        return pool_.of_message(name);
    }

    std::string_view text_;
    TypePool& pool_;
};

}  // namespace

core::Result<Type> parse_type(std::string_view text, TypePool& pool) {
    SignatureReader reader{text, pool};
    SARHAD_TRY(const Type type, reader.type());
    if (!reader.at_end()) {
        return reader.wrong();
    }
    return type;
}

core::Result<Overload> parse_overload(const OverloadRow& row, TypePool& pool) {
    Overload overload{row.id, row.function, false, {}, {}};
    SignatureReader reader{row.signature, pool};
    if (!row.signature.starts_with('(')) {
        overload.member = true;
        SARHAD_TRY(const Type target, reader.type());
        overload.params.push_back(target);
        if (!reader.accept(".")) {
            return reader.wrong();
        }
    }
    SARHAD_TRY_STATUS(reader.params(overload.params));
    if (!reader.accept(" -> ")) {
        return reader.wrong();
    }
    SARHAD_TRY(overload.result, reader.type());
    if (!reader.at_end()) {
        return reader.wrong();
    }
    return overload;
}

}  // namespace sarhad::rules::cel
