#pragma once

#include <string>

namespace sarhad::ctl {

/// sarhadctl rules sets publish.
struct RulesSetsPublish {
    std::string file{};  ///< JSON: a list of texts for each set.
    std::string key{};
    std::string owner{};
    bool whole{false};  ///< All of each set, whatever is published.
};
/// sarhadctl rules sets list.
struct RulesSetsList {};
/// sarhadctl rules sets show.
struct RulesSetsShow {
    std::string name{};
};

}  // namespace sarhad::ctl
