#include "core/posix_files.h"
#include "core/system_clock.h"
#include "ctl/addressee.h"
#include "ctl/commands.h"
#include "ctl/context.h"
#include "ctl/options.h"
#include "daemon/exit_code.h"
#include "daemon/program.h"
#include "wire/keyring.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

namespace {

namespace core = sarhad::core;
namespace ctl = sarhad::ctl;
namespace exits = sarhad::daemon;
namespace wire = sarhad::wire;

int fail(const core::Error& error) {
    std::cout.flush();
    std::cerr << "sarhadctl: " << error.what << '\n';
    return exits::to_int(exits::exit_code_of(error.code));
}

int say(const ctl::Farewell& farewell) {
    (farewell.code == exits::ExitCode::kOk ? std::cout : std::cerr) << farewell.text;
    return exits::to_int(farewell.code);
}

}  // namespace

int main(int argc, char** argv) {
    // `| head` ends us without a word.
    if (std::signal(SIGPIPE, SIG_DFL) == SIG_ERR) {
        return fail({core::Errc::kUnavailable, "signals: SIGPIPE cannot be set"});
    }
    std::ios::sync_with_stdio(false);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet.
    const char* socket = std::getenv("SARHAD_SOCKET");
    const auto parsed = ctl::parse_options(
        argc, argv, std::string{socket != nullptr ? socket : exits::kControlSocket});
    if (const auto* farewell = std::get_if<ctl::Farewell>(&parsed); farewell != nullptr) {
        return say(*farewell);
    }
    if (core::Status started = wire::sodium_start(); !started) {
        return fail(started.error());
    }
    const auto& options = std::get<ctl::Options>(parsed);
    core::PosixFiles files;
    core::SystemClock clock;
    wire::OsRandom random;
    ctl::Context context{files,
                         clock,
                         random,
                         std::cout,
                         std::cerr,
                         std::filesystem::current_path().string(),
                         options.socket,
                         std::chrono::seconds{options.timeout_seconds},
                         options.json,
                         std::max(1U, std::thread::hardware_concurrency()),
                         ctl::addressee_of(options.command)};
    const ctl::Outcome outcome = std::visit(
        [&](const auto& command) { return ctl::run(command, context); }, options.command);
    if (!outcome) {
        return fail(outcome.error());
    }
    std::cout.flush();
    return std::cout.good() ? exits::to_int(*outcome)
                            : fail({core::Errc::kConflict, "standard output: cannot be written"});
}
