#include "hand_clock.h"
#include "turning_seal.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "intake/spool.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

/// What writers do in incoming/ who do not know how it is meant to be done.
namespace sarhad::intake {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class SpoolWriters : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "sarhad-spool-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        const auto no_digest = [](core::ByteView) { return Digest{}; };
        ASSERT_TRUE(spool_.emplace(files_, clock_, folder_, no_digest, seal_).recover());
        clock_.ahead = {};
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string incoming(const std::string& name) const { return folder_ + "/incoming/" + name; }
    /// As `cat >> name` would.
    void write(const std::string& path, const std::string& text) {
        std::ofstream{path, std::ios::app} << text;
    }
    /// Its content is older than its name.
    void rename_into(const std::string& name, const std::string& text) {
        write(folder_ + "/elsewhere", text);
        const auto before = fs::last_write_time(folder_ + "/elsewhere");
        fs::last_write_time(folder_ + "/elsewhere", before - std::chrono::seconds{1});
        fs::rename(folder_ + "/elsewhere", incoming(name));
    }
    Claim claim() {
        auto claimed = spool_->claim(10);
        EXPECT_TRUE(claimed);
        return claimed ? *std::move(claimed) : Claim{};
    }
    Names names(const std::string& folder) { return *files_.list(folder_ + "/" + folder); }

    core::PosixFiles files_;
    HandClock clock_;
    TurningSeal seal_;
    std::string folder_;
    std::optional<Spool> spool_;
};

TEST_F(SpoolWriters, ARenamedFileIsTakenAtOnce) {
    rename_into("a", "UNB");
    EXPECT_EQ(claim().files.size(), 1U);
}

TEST_F(SpoolWriters, KeepsAFileThatIsStillGrowing) {
    write(incoming("a"), "half of ");
    EXPECT_TRUE(claim().files.empty());
    EXPECT_EQ(spool_->counts()->incoming, 1U) << "it waits, and is seen to";
    write(incoming("a"), "a message");
    EXPECT_TRUE(claim().files.empty());
    clock_.ahead += kStillFor;
    const Claim taken = claim();
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_EQ(core::as_text(taken.files.front().content), "half of a message");
}

TEST_F(SpoolWriters, AnEmptyFileWaitsForItsContent) {
    rename_into("a", "");
    EXPECT_TRUE(claim().files.empty());
    clock_.ahead += kStillFor;
    EXPECT_EQ(claim().files.size(), 1U);
}

TEST_F(SpoolWriters, AClockThatWasSetBackKeepsNoFileWaiting) {
    write(incoming("a"), "a message");
    clock_.ahead = -std::chrono::hours{24};
    EXPECT_EQ(claim().files.size(), 1U);
}

TEST_F(SpoolWriters, AFileThatGrewWhileItWasAtWorkIsReadAgain) {
    using Ending = core::Status (*)(Spool&, const SpoolFile&);
    for (const Ending end :
         {Ending{[](Spool&spool, const SpoolFile&file) { return spool.drop(file); }},
          Ending{[](Spool&spool, const SpoolFile&file) {
              return spool.finish(file, core::WallTime{1});
          }},
          Ending{[](Spool&spool, const SpoolFile&file) { return spool.refuse(file, "{}"); }}}) {
        rename_into("a", "half of ");
        const Claim half = claim();
        ASSERT_EQ(half.files.size(), 1U);
        write(folder_ + "/working/a", "a message");  // Its writer never closed it.
        ASSERT_TRUE(end(*spool_, half.files.front()));
        EXPECT_EQ(names("incoming"), Names{"a"});
        clock_.ahead += kStillFor;
        const Claim whole = claim();
        ASSERT_EQ(whole.files.size(), 1U);
        EXPECT_EQ(core::as_text(whole.files.front().content), "half of a message");
        ASSERT_TRUE(spool_->drop(whole.files.front()));
        EXPECT_TRUE(names("incoming").empty() && names("working").empty());
    }
}

TEST_F(SpoolWriters, OpensNothingButPlainFilesAndTellsOfTheRestOnce) {
    write(folder_ + "/secret", "UNB");
    fs::create_symlink(folder_ + "/secret", incoming("link"));
    fs::create_directory(incoming("folder"));
    ASSERT_EQ(::mkfifo(incoming("pipe").c_str(), 0600), 0);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = incoming("socket");
    ASSERT_LT(path.size(), sizeof(address.sun_path));
    path.copy(address.sun_path, path.size());
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ::close(socket);
    clock_.ahead += kStillFor;

    const Claim first = claim();
    EXPECT_TRUE(first.files.empty());
    EXPECT_TRUE(first.trouble);
    EXPECT_EQ(first.left_lying, 4U);
    EXPECT_EQ(first.newly_left, std::vector<std::string_view>(4, "not-a-file"));
    const Claim second = claim();
    EXPECT_EQ(second.left_lying, 4U);
    EXPECT_TRUE(second.newly_left.empty());
    EXPECT_EQ(spool_->counts()->left_lying, 4U);
    EXPECT_TRUE(fs::exists(folder_ + "/secret"));
    EXPECT_TRUE(fs::is_symlink(incoming("link")));
}

TEST_F(SpoolWriters, TellsOfAFileThatIsNeverFinished) {
    write(incoming("a.part"), "half of ");
    EXPECT_EQ(claim().left_lying, 0U);
    EXPECT_EQ(spool_->counts()->ignored, 1U);
    clock_.ahead += kAbandonedAfter;
    EXPECT_EQ(claim().newly_left, std::vector<std::string_view>{"unfinished"});
    EXPECT_EQ(names("incoming"), Names{"a.part"});
}

}  // namespace
}  // namespace sarhad::intake
