#include "alias_text.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::watchlists {
namespace {

/// The first marker at or behind `from`, blanks around it included; npos for none.
struct Marker {
    std::size_t at{std::string_view::npos};
    std::size_t size{0};
};

/// "L@dmila": a letter inside a word. An alias has three letters at least.
bool is_letter(std::string_view lower, std::size_t at) {
    constexpr std::size_t kLeastAlias = 3;
    std::size_t before = 0;
    while (before < at && lower[at - before - 1] != ' ') {
        ++before;
    }
    const std::size_t end = std::min(lower.find(' ', at), lower.size());
    const std::size_t behind = end - at - 1;
    return before > 0 && behind > 0 && std::min(before, behind) < kLeastAlias;
}

Marker next_marker(std::string_view lower, std::size_t from) {
    constexpr std::array<std::string_view, 17> kMarkers{" alias ",
                                                        " urf ",
                                                        " عرف ",
                                                        " urf: ",
                                                        "@",
                                                        " a.k.a. ",
                                                        " a.k.a ",
                                                        " aka ",
                                                        " f.k.a. ",
                                                        " a/k/a ",
                                                        " f/k/a ",
                                                        " also known as ",
                                                        " formerly known as ",
                                                        " better known as ",
                                                        " otherwise known as ",
                                                        " now known as ",
                                                        " known as "};
    Marker first;
    for (const std::string_view marker : kMarkers) {
        std::size_t at = lower.find(marker, from);
        while (marker == "@" && at != std::string_view::npos && is_letter(lower, at)) {
            at = lower.find(marker, at + 1);
        }
        if (at < first.at) {
            first = {at, marker.size()};
        }
    }
    return first;
}

/// The first two letters of any marker, in small letters.
bool may_begin_marker(char first, char second) {
    constexpr std::array<std::string_view, 13> kBegins{
        "al", "ak", "a.", "a/", "ur", "f.", "f/", "fo", "kn", "no", "be", "ot", "\xD8\xB9"};
    return std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) {
        return begin[0] == first && begin[1] == second;
    });
}

/// Whether any of the markers may be in it: most names have none.
bool may_have_marker(std::string_view text) {
    const auto small = [&](std::size_t at) {
        const char c = text[at];
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '@') {
            return true;
        }
        if ((text[at] != ' ' && text[at] != '(') || at + 2 >= text.size()) {
            continue;
        }
        const char first = small(at + 1);
        const char second = small(at + 2);
        if (may_begin_marker(first, second)) {
            return true;
        }
    }
    return false;
}

/// "Khan (alias Mama)": a bracket before a word is as a blank, so that a marker is met there too.
std::string comparable(std::string_view text) {
    std::string lower = core::ascii_lower(text);
    std::replace(lower.begin(), lower.end(), '(', ' ');
    return lower;
}

/// Without the brackets of which the other one stands beyond a marker.
std::string balanced(std::string_view part) {
    std::string text{part};
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '(') {
            open.push_back(at);
        } else if (text[at] == ')' && open.empty()) {
            text[at] = ' ';
        } else if (text[at] == ')') {
            open.pop_back();
        }
    }
    for (const std::size_t at : open) {
        text[at] = ' ';
    }
    return core::fold_blanks(text);
}

}  // namespace

std::vector<std::string> alias_parts(std::string_view text) {
    if (!may_have_marker(text)) {
        const std::string_view name = core::trim(text);
        return {std::string{name.empty() ? text : name}};
    }
    const std::string lower = comparable(text);
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const Marker marker =
            parts.size() + 1 < kMaxAliasParts ? next_marker(lower, from) : Marker{};
        std::string part = balanced(text.substr(from, std::min(marker.at, text.size()) - from));
        if (!part.empty()) {
            parts.push_back(std::move(part));
        }
        if (marker.at == std::string_view::npos) {
            break;
        }
        from = marker.at + marker.size;
    }
    return parts.empty() ? std::vector<std::string>{std::string{text}} : parts;
}

}  // namespace sarhad::watchlists
