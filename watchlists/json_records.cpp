#include "json_records.h"

#include "entry_parts.h"
#include "entry_taker.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <variant>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

constexpr std::string_view kNoObject = "it is no object, and so no record";

/// Cuts a stream into objects by their braces, outside of strings.
class Cutter final {
public:
    Cutter(std::string_view what, const JsonSink& sink) : what_{what}, sink_{sink} {}

    core::Status take(std::uint8_t byte) {
        const char c = static_cast<char>(byte);
        line_ += c == '\n' ? 1U : 0U;
        if (is_in_scalar_) {
            return scalar(c);
        }
        return depth_ == 0 ? between(c) : within(c);
    }

    [[nodiscard]] core::Status finish() const {
        if (depth_ != 0) {
            return Error{Errc::kInvalid,
                         core::cat(what_,
                                   ": ends within the object that begins in line ",
                                   from_line_,
                                   ": the file is not whole, fetch it again")};
        }
        if (has_array_ && !is_closed_) {
            return Error{Errc::kInvalid,
                         core::cat(what_, ": the array is not closed: the file is not whole")};
        }
        return {};
    }

private:
    core::Status between(char c) {
        if (c == '\0' || (seen_ == 0 && (c == '\xFF' || c == '\xFE'))) {
            return is_wide();
        }
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        const bool is_mark = static_cast<unsigned char>(c) >= 0xBB && seen_ < 3;  // UTF-8's BOM.
        ++seen_;
        if (is_blank || is_mark) {
            return {};
        }
        if (c == '{' && !is_closed_) {
            text_.assign(1, c);
            depth_ = 1;
            from_line_ = line_;
            is_too_large_ = false;
            return {};
        }
        if (c == '[' && !has_array_ && !has_object_) {
            has_array_ = true;
            return {};
        }
        if (has_array_ && !is_closed_ && is_no_object(c)) {
            return begin_other(c);
        }
        if (c == ']' && has_array_ && !is_closed_) {
            is_closed_ = true;
            return {};
        }
        if (c == ',' && has_array_ && has_object_ && !is_closed_) {
            return {};
        }
        return Error{Errc::kInvalid,
                     core::cat(what_,
                               ", line ",
                               line_,
                               ": wanted a JSON object; the file holds one object a line, or one "
                               "array of objects")};
    }

    /// What a value begins with that is none: a text, a number, true, false, null, a list.
    static bool is_no_object(char c) {
        return std::string_view{"\"-0123456789tfn["}.find(c) != std::string_view::npos;
    }

    /// A value of the array that is no object: refused with its line, and passed over.
    core::Status begin_other(char c) {
        from_line_ = line_;
        if (c == '[') {
            text_.assign(1, c);
            depth_ = 1;
            is_too_large_ = false;
            return {};
        }
        is_in_scalar_ = true;
        is_in_string_ = c == '"';
        return is_in_string_ ? core::Status{} : scalar(c);
    }

    core::Status scalar(char c) {
        const bool ends_text = is_in_string_ && !is_escaped_ && c == '"';
        const bool ends_word = !is_in_string_ && (c == ',' || c == ']' || c == ' ' || c == '\t' ||
                                                  c == '\n' || c == '\r');
        is_escaped_ = is_in_string_ && !is_escaped_ && c == '\\';
        if (!ends_text && !ends_word) {
            return {};
        }
        is_in_scalar_ = is_in_string_ = is_escaped_ = false;
        has_object_ = true;
        ++count_;
        JsonRecord record;
        record.place = core::cat("object ", count_, ", line ", from_line_);
        record.refusal = kNoObject;
        SARHAD_TRY_STATUS(sink_(record));
        return ends_word ? between(c) : core::Status{};
    }

    [[nodiscard]] core::Error is_wide() const {
        return Error{Errc::kInvalid,
                     core::cat(what_, ", line ", line_, ": it is UTF-16: save the file as UTF-8")};
    }

    core::Status within(char c) {
        if (c == '\0' && text_.size() == 1 && !has_object_) {
            return is_wide();  // The other half of the first brace.
        }
        if (text_.size() < kMaxJsonRecord) {
            text_.push_back(c);
        } else {
            is_too_large_ = true;
        }
        if (is_escaped_) {
            is_escaped_ = false;
        } else if (is_in_string_) {
            is_escaped_ = c == '\\';
            is_in_string_ = c != '"';
        } else if (c == '"') {
            is_in_string_ = true;
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if (c == '}' || c == ']') {
            --depth_;
        }
        return depth_ == 0 ? hand_on() : core::Status{};
    }

    core::Status hand_on() {
        has_object_ = true;
        JsonRecord record;
        // An array may stand in one line, whose number says nothing.
        ++count_;
        const std::string number = has_array_ ? core::cat("object ", count_, ", ") : std::string{};
        record.place = core::cat(number, "line ", from_line_);
        if (is_too_large_) {
            record.refusal = core::cat("it is larger than ", kMaxJsonRecord, " bytes");
            return sink_(record);
        }
        facts::JsonReading reading{kMaxJsonValues};
        core::Result<facts::Value> value = facts::parse_json(text_, reading);
        if (value && !std::holds_alternative<facts::Value::Map>(value->held)) {
            record.refusal = kNoObject;
        } else if (value) {
            record.value = *std::move(value);
        } else {
            record.refusal = value.error().what;
            record.place = line_ == from_line_
                               ? record.place
                               : core::cat(number, "lines ", from_line_, " to ", line_);
        }
        return sink_(record);
    }

    std::string_view what_;
    const JsonSink& sink_;
    std::string text_;
    std::size_t depth_{0};
    std::uint64_t line_{1};
    std::uint64_t from_line_{0};
    std::uint64_t count_{0};  ///< Objects, and what stands in an array in place of one.
    std::size_t seen_{0};     ///< Bytes between objects.
    bool is_in_scalar_{false};
    bool is_in_string_{false};
    bool is_escaped_{false};
    bool is_too_large_{false};
    bool has_array_{false};
    bool has_object_{false};
    bool is_closed_{false};
};

}  // namespace

void keep_leftovers(const facts::Value& map,
                    std::span<const std::string_view> known,
                    Remarks& remarks,
                    ImportReport& report) {
    const auto* members = std::get_if<facts::Value::Map>(&map.held);
    for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
        const facts::Entry& entry = (*members)[i];
        if (std::find(known.begin(), known.end(), entry.name) != known.end()) {
            continue;
        }
        for (const std::string& text : text_members(map, entry.name)) {
            remarks.add_once(entry.name, text);
            count_in_remarks(report, entry.name);
        }
        if (const auto* flag = std::get_if<bool>(&entry.value.held)) {
            remarks.add_once(entry.name, *flag ? "true" : "false");
            count_in_remarks(report, entry.name);
        }
        keep_leftovers(entry.value, {}, remarks, report);
        const auto* array = std::get_if<facts::Value::Array>(&entry.value.held);
        for (std::size_t at = 0; array != nullptr && at < array->size(); ++at) {
            keep_leftovers((*array)[at], {}, remarks, report);
        }
    }
}

core::Status read_json_records(const ByteSource& from,
                               std::string_view what,
                               const JsonSink& sink) {
    Cutter cutter{what, sink};
    std::array<std::uint8_t, 16'384> buffer{};
    while (true) {
        SARHAD_TRY(const std::size_t got, from(buffer));
        SARHAD_CHECK(got <= buffer.size());
        if (got == 0) {
            return cutter.finish();
        }
        for (std::size_t i = 0; i < got; ++i) {
            SARHAD_TRY_STATUS(cutter.take(buffer[i]));
        }
    }
}

}  // namespace sarhad::watchlists
