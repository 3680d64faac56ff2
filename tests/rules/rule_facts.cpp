#include "rule_facts.h"

#include "support/places.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace sarhad::rules::cel {
namespace {

using Json = nlohmann::json;

Json read_json(const std::string& path) {
    std::ifstream file{path};
    return Json::parse(file);
}

FieldType value_type(const std::string& name) {
    if (name == "bool") {
        return {FieldKind::kBool, {}};
    }
    if (name == "int") {
        return {FieldKind::kInt, {}};
    }
    if (name == "double") {
        return {FieldKind::kDouble, {}};
    }
    if (name == "string") {
        return {FieldKind::kString, {}};
    }
    return {FieldKind::kMessage, name == "timestamp" ? "google.protobuf.Timestamp" : name};
}

/// "list<Bag> 20" or "Bag": the type without its maximum, and whether it is a list.
MessageField field_of(std::string text) {
    text = text.substr(0, text.find(' '));
    MessageField field;
    if (text.starts_with("list<")) {
        field.shape = MessageField::Shape::kList;
        text = text.substr(5, text.size() - 6);
    }
    field.value = value_type(text);
    return field;
}

Type variable_type(const std::string& text, TypePool& pool) {
    const MessageField field = field_of(text);
    const bool record = field.value.kind == FieldKind::kMessage;
    const std::string name = text.substr(0, text.find(' '));
    const Type element = record ? pool.of_message(field.value.type_name) : *parse_type(name, pool);
    return field.shape == MessageField::Shape::kList ? pool.list(element) : element;
}

}  // namespace

std::string shared_data(const std::string& name) {
    const std::string path = places::shared_data() + "/" + name;
    std::error_code missing;
    return std::filesystem::exists(path, missing) ? path : "";
}

std::unique_ptr<MessageTable> fact_types(const std::string& path) {
    auto table = std::make_unique<MessageTable>();
    const Json schema = read_json(path);
    for (const auto& [name, fields] : schema.at("types").items()) {
        table->add_message(name);
        for (const auto& [field, what] : fields.items()) {
            table->add_field(name, field, field_of(what.at("type")));
        }
    }
    return table;
}

std::unique_ptr<Environment> fact_environment(const std::string& path,
                                              const std::string& kind,
                                              const MessageTypes& types) {
    auto environment = std::make_unique<Environment>(&types);
    const Json schema = read_json(path);
    for (const Json* part : {&schema.at("kinds").at(kind), &schema.at("common")}) {
        for (const auto& [name, type] : part->items()) {
            environment->add_variable(name, variable_type(type, environment->types()));
        }
    }
    for (const Json& function : schema.at("functions")) {
        const std::string text = function.at("sig");
        const std::string name = text.substr(0, text.find('('));
        const std::string signature = text.substr(name.size());
        static_cast<void>(environment->add_function(OverloadRow{name, name, signature}));
    }
    return environment;
}

std::vector<RuleText> pack_rules(const std::string& path) {
    std::vector<RuleText> rules;
    const Json pack = read_json(path);
    for (const Json& rule : pack.at("rules")) {
        rules.push_back({rule.at("id"), rule.at("kind"), rule.at("condition")});
    }
    return rules;
}

}  // namespace sarhad::rules::cel
