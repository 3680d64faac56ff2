#pragma once

#include "api/router.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/result.h"
#include "node/erase_record.h"
#include "node/ledger.h"

#include <string>

namespace sarhad::node {

/// What a machine whose node is erased, or being erased, answers from.
struct CounterMode {
    EraseRecord record;
    std::string port{};
    std::string version{};
    /// Why not all is erased; "" where it is.
    std::string fault{};
    /// kCorrupt and so on: no number is given, and each who asks is told why.
    core::Result<Ledger> ledger;
};

/// GET /v1/health, /v1/status, /v1/ledger and POST /v1/ledger: all that is left. `mode`, `clock`
/// and `log` outlive the router. Thread: loop.
void add_counter_routes(api::Router& router,
                        CounterMode& mode,
                        const core::Clock& clock,
                        core::Log& log);

/// An entry as the API shows it, at both kinds of node.
[[nodiscard]] api::Json to_json(const facts::LedgerEntry& entry);
/// Of a request's `counter`, `kind`, `decision` and `officer`. kInvalid names the member.
[[nodiscard]] core::Result<facts::LedgerEntry> ledger_entry_of(const api::Request& request,
                                                               core::WallTime at);

}  // namespace sarhad::node
