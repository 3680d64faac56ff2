// What carriers sent, at rest: sealed in every folder, and gone after 72 hours.
#include "hand_clock.h"
#include "turning_seal.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "intake/spool.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sarhad::intake {
namespace {

using core::WallTime;

constexpr std::string_view kSent = "UNB+UNOA:1+QX'NAD+FL+++NOBODYTEST:ALBAR'";
constexpr core::Duration kMinute = std::chrono::minutes{1};

class SpoolRaw : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "sarhad-spool-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        start();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void start() {
        spool_.emplace(
            files_, clock_, folder_, [](core::ByteView) { return Digest{}; }, seal_);
        ASSERT_TRUE(spool_->recover());
    }
    void put(const std::string& path, std::string_view text) const {
        std::ofstream{core::cat(folder_, "/", path), std::ios::binary} << text;
    }
    SpoolFile claimed() {
        auto claim = spool_->claim(1);
        EXPECT_TRUE(claim);
        EXPECT_EQ(claim->files.size(), 1U);
        return claim->files.empty() ? SpoolFile{} : std::move(claim->files.front());
    }
    void refuse(const std::string& name) {
        put("incoming/" + name, kSent);
        ASSERT_TRUE(spool_->refuse(claimed(), R"({"status":"refused"})"));
    }
    /// Whether the name stands in the clear in any file of the spool.
    bool lies_open() const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder_}) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file{entry.path(), std::ios::binary};
            const std::string text{std::istreambuf_iterator<char>{file}, {}};
            if (text.find("NOBODYTEST") != std::string::npos) return true;
        }
        return false;
    }
    bool has(const std::string& path) const {
        return std::filesystem::exists(folder_ + "/" + path);
    }
    void pass(core::Duration span) { clock_.ahead += span; }
    std::size_t swept() {
        const auto swept = spool_->sweep(clock_.wall());
        EXPECT_TRUE(swept);
        return swept->done + swept->refused + swept->waiting;
    }

    core::PosixFiles files_;
    HandClock clock_;
    TurningSeal seal_;
    std::string folder_;
    std::optional<Spool> spool_;
};

TEST_F(SpoolRaw, ARefusedFileIsSealedAndReadAgainAsItWas) {
    refuse("a.edi");
    EXPECT_FALSE(lies_open());
    EXPECT_EQ(core::as_text(*spool_->read_refused("a.edi")), kSent);
    ASSERT_TRUE(spool_->retry("a.edi"));
    EXPECT_FALSE(lies_open()) << "it goes back as it is";
    const SpoolFile again = claimed();
    EXPECT_EQ(core::as_text(again.content), kSent);
    ASSERT_TRUE(spool_->drop(again));
    EXPECT_FALSE(has("working/a.edi"));
}

TEST_F(SpoolRaw, WhatIsKeptWhenItIsDoneIsSealed) {
    put("incoming/a.edi", kSent);
    ASSERT_TRUE(spool_->finish(claimed(), WallTime{5'000'000}));
    EXPECT_TRUE(has("done/5000000-a.edi"));
    EXPECT_FALSE(lies_open());
}

TEST_F(SpoolRaw, AFileThatIsTooLargeIsSealedToo) {
    put("incoming/big", std::string(kSpoolFileBytes.bytes, 'x') + std::string{kSent});
    ASSERT_TRUE(spool_->claim(1)->files.empty());
    ASSERT_TRUE(has("refused/big"));
    EXPECT_FALSE(lies_open());
    const auto file = files_.read(folder_ + "/refused/big", core::mebibytes(64));
    const auto opened = open_raw(seal_, *file);
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(opened->content.size(), kSpoolFileBytes.bytes + kSent.size());
    EXPECT_TRUE(core::as_text(opened->content).ends_with(kSent));
}

TEST_F(SpoolRaw, WhatOlderSoftwareLeftOpenIsSealedAtTheStart) {
    put("refused/a.edi", kSent);
    put("refused/a.edi.reason.json", "{}");
    put("done/7-b.edi", kSent);
    EXPECT_TRUE(lies_open());
    start();
    EXPECT_FALSE(lies_open());
    EXPECT_EQ(core::as_text(*spool_->read_refused("a.edi")), kSent);
}

TEST_F(SpoolRaw, After72HoursARefusedFileIsGoneAndNotBefore) {
    refuse("a.edi");
    pass(kRawKept - kMinute);
    EXPECT_EQ(swept(), 0U);
    ASSERT_TRUE(spool_->read_refused("a.edi"));
    pass(2 * kMinute);
    EXPECT_EQ(swept(), 1U);
    EXPECT_FALSE(has("refused/a.edi"));
    EXPECT_FALSE(has("refused/a.edi.reason.json"));
}

TEST_F(SpoolRaw, TryingAgainMakesNoFileYounger) {
    refuse("a.edi");
    const auto first = spool_->read_refused("a.edi");
    pass(std::chrono::hours{71});
    ASSERT_TRUE(spool_->retry("a.edi"));
    ASSERT_TRUE(spool_->refuse(claimed(), "{}"));
    EXPECT_EQ(*spool_->read_refused("a.edi"), *first);
    pass(std::chrono::hours{1} + kMinute);
    EXPECT_EQ(swept(), 1U);
}

TEST_F(SpoolRaw, WhatIsKeptWhenItIsDoneGoesTheSameWay) {
    put("incoming/a.edi", kSent);
    const SpoolFile file = claimed();
    ASSERT_TRUE(spool_->finish(file, clock_.wall()));
    pass(kRawKept - kMinute);
    EXPECT_EQ(swept(), 0U);
    pass(2 * kMinute);
    EXPECT_EQ(swept(), 1U);
}

TEST_F(SpoolRaw, AFileThatItsSenderNeverFinishedGoes) {
    put("incoming/a.part", kSent);
    pass(kRawKept - kMinute);
    EXPECT_EQ(swept(), 0U);
    pass(2 * kMinute);
    start();
    EXPECT_EQ(swept(), 1U) << "nobody would ever read it";
}

TEST_F(SpoolRaw, WhatWaitedForAMachineThatWasOffIsReadFirst) {
    put("incoming/a.edi", kSent);
    pass(kRawKept + kMinute);
    start();
    EXPECT_EQ(swept(), 0U);
    ASSERT_EQ(claimed().name, "a.edi");
    pass(kRawKept + kMinute);  // The store fails all that time.
    EXPECT_EQ(swept(), 1U);
    EXPECT_FALSE(has("working/a.edi"));
}

TEST_F(SpoolRaw, ASealingThatACrashCutOffLeavesTheFile) {
    put("working/a.edi", kSent);
    put("working/.sealing", "SARHAD-RAW-1 5\n");
    start();
    EXPECT_FALSE(has("working/.sealing"));
    EXPECT_EQ(core::as_text(claimed().content), kSent);
}

TEST_F(SpoolRaw, AFileThatWasSealedAndNotMovedIsMovedTheNextTime) {
    put("incoming/a.edi", kSent);
    const SpoolFile file = claimed();
    put("working/a.edi", core::as_text(seal_raw(seal_, file.content, file.since)));
    ASSERT_TRUE(spool_->refuse(file, "{}"));
    EXPECT_EQ(core::as_text(*spool_->read_refused("a.edi")), kSent);
}

TEST_F(SpoolRaw, AFileThatWaitsAtWorkLiesSealedAndIsDoneWithAsAnyOther) {
    put("incoming/a.edi", kSent);
    const SpoolFile file = claimed();
    EXPECT_TRUE(lies_open());
    ASSERT_TRUE(spool_->seal_waiting(file));
    EXPECT_FALSE(lies_open());
    ASSERT_TRUE(spool_->seal_waiting(file)) << "twice is once";
    ASSERT_TRUE(spool_->drop(file));
    EXPECT_FALSE(has("working/a.edi"));
    EXPECT_FALSE(has("incoming/a.edi")) << "it is what was read";
    ASSERT_TRUE(spool_->seal_waiting(file));
    EXPECT_FALSE(has("working/a.edi")) << "of nothing nothing is made";
}

TEST_F(SpoolRaw, AFileThatWaitedAtAStopIsReadAgainAsItWas) {
    put("incoming/a.edi", kSent);
    const SpoolFile file = claimed();
    ASSERT_TRUE(spool_->seal_waiting(file));
    pass(std::chrono::hours{1});
    spool_->release();
    EXPECT_FALSE(lies_open());
    const SpoolFile again = claimed();
    EXPECT_EQ(again.name, "a.edi");
    EXPECT_EQ(core::as_text(again.content), kSent);
    EXPECT_EQ(again.since, file.since) << "waiting makes no file younger";
}

TEST_F(SpoolRaw, AFileThatWasWrittenToBeforeItWaitedIsReadAsAWhole) {
    put("incoming/a.edi", kSent.substr(0, 20));
    const SpoolFile file = claimed();
    put("working/a.edi", kSent);
    ASSERT_TRUE(spool_->seal_waiting(file));
    ASSERT_TRUE(spool_->drop(file));
    EXPECT_EQ(core::as_text(claimed().content), kSent);
}

TEST_F(SpoolRaw, OneOfAnotherKeyIsRefusedWithTheRemedy) {
    const TurningSeal other{0x33};
    put("incoming/a.edi", core::as_text(seal_raw(other, core::as_bytes(kSent), WallTime{5})));
    const auto claim = spool_->claim(1);
    ASSERT_TRUE(claim);
    EXPECT_TRUE(claim->files.empty());
    EXPECT_EQ(claim->refused, std::vector<std::string_view>{"sealed-by-another-key"});
    EXPECT_EQ(spool_->read_refused("a.edi").error().code, core::Errc::kCorrupt);
}

TEST(RawFile, AnyCutAndAnyFlipIsNoticed) {
    const TurningSeal seal;
    const core::Bytes plain(2'500'000, 'x');
    const core::Bytes whole = seal_raw(seal, plain, WallTime{77});
    EXPECT_EQ(open_raw(seal, whole)->content, plain);
    EXPECT_EQ(open_raw(seal, whole)->since, WallTime{77});
    for (const std::size_t cut : {std::size_t{0},
                                  std::size_t{5},
                                  std::size_t{14},
                                  std::size_t{20},
                                  std::size_t{1'048'599},
                                  whole.size() - 1}) {
        EXPECT_FALSE(open_raw(seal, core::ByteView{whole}.first(cut))) << cut;
    }
    for (std::size_t at = 0; at < whole.size(); at += 99'991) {
        core::Bytes bent = whole;
        bent[at] ^= 1U;
        EXPECT_FALSE(open_raw(seal, bent)) << at;
    }
    EXPECT_EQ(open_raw(seal, seal_raw(seal, {}, WallTime{1}))->content, core::Bytes{});
}

TEST(RawFile, ItsBytesAreThoseOfTheFormat) {
    const core::Bytes made =
        seal_raw(TurningSeal{}, core::as_bytes(kSent), WallTime{1'795'000'000});
    EXPECT_EQ(golden::kept("formats/v1/raw_file.bin", made), made);
}

}  // namespace
}  // namespace sarhad::intake
