#include "node/inspections_store.h"

#include "wire/msgpack.h"

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

/// Nothing in it is a traveller's: it is stored as it is.
Result<std::optional<facts::Inspection>> read_inspection(store::QuerySource from,
                                                         const CrossingId& crossing) {
    SARHAD_TRY(Statement select, from.prepare("SELECT body FROM inspection WHERE crossing = ?1"));
    select.bind_all(core::ByteView{crossing});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<facts::Inspection>{};
    }
    SARHAD_TRY(facts::Inspection held, wire::decode<facts::Inspection>(select.bytes(0)));
    return std::optional{std::move(held)};
}

Status InspectionsStore::put(store::Transaction& transaction,
                             const facts::Inspection& said,
                             const UpwardRow& row) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO inspection(crossing, body)"
                                 " VALUES (?1, ?2)"));
    const core::Bytes body = wire::encode(said);
    insert.bind_all(core::ByteView{said.crossing}, core::ByteView{body});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, row));
    return {};
}

}  // namespace sarhad::node
