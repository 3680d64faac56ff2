#pragma once

#include "core/bytes.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

inline constexpr core::ByteSize kMessageBytes{std::uint64_t{32} * 1024 * 1024};
inline constexpr std::size_t kSegments = 1'600'000;
inline constexpr std::size_t kTexts = 8'000'000;       ///< Components of an interchange.
inline constexpr std::size_t kElements = 60;           ///< A segment, its tag included.
inline constexpr std::size_t kComponents = 30;         ///< An element.
inline constexpr std::size_t kComponentBytes = 4'096;  ///< A component.

/// The service characters of one interchange (ISO 9735 part 1, 5.1: the UNA string).
struct Separators {
    char component{':'};
    char element{'+'};
    char release{'?'};  ///< A blank: the interchange has no release character.
    char terminator{'\''};
    friend bool operator==(const Separators&, const Separators&) = default;
};

/// What is wrong with the form of a segment. Its readable part is kept.
enum class SegmentFault : std::uint8_t {
    kNone,
    kNoTag,              ///< It starts with a separator.
    kTooManyElements,    ///< Those after kElements are left out.
    kTooManyComponents,  ///< Those after kComponents are left out.
    kComponentTooLong,   ///< Cut to kComponentBytes.
    kDanglingRelease,    ///< The bytes end right after a release character.
    kUnterminated,       ///< The bytes end inside it.
};
/// "" for kNone, else a stable word such as "unterminated".
[[nodiscard]] std::string_view fault_word(SegmentFault fault);

/// Where a text stands: in the bytes that were read, or among those that are no piece of them.
struct TextMark {
    /// No text is longer than a file may be: nothing is cut.
    static constexpr std::uint32_t kSizeBits = 0x7FFF'FFFF;
    std::uint32_t at;
    std::uint32_t size : 31;
    std::uint32_t is_own : 1;
};

/// One segment, borrowed from its Tokens. Texts are as sent: without release characters, line
/// breaks and blanks at both ends; their charset is not yet known to be UTF-8.
class Segment {
public:
    /// "NAD", as sent; "" where there is none.
    [[nodiscard]] std::string_view tag() const { return at(0); }
    /// Component `component` of element `element`; 0, 0 is the tag. "" where there is none.
    [[nodiscard]] std::string_view at(std::size_t element, std::size_t component = 0) const {
        if (component >= components(element)) return {};
        const TextMark& text = texts_[first_text(element) + component];
        return {(text.is_own ? own_ : bytes_) + text.at, text.size};
    }
    [[nodiscard]] std::size_t elements() const { return ends_.size(); }  ///< With the tag.
    /// 0 where there is no such element.
    [[nodiscard]] std::size_t components(std::size_t element) const {
        return element < ends_.size() ? ends_[element] - first_text(element) : 0;
    }
    [[nodiscard]] std::uint32_t number() const { return number_; }  ///< From 1 in its interchange.
    [[nodiscard]] std::uint32_t offset() const { return offset_; }  ///< Of its first byte.
    [[nodiscard]] SegmentFault fault() const { return fault_; }

private:
    friend class Tokens;
    [[nodiscard]] std::size_t first_text(std::size_t element) const {
        return element == 0 ? 0 : ends_[element - 1];
    }
    const char* bytes_{nullptr};
    const char* own_{nullptr};
    std::span<const TextMark> texts_{};
    std::span<const std::uint16_t> ends_{};  ///< Of each element, the place after its last text.
    std::uint32_t number_{0};
    std::uint32_t offset_{0};
    SegmentFault fault_{SegmentFault::kNone};
};

/// The segments of one interchange. Holds views into the bytes that it was read from: they must
/// outlive it. Moved, not copied.
class Tokens {
public:
    Tokens() = default;
    Tokens(const Tokens&) = delete;
    Tokens& operator=(const Tokens&) = delete;
    Tokens(Tokens&&) noexcept = default;
    Tokens& operator=(Tokens&&) noexcept = default;
    ~Tokens() = default;

    [[nodiscard]] std::size_t size() const { return marks_.size(); }
    [[nodiscard]] Segment operator[](std::size_t index) const {
        SARHAD_CHECK(index < marks_.size());
        const Mark& mark = marks_[index];
        const bool is_last = index + 1 == marks_.size();
        const std::size_t texts_end = is_last ? texts_.size() : marks_[index + 1].first_text;
        const std::size_t ends_end = is_last ? ends_.size() : marks_[index + 1].first_element;
        Segment segment;
        segment.bytes_ = bytes_;
        segment.own_ = own_.data();
        segment.texts_ = {texts_.data() + mark.first_text, texts_end - mark.first_text};
        segment.ends_ = {ends_.data() + mark.first_element, ends_end - mark.first_element};
        segment.number_ =
            numbers_.empty() ? static_cast<std::uint32_t>(index + 1) : numbers_[index];
        segment.offset_ = mark.offset;
        segment.fault_ = mark.fault;
        return segment;
    }
    /// Of operator[](index), without making the segment.
    [[nodiscard]] std::string_view tag_of(std::size_t index) const {
        SARHAD_CHECK(index < marks_.size());
        return text_of(texts_[marks_[index].first_text]);
    }
    [[nodiscard]] SegmentFault fault_of(std::size_t index) const {
        SARHAD_CHECK(index < marks_.size());
        return marks_[index].fault;
    }
    /// The byte after the last one read: after UNZ, before the next UNA or UNB, or the end.
    [[nodiscard]] std::size_t end() const { return end_; }

private:
    friend class TokensMaker;
    friend class SegmentList;
    /// A copy of a text that is no piece of the bytes.
    [[nodiscard]] TextMark own(std::string_view text);
    [[nodiscard]] std::string_view text_of(const TextMark& text) const {
        return {(text.is_own ? own_.data() : bytes_) + text.at, text.size};
    }
    struct Mark {
        std::uint32_t first_text;
        std::uint32_t first_element;
        std::uint32_t offset;
        SegmentFault fault;
    };
    const char* bytes_{nullptr};
    std::vector<TextMark> texts_;
    std::vector<std::uint16_t> ends_;
    std::vector<Mark> marks_;
    std::vector<std::uint32_t> numbers_;  ///< Of segments that count otherwise than from 1 on.
    std::vector<char> own_;  ///< Texts that are not a piece of the bytes as they stand.
    std::size_t end_{0};
};

/// Where an interchange starts, and how its segments are written.
struct InterchangeStart {
    std::size_t at{0};  ///< The first byte of UNB, or of UNH where there is no UNB.
    Separators separators;
    bool has_interchange_header{true};  ///< False: a bare message, from UNH on.
    bool is_service_string_bad{false};  ///< UNA is there but cannot be meant: defaults taken.
};

/// The next interchange at or after byte `from`, or the next messages without one: whichever of UNB
/// and UNH comes first. Type-B lines, STX and the like before it are passed over. Nothing where
/// there is neither.
[[nodiscard]] std::optional<InterchangeStart> find_interchange(core::ByteView file,
                                                               std::size_t from);

/// The segments from byte `from` up to and with UNZ, or to the next UNA or UNB, or to the end.
/// Total: every byte sequence gives segments, or kExhausted past kMessageBytes, kSegments or
/// kTexts.
/// O(bytes); no copy of a text but where a release character or a line break stands in it.
[[nodiscard]] core::Result<Tokens> tokenise(core::ByteView file,
                                            std::size_t from,
                                            Separators separators);

/// The same, each byte looked at by itself: slow and plain, what tokenise() is held against.
[[nodiscard]] core::Result<Tokens> tokenise_bytewise(core::ByteView file,
                                                     std::size_t from,
                                                     Separators separators);

/// The segments written out again, release characters put where they are needed (tokenise() of it
/// gives the same texts).
[[nodiscard]] std::string join_segments(const Tokens& tokens, Separators separators);

}  // namespace sarhad::intake
