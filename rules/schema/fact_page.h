#pragma once

#include <string>

namespace sarhad::rules {

/// docs/rules-facts.md: the table of facts for people, in Markdown.
[[nodiscard]] std::string fact_page();

}  // namespace sarhad::rules
