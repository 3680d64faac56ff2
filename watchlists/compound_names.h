#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Abd with its article, as people spell and misspell it: abdul, abdel, abudl.
[[nodiscard]] bool is_servant(std::string_view word);

/// Names of two halves as one word each, whatever was written apart: "Abd al-Karim" and
/// "abdulkarim" as "abdkarim"; "Habib ur Rehman", "Habibur Rahman", "Habib Urrahman" and
/// "habiburrahman" as "habibrahman". `words`: Latin readings in order; others stay as they are.
[[nodiscard]] std::vector<std::string> join_compounds(const std::vector<std::string>& words);

}  // namespace sarhad::watchlists
