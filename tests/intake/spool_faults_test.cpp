#include "hand_clock.h"
#include "turning_seal.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "intake/spool.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

Digest sum_of(core::ByteView bytes) {
    Digest digest{};
    for (const std::uint8_t byte : bytes)
        digest[0] = static_cast<std::uint8_t>(digest[0] + byte);
    return digest;
}

core::Error fault() {
    return {core::Errc::kUnavailable, "the device failed"};
}

/// The real disk, which fails for the names that a test gives.
class FaultyFiles final : public core::Files {
public:
    std::set<std::string> unreadable;  ///< The last parts of paths.
    std::set<std::string> unmovable;
    bool fails_reading{false};                ///< Every file: no descriptor is to be had.
    bool fails_next_sync{false};              ///< The rename is done, its sync is not.
    std::function<void()> before_read_fails;  ///< What others do meanwhile.

    core::Result<core::Bytes> read(const std::string& path, core::ByteSize limit) override {
        if (unreadable.count(last_part(path)) != 0) {
            if (before_read_fails) before_read_fails();
            return fault();
        }
        return real_.read(path, limit);
    }
    core::Result<core::Bytes> read_part(const std::string& path,
                                        std::uint64_t offset,
                                        core::ByteSize limit) override {
        return real_.read_part(path, offset, limit);
    }
    core::Result<core::Bytes> read_plain(const std::string& path, core::ByteSize limit) override {
        if (fails_reading) return fault();
        if (unreadable.count(last_part(path)) != 0) return read(path, limit);
        return real_.read_plain(path, limit);
    }
    core::Status replace(const std::string& path,
                         core::ByteView content,
                         core::FileMode mode) override {
        return real_.replace(path, content, mode);
    }
    core::Status write_parts(const std::string& path,
                             const std::function<core::Result<core::Bytes>()>& next,
                             core::FileMode mode) override {
        return real_.write_parts(path, next, mode);
    }
    core::Status append(const std::string& path,
                        core::ByteView content,
                        core::FileMode mode) override {
        return real_.append(path, content, mode);
    }
    core::Result<std::vector<std::string>> list(const std::string& folder) override {
        return real_.list(folder);
    }
    core::Result<std::vector<core::FolderEntry>> look(const std::string& folder) override {
        return real_.look(folder);
    }
    core::Status rename(const std::string& from, const std::string& to) override {
        return after_sync(real_.rename(from, to));
    }
    core::Status rename_new(const std::string& from, const std::string& to) override {
        if (unmovable.count(last_part(from)) != 0) return fault();
        return after_sync(real_.rename_new(from, to));
    }
    core::Status overwrite(const std::string& path) override { return real_.overwrite(path); }
    core::Status remove(const std::string& path) override { return real_.remove(path); }
    core::Status make_folder(const std::string& path) override { return real_.make_folder(path); }

private:
    static std::string last_part(const std::string& path) {
        return path.substr(path.rfind('/') + 1);
    }
    core::Status after_sync(core::Status moved) {
        const bool fails = std::exchange(fails_next_sync, false);
        return fails && moved ? core::Status{fault()} : moved;
    }
    core::PosixFiles real_;
};

class SpoolFaults : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "sarhad-spool-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        ASSERT_TRUE(started().recover());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// A process's own; one more is a process that started after a crash.
    Spool started() { return Spool{files_, clock_, folder_, &sum_of, seal_}; }
    void put(const std::string& name, const std::string& text = "UNB") {
        const auto path = core::cat(folder_, "/incoming/", name);
        ASSERT_TRUE(files_.replace(path, core::as_bytes(text), core::FileMode::kShared));
    }
    std::vector<std::string> names(const std::string& folder) {
        return *files_.list(core::cat(folder_, "/", folder));
    }
    std::string reason_of(const std::string& name) {
        const auto path = core::cat(folder_, "/refused/", name, ".reason.json");
        const auto reason = files_.read(path, core::kibibytes(4));
        return reason ? std::string{core::as_text(*reason)} : std::string{};
    }
    static std::vector<std::string> taken(const core::Result<Claim>& claim) {
        std::vector<std::string> names;
        for (const SpoolFile& file : claim->files)
            names.push_back(file.name);
        return names;
    }

    /// Claims for `span`, now and again, a new good file before each.
    void go_on(Spool& spool, core::Duration span) {
        const core::Duration until = clock_.ahead + span;
        for (int turn = 0; clock_.ahead < until; ++turn) {
            const std::string name = core::cat("z", turn);
            put(name);
            const auto claim = spool.claim(10);
            for (const SpoolFile& file : claim->files)
                ASSERT_TRUE(spool.drop(file));
            clock_.ahead += kTakeAgainAfter;
        }
    }

    FaultyFiles files_;
    HandClock clock_;
    TurningSeal seal_;
    std::string folder_;
};

using Names = std::vector<std::string>;

TEST_F(SpoolFaults, OneUnreadableFileKeepsNoneOfTheOthersAndIsRefusedInTheEnd) {
    put("a");
    put("b");
    files_.unreadable = {"a"};
    Spool spool = started();
    const auto first = spool.claim(10);
    EXPECT_EQ(taken(first), Names{"b"});
    EXPECT_FALSE(first->trouble);
    go_on(spool, kUnreadableFor / 2);
    EXPECT_TRUE(spool.refused()->empty());
    EXPECT_FALSE(spool.claim(10)->trouble) << "as long as it lies there";
    go_on(spool, kUnreadableFor);
    EXPECT_EQ(*spool.refused(), Names{"a"});
    EXPECT_NE(reason_of("a").find("unreadable"), std::string::npos);
    EXPECT_TRUE(spool.claim(10)->trouble);
}

TEST_F(SpoolFaults, TwoSecondsWithoutDescriptorsRefuseNoFile) {
    put("a");
    put("b");
    files_.fails_reading = true;
    Spool spool = started();
    for (int claims = 0; claims < 100; ++claims) {
        EXPECT_FALSE(spool.claim(10)->trouble);
        clock_.ahead += std::chrono::milliseconds{200};
    }
    EXPECT_EQ(names("incoming"), (Names{"a", "b"}));
    EXPECT_EQ(spool.claim(10)->refused.size(), 0U);
}

TEST_F(SpoolFaults, AnHourInWhichNoFileCanBeReadCountsAgainstNone) {
    put("a");
    put("b");
    files_.fails_reading = true;
    Spool spool = started();
    for (int claims = 0; claims < 700; ++claims) {
        ASSERT_TRUE(spool.claim(10)->refused.empty()) << claims;
        clock_.ahead += kTakeAgainAfter;
    }
    files_.fails_reading = false;
    const auto claim = spool.claim(10);
    EXPECT_EQ(taken(claim), (Names{"a", "b"}));
    EXPECT_TRUE(claim->trouble);
}

TEST_F(SpoolFaults, AClaimEndsAfterSoManyFailuresAndTheNextGoesOn) {
    for (std::size_t at = 0; at < kFailuresMax; ++at) {
        put(core::cat("a", at));
        files_.unreadable.insert(core::cat("a", at));
    }
    put("b");
    Spool spool = started();
    EXPECT_TRUE(spool.claim(10)->files.empty());
    EXPECT_EQ(taken(spool.claim(10)), Names{"b"});
}

TEST_F(SpoolFaults, AFileThatCannotBeMovedIsSkippedAndTriedAgain) {
    put("a");
    put("b");
    files_.unmovable = {"a"};
    Spool spool = started();
    const auto first = spool.claim(10);
    EXPECT_EQ(taken(first), Names{"b"});
    EXPECT_FALSE(first->trouble);
    go_on(spool, 2 * kUnreadableFor);
    EXPECT_FALSE(spool.claim(10)->trouble);
    EXPECT_EQ(names("incoming"), Names{"a"});
    files_.unmovable.clear();
    clock_.ahead += kTakeAgainAfter;
    EXPECT_EQ(taken(spool.claim(10)), Names{"a"});
}

TEST_F(SpoolFaults, FinishAfterAMoveWhoseSyncFailedIsDone) {
    put("a");
    Spool spool = started();
    const auto claim = spool.claim(1);
    files_.fails_next_sync = true;
    EXPECT_FALSE(spool.finish(claim->files.front(), core::WallTime{7}));
    EXPECT_TRUE(spool.finish(claim->files.front(), core::WallTime{7}));
    EXPECT_EQ(names("done"), Names{"7-a"});
}

TEST_F(SpoolFaults, RefuseAfterAMoveWhoseSyncFailedIsDone) {
    put("a");
    Spool spool = started();
    const auto claim = spool.claim(1);
    const SpoolFile file = claim->files.front();
    files_.fails_next_sync = true;
    EXPECT_FALSE(spool.refuse(file, "{}"));
    EXPECT_TRUE(spool.refuse(file, "{}"));
    EXPECT_EQ(names("refused"), (Names{"a", "a.reason.json"}));
}

TEST_F(SpoolFaults, ANameAsLongAsTheDiskTakesIsFinishedRefusedAndRetried) {
    const std::string stem(254, 'n');
    for (const char* end : {"1", "2"}) {
        put(end);
        const std::string incoming = folder_ + "/incoming/";
        ASSERT_TRUE(files_.rename(incoming + end, incoming + stem + end));
    }
    Spool spool = started();
    const auto claim = spool.claim(10);
    ASSERT_EQ(claim->files.size(), 2U);
    EXPECT_TRUE(spool.finish(claim->files[0], core::WallTime{1'767'225'600'000'000}));
    EXPECT_TRUE(spool.refuse(claim->files[1], "{}"));
    const auto refused = spool.refused();
    ASSERT_EQ(refused->size(), 1U);
    EXPECT_TRUE(spool.retry(refused->front()));
    ASSERT_EQ(spool.claim(10)->files.size(), 1U);
    Spool restarted = started();
    ASSERT_TRUE(restarted.recover());
    EXPECT_EQ(restarted.claim(10)->files.size(), 1U);
}

TEST_F(SpoolFaults, AFileNamedLikeAReasonDoesNotReplaceOne) {
    put("a");
    put("a.reason.json");
    Spool spool = started();
    const auto claim = spool.claim(10);
    for (const SpoolFile& file : claim->files)
        ASSERT_TRUE(spool.refuse(file, core::cat("of ", file.name)));
    EXPECT_EQ(spool.refused()->size(), 2U);
    EXPECT_EQ(reason_of("a"), "of a");
}

TEST_F(SpoolFaults, AFileGivenBackDoesNotReplaceANewOneOfItsName) {
    put("a", "old");
    files_.unreadable = {"a"};
    files_.before_read_fails = [this] { put("a", "new"); };
    EXPECT_TRUE(started().claim(10)->files.empty());
    EXPECT_EQ(names("incoming"), (Names{"a", "a.2"}));
    files_.unreadable.clear();
    EXPECT_EQ(core::as_text(started().claim(1)->files.front().content), "new");
}

TEST_F(SpoolFaults, FilesThatWereAtWorkAtACrashAreReadOneByOneBeforeOthers) {
    put("b");
    put("c");
    ASSERT_EQ(started().claim(10)->files.size(), 2U);
    put("a");
    Spool spool = started();
    ASSERT_TRUE(spool.recover());
    auto first = spool.claim(10);
    ASSERT_EQ(taken(first), Names{"b.sarhad-try2"});
    EXPECT_TRUE(spool.claim(10)->files.empty()) << "it is being read alone";
    ASSERT_TRUE(spool.finish(first->files.front(), core::WallTime{1}));
    EXPECT_EQ(names("done"), Names{"1-b"});
    auto second = spool.claim(10);
    ASSERT_EQ(taken(second), Names{"c.sarhad-try2"});
    ASSERT_TRUE(spool.drop(second->files.front()));
    EXPECT_EQ(taken(spool.claim(10)), Names{"a"});
}

TEST_F(SpoolFaults, AFileThatCrashesTheReaderAgainAndAgainIsRefused) {
    put("bad");
    ASSERT_EQ(started().claim(10)->files.size(), 1U);
    for (unsigned reads = 0; reads < kReadsAlone; ++reads) {
        Spool spool = started();
        ASSERT_TRUE(spool.recover());
        ASSERT_EQ(spool.claim(10)->files.size(), 1U) << reads;
    }
    Spool spool = started();
    ASSERT_TRUE(spool.recover());
    const auto last = spool.claim(10);
    EXPECT_TRUE(last->files.empty());
    EXPECT_EQ(last->refused, std::vector<std::string_view>{"crashed-the-reader"});
    EXPECT_EQ(*spool.refused(), Names{"bad"});
    EXPECT_NE(reason_of("bad").find("crashed-the-reader"), std::string::npos);
}

TEST_F(SpoolFaults, AnOrderlyStopSaysNothingAgainstAFile) {
    put("a");
    for (unsigned stops = 0; stops < 3 * kReadsAlone; ++stops) {
        Spool spool = started();
        ASSERT_TRUE(spool.recover());
        ASSERT_EQ(taken(spool.claim(10)), Names{"a"}) << stops;
        spool.release();
        EXPECT_EQ(names("incoming"), Names{"a"});
    }
}

TEST_F(SpoolFaults, AnOrderlyStopKeepsTheMarkOfEarlierCrashes) {
    put("a");
    ASSERT_EQ(started().claim(10)->files.size(), 1U);
    for (unsigned stops = 0; stops < 2; ++stops) {
        Spool spool = started();
        ASSERT_TRUE(spool.recover());
        ASSERT_EQ(taken(spool.claim(10)), Names{"a.sarhad-try2"}) << stops;
        spool.release();
    }
}

}  // namespace
}  // namespace sarhad::intake
