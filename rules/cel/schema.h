#pragma once

#include "core/result.h"
#include "rules/cel/message_types.h"
#include "rules/cel/value.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// What a field holds, in protobuf's words as far as they differ in range.
enum class Scalar : std::uint8_t {
    kBool,
    kInt32,  ///< Also sint32; kSfixed32 differs on the wire alone, as the other fixed ones do.
    kInt64,
    kSint32,
    kSint64,
    kSfixed32,
    kSfixed64,
    kUint32,
    kUint64,
    kFixed32,
    kFixed64,
    kFloat,
    kDouble,
    kString,
    kBytes,
    kEnum,
    kMessage,
};

/// Messages whose values are not messages in CEL.
enum class WellKnown : std::uint8_t {
    kNone,
    kBoolValue,
    kBytesValue,
    kDoubleValue,
    kFloatValue,
    kInt32Value,
    kInt64Value,
    kStringValue,
    kUint32Value,
    kUint64Value,
    kAny,
    kDuration,
    kTimestamp,
    kStruct,
    kValue,
    kListValue,
    kFieldMask,
    kEmpty,
};

struct MessageInfo;

/// A field's, element's, map key's or map value's type.
struct ScalarType {
    Scalar scalar{Scalar::kBool};
    const MessageInfo* message{nullptr};  ///< Of kMessage.
    bool null_enum{false};                ///< google.protobuf.NullValue: null in CEL.
};

struct FieldInfo {
    std::string name;  ///< Of an extension: its full name.
    std::uint32_t number{0};
    MessageField::Shape shape{MessageField::Shape::kSingle};
    ScalarType key{};  ///< Of a map.
    ScalarType value{};
    bool has_presence{false};  ///< Set to its default it is still there.
    std::int32_t oneof{-1};    ///< Fields of one number exclude each other.
    Value unset{};             ///< What an unset field reads as; of messages: made when read.
};

struct FieldValue;

/// A message value: its set fields in the order of their numbers.
struct MessageBody {
    const MessageInfo* type;
    const FieldValue* fields;
    std::uint32_t count;

    [[nodiscard]] std::span<const FieldValue> set() const;
    /// Null where it is not set.
    [[nodiscard]] const Value* find(const FieldInfo& field) const;
};

/// A message type. Its address stays as long as its Schema.
struct MessageInfo {
    std::string name;
    MessageBody empty{};  ///< The message with nothing set.
    WellKnown well_known{WellKnown::kNone};
    std::vector<std::unique_ptr<FieldInfo>> fields;  ///< Sorted by name once the schema is closed.
    std::vector<std::unique_ptr<FieldInfo>> extensions;

    /// Null where there is none. Extensions by their full name.
    [[nodiscard]] const FieldInfo* find(std::string_view field) const;
    [[nodiscard]] const FieldInfo* find(std::uint32_t number) const;
};

/// A field of a message value that is set.
struct FieldValue {
    const FieldInfo* field{nullptr};
    Value value;
};

/// A field as schema.json writes it.
struct FieldText {
    std::string name;
    std::uint32_t number{0};
    std::string type;  ///< "int32", "map", a message's or enum's full name.
    std::string key;   ///< Of a map.
    std::string value;
    std::string label;  ///< "", "optional", "required", "repeated"
    std::string oneof;
    std::optional<std::string> initial;  ///< Its default.
    bool proto2{false};
};

/// The types of messages and enums: for the checker their names and types, for the evaluator their
/// presence, ranges and defaults. Filled, closed, then shared by many threads.
class Schema final {
public:
    Schema();

    void add_message(const std::string& full_name);
    void add_enum(const std::string& full_name);
    void add_enum_value(const std::string& enum_name, const std::string& name, std::int64_t value);
    /// `owner` was added. The types of its fields may come later.
    void add_field(const std::string& owner, FieldText field);
    void add_extension(const std::string& owner, FieldText field);
    /// Ties names to types. kInvalid names a field whose type is unknown or whose default is no
    /// such value. To be called once, last.
    [[nodiscard]] core::Status close();

    /// Null where there is none.
    [[nodiscard]] const MessageInfo* message(std::string_view full_name) const;

    /// What the checker asks.
    [[nodiscard]] const MessageTypes& types() const { return table_; }

private:
    struct Pending {
        std::string owner;
        FieldText text;
        bool is_extension;
    };
    [[nodiscard]] core::Result<ScalarType> scalar_type(const std::string& name) const;
    [[nodiscard]] core::Status tie(Pending& pending);
    [[nodiscard]] core::Result<Value> initial(const FieldText& text, const ScalarType& type);

    MessageTable table_;
    std::map<std::string, MessageInfo, std::less<>> messages_;
    std::vector<Pending> pending_;
    std::vector<std::unique_ptr<std::string>> texts_;  ///< Of string defaults.
};

}  // namespace sarhad::rules::cel
