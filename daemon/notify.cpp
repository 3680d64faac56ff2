#include "daemon/notify.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <string>

namespace sarhad::daemon {
namespace {

/// Its result says whether systemd listens, which nobody here acts on.
void tell(const std::string& state) {
    [[maybe_unused]] const int sent = sd_notify(0, state.c_str());
}

}  // namespace

void Notify::ready() {
    tell("READY=1");
}

void Notify::reloading() {
    tell("RELOADING=1");
}

void Notify::stopping() {
    tell("STOPPING=1");
}

void Notify::status(std::string_view text) {
    std::string line{text.substr(0, kStatusMax)};
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    tell("STATUS=" + line);
}

void Notify::watchdog() {
    tell("WATCHDOG=1");
}

}  // namespace sarhad::daemon
