#include "charset.h"

#include "charset_tables.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr char16_t kReplacement = 0xFFFD;
constexpr unsigned char kFirstLetter = 0xA0;  ///< 80 to 9F are no letters in any part.
constexpr std::array<std::string_view, 6> kLatin{"", "UNOA", "UNOB", "UNOC", "UNOW", "UNOY"};

void append_utf8(std::string& text, char16_t character) {
    if (character < 0x800) {
        text.push_back(static_cast<char>(0xC0 | (character >> 6)));
    } else {
        text.push_back(static_cast<char>(0xE0 | (character >> 12)));
        text.push_back(static_cast<char>(0x80 | ((character >> 6) & 0x3F)));
    }
    text.push_back(static_cast<char>(0x80 | (character & 0x3F)));
}

}  // namespace

Charset Charset::named(std::string_view identifier) {
    Charset charset;
    for (std::size_t i = 0; i < kCharsetTables.size(); ++i) {
        if (kCharsetTables[i].identifier == identifier) charset.table_ = i + 1;
    }
    charset.is_known_ =
        charset.table_ > 0 || std::find(kLatin.begin(), kLatin.end(), identifier) != kLatin.end();
    return charset;
}

char16_t Charset::character(unsigned char byte) const {
    if (byte < kFirstLetter) return kReplacement;
    if (table_ == 0) return byte;
    const char16_t known = kCharsetTables[table_ - 1].characters[byte - kFirstLetter];
    return known == 0 ? kReplacement : known;
}

bool is_plain(std::string_view sent) {
    char before = ' ';
    for (const char c : sent) {
        if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) return false;
        before = c;
    }
    return sent.empty() || before != ' ';
}

std::string to_utf8(std::string_view sent, const Charset& charset) {
    if (is_plain(sent)) return std::string{sent};
    const bool is_utf8 = core::is_utf8(sent);
    std::string text;
    text.reserve(sent.size());
    for (const char c : sent) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && !is_utf8) {
            append_utf8(text, charset.character(byte));
        } else if ((byte >= 0x20 && byte != 0x7F) || byte == '\t') {
            text.push_back(c);
        }
    }
    return core::fold_blanks(text);
}

}  // namespace sarhad::intake
