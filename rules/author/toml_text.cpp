#include "rules/author/toml_text.h"

#include "core/bytes.h"

namespace sarhad::rules {

std::string toml_quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            made += '\\';
            made += c;
        } else if (c == '\n') {
            made += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            made += "\\u00" + core::to_hex(core::Bytes{byte});
        } else {
            made += c;
        }
    }
    return made + "\"";
}

}  // namespace sarhad::rules
