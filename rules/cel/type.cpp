#include "rules/cel/type.h"

#include "core/check.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace sarhad::rules::cel {
namespace detail {

constexpr TypeNode plain_node(TypeKind kind) {
    return {kind, 0, {}, nullptr, 0, 1, false};
}

constexpr TypeNode kPlainTypes[12]{
    plain_node(TypeKind::kError),
    plain_node(TypeKind::kDyn),
    plain_node(TypeKind::kNull),
    plain_node(TypeKind::kBool),
    plain_node(TypeKind::kInt),
    plain_node(TypeKind::kUint),
    plain_node(TypeKind::kDouble),
    plain_node(TypeKind::kString),
    plain_node(TypeKind::kBytes),
    plain_node(TypeKind::kTimestamp),
    plain_node(TypeKind::kDuration),
    plain_node(TypeKind::kAny),
};

constexpr std::uint32_t kSharedVariables = 64;

/// The first variables, the same ones for every pool: a check seldom has more.
constexpr std::array<TypeNode, kSharedVariables> kVariables = [] {
    std::array<TypeNode, kSharedVariables> nodes{};
    for (std::uint32_t i = 0; i < kSharedVariables; ++i) {
        nodes[i] = {TypeKind::kVariable, i, {}, nullptr, 0, 1, true};
    }
    return nodes;
}();

}  // namespace detail

namespace {

constexpr std::array<std::string_view, 12> kPlainNames{"error",
                                                       "dyn",
                                                       "null",
                                                       "bool",
                                                       "int",
                                                       "uint",
                                                       "double",
                                                       "string",
                                                       "bytes",
                                                       "timestamp",
                                                       "duration",
                                                       "any"};

constexpr std::size_t kSlotsAtFirst = 64;

std::uint32_t tree_size(std::span<const Type> params) {
    std::uint64_t size = 1;
    for (const Type param : params) {
        size += param.size();
    }
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(size, std::numeric_limits<std::uint32_t>::max()));
}

std::string with_params(std::string_view name, std::span<const Type> params) {
    std::string text{name};
    for (std::size_t i = 0; i < params.size(); ++i) {
        text += i == 0 ? "(" : ", ";
        text += params[i].format();
    }
    if (!params.empty()) {
        text += ")";
    }
    return text;
}

/// What protobuf's own names stand for; kError for every other.
TypeKind well_known(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, TypeKind>, 5> kKinds{{
        {"Any", TypeKind::kAny},
        {"Timestamp", TypeKind::kTimestamp},
        {"Duration", TypeKind::kDuration},
        {"Value", TypeKind::kDyn},
        {"NullValue", TypeKind::kNull},
    }};
    for (const auto& [known, kind] : kKinds) {
        if (known == name) {
            return kind;
        }
    }
    return TypeKind::kError;
}

TypeKind wrapped(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, TypeKind>, 9> kKinds{{
        {"BoolValue", TypeKind::kBool},
        {"Int32Value", TypeKind::kInt},
        {"Int64Value", TypeKind::kInt},
        {"UInt32Value", TypeKind::kUint},
        {"UInt64Value", TypeKind::kUint},
        {"FloatValue", TypeKind::kDouble},
        {"DoubleValue", TypeKind::kDouble},
        {"StringValue", TypeKind::kString},
        {"BytesValue", TypeKind::kBytes},
    }};
    for (const auto& [known, kind] : kKinds) {
        if (known == name) {
            return kind;
        }
    }
    return TypeKind::kError;
}

}  // namespace

Type Type::plain(TypeKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    SARHAD_CHECK(index < kPlainNames.size());
    return Type{&detail::kPlainTypes[index]};
}

Type Type::param(std::size_t index) const {
    SARHAD_CHECK(index < node_->count);
    return node_->params[index];
}

bool Type::is_optional() const {
    return is(TypeKind::kAbstract) && name() == kOptionalTypeName;
}

std::string Type::format() const {
    switch (kind()) {
        case TypeKind::kList:
            return with_params("list", params());
        case TypeKind::kMap:
            return with_params("map", params());
        case TypeKind::kType:
            return with_params("type", params());
        case TypeKind::kWrapper:
            return with_params("wrapper", params());
        case TypeKind::kMessage:
        case TypeKind::kAbstract:
        case TypeKind::kParam:
            return with_params(name(), params());
        case TypeKind::kVariable:
            return "_" + std::to_string(index());
        case TypeKind::kError:
        case TypeKind::kDyn:
        case TypeKind::kNull:
        case TypeKind::kBool:
        case TypeKind::kInt:
        case TypeKind::kUint:
        case TypeKind::kDouble:
        case TypeKind::kString:
        case TypeKind::kBytes:
        case TypeKind::kTimestamp:
        case TypeKind::kDuration:
        case TypeKind::kAny:
            break;
    }
    return std::string{kPlainNames[static_cast<std::size_t>(kind())]};
}

bool same_type(Type a, Type b) {
    if (a == b) {
        return true;
    }
    if (a.kind() != b.kind() || a.name() != b.name() || a.index() != b.index()) {
        return false;
    }
    return std::equal(
        a.params().begin(), a.params().end(), b.params().begin(), b.params().end(), same_type);
}

TypePool::TypePool(const TypePool* parent) : parent_{parent} {}

std::size_t TypePool::hash(const Key& key) {
    std::size_t sum = static_cast<std::size_t>(key.kind) * 31 + key.index;
    for (const char c : key.name) {
        sum = sum * 31 + static_cast<unsigned char>(c);
    }
    for (const Type param : key.params) {
        // By address: which slot a type is in reaches no result.
        sum = sum * 1000003 + (reinterpret_cast<std::uintptr_t>(param.node_) >> 4);
    }
    return sum * 0x9E3779B97F4A7C15U >> 16;
}

const detail::TypeNode* TypePool::find(const Key& key, std::size_t hash) const {
    if (slots_.empty()) {
        return nullptr;
    }
    for (std::size_t i = hash & (slots_.size() - 1); slots_[i] != nullptr;
         i = (i + 1) & (slots_.size() - 1)) {
        const detail::TypeNode& node = *slots_[i];
        if (node.kind == key.kind && node.index == key.index && node.name == key.name &&
            std::equal(
                key.params.begin(), key.params.end(), node.params, node.params + node.count)) {
            return &node;
        }
    }
    return nullptr;
}

Type TypePool::intern(const Key& key) {
    const std::size_t hashed = hash(key);
    for (const TypePool* pool = this; pool != nullptr; pool = pool->parent_) {
        if (const detail::TypeNode* node = pool->find(key, hashed)) {
            return Type{node};
        }
    }
    if (slots_.size() < 2 * (nodes_.size() + 1)) {
        grow();
    }
    auto node = std::make_unique<detail::TypeNode>(
        detail::TypeNode{key.kind,
                         key.index,
                         {},
                         nullptr,
                         static_cast<std::uint32_t>(key.params.size()),
                         tree_size(key.params),
                         false});
    if (!key.name.empty()) {
        names_.push_back(std::make_unique<std::string>(key.name));
        node->name = *names_.back();
    }
    node->open = key.kind == TypeKind::kParam || key.kind == TypeKind::kVariable;
    if (!key.params.empty()) {
        params_.push_back(std::make_unique<Type[]>(key.params.size()));  // NOLINT
        std::copy(key.params.begin(), key.params.end(), params_.back().get());
        node->params = params_.back().get();
        node->open = std::any_of(
            key.params.begin(), key.params.end(), [](Type param) { return param.is_open(); });
    }
    std::size_t slot = hashed & (slots_.size() - 1);
    while (slots_[slot] != nullptr) {
        slot = (slot + 1) & (slots_.size() - 1);
    }
    slots_[slot] = node.get();
    nodes_.push_back(std::move(node));
    return Type{slots_[slot]};
}

void TypePool::grow() {
    slots_.assign(std::max(kSlotsAtFirst, slots_.size() * 2), nullptr);
    for (const auto& node : nodes_) {
        const Key key{node->kind, node->index, node->name, {node->params, node->count}};
        std::size_t slot = hash(key) & (slots_.size() - 1);
        while (slots_[slot] != nullptr) {
            slot = (slot + 1) & (slots_.size() - 1);
        }
        slots_[slot] = node.get();
    }
}

Type TypePool::list(Type element) {
    return intern({TypeKind::kList, 0, {}, {&element, 1}});
}

Type TypePool::map(Type key, Type value) {
    const std::array<Type, 2> params{key, value};
    return intern({TypeKind::kMap, 0, {}, params});
}

Type TypePool::type(Type of) {
    return intern({TypeKind::kType, 0, {}, {&of, 1}});
}

Type TypePool::wrapper(Type of) {
    return intern({TypeKind::kWrapper, 0, {}, {&of, 1}});
}

Type TypePool::message(std::string_view full_name) {
    return intern({TypeKind::kMessage, 0, full_name, {}});
}

Type TypePool::abstract(std::string_view name, std::span<const Type> params) {
    return intern({TypeKind::kAbstract, 0, name, params});
}

Type TypePool::optional(Type of) {
    return abstract(kOptionalTypeName, {&of, 1});
}

Type TypePool::param(std::string_view name) {
    return intern({TypeKind::kParam, 0, name, {}});
}

Type TypePool::variable(std::uint32_t index) {
    return index < detail::kVariables.size() ? Type{&detail::kVariables[index]}
                                             : intern({TypeKind::kVariable, index, {}, {}});
}

Type TypePool::of_message(std::string_view full_name) {
    static constexpr std::string_view kPackage = "google.protobuf.";
    if (!full_name.starts_with(kPackage)) {
        return message(full_name);
    }
    const std::string_view name = full_name.substr(kPackage.size());
    if (const TypeKind kind = well_known(name); kind != TypeKind::kError) {
        return Type::plain(kind);
    }
    if (const TypeKind kind = wrapped(name); kind != TypeKind::kError) {
        return wrapper(Type::plain(kind));
    }
    if (name == "Struct") {
        return map(Type::plain(TypeKind::kString), Type::plain(TypeKind::kDyn));
    }
    if (name == "ListValue") {
        return list(Type::plain(TypeKind::kDyn));
    }
    return message(full_name);
}

Type TypePool::with_params(Type type, std::span<const Type> params) {
    return intern({type.kind(), type.index(), type.name(), params});
}

}  // namespace sarhad::rules::cel
