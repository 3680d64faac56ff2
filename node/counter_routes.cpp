#include "node/counter_routes.h"

#include "core/text.h"
#include "node/events.h"
#include "node/ledger_store.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using api::Json;
using api::Method;
using api::Params;
using api::Request;
using api::Response;
using api::Role;
using core::Errc;
using core::Error;
using core::Result;

namespace {

template <class Enum>
Result<Enum> named(const Json& body, std::string_view member) {
    SARHAD_TRY(const std::string word, body.text_at(member));
    std::string all;
    for (const auto& [value, name] : facts::EnumNames<Enum>::kNames) {
        if (name == word) {
            return value;
        }
        all += core::cat(all.empty() ? "" : ", ", name);
    }
    return Error{Errc::kInvalid, core::cat(member, ": wanted one of: ", all)};
}

bool is_erased(const EraseRecord& record) {
    return record.stage == wire::EraseStage::kErased;
}

std::string_view word_of(const EraseRecord& record) {
    return is_erased(record) ? "ERASED" : "ERASING";
}

Response status(const CounterMode& mode) {
    const EraseRecord& record = mode.record;
    Json counters = Json::array();
    if (mode.ledger) {
        for (const auto& [counter, last] : mode.ledger->counters()) {
            counters.push(Json::object({{"counter", counter}, {"last", last}}));
        }
    }
    return Json::object(
        {{"version", mode.version},
         {"daemon", "node"},
         {"node", record.node.value()},
         {"port", mode.port},
         {"state", word_of(record)},
         {"begun", core::to_rfc3339(record.begun)},
         {"ended", is_erased(record) ? Json{core::to_rfc3339(record.ended)} : Json{}},
         {"lost_rows", record.rows},
         {"lost_files", record.files},
         {"not_erased_because", mode.fault.empty() ? Json{} : Json{mode.fault}},
         {"counters", std::move(counters)},
         {"no_numbers_because", mode.ledger ? Json{} : Json{mode.ledger.error().what}}});
}

Response list(const CounterMode& mode, const Request& request) {
    if (!mode.ledger) {
        return mode.ledger.error();
    }
    SARHAD_TRY(const std::uint64_t after, request.query.number_or("after", 0));
    const std::vector<facts::LedgerEntry>& all = mode.ledger->entries();
    Json entries = Json::array();
    const std::size_t from = std::min<std::uint64_t>(after, all.size());
    const std::size_t end = std::min(all.size(), from + kLedgerPageMax);
    for (std::size_t at = from; at < end; ++at) {
        entries.push(to_json(all[at]));
    }
    return Json::object(
        {{"entries", std::move(entries)}, {"next", end < all.size() ? Json{end} : Json{}}});
}

Response add(CounterMode& mode, const Request& request, const core::Clock& clock, core::Log& log) {
    SARHAD_TRY(facts::LedgerEntry draft, ledger_entry_of(request, clock.wall()));
    if (!mode.ledger) {
        return mode.ledger.error();
    }
    SARHAD_TRY(const facts::LedgerEntry entry, mode.ledger->add(std::move(draft)));
    log.write(kLedgerNumber, {{"counter", entry.counter}, {"number", entry.number}});
    return Response::created(to_json(entry),
                             core::cat("/v1/ledger/", entry.counter, "/", entry.number));
}

}  // namespace

Json to_json(const facts::LedgerEntry& entry) {
    const bool is_entered = !entry.entered_by.empty();
    return Json::object(
        {{"counter", entry.counter},
         {"number", entry.number},
         {"at", core::to_rfc3339(entry.at)},
         {"kind", facts::name_of(entry.kind)},
         {"decision", facts::name_of(entry.decision)},
         {"officer", entry.officer},
         {"uid", entry.uid ? Json{*entry.uid} : Json{}},
         {"crossing", is_entered ? Json{core::to_hex(entry.crossing)} : Json{}},
         {"entered_by", is_entered ? Json{entry.entered_by} : Json{}},
         {"entered_at", is_entered ? Json{core::to_rfc3339(entry.entered_at)} : Json{}}});
}

Result<facts::LedgerEntry> ledger_entry_of(const Request& request, core::WallTime at) {
    facts::LedgerEntry entry;
    SARHAD_TRY(entry.counter, request.body.text_at("counter"));
    SARHAD_TRY(entry.kind, named<facts::LedgerKind>(request.body, "kind"));
    SARHAD_TRY(entry.decision, named<facts::LedgerDecision>(request.body, "decision"));
    SARHAD_TRY(entry.officer, request.body.text_at("officer"));
    if (!request.peer.roles.may(Role::kAdministrator)) {  // Who may speak for others.
        entry.uid = request.peer.uid;
    }
    entry.at = at;
    return entry;
}

void add_counter_routes(api::Router& router,
                        CounterMode& mode,
                        const core::Clock& clock,
                        core::Log& log) {
    router.add(
        Method::kGet,
        "/v1/health",
        Role::kViewer,
        [&mode](const Request&, const Params&) -> Response {
            return Error{Errc::kUnavailable,
                         core::cat(word_of(mode.record),
                                   ": this node is revoked and screens nobody: take a number of"
                                   " the paper ledger for each (sarhadctl ledger add)")};
        },
        "That nobody is screened here.");
    router.add(
        Method::kGet,
        "/v1/status",
        Role::kViewer,
        [&mode](const Request&, const Params&) -> Response { return status(mode); },
        "How far the erasing is, and the last number of each counter.");
    router.add(
        Method::kGet,
        "/v1/ledger",
        Role::kOfficer,
        [&mode](const Request& request, const Params&) { return list(mode, request); },
        "Numbers that were given, oldest first.");
    router.add(
        Method::kPost,
        "/v1/ledger",
        Role::kOfficer,
        [&mode, &clock, &log](const Request& request, const Params&) {
            return add(mode, request, clock, log);
        },
        "The next number of the paper ledger: {counter, kind, decision, officer}.");
}

}  // namespace sarhad::node
