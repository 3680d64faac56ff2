#pragma once

#include "rules/cel/environment.h"
#include "rules/cel/message_types.h"

#include <memory>
#include <string>
#include <vector>

namespace sarhad::rules::cel {

/// The path of `name` in the shared data; empty where it is not there.
[[nodiscard]] std::string shared_data(const std::string& name);

/// The record types of a fact-schema.json.
[[nodiscard]] std::unique_ptr<MessageTable> fact_types(const std::string& path);

/// What the rules of `kind` can name: the kind's variables, the common ones, the functions. `types`
/// outlives it.
[[nodiscard]] std::unique_ptr<Environment> fact_environment(const std::string& path,
                                                            const std::string& kind,
                                                            const MessageTypes& types);

struct RuleText {
    std::string id;
    std::string kind;
    std::string condition;
};

/// The rules of an example-pack.json.
[[nodiscard]] std::vector<RuleText> pack_rules(const std::string& path);

}  // namespace sarhad::rules::cel
