#pragma once

#include "core/clock.h"
#include "core/log.h"
#include "core/mutex.h"
#include "core/scheduler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::daemon {

/// Time that moves when the test says so.
class ManualClock final : public core::Clock {
public:
    [[nodiscard]] core::WallTime wall() const override {
        return {kStart.micros + now_.load() / std::chrono::microseconds{1}};
    }
    [[nodiscard]] core::MonoTime mono() const override { return {now_.load()}; }
    void advance(core::Duration by) { now_ = now_.load() + by; }

private:
    static constexpr core::WallTime kStart{1'795'000'000'000'000};
    std::atomic<core::Duration> now_{std::chrono::seconds{100}};
};

/// Runs what is due when the test advances it.
class ManualScheduler final : public core::Scheduler {
public:
    explicit ManualScheduler(ManualClock& clock) : clock_{clock} {}
    core::TimerId after(core::Duration delay, core::Task task) override {
        const std::uint64_t id = ++last_;
        due_.emplace(std::pair{clock_.mono() + delay, id}, std::move(task));
        return core::TimerId{id};
    }
    void cancel(core::TimerId timer) override {
        std::erase_if(due_, [timer](const auto& entry) {
            return core::TimerId{entry.first.second} == timer;
        });
    }
    void advance(core::Duration by) {
        const core::MonoTime end = clock_.mono() + by;
        while (!due_.empty() && due_.begin()->first.first <= end) {
            const auto next = due_.extract(due_.begin());
            clock_.advance(next.key().first - clock_.mono());
            next.mapped()();
        }
        clock_.advance(end - clock_.mono());
    }
    [[nodiscard]] std::size_t waiting() const { return due_.size(); }

private:
    ManualClock& clock_;
    std::uint64_t last_{0};
    std::map<std::pair<core::MonoTime, std::uint64_t>, core::Task> due_;
};

/// Keeps the lines for the test to read.
class KeptLog final : public core::Log {
public:
    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) override {
        core::MutexLock lock{mutex_};
        lines_.push_back(core::to_line(event, fields));
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        core::MutexLock lock{mutex_};
        return lines_;
    }

private:
    mutable core::Mutex mutex_;
    std::vector<std::string> lines_ GUARDED_BY(mutex_);
};

/// A folder of its own for one test, gone with it.
class TemporaryFolder final {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "sarhad-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace sarhad::daemon
