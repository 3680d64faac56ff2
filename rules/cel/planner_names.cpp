// What a name stands for: what the checker said, or where there was none the container's rules.
// Source: cel-spec, doc/langdef.md, Name Resolution.
#include "planner.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using core::cat;

constexpr std::array<std::string_view, 16> kTypeNames{"bool",
                                                      "int",
                                                      "uint",
                                                      "double",
                                                      "string",
                                                      "bytes",
                                                      "list",
                                                      "map",
                                                      "null_type",
                                                      "type",
                                                      "optional_type",
                                                      "google.protobuf.Timestamp",
                                                      "google.protobuf.Duration",
                                                      "net.IP",
                                                      "net.CIDR",
                                                      "google.protobuf.Any"};

std::string_view name_of(Type type) {
    switch (type.kind()) {
        case TypeKind::kNull:
            return "null_type";
        case TypeKind::kBool:
            return "bool";
        case TypeKind::kInt:
            return "int";
        case TypeKind::kUint:
            return "uint";
        case TypeKind::kDouble:
            return "double";
        case TypeKind::kString:
            return "string";
        case TypeKind::kBytes:
            return "bytes";
        case TypeKind::kTimestamp:
            return kTimestampName;
        case TypeKind::kDuration:
            return kDurationName;
        case TypeKind::kAny:
            return "google.protobuf.Any";
        case TypeKind::kList:
            return "list";
        case TypeKind::kMap:
            return "map";
        case TypeKind::kType:
            return "type";
        case TypeKind::kWrapper:
            return name_of(type.param(0));
        case TypeKind::kMessage:
        case TypeKind::kAbstract:
        case TypeKind::kParam:
            return type.name();
        case TypeKind::kError:
        case TypeKind::kDyn:
        case TypeKind::kVariable:
            break;
    }
    return "dyn";
}

}  // namespace

const Planner::Local* Planner::local(std::string_view name) const {
    const auto found = std::find_if(
        locals_.rbegin(), locals_.rend(), [&](const Local& each) { return each.name == name; });
    return found == locals_.rend() ? nullptr : &*found;
}

std::vector<std::string> Planner::candidates(std::string_view name) const {
    if (name.starts_with('.')) {
        return {std::string{name.substr(1)}};
    }
    std::vector<std::string> made;
    std::string_view scope = names_.container;
    while (!scope.empty()) {
        made.push_back(cat(scope, ".", name));
        const std::size_t dot = scope.rfind('.');
        scope = dot == std::string_view::npos ? std::string_view{} : scope.substr(0, dot);
    }
    made.emplace_back(name);
    return made;
}

std::optional<std::string> Planner::qualified(ExprId id) const {
    const Expr& expr = ast_.at(id);
    if (expr.kind == ExprKind::kIdent) {
        return local(expr.name) == nullptr ? std::optional{std::string{expr.name}} : std::nullopt;
    }
    if (expr.kind != ExprKind::kSelect || expr.test_only) {
        return std::nullopt;
    }
    const auto outer = qualified(expr.operand);
    return outer ? std::optional{cat(*outer, ".", expr.name)} : std::nullopt;
}

std::optional<std::string> Planner::qualified_function(ExprId id) const {
    const Expr& expr = ast_.at(id);
    if (checked_ != nullptr) {
        const Reference& reference = checked_->references[id];
        return reference.namespaced ? std::optional{std::string{reference.name}} : std::nullopt;
    }
    const auto outer = qualified(expr.operand);
    if (!outer) {
        return std::nullopt;
    }
    for (std::string& name : candidates(cat(*outer, ".", expr.name))) {
        const bool is_optional =
            name == "optional.of" || name == "optional.none" || name == "optional.ofNonZeroValue";
        if (is_optional || find_function(name, false, ast_.args(id).size()) != nullptr) {
            return std::move(name);
        }
    }
    return std::nullopt;
}

const MessageInfo* Planner::message_type(ExprId id) const {
    if (names_.schema == nullptr) {
        return nullptr;
    }
    if (checked_ != nullptr && checked_->references[id].kind == ReferenceKind::kMessage) {
        return names_.schema->message(checked_->references[id].name);
    }
    for (const std::string& name : candidates(ast_.at(id).name)) {
        if (const MessageInfo* found = names_.schema->message(name)) {
            return found;
        }
    }
    return nullptr;
}

std::optional<std::string_view> Planner::type_named(std::string_view name) const {
    const auto* found = std::find(kTypeNames.begin(), kTypeNames.end(), name);
    if (found != kTypeNames.end()) {
        return *found;
    }
    const MessageInfo* message = names_.schema == nullptr ? nullptr : names_.schema->message(name);
    return message == nullptr ? std::nullopt : std::optional<std::string_view>{message->name};
}

std::uint32_t Planner::variable(ExprId id, std::string_view name) {
    if (names_.slots != nullptr) {
        return fault(id, Fault::kNoSuchName, cat("the facts have no '", name, "'"));
    }
    auto& known = program_.variables_;
    auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
        at = known.emplace(known.end(), name);
    }
    Node node;
    node.op = Op::kVariable;
    node.source = id;
    node.index = static_cast<std::uint32_t>(at - known.begin());
    return add(node);
}

std::optional<std::uint32_t> Planner::resolved(ExprId id, std::string_view name) {
    for (const std::string& each : candidates(name)) {
        if (std::find(names_.variables.begin(), names_.variables.end(), each) !=
            names_.variables.end()) {
            return variable(id, each);
        }
        if (const auto value =
                names_.schema == nullptr ? std::nullopt : names_.schema->types().enum_value(each)) {
            return constant(id, Value::of(*value));
        }
        if (const auto type = type_named(each)) {
            return constant(id, Value::type(*type));
        }
    }
    return std::nullopt;
}

std::optional<std::uint32_t> Planner::referenced(ExprId id) {
    if (checked_ == nullptr) {
        return std::nullopt;
    }
    const Reference& reference = checked_->references[id];
    switch (reference.kind) {
        case ReferenceKind::kVariable:
            return variable(id, reference.name);
        case ReferenceKind::kConstant:
            return constant(id, Value::of(reference.constant));
        case ReferenceKind::kType:
            return constant(id, Value::type(keep(name_of(checked_->types[id].param(0)))));
        case ReferenceKind::kNone:
        case ReferenceKind::kLocal:
        case ReferenceKind::kFunction:
        case ReferenceKind::kMessage:
            break;
    }
    return std::nullopt;
}

std::uint32_t Planner::ident(ExprId id) {
    if (const auto found = slot(id)) {
        return *found;
    }
    if (const auto found = referenced(id)) {
        return *found;
    }
    const std::string_view name = ast_.at(id).name;
    if (const Local* found = local(name)) {
        Node node;
        node.op = found->block == kNoNode ? Op::kLocal : Op::kBlockLocal;
        node.source = id;
        node.index = found->place;
        node.block = found->block == kNoNode ? 0 : found->block;
        return add(node);
    }
    const auto found = resolved(id, name);
    return found ? *found
                 : fault(id, Fault::kNoSuchName, cat("undeclared reference to '", name, "'"));
}

}  // namespace sarhad::rules::cel
