#include "options.h"
#include "program.h"

#include "central/site_check.h"
#include "core/posix_files.h"
#include "core/text.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace sarhad;  // NOLINT(google-build-using-namespace): a program's main.

namespace {

int fail(daemon::ExitCode code, const core::Error& error) {
    std::cerr << "sarhad-central: " << error.what << '\n';
    return daemon::to_int(code);
}

std::string environment(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts, and nothing sets it.
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

int init(core::Files& files, const std::string& folder) {
    if (const core::Status started = wire::sodium_start(); !started) {
        return fail(daemon::exit_code_of(started.error().code), started.error());
    }
    wire::OsRandom random;
    const auto made = central::make_keys(files, random, folder);
    if (!made) {
        return fail(daemon::exit_code_of(made.error().code), made.error());
    }
    for (const std::string& name : *made) {
        std::cout << folder << '/' << name << ": made\n";
    }
    std::cout << (made->empty() ? core::cat(folder, ": has every key file already\n")
                                : "Keep a copy of them apart from this machine: what central signs "
                                  "counts with no others.\n");
    return 0;
}

core::Result<std::vector<std::string>> check_site(const daemon::ConfigValues& config,
                                                  const daemon::CredentialFolders& folders) {
    SARHAD_TRY_STATUS(wire::sodium_start());
    return central::check_site(config, folders);
}

int tell_checked(const std::string& config, const core::Result<std::vector<std::string>>& untold) {
    if (!untold) {
        return fail(daemon::ExitCode::kConfig, untold.error());
    }
    for (const std::string& line : *untold) {
        std::cerr << "sarhad-central: note: " << line << '\n';
    }
    std::cout << config << ": ok\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = central::parse_options({argv + 1, argv + argc});
    if (!options) {
        return fail(daemon::ExitCode::kUsage, options.error());
    }
    if (options->mode == central::Mode::kVersion || options->mode == central::Mode::kHelp) {
        std::cout << (options->mode == central::Mode::kHelp ? std::string{central::kUsage}
                                                            : "sarhad-central " SARHAD_VERSION
                                                              "\n");
        return 0;
    }
    if (options->mode == central::Mode::kPrintConfig) {
        std::cout << daemon::render_reference(central::config_schema());
        return 0;
    }
    core::PosixFiles files;
    if (options->mode == central::Mode::kInit) {
        return init(files, options->init_folder);
    }
    const auto read_config = [&] {
        return daemon::load_config(
            files, options->config, central::config_schema(), options->overrides);
    };
    const auto config = read_config();
    if (!config) {
        return fail(daemon::ExitCode::kConfig, config.error());
    }
    auto roles = api::roles_by_group(*config);
    if (!roles) {
        const bool is_config = roles.error().code == core::Errc::kInvalid;
        return fail(
            is_config ? daemon::ExitCode::kConfig : daemon::exit_code_of(roles.error().code),
            roles.error());
    }
    central::Surroundings around;
    around.credentials = {environment("CREDENTIALS_DIRECTORY"), config->text("keys.folder")};
    if (options->mode == central::Mode::kCheckConfig) {
        return tell_checked(options->config, check_site(*config, around.credentials));
    }
    if (const core::Status checked = central::check_endpoints(*config); !checked) {
        return fail(daemon::ExitCode::kConfig, checked.error());
    }
    const auto watchdog = core::parse_uint(environment("WATCHDOG_USEC"));
    around.watchdog_usec = watchdog ? *watchdog : 0;
    around.is_under_journal = !environment("JOURNAL_STREAM").empty();
    around.roles = *std::move(roles);
    around.version = SARHAD_VERSION;
    around.reload = read_config;
    const core::Status ended = central::run_daemon(*config, around);
    return ended ? 0 : fail(daemon::exit_code_of_start(ended.error().code), ended.error());
}
