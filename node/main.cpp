#include "options.h"
#include "program.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "node/site_check.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace sarhad;  // NOLINT(google-build-using-namespace): a program's main.

namespace {

int fail(daemon::ExitCode code, const core::Error& error) {
    std::cerr << "sarhad-node: " << error.what << '\n';
    return daemon::to_int(code);
}

std::string environment(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts, and nothing sets it.
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

core::Result<std::vector<std::string>> check_site(const daemon::ConfigValues& config,
                                                  const daemon::CredentialFolders& folders,
                                                  core::Files& files) {
    SARHAD_TRY_STATUS(wire::sodium_start());
    return node::check_site(config, folders, files);
}

int tell_checked(const std::string& config, const core::Result<std::vector<std::string>>& untold) {
    if (!untold) {
        return fail(daemon::ExitCode::kConfig, untold.error());
    }
    for (const std::string& line : *untold) {
        std::cerr << "sarhad-node: note: " << line << '\n';
    }
    std::cout << config << ": ok\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = node::parse_options({argv + 1, argv + argc});
    if (!options) {
        return fail(daemon::ExitCode::kUsage, options.error());
    }
    if (options->mode == node::Mode::kVersion || options->mode == node::Mode::kHelp) {
        std::cout << (options->mode == node::Mode::kHelp ? std::string{node::kUsage}
                                                         : "sarhad-node " SARHAD_VERSION "\n");
        return 0;
    }
    if (options->mode == node::Mode::kPrintConfig) {
        std::cout << daemon::render_reference(node::config_schema());
        return 0;
    }
    core::PosixFiles files;
    const auto read_config = [&] {
        return daemon::load_config(
            files, options->config, node::config_schema(), options->overrides);
    };
    const auto config = read_config();
    if (!config) {
        return fail(daemon::ExitCode::kConfig, config.error());
    }
    const auto settings = node::settings_of(*config);
    if (!settings) {
        return fail(daemon::ExitCode::kConfig, settings.error());
    }
    auto roles = api::roles_by_group(*config);
    if (!roles) {
        const bool is_config = roles.error().code == core::Errc::kInvalid;
        return fail(
            is_config ? daemon::ExitCode::kConfig : daemon::exit_code_of(roles.error().code),
            roles.error());
    }
    node::Surroundings around;
    around.credentials = {environment("CREDENTIALS_DIRECTORY"), config->text("keys.folder")};
    if (options->mode == node::Mode::kCheckConfig) {
        return tell_checked(options->config, check_site(*config, around.credentials, files));
    }
    if (const core::Status checked = node::check_endpoints(*config); !checked) {
        return fail(daemon::ExitCode::kConfig, checked.error());
    }
    around.watchdog_usec = core::parse_uint(environment("WATCHDOG_USEC")).has_value()
                               ? *core::parse_uint(environment("WATCHDOG_USEC"))
                               : 0;
    around.is_under_journal = !environment("JOURNAL_STREAM").empty();
    around.roles = *std::move(roles);
    around.version = SARHAD_VERSION;
    around.reload = read_config;
    const core::Result<node::Ended> ended = node::run_daemon(*config, *settings, around);
    if (!ended) {
        return fail(daemon::exit_code_of_start(ended.error().code), ended.error());
    }
    if (*ended == node::Ended::kAgain) {
        ::execv("/proc/self/exe", argv);
        // Else systemd begins it anew, which does as well.
        return fail(daemon::ExitCode::kTryAgain, {core::Errc::kUnavailable, "cannot begin anew"});
    }
    return 0;
}
