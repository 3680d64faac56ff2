#include "intake/edifact.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

constexpr Separators kInformationSeparators{'\x1F', '\x1D', ' ', '\x1C'};
/// A service string stands right before UNB; a damaged one may be shorter or longer.
constexpr std::size_t kServiceStringReach = 32;

bool is_line_break(char c) {
    return c == '\r' || c == '\n';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || is_line_break(c);
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_separator(char c) {
    return !is_alphanumeric(c) && !is_blank(c) && static_cast<unsigned char>(c) < 0x7F && c != '\0';
}

/// Only the separators that a reader needs must differ: the decimal mark is often repeated.
bool is_usable(const Separators& s) {
    const bool has_release = s.release != ' ';
    return is_separator(s.component) && is_separator(s.element) && is_separator(s.terminator) &&
           s.component != s.element && s.component != s.terminator && s.element != s.terminator &&
           (!has_release || (is_separator(s.release) && s.release != s.component &&
                             s.release != s.element && s.release != s.terminator));
}

/// A separator follows the three letters at `at`, perhaps after blanks: they are a segment's tag.
bool is_tag_at(std::string_view text, std::size_t at) {
    std::size_t next = at + 3;
    while (next < text.size() && is_blank(text[next]))
        ++next;
    return next < text.size() && is_separator(text[next]);
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

std::string_view Segment::at(std::size_t element, std::size_t component) const {
    if (element >= counts_.size() || component >= counts_[element]) {
        return {};
    }
    std::size_t first = 0;
    for (std::size_t i = 0; i < element; ++i) {
        first += counts_[i];
    }
    return texts_[first + component];
}

std::size_t Segment::components(std::size_t element) const {
    return element < counts_.size() ? counts_[element] : 0;
}

Segment Tokens::operator[](std::size_t index) const {
    SARHAD_CHECK(index < marks_.size());
    const Mark& mark = marks_[index];
    const bool is_last = index + 1 == marks_.size();
    const std::size_t texts_end = is_last ? texts_.size() : marks_[index + 1].first_text;
    const std::size_t counts_end = is_last ? counts_.size() : marks_[index + 1].first_element;
    Segment segment;
    segment.texts_ = std::span{texts_}.subspan(mark.first_text, texts_end - mark.first_text);
    segment.counts_ =
        std::span{counts_}.subspan(mark.first_element, counts_end - mark.first_element);
    segment.number_ = static_cast<std::uint32_t>(index + 1);
    segment.offset_ = mark.offset;
    segment.fault_ = mark.fault;
    return segment;
}

/// One pass over the bytes of one interchange.
class Tokenizer {
public:
    Tokenizer(core::ByteView file, std::size_t from, Separators separators)
        : text_{core::as_text(file)}, separators_{separators}, at_{from} {
        for (const char c : {separators.component,
                             separators.element,
                             separators.terminator,
                             separators.release,
                             '\r',
                             '\n'}) {
            means_something_[static_cast<unsigned char>(c)] = true;
        }
    }

    core::Result<Tokens> run() {
        start_segment();
        while (at_ < text_.size() && !is_done_) {
            if (tokens_.marks_.size() >= kSegments) {
                return core::Error{
                    core::Errc::kExhausted,
                    core::cat("more than ", kSegments, " segments: split the interchange")};
            }
            if (tokens_.texts_.size() > kTexts) {
                return core::Error{
                    core::Errc::kExhausted,
                    core::cat("more than ", kTexts, " texts: split the interchange")};
            }
            if (opens_interchange()) {
                is_done_ = true;
                break;
            }
            take(text_[at_]);
            ++at_;
            pass_text();
        }
        if (!is_done_) end_of_bytes();
        tokens_.end_ = at_;
        return std::move(tokens_);
    }

private:
    /// A further interchange starts here, perhaps with other separators: this one has no UNZ.
    [[nodiscard]] bool opens_interchange() const {
        if (has_content_ || tokens_.marks_.empty() || text_[at_] != 'U') return false;
        const std::string_view tag = text_.substr(at_, 3);
        return (tag == "UNA" || tag == "UNB") && is_tag_at(text_, at_);
    }

    /// Bytes inside a text that mean nothing but themselves: most of a file is of them.
    void pass_text() {
        if (!has_content_ || is_released_) return;
        std::size_t end = at_;
        while (end < text_.size() && !means_something_[static_cast<unsigned char>(text_[end])])
            ++end;
        if (is_own_) scratch_.append(text_.substr(at_, end - at_));
        at_ = end;
    }

    void take(char c) {
        if (is_line_break(c)) {
            pass_line_break();
            return;
        }
        if (!has_content_ && !is_blank(c)) {
            has_content_ = true;
            mark_.offset = static_cast<std::uint32_t>(at_);
        }
        if (is_released_) {
            is_released_ = false;
            scratch_.push_back(c);
        } else if (c == separators_.release && c != ' ') {
            own_text();
            is_released_ = true;
        } else if (c == separators_.component) {
            end_component();
        } else if (c == separators_.element) {
            end_element();
        } else if (c == separators_.terminator) {
            end_element();
            end_segment();
        } else if (is_own_) {
            scratch_.push_back(c);
        }
    }

    /// A line wrapped inside a text leaves nothing behind; between texts it costs no copy.
    void pass_line_break() {
        if (!is_own_ && text_start_ == at_) {
            text_start_ = at_ + 1;
        } else {
            own_text();
        }
    }

    void own_text() {
        if (!is_own_) {
            is_own_ = true;
            scratch_.assign(text_.substr(text_start_, at_ - text_start_));
        }
    }

    void end_component() {
        std::string_view text = text_.substr(text_start_, at_ - text_start_);
        if (is_own_) {
            text = scratch_;
        }
        const bool has_blanks = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
        if (has_blanks) text = core::trim(text);
        if (text.size() > kComponentBytes) {
            note(SegmentFault::kComponentTooLong);
            text = core::trim(text.substr(0, kComponentBytes));
        }
        if (components_ >= kComponents) {
            note(SegmentFault::kTooManyComponents);
        } else if (elements_ < kElements) {
            keep(text);
        }
        text_start_ = at_ + 1;
        is_own_ = false;
        scratch_.clear();
    }

    void keep(std::string_view text) {
        if (is_own_ && !text.empty()) {
            text = tokens_.unescaped_.emplace_back(text);
        }
        tokens_.texts_.push_back(is_own_ && text.empty() ? std::string_view{} : text);
        ++components_;
    }

    void end_element() {
        end_component();
        if (elements_ >= kElements) {
            note(SegmentFault::kTooManyElements);
            return;
        }
        tokens_.counts_.push_back(static_cast<std::uint8_t>(components_));
        components_ = 0;
        ++elements_;
    }

    void start_segment() {
        mark_ = {static_cast<std::uint32_t>(tokens_.texts_.size()),
                 static_cast<std::uint32_t>(tokens_.counts_.size()),
                 static_cast<std::uint32_t>(at_),
                 SegmentFault::kNone};
        text_start_ = tokens_.marks_.empty() ? at_ : at_ + 1;
        components_ = 0;
        elements_ = 0;
        has_content_ = false;
    }

    void end_segment() {
        const std::string_view tag = tokens_.texts_[mark_.first_text];
        const bool is_empty = tokens_.texts_.size() == mark_.first_text + 1 && tag.empty();
        if (is_empty && mark_.fault == SegmentFault::kNone) {
            tokens_.texts_.resize(mark_.first_text);
            tokens_.counts_.resize(mark_.first_element);
        } else {
            if (tag.empty()) note(SegmentFault::kNoTag);
            tokens_.marks_.push_back(mark_);
            is_done_ = tag == "UNZ";
        }
        start_segment();
        text_start_ = at_ + 1;
    }

    void end_of_bytes() {
        const bool was_released = is_released_;
        const auto rest = text_.substr(std::min(text_start_, text_.size()));
        const bool only_controls = elements_ == 0 && components_ == 0 && !is_own_ &&
                                   std::all_of(rest.begin(), rest.end(), [](char c) {
                                       return static_cast<unsigned char>(c) <= 0x20;
                                   });
        if (only_controls || (!has_content_ && !was_released)) {
            tokens_.texts_.resize(mark_.first_text);
            tokens_.counts_.resize(mark_.first_element);
            return;
        }
        end_element();
        note(was_released ? SegmentFault::kDanglingRelease : SegmentFault::kUnterminated);
        end_segment();
    }

    void note(SegmentFault fault) {
        if (mark_.fault == SegmentFault::kNone) mark_.fault = fault;
    }

    std::string_view text_;
    Separators separators_;
    std::size_t at_;
    std::size_t text_start_{0};
    std::size_t components_{0};
    std::size_t elements_{0};
    std::array<bool, 256> means_something_{};  ///< A blank too, where nothing releases.
    Tokens::Mark mark_{};
    Tokens tokens_;
    std::string scratch_;
    bool is_own_{false};       ///< The text is in scratch_, not a piece of the bytes.
    bool is_released_{false};  ///< The next byte is meant literally.
    bool has_content_{false};
    bool is_done_{false};
};

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

core::Result<Tokens> tokenise(core::ByteView file, std::size_t from, Separators separators) {
    if (file.size() > kMessageBytes.bytes) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("file of ",
                                     file.size(),
                                     " bytes is larger than ",
                                     kMessageBytes.bytes,
                                     ": split the interchange")};
    }
    return Tokenizer{file, std::min(from, file.size()), separators}.run();
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
