#pragma once

#include "core/bytes.h"
#include "facts/message.h"
#include "intake/edifact.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace sarhad::fuzz {

/// How often `start` stands right behind the end of a segment, with the separators of the standard.
inline std::size_t count_starts(std::string_view text, std::string_view start) {
    std::size_t found = 0;
    for (std::size_t at = text.find(start); at != std::string_view::npos;
         at = text.find(start, at + 1)) {
        if (at == 0 || text[at - 1] != '\'') continue;
        std::size_t releases = 0;
        for (std::size_t i = at - 1; i-- > 0;) {
            const bool is_line_break = text[i] == '\r' || text[i] == '\n';
            if (text[i] != '?' && !is_line_break) break;
            if (!is_line_break) ++releases;
        }
        found += releases % 2 == 0 ? 1U : 0U;
    }
    return found;
}

inline bool is_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// What a scan with the separators of the standard may look at; "" where the file has others.
inline std::string_view scannable(std::string_view text) {
    const auto start = intake::find_interchange(core::as_bytes(text), 0);
    const bool has_other_separators =
        text.find("UNA") != std::string_view::npos || text.find('\x1D') != std::string_view::npos;
    return start && !has_other_separators ? text.substr(start->at) : std::string_view{};
}

/// How many segments problems name as unknown; `is_named` is set where something is refused or left
/// out as a whole and named so: then a scan can count nothing.
inline std::size_t count_unknown(const std::vector<facts::Message>& messages, bool& is_named) {
    std::size_t unknown = 0;
    for (const auto& message : messages) {
        is_named = is_named || message.status == facts::MessageStatus::kRefused;
        for (const auto& problem : message.problems) {
            is_named = is_named ||
                       is_of(problem.code, {"stray-segment", "leading-text", "trailing-text"}) ||
                       problem.code.starts_with("too-many-");
            unknown += problem.code == "unknown-segment" ? 1U : 0U;
        }
    }
    return unknown;
}

}  // namespace sarhad::fuzz
