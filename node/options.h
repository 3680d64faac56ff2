#pragma once

#include "core/result.h"
#include "daemon/config.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

/// What sarhad-node is asked to do.
enum class Mode : std::uint8_t { kRun, kCheckConfig, kPrintConfig, kVersion, kHelp };

/// The command line.
struct Options {
    Mode mode{Mode::kRun};
    std::string config{"/etc/sarhad/node.toml"};
    std::vector<daemon::ConfigOverride> overrides;
};

inline constexpr std::string_view kUsage =
    "usage: sarhad-node [--config FILE] [--set KEY=VALUE]... [--check-config | --print-config]\n"
    "       sarhad-node --version | --help\n"
    "  --config FILE     settings, TOML (default /etc/sarhad/node.toml)\n"
    "  --set KEY=VALUE   overrides one setting of the file, as --set scan_every=1s\n"
    "  --check-config    says what is wrong with the settings, and with the keys; exit 0 or 78\n"
    "  --print-config    prints the commented reference of all settings\n";

/// kInvalid names the argument.
[[nodiscard]] core::Result<Options> parse_options(const std::vector<std::string_view>& arguments);

}  // namespace sarhad::node
