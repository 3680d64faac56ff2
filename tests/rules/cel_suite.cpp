#include "cel_suite.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sarhad::rules::cel {
namespace {

using Json = nlohmann::json;

Json read_json(const std::string& path) {
    std::ifstream file{path};
    return Json::parse(file);
}

FieldType field_type(const std::string& name, const Json& enums) {
    if (name == "bool") {
        return {FieldKind::kBool, {}};
    }
    if (name == "float" || name == "double") {
        return {FieldKind::kDouble, {}};
    }
    if (name == "string") {
        return {FieldKind::kString, {}};
    }
    if (name == "bytes") {
        return {FieldKind::kBytes, {}};
    }
    if (name.starts_with("uint") || name.starts_with("fixed")) {
        return {FieldKind::kUint, {}};
    }
    if (name.starts_with("int") || name.starts_with("sint") || name.starts_with("sfixed")) {
        return {FieldKind::kInt, {}};
    }
    return {enums.contains(name) ? FieldKind::kEnum : FieldKind::kMessage, name};
}

MessageField message_field(const Json& field, const Json& enums) {
    MessageField made;
    if (field.at("type") == "map") {
        made.shape = MessageField::Shape::kMap;
        made.key = field_type(field.at("key"), enums);
        made.value = field_type(field.at("value"), enums);
        return made;
    }
    made.shape =
        field.at("label") == "repeated" ? MessageField::Shape::kList : MessageField::Shape::kSingle;
    made.value = field_type(field.at("type"), enums);
    return made;
}

std::vector<Type> types_of(const Json& list, TypePool& pool);

Type type_of(const Json& json, TypePool& pool) {
    if (json.is_string()) {
        return *parse_type(json.get<std::string>(), pool);
    }
    const std::string& key = json.begin().key();
    const Json& value = json.begin().value();
    if (key == "list") {
        return pool.list(type_of(value, pool));
    }
    if (key == "map") {
        return pool.map(type_of(value.at(0), pool), type_of(value.at(1), pool));
    }
    if (key == "type") {
        return pool.type(type_of(value, pool));
    }
    if (key == "wrapper") {
        return pool.wrapper(type_of(value, pool));
    }
    if (key == "message") {
        return pool.of_message(value.get<std::string>());
    }
    if (key == "param") {
        return pool.param(value.get<std::string>());
    }
    const std::vector<Type> params = types_of(json.at("params"), pool);
    return pool.abstract(json.at("abstract").get<std::string>(), params);
}

std::vector<Type> types_of(const Json& list, TypePool& pool) {
    std::vector<Type> types;
    for (const Json& json : list) {
        types.push_back(type_of(json, pool));
    }
    return types;
}

void declare(const Json& declaration, Environment& environment) {
    TypePool& pool = environment.types();
    const std::string name = declaration.at("name");
    if (declaration.at("kind") == "var") {
        environment.add_variable(name, type_of(declaration.at("type"), pool));
        return;
    }
    for (const Json& overload : declaration.at("overloads")) {
        const std::string id = overload.at("id");
        const std::vector<Type> params = types_of(overload.at("params"), pool);
        const core::Status added = environment.add_function({id,
                                                             name,
                                                             overload.value("member", false),
                                                             params,
                                                             type_of(overload.at("result"), pool)});
        static_cast<void>(added);
    }
}

}  // namespace

std::unique_ptr<MessageTable> suite_types(const std::string& folder) {
    const Json schema = read_json(folder + "/schema.json");
    auto table = std::make_unique<MessageTable>();
    const Json& enums = schema.at("enums");
    for (const auto& [name, values] : enums.items()) {
        table->add_enum(name);
        for (const auto& [value, number] : values.items()) {
            table->add_enum_value(name, value, number.get<std::int64_t>());
        }
    }
    for (const auto& [name, message] : schema.at("messages").items()) {
        table->add_message(name);
        for (const auto& [field, what] : message.at("fields").items()) {
            table->add_field(name, field, message_field(what, enums));
        }
    }
    for (const auto& [name, what] : schema.at("extensions").items()) {
        table->add_extension(what.at("extends"), name, message_field(what, enums));
    }
    return table;
}

std::vector<SuiteTest> suite_tests(const std::string& folder,
                                   const std::string& name,
                                   const MessageTypes& types) {
    std::vector<SuiteTest> tests;
    std::ifstream file{folder + "/" + name + ".jsonl"};
    for (std::string line; std::getline(file, line);) {
        const Json json = Json::parse(line);
        SuiteTest test;
        test.id = json.at("id");
        test.expr = json.at("expr");
        test.check = !json.at("disable_check").get<bool>();
        test.environment = std::make_unique<Environment>(&types);
        test.environment->set_container(json.at("container").get<std::string>());
        for (const Json& declaration : json.at("type_env")) {
            declare(declaration, *test.environment);
        }
        if (json.at("expect").contains("typed_result")) {
            test.wanted_type =
                type_of(json.at("expect").at("typed_result").at("type"), test.environment->types())
                    .format();
        }
        const Json& needs = json.at("needs");
        test.strong_enum = std::find(needs.begin(), needs.end(), "strong_enums") != needs.end();
        tests.push_back(std::move(test));
    }
    return tests;
}

std::vector<std::string> suite_files(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".jsonl") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace sarhad::rules::cel
