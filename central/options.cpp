#include "options.h"

#include "core/text.h"

#include <array>
#include <optional>
#include <utility>

namespace sarhad::central {
namespace {

constexpr std::array<std::pair<std::string_view, Mode>, 4> kModes{
    {{"--check-config", Mode::kCheckConfig},
     {"--print-config", Mode::kPrintConfig},
     {"--version", Mode::kVersion},
     {"--help", Mode::kHelp}}};

std::optional<Mode> mode_of(std::string_view argument) {
    for (const auto& [word, mode] : kModes) {
        if (word == argument) {
            return mode;
        }
    }
    return std::nullopt;
}

core::Error wrong(std::string_view argument, std::string_view what) {
    return {core::Errc::kInvalid, core::cat(argument, ": ", what)};
}

core::Status take_value(Options& options, std::string_view name, std::string_view value) {
    if (name == "--config") {
        options.config = value;
        return {};
    }
    if (name == "--init") {
        options.mode = Mode::kInit;
        options.init_folder = value;
        return {};
    }
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return wrong(name, "wanted KEY=VALUE");
    }
    options.overrides.push_back(
        {std::string{value.substr(0, equals)}, std::string{value.substr(equals + 1)}});
    return {};
}

}  // namespace

core::Result<Options> parse_options(const std::vector<std::string_view>& arguments) {
    Options options;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string_view argument = arguments[at];
        if (const std::optional<Mode> mode = mode_of(argument)) {
            options.mode = *mode;
            continue;
        }
        if (argument != "--config" && argument != "--set" && argument != "--init") {
            return wrong(argument, "no such option; see --help");
        }
        if (at + 1 == arguments.size()) {
            return wrong(argument, "wanted a value after it");
        }
        SARHAD_TRY_STATUS(take_value(options, argument, arguments[++at]));
    }
    return options;
}

}  // namespace sarhad::central
