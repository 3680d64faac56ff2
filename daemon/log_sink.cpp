#include "daemon/log_sink.h"

#include "log_line.h"
#include "rate_limit.h"
#include "signal_block.h"

#include "core/mutex.h"
#include "daemon/events.h"

#include <poll.h>
#include <pthread.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace sarhad::daemon {
namespace {

/// Writes the lines as they are: spdlog's own pattern would add a second timestamp.
class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(int descriptor) : descriptor_{descriptor} {}
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string line{message.payload.data(), message.payload.size()};
        line.push_back('\n');
        if (!write_all(line)) {
            ++lost_;
        }
    }
    void flush_() override {}

private:
    [[nodiscard]] bool write_all(std::string_view rest) const {
        while (!rest.empty()) {
            const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
            if (written >= 0) {
                rest.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno == EAGAIN) {
                pollfd room{descriptor_, POLLOUT, 0};
                ::poll(&room, 1, -1);
            } else if (errno != EINTR) {
                return false;
            }
        }
        return true;
    }

    const int descriptor_;
    std::atomic<std::uint64_t> lost_{0};
};

std::shared_ptr<spdlog::details::thread_pool> start_writing_thread() {
    const SignalBlock no_signals;
    return std::make_shared<spdlog::details::thread_pool>(
        kLogLinesMax, 1, [] { pthread_setname_np(pthread_self(), "log"); });
}

}  // namespace

class DaemonLog::Writer {
public:
    Writer(const core::Clock& clock, const LogOptions& options)
        : clock_{clock},
          format_{options.format},
          threshold_{options.threshold},
          sink_{std::make_shared<DescriptorSink>(options.descriptor)},
          thread_{start_writing_thread()},
          logger_{std::make_shared<spdlog::async_logger>(
              "sarhad", sink_, thread_, spdlog::async_overflow_policy::overrun_oldest)} {
        logger_->set_level(spdlog::level::trace);
        logger_->set_error_handler([this](const std::string&) { ++faults_; });
    }

    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) {
        if (event.level > threshold_) {
            return;
        }
        const core::MonoTime now = clock_.mono();
        std::uint64_t kept_back = 0;
        bool is_admitted = false;
        {
            core::MutexLock lock{mutex_};
            kept_back = rate_limit_.take_ended(event.id, now);
            is_admitted = rate_limit_.admits(event.id, now);
        }
        if (kept_back > 0) {
            write_suppressed({std::string{event.id}, kept_back});
        }
        if (is_admitted) {
            write_line(event, fields);
        }
    }

    void report_losses(core::MonoTime now) {
        std::vector<Suppressed> ended;
        std::uint64_t fresh_drops = 0;
        {
            core::MutexLock lock{mutex_};
            ended = rate_limit_.take_ended(now);
            const std::uint64_t total = dropped();
            fresh_drops = total - std::exchange(reported_drops_, total);
        }
        for (const Suppressed& suppressed : ended) {
            write_suppressed(suppressed);
        }
        if (fresh_drops > 0) {
            write_line(kLinesDropped, {{"count", fresh_drops}});
        }
    }

    [[nodiscard]] core::MonoTime end_of_windows() const {
        return clock_.mono() + RateLimit::kWindow;
    }
    [[nodiscard]] core::MonoTime now() const { return clock_.mono(); }
    void set_threshold(core::LogLevel threshold) { threshold_ = threshold; }
    [[nodiscard]] std::uint64_t dropped() const {
        return thread_->overrun_counter() + sink_->lost() + faults_;
    }

private:
    void write_suppressed(const Suppressed& suppressed) {
        write_line(kSuppressed, {{"event", suppressed.event}, {"count", suppressed.count}});
    }

    void write_line(const core::LogEvent& event, std::initializer_list<core::LogField> fields) {
        const std::string line = format_ == LogFormat::kJournal
                                     ? to_journal_line(event, fields)
                                     : to_json_line(clock_.wall(), event, fields);
        logger_->log(spdlog::level::info, spdlog::string_view_t{line.data(), line.size()});
    }

    const core::Clock& clock_;
    const LogFormat format_;
    std::atomic<core::LogLevel> threshold_;
    std::atomic<std::uint64_t> faults_{0};
    const std::shared_ptr<DescriptorSink> sink_;
    const std::shared_ptr<spdlog::details::thread_pool> thread_;  // spdlog shares its parts.
    const std::shared_ptr<spdlog::async_logger> logger_;
    core::Mutex mutex_;
    RateLimit rate_limit_ GUARDED_BY(mutex_);
    std::uint64_t reported_drops_ GUARDED_BY(mutex_){0};
};

DaemonLog::DaemonLog(const core::Clock& clock, const LogOptions& options)
    : writer_{std::make_unique<Writer>(clock, options)} {}

DaemonLog::~DaemonLog() {
    writer_->report_losses(writer_->end_of_windows());
}

void DaemonLog::write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) {
    writer_->write(event, fields);
}

void DaemonLog::set_threshold(core::LogLevel threshold) {
    writer_->set_threshold(threshold);
}

void DaemonLog::report_losses() {
    writer_->report_losses(writer_->now());
}

std::uint64_t DaemonLog::dropped() const {
    return writer_->dropped();
}

}  // namespace sarhad::daemon
