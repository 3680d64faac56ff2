#include "rules/engine/rule.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules::engine {

std::shared_ptr<const Rule> Rule::make(RuleTerms terms,
                                       const cel::Checked& checked,
                                       const cel::PlanNames& names) {
    cel::Program program = cel::Program::plan(checked, names);
    Necessary needs = necessary(program);
    StepBound steps = step_bound(program);
    return std::make_shared<const Rule>(
        Rule{std::move(terms), std::move(program), std::move(needs), std::move(steps)});
}

bool matches_glob(std::string_view pattern, std::string_view text) {
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t behind_star = 0;
    while (in < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            behind_star = in;
        } else if (at < pattern.size() && pattern[at] == text[in]) {
            ++at;
            ++in;
        } else if (star != std::string_view::npos) {
            // The last star takes one character more.
            at = star + 1;
            in = ++behind_star;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool is_named(const std::vector<std::string>& patterns, std::string_view text) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return matches_glob(pattern, text);
    });
}

}  // namespace sarhad::rules::engine
