#include "random_rules.h"

#include "core/text.h"
#include "rules/cel/parser.h"

#include <array>
#include <cmath>
#include <limits>

namespace sarhad::rules::engine {
namespace {

using cel::SlotField;
using cel::SlotType;
using core::cat;

/// Short and long ones, some the beginning of others.
constexpr std::array<std::string_view, 10> kTexts{
    "", "A", "AB", "85", "8542", "854231", "ABCDEFG", "ABCDEFGH", "ABCDEFGHIJ", "é"};
constexpr std::array<std::string_view, 7> kReals{"-1.0", "0.0", "-0.0", "0.5", "1.0", "2.0", "2.5"};

/// A field of what is called `whole`; the elements of a list of texts have none.
std::string within(std::string_view whole, std::string_view field) {
    return whole.empty() || field.empty() ? cat(whole, field) : cat(whole, ".", field);
}

}  // namespace

cel::Checked RuleWorld::check(RuleKind kind, std::string_view condition) const {
    cel::Parsed parsed = cel::parse(condition);
    if (!parsed.ok()) {
        cel::Checked failed{std::move(parsed.ast), std::move(parsed.issues), {}, {}, {}, nullptr};
        return failed;
    }
    return cel::check(std::move(parsed.ast), schema.environment(kind));
}

std::shared_ptr<const Rule> RuleWorld::rule(RuleTerms terms,
                                            std::string_view condition,
                                            std::string* issues) const {
    const cel::Checked checked = check(terms.kind, condition);
    if (!checked.ok()) {
        if (issues != nullptr) {
            *issues = cel::format(checked.issues, condition);
        }
        return nullptr;
    }
    const cel::PlanNames names = layouts.plan_names(terms.kind);
    return Rule::make(std::move(terms), checked, names);
}

RandomRules::RandomRules(const cel::SlotLayout& layout, std::uint64_t seed)
    : layout_{layout}, engine_{seed} {}

std::uint64_t RandomRules::below(std::uint64_t bound) {
    return engine_() % bound;
}

std::string_view RandomRules::text() {
    return kTexts[below(kTexts.size())];
}

double RandomRules::real() {
    constexpr std::array<double, 9> kValues{
        -1.0, 0.0, -0.0, 0.5, 1.0, 2.0, 2.5, std::numeric_limits<double>::infinity(), NAN};
    return kValues[below(kValues.size())];
}

std::string RandomRules::text_literal() {
    return cat("'", text(), "'");
}

std::string RandomRules::number_literal(SlotType type) {
    return type == SlotType::kInt ? cat(static_cast<std::int64_t>(below(6)) - 2)
                                  : std::string{kReals[below(kReals.size())]};
}

std::string RandomRules::of_text(const std::string& path) {
    switch (below(8)) {
        case 0:
            return cat(path, " != ", text_literal());
        case 1:
            return cat(path, " in [", text_literal(), ", ", text_literal(), ", 'ZZ']");
        case 2:
            return cat(path, ".startsWith(", text_literal(), ")");
        case 3:
            return cat(path, " in ", layout_.sets()[below(3)].path);
        case 4:
            return cat(text_literal(), " == ", path);
        case 5:
            return cat(path, ".size() > ", below(4));
        default:  // Not our enum.
            return cat(path, " == ", text_literal());
    }
}

std::string RandomRules::of_number(const SlotField& field, const std::string& path) {
    constexpr std::array<std::string_view, 6> kOperators{"==", "!=", "<", "<=", ">", ">="};
    const std::string_view sign = kOperators[below(kOperators.size())];
    const std::string number = number_literal(field.type);
    switch (below(8)) {
        case 0:
            return cat(number, " ", sign, " ", path);
        case 1:
            return field.type == SlotType::kInt ? cat(path, " in [", number, ", 1, 7]")
                                                : cat(path, " * 2.0 ", sign, " ", number);
        case 2:
            return field.type == SlotType::kInt ? cat("6 / ", path, " ", sign, " ", number)
                                                : cat("near(", path, ", ", number, ", 0.6)");
        case 3:
            return cat(path,
                       " ",
                       sign,
                       " ",
                       number,
                       " || ",
                       path,
                       " ",
                       sign,
                       " ",
                       number_literal(field.type));
        default:  // Not our enum.
            return cat(path, " ", sign, " ", number);
    }
}

std::string RandomRules::of_field(const SlotField& field, const std::string& path) {
    // has() wants a field of a record.
    if (below(8) == 0 && path.find('.') != std::string::npos && path.back() != ']') {
        return cat(below(2) == 0 ? "" : "!", "has(", path, ")");
    }
    switch (field.type) {
        case SlotType::kBool: {
            constexpr std::array<std::string_view, 4> kForms{"", "!", "true == ", "false != "};
            return cat(kForms[below(kForms.size())], path);
        }
        case SlotType::kInt:
        case SlotType::kDouble:
            return of_number(field, path);
        case SlotType::kString:
            return of_text(path);
        case SlotType::kTime:
            break;
    }
    return cat(path, below(2) == 0 ? " > now" : " <= timestamp('1970-01-01T00:00:02Z')");
}

std::string RandomRules::leaf(const std::vector<Scope>& scopes) {
    const Scope& scope = scopes[below(3) == 0 ? below(scopes.size()) : scopes.size() - 1];
    const auto& fields = layout_.tables()[scope.table].fields;
    // A few fields, so that conditions meet in them.
    const SlotField& field =
        fields[below(3) == 0 ? below(fields.size()) : below(12) % fields.size()];
    return of_field(field, within(scope.prefix, field.path));
}

std::string RandomRules::loop(const std::vector<Scope>& scopes, int depth) {
    const auto table = static_cast<std::uint32_t>(1 + below(layout_.tables().size() - 1));
    const std::string& path = layout_.tables()[table].path;
    const std::string name = cat("l", scopes.size());
    std::vector<Scope> inner = scopes;
    inner.push_back({table, name});
    const auto& fields = layout_.tables()[table].fields;
    switch (below(10)) {
        case 0:
            return cat(path, ".all(", name, ", ", boolean(inner, depth - 1), ")");
        case 1:
            return cat(path, ".exists_one(", name, ", ", boolean(inner, depth - 1), ")");
        case 2:
            return cat(
                path, ".filter(", name, ", ", boolean(inner, depth - 1), ").size() > ", below(2));
        case 3:
            return cat("size(", path, ") ", below(2) == 0 ? ">" : "<=", " ", below(3));
        case 4: {
            const SlotField& field = fields[below(fields.size())];
            return of_field(field, within(cat(path, "[", below(3), "]"), field.path));
        }
        case 5:
            return cat(path, ".map(", name, ", ", boolean(inner, 0), ").exists(b, b)");
        default:  // Not our enum.
            return cat(path, ".exists(", name, ", ", boolean(inner, depth - 1), ")");
    }
}

std::string RandomRules::boolean(const std::vector<Scope>& scopes, int depth) {
    if (depth <= 0) {
        return cat("(", leaf(scopes), ")");
    }
    switch (below(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return cat("(", boolean(scopes, depth - 1), " && ", boolean(scopes, depth - 1), ")");
        case 4:
        case 5:
            return cat("(", boolean(scopes, depth - 1), " || ", boolean(scopes, depth - 1), ")");
        case 6:
            return cat("!(", boolean(scopes, depth - 1), ")");
        case 7:
            return cat("(",
                       boolean(scopes, 0),
                       " ? ",
                       boolean(scopes, depth - 1),
                       " : ",
                       boolean(scopes, depth - 1),
                       ")");
        case 8:
        case 9:
            return scopes.size() < 3 && layout_.tables().size() > 1 ? loop(scopes, depth)
                                                                    : leaf(scopes);
        default:  // Not our enum.
            return cat("(", leaf(scopes), ")");
    }
}

std::string RandomRules::condition() {
    return boolean({{0, ""}}, 3);
}

void RandomRules::fill_row(FrameBuilder& builder, std::uint32_t table) {
    const auto& fields = layout_.tables()[table].fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
        const std::uint64_t how = below(10);
        if (how == 0) {
            continue;
        }
        if (how == 1 && below(3) == 0) {
            SARHAD_CHECK(builder.set_unknown_in(table, i).has_value());
            continue;
        }
        Fact fact = false;
        switch (fields[i].type) {
            case SlotType::kBool:
                fact = below(2) == 0;
                break;
            case SlotType::kInt:
                fact = static_cast<std::int64_t>(below(6)) - 2;
                break;
            case SlotType::kDouble:
                fact = real();
                break;
            case SlotType::kString:
                fact = text().substr(0, fields[i].bytes_max);
                break;
            case SlotType::kTime:
                fact = Micros{static_cast<std::int64_t>(below(4)) * 1'000'001};
                break;
        }
        SARHAD_CHECK(builder.set_in(table, i, fact).has_value());
    }
}

Frame RandomRules::frame(FrameBuilder& builder) {
    const bool is_complete = below(2) == 0;
    builder.begin(is_complete ? ~std::uint64_t{0} : engine_());
    fill_row(builder, 0);
    for (std::uint32_t table = 1; table < layout_.tables().size(); ++table) {
        const std::uint64_t rows = below(4);
        for (std::uint64_t row = 0; row < rows; ++row) {
            SARHAD_CHECK(builder.add_row(table).has_value());
            fill_row(builder, table);
        }
        if (rows == 0 && below(6) == 0) {
            SARHAD_CHECK(builder.set_list_unknown(table).has_value());
        }
    }
    return builder.finish();
}

ReferenceLists RandomRules::lists() {
    ReferenceLists made{layout_, 1};
    for (std::uint32_t i = 0; i < layout_.sets().size(); ++i) {
        if (below(8) == 0) {
            continue;
        }
        std::vector<std::string> texts;
        for (std::uint64_t n = below(4); n > 0; --n) {
            texts.emplace_back(text());
        }
        made.put(i, std::make_shared<const cel::TextSet>(std::move(texts)));
    }
    return made;
}

}  // namespace sarhad::rules::engine
