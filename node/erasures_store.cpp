#include "node/erasures_store.h"

#include "node/cargo_store.h"
#include "node/late_hits_store.h"
#include "node/passages_store.h"
#include "wire/msgpack.h"

#include <vector>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

std::optional<facts::Erasure> erasure_at(const Statement& row, int first, const CrossingId& id) {
    if (row.is_null(first)) {
        return std::nullopt;
    }
    return facts::Erasure{id, std::string{row.text(first)}, core::WallTime{row.int64(first + 1)}};
}

Result<bool> is_erased(store::Database& database, const CrossingId& id) {
    SARHAD_TRY(Statement select, database.prepare("SELECT count(*) FROM erasure WHERE id = ?1"));
    select.bind_all(core::ByteView{id});
    SARHAD_TRY(const std::optional<std::int64_t> found, select.query_int64());
    return found.value_or(0) != 0;
}

Status ErasuresStore::erase(const facts::Erasure& erasure) {
    SARHAD_TRY(Statement note,
               database_.prepare("INSERT OR IGNORE INTO erasure(id, at, policy)"
                                 " VALUES(?1, ?2, ?3)"));
    note.bind_all(
        core::ByteView{erasure.crossing}, erasure.at.micros, std::string_view{erasure.policy});
    SARHAD_TRY_STATUS(note.run());
    SARHAD_TRY(Statement crossing,
               database_.prepare("UPDATE crossing SET body = x'' WHERE id = ?1"));
    crossing.bind_all(core::ByteView{erasure.crossing});
    SARHAD_TRY_STATUS(crossing.run());
    const bool was_here = database_.changes() > 0;
    SARHAD_TRY_STATUS(remove_passages(database_, erasure.crossing));
    SARHAD_TRY(Statement inspection,
               database_.prepare("DELETE FROM inspection WHERE crossing = ?1"));
    inspection.bind_all(core::ByteView{erasure.crossing});
    SARHAD_TRY_STATUS(inspection.run());
    SARHAD_TRY_STATUS(erase_cargo(database_, erasure.crossing));
    SARHAD_TRY(Statement alert, database_.prepare("UPDATE alert SET body = x'' WHERE id = ?1"));
    alert.bind_all(core::ByteView{erasure.crossing});
    SARHAD_TRY_STATUS(alert.run());
    return was_here ? remove_late_hits(erasure.crossing) : Status{};
}

/// Each is opened: what they are of is known to nobody who has not the key.
Status ErasuresStore::remove_late_hits(const CrossingId& crossing) {
    std::vector<std::int64_t> found;
    {
        SARHAD_TRY(Statement select, database_.prepare("SELECT number, id, body FROM late_hit"));
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            SARHAD_TRY(const core::Bytes body,
                       seal_.open(kLateHitTable, select.bytes(1), select.bytes(2)));
            SARHAD_TRY(const auto late, wire::decode<facts::LateHit>(body));
            if (late.crossing == crossing) {
                found.push_back(select.int64(0));
            }
        }
    }
    SARHAD_TRY(Statement remove, database_.prepare("DELETE FROM late_hit WHERE number = ?1"));
    for (const std::int64_t number : found) {
        remove.bind_all(number);
        SARHAD_TRY_STATUS(remove.run());
    }
    return {};
}

}  // namespace sarhad::node
