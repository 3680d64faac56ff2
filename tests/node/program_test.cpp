#include "rig.h"

#include "node/site.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

namespace sarhad::node {
namespace {

constexpr std::string_view kGood =
    "node = 3\nport = \"PKXXA-1\"\n[central]\ncontrol = \"tcp://127.0.0.1:1\"\n"
    "bulk = \"tcp://127.0.0.1:2\"\n";

/// What the real binary says to --check-config, and its exit code.
struct Said {
    int code{-1};
    std::string text;
};

Said check(std::string_view config) {
    const TestFolder folder;
    const std::string path = folder.path() + "/node.toml";
    std::ofstream{path} << config;
    const std::string command =
        std::string{SARHAD_NODE_BINARY} + " --check-config --config " + path + " 2>&1";
    Said said;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return said;
    }
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) {
        said.text += buffer.data();
    }
    said.code = WEXITSTATUS(pclose(pipe));
    return said;
}

TEST(NodeProgram, FindsAGoodConfigGood) {
    const Said said = check(kGood);
    EXPECT_EQ(said.code, 0) << said.text;
}

TEST(NodeProgram, NamesLineAndColumnOfAMisspeltKeyAndExits78) {
    const Said said = check("scan_evry = \"1s\"\n" + std::string{kGood});
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:1:1: unknown key \"scan_evry\": did you mean"),
              std::string::npos)
        << said.text;
}

TEST(NodeProgram, RefusesASignOfLifeSoRareThatCentralWouldTakeTheNodeForSilent) {
    const std::string config{kGood};
    EXPECT_EQ(check("ping_every = \"10s\"\n" + config).code, 0);
    const Said said = check("ping_every = \"11s\"\n" + config);
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("ping_every"), std::string::npos) << said.text;
}

TEST(NodeProgram, RefusesAPortThatIsNone) {
    std::string config{kGood};
    config.replace(config.find("PKXXA-1"), 7, "Karachi");
    const Said said = check(config);
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:2:8: port: wanted"), std::string::npos) << said.text;
}

TEST(NodeProgram, RefusesARoleOfAGroupThatIsNotThere) {
    const Said said = check(std::string{kGood} + "[roles]\nofficer = [\"no-such-group-1\"]\n");
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:7:11: roles.officer: no group \"no-such-group-1\""),
              std::string::npos)
        << said.text;
}

TEST(NodeProgram, RefusesALogLevelThatIsNone) {
    const Said said = check("log_level = \"verbose\"\n" + std::string{kGood});
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:1:13: log_level: wanted one of"), std::string::npos)
        << said.text;
}

TEST(NodeProgram, PrintsAReferenceThatLoads) {
    const std::string reference = daemon::render_reference(config_schema());
    EXPECT_EQ(check(reference).code, 0);
}

}  // namespace
}  // namespace sarhad::node
