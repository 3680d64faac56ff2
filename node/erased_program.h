#pragma once

#include "program.h"

namespace sarhad::node {

/// Runs a machine whose node `record` names: ends the erasing, tells central, and gives numbers of
/// the paper ledger until SIGTERM. kAgain: the process is to begin anew, so that nothing that was
/// in its memory is in the next one's. Errors: of the start.
[[nodiscard]] core::Result<Ended> run_erased(const daemon::ConfigValues& config,
                                             const NodeSettings& site,
                                             const Surroundings& around,
                                             const EraseRecord& record);

}  // namespace sarhad::node
