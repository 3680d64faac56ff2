#include "store/outbox.h"

#include "outbox_rows.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::store {

const std::string_view kOutboxSchema = R"sql(
CREATE TABLE outbox(
  stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  lane INTEGER NOT NULL, key_epoch INTEGER NOT NULL, key_index INTEGER NOT NULL,
  created INTEGER NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL, digest BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY(stream, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE up_pos(
  stream INTEGER NOT NULL, epoch INTEGER NOT NULL,
  acked_seq INTEGER NOT NULL, acked_hash BLOB NOT NULL,
  PRIMARY KEY(stream, epoch)) STRICT, WITHOUT ROWID;
CREATE TABLE outbox_ack(
  stream INTEGER NOT NULL, epoch INTEGER NOT NULL, hour INTEGER NOT NULL, upto INTEGER NOT NULL,
  PRIMARY KEY(stream, epoch, hour)) STRICT, WITHOUT ROWID;
CREATE TABLE outbox_seed(
  key_epoch INTEGER PRIMARY KEY, seed_id BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;
)sql";

namespace {

void put_header(core::Bytes& to, const SealedRow& row, core::Epoch epoch, core::Seq seq) {
    core::put_u16(to, row.stream.value());
    core::put_u32(to, epoch.value());
    core::put_u64(to, seq.value());
    core::put_u32(to, row.key_epoch);
    core::put_u32(to, row.key_index);
    core::put_u64(to, static_cast<std::uint64_t>(row.created.micros));
}

core::Error fork_at(core::StreamId stream, core::Epoch epoch, core::Seq seq) {
    return {core::Errc::kConflict,
            core::cat("outbox ",
                      name_of(stream, epoch, seq),
                      ": central's chain hash differs from ours: a fork")};
}

core::Status check_row(const SealedRow& row) {
    if (!row.sealed.empty() && row.sealed.size() <= kSealedRowBytesMax) {
        return {};
    }
    return core::Error{core::Errc::kInvalid,
                       core::cat("outbox stream ",
                                 row.stream.value(),
                                 ": a sealed row of ",
                                 row.sealed.size(),
                                 " bytes; 1 to ",
                                 kSealedRowBytesMax,
                                 " can be stored")};
}

}  // namespace

RowHeader encode_row_header(const SealedRow& row, core::Epoch epoch, core::Seq seq) {
    core::Bytes bytes;
    put_header(bytes, row, epoch, seq);
    RowHeader header{};
    SARHAD_CHECK(bytes.size() == header.size());
    std::copy(bytes.begin(), bytes.end(), header.begin());
    return header;
}

bool Outbox::has_seed(std::uint32_t key_epoch) const {
    return std::any_of(state_.seeds.rbegin(), state_.seeds.rend(), [&](const SeedUse& use) {
        return use.key_epoch == key_epoch;
    });
}

core::Result<OutboxPosition> Outbox::append(Transaction& transaction, const SealedRow& row) {
    SARHAD_CHECK(&transaction.database() == &database_);
    SARHAD_TRY_STATUS(check_row(row));
    SeedUse* const seed = find_seed(row.key_epoch);
    if (seed == nullptr) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("outbox: no seed for key epoch ",
                                     row.key_epoch,
                                     "; put_seed() comes before its first row")};
    }
    SARHAD_TRY(Position* const position, position_for_append(row.stream));
    const core::Seq seq = core::next(position->tail);
    link_.clear();
    put_header(link_, row, position->epoch, seq);
    link_.insert(link_.end(), row.digest.begin(), row.digest.end());
    const Hash256 hash = chain_(position->tail_hash, link_);

    SARHAD_TRY(
        Statement insert,
        database_.prepare("INSERT INTO outbox(stream, epoch, seq, lane, key_epoch, key_index,"
                          " created, prev, hash, digest, sealed)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
    insert.bind(1, row.stream.value());
    insert.bind(2, position->epoch.value());
    insert.bind(3, to_sql(seq));
    insert.bind(4, row.lane);
    insert.bind(5, row.key_epoch);
    insert.bind(6, row.key_index);
    insert.bind(7, row.created.micros);
    insert.bind_borrowed(8, position->tail_hash);
    insert.bind_borrowed(9, hash);
    insert.bind_borrowed(10, row.digest);
    insert.bind_borrowed(11, row.sealed);
    SARHAD_TRY_STATUS(insert.run());

    position->tail = seq;
    position->tail_hash = hash;
    position->pending_bytes += row.sealed.size();
    ++seed->rows;
    return OutboxPosition{position->epoch, seq, hash};
}

core::Result<Outbox::Position*> Outbox::position_for_append(core::StreamId stream) {
    const Position* const found = newest(stream);
    if (found != nullptr) {
        return find(stream, found->epoch);
    }
    return add_position(stream, core::Epoch{1});
}

core::Result<Outbox::Position*> Outbox::add_position(core::StreamId stream, core::Epoch epoch) {
    if (state_.positions.size() >= kOutboxPositionsMax) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("outbox: ",
                                     kOutboxPositionsMax,
                                     " epochs are open; central must acknowledge the old ones")};
    }
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO up_pos(stream, epoch, acked_seq, acked_hash)"
                                 " VALUES(?1, ?2, 0, ?3)"));
    insert.bind_all(stream.value(), epoch.value(), core::ByteView{Hash256{}});
    SARHAD_TRY_STATUS(insert.run());
    const auto after =
        std::find_if(state_.positions.begin(), state_.positions.end(), [&](const Position& other) {
            return std::pair{other.stream, other.epoch} > std::pair{stream, epoch};
        });
    return &*state_.positions.insert(after, Position{.stream = stream, .epoch = epoch});
}

core::Status Outbox::begin_epoch(Transaction& transaction,
                                 core::StreamId stream,
                                 core::Epoch epoch) {
    SARHAD_CHECK(&transaction.database() == &database_);
    const Position* const present = newest(stream);
    const core::Epoch at = present == nullptr ? core::Epoch{0} : present->epoch;
    if (epoch == at && present != nullptr) {
        return {};
    }
    if (epoch <= at) {
        return core::Error{core::Errc::kConflict,
                           core::cat("outbox stream ",
                                     stream.value(),
                                     ": epoch ",
                                     epoch.value(),
                                     " after ",
                                     at.value())};
    }
    SARHAD_TRY_STATUS(add_position(stream, epoch));
    return {};
}

core::Status Outbox::ack(Transaction& transaction,
                         core::StreamId stream,
                         core::Epoch epoch,
                         core::Seq upto,
                         const Hash256& expected_hash,
                         core::WallTime now) {
    SARHAD_CHECK(&transaction.database() == &database_);
    Position* const position = find(stream, epoch);
    if (position == nullptr) {
        return no_such_epoch(stream, epoch);
    }
    if (upto > position->tail) {
        return past_the_tail(stream, epoch, upto, position->tail);
    }
    // A repeat for rows that are purged cannot be compared any more, and changes nothing.
    if (upto <= position->acked && upto < position->first && upto != position->acked) {
        return {};
    }
    SARHAD_TRY(const Hash256 hash, hash_at(*position, upto));
    if (hash != expected_hash) {
        return fork_at(stream, epoch, upto);
    }
    if (upto <= position->acked) {
        return {};
    }
    SARHAD_TRY(const std::uint64_t size, size_of(*position, core::next(position->acked), upto));
    SARHAD_TRY_STATUS(note_ack_time(*position, upto, now));
    SARHAD_TRY_STATUS(store_acked(*position, upto, hash));
    position->pending_bytes -= size;
    position->kept_bytes += size;
    return {};
}

core::Result<Rewound> Outbox::rewind(Transaction& transaction,
                                     core::StreamId stream,
                                     core::Epoch epoch,
                                     core::Seq to,
                                     const Hash256& expected_hash) {
    SARHAD_CHECK(&transaction.database() == &database_);
    Position* const position = find(stream, epoch);
    if (position == nullptr) {
        return no_such_epoch(stream, epoch);
    }
    if (to > position->tail) {
        return past_the_tail(stream, epoch, to, position->tail);
    }
    Rewound rewound{.acked = position->acked};
    if (to >= position->acked) {
        return rewound;
    }
    const core::Seq last_purged{position->first.value() - 1};
    if (to < last_purged) {
        rewound.purged_first = core::next(to);
        rewound.purged_last = last_purged;
    } else {
        SARHAD_TRY(const Hash256 hash, hash_at(*position, to));
        if (hash != expected_hash) {
            return fork_at(stream, epoch, to);
        }
    }
    rewound.acked = std::max(to, last_purged);
    if (rewound.acked == position->acked) {
        return rewound;
    }
    SARHAD_TRY(const std::uint64_t size,
               size_of(*position, core::next(rewound.acked), position->acked));
    SARHAD_TRY(const Hash256 hash, hash_at(*position, rewound.acked));
    SARHAD_TRY(Statement forget,
               database_.prepare("UPDATE outbox_ack SET upto = min(upto, ?3)"
                                 " WHERE stream = ?1 AND epoch = ?2"));
    forget.bind_all(stream.value(), epoch.value(), to_sql(rewound.acked));
    SARHAD_TRY_STATUS(forget.run());
    SARHAD_TRY_STATUS(store_acked(*position, rewound.acked, hash));
    position->pending_bytes += size;
    position->kept_bytes -= size;
    return rewound;
}

core::Status Outbox::store_acked(Position& position, core::Seq seq, const Hash256& hash) {
    SARHAD_TRY(Statement update,
               database_.prepare("UPDATE up_pos SET acked_seq = ?3, acked_hash = ?4"
                                 " WHERE stream = ?1 AND epoch = ?2"));
    update.bind_all(
        position.stream.value(), position.epoch.value(), to_sql(seq), core::ByteView{hash});
    SARHAD_TRY_STATUS(update.run());
    position.acked = seq;
    position.acked_hash = hash;
    return {};
}

core::Result<std::vector<OutboxRow>> Outbox::pending(core::StreamId stream,
                                                     OutboxCursor after,
                                                     std::size_t row_max,
                                                     core::ByteSize size_max) {
    std::vector<OutboxRow> rows;
    std::uint64_t size = 0;
    const std::size_t count_max = std::min(row_max, kPendingRowsMax);
    for (const Position& position : state_.positions) {
        if (position.stream != stream || position.epoch < after.epoch) {
            continue;
        }
        const core::Seq done =
            position.epoch == after.epoch ? std::max(after.seq, position.acked) : position.acked;
        if (done >= position.tail) {
            continue;
        }
        SARHAD_TRY(Statement select, select_rows(database_, stream, position.epoch, done));
        while (rows.size() < count_max) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            size += select.bytes(kSealedColumn).size();
            if (!rows.empty() && size > size_max.bytes) {
                return rows;
            }
            SARHAD_TRY(OutboxRow row, read_row(select));
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

OutboxPosition Outbox::tail(core::StreamId stream) const {
    const Position* const position = newest(stream);
    if (position == nullptr) {
        return {};
    }
    return {position->epoch, position->tail, position->tail_hash};
}

OutboxPosition Outbox::acked(core::StreamId stream) const {
    const Position* sending = newest(stream);
    if (sending == nullptr) {
        return {};
    }
    for (const Position& position : state_.positions) {
        if (position.stream == stream && position.acked < position.tail) {
            sending = &position;
            break;
        }
    }
    return {sending->epoch, sending->acked, sending->acked_hash};
}

std::vector<OutboxPosition> Outbox::tails(core::StreamId stream) const {
    std::vector<OutboxPosition> found;
    for (const Position& position : state_.positions) {
        if (position.stream == stream) {
            found.push_back({position.epoch, position.tail, position.tail_hash});
        }
    }
    return found;
}

core::Status Outbox::put_seed(Transaction& transaction,
                              std::uint32_t key_epoch,
                              core::ByteView sealed_seed,
                              const Hash256& seed_id) {
    SARHAD_CHECK(&transaction.database() == &database_);
    if (sealed_seed.empty() || sealed_seed.size() > kSealedSeedBytesMax) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("outbox: a sealed seed of ", sealed_seed.size(), " bytes")};
    }
    if (state_.seeds.size() >= kOutboxSeedsMax) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("outbox: ", kOutboxSeedsMax, " key epochs wait for central")};
    }
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO outbox_seed(key_epoch, seed_id, sealed)"
                                 " VALUES(?1, ?2, ?3)"));
    insert.bind_all(key_epoch, core::ByteView{seed_id}, sealed_seed);
    SARHAD_TRY_STATUS(insert.run());
    const auto after = std::find_if(state_.seeds.begin(),
                                    state_.seeds.end(),
                                    [&](const SeedUse& use) { return use.key_epoch > key_epoch; });
    state_.seeds.insert(after, SeedUse{key_epoch, 0});
    return {};
}

core::Result<std::vector<SealedSeed>> Outbox::seeds_for(std::uint32_t first, std::uint32_t last) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT key_epoch, seed_id, sealed FROM outbox_seed"
                                 " WHERE key_epoch BETWEEN ?1 AND ?2 ORDER BY key_epoch"));
    select.bind_all(first, last);
    std::vector<SealedSeed> seeds;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return seeds;
        }
        SARHAD_TRY(const Hash256 seed_id, read_hash(select, 1));
        seeds.push_back({static_cast<std::uint32_t>(select.int64(0)),
                         seed_id,
                         core::to_bytes(select.bytes(2))});
    }
}

core::Result<OutboxCounts> Outbox::counts(core::StreamId stream) {
    OutboxCounts counts;
    for (const Position& position : state_.positions) {
        if (position.stream != stream) {
            continue;
        }
        counts.bytes.bytes += position.pending_bytes;
        counts.kept.bytes += position.kept_bytes;
        counts.rows += position.tail.value() - position.acked.value();
        if (counts.oldest || position.acked == position.tail) {
            continue;
        }
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT created FROM outbox"
                                     " WHERE stream = ?1 AND epoch = ?2 AND seq = ?3"));
        select.bind_all(stream.value(), position.epoch.value(), to_sql(core::next(position.acked)));
        SARHAD_TRY(const auto created, select.query_int64());
        if (created) {
            counts.oldest = core::WallTime{*created};
        }
    }
    return counts;
}

void Outbox::marked(std::size_t depth) {
    if (marks_.size() <= depth) {
        marks_.resize(depth + 1);
    }
    marks_[depth] = state_;
}

void Outbox::restored(std::size_t depth) {
    SARHAD_CHECK(depth < marks_.size());
    state_ = marks_[depth];
}

}  // namespace sarhad::store
