#pragma once

#include "core/result.h"
#include "watchlists/import.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace sarhad::watchlists {

/// Where the lines of the answer and the rows that cannot be read go.
struct PairsOutput {
    std::function<void(std::string_view)> line;  ///< CSV, its line feed included.
    std::function<void(const core::Error&)> bad_row;
};
/// What was done.
struct PairsCount {
    std::uint64_t rows{0};
    std::uint64_t bad_rows{0};
};

/// Compares the pairs of a CSV file (UTF-8, RFC 4180; columns at least schema, name1, name2 in any
/// order and case of letters) and writes the same columns with `score` (0-1000) and `match` (true,
/// false); a column of the input that bears one of these two names is given_score, given_match in
/// the answer. A row that cannot be read goes to `bad_row`, with its line and the remedy, and the
/// others go on. kInvalid for a header without those columns. Errors of the source are its own.
[[nodiscard]] core::Result<PairsCount> compare_pairs(const ByteSource& from,
                                                     const PairsOutput& output);

}  // namespace sarhad::watchlists
