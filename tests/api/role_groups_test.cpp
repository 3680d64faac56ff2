#include "api/role_groups.h"

#include "core/posix_files.h"
#include "core/text.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace sarhad::api {
namespace {

/// [roles] of a config file node.toml, looked up in this machine's groups.
core::Result<RolesByGroup> look_up(std::string_view text) {
    static const daemon::ConfigSchema schema{role_keys()};
    std::string folder = (std::filesystem::temp_directory_path() / "sarhad-roles-XXXXXX").string();
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    core::PosixFiles files;
    const std::string path = folder + "/node.toml";
    EXPECT_TRUE(files.replace(path, core::as_bytes(text), core::FileMode::kShared));
    const auto config = daemon::load_config(files, path, schema);
    std::filesystem::remove_all(folder);
    EXPECT_TRUE(config);
    return roles_by_group(*config);
}

/// The group that every machine has: number 0, whatever its name.
std::string first_group() {
    const group* found = ::getgrgid(0);
    return found == nullptr ? "root" : found->gr_name;
}

TEST(RoleGroups, GivesAGroupTheRolesThatNameIt) {
    const auto roles = look_up(core::cat(
        "[roles]\nofficer = [\"", first_group(), "\"]\nanalyst = [\"", first_group(), "\"]\n"));
    ASSERT_TRUE(roles) << roles.error().what;
    ASSERT_EQ(roles->size(), 1U);
    const Roles held = roles->at(0);
    EXPECT_TRUE(held.may(Role::kOfficer));
    EXPECT_TRUE(held.may(Role::kAnalyst));
    EXPECT_TRUE(held.may(Role::kViewer));
    EXPECT_FALSE(held.may(Role::kAdministrator));
}

TEST(RoleGroups, NobodyHasARoleByDefault) {
    const auto roles = look_up("");
    ASSERT_TRUE(roles);
    EXPECT_TRUE(roles->empty());
}

TEST(RoleGroups, NamesLineAndKeyOfAGroupThatIsNotThere) {
    const auto roles = look_up("[roles]\nviewer = [\"no-such-group-1\"]\n");
    ASSERT_FALSE(roles);
    EXPECT_EQ(roles.error().code, core::Errc::kInvalid);
    EXPECT_NE(roles.error().what.find("node.toml:2:10: roles.viewer: no group \"no-such-group-1\""),
              std::string::npos)
        << roles.error().what;
}

}  // namespace
}  // namespace sarhad::api
