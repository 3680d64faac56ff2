#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sarhad::rules::cel {

/// What a field or a list's or map's element holds, in protobuf's words.
enum class FieldKind : std::uint8_t {
    kBool,
    kInt,     ///< int32, int64, sint*, sfixed*
    kUint,    ///< uint32, uint64, fixed*
    kDouble,  ///< float, double
    kString,
    kBytes,
    kEnum,     ///< `type_name` is the enum's; an int in CEL.
    kMessage,  ///< `type_name` is the message's; wrappers and other well-known types by their
               ///< names.
};

/// The type of one value; `type_name` of an enum or a message.
struct FieldType {
    FieldKind kind{FieldKind::kBool};
    std::string type_name;
};

/// A field: one value, a list of them, or a map.
struct MessageField {
    enum class Shape : std::uint8_t { kSingle, kList, kMap };
    Shape shape{Shape::kSingle};
    FieldType key;    ///< Of a map.
    FieldType value;  ///< Of the field, the element, or the map's value.
};

/// The message and enum types that an expression can name. Immutable once an Environment holds it.
class MessageTypes {
public:
    MessageTypes() = default;
    MessageTypes(const MessageTypes&) = delete;
    MessageTypes& operator=(const MessageTypes&) = delete;
    virtual ~MessageTypes() = default;

    [[nodiscard]] virtual bool has_message(std::string_view full_name) const = 0;
    /// Null where there is no such message or field.
    [[nodiscard]] virtual const MessageField* field(std::string_view message,
                                                    std::string_view field) const = 0;
    /// Of `message`, sorted; empty for no such message. For "did you mean".
    [[nodiscard]] virtual std::vector<std::string_view> field_names(
        std::string_view message) const = 0;
    /// `extension`: its full name; null where it does not extend `message`.
    [[nodiscard]] virtual const MessageField* extension(std::string_view message,
                                                        std::string_view extension) const = 0;
    [[nodiscard]] virtual bool has_enum(std::string_view full_name) const = 0;
    /// `full_name`: "package.Enum.VALUE".
    [[nodiscard]] virtual std::optional<std::int64_t> enum_value(
        std::string_view full_name) const = 0;
};

/// MessageTypes from a table in memory. Filled first, then shared.
class MessageTable final : public MessageTypes {
public:
    /// A later field of the same name replaces the earlier one.
    void add_message(std::string full_name);
    void add_field(const std::string& message, std::string name, MessageField field);
    void add_extension(const std::string& message, std::string full_name, MessageField field);
    void add_enum(std::string full_name);
    void add_enum_value(const std::string& enum_name, std::string_view name, std::int64_t value);

    [[nodiscard]] bool has_message(std::string_view full_name) const override;
    [[nodiscard]] const MessageField* field(std::string_view message,
                                            std::string_view field) const override;
    [[nodiscard]] std::vector<std::string_view> field_names(
        std::string_view message) const override;
    [[nodiscard]] const MessageField* extension(std::string_view message,
                                                std::string_view extension) const override;
    [[nodiscard]] bool has_enum(std::string_view full_name) const override;
    [[nodiscard]] std::optional<std::int64_t> enum_value(std::string_view full_name) const override;

private:
    struct Message {
        std::map<std::string, MessageField, std::less<>> fields;
        std::map<std::string, MessageField, std::less<>> extensions;
    };
    struct TextHash {
        using is_transparent = void;  // NOLINT(readability-identifier-naming): its name there.
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    // Never iterated.
    std::unordered_map<std::string, Message, TextHash, std::equal_to<>> messages_;
    std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> enums_;
};

}  // namespace sarhad::rules::cel
