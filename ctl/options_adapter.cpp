#include "core/text.h"
#include "ctl/option_tree.h"
#include "ctl/options.h"
#include "ctl/words.h"

#include <CLI/CLI.hpp>

namespace sarhad::ctl {

using daemon::ExitCode;

std::variant<Options, Farewell> parse_options(int argc,
                                              const char* const* argv,
                                              const std::string& default_socket) {
    if (argc < 2) {
        return Farewell{ExitCode::kOk, std::string{short_help()}};
    }
    Options options;
    options.socket = default_socket;
    OptionTree tree{options};
    if (std::string wrong = unknown_word({argv + 1, argv + argc}, tree.nouns()); !wrong.empty()) {
        return Farewell{ExitCode::kUsage, core::cat("sarhadctl: ", wrong, "\n")};
    }
    try {
        tree.app().parse(argc, argv);
    } catch (const CLI::CallForAllHelp&) {
        return Farewell{ExitCode::kOk, tree.app().help("", CLI::AppFormatMode::All)};
    } catch (const CLI::CallForHelp&) {
        return Farewell{ExitCode::kOk, tree.app().help()};
    } catch (const CLI::CallForVersion& version) {
        return Farewell{ExitCode::kOk, core::cat(version.what(), "\n")};
    } catch (const CLI::ParseError& error) {
        return Farewell{ExitCode::kUsage,
                        core::cat("sarhadctl: ", error.what(), " (--help tells the options)\n")};
    }
    return options;
}

}  // namespace sarhad::ctl
