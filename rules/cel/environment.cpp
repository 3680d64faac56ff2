#include "rules/cel/environment.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

/// Names whose value is a type, and the type.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypeNames{{
    {"bool", "bool"},
    {"int", "int"},
    {"uint", "uint"},
    {"double", "double"},
    {"string", "string"},
    {"bytes", "bytes"},
    {"null_type", "null"},
    {"dyn", "dyn"},
    {"list", "list(dyn)"},
    {"map", "map(dyn, dyn)"},
    {"type", "type(dyn)"},
    {"google.protobuf.Timestamp", "timestamp"},
    {"google.protobuf.Duration", "duration"},
    {"optional_type", "optional_type(dyn)"},
    {"net.IP", "net.IP"},
    {"net.CIDR", "net.CIDR"},
}};

}  // namespace

Environment::Environment(const MessageTypes* messages)
    : messages_{messages == nullptr ? &no_messages_ : messages} {
    for (const auto rows : {standard_overloads(), extension_overloads()}) {
        for (const OverloadRow& row : rows) {
            SARHAD_CHECK(add_function(row).has_value());
        }
    }
    for (const auto& [name, text] : kTypeNames) {
        const auto type = parse_type(text, types_);
        SARHAD_CHECK(type.has_value());
        type_names_.emplace(name, *type);
    }
}

std::string_view Environment::keep(std::string_view text) {
    return texts_.emplace_back(text);
}

void Environment::add_variable(std::string_view name, Type type) {
    if (const auto found = variables_.find(name); found != variables_.end()) {
        found->second = type;
        return;
    }
    const std::string_view kept = keep(name);
    variables_.emplace(kept, type);
    variable_names_.insert(kept);
    if (const std::size_t dot = kept.find('.'); dot != std::string_view::npos) {
        prefixes_.insert(kept.substr(0, dot));
    }
}

core::Status Environment::add_function(const Overload& overload) {
    if (ids_.contains(overload.id)) {
        return core::Error{core::Errc::kConflict,
                           core::cat("overload '", overload.id, "' is declared already")};
    }
    Overload& kept = overloads_.emplace_back(overload);
    kept.id = keep(overload.id);
    kept.function = keep(overload.function);
    ids_.insert(kept.id);
    functions_[kept.function].push_back(&kept);
    return {};
}

core::Status Environment::add_function(const OverloadRow& row) {
    SARHAD_TRY(const Overload overload, parse_overload(row, types_));
    return add_function(overload);
}

void Environment::prepare_fields() {
    std::set<std::string_view> done;
    for (const std::string_view name : variable_names_) {
        prepare_fields(*variable(name), done);
    }
}

// Recurses once for each message that the variables lead to.
// NOLINTNEXTLINE(misc-no-recursion)
void Environment::prepare_fields(Type type, std::set<std::string_view>& done) {
    for (const Type param : type.params()) {
        prepare_fields(param, done);
    }
    if (!type.is(TypeKind::kMessage) || !done.insert(type.name()).second) {
        return;
    }
    for (const std::string_view name : messages_->field_names(type.name())) {
        prepare_fields(field_type(*messages_->field(type.name(), name), types_), done);
    }
}

std::vector<std::string> Environment::candidates(std::string_view name) const {
    std::vector<std::string> found;
    if (name.starts_with('.')) {
        found.emplace_back(name.substr(1));
        return found;
    }
    std::string_view scope = container_;
    while (!scope.empty()) {
        found.push_back(core::cat(scope, ".", name));
        const std::size_t dot = scope.rfind('.');
        scope = dot == std::string_view::npos ? std::string_view{} : scope.substr(0, dot);
    }
    found.emplace_back(name);
    return found;
}

const Type* Environment::variable(std::string_view name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? nullptr : &found->second;
}

std::span<const Overload* const> Environment::function(std::string_view name) const {
    const auto found = functions_.find(name);
    return found == functions_.end() ? std::span<const Overload* const>{}
                                     : std::span<const Overload* const>{found->second};
}

const Type* Environment::type_name(std::string_view name) const {
    const auto found = type_names_.find(name);
    return found == type_names_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Environment::variable_names() const {
    return {variable_names_.begin(), variable_names_.end()};
}

std::vector<std::string_view> Environment::function_names() const {
    std::vector<std::string_view> names;
    names.reserve(overloads_.size());
    for (const Overload& overload : overloads_) {
        names.push_back(overload.function);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

namespace {

Type value_type(const FieldType& field, TypePool& pool) {
    switch (field.kind) {
        case FieldKind::kBool:
            return Type::plain(TypeKind::kBool);
        case FieldKind::kInt:
            return Type::plain(TypeKind::kInt);
        case FieldKind::kUint:
            return Type::plain(TypeKind::kUint);
        case FieldKind::kDouble:
            return Type::plain(TypeKind::kDouble);
        case FieldKind::kString:
            return Type::plain(TypeKind::kString);
        case FieldKind::kBytes:
            return Type::plain(TypeKind::kBytes);
        case FieldKind::kEnum:
            return Type::plain(field.type_name == "google.protobuf.NullValue" ? TypeKind::kNull
                                                                              : TypeKind::kInt);
        case FieldKind::kMessage:
            return pool.of_message(field.type_name);
    }
    return {};
}

}  // namespace

Type field_type(const MessageField& field, TypePool& pool) {
    switch (field.shape) {
        case MessageField::Shape::kSingle:
            return value_type(field.value, pool);
        case MessageField::Shape::kList:
            return pool.list(value_type(field.value, pool));
        case MessageField::Shape::kMap:
            return pool.map(value_type(field.key, pool), value_type(field.value, pool));
    }
    return {};
}

}  // namespace sarhad::rules::cel
