#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

enum class TypeKind : std::uint8_t {
    kError,  ///< Of a node whose check failed.
    kDyn,
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kTimestamp,
    kDuration,
    kAny,
    kList,      ///< params: element.
    kMap,       ///< params: key, value.
    kType,      ///< params: the type that is the value; none for the type of any type.
    kWrapper,   ///< params: bool, int, uint, double, string or bytes. Nullable.
    kMessage,   ///< name.
    kAbstract,  ///< name, params: optional_type(T), net.IP, net.CIDR, declared ones.
    kParam,     ///< name: a type parameter of a declared function.
    kVariable,  ///< index: what the checker has not deduced yet; never in a Checked.
};

class Type;
class TypePool;

namespace detail {
struct TypeNode {
    TypeKind kind;
    std::uint32_t index;
    std::string_view name;
    const Type* params;
    std::uint32_t count;
    std::uint32_t size;  ///< Nodes of it as a tree, itself among them.
    bool open;           ///< Has a parameter or variable inside.
};
extern const TypeNode kPlainTypes[12];  ///< By TypeKind, kError to kAny.
}  // namespace detail

/// A CEL type: one pointer. Types of one pool and its parents are equal exactly when they are the
/// same node.
class Type final {
public:
    /// The error type.
    constexpr Type() : node_{&detail::kPlainTypes[0]} {}
    /// `kind`: kError to kAny.
    [[nodiscard]] static Type plain(TypeKind kind);

    [[nodiscard]] TypeKind kind() const { return node_->kind; }
    [[nodiscard]] bool is(TypeKind kind) const { return node_->kind == kind; }
    /// Full name of a message or abstract type, name of a parameter; else empty.
    [[nodiscard]] std::string_view name() const { return node_->name; }
    [[nodiscard]] std::span<const Type> params() const { return {node_->params, node_->count}; }
    [[nodiscard]] Type param(std::size_t index) const;
    [[nodiscard]] std::uint32_t index() const { return node_->index; }
    /// The nodes of it written out as a tree; stays at the greatest number past it.
    [[nodiscard]] std::uint32_t size() const { return node_->size; }
    /// Whether a parameter or variable is inside.
    [[nodiscard]] bool is_open() const { return node_->open; }
    [[nodiscard]] bool is_optional() const;
    /// As CEL writes it: `list(map(string, int))`, `wrapper(int)`, `optional_type(dyn)`.
    [[nodiscard]] std::string format() const;

    /// The same node: within one pool and its parents, the same type.
    friend bool operator==(Type a, Type b) { return a.node_ == b.node_; }

private:
    friend class TypePool;
    constexpr explicit Type(const detail::TypeNode* node) : node_{node} {}

    const detail::TypeNode* node_;
};

/// The same type, whatever pools they come from.
[[nodiscard]] bool same_type(Type a, Type b);

/// Makes and owns compound types; its types live as long as it does. One thread at a time; a pool
/// that is the parent of others must not change any more, and outlives them.
class TypePool final {
public:
    explicit TypePool(const TypePool* parent = nullptr);

    [[nodiscard]] Type list(Type element);
    [[nodiscard]] Type map(Type key, Type value);
    [[nodiscard]] Type type(Type of);
    /// `of`: a primitive type.
    [[nodiscard]] Type wrapper(Type of);
    [[nodiscard]] Type message(std::string_view full_name);
    [[nodiscard]] Type abstract(std::string_view name, std::span<const Type> params);
    [[nodiscard]] Type optional(Type of);
    [[nodiscard]] Type param(std::string_view name);
    [[nodiscard]] Type variable(std::uint32_t index);
    /// The type that a name of the well-known ones stands for (google.protobuf.Int64Value:
    /// wrapper(int), Struct: map(string, dyn), Any, Timestamp ...), else the message of this name.
    [[nodiscard]] Type of_message(std::string_view full_name);
    /// `type` made again here with `params` in place of its own.
    [[nodiscard]] Type with_params(Type type, std::span<const Type> params);

private:
    struct Key {
        TypeKind kind;
        std::uint32_t index;
        std::string_view name;
        std::span<const Type> params;
    };
    [[nodiscard]] static std::size_t hash(const Key& key);
    [[nodiscard]] const detail::TypeNode* find(const Key& key, std::size_t hash) const;
    [[nodiscard]] Type intern(const Key& key);
    void grow();

    const TypePool* parent_;
    std::vector<std::unique_ptr<detail::TypeNode>> nodes_;
    std::vector<std::unique_ptr<Type[]>> params_;  // NOLINT: sized once, addresses stay.
    std::vector<std::unique_ptr<std::string>> names_;
    std::vector<const detail::TypeNode*> slots_;  ///< Open addressing, size a power of two.
};

inline constexpr std::string_view kOptionalTypeName = "optional_type";

}  // namespace sarhad::rules::cel
