#include "daemon/notify.h"

#include "notify_socket.h"

#include <gmock/gmock.h>

namespace sarhad::daemon {
namespace {

using testing::ElementsAre;

TEST(Notify, TellsSystemdTheLifeOfTheDaemon) {
    const NotifySocket systemd;
    Notify notify;
    notify.ready();
    notify.reloading();
    notify.watchdog();
    notify.stopping();
    EXPECT_THAT(systemd.take(), ElementsAre("READY=1", "RELOADING=1", "WATCHDOG=1", "STOPPING=1"));
}

TEST(Notify, KeepsAStatusOnOneLine) {
    const NotifySocket systemd;
    Notify notify;
    notify.status("list 41\nREADY=1");
    EXPECT_THAT(systemd.take(), ElementsAre("STATUS=list 41 READY=1"));
}

TEST(Notify, CutsALongStatus) {
    const NotifySocket systemd;
    Notify notify;
    notify.status(std::string(5000, 'x'));
    EXPECT_THAT(systemd.take(), ElementsAre("STATUS=" + std::string(Notify::kStatusMax, 'x')));
}

TEST(Notify, DoesNothingWithoutSystemd) {
    Notify notify;
    notify.ready();
}

}  // namespace
}  // namespace sarhad::daemon
