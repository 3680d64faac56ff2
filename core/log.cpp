#include "core/log.h"

#include <algorithm>

namespace sarhad::core {
namespace {

bool needs_quotes(std::string_view value) {
    return value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\';
           });
}

void append_value(std::string& line, std::string_view value) {
    if (!needs_quotes(value)) {
        line.append(value);
        return;
    }
    line.push_back('"');
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            line.push_back('\\');
        }
        // A line feed in a value would let its sender write log lines of his own.
        line.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
    }
    line.push_back('"');
}

}  // namespace

std::string to_line(const LogEvent& event, std::initializer_list<LogField> fields) {
    std::string line{event.id};
    line.push_back(' ');
    line.append(event.text);
    for (const LogField& field : fields) {
        line.push_back(' ');
        line.append(field.key());
        line.push_back('=');
        append_value(line, field.value());
    }
    return line;
}

}  // namespace sarhad::core
