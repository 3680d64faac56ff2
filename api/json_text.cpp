#include "api/json.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::api {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// How many bytes the well-formed UTF-8 character at the start of `text` has; 0 where none is.
std::size_t character_length(std::string_view text) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
        if (core::is_utf8(text.substr(0, length))) return length;
    }
    return 0;
}

std::string_view short_escape(char c) {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:  // Not our enum.
            return {};
    }
}

void write_ascii(std::string& to, char c) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    if (const std::string_view escape = short_escape(c); !escape.empty()) {
        to += escape;
    } else if (code < 0x20 || code == 0x7F) {
        to += "\\u00";
        to += kDigits[code >> 4U];
        to += kDigits[code & 0x0FU];
    } else {
        to += c;
    }
}

void write_string(std::string& to, std::string_view text) {
    to += '"';
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        const std::size_t length = first < 0x80 ? 1 : character_length(text);
        if (first < 0x80) {
            write_ascii(to, text.front());
        } else if (length == 0) {
            to += kReplacement;
        } else {
            to += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(1, length));
    }
    to += '"';
}

class Writer {
public:
    explicit Writer(JsonLayout layout) : indented_{layout == JsonLayout::kIndented} {}

    void write(const Json& value) {
        if (value.is_null()) text_ += "null";
        if (value.is_bool()) text_ += value.as_bool() ? "true" : "false";
        if (value.is_int()) text_ += std::to_string(value.as_int());
        if (value.is_text()) write_string(text_, value.as_text());
        if (value.is_array()) write_array(value.elements());
        if (value.is_object()) write_object(value.members());
    }

    std::string take() { return std::move(text_); }

private:
    void write_array(const Json::Array& elements) {
        open('[');
        for (std::size_t i = 0; i < elements.size(); ++i) {
            separate(i);
            write(elements[i]);
        }
        close(']', elements.empty());
    }

    void write_object(const Json::Object& members) {
        open('{');
        for (std::size_t i = 0; i < members.size(); ++i) {
            separate(i);
            write_string(text_, members[i].key);
            text_ += indented_ ? ": " : ":";
            write(members[i].value);
        }
        close('}', members.empty());
    }

    void open(char bracket) {
        text_ += bracket;
        ++depth_;
    }

    void separate(std::size_t index) {
        if (index > 0) text_ += ',';
        new_line();
    }

    void close(char bracket, bool empty) {
        --depth_;
        if (!empty) new_line();
        text_ += bracket;
    }

    void new_line() {
        if (!indented_) return;
        text_ += '\n';
        text_.append(2 * depth_, ' ');
    }

    std::string text_;
    std::size_t depth_{0};
    bool indented_;
};

}  // namespace

std::string to_text(const Json& value, JsonLayout layout) {
    Writer writer{layout};
    writer.write(value);
    return writer.take();
}

}  // namespace sarhad::api
