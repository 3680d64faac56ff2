#pragma once

#include "rule_names.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// Reads one table by names; what is wrong goes to a list, each with its place and remedy, and what
/// was asked for is then empty. finish() reports names that nobody asked for.
class TableReader final {
public:
    /// All outlive this. `document` may be null: a table that is not there has nothing.
    TableReader(const Document* document,
                FilePlace place,
                std::string_view source,
                std::vector<RuleProblem>& problems);

    enum class Need : std::uint8_t { kOptional, kNeeded };

    /// Null where it is not there; a missing one that is needed is a problem.
    [[nodiscard]] const Document* find(std::string_view name, Need need = Need::kOptional);
    [[nodiscard]] std::string text(std::string_view name, std::size_t max, Need need);
    [[nodiscard]] std::int64_t whole(std::string_view name,
                                     std::int64_t least,
                                     std::int64_t most,
                                     std::int64_t otherwise,
                                     Need need = Need::kOptional);
    [[nodiscard]] facts::PartialDate date(std::string_view name, Need need);
    /// A share from 0 to 1, in millionths.
    [[nodiscard]] std::uint32_t share(std::string_view name);
    [[nodiscard]] std::vector<std::string> texts(std::string_view name,
                                                 std::size_t count_max,
                                                 std::size_t bytes_max,
                                                 Need need = Need::kOptional);
    [[nodiscard]] RuleExpression expression(std::string_view name);
    /// `value`, which stands in the file at its place, as a CEL text.
    [[nodiscard]] RuleExpression expression_of(std::string_view name, const Document& value);
    /// The elements of a list of tables.
    [[nodiscard]] Document::List tables(std::string_view name, std::size_t count_max);

    template <class Choice>
    [[nodiscard]] Choice choice(std::string_view name, Choice otherwise, Need need) {
        return static_cast<Choice>(
            chosen(name, names_of<Choice>(), static_cast<std::size_t>(otherwise), need));
    }

    /// A problem where a text that people read as one line is not what it looks like.
    void refuse_hidden(FilePlace place, std::string_view name, std::string_view text);
    void problem(FilePlace place, std::string what, std::string instead = {});
    void finish();
    [[nodiscard]] FilePlace place() const { return place_; }

private:
    [[nodiscard]] std::size_t chosen(std::string_view name,
                                     const std::vector<std::string_view>& names,
                                     std::size_t otherwise,
                                     Need need);
    void unwanted(const Document& got, std::string_view name, std::string_view wanted);

    const Document* document_;
    FilePlace place_;
    std::string_view source_;
    std::vector<RuleProblem>& problems_;
    std::set<std::string, std::less<>> asked_;
};

/// Problems of one file at most; the rest follows from the first.
inline constexpr std::size_t kProblemsMax = 50;

}  // namespace sarhad::rules
