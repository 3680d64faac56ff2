#pragma once

#include "core/result.h"

#include <cstdint>

namespace sarhad::daemon {

/// What a program's exit says to a script or to systemd. Source: sysexits.h where it has a name
/// for it. Units name kConfig in RestartPreventExitStatus=, so that a bad file does not loop.
enum class ExitCode : std::uint8_t {
    kOk = 0,
    kFailed = 1,
    kPartlyDone = 2,
    kUsage = 64,
    kBadInput = 65,
    kUnreachable = 69,
    kInternal = 70,
    kTryAgain = 75,
    kNotAllowed = 77,
    kConfig = 78,
};

/// The exit code for an operation that failed with `code`. Errors of load_config() are kConfig
/// whatever their Errc: the caller knows that, this function does not.
[[nodiscard]] ExitCode exit_code_of(core::Errc code) noexcept;
/// The exit code where a daemon's start failed with `code`: its input are its own files, so what is
/// wrong with them, missing or not to be trusted is kConfig; other codes as exit_code_of().
[[nodiscard]] ExitCode exit_code_of_start(core::Errc code) noexcept;
/// For `return` in main().
[[nodiscard]] int to_int(ExitCode code) noexcept;

}  // namespace sarhad::daemon
