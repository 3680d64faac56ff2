#include "edifact_bytes.h"

#include "core/text.h"
#include "intake/edifact.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sarhad::intake {

namespace {

/// What a byte is to the segment in which it stands.
enum class ByteRole : std::uint8_t {
    kText,
    kLineBreak,
    kRelease,
    kComponent,
    kElement,
    kTerminator
};

/// Finds the bytes of a text that are more than text, 64 bytes a step: texts of messages are a few
/// letters long, and a loop that ends after a few letters is one that no processor foresees.
class SeparatorScan {
public:
    SeparatorScan(std::string_view text, const Separators& separators)
        : text_{text}, separators_{separators} {
        if (separators.release == ' ') separators_.release = separators.terminator;
        const auto set = [this](char c, ByteRole role) {
            roles_[static_cast<unsigned char>(c)] = role;
        };
        set('\r', ByteRole::kLineBreak);
        set('\n', ByteRole::kLineBreak);
        if (separators.release != ' ') set(separators.release, ByteRole::kRelease);
        set(separators.component, ByteRole::kComponent);
        set(separators.element, ByteRole::kElement);
        set(separators.terminator, ByteRole::kTerminator);
        seek(0);
    }

    [[nodiscard]] ByteRole role(char c) const { return roles_[static_cast<unsigned char>(c)]; }

    /// The next byte that is not kText, from where the scan stands, which it passes; the text's
    /// size after the last.
    std::size_t next() {
        if (found_ == 0 && !step()) return text_.size();
        const std::size_t at = base_ + static_cast<std::size_t>(std::countr_zero(found_));
        found_ &= found_ - 1;
        return at;
    }

    /// Goes to `at`, forwards or backwards.
    void seek(std::size_t at) {
        base_ = at;
        found_ = at < text_.size() ? found_at(at) : 0;
    }

private:
    static constexpr std::size_t kStep = 64;

    /// To the next bytes in which there are some; false: there are none.
    bool step() {
        while (found_ == 0) {
            base_ += kStep;
            if (base_ >= text_.size()) return false;
            found_ = found_at(base_);
        }
        return true;
    }

    /// Bit i: byte base + i is more than text.
    [[nodiscard]] std::uint64_t found_at(std::size_t base) const {
#if defined(__SSE2__)
        if (text_.size() - base >= kStep) return found_in_step(text_.data() + base);
#endif
        std::uint64_t found = 0;
        const std::string_view step = text_.substr(base, kStep);
        for (std::size_t i = 0; i < step.size(); ++i) {
            if (role(step[i]) != ByteRole::kText) found |= std::uint64_t{1} << i;
        }
        return found;
    }

#if defined(__SSE2__)
    /// Bit i: byte i of the sixteen at `bytes` is more than text. From any address.
    [[nodiscard]] std::uint64_t found_in_sixteen(const char* bytes) const {
        const __m128i read =
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));  // NOLINT(*reinterpret-cast)
        const auto is = [read](char sought) { return _mm_cmpeq_epi8(read, _mm_set1_epi8(sought)); };
        const __m128i ends =
            _mm_or_si128(is(separators_.component),
                         _mm_or_si128(is(separators_.element), is(separators_.terminator)));
        const __m128i others =
            _mm_or_si128(is(separators_.release), _mm_or_si128(is('\r'), is('\n')));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(ends, others)));
    }
    [[nodiscard]] std::uint64_t found_in_step(const char* bytes) const {
        return found_in_sixteen(bytes) | found_in_sixteen(bytes + 16) << 16 |
               found_in_sixteen(bytes + 32) << 32 | found_in_sixteen(bytes + 48) << 48;
    }
#endif

    std::string_view text_;
    std::array<ByteRole, 256> roles_{};
    Separators separators_;  ///< Without a release character, the terminator stands in its place.
    std::size_t base_{0};
    std::uint64_t found_{0};
};

}  // namespace

/// What both ways of reading add segments with.
class TokensMaker {
public:
    /// As many as one element can hold, over and over, are more than messages have in a segment.
    static constexpr std::size_t kPlainTexts = 256;

    explicit TokensMaker(std::string_view text, std::size_t from) {
        tokens_.bytes_ = text.data();
        // Four bytes a text, four texts a segment, or somewhat more: a short message costs no more
        // than these three allocations.
        const std::size_t texts = std::min((text.size() - from) / 4, kFirstTexts) + kPlainTexts;
        tokens_.marks_.reserve(texts / 4);
        tokens_.texts_.resize(texts);
        tokens_.ends_.resize(texts);
    }

    [[nodiscard]] std::size_t segments() const { return tokens_.marks_.size(); }

    [[nodiscard]] TextMark own(std::string_view text) { return tokens_.own(text); }
    [[nodiscard]] TextMark piece(const char* first, std::size_t size) const {
        return {static_cast<std::uint32_t>(first - tokens_.bytes_),
                static_cast<std::uint32_t>(size) & TextMark::kSizeBits,
                0};
    }

    /// Where a segment of at most `count` texts, and the ends of its elements, can be written
    /// before keep() makes them part of the tokens.
    [[nodiscard]] TextMark* text_room(std::size_t count) {
        const std::size_t size = tokens_.texts_.size();
        if (size - texts_ < count) tokens_.texts_.resize(2 * size + count);
        return tokens_.texts_.data() + texts_;
    }
    [[nodiscard]] std::uint16_t* end_room(std::size_t count) {
        const std::size_t size = tokens_.ends_.size();
        if (size - ends_ < count) tokens_.ends_.resize(2 * size + count);
        return tokens_.ends_.data() + ends_;
    }

    /// Keeps the segment that stands in the room; one that is nothing but its terminator is left
    /// out.
    void keep(std::size_t texts, std::size_t elements, std::size_t offset, SegmentFault fault) {
        const TextMark& tag = *(tokens_.texts_.data() + texts_);
        if (tag.size == 0 && fault == SegmentFault::kNone) {
            if (texts == 1) return;
            fault = SegmentFault::kNoTag;
        }
        tokens_.marks_.push_back({static_cast<std::uint32_t>(texts_),
                                  static_cast<std::uint32_t>(ends_),
                                  static_cast<std::uint32_t>(offset),
                                  fault});
        texts_ += texts;
        ends_ += elements;
        is_closed_ = tokens_.text_of(tag) == "UNZ";
    }

    /// The interchange's last segment is kept.
    [[nodiscard]] bool is_closed() const { return is_closed_; }

    [[nodiscard]] bool has_room() const { return segments() < kSegments && texts_ <= kTexts; }
    /// Why there is none.
    [[nodiscard]] core::Error no_room() const {
        if (segments() >= kSegments) {
            return core::Error{
                core::Errc::kExhausted,
                core::cat("more than ", kSegments, " segments: split the interchange")};
        }
        return core::Error{core::Errc::kExhausted,
                           core::cat("more than ", kTexts, " texts: split the interchange")};
    }

    [[nodiscard]] Tokens finish(std::size_t end) {
        tokens_.texts_.resize(texts_);
        tokens_.ends_.resize(ends_);
        tokens_.end_ = end;
        return std::move(tokens_);
    }

private:
    static constexpr std::size_t kFirstTexts = 4'096;

    Tokens tokens_;         ///< Its texts and ends have room behind those that are kept.
    std::size_t texts_{0};  ///< Kept.
    std::size_t ends_{0};   ///< Kept.
    bool is_closed_{false};
};

namespace {

std::string_view trimmed(std::string_view text) {
    const bool has_blanks = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
    return has_blanks ? core::trim(text) : text;
}

/// One segment, byte by byte: releases, wrapped lines, whatever passes a limit, whatever is cut
/// off.
class BytewiseSegment {
public:
    BytewiseSegment(std::string_view text,
                    const Separators& separators,
                    std::size_t at,
                    TokensMaker& to)
        : text_{text}, separators_{separators}, to_{to}, at_{at}, offset_{at}, text_start_{at} {}

    /// The byte after the segment; the end of the bytes where they end inside it.
    std::size_t run() {
        while (at_ < text_.size() && !is_over_) {
            take(text_[at_]);
            ++at_;
        }
        if (!is_over_) end_of_bytes();
        return at_;
    }

private:
    void take(char c) {
        if (is_line_break(c)) {
            pass_line_break();
            return;
        }
        if (!has_content_ && !is_blank(c)) {
            has_content_ = true;
            offset_ = at_;
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
        if (is_own_) text = scratch_;
        text = trimmed(text);
        if (text.size() > kComponentBytes) {
            note(SegmentFault::kComponentTooLong);
            text = core::trim(text.substr(0, kComponentBytes));
        }
        if (components_ >= kComponents) {
            note(SegmentFault::kTooManyComponents);
        } else if (ends_.size() < kElements) {
            texts_.push_back(is_own_ ? to_.own(text) : to_.piece(text.data(), text.size()));
            ++components_;
        }
        text_start_ = at_ + 1;
        is_own_ = false;
        scratch_.clear();
    }

    void end_element() {
        end_component();
        if (ends_.size() >= kElements) {
            note(SegmentFault::kTooManyElements);
            return;
        }
        ends_.push_back(static_cast<std::uint16_t>(texts_.size()));
        components_ = 0;
    }

    void end_segment() {
        std::copy(texts_.begin(), texts_.end(), to_.text_room(texts_.size()));
        std::copy(ends_.begin(), ends_.end(), to_.end_room(ends_.size()));
        to_.keep(texts_.size(), ends_.size(), offset_, fault_);
        is_over_ = true;
    }

    void end_of_bytes() {
        const auto rest = text_.substr(std::min(text_start_, text_.size()));
        const bool only_controls = ends_.empty() && components_ == 0 && !is_own_ &&
                                   std::all_of(rest.begin(), rest.end(), [](char c) {
                                       return static_cast<unsigned char>(c) <= 0x20;
                                   });
        if (only_controls || !has_content_) return;
        const bool was_released = is_released_;
        end_element();
        note(was_released ? SegmentFault::kDanglingRelease : SegmentFault::kUnterminated);
        end_segment();
    }

    void note(SegmentFault fault) {
        if (fault_ == SegmentFault::kNone) fault_ = fault;
    }

    std::string_view text_;
    const Separators& separators_;
    TokensMaker& to_;
    std::size_t at_;
    std::size_t offset_;
    std::size_t text_start_;
    std::size_t components_{0};
    SegmentFault fault_{SegmentFault::kNone};
    std::vector<TextMark> texts_{};
    std::vector<std::uint16_t> ends_{};
    std::string scratch_{};
    bool is_own_{false};       ///< The text is in scratch_, not a piece of the bytes.
    bool is_released_{false};  ///< The next byte is meant literally.
    bool has_content_{false};
    bool is_over_{false};
};

/// One pass over the bytes of one interchange.
class Tokenizer {
public:
    Tokenizer(core::ByteView file, std::size_t from, const Separators& separators)
        : text_{core::as_text(file)},
          separators_{separators},
          at_{from},
          scan_{text_, separators_},
          made_{text_, from} {
        scan_.seek(at_);
    }

    core::Result<Tokens> run(bool bytewise) {
        while (at_ < text_.size() && !made_.is_closed()) {
            if (!made_.has_room()) return made_.no_room();
            const std::size_t start = first_content();
            if (opens_interchange(start)) {
                at_ = start;
                break;
            }
            if (bytewise || !take_plain(start)) {
                at_ = BytewiseSegment{text_, separators_, at_, made_}.run();
                scan_.seek(at_);
            }
        }
        return made_.finish(at_);
    }

private:
    [[nodiscard]] std::size_t first_content() const {
        std::size_t start = at_;
        while (start < text_.size() && is_blank(text_[start]))
            ++start;
        return start;
    }

    /// A further interchange starts here, perhaps with other separators: this one has no UNZ.
    [[nodiscard]] bool opens_interchange(std::size_t start) const {
        if (made_.segments() == 0 || start == text_.size() || text_[start] != 'U') return false;
        const std::string_view tag = text_.substr(start, 3);
        return (tag == "UNA" || tag == "UNB") && is_tag_at(text_, start);
    }

    /// Takes the segment whose first byte is at `start` where nothing in it is out of the ordinary:
    /// no release, no wrapped line, within the limits, terminated. False: it was not taken.
    bool take_plain(std::size_t start) {
        std::size_t at = scan_.next();
        while (at < start)
            at = scan_.next();
        TextMark* const texts = made_.text_room(TokensMaker::kPlainTexts);
        std::uint16_t* const ends = made_.end_room(kElements);
        std::size_t text = 0;
        std::size_t element = 0;
        for (std::size_t first = start;; at = scan_.next()) {
            if (at == text_.size() || at - first > kComponentBytes) return false;
            const ByteRole role = scan_.role(text_[at]);
            if (role < ByteRole::kComponent) return false;
            texts[text++] = mark_of(first, at);
            ends[element] = static_cast<std::uint16_t>(text);
            element += role == ByteRole::kComponent ? 0 : 1;
            first = at + 1;
            if (role == ByteRole::kTerminator) break;
            if (text == TokensMaker::kPlainTexts || element == kElements) return false;
        }
        if (text > kComponents && has_long_element({ends, element})) return false;
        made_.keep(text, element, start, SegmentFault::kNone);
        at_ = at + 1;
        return true;
    }

    [[nodiscard]] TextMark mark_of(std::size_t first, std::size_t end) const {
        const char* const bytes = text_.data();
        const bool has_blanks = end > first && (is_blank(bytes[first]) || is_blank(bytes[end - 1]));
        if (!has_blanks) return made_.piece(bytes + first, end - first);
        const std::string_view text = core::trim({bytes + first, end - first});
        return made_.piece(text.data(), text.size());
    }

    [[nodiscard]] static bool has_long_element(std::span<const std::uint16_t> ends) {
        std::size_t first = 0;
        for (const std::uint16_t end : ends) {
            if (end - first > kComponents) return true;
            first = end;
        }
        return false;
    }

    std::string_view text_;
    Separators separators_;
    std::size_t at_;
    SeparatorScan scan_;
    TokensMaker made_;
};

core::Result<Tokens> tokens_of(core::ByteView file,
                               std::size_t from,
                               const Separators& separators,
                               bool bytewise) {
    if (file.size() > kMessageBytes.bytes) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("file of ",
                                     file.size(),
                                     " bytes is larger than ",
                                     kMessageBytes.bytes,
                                     ": split the interchange")};
    }
    return Tokenizer{file, std::min(from, file.size()), separators}.run(bytewise);
}

}  // namespace

core::Result<Tokens> tokenise(core::ByteView file, std::size_t from, Separators separators) {
    return tokens_of(file, from, separators, false);
}

core::Result<Tokens> tokenise_bytewise(core::ByteView file,
                                       std::size_t from,
                                       Separators separators) {
    return tokens_of(file, from, separators, true);
}

}  // namespace sarhad::intake
