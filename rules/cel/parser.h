#pragma once

#include "rules/cel/ast.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

struct ParseOptions {
    bool macros{true};  ///< Expand has(), exists() and their like; false leaves calls.
    bool block_macros{
        false};  ///< cel.block, cel.index, cel.iterVar, cel.accuVar: for tests of optimisers.
};

/// How deep brackets, calls and '? :' may be nested in a text.
inline constexpr std::uint32_t kNestingMax = 128;
/// The most levels of a tree, macros expanded; what walks it may recurse.
inline constexpr std::uint16_t kExprDepthMax = 256;

struct Parsed {
    Ast ast;                    ///< Incomplete where there are issues: for nothing but its source.
    std::vector<Issue> issues;  ///< At most one: parsing stops at the first.

    [[nodiscard]] bool ok() const { return issues.empty(); }
};

/// An expression's tree. Names stay as written; what they mean is the checker's part. Total on any
/// bytes, O(n). Source: cel-spec, doc/langdef.md, Syntax; optional syntax and backquoted names as
/// in cel-go.
[[nodiscard]] Parsed parse(std::string_view source, const ParseOptions& options = {});

}  // namespace sarhad::rules::cel
