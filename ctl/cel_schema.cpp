// schema.json and the declarations of a test, as the suite's README has them.
#include "core/text.h"
#include "ctl/cel_suite.h"

#include <array>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using core::Errc;
namespace cel = rules::cel;

core::Error wrong(std::string text) {
    return {Errc::kInvalid, std::move(text)};
}

std::string text_or_empty(const Json& json, std::string_view key) {
    const Json* found = json.find(key);
    return found != nullptr && found->is_text() ? found->as_text() : std::string{};
}

core::Result<const Json*> object_at(const Json& json, std::string_view key) {
    const Json* found = json.find(key);
    if (found == nullptr || !found->is_object()) {
        return wrong(cat("'", key, "' is missing or no object"));
    }
    return found;
}

core::Result<cel::FieldText> read_field(const std::string& name, const Json& json, bool proto2) {
    cel::FieldText field;
    SARHAD_TRY(const std::int64_t number, json.int_at("number"));
    SARHAD_TRY(field.type, json.text_at("type"));
    if (number < 1 || number > 536'870'911) {
        return wrong(cat("field '", name, "': number ", number, " is not one of protobuf's"));
    }
    field.name = name;
    field.number = static_cast<std::uint32_t>(number);
    field.key = text_or_empty(json, "key");
    field.value = text_or_empty(json, "value");
    field.label = text_or_empty(json, "label");
    field.oneof = text_or_empty(json, "oneof");
    field.proto2 = proto2;
    if (const Json* initial = json.find("default"); initial != nullptr && initial->is_text()) {
        field.initial = initial->as_text();
    }
    return field;
}

core::Status read_messages(const Json& messages, cel::Schema& schema) {
    for (const auto& [name, message] : messages.members()) {
        schema.add_message(name);
        SARHAD_TRY(const Json* fields, object_at(message, "fields"));
        const bool proto2 = text_or_empty(message, "syntax") == "proto2";
        for (const auto& [field_name, json] : fields->members()) {
            SARHAD_TRY(cel::FieldText field, read_field(field_name, json, proto2));
            schema.add_field(name, std::move(field));
        }
    }
    return {};
}

core::Result<std::vector<cel::Type>> read_types(const Json* json, cel::TypePool& pool) {
    if (json == nullptr || !json->is_array()) {
        return wrong("'params' is missing or no array");
    }
    std::vector<cel::Type> types;
    for (const Json& each : json->elements()) {
        SARHAD_TRY(const cel::Type type, read_type(each, pool));
        types.push_back(type);
    }
    return types;
}

core::Result<cel::Type> map_type(const Json& json, cel::TypePool& pool) {
    SARHAD_TRY(const std::vector<cel::Type> types, read_types(&json, pool));
    return types.size() == 2 ? core::Result<cel::Type>{pool.map(types[0], types[1])}
                             : wrong("'map' takes two types");
}

}  // namespace

core::Result<std::unique_ptr<cel::Schema>> read_schema(const Json& json) {
    auto schema = std::make_unique<cel::Schema>();
    SARHAD_TRY(const Json* enums, object_at(json, "enums"));
    for (const auto& [name, values] : enums->members()) {
        schema->add_enum(name);
        if (!values.is_object()) {
            return wrong(cat("enum '", name, "' is no object"));
        }
        for (const auto& [value, number] : values.members()) {
            SARHAD_TRY(const std::int64_t held, values.int_at(value));
            schema->add_enum_value(name, value, held);
        }
    }
    SARHAD_TRY(const Json* messages, object_at(json, "messages"));
    SARHAD_TRY_STATUS(read_messages(*messages, *schema));
    SARHAD_TRY(const Json* extensions, object_at(json, "extensions"));
    for (const auto& [name, extension] : extensions->members()) {
        SARHAD_TRY(const std::string owner, extension.text_at("extends"));
        SARHAD_TRY(cel::FieldText field, read_field(name, extension, true));
        schema->add_extension(owner, std::move(field));
    }
    SARHAD_TRY_STATUS(schema->close());
    return schema;
}

core::Result<cel::Type> read_type(const Json& json, cel::TypePool& pool) {
    if (json.is_text()) {
        return json.as_text() == "error" ? core::Result<cel::Type>{cel::Type{}}
                                         : cel::parse_type(json.as_text(), pool);
    }
    if (const Json* element = json.find("list")) {
        SARHAD_TRY(const cel::Type type, read_type(*element, pool));
        return pool.list(type);
    }
    if (const Json* types = json.find("map")) {
        return map_type(*types, pool);
    }
    if (const Json* of = json.find("type")) {
        SARHAD_TRY(const cel::Type type, read_type(*of, pool));
        return pool.type(type);
    }
    if (const Json* of = json.find("wrapper")) {
        SARHAD_TRY(const cel::Type type, read_type(*of, pool));
        return pool.wrapper(type);
    }
    if (const Json* name = json.find("message"); name != nullptr && name->is_text()) {
        return pool.of_message(name->as_text());
    }
    if (const Json* name = json.find("param"); name != nullptr && name->is_text()) {
        return pool.param(name->as_text());
    }
    SARHAD_TRY(const std::string name, json.text_at("abstract"));
    SARHAD_TRY(const std::vector<cel::Type> params, read_types(json.find("params"), pool));
    return pool.abstract(name, params);
}

core::Status declare(const Json& json, cel::Environment& environment) {
    cel::TypePool& pool = environment.types();
    SARHAD_TRY(const std::string name, json.text_at("name"));
    if (const Json* variable = json.find("type")) {
        SARHAD_TRY(const cel::Type type, read_type(*variable, pool));
        environment.add_variable(name, type);
        return {};
    }
    const Json* overloads = json.find("overloads");
    if (overloads == nullptr || !overloads->is_array()) {
        return wrong(cat("declaration '", name, "' has neither type nor overloads"));
    }
    for (const Json& overload : overloads->elements()) {
        SARHAD_TRY(const std::string id, overload.text_at("id"));
        SARHAD_TRY(const std::vector<cel::Type> params, read_types(overload.find("params"), pool));
        const Json* given = overload.find("result");
        if (given == nullptr) {
            return wrong(cat("overload '", id, "' has no result"));
        }
        SARHAD_TRY(const cel::Type result, read_type(*given, pool));
        const Json* member = overload.find("member");
        const bool is_member = member != nullptr && member->is_bool() && member->as_bool();
        SARHAD_TRY_STATUS(environment.add_function({id, name, is_member, params, result}));
    }
    return {};
}

}  // namespace sarhad::ctl
