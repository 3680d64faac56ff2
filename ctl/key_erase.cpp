#include "core/text.h"
#include "ctl/commands.h"
#include "wire/key_vault.h"

#include <ostream>
#include <string>
#include <vector>

namespace sarhad::ctl {

using api::Json;

/// Key files stay by their names, empty: systemd starts no unit whose LoadCredential= finds none.
/// Goes on behind a file that cannot be destroyed, and tells the first.
Outcome run(const KeyErase& options, Context& context) {
    const auto names = context.files.list(options.folder);
    if (!names) {
        return core::Error{core::Errc::kInvalid, names.error().what};
    }
    core::Status outcome;
    Json erased = Json::array();
    for (const std::string& name : *names) {
        const bool is_vault = name == wire::kVaultFile;
        if (!is_vault && !name.ends_with(".key")) {
            continue;
        }
        const std::string path = core::cat(options.folder, "/", name);
        core::Status done = context.files.overwrite(path);
        if (done) {
            done = is_vault ? context.files.remove(path)
                            : context.files.replace(path, {}, core::FileMode::kPrivate);
        }
        if (done) {
            erased.push(name);
        } else if (outcome) {
            outcome = std::move(done);
        }
    }
    SARHAD_TRY_STATUS(outcome);
    if (context.json) {
        print(context.out,
              Json::object({{"folder", options.folder}, {"erased", std::move(erased)}}));
    } else {
        context.out << options.folder << ": " << erased.elements().size()
                    << " files erased. What the disk keeps of old blocks nobody reaches so.\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
