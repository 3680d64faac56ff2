#pragma once

#include "rules/cel/environment.h"
#include "rules/cel/message_types.h"

#include <memory>
#include <string>
#include <vector>

namespace sarhad::rules::cel {

/// One test of the published conformance suite, as far as parser and checker are concerned.
struct SuiteTest {
    std::string id;
    std::string expr;
    bool check{true};
    std::unique_ptr<Environment> environment;
    std::string wanted_type;  ///< Type::format() of what must be deduced; empty where the suite
                              ///< says nothing.
    bool strong_enum{false};  ///< Of the section that nobody implements.
};

/// The message types that the suite's expressions name.
[[nodiscard]] std::unique_ptr<MessageTable> suite_types(const std::string& folder);

/// The tests of `folder`/`name`.jsonl; `types` outlives them.
[[nodiscard]] std::vector<SuiteTest> suite_tests(const std::string& folder,
                                                 const std::string& name,
                                                 const MessageTypes& types);

/// The names of the files in `folder`, without ".jsonl", sorted.
[[nodiscard]] std::vector<std::string> suite_files(const std::string& folder);

}  // namespace sarhad::rules::cel
