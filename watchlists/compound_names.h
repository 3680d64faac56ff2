#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Abd with its article, as people spell and misspell it: abdul, abdel, abudl.
[[nodiscard]] bool is_servant(std::string_view word);

/// A word of a name, and the words as written that it stands for.
struct CompoundWord {
    std::string text;
    std::size_t from{0};
    std::size_t words{1};
};
/// join_compounds(), with what each word was made of.
[[nodiscard]] std::vector<CompoundWord> compounds_of(const std::vector<std::string>& words);

/// Names of two halves as one word each, whatever was written apart: "Abd al-Karim" and
/// "abdulkarim" as "abdkarim"; "Habib ur Rehman", "Habibur Rahman", "Habib Urrahman" and
/// "habiburrahman" as "habibrahman". `words`: Latin readings in order; others stay as they are.
[[nodiscard]] std::vector<std::string> join_compounds(const std::vector<std::string>& words);

}  // namespace sarhad::watchlists
