#pragma once

#include "core/log.h"
#include "daemon/asio_loop.h"
#include "daemon/config.h"
#include "daemon/log_sink.h"
#include "wire/zmq_transport.h"

#include <atomic>
#include <string_view>

namespace sarhad::daemon {

/// Where a daemon listens and sarhadctl asks, unless they are told otherwise: a machine is a port
/// or the centre, so there is one.
inline constexpr std::string_view kControlSocket = "/run/sarhad/control.sock";

/// The setting log_level, which both daemons have.
[[nodiscard]] ConfigKey log_level_key();
/// The setting state_ballast, which both daemons have.
[[nodiscard]] ConfigKey ballast_key();
/// What log_level says. `config` has log_level_key().
[[nodiscard]] core::LogLevel log_level_of(const ConfigValues& config);
/// How the log is written: for the journal, or a JSON line an event; from log_level on.
[[nodiscard]] LogOptions log_options_of(const ConfigValues& config, bool is_under_journal);

/// Ends the daemon's loop where its database's device fails, so that systemd starts it anew and the
/// open checks the file. `loop` outlives it.
class DeviceWatch final {
public:
    explicit DeviceWatch(AsioLoop& loop) : loop_{loop} {}
    void fail();  ///< Thread: any.
    /// What the program ends with. Thread: any.
    [[nodiscard]] core::Status status() const;

private:
    AsioLoop& loop_;
    std::atomic<bool> has_failed_{false};
};

/// What libzmq's sockets need of the loop, which outlives them.
[[nodiscard]] wire::LoopHooks loop_hooks(AsioLoop& loop);
/// Runs `task` on the loop each second, from a second on, for as long as the loop runs.
void each_second(AsioLoop& loop, const core::Task& task);

}  // namespace sarhad::daemon
