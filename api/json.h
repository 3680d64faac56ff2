#pragma once

#include "core/result.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sarhad::api {

/// One member of an object: its name and its value.
struct JsonMember;

/// A JSON value: null, bool, 64-bit integer, text, array, or object with its keys in insertion
/// order. There is no floating-point number: a quantity is a whole number of a named unit.
/// Nesting made in code is the caller's to keep small; parse_json() bounds what comes from outside.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::vector<JsonMember>;

    Json();  ///< null
    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();

    Json(std::nullptr_t);         // NOLINT(google-explicit-constructor)
    Json(const char* text);       // NOLINT(google-explicit-constructor)
    Json(std::string_view text);  // NOLINT(google-explicit-constructor)
    Json(std::string text);       // NOLINT(google-explicit-constructor)
    template <std::same_as<bool> T>
    Json(T value) : Json{Truth{value}} {}  // NOLINT(google-explicit-constructor)
    /// A number above the signed 64-bit range becomes its decimal digits as text.
    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>) Json(T value)  // NOLINT
        : Json{Whole{static_cast<std::uint64_t>(value), std::cmp_less(value, 0)}} {}

    /// Json::object({{"node", 3}, {"state", "current"}}). A key given twice is a bug (checked).
    [[nodiscard]] static Json object(std::initializer_list<JsonMember> members = {});
    [[nodiscard]] static Json array(std::initializer_list<Json> elements = {});
    [[nodiscard]] static Json array(Array elements);

    [[nodiscard]] bool is_null() const noexcept { return holds<std::monostate>(); }
    [[nodiscard]] bool is_bool() const noexcept { return holds<bool>(); }
    [[nodiscard]] bool is_int() const noexcept { return holds<std::int64_t>(); }
    [[nodiscard]] bool is_text() const noexcept { return holds<std::string>(); }
    [[nodiscard]] bool is_array() const noexcept { return holds<Array>(); }
    [[nodiscard]] bool is_object() const noexcept { return holds<Object>(); }

    /// The value as that kind; it must be of that kind (checked).
    [[nodiscard]] bool as_bool() const;
    [[nodiscard]] std::int64_t as_int() const;
    [[nodiscard]] const std::string& as_text() const;
    [[nodiscard]] const Array& elements() const;
    [[nodiscard]] const Object& members() const;

    /// The member `key`, null where there is none or where this is no object. Lives as this does.
    [[nodiscard]] const Json* find(std::string_view key) const noexcept;
    /// The member `key` of that kind. kInvalid names the key, and says missing or of another kind.
    [[nodiscard]] core::Result<std::string> text_at(std::string_view key) const;
    [[nodiscard]] core::Result<std::int64_t> int_at(std::string_view key) const;
    [[nodiscard]] core::Result<bool> bool_at(std::string_view key) const;

    /// Sets or replaces the member `key`; this must be an object (checked).
    void set(std::string_view key, Json value);
    /// set() for a key that the caller knows to be new, without looking for it.
    void add_new(std::string key, Json value);
    /// Adds to the end; this must be an array (checked).
    void push(Json value);

    /// Equal kind and content; the order of an object's keys counts.
    friend bool operator==(const Json& left, const Json& right);

private:
    struct Truth {
        bool value;
    };
    struct Whole {
        std::uint64_t bits;  ///< Two's complement.
        bool negative;
    };
    // Out of line: JsonMember is incomplete here, and building a Value needs all of it.
    explicit Json(Truth truth);
    explicit Json(Whole whole);

    using Value = std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object>;
    template <class T>
    [[nodiscard]] bool holds() const noexcept {
        return std::holds_alternative<T>(value_);
    }

    Value value_;
};

/// Name and value, as Json::object() takes them.
struct JsonMember {
    std::string key;
    Json value;
    friend bool operator==(const JsonMember&, const JsonMember&) = default;
};

enum class JsonLayout : std::uint8_t {
    kCompact,   ///< One line, no blanks.
    kIndented,  ///< Two blanks a level, a member a line.
};

/// RFC 8259 text, always well-formed: a byte that is not UTF-8 is written as U+FFFD.
[[nodiscard]] std::string to_text(const Json& value, JsonLayout layout = JsonLayout::kCompact);

enum class JsonFloats : std::uint8_t {
    kRefuse,  ///< A number with a fraction or an exponent is kInvalid.
    kText,    ///< It is kept as text, exactly as written.
};

struct JsonLimits {
    std::size_t depth{16};          ///< Arrays and objects inside one another.
    std::size_t bytes{1U << 20U};   ///< Of the whole text.
    std::size_t elements{100'000};  ///< Values of any kind, in all.
    JsonFloats floats{JsonFloats::kRefuse};
};

/// The value that `text` is. kInvalid, with line:column and never with the content, for what is not
/// one JSON text in UTF-8, a key given twice in one object, a whole number outside the signed
/// 64-bit range; kExhausted past a limit.
[[nodiscard]] core::Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace sarhad::api
