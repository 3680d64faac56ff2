#include "signal_block.h"

#include "core/check.h"

#include <pthread.h>

#include <initializer_list>

namespace sarhad::daemon {

SignalBlock::SignalBlock() {
    sigset_t blocked{};
    sigfillset(&blocked);
    for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
        sigdelset(&blocked, own);
    }
    SARHAD_CHECK(pthread_sigmask(SIG_SETMASK, &blocked, &before_) == 0);
}

SignalBlock::~SignalBlock() {
    SARHAD_CHECK(pthread_sigmask(SIG_SETMASK, &before_, nullptr) == 0);
}

}  // namespace sarhad::daemon
