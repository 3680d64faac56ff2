#include "rig.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "daemon/trust_file.h"
#include "node/erase_record.h"
#include "node/site.h"
#include "wire/keyring.h"

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

/// Keys and a trust file in `folder`; the [keys] that name them.
std::string keys_in(const std::string& folder) {
    SARHAD_CHECK(wire::sodium_start().has_value());
    wire::OsRandom random;
    core::PosixFiles files;
    const auto put = [&](std::string_view name, const core::Bytes& bytes) {
        const std::string path = core::cat(folder, "/", name);
        SARHAD_CHECK(files.replace(path, bytes, core::FileMode::kPrivate).has_value());
    };
    const core::Bytes secret(32, 7);
    const wire::BoxKey central = wire::BoxKey::generate(random);
    daemon::TrustFile trust;
    trust.central_link = central.public_key();
    trust.central_seal = central.public_key();
    put("link.key", wire::BoxKey::generate(random).to_file(wire::KeyKind::kLinkSecret));
    put("sign.key", wire::SigningKey::generate(random).to_file());
    put("store.key", wire::write_key_file(wire::KeyKind::kStoreSecret, secret));
    put("subject.key", wire::write_key_file(wire::KeyKind::kSubjectSecret, secret));
    put("trust.toml", core::to_bytes(daemon::write_trust_file(trust)));
    return core::cat("[keys]\nfolder = \"", folder, "\"\ntrust = \"", folder, "/trust.toml\"\n");
}

/// What the real binary says to --check-config, and its exit code.
struct Said {
    int code{-1};
    std::string text;
};

Said check_in(const TestFolder& folder, std::string_view config) {
    const std::string path = folder.path() + "/node.toml";
    std::ofstream{path} << config;
    const std::string command = std::string{"env -u CREDENTIALS_DIRECTORY "} + SARHAD_NODE_BINARY +
                                " --check-config --config " + path + " 2>&1";
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

/// `config` at a site with every key.
Said check(std::string_view config) {
    const TestFolder folder;
    return check_in(folder, std::string{config} + keys_in(folder.path()));
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
    const TestFolder folder;
    const std::string path = folder.path() + "/node.toml";
    std::ofstream{path} << daemon::render_reference(config_schema());
    core::PosixFiles files;
    const auto config = daemon::load_config(files, path, config_schema());
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_TRUE(settings_of(*config));
}

TEST(NodeProgram, FindsAnEndpointThatCannotBeDialledAtItsPlace) {
    std::string config{kGood};
    config.replace(config.find("tcp://127.0.0.1:1"), 17, "foo");
    const Said said = check(config);
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:4:11: central.control: wanted tcp://ADDRESS:PORT"),
              std::string::npos)
        << said.text;
}

TEST(NodeProgram, FindsOneEndpointThatIsNamedTwice) {
    std::string config{kGood};
    config.replace(config.find("127.0.0.1:2"), 11, "127.0.0.1:1");
    const Said said = check(config);
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:5:8: central.bulk: the same as"), std::string::npos);
}

TEST(NodeProgram, FindsAMissingKeyFolderAtItsPlace) {
    const TestFolder folder;
    const Said said =
        check_in(folder, std::string{kGood} + "[keys]\nfolder = \"/nowhere/at/all\"\n");
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:7:10: keys.folder: /nowhere/at/all: No such file"),
              std::string::npos)
        << said.text;
}

TEST(NodeProgram, FindsAMissingKeyAndAMissingTrustFile) {
    const TestFolder folder;
    const std::string config = std::string{kGood} + keys_in(folder.path());
    EXPECT_EQ(check_in(folder, config).code, 0);
    core::PosixFiles files;
    ASSERT_TRUE(files.remove(folder.path() + "/sign.key"));
    const Said keyless = check_in(folder, config);
    EXPECT_EQ(keyless.code, 78);
    EXPECT_NE(keyless.text.find("/sign.key: open: No such file"), std::string::npos)
        << keyless.text;
    ASSERT_TRUE(files.remove(folder.path() + "/trust.toml"));
    const Said said = check_in(folder, config);
    EXPECT_EQ(said.code, 78);
    EXPECT_NE(said.text.find("node.toml:8:9: keys.trust: "), std::string::npos) << said.text;
}

/// Its unit asks --check-config before each start: else no counter of it took numbers.
TEST(NodeProgram, FindsNothingWrongWithAnErasedNodeThatHasNoKeysAndThoseOfAnotherMissing) {
    const TestFolder folder;
    const std::string state = folder.path() + "/node.db";
    const std::string config =
        "state = \"" + state + "\"\n" + std::string{kGood} + keys_in(folder.path());
    core::PosixFiles files;
    ASSERT_TRUE(files.remove(folder.path() + "/link.key"));
    EXPECT_EQ(check_in(folder, config).code, 78);
    const auto erased_of = [&](std::uint32_t node,
                               wire::EraseStage stage = wire::EraseStage::kErased) {
        EraseRecord record;
        record.stage = stage;
        record.node = core::NodeId{node};
        ASSERT_TRUE(write_erase_record(files, state + ".erase", record));
    };
    erased_of(3);
    const Said said = check_in(folder, config);
    EXPECT_EQ(said.code, 0) << said.text;
    EXPECT_NE(said.text.find("node 3 is revoked"), std::string::npos) << said.text;
    erased_of(4);
    EXPECT_EQ(check_in(folder, config).code, 78) << "another node's is over";
    erased_of(4, wire::EraseStage::kErasing);
    const Said refused = check_in(folder, config);
    EXPECT_EQ(refused.code, 78);
    EXPECT_NE(refused.text.find("the erasing of node 4 has not ended"), std::string::npos)
        << refused.text;
}

}  // namespace
}  // namespace sarhad::node
