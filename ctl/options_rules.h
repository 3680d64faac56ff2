#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// sarhadctl rules check.
struct RulesCheck {
    std::vector<std::string> paths{};  ///< Files, or folders of *.toml files.
};
/// sarhadctl rules test.
struct RulesTest {
    std::vector<std::string> paths{};
};
/// sarhadctl rules import.
struct RulesImport {
    std::string format{};  ///< Whose rules: "gtas".
    std::vector<std::string> files{};
    std::string owner{"unassigned"};  ///< Who answers for them.
    std::string out{};                ///< The folder for their files; "" to write none.
};
/// sarhadctl rules eval.
struct RulesEval {
    std::string facts{};   ///< A JSON file.
    std::string kind{};    ///< Of a condition; "" for the first that fits.
    std::string source{};  ///< A rule's file, a file with a condition, or a condition.
};
/// sarhadctl rules explain.
struct RulesExplain {
    std::string facts{};
    std::string kind{};
    std::string source{};
    bool personal{false};  ///< Shows what is masked.
    std::string language{"en"};
};
/// sarhadctl rules record.
struct RulesRecord {
    std::string facts{};   ///< JSON lines.
    std::string frames{};  ///< A folder.
    std::string key{};     ///< A store key's file.
    bool unsealed{false};  ///< All facts are invented.
    bool drop_cut{false};  ///< Leave out what cut files have lost.
};
/// sarhadctl rules backtest.
struct RulesBacktest {
    std::vector<std::string> rules{};
    std::string frames{};  ///< Folder; "": central's are asked.
    std::string key{};
    std::string from{};  ///< A day, or "".
    std::string to{};
    std::string lists{};   ///< JSON file of reference sets, or "".
    std::string report{};  ///< Where the report goes; "" for the terminal.
};
/// sarhadctl rules schema.
struct RulesSchema {};
/// sarhadctl rules conformance.
struct RulesConformance {
    std::vector<std::string> files{};
    bool failures{false};  ///< Each with what was wanted and what came.
};
/// sarhadctl rules publish.
struct RulesPublish {
    std::vector<std::string> paths{};
    std::string key{};
    std::vector<std::string> retire{};
    std::string owner{};  ///< Where no file says it.
    std::string straight_to_live{};
};
/// sarhadctl rules approve.
struct RulesApprove {
    std::uint64_t change{0};
    std::string key{};
    std::string backtest{};  ///< The report; "" where nothing goes live.
    std::string hash{};      ///< That the change must have; "" for any.
};
/// sarhadctl rules withdraw.
struct RulesWithdraw {
    std::uint64_t change{0};
    std::string key{};
    std::string why{};
};
/// sarhadctl rules list.
struct RulesList {
    bool drafts{false};
};
/// sarhadctl rules show.
struct RulesShow {
    std::string what{};  ///< A rule's id, or the number of a change that waits.
};
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
