#include "api/fact_value.h"

namespace sarhad::api {

// Recursive: parse_json() allows a nesting of 16.
facts::Value value_of(const Json& json) {  // NOLINT(misc-no-recursion)
    facts::Value value;
    if (json.is_bool()) {
        value.held = json.as_bool();
    } else if (json.is_int()) {
        value.held = json.as_int();
    } else if (json.is_text()) {
        value.held = json.as_text();
    } else if (json.is_array()) {
        facts::Value::Array elements;
        for (const Json& element : json.elements()) {
            elements.push_back(value_of(element));
        }
        value.held = std::move(elements);
    } else if (json.is_object()) {
        facts::Value::Map members;
        for (const JsonMember& member : json.members()) {
            members.push_back({-1, member.key, value_of(member.value)});
        }
        value.held = std::move(members);
    }
    return value;
}

}  // namespace sarhad::api
