#pragma once

#include "core/result.h"
#include "daemon/config.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::central {

/// What sarhad-central is asked to do.
enum class Mode : std::uint8_t { kRun, kCheckConfig, kPrintConfig, kInit, kVersion, kHelp };

/// The command line, read.
struct Options {
    Mode mode{Mode::kRun};
    std::string config{"/etc/sarhad/central.toml"};
    std::string init_folder{};
    std::vector<daemon::ConfigOverride> overrides;
};

inline constexpr std::string_view kUsage =
    "usage: sarhad-central [--config FILE] [--set KEY=VALUE]... [--check-config | --print-config]\n"
    "       sarhad-central --init DIR\n"
    "       sarhad-central --version | --help\n"
    "  --config FILE     settings, TOML (default /etc/sarhad/central.toml)\n"
    "  --set KEY=VALUE   overrides one setting of the file, as --set outdated_after=5m\n"
    "  --check-config    says what is wrong with the settings, and with the keys; exit 0 or 78\n"
    "  --print-config    prints the commented reference of all settings\n"
    "  --init DIR        makes central's key files in DIR, which has none of them yet\n";

/// kInvalid names the argument.
[[nodiscard]] core::Result<Options> parse_options(const std::vector<std::string_view>& arguments);

}  // namespace sarhad::central
