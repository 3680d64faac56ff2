#pragma once

#include "rules/cel/arena.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sarhad::rules::cel {

/// What a Value is.
enum class ValueKind : std::uint8_t {
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kList,
    kMap,
    kType,
    kTimestamp,
    kDuration,
    kOptional,
    kMessage,
    kIp,
    kCidr,
    kError,
    kUnknown,
    kUnset,  ///< No value: a variable that nothing is bound to. Never a result.
};

/// Why an evaluation gave no value.
enum class Fault : std::uint8_t {
    kNoOverload,    ///< The function does not take these types.
    kNoSuchName,    ///< Undeclared variable, function or type.
    kNoSuchKey,     ///< Of a map.
    kNoSuchField,   ///< Of a message.
    kOutOfRange,    ///< Index, or a number that its type cannot hold.
    kDivideByZero,  ///< Also modulus by zero.
    kInvalid,       ///< A text that is no such thing: timestamp, pattern, number, format ...
    kBudget,        ///< Steps, memory or nesting of the call ran out. Nothing absorbs it.
};

struct ListBody;
struct MapBody;
struct MessageBody;
struct ErrorBody;
struct Address;
struct MapItem;

/// A CEL value of 16 bytes. What it points to lives in an Arena, a Program or the caller's facts,
/// and outlives it. Copied freely; immutable.
class Value final {
public:
    /// null
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): one member of the union is.
    constexpr Value() : int_{0} {}
    static Value of(bool value) {
        Value made;
        made.kind_ = ValueKind::kBool;
        made.int_ = value ? 1 : 0;
        return made;
    }
    static Value of(std::int64_t value) {
        Value made;
        made.kind_ = ValueKind::kInt;
        made.int_ = value;
        return made;
    }
    static Value of(std::uint64_t value) {
        Value made;
        made.kind_ = ValueKind::kUint;
        made.uint_ = value;
        return made;
    }
    static Value of(double value) {
        Value made;
        made.kind_ = ValueKind::kDouble;
        made.double_ = value;
        return made;
    }
    /// UTF-8; at most 4 GiB.
    static Value string(std::string_view text);
    static Value bytes(std::string_view bytes);
    /// `name`: "int", "list", "google.protobuf.Timestamp", a message's full name.
    static Value type(std::string_view name);
    /// `nanos`: 0 to 999,999,999, forward from `seconds` since 1970.
    static Value timestamp(std::int64_t seconds, std::uint32_t nanos);
    static Value duration(std::int64_t nanos);
    static Value list(const ListBody* body, std::uint32_t size);
    static Value map(const MapBody* body, std::uint32_t size);
    static Value message(const MessageBody* body);
    /// Null: optional.none().
    static Value optional(const Value* held);
    static Value address(const Address* address, bool is_cidr);
    static Value error(const ErrorBody* body);
    /// Waits for the sources whose bits are set: at least one.
    static Value unknown(std::uint64_t sources);
    static Value unset();

    [[nodiscard]] ValueKind kind() const { return kind_; }
    [[nodiscard]] bool is(ValueKind kind) const { return kind_ == kind; }
    [[nodiscard]] bool is_number() const {
        return kind_ == ValueKind::kInt || kind_ == ValueKind::kUint || kind_ == ValueKind::kDouble;
    }
    /// No value of CEL's: an error, unknown, or unset.
    [[nodiscard]] bool is_stopped() const { return kind_ >= ValueKind::kError; }
    [[nodiscard]] bool is_true() const { return kind_ == ValueKind::kBool && int_ != 0; }
    [[nodiscard]] bool is_false() const { return kind_ == ValueKind::kBool && int_ == 0; }

    // Each only where kind() is the one named.
    [[nodiscard]] bool as_bool() const { return int_ != 0; }
    [[nodiscard]] std::int64_t as_int() const { return int_; }
    [[nodiscard]] std::uint64_t as_uint() const { return uint_; }
    [[nodiscard]] double as_double() const { return double_; }
    /// Of a string, bytes, or type.
    [[nodiscard]] std::string_view text() const { return {text_, size_}; }
    /// Of a list or map: how many elements or entries.
    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] std::int64_t seconds() const { return int_; }
    [[nodiscard]] std::uint32_t nanos() const { return size_; }
    [[nodiscard]] const ListBody& list_body() const { return *list_; }
    [[nodiscard]] const MapBody& map_body() const { return *map_; }
    [[nodiscard]] const MessageBody& message_body() const { return *message_; }
    [[nodiscard]] const Value* held() const { return held_; }
    [[nodiscard]] const Address& address() const { return *address_; }
    [[nodiscard]] std::uint64_t sources() const { return uint_; }
    [[nodiscard]] Fault fault() const;
    [[nodiscard]] std::string_view error_text() const;

    [[nodiscard]] std::span<const Value> elements() const;
    [[nodiscard]] std::span<const MapItem> items() const;

private:
    ValueKind kind_{ValueKind::kNull};
    std::uint32_t size_{0};
    // NOLINTBEGIN(readability-identifier-naming): as members of the class they are private.
    union {
        std::int64_t int_;
        std::uint64_t uint_;
        double double_;
        const char* text_;
        const ListBody* list_;
        const MapBody* map_;
        const MessageBody* message_;
        const Value* held_;
        const Address* address_;
        const ErrorBody* error_;
    };
    // NOLINTEND(readability-identifier-naming)
};
static_assert(sizeof(Value) == 16);

/// Elements of a list that may still grow at its end: each Value over it sees its own size of them.
struct ListBody {
    Value* elements;
    std::uint32_t used;
    std::uint32_t capacity;
};

/// An entry of a map.
struct MapItem {
    Value key;
    Value value;
};

/// Entries in the order of their making, and an index of them by key where there are many.
struct MapBody {
    MapItem* items;
    std::uint32_t used;
    std::uint32_t capacity;
    std::uint32_t* slots;  ///< Open addressing over items, 0 empty, else number + 1; null when few.
    std::uint32_t slot_count;  ///< A power of two.
};

/// Why there is no value; the text is for a rule's author.
struct ErrorBody {
    Fault fault{};
    std::string_view text;
};

/// An IP address, or with a prefix a network, as written: not masked.
struct Address {
    std::uint8_t bytes[16];  // NOLINT: IPv4 in the first four.
    std::uint8_t family;     ///< 4 or 6
    std::uint8_t prefix;     ///< Bits; of a plain address 0.
};

/// The name of the value's type, as type(x) gives it.
[[nodiscard]] std::string_view type_name(const Value& value);
/// A kind of error in words that tell no value: "out of range".
[[nodiscard]] std::string_view name_of(Fault fault);
inline constexpr std::string_view kTimestampName = "google.protobuf.Timestamp";
inline constexpr std::string_view kDurationName = "google.protobuf.Duration";

}  // namespace sarhad::rules::cel
