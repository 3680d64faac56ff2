#include "daemon/log_sink.h"

#include "fakes.h"

#include "core/text.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <thread>

namespace sarhad::daemon {
namespace {

using core::LogEvent;
using core::LogLevel;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::SizeIs;

constexpr LogEvent kGap{"TEST-001", LogLevel::kWarn, "gap in edition log"};
constexpr LogEvent kFrame{"TEST-002", LogLevel::kDebug, "frame"};

/// A log that writes to a file, and what it wrote once it is closed.
class FileLog {
public:
    explicit FileLog(LogFormat format = LogFormat::kJsonLines, LogLevel threshold = LogLevel::kInfo)
        : file_{::open(path().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)},
          log_{std::make_unique<DaemonLog>(clock_, LogOptions{format, threshold, file_})} {}
    ~FileLog() { ::close(file_); }
    FileLog(const FileLog&) = delete;
    FileLog& operator=(const FileLog&) = delete;

    DaemonLog& log() { return *log_; }
    ManualClock& clock() { return clock_; }
    std::vector<std::string> close() {
        log_.reset();
        std::vector<std::string> lines;
        std::ifstream file{path()};
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        return lines;
    }

private:
    [[nodiscard]] std::string path() const { return folder_.file("log"); }

    TemporaryFolder folder_;
    ManualClock clock_;
    int file_;
    std::unique_ptr<DaemonLog> log_;
};

TEST(DaemonLog, WritesAnEventAsOneJsonLine) {
    FileLog file;
    file.log().write(kGap, {{"want", 41}, {"got", 44}});
    EXPECT_THAT(file.close(),
                ElementsAre(R"({"ts":"2026-11-18T11:08:20.000000Z","level":"warn",)"
                            R"("id":"TEST-001","text":"gap in edition log",)"
                            R"("fields":{"want":"41","got":"44"}})"));
}

TEST(DaemonLog, StaysOneValidJsonLineWhateverTheValuesHold) {
    const std::vector<std::string> hostile{"\"}\n{\"level\":\"error\"}",
                                           "\\",
                                           std::string("a\0b", 3),
                                           "\xFF\xC0\x80",
                                           "\x1b[2J",
                                           "\xE2\x80\xA8\xE2\x80\xAE\r\n",
                                           std::string(100'000, '"'),
                                           "\xED\xA0\x80"};
    FileLog file;
    for (const std::string& value : hostile) {
        file.log().write(kGap, {{"value", value}});
    }
    const std::vector<std::string> lines = file.close();
    ASSERT_THAT(lines, SizeIs(hostile.size()));
    for (const std::string& line : lines) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        ASSERT_TRUE(json.is_object()) << line;
        EXPECT_EQ(json.at("level"), "warn");
        EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' '; }));
    }
}

TEST(DaemonLog, CutsALongValue) {
    FileLog file;
    file.log().write(kGap, {{"value", std::string(5000, 'x')}});
    const auto json = nlohmann::json::parse(file.close().at(0));
    EXPECT_EQ(json.at("fields").at("value").get<std::string>().size(), 1024U);
}

TEST(DaemonLog, GivesTheJournalItsPriorityAndOneLine) {
    FileLog file{LogFormat::kJournal, LogLevel::kDebug};
    file.log().write(kGap, {{"value", "a\n<0>b"}});
    file.log().write(kFrame);
    EXPECT_THAT(
        file.close(),
        ElementsAre("<4>TEST-001 gap in edition log value=\"a <0>b\"", "<7>TEST-002 frame"));
}

TEST(DaemonLog, LeavesOutWhatIsBelowItsThreshold) {
    FileLog file;
    file.log().write(kFrame);
    file.log().set_threshold(LogLevel::kDebug);
    file.log().write(kFrame);
    EXPECT_THAT(file.close(), SizeIs(1));
}

TEST(DaemonLog, WritesTwentyEventsOfOneIdASecondAndThenTheNumberKeptBack) {
    FileLog file{LogFormat::kJournal};
    for (int n = 0; n < 100; ++n) {
        file.log().write(kGap);
    }
    file.clock().advance(seconds{1});
    file.log().write(kGap);
    const std::vector<std::string> lines = file.close();
    ASSERT_THAT(lines, SizeIs(22));
    EXPECT_EQ(lines.at(20),
              "<4>DAEMON-002 events suppressed by the rate limit event=TEST-001 count=80");
    EXPECT_EQ(lines.at(21), "<4>TEST-001 gap in edition log");
}

TEST(DaemonLog, LimitsEachIdOnItsOwn) {
    FileLog file{LogFormat::kJournal, LogLevel::kDebug};
    for (int n = 0; n < 20; ++n) {
        file.log().write(kGap);
        file.log().write(kFrame);
    }
    EXPECT_THAT(file.close(), SizeIs(40));
}

TEST(DaemonLog, TellsOfABurstThatEnded) {
    FileLog file{LogFormat::kJournal};
    for (int n = 0; n < 25; ++n) {
        file.log().write(kGap);
    }
    file.log().report_losses();
    file.clock().advance(seconds{1});
    file.log().report_losses();
    file.log().report_losses();
    const std::vector<std::string> lines = file.close();
    ASSERT_THAT(lines, SizeIs(21));
    EXPECT_THAT(lines.back(), testing::EndsWith("event=TEST-001 count=5"));
}

TEST(DaemonLog, TellsOfABurstThatLastedToTheEnd) {
    FileLog file{LogFormat::kJournal};
    for (int n = 0; n < 25; ++n) {
        file.log().write(kGap);
    }
    EXPECT_THAT(file.close().back(), testing::EndsWith("event=TEST-001 count=5"));
}

TEST(DaemonLog, NeverWaitsForAReaderAndCountsWhatItDrops) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    ManualClock clock;
    std::string read;
    std::thread reader;
    std::uint64_t dropped = 0;
    {
        DaemonLog log{clock, {LogFormat::kJournal, LogLevel::kInfo, ends[1]}};
        // Nobody reads: the pipe fills, then the queue, and every call still returns.
        const std::string filler(1000, 'x');
        for (int n = 0; n < 10'000; ++n) {
            clock.advance(seconds{1});
            log.write(kGap, {{"filler", filler}});
        }
        dropped = log.dropped();
        reader = std::thread{[&] {
            std::array<char, 65536> block{};
            for (ssize_t got = 1; got > 0;) {
                got = ::read(ends[0], block.data(), block.size());
                read.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            }
        }};
    }
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);
    EXPECT_GT(dropped, 1000U);
    EXPECT_THAT(read, testing::HasSubstr("DAEMON-003 log lines dropped"));
}

TEST(DaemonLog, CountsTheLinesThatItsDescriptorRefuses) {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ASSERT_GE(full, 0);
    ManualClock clock;
    DaemonLog log{clock, {LogFormat::kJournal, LogLevel::kInfo, full}};
    log.write(kGap);
    while (log.dropped() == 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(log.dropped(), 1U);
    ::close(full);
}

TEST(DaemonLog, TakesEventsFromManyThreads) {
    FileLog file{LogFormat::kJournal};
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int n = 0; n < 4; ++n) {
        threads.emplace_back([&file] {
            for (int m = 0; m < 5; ++m) {
                file.log().write(kGap, {{"number", m}});
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_THAT(file.close(), SizeIs(20));
}

}  // namespace
}  // namespace sarhad::daemon
