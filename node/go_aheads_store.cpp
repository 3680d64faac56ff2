#include "node/go_aheads_store.h"

#include "wire/msgpack.h"

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

/// Nothing in it is a person's: it is stored as it is.
Result<std::vector<facts::GoAhead>> read_go_aheads(store::QuerySource from, std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT body FROM go_ahead ORDER BY number DESC LIMIT ?1"));
    select.bind_all(static_cast<std::int64_t>(limit));
    std::vector<facts::GoAhead> said;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return said;
        }
        SARHAD_TRY(facts::GoAhead one, wire::decode<facts::GoAhead>(select.bytes(0)));
        said.push_back(std::move(one));
    }
}

Status GoAheadsStore::put(store::Transaction& transaction,
                          const facts::GoAhead& said,
                          const UpwardRow& row) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO go_ahead(id, body) VALUES (?1, ?2)"));
    const core::Bytes body = wire::encode(said);
    insert.bind_all(core::ByteView{said.id}, core::ByteView{body});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, row));
    return {};
}

}  // namespace sarhad::node
