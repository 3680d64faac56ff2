#include "ctl/commands.h"
#include "intake/generate/generate.h"

#include <ostream>

namespace sarhad::ctl {

Outcome run(const IntakeGenerate& options, Context& context) {
    const intake::Generated made = intake::generate({.kind = options.kind,
                                                     .seed = options.seed,
                                                     .count = options.count,
                                                     .errors_permille = options.errors});
    context.out << made.bytes;
    context.err << "Everybody and everything in it is invented. It is our own reading of the "
                   "specification, not a carrier's message.\n";
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
