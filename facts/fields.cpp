#include "facts/fields.h"

#include "core/time_text.h"
#include "facts/strict.h"

namespace sarhad::facts {

using core::Errc;
using core::Error;
using core::Status;

namespace detail {

Error wrong(std::string_view wanted) {
    return Error{Errc::kInvalid, core::cat("wanted ", wanted)};
}

Error at_field(std::string_view name, const Error& inner) {
    const bool is_leaf = inner.what.starts_with("wanted ");
    return Error{inner.code, core::cat(name, is_leaf ? ": " : ".", inner.what)};
}

}  // namespace detail

Status read_text(const Value& from, std::string& into, std::size_t max) {
    const auto* text = std::get_if<std::string>(&from.held);
    if (text == nullptr || text->size() > max || !core::is_utf8(*text)) {
        return detail::wrong(core::cat("UTF-8 text of at most ", max, " bytes"));
    }
    into = *text;
    return {};
}

Status read_bytes(const Value& from, core::Bytes& into, std::size_t max) {
    if (const auto* text = std::get_if<std::string>(&from.held); text != nullptr) {
        core::Result<core::Bytes> bytes = core::from_hex(*text);  // JSON writes bytes so.
        if (!bytes || bytes->size() > max) {
            return detail::wrong(core::cat("hexadecimal of at most ", max, " bytes"));
        }
        into = *std::move(bytes);
        return {};
    }
    const auto* bytes = std::get_if<core::Bytes>(&from.held);
    if (bytes == nullptr || bytes->size() > max) {
        return detail::wrong(core::cat("at most ", max, " bytes"));
    }
    into = *bytes;
    return {};
}

Status read_date(const Value& from, PartialDate& into) {
    const auto* text = std::get_if<std::string>(&from.held);
    core::Result<PartialDate> date = PartialDate::parse(text == nullptr ? "?" : *text);
    if (!date) {
        return detail::wrong("a date: YYYY, YYYY-MM or YYYY-MM-DD");
    }
    into = *date;
    return {};
}

Status read_local(const Value& from, LocalTime& into) {
    const auto* text = std::get_if<std::string>(&from.held);
    core::Result<LocalTime> time = LocalTime::parse(text == nullptr ? "?" : *text);
    if (!time) {
        return detail::wrong("a local time: YYYY-MM-DDTHH:MM");
    }
    into = *time;
    return {};
}

/// A whole number of microseconds; as JSON has it, a text.
Status read_wall(const Value& from, core::WallTime& into) {
    const auto* text = std::get_if<std::string>(&from.held);
    if (text == nullptr) {
        return read_integer(from, into.micros);
    }
    SARHAD_TRY(into, core::from_rfc3339(*text));
    return {};
}

Status read_permille(const Value& from, core::Permille& into) {
    int value = 0;
    SARHAD_TRY_STATUS(read_integer(from, value));
    if (value < 0 || value > 1000) {
        return detail::wrong("0 to 1000");
    }
    into = core::Permille{value};
    return {};
}

Status read_boolean(const Value& from, bool& into) {
    const auto* value = std::get_if<bool>(&from.held);
    if (value == nullptr) {
        return detail::wrong("true or false");
    }
    into = *value;
    return {};
}

Status unknown_member(std::string_view path,
                      std::string_view name,
                      const std::vector<std::string_view>& known) {
    const std::string_view near = core::nearest(name, known);
    // The name is the sender's own text: it is shown only where it is plainly a word.
    const bool is_word = !name.empty() && name.size() <= 40 &&
                         name.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789_-") == std::string_view::npos;
    return Error{Errc::kInvalid,
                 core::cat(path,
                           ": no member is called ",
                           is_word ? name : "so",
                           near.empty() ? "" : "; did you mean ",
                           near)};
}

const Value* find(const Value::Map& map, const FieldSpec& spec) {
    for (const Entry& entry : map) {
        if (entry.key == spec.key || (entry.key < 0 && entry.name == spec.name)) {
            return &entry.value;
        }
    }
    return nullptr;
}

}  // namespace sarhad::facts
