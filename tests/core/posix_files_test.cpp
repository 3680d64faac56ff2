#include "core/posix_files.h"

#include "core/system_clock.h"
#include "core/text.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sarhad::core {
namespace {

namespace fs = std::filesystem;

class PosixFilesTest : public testing::Test {
protected:
    PosixFilesTest() {
        std::string pattern = (fs::temp_directory_path() / "sarhad-files-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~PosixFilesTest() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    PosixFilesTest(const PosixFilesTest&) = delete;
    PosixFilesTest& operator=(const PosixFilesTest&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
    [[nodiscard]] const std::string& folder() const { return folder_; }
    PosixFiles& files() { return files_; }
    Status put(const std::string& name, std::string_view text) {
        return files_.replace(path(name), as_bytes(text), FileMode::kShared);
    }
    std::string text_of(const std::string& name) {
        const Result<Bytes> got = files_.read(path(name), mebibytes(1));
        return got ? std::string{as_text(*got)} : got.error().what;
    }

private:
    std::string folder_;
    PosixFiles files_;
};

mode_t mode_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

TEST_F(PosixFilesTest, ReadsAPartOfAFile) {
    ASSERT_TRUE(put("a", "0123456789").has_value());
    EXPECT_EQ(as_text(*files().read_part(path("a"), 3, {4})), "3456");
    EXPECT_EQ(as_text(*files().read_part(path("a"), 8, {4})), "89");
    EXPECT_TRUE(files().read_part(path("a"), 10, {4})->empty());
    EXPECT_TRUE(files().read_part(path("a"), 99, {4})->empty());
    EXPECT_EQ(files().read_part(path("b"), 0, {4}).error().code, Errc::kNotFound);
}

TEST_F(PosixFilesTest, ReadsWhatWasReplaced) {
    ASSERT_TRUE(put("a", "one"));
    EXPECT_EQ(text_of("a"), "one");
    ASSERT_TRUE(put("a", ""));
    EXPECT_EQ(text_of("a"), "");
}

TEST_F(PosixFilesTest, ReplaceLeavesNoOtherFile) {
    ASSERT_TRUE(put("a", "one"));
    ASSERT_TRUE(put("a", "two"));
    EXPECT_EQ(*files().list(folder()), std::vector<std::string>{"a"});
}

/// A reader that opened the old file keeps the whole old one: the new one is another inode.
TEST_F(PosixFilesTest, ReplaceNeverChangesTheOldFileInPlace) {
    ASSERT_TRUE(put("a", "one"));
    fs::create_hard_link(path("a"), path("witness"));
    ASSERT_TRUE(put("a", "two"));
    EXPECT_EQ(text_of("witness"), "one");
    EXPECT_EQ(text_of("a"), "two");
}

TEST_F(PosixFilesTest, ReplaceLeavesEveryOtherFileAlone) {
    // It once removed "a.new", whoever had put it there.
    ASSERT_TRUE(put("a", "one"));
    ASSERT_TRUE(put("a.new", "somebody's"));
    const std::string ours = cat(".sarhad-new-", ::getpid(), "-");
    for (int number = 0; number < 100; ++number) {
        std::ofstream{path(ours + std::to_string(number))} << "of a crash";
    }
    ASSERT_TRUE(put("a", "two"));
    EXPECT_EQ(text_of("a"), "two");
    EXPECT_EQ(text_of("a.new"), "somebody's");
    for (int number = 0; number < 100; ++number) {
        EXPECT_EQ(text_of(ours + std::to_string(number)), "of a crash");
    }
    EXPECT_EQ(files().list(folder())->size(), 102U);
}

TEST_F(PosixFilesTest, ReplacesNoFolderAndNoPipe) {
    // As root, `--output /dev/full` once put a plain file in the device's place.
    ASSERT_TRUE(files().make_folder(path("folder")));
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(put("folder", "x").error().code, Errc::kInvalid);
    EXPECT_EQ(put("pipe", "x").error().code, Errc::kInvalid);
    EXPECT_TRUE(files().list(folder())->empty());
}

TEST_F(PosixFilesTest, AFailedReplaceLeavesTheOldFileAndNoOther) {
    ASSERT_TRUE(put("a", "one"));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{1000, before.rlim_max};
    const auto on_excess = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Status refused = put("a", std::string(5000, 'x'));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, on_excess);
    EXPECT_FALSE(refused);
    EXPECT_EQ(text_of("a"), "one");
    EXPECT_EQ(files().look(folder())->size(), 1U);
}

TEST_F(PosixFilesTest, FollowsNoLinkWhereOthersWrite) {
    ASSERT_TRUE(put("a", "one"));
    fs::create_symlink(path("a"), path("link"));
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    fs::create_directory(path("sub"));
    EXPECT_EQ(*files().list(folder()), std::vector<std::string>{"a"});
    for (const char* name : {"link", "pipe", "sub"}) {
        const Result<Bytes> got = files().read_plain(path(name), mebibytes(1));
        ASSERT_FALSE(got) << name;
        EXPECT_EQ(got.error().code, Errc::kInvalid) << name;
    }
    EXPECT_EQ(as_text(*files().read_plain(path("a"), mebibytes(1))), "one");
    EXPECT_EQ(files().read_plain(path("b"), mebibytes(1)).error().code, Errc::kNotFound);
}

TEST_F(PosixFilesTest, LooksAtEverythingInAFolder) {
    ASSERT_TRUE(put("a", "one"));
    fs::create_symlink(path("a"), path("link"));
    const Result<std::vector<FolderEntry>> entries = files().look(folder());
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ(entries->at(0).name, "a");
    EXPECT_TRUE(entries->at(0).is_file);
    EXPECT_EQ(entries->at(0).size.bytes, 3U);
    EXPECT_FALSE(entries->at(1).is_file);
    const auto now = SystemClock{}.wall().micros;
    EXPECT_LT(std::abs(now - entries->at(0).changed.micros), 60'000'000);
    fs::last_write_time(path("a"), fs::last_write_time(path("a")) - std::chrono::hours{1});
    EXPECT_LT(files().look(folder())->at(0).written, entries->at(0).written);
}

TEST_F(PosixFilesTest, PrivateFilesAreTheOwnersOnly) {
    ASSERT_TRUE(files().replace(path("key"), as_bytes("k"), FileMode::kPrivate));
    EXPECT_EQ(mode_of(path("key")), 0600U);
}

TEST_F(PosixFilesTest, SharedFilesAreNeverForOthers) {
    ASSERT_TRUE(put("a", "x"));
    EXPECT_EQ(mode_of(path("a")) & 0007U, 0U);
}

TEST_F(PosixFilesTest, ReadTakesAFileOfExactlyTheLimit) {
    ASSERT_TRUE(put("a", std::string(100'000, 'x')));
    EXPECT_EQ(files().read(path("a"), {100'000})->size(), 100'000U);
}

TEST_F(PosixFilesTest, ReadRefusesOneByteMore) {
    ASSERT_TRUE(put("a", std::string(100'000, 'x')));
    const Result<Bytes> got = files().read(path("a"), {99'999});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::kExhausted);
}

TEST_F(PosixFilesTest, ListsRegularFilesSorted) {
    ASSERT_TRUE(put("b", ""));
    ASSERT_TRUE(put("a", ""));
    ASSERT_TRUE(put("C", ""));
    ASSERT_TRUE(files().make_folder(path("folder")));
    EXPECT_EQ(*files().list(folder()), (std::vector<std::string>{"C", "a", "b"}));
}

TEST_F(PosixFilesTest, ARenameToANewNameReplacesNothing) {
    ASSERT_TRUE(put("a", "one"));
    ASSERT_TRUE(put("b", "two"));
    EXPECT_EQ(files().rename_new(path("a"), path("b")).error().code, Errc::kConflict);
    EXPECT_EQ(text_of("a"), "one");
    EXPECT_EQ(text_of("b"), "two");
    ASSERT_TRUE(files().rename_new(path("a"), path("c")));
    EXPECT_EQ(text_of("c"), "one");
    EXPECT_EQ(files().rename_new(path("a"), path("d")).error().code, Errc::kNotFound);
}

TEST_F(PosixFilesTest, ErrorsNameThePath) {
    const std::string absent = path("absent/file");
    const Result<Bytes> read = files().read(absent, {10});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::kNotFound);
    EXPECT_NE(read.error().what.find(absent), std::string::npos);
    const Status replaced = files().replace(absent, {}, FileMode::kShared);
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code, Errc::kNotFound);
    EXPECT_NE(replaced.error().what.find(absent), std::string::npos);
    const Result<std::vector<std::string>> listed = files().list(absent);
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().code, Errc::kNotFound);
    EXPECT_NE(listed.error().what.find(absent), std::string::npos);
    const Status renamed = files().rename(absent, path("b"));
    ASSERT_FALSE(renamed);
    EXPECT_NE(renamed.error().what.find(absent), std::string::npos);
}

TEST_F(PosixFilesTest, RenameReplacesItsTarget) {
    ASSERT_TRUE(put("a", "one"));
    ASSERT_TRUE(put("b", "two"));
    ASSERT_TRUE(files().rename(path("a"), path("b")));
    EXPECT_EQ(text_of("b"), "one");
    EXPECT_EQ(files().list(folder())->size(), 1U);
}

TEST_F(PosixFilesTest, RemoveOfNothingSucceeds) {
    ASSERT_TRUE(put("a", "one"));
    EXPECT_TRUE(files().remove(path("a")));
    EXPECT_TRUE(files().remove(path("a")));
}

TEST_F(PosixFilesTest, MakesFoldersWithTheirParents) {
    EXPECT_TRUE(files().make_folder(path("x/y/z")));
    EXPECT_TRUE(files().make_folder(path("x/y/z")));
    EXPECT_TRUE(fs::is_directory(path("x/y/z")));
}

TEST_F(PosixFilesTest, MakesNoFolderOverAFile) {
    ASSERT_TRUE(put("a", "one"));
    EXPECT_FALSE(files().make_folder(path("a/b")));
}

TEST_F(PosixFilesTest, WritesAFileOfParts) {
    std::ofstream{path("a")} << "what stood there, and was longer";
    int left = 3;
    const auto next = [&]() -> Result<Bytes> {
        return left-- == 0 ? Bytes{} : to_bytes(std::string_view{"part "});
    };
    ASSERT_TRUE(files().write_parts(path("a"), next, FileMode::kPrivate));
    EXPECT_EQ(text_of("a"), "part part part ");
    struct stat held {};
    ASSERT_EQ(::stat(path("a").c_str(), &held), 0);
    EXPECT_EQ(held.st_mode & 0777U, 0600U);
}

TEST_F(PosixFilesTest, AppendsToAFileThatItMakes) {
    ASSERT_TRUE(files().append(path("a"), as_bytes("one "), FileMode::kPrivate));
    ASSERT_TRUE(files().append(path("a"), as_bytes("two"), FileMode::kPrivate));
    EXPECT_EQ(text_of("a"), "one two");
    struct stat held {};
    ASSERT_EQ(::stat(path("a").c_str(), &held), 0);
    EXPECT_EQ(held.st_mode & 0777U, 0600U);
}

TEST_F(PosixFilesTest, AppendsThroughNoLinkAndNamesWhereItCannot) {
    ASSERT_TRUE(put("target", "mine"));
    ASSERT_EQ(::symlink(path("target").c_str(), path("link").c_str()), 0);
    EXPECT_FALSE(files().append(path("link"), as_bytes("x"), FileMode::kPrivate));
    EXPECT_EQ(text_of("target"), "mine");
    const Status nowhere = files().append(path("no/b"), as_bytes("x"), FileMode::kPrivate);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, Errc::kNotFound);
    EXPECT_NE(nowhere.error().what.find("no/b"), std::string::npos);
}

TEST_F(PosixFilesTest, WritesPartsThroughNoLinkAndTellsWhatFailed) {
    ASSERT_TRUE(put("target", "mine"));
    ASSERT_EQ(::symlink(path("target").c_str(), path("link").c_str()), 0);
    const auto none = []() -> Result<Bytes> { return Bytes{}; };
    EXPECT_FALSE(files().write_parts(path("link"), none, FileMode::kPrivate));
    EXPECT_EQ(text_of("target"), "mine");
    const auto fails = []() -> Result<Bytes> { return Error{Errc::kConflict, "of the source"}; };
    EXPECT_EQ(files().write_parts(path("b"), fails, FileMode::kPrivate).error().code,
              Errc::kConflict);
    EXPECT_EQ(files().write_parts(path("no/b"), none, FileMode::kPrivate).error().code,
              Errc::kNotFound);
}

TEST_F(PosixFilesTest, OverwritesEveryByteWhereItStandsAndThroughNoLink) {
    const std::string text(200'000, 'k');
    ASSERT_TRUE(put("key", text));
    ASSERT_EQ(::link(path("key").c_str(), path("same").c_str()), 0);
    ASSERT_TRUE(files().overwrite(path("key")));
    EXPECT_EQ(text_of("same"), std::string(text.size(), '\0')) << "the very blocks";
    EXPECT_TRUE(files().overwrite(path("none")));
    ASSERT_TRUE(put("target", "mine"));
    ASSERT_EQ(::symlink(path("target").c_str(), path("link").c_str()), 0);
    EXPECT_FALSE(files().overwrite(path("link")));
    EXPECT_EQ(text_of("target"), "mine");
    EXPECT_EQ(files().overwrite(folder()).error().code, Errc::kUnavailable) << "a folder";
}

}  // namespace
}  // namespace sarhad::core
