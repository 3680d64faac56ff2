#include "outbox_rows.h"

#include "core/text.h"
#include "store/outbox.h"

#include <algorithm>

namespace sarhad::store {

std::string name_of(core::StreamId stream, core::Epoch epoch, core::Seq seq) {
    return core::cat("stream ", stream.value(), " epoch ", epoch.value(), " seq ", seq.value());
}

core::Error no_such_epoch(core::StreamId stream, core::Epoch epoch) {
    return {
        core::Errc::kNotFound,
        core::cat("outbox: nothing is kept of stream ", stream.value(), " epoch ", epoch.value())};
}

core::Error past_the_tail(core::StreamId stream, core::Epoch epoch, core::Seq seq, core::Seq tail) {
    return {core::Errc::kInvalid,
            core::cat("outbox ", name_of(stream, epoch, seq), ": the last row is ", tail.value())};
}

core::Result<Hash256> read_hash(const Statement& row, int column) {
    const core::ByteView bytes = row.bytes(column);
    Hash256 hash{};
    if (bytes.size() != hash.size()) {
        return core::Error{core::Errc::kCorrupt,
                           core::cat("outbox: a hash of ", bytes.size(), " bytes is stored")};
    }
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

core::Result<Statement> select_rows(Database& database,
                                    core::StreamId stream,
                                    core::Epoch epoch,
                                    core::Seq after) {
    SARHAD_TRY(Statement select,
               database.prepare("SELECT stream, epoch, seq, lane, key_epoch, key_index, created,"
                                " prev, hash, digest, sealed FROM outbox"
                                " WHERE stream = ?1 AND epoch = ?2 AND seq > ?3 ORDER BY seq"));
    select.bind_all(stream.value(), epoch.value(), to_sql(after));
    return select;
}

core::Result<OutboxRow> read_row(const Statement& row) {
    OutboxRow read{.stream = core::StreamId{static_cast<std::uint16_t>(row.int64(0))},
                   .epoch = core::Epoch{static_cast<std::uint32_t>(row.int64(1))},
                   .seq = to_seq(row.int64(2)),
                   .lane = static_cast<std::uint8_t>(row.int64(3)),
                   .key_epoch = static_cast<std::uint32_t>(row.int64(4)),
                   .key_index = static_cast<std::uint32_t>(row.int64(5)),
                   .created = core::WallTime{row.int64(6)}};
    SARHAD_TRY(read.prev, read_hash(row, 7));
    SARHAD_TRY(read.hash, read_hash(row, kHashColumn));
    SARHAD_TRY(read.digest, read_hash(row, 9));
    read.sealed = core::to_bytes(row.bytes(kSealedColumn));
    return read;
}

core::Result<std::unique_ptr<Outbox>> Outbox::open(Database& database, ChainHash chain) {
    std::unique_ptr<Outbox> outbox{new Outbox{database, chain}};
    SARHAD_TRY_STATUS(outbox->load());
    return outbox;
}

Outbox::Outbox(Database& database, ChainHash chain) : database_{database}, chain_{chain} {
    database_.add_observer(*this);
}

Outbox::~Outbox() {
    database_.remove_observer(*this);
}

core::Status Outbox::load() {
    SARHAD_TRY(Statement seeds,
               database_.prepare("SELECT key_epoch FROM outbox_seed ORDER BY key_epoch"));
    while (true) {
        SARHAD_TRY(const Step step, seeds.step());
        if (step == Step::kDone) {
            break;
        }
        state_.seeds.push_back({static_cast<std::uint32_t>(seeds.int64(0)), 0});
    }
    SARHAD_TRY(Statement positions,
               database_.prepare("SELECT stream, epoch, acked_seq, acked_hash FROM up_pos"
                                 " ORDER BY stream, epoch"));
    while (true) {
        SARHAD_TRY(const Step step, positions.step());
        if (step == Step::kDone) {
            return {};
        }
        Position position{.stream = core::StreamId{static_cast<std::uint16_t>(positions.int64(0))},
                          .epoch = core::Epoch{static_cast<std::uint32_t>(positions.int64(1))},
                          .acked = to_seq(positions.int64(2))};
        SARHAD_TRY(position.acked_hash, read_hash(positions, 3));
        SARHAD_TRY_STATUS(load_position(position));
        state_.positions.push_back(position);
    }
}

core::Status Outbox::load_position(Position& position) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq, key_epoch, length(sealed), hash FROM outbox"
                                 " WHERE stream = ?1 AND epoch = ?2 ORDER BY seq"));
    select.bind_all(position.stream.value(), position.epoch.value());
    // Where no row is left, all were acknowledged: the tail is the acknowledged position.
    position.first = core::next(position.acked);
    position.tail = position.acked;
    position.tail_hash = position.acked_hash;
    for (bool is_first = true;; is_first = false) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const core::Seq seq = to_seq(select.int64(0));
        SeedUse* const seed = find_seed(static_cast<std::uint32_t>(select.int64(1)));
        const bool fits =
            is_first ? seq <= core::next(position.acked) : seq == core::next(position.tail);
        if (!fits || seed == nullptr) {
            return core::Error{core::Errc::kCorrupt,
                               core::cat("outbox ",
                                         name_of(position.stream, position.epoch, seq),
                                         fits ? ": its seed is missing" : ": a gap before it")};
        }
        if (is_first) {
            position.first = seq;
        }
        position.tail = seq;
        SARHAD_TRY(position.tail_hash, read_hash(select, 3));
        (seq <= position.acked ? position.kept_bytes : position.pending_bytes) +=
            static_cast<std::uint64_t>(select.int64(2));
        ++seed->rows;
    }
    if (position.tail >= position.acked) {
        return {};
    }
    return core::Error{core::Errc::kCorrupt,
                       core::cat("outbox ",
                                 name_of(position.stream, position.epoch, position.tail),
                                 ": the last row, yet rows up to ",
                                 position.acked.value(),
                                 " are acknowledged")};
}

core::Status Outbox::verify_chain() {
    for (const Position& position : state_.positions) {
        SARHAD_TRY_STATUS(verify_position(position));
    }
    return {};
}

core::Status Outbox::verify_position(const Position& position) {
    SARHAD_TRY(Statement select,
               select_rows(database_, position.stream, position.epoch, core::Seq{0}));
    std::optional<Hash256> previous;
    if (position.first == core::Seq{1}) {
        previous = Hash256{};
    }
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        SARHAD_TRY(const OutboxRow row, read_row(select));
        const SealedRow source{.stream = row.stream,
                               .key_epoch = row.key_epoch,
                               .key_index = row.key_index,
                               .created = row.created};
        const RowHeader header = encode_row_header(source, row.epoch, row.seq);
        core::Bytes link = core::to_bytes(core::ByteView{header});
        core::append(link, row.digest);
        if ((previous && row.prev != *previous) || chain_(row.prev, link) != row.hash) {
            return core::Error{core::Errc::kCorrupt,
                               core::cat("outbox ",
                                         name_of(row.stream, row.epoch, row.seq),
                                         ": the chain does not fit the row")};
        }
        previous = row.hash;
    }
}

Outbox::Position* Outbox::find(core::StreamId stream, core::Epoch epoch) {
    for (Position& position : state_.positions) {
        if (position.stream == stream && position.epoch == epoch) {
            return &position;
        }
    }
    return nullptr;
}

const Outbox::Position* Outbox::newest(core::StreamId stream) const {
    const Position* found = nullptr;
    for (const Position& position : state_.positions) {
        if (position.stream == stream) {
            found = &position;
        }
    }
    return found;
}

Outbox::SeedUse* Outbox::find_seed(std::uint32_t key_epoch) {
    // From the back: rows are nearly always under the newest seed.
    const auto found = std::find_if(state_.seeds.rbegin(),
                                    state_.seeds.rend(),
                                    [&](const SeedUse& use) { return use.key_epoch == key_epoch; });
    return found == state_.seeds.rend() ? nullptr : &*found;
}

core::Result<Hash256> Outbox::hash_at(const Position& position, core::Seq seq) {
    if (seq == core::Seq{0}) {
        return Hash256{};
    }
    if (seq == position.acked) {
        return position.acked_hash;
    }
    if (seq == position.tail) {
        return position.tail_hash;
    }
    // The last purged row's hash lives on in the row after it.
    const bool is_purged = seq < position.first;
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT hash, prev FROM outbox"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
    select.bind_all(
        position.stream.value(), position.epoch.value(), to_sql(is_purged ? core::next(seq) : seq));
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return core::Error{
            core::Errc::kCorrupt,
            core::cat(
                "outbox ", name_of(position.stream, position.epoch, seq), ": the row is missing")};
    }
    return read_hash(select, is_purged ? 1 : 0);
}

core::Result<std::uint64_t> Outbox::size_of(const Position& position,
                                            core::Seq first,
                                            core::Seq last) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT sum(length(sealed)) FROM outbox"
                                 " WHERE stream = ?1 AND epoch = ?2 AND seq BETWEEN ?3 AND ?4"));
    select.bind_all(position.stream.value(), position.epoch.value(), to_sql(first), to_sql(last));
    SARHAD_TRY(const auto size, select.query_int64());
    return static_cast<std::uint64_t>(size.value_or(0));
}

}  // namespace sarhad::store
