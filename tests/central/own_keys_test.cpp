#include "central/own_keys.h"

#include "support.h"

#include "central/site.h"
#include "core/posix_files.h"
#include "core/text.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace sarhad::central {
namespace {

using core::Errc;

/// A folder of its own, gone afterwards.
class KeyFolder {
public:
    KeyFolder() {
        std::string path =
            (std::filesystem::temp_directory_path() / "sarhad-own-keys-XXXXXX").string();
        SARHAD_CHECK(mkdtemp(path.data()) != nullptr);
        path_ = path;
    }
    KeyFolder(const KeyFolder&) = delete;
    KeyFolder& operator=(const KeyFolder&) = delete;
    ~KeyFolder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] core::Result<std::vector<std::string>> init() {
        return make_keys(files_, random_, path_);
    }
    [[nodiscard]] std::vector<OwnKey> own_keys() const {
        const auto keys = read_keys({"", path_});
        SARHAD_CHECK(keys.has_value());
        return own_keys_of(*keys);
    }
    /// Another key under the name, as a second --init in an emptied folder makes it.
    void make_anew(const std::string& name) {
        KeyFolder other;
        SARHAD_CHECK(other.init().has_value());
        std::filesystem::copy_file(other.path() + "/" + name,
                                   path_ + "/" + name,
                                   std::filesystem::copy_options::overwrite_existing);
    }

private:
    core::PosixFiles files_;
    wire::OsRandom random_;
    std::string path_;
};

TEST(OwnKeys, AreRecordedOnceAndFoundTheSameAfterAReopen) {
    KeyFolder folder;
    ASSERT_EQ(folder.init()->size(), 6U);
    TempStore kept;
    EXPECT_TRUE(read_own_keys(store::QuerySource{kept.database()})->empty());
    ASSERT_TRUE(record_own_keys(kept.database(), folder.own_keys(), {7}));
    kept.reopen();
    const auto recorded = read_own_keys(store::QuerySource{kept.database()});
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->size(), 6U);
    EXPECT_TRUE(check_own_keys(folder.own_keys(), *recorded, {}));
    EXPECT_TRUE(not_recorded(folder.own_keys(), *recorded).empty());
    EXPECT_EQ(record_own_keys(kept.database(), folder.own_keys(), {8}).error().code,
              Errc::kConflict);
}

TEST(OwnKeys, RefuseEachKeyThatWasMadeAnewByFileHarmAndRemedy) {
    for (const char* name :
         {"link.key", "seal.key", "sequencer.key", "alert.key", "store.key", "subject.key"}) {
        KeyFolder folder;
        ASSERT_TRUE(folder.init());
        const std::vector<OwnKey> recorded = folder.own_keys();
        folder.make_anew(name);
        const auto checked =
            check_own_keys(folder.own_keys(), recorded, {"/etc/sarhad/keys", "/var/central.db"});
        ASSERT_FALSE(checked) << name;
        EXPECT_EQ(checked.error().code, Errc::kInvalid);
        const std::string& what = checked.error().what;
        EXPECT_EQ(what.find(core::cat("/etc/sarhad/keys/", name, ": this is key ")), 0U) << what;
        EXPECT_NE(what.find("/var/central.db was begun with key "), std::string::npos) << what;
        EXPECT_NE(what.find("\nput the right file back from the backup"), std::string::npos);
        EXPECT_EQ(std::count(what.begin(), what.end(), '\n'), 1) << what;
    }
}

TEST(OwnKeys, ALinkKeyOfTheRootMayFollowAndNothingElse) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    TempStore kept;
    ASSERT_TRUE(record_own_keys(kept.database(), folder.own_keys(), {7}));
    folder.make_anew("link.key");
    const std::vector<OwnKey> now = folder.own_keys();
    wire::Root root;
    EXPECT_FALSE(may_follow(now[0], root));
    root.link_next = now[0].mark;
    EXPECT_TRUE(may_follow(now[0], root));
    EXPECT_FALSE(may_follow({"seal.key", now[0].mark}, root));
    root.link_current = std::exchange(root.link_next, {});
    EXPECT_TRUE(may_follow(now[0], root));

    ASSERT_TRUE(replace_own_key(kept.database(), now[0], {8}));
    kept.reopen();
    EXPECT_TRUE(check_own_keys(now, *read_own_keys(store::QuerySource{kept.database()}), {}));
}

TEST(OwnKeys, ASealKeyOfTheRootMayFollow) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    const OwnKey before = folder.own_keys()[1];
    ASSERT_EQ(before.name, "seal.key");
    folder.make_anew("seal.key");
    const OwnKey now = folder.own_keys()[1];
    wire::Root root;
    root.seals = {before.mark};
    EXPECT_FALSE(may_follow(now, root));
    root.seals.push_back(now.mark);
    EXPECT_TRUE(may_follow(now, root));
    EXPECT_FALSE(may_follow({"link.key", now.mark}, root));
}

TEST(OwnKeys, FurtherSealKeysAreReadWhereTheyAreThere) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    const daemon::CredentialFolders place{"", folder.path()};
    EXPECT_TRUE(read_keys(place)->other_seals.empty());
    KeyFolder other;
    ASSERT_TRUE(other.init());
    const auto copied = [&](const char* name) {
        const std::string to = folder.path() + "/seal-next.key";
        std::filesystem::remove(to);
        std::filesystem::copy_file(other.path() + "/" + name, to);
        return read_keys(place);
    };
    const auto with_next = copied("seal.key");
    ASSERT_TRUE(with_next) << with_next.error().what;
    ASSERT_EQ(with_next->other_seals.size(), 1U);
    EXPECT_EQ(with_next->other_seals[0].public_key(), other.own_keys()[1].mark);
    EXPECT_EQ(own_keys_of(*with_next).size(), 6U) << "the coming one is not recorded";
    EXPECT_FALSE(copied("link.key")) << "another kind of key under its name";
}

/// The service may not look into the folder from which systemd hands its keys out: central did not
/// start where a further key was not among them.
TEST(OwnKeys, WhereSystemdHandsOutKeysAFolderOfTheirOwnIsNotAsked) {
    KeyFolder handed;
    ASSERT_TRUE(handed.init());
    KeyFolder own;
    ASSERT_TRUE(own.init());
    std::filesystem::copy_file(own.path() + "/seal.key", own.path() + "/seal-old.key");
    const auto keys = read_keys({handed.path(), own.path()});
    ASSERT_TRUE(keys) << keys.error().what;
    EXPECT_TRUE(keys->other_seals.empty());
    EXPECT_EQ(read_keys({"", own.path()})->other_seals.size(), 1U);
}

TEST(OwnKeys, NameEveryKeyThatDiffers) {
    KeyFolder folder;
    KeyFolder other;
    ASSERT_TRUE(folder.init());
    ASSERT_TRUE(other.init());
    const auto checked = check_own_keys(other.own_keys(), folder.own_keys(), {"/k", "/d"});
    ASSERT_FALSE(checked);
    const std::string& what = checked.error().what;
    EXPECT_EQ(std::count(what.begin(), what.end(), '\n'), 6) << what;
}

TEST(OwnKeys, OfWhichOneHasNoRecordYetPass) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    std::vector<OwnKey> recorded = folder.own_keys();
    const OwnKey last = recorded.back();
    recorded.pop_back();
    EXPECT_TRUE(check_own_keys(folder.own_keys(), recorded, {}));
    EXPECT_EQ(not_recorded(folder.own_keys(), recorded), std::vector{last});
}

TEST(Init, MakesNothingInAFolderThatHasEveryKey) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    const std::vector<OwnKey> before = folder.own_keys();
    ASSERT_TRUE(folder.init());
    EXPECT_TRUE(folder.init()->empty());
    EXPECT_EQ(folder.own_keys(), before);
}

TEST(Init, RefusesAPartlyFilledFolderAndNamesWhatIsThereAndWhatIsMissing) {
    KeyFolder folder;
    ASSERT_TRUE(folder.init());
    std::filesystem::remove(folder.path() + "/alert.key");
    std::filesystem::remove(folder.path() + "/seal.key");
    const auto refused = folder.init();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kConflict);
    EXPECT_EQ(refused.error().what.find(core::cat(
                  folder.path(),
                  ": has link.key, sequencer.key, store.key, subject.key but not seal.key, "
                  "alert.key; nothing was made")),
              0U)
        << refused.error().what;
    EXPECT_FALSE(std::filesystem::exists(folder.path() + "/alert.key"));
}

}  // namespace
}  // namespace sarhad::central
