#pragma once

#include <string_view>

namespace sarhad::daemon {

/// Tells systemd how the daemon is, through libsystemd, which takes the socket from NOTIFY_SOCKET;
/// without systemd each call does nothing. A message that cannot be sent is dropped: systemd's
/// own time-outs then act. Thread: any.
class Notify final {
public:
    void ready();      ///< Only once the store is open, lists are verified and sockets are bound.
    void reloading();  ///< Before a reload on SIGHUP; ready() after it.
    void stopping();
    /// One line for `systemctl status`; a control character becomes a space, and bytes past
    /// kStatusMax are cut.
    void status(std::string_view text);
    void watchdog();  ///< Called by Watchdog alone.

    static constexpr unsigned kStatusMax = 512;
};

}  // namespace sarhad::daemon
