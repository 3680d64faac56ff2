#pragma once

#include <csignal>

namespace sarhad::daemon {

/// While it lives, the calling thread, and each thread that it starts, takes no signal but those
/// that its own instructions raise (SIGSEGV and the like). The loop thread alone takes SIGTERM,
/// SIGINT and SIGHUP: one that interrupts a worker would end its ZeroMQ call with EINTR.
class SignalBlock final {
public:
    SignalBlock();
    ~SignalBlock();
    SignalBlock(const SignalBlock&) = delete;
    SignalBlock& operator=(const SignalBlock&) = delete;

private:
    sigset_t before_{};
};

}  // namespace sarhad::daemon
