#include "intake/edifact.h"

#include "edifact_bytes.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

constexpr Separators kInformationSeparators{'\x1F', '\x1D', ' ', '\x1C'};
/// A service string stands right before UNB; a damaged one may be shorter or longer.
constexpr std::size_t kServiceStringReach = 32;

/// Only the separators that a reader needs must differ: the decimal mark is often repeated.
bool is_usable(const Separators& s) {
    const bool has_release = s.release != ' ';
    return is_separator(s.component) && is_separator(s.element) && is_separator(s.terminator) &&
           s.component != s.element && s.component != s.terminator && s.element != s.terminator &&
           (!has_release || (is_separator(s.release) && s.release != s.component &&
                             s.release != s.element && s.release != s.terminator));
}

/// Where the first UNB or UNH at or after `from` opens a segment: at the start or after a byte that
/// is no letter or digit, or right after a service string.
std::optional<std::size_t> find_opening(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find("UN", from); at != std::string_view::npos;
         at = text.find("UN", at + 1)) {
        const std::string_view tag = text.substr(at, 3);
        const bool opens = at == 0 || !is_alphanumeric(text[at - 1]) ||
                           (at >= 9 && text.substr(at - 9, 3) == "UNA");
        if (opens && (tag == "UNB" || tag == "UNH") && is_tag_at(text, at)) {
            return at;
        }
    }
    return std::nullopt;
}

/// Takes the service string that ends at most at `start.at`, where there is one.
void read_service_string(std::string_view text, std::size_t from, InterchangeStart& start) {
    const std::size_t reach = std::min(start.at - from, kServiceStringReach);
    const std::string_view before = text.substr(start.at - reach, reach);
    const std::size_t una = before.rfind("UNA");
    if (una == std::string_view::npos) {
        if (start.at + 3 < text.size() && text[start.at + 3] == kInformationSeparators.element) {
            start.separators = kInformationSeparators;
        }
        return;
    }
    const std::string_view service = before.substr(una + 3);
    if (service.size() >= 6) {
        const Separators read{service[0], service[1], service[3], service[5]};
        const bool only_blanks_follow = core::trim(service.substr(6)).empty();
        if (is_usable(read) && only_blanks_follow) {
            start.separators = read;
            return;
        }
    }
    start.is_service_string_bad = true;
}

}  // namespace

std::string_view fault_word(SegmentFault fault) {
    switch (fault) {
        case SegmentFault::kNone:
            return "";
        case SegmentFault::kNoTag:
            return "no-tag";
        case SegmentFault::kTooManyElements:
            return "too-many-elements";
        case SegmentFault::kTooManyComponents:
            return "too-many-components";
        case SegmentFault::kComponentTooLong:
            return "component-too-long";
        case SegmentFault::kDanglingRelease:
            return "dangling-release";
        case SegmentFault::kUnterminated:
            return "unterminated";
    }
    return "";
}

TextMark Tokens::own(std::string_view text) {
    const TextMark mark{static_cast<std::uint32_t>(own_.size()),
                        static_cast<std::uint32_t>(text.size()) & TextMark::kSizeBits,
                        1};
    own_.insert(own_.end(), text.begin(), text.end());
    return mark;
}

std::optional<InterchangeStart> find_interchange(core::ByteView file, std::size_t from) {
    const std::string_view text = core::as_text(file);
    const auto at = find_opening(text, from);
    if (!at) {
        return std::nullopt;
    }
    InterchangeStart start;
    start.at = *at;
    start.has_interchange_header = text.substr(*at, 3) == "UNB";
    read_service_string(text, from, start);
    return start;
}

namespace {

void append_released(std::string& to, std::string_view text, const Separators& s) {
    for (const char c : text) {
        const bool needs_release =
            c == s.component || c == s.element || c == s.terminator || c == s.release;
        if (needs_release && s.release != ' ') {
            to.push_back(s.release);
        }
        to.push_back(c);
    }
}

}  // namespace

std::string join_segments(const Tokens& tokens, Separators separators) {
    std::string joined;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Segment segment = tokens[i];
        for (std::size_t e = 0; e < segment.elements(); ++e) {
            if (e > 0) joined.push_back(separators.element);
            for (std::size_t c = 0; c < segment.components(e); ++c) {
                if (c > 0) joined.push_back(separators.component);
                append_released(joined, segment.at(e, c), separators);
            }
        }
        joined.push_back(separators.terminator);
    }
    return joined;
}

}  // namespace sarhad::intake
