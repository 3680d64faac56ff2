#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// A part of an expression's text: bytes [begin, end).
struct SourceRange {
    std::uint32_t begin{0};
    std::uint32_t end{0};
    friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

/// Where a person looks: both count from 1, columns in code points.
struct LineColumn {
    std::uint32_t line{1};
    std::uint32_t column{1};
    friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// The place of byte `offset` in `source`; past its end: just behind the last character. CR LF, LF
/// and CR end a line; a byte that is not UTF-8 counts as one character.
[[nodiscard]] LineColumn line_column(std::string_view source, std::uint32_t offset);

/// One thing wrong with an expression.
struct Issue {
    SourceRange range;
    std::string what;     ///< What is wrong and what to do, one sentence, without the place.
    std::string instead;  ///< Text that would put `range` right; empty where none is certain.
    friend bool operator==(const Issue&, const Issue&) = default;
};

/// "2:14: undeclared name 'boking': did you mean 'booking'?", one line an issue.
[[nodiscard]] std::string format(const std::vector<Issue>& issues, std::string_view source);

/// kInvalid with format() as its text. `issues`: at least one.
[[nodiscard]] core::Error to_error(const std::vector<Issue>& issues, std::string_view source);

}  // namespace sarhad::rules::cel
