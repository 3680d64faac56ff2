#include "core/text.h"
#include "ctl/commands.h"
#include "watchlists/pairs_csv.h"

#include <ostream>

namespace sarhad::ctl {
namespace {

constexpr core::ByteSize kMaxPairsFile = core::mebibytes(1024);
/// Bad rows that are named one by one; the others are counted.
constexpr std::uint64_t kBadPairsNamedMax = 100;

}  // namespace

Outcome run(const NamesCompare& options, Context& context) {
    SARHAD_TRY(const core::Bytes csv, read_input(context, options.input, kMaxPairsFile));
    const watchlists::ByteSource source = watchlists::source_of(csv);
    std::uint64_t named = 0;
    const auto count = watchlists::compare_pairs(
        source,
        {[&](std::string_view line) { context.out << line; },
         [&](const core::Error& why) {
             if (++named <= kBadPairsNamedMax) {
                 context.err << options.input << ": not compared: " << why.what << '\n';
             }
         }});
    if (!count) {
        return core::Error{count.error().code, core::cat(options.input, ": ", count.error().what)};
    }
    if (count->bad_rows > kBadPairsNamedMax) {
        context.err << options.input << ": and " << count->bad_rows - kBadPairsNamedMax
                    << " more rows that were not compared\n";
    }
    return count->bad_rows == 0 ? daemon::ExitCode::kOk : daemon::ExitCode::kPartlyDone;
}

}  // namespace sarhad::ctl
