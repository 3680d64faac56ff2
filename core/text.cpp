#include "core/text.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace sarhad::core {
namespace {

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

template <class Integer>
Result<Integer> parse(std::string_view text) {
    Integer value{};
    const char* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc{} || stop != end) {
        return Error{Errc::kInvalid, "not a whole number in range"};
    }
    return value;
}

/// How many continuation bytes follow `lead`, or -1 where it leads nothing.
int continuation_count(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xC2 && lead <= 0xDF) return 1;
    if (lead >= 0xE0 && lead <= 0xEF) return 2;
    if (lead >= 0xF0 && lead <= 0xF4) return 3;
    return -1;
}

/// The second byte's range shuts out overlong forms, surrogates and what is past U+10FFFF.
bool is_second_allowed(unsigned char lead, unsigned char second) {
    if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
    if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
    if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
    if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
    return second >= 0x80 && second <= 0xBF;
}

}  // namespace

std::string join_pieces(std::initializer_list<Piece> pieces) {
    std::string text;
    for (const Piece& piece : pieces) {
        text.append(piece.view());
    }
    return text;
}

Result<std::int64_t> parse_int(std::string_view text) {
    return parse<std::int64_t>(text);
}

Result<std::uint64_t> parse_uint(std::string_view text) {
    return parse<std::uint64_t>(text);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (true) {
        const std::size_t at = text.find(separator);
        pieces.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(at + 1);
    }
}

std::string_view trim(std::string_view text) noexcept {
    // Each component of each message passes here: find_first_not_of() costs a call a byte.
    std::size_t first = 0;
    std::size_t last = text.size();
    while (first < last && is_blank(text[first]))
        ++first;
    while (last > first && is_blank(text[last - 1]))
        --last;
    return text.substr(first, last - first);
}

std::string fold_blanks(std::string_view text) {
    std::string folded;
    bool is_gap = false;
    for (const char c : text) {
        if (is_blank(c)) {
            is_gap = !folded.empty();
            continue;
        }
        if (is_gap) {
            folded.push_back(' ');
        }
        is_gap = false;
        folded.push_back(c);
    }
    return folded;
}

std::string cut_utf8(std::string_view text, std::size_t max) {
    if (text.size() <= max) {
        return std::string{text};
    }
    std::size_t size = max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return std::string{text.substr(0, size)};
}

std::string ascii_upper(std::string_view text) {
    std::string upper{text};
    for (char& c : upper) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return upper;
}

std::string ascii_lower(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

bool is_ascii_digits(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const int more = continuation_count(lead);
        if (more < 0 || static_cast<std::size_t>(more) >= text.size() - at) {
            return false;
        }
        for (int n = 1; n <= more; ++n) {
            const auto byte = static_cast<unsigned char>(text[++at]);
            if (n == 1 ? !is_second_allowed(lead, byte) : (byte < 0x80 || byte > 0xBF)) {
                return false;
            }
        }
    }
    return true;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
        }
    }
    return row[b.size()];
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t least = word.size() > candidate.size() ? word.size() - candidate.size()
                                                                 : candidate.size() - word.size();
        if (least >= best_distance) {
            continue;  // So many edits at least: a word of a megabyte is not compared.
        }
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace sarhad::core
