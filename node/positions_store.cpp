#include "node/positions_store.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

Result<wire::StreamPosition> read_position(const Statement& row) {
    wire::StreamPosition position;
    position.stream = core::StreamId{static_cast<std::uint16_t>(row.int64(0))};
    position.epoch = core::Epoch{static_cast<std::uint32_t>(row.int64(1))};
    position.seq = core::Seq{static_cast<std::uint64_t>(row.int64(2))};
    const core::ByteView chain = row.bytes(3);
    if (chain.size() != position.chain.size()) {
        return core::Error{core::Errc::kCorrupt,
                           core::cat("down_pos: stream ",
                                     position.stream.value(),
                                     " has a chain of ",
                                     chain.size(),
                                     " bytes")};
    }
    std::copy(chain.begin(), chain.end(), position.chain.begin());
    return position;
}

}  // namespace

Result<std::vector<wire::StreamPosition>> PositionsStore::all() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, epoch, seq, chain FROM down_pos ORDER BY stream"));
    std::vector<wire::StreamPosition> positions;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return positions;
        }
        SARHAD_TRY(const wire::StreamPosition position, read_position(select));
        positions.push_back(position);
    }
}

Result<wire::StreamPosition> PositionsStore::of(core::StreamId stream) {
    SARHAD_TRY(
        Statement select,
        database_.prepare("SELECT stream, epoch, seq, chain FROM down_pos WHERE stream = ?1"));
    select.bind_all(stream.value());
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return wire::StreamPosition{stream, core::Epoch{1}, core::Seq{0}, {}};
    }
    return read_position(select);
}

Status PositionsStore::check_next(const wire::DeltaBody& delta, std::string_view what) {
    SARHAD_TRY(const wire::StreamPosition held, of(delta.stream));
    if (delta.epoch != held.epoch || delta.seq != core::next(held.seq) ||
        delta.prev_chain != held.chain) {
        return core::Error{
            core::Errc::kConflict,
            core::cat(what, " seq ", delta.seq.value(), ": here is ", held.seq.value())};
    }
    return {};
}

Status PositionsStore::put(const wire::StreamPosition& position) {
    SARHAD_TRY(Statement upsert,
               database_.prepare("INSERT INTO down_pos(stream, epoch, seq, chain)"
                                 " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(stream) DO UPDATE"
                                 " SET epoch = excluded.epoch, seq = excluded.seq,"
                                 " chain = excluded.chain"));
    upsert.bind_all(position.stream.value(),
                    position.epoch.value(),
                    static_cast<std::int64_t>(position.seq.value()),
                    core::ByteView{position.chain});
    return upsert.run();
}

Status PositionsStore::forget(core::StreamId stream) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM down_pos WHERE stream = ?1"));
    erase.bind_all(stream.value());
    return erase.run();
}

Status PositionsStore::put_note(std::string_view key, std::string_view value) {
    SARHAD_TRY(Statement upsert,
               database_.prepare("INSERT INTO kv(key, value) VALUES(?1, ?2)"
                                 " ON CONFLICT(key) DO UPDATE SET value = excluded.value"));
    upsert.bind_all(key, core::as_bytes(value));
    return upsert.run();
}

Status PositionsStore::remove_note(std::string_view key) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM kv WHERE key = ?1"));
    erase.bind_all(key);
    return erase.run();
}

Result<bool> PositionsStore::has_note(std::string_view key) {
    SARHAD_TRY(Statement select, database_.prepare("SELECT 1 FROM kv WHERE key = ?1"));
    select.bind_all(key);
    SARHAD_TRY(const Step step, select.step());
    return step != Step::kDone;
}

Result<std::map<std::string, std::string>> PositionsStore::notes() {
    SARHAD_TRY(Statement select, database_.prepare("SELECT key, value FROM kv ORDER BY key"));
    std::map<std::string, std::string> notes;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return notes;
        }
        notes.emplace(std::string{select.text(0)}, std::string{core::as_text(select.bytes(1))});
    }
}

}  // namespace sarhad::node
