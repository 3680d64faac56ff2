#include "core/posix_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

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

TEST_F(PosixFilesTest, ReplaceSurvivesTheLeftoverOfACrash) {
    ASSERT_TRUE(put("a", "one"));
    ASSERT_TRUE(put("a.new", "torn and longer than what follows"));
    ASSERT_TRUE(put("a", "two"));
    EXPECT_EQ(text_of("a"), "two");
}

TEST_F(PosixFilesTest, ReplacesNoFolderAndNoPipe) {
    // As root, `--output /dev/full` once put a plain file in the device's place.
    ASSERT_TRUE(files().make_folder(path("folder")));
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(put("folder", "x").error().code, Errc::kInvalid);
    EXPECT_EQ(put("pipe", "x").error().code, Errc::kInvalid);
    EXPECT_TRUE(files().list(folder())->empty());
}

TEST_F(PosixFilesTest, AFailedReplaceLeavesTheOldFile) {
    ASSERT_TRUE(put("a", "one"));
    fs::create_directory(path("a.new"));
    EXPECT_FALSE(put("a", "two"));
    EXPECT_EQ(text_of("a"), "one");
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

}  // namespace
}  // namespace sarhad::core
