#include "columns.h"
#include "counts.h"
#include "row_place.h"

#include "central/frame_rows.h"
#include "central/port_rules.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <string_view>
#include <utility>

namespace sarhad::central {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

FrameSegment segment_at(const Statement& row, int first) {
    return {node_at(row, first),
            core::Epoch{static_cast<std::uint32_t>(row.int64(first + 1))},
            number_at(row, first + 2)};
}

}  // namespace

Result<std::vector<FrameDue>> FrameRows::due(std::size_t limit) {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT mark, node, epoch, segment FROM frame_due"
                             " ORDER BY urgent DESC, mark LIMIT ?1"));
    select.bind_all(number(limit));
    return read_all<FrameDue>(select, [](const Statement& row) -> Result<FrameDue> {
        return FrameDue{row.int64(0), segment_at(row, 1)};
    });
}

Result<std::uint64_t> FrameRows::due_count() {
    SARHAD_TRY(Statement select, from_.prepare("SELECT count(*) FROM frame_due"));
    SARHAD_TRY(const std::optional<std::int64_t> count, select.query_int64());
    return static_cast<std::uint64_t>(count.value_or(0));
}

Result<std::vector<FrameRow>> FrameRows::rows(const FrameSegment& segment) {
    SARHAD_TRY(Statement select,
               from_.prepare(
                   "SELECT r.seq, r.body, i.crossing, i.body FROM up_row r LEFT JOIN inspection i"
                   " ON (i.crossing, i.node) = (SELECT crossing, node FROM"
                   "  (SELECT o.crossing, o.node, o.at FROM inspection o"
                   "   WHERE o.crossing = r.id AND o.node IN (r.node, 0)"
                   "   UNION ALL SELECT o.crossing, o.node, o.at FROM superseded s"
                   "   JOIN up_row u ON u.node = s.node AND u.stream = ?2 AND u.epoch = s.epoch"
                   "    AND u.seq = s.seq"
                   "   JOIN inspection o ON o.crossing = u.id AND o.node IN (u.node, 0)"
                   "   WHERE s.by_node = r.node AND s.by_epoch = r.epoch AND s.by_seq = r.seq)"
                   "  ORDER BY at DESC LIMIT 1)"
                   " WHERE r.node = ?1 AND r.stream = ?2 AND r.epoch = ?3 AND r.seq > ?4"
                   " AND r.seq <= ?5 AND length(r.body) > 0 AND NOT EXISTS(SELECT 1"
                   "  FROM superseded s WHERE s.node = r.node AND s.epoch = r.epoch"
                   "  AND s.seq = r.seq) AND NOT EXISTS(SELECT 1 FROM not_travelling n"
                   "  WHERE n.crossing = r.id AND n.node = r.node) ORDER BY r.seq"));
    select.bind_all(std::int64_t{segment.node.value()},
                    std::int64_t{wire::up::kCrossings.value()},
                    std::int64_t{segment.epoch.value()},
                    number(segment.number * kSegmentRows),
                    number((segment.number + 1) * kSegmentRows));
    return read_all<FrameRow>(select, [&](const Statement& row) -> Result<FrameRow> {
        const auto crossing =
            seal_.open(kRowTable,
                       row_place(segment.node, wire::up::kCrossings, segment.epoch, seq_at(row, 0)),
                       row.bytes(1));
        if (!crossing) {
            return FrameRow{};  // Told as unread: one damaged row keeps no others out.
        }
        if (row.is_null(3)) {
            return FrameRow{*crossing, std::nullopt};
        }
        const auto body = seal_.open(kInspectionTable, row.bytes(2), row.bytes(3));
        const auto said =
            body ? wire::decode<facts::Inspection>(*body) : Result<facts::Inspection>{body.error()};
        return said ? FrameRow{*crossing, *said} : FrameRow{};
    });
}

Result<std::vector<FrameTail>> FrameRows::tails() {
    SARHAD_TRY(Statement select,
               from_.prepare("SELECT node, epoch, max(seq) FROM up_row WHERE stream = ?1"
                             " GROUP BY node, epoch ORDER BY node, epoch"));
    select.bind_all(std::int64_t{wire::up::kCrossings.value()});
    return read_all<FrameTail>(select, [](const Statement& row) -> Result<FrameTail> {
        return FrameTail{
            node_at(row, 0), core::Epoch{static_cast<std::uint32_t>(row.int64(1))}, seq_at(row, 2)};
    });
}

Status FrameMarks::add(const RowBatch& batch) {
    if (batch.position.stream == wire::up::kCrossings) {
        std::optional<FrameSegment> last;
        for (const OpenedRow& row : batch.rows) {
            const FrameSegment segment{batch.node, batch.position.epoch, segment_number(row.seq)};
            if (last != segment) {
                SARHAD_TRY_STATUS(mark(segment));
                last = segment;
            }
            SARHAD_TRY_STATUS(
                put_passage(row, {row.is_desk, row.created.micros, segment, row.seq}));
        }
    }
    for (const facts::Inspection& said : batch.inspections) {
        SARHAD_TRY_STATUS(put_inspection(said));
    }
    for (const AlertId& crossing : batch.not_travelling) {
        SARHAD_TRY_STATUS(leave_out(batch.node, crossing));
    }
    return {};
}

/// What is urgent stays so when more comes to it.
Status FrameMarks::mark(const FrameSegment& segment, Urgency urgency) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO frame_due(node, epoch, segment, urgent)"
                                 " VALUES(?1, ?2, ?3, max(?4, coalesce((SELECT urgent"
                                 "  FROM frame_due WHERE node = ?1 AND epoch = ?2"
                                 "  AND segment = ?3), 0)))"));
    insert.bind_all(std::int64_t{segment.node.value()},
                    std::int64_t{segment.epoch.value()},
                    number(segment.number),
                    static_cast<std::int64_t>(urgency));
    return insert.run();
}

/// The segments of its records, and of those that stand for them.
Status FrameMarks::mark_crossing(const AlertId& crossing, Urgency urgency) {
    std::vector<FrameSegment> found;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT node, epoch, (seq - 1) / ?3 FROM up_row"
                                     " WHERE id = ?1 AND length(id) > 0 AND stream = ?2"
                                     " UNION SELECT s.by_node, s.by_epoch, (s.by_seq - 1) / ?3"
                                     " FROM up_row r JOIN superseded s ON s.node = r.node"
                                     "  AND s.epoch = r.epoch AND s.seq = r.seq"
                                     " WHERE r.id = ?1 AND length(r.id) > 0 AND r.stream = ?2"
                                     " AND s.by_node IS NOT NULL"));
        select.bind_all(core::ByteView{crossing},
                        std::int64_t{wire::up::kCrossings.value()},
                        number(kSegmentRows));
        SARHAD_TRY(found,
                   read_all<FrameSegment>(select, [](const Statement& row) -> Result<FrameSegment> {
                       return segment_at(row, 0);
                   }));
    }
    for (const FrameSegment& segment : found) {
        SARHAD_TRY_STATUS(mark(segment, urgency));
    }
    return {};
}

/// Of the records of a journey one stands, whichever came here first.
Status FrameMarks::put_passage(const OpenedRow& row, const Place& place) {
    if (row.passage == std::array<std::uint8_t, 16>{}) {
        return {};
    }
    std::optional<Place> held;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT node, epoch, (seq - 1) / ?2, seq, at, desk"
                                     " FROM passage WHERE passage = ?1"));
        select.bind_all(core::ByteView{row.passage}, number(kSegmentRows));
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kRow) {
            held = Place{
                select.int64(5) != 0, select.int64(4), segment_at(select, 0), seq_at(select, 3)};
        }
    }
    if (held && place < *held) {
        return supersede(place, *held);
    }
    if (held && *held != place) {
        SARHAD_TRY_STATUS(supersede(*held, place));
    }
    SARHAD_TRY(
        Statement replace,
        database_.prepare("INSERT OR REPLACE INTO passage(passage, node, epoch, seq, at, desk)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    replace.bind_all(core::ByteView{row.passage},
                     std::int64_t{place.segment.node.value()},
                     std::int64_t{place.segment.epoch.value()},
                     number(place.seq.value()),
                     place.at,
                     std::int64_t{place.is_desk});
    return replace.run();
}

/// Rules' hits are counted by crossing: of a record that stands no longer they are taken off again,
/// once. Erased and damaged ones stay counted: nobody knows what they hit.
Status FrameMarks::uncount(const Place& record) {
    const core::NodeId node = record.segment.node;
    core::Bytes sealed;
    core::WallTime received;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare(
                       "SELECT r.body, r.received_at FROM up_row r WHERE r.node = ?1"
                       " AND r.stream = ?2 AND r.epoch = ?3 AND r.seq = ?4 AND length(r.body) > 0"
                       " AND NOT EXISTS(SELECT 1 FROM superseded s WHERE s.node = r.node"
                       "  AND s.epoch = r.epoch AND s.seq = r.seq)"
                       " AND NOT EXISTS(SELECT 1 FROM not_travelling n"
                       "  WHERE n.crossing = r.id AND n.node = r.node)"));
        select.bind_all(std::int64_t{node.value()},
                        std::int64_t{wire::up::kCrossings.value()},
                        std::int64_t{record.segment.epoch.value()},
                        number(record.seq.value()));
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        sealed = core::to_bytes(select.bytes(0));
        received = time_at(select, 1);
    }
    const auto body = seal_.open(
        kRowTable, row_place(node, wire::up::kCrossings, record.segment.epoch, record.seq), sealed);
    const auto crossing =
        body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
    if (!crossing) {
        return {};
    }
    RuleHitsByDay counted;
    count_rule_hits(counted, *crossing, received);
    for (const auto& [place, count] : counted) {
        SARHAD_TRY(Statement take,
                   database_.prepare("UPDATE rule_day SET live = max(live - ?3, 0),"
                                     " shadow = max(shadow - ?4, 0) WHERE rule = ?1 AND day = ?2"));
        take.bind_all(
            std::string_view{place.first}, place.second, number(count.live), number(count.shadow));
        SARHAD_TRY_STATUS(take.run());
    }
    return {};
}

/// Those that the other one stood for are the standing one's now.
Status FrameMarks::supersede(const Place& other, const Place& standing) {
    SARHAD_TRY_STATUS(uncount(other));
    const auto bind = [&](Statement& statement) {
        statement.bind_all(std::int64_t{other.segment.node.value()},
                           std::int64_t{other.segment.epoch.value()},
                           number(other.seq.value()),
                           std::int64_t{standing.segment.node.value()},
                           std::int64_t{standing.segment.epoch.value()},
                           number(standing.seq.value()));
    };
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO superseded(node, epoch, seq, by_node, by_epoch,"
                                 " by_seq) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
                                 " ON CONFLICT DO UPDATE SET by_node = ?4, by_epoch = ?5,"
                                 " by_seq = ?6"));
    bind(insert);
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY(Statement move,
               database_.prepare("UPDATE superseded SET by_node = ?4, by_epoch = ?5, by_seq = ?6"
                                 " WHERE by_node = ?1 AND by_epoch = ?2 AND by_seq = ?3"));
    bind(move);
    SARHAD_TRY_STATUS(move.run());
    SARHAD_TRY_STATUS(mark(other.segment));
    return mark(standing.segment);
}

/// Rows come again where central was restored from a backup: the last word stays, and what was
/// erased is not known again. Kept by node, and joined to that node's crossing alone: the crossing
/// may come later, and no other node has a say in it.
Status FrameMarks::put_inspection(const facts::Inspection& said) {
    const core::Bytes sealed = seal_.seal(kInspectionTable, said.crossing, wire::encode(said));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO inspection(crossing, node, at, body)"
                                 " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS(SELECT 1 FROM erasure"
                                 "  WHERE crossing = ?1 AND erased_at IS NOT NULL)"
                                 " ON CONFLICT(crossing, node) DO UPDATE SET at = excluded.at,"
                                 " body = excluded.body WHERE excluded.at >= at"));
    insert.bind_all(core::ByteView{said.crossing},
                    std::int64_t{said.node.value()},
                    said.at.micros,
                    core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY_STATUS(mark_counted(database_, said.crossing));
    return mark_crossing(said.crossing);
}

/// The crossing may come later here too; then what rules said of it stays counted.
Status FrameMarks::leave_out(core::NodeId node, const AlertId& crossing) {
    std::vector<Place> records;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT node, epoch, (seq - 1) / ?4, seq FROM up_row"
                                     " WHERE id = ?1 AND length(id) > 0 AND stream = ?2"
                                     " AND node = ?3"));
        select.bind_all(core::ByteView{crossing},
                        std::int64_t{wire::up::kCrossings.value()},
                        std::int64_t{node.value()},
                        number(kSegmentRows));
        SARHAD_TRY(records, read_all<Place>(select, [](const Statement& row) -> Result<Place> {
                       return Place{false, 0, segment_at(row, 0), seq_at(row, 3)};
                   }));
    }
    for (const Place& record : records) {
        SARHAD_TRY_STATUS(uncount(record));
    }
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR IGNORE INTO not_travelling(crossing, node)"
                                 " VALUES(?1, ?2)"));
    insert.bind_all(core::ByteView{crossing}, std::int64_t{node.value()});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY_STATUS(mark_counted(database_, crossing));
    return mark_crossing(crossing);
}

/// Where it is the record that stands: the key is made of port, journey and person. A row that
/// cannot be opened keeps its passage until kPassageKept is over.
Status FrameMarks::forget_passage(const AlertId& crossing) {
    struct Held {
        core::NodeId node{0};
        core::Epoch epoch{0};
        core::Seq seq{0};
        core::Bytes sealed;
    };
    std::vector<Held> records;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT node, epoch, seq, body FROM up_row WHERE id = ?1"
                                     " AND length(id) > 0 AND stream = ?2 AND length(body) > 0"));
        select.bind_all(core::ByteView{crossing}, std::int64_t{wire::up::kCrossings.value()});
        SARHAD_TRY(records, read_all<Held>(select, [](const Statement& row) -> Result<Held> {
                       return Held{node_at(row, 0),
                                   core::Epoch{static_cast<std::uint32_t>(row.int64(1))},
                                   seq_at(row, 2),
                                   core::to_bytes(row.bytes(3))};
                   }));
    }
    for (const Held& held : records) {
        const auto body =
            seal_.open(kRowTable,
                       row_place(held.node, wire::up::kCrossings, held.epoch, held.seq),
                       held.sealed);
        const auto record =
            body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
        if (!record) {
            continue;
        }
        SARHAD_TRY(Statement remove,
                   database_.prepare("DELETE FROM passage WHERE passage = ?1 AND node = ?2"
                                     " AND epoch = ?3 AND seq = ?4"));
        remove.bind_all(core::ByteView{record->passage},
                        std::int64_t{held.node.value()},
                        std::int64_t{held.epoch.value()},
                        number(held.seq.value()));
        SARHAD_TRY_STATUS(remove.run());
    }
    return {};
}

Status FrameMarks::erase(const AlertId& crossing) {
    for (const store::Sql& sql : {store::Sql{"DELETE FROM inspection WHERE crossing = ?1"},
                                  store::Sql{"DELETE FROM not_travelling WHERE crossing = ?1"}}) {
        SARHAD_TRY(Statement remove, database_.prepare(sql));
        remove.bind_all(core::ByteView{crossing});
        SARHAD_TRY_STATUS(remove.run());
    }
    SARHAD_TRY_STATUS(forget_passage(crossing));
    return mark_crossing(crossing, Urgency::kAtOnce);
}

Status FrameMarks::want(const std::vector<FrameSegment>& segments) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const FrameSegment& segment : segments) {
        SARHAD_TRY_STATUS(mark(segment));
    }
    return std::move(transaction).commit();
}

Status FrameMarks::done(const std::vector<FrameDue>& made, core::WallTime passages_before) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(Statement remove, database_.prepare("DELETE FROM frame_due WHERE mark = ?1"));
    for (const FrameDue& one : made) {
        remove.bind_all(one.mark);
        SARHAD_TRY_STATUS(remove.run());
    }
    SARHAD_TRY(Statement forget,
               database_.prepare("DELETE FROM passage WHERE passage IN (SELECT passage"
                                 " FROM passage WHERE at < ?1 ORDER BY at LIMIT ?2)"));
    forget.bind_all(passages_before.micros, kPassagesForgottenMax);
    SARHAD_TRY_STATUS(forget.run());
    return std::move(transaction).commit();
}

}  // namespace sarhad::central
