#include "intake/spool.h"

#include "hand_clock.h"
#include "turning_seal.h"

#include "core/posix_files.h"
#include "core/text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace sarhad::intake {
namespace {

using core::WallTime;

Digest sum_of(core::ByteView bytes) {
    Digest digest{};
    for (const std::uint8_t byte : bytes)
        digest[0] = static_cast<std::uint8_t>(digest[0] + byte);
    return digest;
}

class SpoolFolder : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "sarhad-spool-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        ASSERT_TRUE(spool().recover());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Spool spool() { return Spool{files_, clock_, folder_, &sum_of, seal_}; }
    void put(const std::string& name, const std::string& text) {
        const auto path = core::cat(folder_, "/incoming/", name);
        ASSERT_TRUE(files_.replace(path, core::as_bytes(text), core::FileMode::kShared));
    }
    bool has(const std::string& path) { return std::filesystem::exists(folder_ + "/" + path); }

    core::PosixFiles files_;
    HandClock clock_;
    TurningSeal seal_;
    std::string folder_;
};

TEST_F(SpoolFolder, ClaimsAFileOnce) {
    put("a.edi", "UNB");
    Spool spool = this->spool();
    const auto first = spool.claim(10);
    ASSERT_TRUE(first);
    ASSERT_EQ(first->files.size(), 1U);
    EXPECT_EQ(core::as_text(first->files.front().content), "UNB");
    EXPECT_EQ(first->files.front().digest, sum_of(core::as_bytes("UNB")));
    EXPECT_TRUE(spool.claim(10)->files.empty());
}

TEST_F(SpoolFolder, LeavesFilesThatAreBeingWritten) {
    put("b.part", "x");
    put("c.tmp", "x");
    put(".d", "x");
    Spool spool = this->spool();
    EXPECT_TRUE(spool.claim(10)->files.empty());
    EXPECT_EQ(spool.counts()->ignored, 3U);
}

TEST_F(SpoolFolder, ClaimsNoMoreThanAsked) {
    for (int i = 0; i < 5; ++i)
        put(core::cat("f", i), "x");
    Spool spool = this->spool();
    EXPECT_EQ(spool.claim(2)->files.size(), 2U);
    EXPECT_EQ(spool.counts()->incoming, 3U);
}

TEST_F(SpoolFolder, OffersAgainWhatACrashLeftAtWork) {
    put("a.edi", "UNB");
    ASSERT_EQ(spool().claim(10)->files.size(), 1U);
    Spool restarted = spool();
    ASSERT_TRUE(restarted.recover());
    EXPECT_EQ(restarted.claim(10)->files.size(), 1U);
}

TEST_F(SpoolFolder, RecoversBesideANewFileOfTheSameName) {
    put("a.edi", "old");
    ASSERT_EQ(spool().claim(10)->files.size(), 1U);
    put("a.edi", "new");
    Spool restarted = spool();
    EXPECT_TRUE(restarted.claim(10)->files.empty()) << "the name is at work";
    ASSERT_TRUE(restarted.recover());
    const auto old = restarted.claim(10);
    ASSERT_EQ(old->files.size(), 1U);
    EXPECT_EQ(core::as_text(old->files.front().content), "old");
    ASSERT_TRUE(restarted.finish(old->files.front(), WallTime{1}));
    const auto fresh = restarted.claim(10);
    ASSERT_EQ(fresh->files.size(), 1U);
    EXPECT_EQ(core::as_text(fresh->files.front().content), "new");
}

TEST_F(SpoolFolder, FinishWritesTheTimeIntoTheNameAndPurgeGoesByIt) {
    put("a.edi", "UNB");
    Spool spool = this->spool();
    const auto claimed = spool.claim(1);
    ASSERT_TRUE(spool.finish(claimed->files.front(), WallTime{1'000'000}));
    EXPECT_TRUE(has("done/1000000-a.edi"));
    EXPECT_EQ(*spool.purge(WallTime{2'000'000}, std::chrono::seconds{2}), 0U);
    EXPECT_EQ(*spool.purge(WallTime{3'000'000}, std::chrono::seconds{2}), 1U);
    EXPECT_FALSE(has("done/1000000-a.edi"));
}

TEST_F(SpoolFolder, DropLeavesNothing) {
    put("a.edi", "UNB");
    Spool spool = this->spool();
    const auto claimed = spool.claim(1);
    ASSERT_TRUE(spool.drop(claimed->files.front()));
    const auto counts = spool.counts();
    EXPECT_EQ(counts->incoming + counts->working + counts->done + counts->refused, 0U);
}

TEST_F(SpoolFolder, PurgeDatesAFileWithoutATime) {
    Spool spool = this->spool();
    ASSERT_TRUE(
        files_.replace(folder_ + "/done/foreign", core::as_bytes("x"), core::FileMode::kShared));
    EXPECT_EQ(*spool.purge(WallTime{5}, std::chrono::seconds{0}), 0U);
    EXPECT_TRUE(has("done/5-foreign"));
    EXPECT_EQ(*spool.purge(WallTime{5}, std::chrono::seconds{0}), 1U);
}

TEST_F(SpoolFolder, RefusedFilesKeepTheirReasonAndCanBeRetried) {
    put("a.edi", "junk");
    Spool spool = this->spool();
    const auto claimed = spool.claim(1);
    ASSERT_TRUE(spool.refuse(claimed->files.front(), R"({"status":"refused"})"));
    EXPECT_TRUE(has("refused/a.edi"));
    EXPECT_TRUE(has("refused/a.edi.reason.json"));
    EXPECT_EQ(spool.counts()->refused, 1U);
    ASSERT_TRUE(spool.retry("a.edi"));
    EXPECT_EQ(spool.counts()->refused, 0U);
    EXPECT_EQ(spool.claim(1)->files.size(), 1U);
}

TEST_F(SpoolFolder, RefusesTwoFilesOfOneName) {
    Spool spool = this->spool();
    for (int i = 0; i < 2; ++i) {
        put("a.edi", "junk");
        ASSERT_TRUE(spool.refuse(spool.claim(1)->files.front(), "{}"));
    }
    EXPECT_EQ(*spool.refused(), (std::vector<std::string>{"a.edi", "a.edi.2"}));
}

TEST_F(SpoolFolder, RetryDoesNotReplaceAWaitingFile) {
    Spool spool = this->spool();
    put("a.edi", "junk");
    ASSERT_TRUE(spool.refuse(spool.claim(1)->files.front(), "{}"));
    put("a.edi", "new");
    EXPECT_EQ(spool.retry("a.edi").error().code, core::Errc::kConflict);
}

TEST_F(SpoolFolder, RetryTakesPlainNamesOnly) {
    Spool spool = this->spool();
    EXPECT_EQ(spool.retry("../incoming/a").error().code, core::Errc::kInvalid);
    EXPECT_EQ(spool.retry("a").error().code, core::Errc::kNotFound);
}

TEST_F(SpoolFolder, DiscardDeletesARefusedFileAndKeepsTheRecord) {
    Spool spool = this->spool();
    for (const char* name : {"a.edi", "b.edi"}) {
        put(name, "junk");
        ASSERT_TRUE(spool.refuse(spool.claim(1)->files.front(), "{}"));
    }
    ASSERT_TRUE(spool.discard("a.edi", R"({"why":"sent twice"})", WallTime{7}));
    EXPECT_FALSE(has("refused/a.edi"));
    EXPECT_FALSE(has("refused/a.edi.reason.json"));
    const auto record = files_.read(folder_ + "/discarded/7-a.edi.json", core::kibibytes(1));
    ASSERT_TRUE(record);
    EXPECT_EQ(core::as_text(*record), R"({"why":"sent twice"})");
    EXPECT_EQ(*spool.refused(), std::vector<std::string>{"b.edi"});
    EXPECT_EQ(spool.discard("a.edi", "{}", WallTime{8}).error().code, core::Errc::kNotFound);
    EXPECT_FALSE(has("discarded/8-a.edi.json"));
    EXPECT_EQ(spool.discard("../refused/b.edi", "{}", WallTime{8}).error().code,
              core::Errc::kInvalid);
    EXPECT_TRUE(has("refused/b.edi"));
}

TEST_F(SpoolFolder, RefusesALargeFileAtOnceAndGoesOn) {
    put("big", std::string(kSpoolFileBytes.bytes + 1, 'x'));
    put("small", "x");
    Spool spool = this->spool();
    EXPECT_EQ(spool.claim(10)->files.size(), 1U);
    EXPECT_EQ(*spool.refused(), std::vector<std::string>{"big"});
}

TEST_F(SpoolFolder, ClaimsNoMoreThanFitsBesideWhatIsAtWork) {
    const std::string large(kSpoolFileBytes.bytes - 1'024, 'x');
    for (const char* name : {"a", "b", "c"})
        put(name, large);
    put("d", "x");
    Spool spool = this->spool();
    const auto first = spool.claim(10);
    ASSERT_TRUE(first);
    ASSERT_EQ(first->files.size(), 2U);
    EXPECT_TRUE(spool.claim(10)->files.empty());
    ASSERT_TRUE(spool.drop(first->files.at(0)));
    EXPECT_EQ(spool.claim(10)->files.size(), 1U) << "one large file's room is free";
    EXPECT_EQ(spool.counts()->incoming, 1U);
}

}  // namespace
}  // namespace sarhad::intake
