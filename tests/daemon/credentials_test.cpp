#include "daemon/credentials.h"

#include "fakes.h"

#include "core/text.h"

#include <sys/stat.h>

#include <fstream>

namespace sarhad::daemon {
namespace {

void put(const std::string& path, std::string_view content, mode_t mode) {
    std::ofstream{path} << content;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
}

TEST(Credentials, AreReadUnchanged) {
    const TemporaryFolder folder;
    put(folder.file("node.key"), "secret\n", 0600);
    const auto secret = read_credential({.systemd = "", .configured = folder.path()}, "node.key");
    ASSERT_TRUE(secret);
    EXPECT_EQ(core::as_text(*secret), "secret\n");
}

TEST(Credentials, OfSystemdComeFirst) {
    const TemporaryFolder systemd;
    const TemporaryFolder configured;
    put(systemd.file("node.key"), "first", 0400);
    put(configured.file("node.key"), "second", 0600);
    put(configured.file("other.key"), "third", 0600);
    const CredentialFolders folders{.systemd = systemd.path(), .configured = configured.path()};
    EXPECT_EQ(core::as_text(*read_credential(folders, "node.key")), "first");
    EXPECT_EQ(core::as_text(*read_credential(folders, "other.key")), "third");
}

TEST(Credentials, ThatOthersCanReadAreRefusedWithTheRemedy) {
    const TemporaryFolder folder;
    const std::string path = folder.file("node.key");
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U}) {
        put(path, "secret", mode);
        const auto secret =
            read_credential({.systemd = "", .configured = folder.path()}, "node.key");
        ASSERT_FALSE(secret);
        EXPECT_EQ(secret.error().code, core::Errc::kUnauthenticated);
    }
    put(path, "secret", 0644);
    const auto secret = read_credential({.systemd = "", .configured = folder.path()}, "node.key");
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().what,
              core::cat(path, ": mode 0644 lets others reach this key: run chmod 600 ", path));
}

TEST(Credentials, OfSystemdMayShowTheMaskOfItsAccessList) {
    const TemporaryFolder folder;
    put(folder.file("node.key"), "secret", 0440);
    EXPECT_TRUE(read_credential({.systemd = folder.path(), .configured = ""}, "node.key"));
    put(folder.file("node.key"), "secret", 0444);
    EXPECT_FALSE(read_credential({.systemd = folder.path(), .configured = ""}, "node.key"));
}

TEST(Credentials, ThatAreNowhereAreNotFound) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_credential({.systemd = "", .configured = folder.path()}, "k").error().code,
              core::Errc::kNotFound);
    EXPECT_EQ(read_credential({.systemd = folder.path(), .configured = ""}, "k").error().code,
              core::Errc::kNotFound);
    EXPECT_EQ(read_credential({}, "k").error().code, core::Errc::kNotFound);
}

TEST(Credentials, ThatAreNoRegularFileAreRefused) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    ASSERT_EQ(::mkdir(folder.file("folder").c_str(), 0700), 0);
    for (const char* name : {"pipe", "folder"}) {
        const auto secret = read_credential({.systemd = "", .configured = folder.path()}, name);
        ASSERT_FALSE(secret);
        EXPECT_EQ(secret.error().code, core::Errc::kInvalid);
    }
}

TEST(Credentials, PastTheirLimitAreRefused) {
    const TemporaryFolder folder;
    put(folder.file("fits"), std::string(kCredentialMax.bytes, 'x'), 0600);
    put(folder.file("large"), std::string(kCredentialMax.bytes + 1, 'x'), 0600);
    const CredentialFolders folders{.systemd = "", .configured = folder.path()};
    EXPECT_TRUE(read_credential(folders, "fits"));
    EXPECT_EQ(read_credential(folders, "large").error().code, core::Errc::kExhausted);
}

TEST(Credentials, AreWipedBeforeTheyAreEmptied) {
    core::Bytes secret = core::to_bytes("secret");
    const std::uint8_t* const bytes = secret.data();
    wipe(secret);
    EXPECT_TRUE(secret.empty());
    // clear() keeps the storage, so that it may still be looked at.
    ASSERT_GE(secret.capacity(), 6U);
    secret.resize(0);
    EXPECT_EQ(bytes, secret.data());
}

}  // namespace
}  // namespace sarhad::daemon
