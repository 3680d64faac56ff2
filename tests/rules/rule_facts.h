#pragma once

#include "rules/schema/facts.h"

#include <string>
#include <vector>

namespace sarhad::rules::cel {

/// The path of `name` in the shared data; empty where it is not there.
[[nodiscard]] std::string shared_data(const std::string& name);

struct RuleText {
    std::string id;
    RuleKind kind{};
    std::string condition;
};

/// The rules of an example-pack.json.
[[nodiscard]] std::vector<RuleText> pack_rules(const std::string& path);

}  // namespace sarhad::rules::cel
