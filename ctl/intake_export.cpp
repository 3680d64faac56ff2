#include "core/text.h"
#include "ctl/commands.h"
#include "intake/forms.h"
#include "intake/spool.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {

Outcome run(const IntakeExport& options, Context& context) {
    std::vector<facts::Message> all;
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, intake::kSpoolFileBytes));
        std::size_t form = 0;
        for (facts::Message& message :
             intake::read_forms(bytes, facts::day_of(context.clock.wall()))) {
            ++form;
            if (message.seizures.empty()) {
                const std::string why = message.problems.empty()
                                            ? core::cat("a ", message.function, ", no seizure")
                                            : message.problems[0].text;
                context.err << file << ": form " << form << ": not exported: " << why << '\n';
            }
            all.push_back(std::move(message));
        }
    }
    const intake::NcenExport made = intake::export_ncen(all);
    context.out << made.csv;
    context.err << made.seizures << " seizures, " << made.kept_back
                << " kept back: their share is local or not told\n";
    if (made.seizures == 0) return daemon::ExitCode::kBadInput;
    return made.seizures < all.size() ? daemon::ExitCode::kPartlyDone : daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
