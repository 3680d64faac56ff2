#include "watchlists/org_text.h"

#include "letter_forms.h"
#include "utf8_read.h"

#include "core/latin_reading.h"
#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMaxTokenBytes = 48;
constexpr std::size_t kMaxAlternatives = 4;
constexpr std::size_t kMinAlternativeLetters = 4;
constexpr std::string_view kArticle{"\xD8\xA7\xD9\x84"};  // alef, lam
constexpr std::size_t kShortArabic = 4;  // Letters of a word that may begin with al by itself.

bool is_silent(char32_t code) {
    return code == '\'' || code == '`' || code == 0xB4 || (code >= 0x2B0 && code <= 0x36F) ||
           (code >= 0x2018 && code <= 0x201B) || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x5B0 && code <= 0x5C7) || (code >= 0x610 && code <= 0x61A) || code == 0x640 ||
           (code >= 0x64B && code <= 0x65F) || code == 0x670;
}

bool is_upper(char32_t code) {
    const bool is_accented = code >= 0xC0 && code <= 0xDE && code != 0xD7;
    return (code >= 'A' && code <= 'Z') || is_accented || (code >= 0x410 && code <= 0x42F);
}

bool is_native_letter(char32_t code) {
    const bool is_mark = (code >= 0x2000 && code < 0x2E80) || (code >= 0x3000 && code < 0x3040) ||
                         (code >= 0xFF00 && code < 0xFF10) || code == 0xFEFF ||
                         code == kNoCharacter;
    const bool is_far =
        code >= 0x2E80 || (code >= 0x700 && code < 0x1E00) || (code >= 0x530 && code < 0x600);
    return is_far && !is_mark;
}

/// What `code` reads as; false where it separates words.
bool read_code(char32_t code, std::string_view native, std::string& reading) {
    reading.clear();
    if (code < 0x80) {
        const char c = static_cast<char>(code);
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (!is_capital && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            return false;
        }
        reading.push_back(is_capital ? static_cast<char>(c + ('a' - 'A')) : c);
        return true;
    }
    if (const auto latin = core::latin_reading(code)) {
        reading = *latin;
        return true;
    }
    if (is_native_letter(code)) {
        reading = native;
        return true;
    }
    return false;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Collects characters into words.
class Reader final {
public:
    void take(char32_t code, std::string_view native) {
        if (is_silent(code)) {
            return;
        }
        if (read_code(code, native, reading_)) {
            const bool is_arabic = code >= 0x620 && code <= 0x6FF;
            is_arabic_ = is_arabic_ || is_arabic;
            native_ = is_arabic ? native : std::string_view{};
            letter(is_upper(code));
            return;
        }
        mark(code);
    }
    std::vector<OrgToken> done() {
        close();
        return std::move(tokens_);
    }
    [[nodiscard]] bool is_full() const { return tokens_.size() >= kMaxOrgTokens; }

private:
    void letter(bool is_capital) {
        if (reading_.empty()) {
            add_native();
            return;
        }
        const bool is_number = is_digit(reading_[0]);
        if (!token_.text.empty() && is_digit(token_.text[0]) != is_number) {
            close();
            token_.is_joined = true;
        }
        if (is_capital && !was_capital_ && !token_.text.empty()) {
            token_.case_at = static_cast<std::uint16_t>(token_.text.size());
        }
        was_capital_ = is_capital;
        ++letters_;
        if (token_.text.size() + reading_.size() <= kMaxTokenBytes) {
            token_.text += reading_;
        }
        add_native();
    }
    void add_native() {
        if (token_.native.size() + native_.size() <= kMaxTokenBytes) {
            token_.native += native_;
        }
    }
    void mark(char32_t code) {
        token_.is_dotted = code == '.' && letters_ == 1 && !is_digit(token_.text[0]);
        close();
        if (code == '(' || code == '[' || code == 0xFF08) {
            is_bracketed_ = true;
        } else if (code == ')' || code == ']' || code == 0xFF09) {
            is_bracketed_ = false;
        } else if (code == '&' || code == '+') {
            token_.text = "and";
            close();
        }
    }
    void close() {
        token_.is_bracketed = is_bracketed_;
        // The Arabic article is written joined to its noun.
        if (is_arabic_ && token_.text.size() > kShortArabic && token_.text.starts_with("al")) {
            token_.text.erase(0, 2);
            token_.native.erase(0, token_.native.starts_with(kArticle) ? kArticle.size() : 0);
        }
        is_arabic_ = false;
        if (!token_.text.empty() && !is_full()) {
            tokens_.push_back(std::move(token_));
        }
        token_ = {};
        letters_ = 0;
        was_capital_ = false;
    }

    std::vector<OrgToken> tokens_;
    OrgToken token_;
    std::string reading_;
    std::string_view native_;  ///< Of the letter.
    std::size_t letters_{0};
    bool was_capital_{false};
    bool is_arabic_{false};
    bool is_bracketed_{false};
};

bool is_single(const OrgToken& token) {
    return token.text.size() == 1 && !is_digit(token.text[0]);
}

/// "s" "a" "r" "l" to "sarl".
std::vector<OrgToken> merged_letters(std::vector<OrgToken> tokens) {
    std::vector<OrgToken> merged;
    for (std::size_t at = 0; at < tokens.size();) {
        std::size_t end = at + 1;
        const bool is_letter = is_single(tokens[at]);
        // Dotted letters join with dotted ones ("V L.P." is two words), the last may lack its dot.
        while (is_letter && end < tokens.size() && is_single(tokens[end]) &&
               (tokens[end - 1].is_dotted || !tokens[end].is_dotted)) {
            tokens[at].text += tokens[end++].text;
        }
        merged.push_back(std::move(tokens[at]));
        at = end;
    }
    return merged;
}

std::size_t letters_before(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at > count && text[at - 1 - count] != ' ' && text[at - 1 - count] != '.') {
        ++count;
    }
    return count;
}

std::size_t letters_after(std::string_view text, std::size_t at) {
    const std::size_t end = text.find_first_of(" .", at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

struct Cut {
    std::size_t at;
    std::size_t size;
};

/// Of marks between a name and others the size of the one at the beginning of `text`; 0 for none.
std::size_t mark_size(std::string_view text, bool is_vessel) {
    constexpr std::array<std::string_view, 16> kMarks{" a.k.a. ",
                                                      " a/k/a ",
                                                      " also known as ",
                                                      " formerly known as ",
                                                      " aka ",
                                                      " f.k.a. ",
                                                      " formerly ",
                                                      " alias ",
                                                      " (formerly ",
                                                      " (ex ",
                                                      " (ex. ",
                                                      " (ex-",
                                                      " (ex: ",
                                                      " ex ",
                                                      " ex-",
                                                      " ex. "};
    constexpr std::size_t kOfVessels = 3;  // The last ones.
    const std::size_t count = kMarks.size() - (is_vessel ? 0 : kOfVessels);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view head = text.substr(0, kMarks.at(i).size());
        if (core::ascii_lower(head) == kMarks.at(i)) {
            return head.size();
        }
    }
    return 0;
}

/// The next mark between two names at or behind `from`; of size 0 where there is none.
Cut next_cut(std::string_view name, std::size_t from, bool is_vessel) {
    for (std::size_t at = from; at < name.size(); ++at) {
        if (name[at] == '/' && letters_before(name, at) >= kMinAlternativeLetters &&
            letters_after(name, at + 1) >= kMinAlternativeLetters) {
            return {at, 1};
        }
        if (const std::size_t size = name[at] == ' ' ? mark_size(name.substr(at), is_vessel) : 0;
            size != 0) {
            return {at, size};
        }
    }
    return {name.size(), 0};
}

}  // namespace

bool is_latin_word(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::vector<OrgToken> org_tokens(std::string_view written) {
    std::string plain;
    const std::string_view name = with_plain_letters(written, plain);
    Reader reader;
    for (std::size_t at = 0; at < name.size() && !reader.is_full();) {
        const std::size_t from = at;
        const char32_t code = next_character(name, at);
        reader.take(code, name.substr(from, at - from));
    }
    return merged_letters(reader.done());
}

std::vector<OrgAlternative> org_alternatives(std::string_view name, bool is_vessel) {
    std::vector<OrgAlternative> found{{name}};
    std::size_t from = 0;
    bool is_part = false;
    while (found.size() < kMaxAlternatives) {
        const Cut cut = next_cut(name, from, is_vessel);
        if (cut.size == 0 && from == 0) {
            break;
        }
        const bool is_slash = cut.size != 0 && name[cut.at] == '/';
        found.push_back({name.substr(from, cut.at - from), is_part || is_slash});
        if (cut.size == 0) {
            break;
        }
        from = cut.at + cut.size;
        is_part = is_slash;
    }
    return found;
}

}  // namespace sarhad::watchlists
