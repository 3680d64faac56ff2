#include "rule_facts.h"

#include "support/places.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace sarhad::rules::cel {

std::string shared_data(const std::string& name) {
    const std::string path = places::shared_data() + "/" + name;
    std::error_code missing;
    return std::filesystem::exists(path, missing) ? path : "";
}

std::vector<RuleText> pack_rules(const std::string& path) {
    std::vector<RuleText> rules;
    std::ifstream file{path};
    const nlohmann::json pack = nlohmann::json::parse(file);
    for (const nlohmann::json& rule : pack.at("rules")) {
        const std::string kind = rule.at("kind");
        rules.push_back({rule.at("id"), find_kind(kind).value(), rule.at("condition")});
    }
    return rules;
}

}  // namespace sarhad::rules::cel
