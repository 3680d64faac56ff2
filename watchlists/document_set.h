#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What a set says about a number.
enum class DocumentMatch : std::uint8_t {
    kNone,     ///< Neither the number nor one that is taken for it is listed.
    kMisread,  ///< One that a reader takes for it is: 0 for O, 1 for I, 8 for B ...
    kEqual,    ///< The number itself is.
};

/// Numbers that one set may hold.
inline constexpr std::size_t kMaxDocumentNumbers = 64'000'000;

/// Lost or stolen document numbers: immutable, 8.4 bytes a number at 10 million, one look-up for a
/// number and everything that is misread for it, whatever the count of doubtful characters. Reads
/// bytes that it does not own, at any address; layout: docs/storage.md. Any thread.
///
/// kNone is always right. kMisread and kEqual are right but for numbers too long for an exact code
/// (document_code.h). Between kMisread and kEqual a tag of 12 bits or more decides (20 at 10
/// million): of numbers that are only like a listed one, one in 2^tag is called equal. A hit is
/// confirmed against the list's own record, as every hit is.
class DocumentSet final {
public:
    /// `bytes` outlive the set. kCorrupt, saying where, for any that DocumentSetBuilder did not
    /// write. Reads all of them once.
    [[nodiscard]] static core::Result<DocumentSet> open(core::ByteView bytes);

    /// `text`: A-Z and 0-9, as read_identifier() gives it; kNone for others.
    [[nodiscard]] DocumentMatch find(std::string_view text) const;
    [[nodiscard]] std::uint64_t size() const { return count_; }

private:
    DocumentSet(core::ByteView bytes, unsigned bits, std::uint64_t count)
        : bytes_{bytes}, bits_{bits}, count_{count} {}
    [[nodiscard]] std::uint32_t start(std::uint64_t bucket) const;
    [[nodiscard]] std::uint64_t slot(std::uint64_t at) const;
    [[nodiscard]] core::Status check() const;

    core::ByteView bytes_;
    unsigned bits_;  ///< Of the code that the bucket says; as many of a slot are the tag.
    std::uint64_t count_;
};

/// Collects numbers, then writes a set once. 16 bytes a number until then. Thread: one.
class DocumentSetBuilder final {
public:
    /// In any order; numbers given twice count once. kInvalid for a text that is not A-Z and 0-9,
    /// kExhausted past kMaxDocumentNumbers.
    [[nodiscard]] core::Status add(std::string_view text);
    /// The bytes of the set of what was added; the builder is empty afterwards. The same numbers
    /// give the same bytes, whatever their order.
    [[nodiscard]] core::Bytes build();

private:
    struct Entry {
        std::uint64_t code;  ///< Of the fold.
        std::uint64_t tag;   ///< Of the number itself.
        friend auto operator<=>(const Entry&, const Entry&) = default;
    };
    void shorten_tags(unsigned bits);

    std::vector<Entry> entries_;
};

}  // namespace sarhad::watchlists
