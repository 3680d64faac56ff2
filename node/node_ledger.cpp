// The paper ledger of the time when this machine's node was erased: told to central, and answered
// by crossings.
#include "node_parts.h"

#include "core/account.h"
#include "core/text.h"
#include "node/events.h"
#include "node/ledger.h"
#include "node/node.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kToldFile = "told";
constexpr core::ByteSize kToldBytesMax{32};

/// How many entries of the sheets a node of this machine has taken over already.
std::size_t told_of(core::Files& files, const std::string& path) {
    const auto bytes = files.read(path, kToldBytesMax);
    const auto count = bytes ? core::parse_uint(core::as_text(*bytes)) : Result<std::uint64_t>{0};
    return count ? *count : 0;
}

}  // namespace

Result<UpwardRow> Node::Parts::ledger_row(const facts::LedgerEntry& entry) {
    const core::WallTime at = entry.entered_by.empty() ? entry.at : entry.entered_at;
    return sealer->seal(
        wire::up::kDesk, wire::Lane::kUrgent, wire::encode(facts::DeskRecord{{}, {}, {entry}}), at);
}

/// Before threads run. A sheet that cannot be read keeps no border shut: it is told, and stays.
Status Node::Parts::take_over_ledger() {
    const auto names = outside.files.list(settings.ledger_folder);
    if (!names || names->empty()) {
        return {};
    }
    const auto ledger = Ledger::open(outside.files, settings.ledger_folder);
    if (!ledger) {
        outside.log.write(kLedgerFails, {{"why", ledger.error().what}});
        return {};
    }
    const std::vector<facts::LedgerEntry>& entries = ledger->entries();
    const std::string told = core::cat(settings.ledger_folder, "/", kToldFile);
    std::size_t at = std::min(told_of(outside.files, told), entries.size());
    const std::size_t first = at;
    while (at < entries.size()) {
        SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(outside.database));
        const std::size_t end = std::min(entries.size(), at + kLedgerSheetMax);
        for (; at < end; ++at) {
            SARHAD_TRY(const auto held,
                       stores->ledger.find(entries[at].counter, entries[at].number));
            if (!held) {  // Else the note of it was lost with a crash.
                SARHAD_TRY(const UpwardRow row, ledger_row(entries[at]));
                SARHAD_TRY_STATUS(stores->ledger.put(transaction, entries[at], row));
            }
        }
        SARHAD_TRY_STATUS(std::move(transaction).commit());
    }
    if (at > first) {
        outside.log.write(kLedgerTaken, {{"entries", at - first}});
        // Where this fails, the next start finds them in the store.
        static_cast<void>(outside.files.replace(
            told, core::as_bytes(std::to_string(at)), core::FileMode::kPrivate));
    }
    return {};
}

void Node::ledger(std::int64_t after, bool is_open, Answer<std::vector<LedgerItem>> answer) {
    Parts* const parts = parts_.get();
    parts->lanes->ask<std::vector<LedgerItem>>(
        parts->pages.lane,
        [parts, after, is_open] {
            return read_ledger(parts->pages.source, parts->seal, after, is_open);
        },
        std::move(answer));
}

void Node::enter_ledger(LedgerOrder order, Answer<facts::LedgerEntry> answer) {
    if (!core::is_account(order.officer)) {
        answer(Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)});
        return;
    }
    auto entered = std::make_shared<std::pair<facts::LedgerEntry, Tails>>();  // Store to loop.
    Parts* const parts = parts_.get();
    const core::WallTime now = parts->outside.clock.wall();
    parts->lanes->commit(
        [parts, order, now, entered](store::Transaction& transaction) -> Status {
            SARHAD_TRY(entered->first, parts->entered(order, now));
            SARHAD_TRY(const UpwardRow row, parts->ledger_row(entered->first));
            SARHAD_TRY_STATUS(parts->stores->ledger.put(transaction, entered->first, row));
            entered->second = parts->stores->tails();
            return {};
        },
        [parts, entered, answer = std::move(answer)](const Status& status) {
            if (!status) {
                answer(status.error());
                return;
            }
            parts->uplink->on_committed(entered->second);
            answer(entered->first);
        });
}

Result<facts::LedgerEntry> Node::Parts::entered(const LedgerOrder& order, core::WallTime now) {
    SARHAD_TRY(auto held, stores->ledger.find(order.counter, order.number));
    if (!held) {
        return Error{Errc::kNotFound,
                     core::cat("ledger: counter ",
                               order.counter,
                               " has no number ",
                               order.number,
                               " here; GET /v1/ledger lists them")};
    }
    if (!held->entered_by.empty() && held->crossing != order.crossing) {
        return Error{Errc::kConflict,
                     core::cat("ledger: it was entered as crossing ",
                               core::to_hex(held->crossing),
                               " by ",
                               held->entered_by)};
    }
    SARHAD_TRY(const auto crossing,
               read_crossing(store::QuerySource{outside.database}, order.crossing));
    if (!crossing) {
        return Error{Errc::kNotFound,
                     "crossing: no such crossing here: screen the traveller first"};
    }
    if (held->entered_by.empty()) {
        held->crossing = order.crossing;
        held->entered_by = order.officer;
        held->entered_at = now;
    }
    return *std::move(held);
}

}  // namespace sarhad::node
