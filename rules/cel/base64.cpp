#include "base64.h"

namespace sarhad::rules::cel {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

Value to_base64(Context& context, std::string_view bytes) {
    const std::size_t size = (bytes.size() + 2) / 3 * 4;
    char* text = context.arena().take<char>(size);
    if (text == nullptr || !context.spend_bytes(size)) {
        return Context::over_budget();
    }
    for (std::size_t at = 0, to = 0; at < bytes.size(); at += 3, to += 4) {
        std::uint32_t three = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            three = three << 8U |
                    (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text[to + i] = at + i > bytes.size() ? '=' : kAlphabet[three >> (18 - 6 * i) & 0x3fU];
        }
    }
    return Value::string({text, size});
}

Value from_base64(Context& context, std::string_view text) {
    char* bytes = context.arena().take<char>(text.size());
    if (bytes == nullptr || !context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    std::uint32_t held = 0;
    unsigned bits = 0;
    std::size_t size = 0;
    std::size_t letters = 0;
    std::size_t pads = 0;
    bool is_right = true;
    for (const char c : text) {
        if (c == '\r' || c == '\n') {
            continue;
        }
        if (c == '=') {
            ++pads;
            continue;
        }
        const std::size_t six = kAlphabet.find(c);
        is_right = is_right && six != std::string_view::npos && pads == 0;
        ++letters;
        held = held << 6U | (static_cast<std::uint32_t>(six) & 0x3fU);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[size++] = static_cast<char>(held >> bits & 0xffU);
        }
    }
    is_right =
        is_right && letters % 4 != 1 && pads <= 2 && (pads == 0 || (letters + pads) % 4 == 0);
    return is_right ? Value::bytes({bytes, size})
                    : context.error(Fault::kInvalid, {"the text is no base64"});
}

}  // namespace sarhad::rules::cel
