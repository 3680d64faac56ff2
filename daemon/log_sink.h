#pragma once

#include "core/clock.h"
#include "core/log.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>

namespace sarhad::daemon {

inline constexpr std::size_t kLogLinesMax = 8192;  ///< Lines that wait for the writing thread.

/// How a line looks: for a collector of JSON, or for the journal.
enum class LogFormat : std::uint8_t {
    kJsonLines,
    kJournal,  ///< Where systemd set JOURNAL_STREAM: main() looks, not this library.
};

/// What main() decides of the log.
struct LogOptions {
    LogFormat format{LogFormat::kJsonLines};
    core::LogLevel threshold{core::LogLevel::kInfo};  ///< The least severe that is written.
    int descriptor{2};  ///< Borrowed; open for as long as the log lives.
};

/// The daemons' log. write() never blocks on the reader of the descriptor: a line goes to a
/// bounded queue, whose oldest line is dropped, and counted, where it is full.
/// At most 20 events of one id a second; then one DAEMON-002 says how many were kept back.
/// Thread: any.
class DaemonLog final : public core::Log {
public:
    DaemonLog(const core::Clock& clock, const LogOptions& options);
    ~DaemonLog() override;  ///< Writes what waits, for as long as the reader takes.

    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) override;

    void set_threshold(core::LogLevel threshold);
    /// Reports what was suppressed or dropped in seconds that are over. The daemon calls it each
    /// second, so that a burst that ends is told of, too.
    void report_losses();
    /// Lines lost since the start, to the full queue or to a descriptor that fails: for
    /// sarhad_log_dropped_total.
    [[nodiscard]] std::uint64_t dropped() const;

private:
    class Writer;
    std::unique_ptr<Writer> writer_;
};

}  // namespace sarhad::daemon
