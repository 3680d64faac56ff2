#include "rules/schema/fact_schema.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/schema/fact_functions.h"

namespace sarhad::rules {
namespace {

constexpr std::string_view kTimeMessage = cel::kTimestampName;

std::string_view cel_name(const FactField& field) {
    switch (field.kind) {
        case FactKind::kBool:
            return "bool";
        case FactKind::kInt:
            return "int64";
        case FactKind::kDouble:
            return "double";
        case FactKind::kText:
            return "string";
        case FactKind::kTime:
            return kTimeMessage;
        case FactKind::kRecord:
            break;
    }
    return field.record->name;
}

cel::FieldText field_text(const FactField& field) {
    cel::FieldText text;
    text.name = field.name;
    text.number = field.key;
    if (field.shape == FactShape::kSet) {
        text.type = "map";
        text.key = "string";
        text.value = "bool";
        return text;
    }
    text.type = cel_name(field);
    text.label = field.shape == FactShape::kList ? "repeated" : "optional";
    if (field.absent != 0) {
        text.initial = core::cat(field.absent);
    }
    return text;
}

cel::Type type_of(const FactField& field, cel::TypePool& pool) {
    const std::string_view name = field.kind == FactKind::kInt ? "int" : cel_name(field);
    const auto one = cel::parse_type(name, pool);
    SARHAD_CHECK(one.has_value());
    return field.shape == FactShape::kList ? pool.list(*one) : *one;
}

std::unique_ptr<cel::Environment> make_environment(const cel::Schema& messages, RuleKind kind) {
    auto made = std::make_unique<cel::Environment>(&messages.types());
    for (const FactField& variable : variables_of(kind).fields) {
        made->add_variable(variable.name, type_of(variable, made->types()));
    }
    for (const cel::OverloadRow& row : fact_overloads()) {
        SARHAD_CHECK(made->add_function(row).has_value());
    }
    made->prepare_fields();
    return made;
}

}  // namespace

FactSchema::FactSchema() {
    messages_.add_message(std::string{kTimeMessage});
    for (const FactRecord* record : fact_records()) {
        const std::string name{record->name};
        messages_.add_message(name);
        for (const FactField& field : record->fields) {
            messages_.add_field(name, field_text(field));
        }
    }
    SARHAD_CHECK(messages_.close().has_value());
    names_.schema = &messages_;
    names_.functions = fact_implementations();
    for (const RuleKind kind : rule_kinds()) {
        environments_.at(static_cast<std::size_t>(kind) - 1) = make_environment(messages_, kind);
    }
}

const cel::Environment& FactSchema::environment(RuleKind kind) const {
    return *environments_.at(static_cast<std::size_t>(kind) - 1);
}

const cel::MessageInfo& FactSchema::message(const FactRecord& record) const {
    const cel::MessageInfo* found = messages_.message(record.name);
    SARHAD_CHECK(found != nullptr);
    return *found;
}

}  // namespace sarhad::rules
