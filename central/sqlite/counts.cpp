// What central counts of persons: docs/decisions/0034-the-centre-counts-in-sets.md.
#include "counts.h"

#include "columns.h"
#include "delta_place.h"
#include "row_place.h"

#include "central/sqlite_store.h"
#include "screening/counted_cash.h"
#include "screening/local_counters.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sarhad::central {

using core::Result;
using core::Status;
using facts::CountedHolder;
using facts::SubjectKey;
using store::Statement;
using store::Step;
using store::Transaction;

namespace {

constexpr std::string_view kCashTable = "counted_cash";
constexpr std::int64_t kMicrosAMinute = 60'000'000;
/// Rows of one round of purging.
constexpr std::int64_t kCountedPurgedMax = 2'000;

/// A document that was shown at a crossing.
struct Shown {
    SubjectKey document{};
    bool is_visa{false};
};

/// Keys are of the documents in their order, but for those without a text.
std::vector<Shown> shown_at(const facts::Crossing& crossing) {
    std::vector<bool> visas;
    for (const facts::TravelDocument& document : crossing.screened().documents) {
        if (!facts::subject_text(document).reveal().empty()) {
            visas.push_back(document.kind.starts_with('V'));
        }
    }
    const bool are_told = visas.size() == crossing.subject_keys.size();
    std::vector<Shown> shown;
    for (std::size_t i = 0; i < crossing.subject_keys.size(); ++i) {
        shown.push_back({crossing.subject_keys[i], are_told && visas[i]});
    }
    return shown;
}

std::int32_t day_of(const facts::Crossing& crossing) {
    return screening::passage_of(crossing.id,
                                 {},
                                 {crossing.flights, crossing.screened(), crossing.port},
                                 crossing.screened_at)
        .day;
}

/// Of the form that the crossing tells of; no bytes where it tells of none.
core::Bytes sealed_cash(const wire::RecordSeal& seal, const facts::Crossing& crossing, int day) {
    const auto cash = screening::counted_cash(crossing, day);
    return cash ? seal.seal(kCashTable, crossing.id, wire::encode(*cash)) : core::Bytes{};
}

/// Days fall; each once, the newest ones.
void add_day(std::vector<std::int32_t>& days, std::int32_t day) {
    if (days.size() < facts::kCountedDaysMax && (days.empty() || days.back() != day)) {
        days.push_back(day);
    }
}

/// One that cannot be opened is none.
void add_cash(const wire::RecordSeal& seal, const Statement& row, screening::CashByPassage& all) {
    if (row.bytes(7).empty()) {
        return;
    }
    const auto body = seal.open(kCashTable, row.bytes(1), row.bytes(7));
    const auto cash =
        body ? wire::decode<facts::CountedCash>(*body) : Result<facts::CountedCash>{body.error()};
    if (cash) {
        screening::keep_last(all, *cash);
    }
}

Status run(store::Database& database, store::Sql sql, core::ByteView about) {
    SARHAD_TRY(Statement statement, database.prepare(sql));
    statement.bind_all(about);
    return statement.run();
}

}  // namespace

Status mark_counted(store::Database& database, const AlertId& crossing) {
    return run(database,
               store::Sql{"INSERT OR IGNORE INTO count_due(document)"
                          " SELECT document FROM counted WHERE crossing = ?1"},
               crossing);
}

/// Who is told of in such a delta and in none since is told of anew before it goes.
Status uncount_crossing(store::Database& database, const AlertId& crossing) {
    SARHAD_TRY_STATUS(mark_counted(database, crossing));
    SARHAD_TRY_STATUS(run(database,
                          store::Sql{"INSERT OR IGNORE INTO count_due(document)"
                                     " SELECT t.document FROM count_told t WHERE t.seq IN"
                                     "  (SELECT o.seq FROM counted c JOIN count_told o"
                                     "   ON o.document = c.document WHERE c.crossing = ?1)"
                                     " AND NOT EXISTS(SELECT 1 FROM count_told n"
                                     "  WHERE n.document = t.document AND n.seq > t.seq)"},
                          crossing));
    SARHAD_TRY_STATUS(run(database,
                          store::Sql{"UPDATE count_delta SET is_due = 1 WHERE seq IN"
                                     " (SELECT t.seq FROM counted c JOIN count_told t"
                                     "  ON t.document = c.document WHERE c.crossing = ?1)"},
                          crossing));
    return run(database, store::Sql{"DELETE FROM counted WHERE crossing = ?1"}, crossing);
}

Result<bool> SqliteStore::count_rows(std::int32_t today, std::size_t limit) {
    core::NodeId node{0};
    core::Epoch epoch{0};
    core::Seq after{0};
    core::Seq held{0};
    {
        SARHAD_TRY(
            Statement select,
            database_.prepare("SELECT p.node, p.epoch, coalesce(u.seq, 0), p.seq FROM held_pos p"
                              " LEFT JOIN counted_upto u ON u.node = p.node AND u.epoch = p.epoch"
                              " WHERE p.stream = ?1 AND p.seq > coalesce(u.seq, 0)"
                              " ORDER BY p.node LIMIT 1"));
        select.bind_all(std::int64_t{wire::up::kCrossings.value()});
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return false;
        }
        node = node_at(select, 0);
        epoch = core::Epoch{static_cast<std::uint32_t>(select.int64(1))};
        after = seq_at(select, 2);
        held = seq_at(select, 3);
    }
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    const core::Seq upto{std::min(held.value(), after.value() + limit)};
    SARHAD_TRY_STATUS(count_between({node, epoch, after, upto}, today));
    SARHAD_TRY(Statement note,
               database_.prepare("INSERT OR REPLACE INTO counted_upto(node, epoch, seq)"
                                 " VALUES(?1, ?2, ?3)"));
    note.bind_all(std::int64_t{node.value()}, std::int64_t{epoch.value()}, number(upto.value()));
    SARHAD_TRY_STATUS(note.run());
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return true;
}

/// Erased rows have no body; one that cannot be opened tells nothing.
Status SqliteStore::count_between(const CountedPiece& piece, std::int32_t today) {
    std::vector<facts::Crossing> crossings;
    {
        SARHAD_TRY(Statement select,
                   database_.prepare("SELECT seq, body FROM up_row WHERE node = ?1"
                                     " AND stream = ?2 AND epoch = ?3 AND seq > ?4 AND seq <= ?5"
                                     " AND length(body) > 0 ORDER BY seq"));
        select.bind_all(std::int64_t{piece.node.value()},
                        std::int64_t{wire::up::kCrossings.value()},
                        std::int64_t{piece.epoch.value()},
                        number(piece.after.value()),
                        number(piece.upto.value()));
        while (true) {
            SARHAD_TRY(const Step step, select.step());
            if (step == Step::kDone) {
                break;
            }
            const auto body = seal_.open(
                kRowTable,
                row_place(piece.node, wire::up::kCrossings, piece.epoch, seq_at(select, 0)),
                select.bytes(1));
            auto crossing =
                body ? wire::decode<facts::Crossing>(*body) : Result<facts::Crossing>{body.error()};
            if (crossing) {
                crossings.push_back(*std::move(crossing));
            }
        }
    }
    for (const facts::Crossing& crossing : crossings) {
        SARHAD_TRY_STATUS(count_crossing(crossing, today));
    }
    return {};
}

Status SqliteStore::count_crossing(const facts::Crossing& crossing, std::int32_t today) {
    const std::int32_t day = day_of(crossing);
    if (day <= today - kCountedKeptDays) {
        return {};
    }
    const core::Bytes cash = sealed_cash(seal_, crossing, day);
    std::int64_t counted = 0;
    for (const Shown& one : shown_at(crossing)) {
        SARHAD_TRY(
            Statement insert,
            database_.prepare("INSERT INTO counted(document, day, crossing, node, visa, cash)"
                              " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE"
                              " SET cash = excluded.cash"
                              " WHERE length(cash) = 0 AND length(excluded.cash) > 0"));
        insert.bind_all(core::ByteView{one.document},
                        std::int64_t{day},
                        core::ByteView{crossing.id},
                        std::int64_t{crossing.node.value()},
                        std::int64_t{one.is_visa},
                        core::ByteView{cash});
        SARHAD_TRY_STATUS(insert.run());
        counted += database_.changes();
    }
    return counted > 0 ? mark_counted(database_, crossing.id) : Status{};
}

Result<std::vector<CountedHolder>> SqliteStore::counts_due(std::int32_t today, std::size_t limit) {
    std::vector<SubjectKey> due;
    {
        SARHAD_TRY(Statement select, database_.prepare("SELECT document FROM count_due LIMIT ?1"));
        select.bind_all(number(limit));
        SARHAD_TRY(due,
                   read_all<SubjectKey>(select, [](const Statement& row) -> Result<SubjectKey> {
                       SubjectKey document{};
                       SARHAD_TRY_STATUS(copy_at(row, 0, document));
                       return document;
                   }));
    }
    std::vector<CountedHolder> holders;
    for (const SubjectKey& document : due) {
        SARHAD_TRY(CountedHolder holder, holder_of(document, today));
        holders.push_back(std::move(holder));
    }
    return holders;
}

/// Crossings of whom a later list left out are none.
Result<CountedHolder> SqliteStore::holder_of(const SubjectKey& document, std::int32_t today) {
    CountedHolder holder;
    holder.document = document;
    std::map<std::string, std::vector<std::int32_t>> ports;
    std::map<SubjectKey, std::vector<std::int32_t>> others;
    screening::CashByPassage cash;
    SARHAD_TRY(Statement select,
               database_.prepare(
                   "SELECT c.day, c.crossing, c.node, n.port, c.visa, i.crossing, i.body, c.cash"
                   " FROM counted c JOIN node n ON n.id = c.node LEFT JOIN inspection i"
                   "  ON i.crossing = c.crossing AND i.node IN (c.node, 0)"
                   " WHERE c.document = ?1 AND c.day > ?2 AND NOT EXISTS(SELECT 1"
                   "  FROM not_travelling t WHERE t.crossing = c.crossing AND t.node = c.node)"
                   " ORDER BY c.day DESC, c.crossing DESC LIMIT ?3"));
    select.bind_all(
        core::ByteView{document}, std::int64_t{today - kCountedKeptDays}, kCountedOfOneMax);
    SARHAD_TRY(Statement together,
               database_.prepare("SELECT document FROM counted WHERE crossing = ?1 AND node = ?2"
                                 " AND document <> ?3 AND visa = 0"));
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const auto day = static_cast<std::int32_t>(select.int64(0));
        holder.is_visa = select.int64(4) != 0;
        add_day(ports[std::string{select.text(3)}], day);
        SARHAD_TRY_STATUS(add_inspection(select, holder));
        add_cash(seal_, select, cash);
        together.bind_all(select.bytes(1), select.int64(2), core::ByteView{document});
        while (true) {
            SARHAD_TRY(const Step found, together.step());
            if (found == Step::kDone) {
                break;
            }
            SubjectKey other{};
            SARHAD_TRY_STATUS(copy_at(together, 0, other));
            add_day(others[other], day);
        }
    }
    for (auto& [port, days] : ports) {
        holder.ports.push_back({port, std::move(days)});
    }
    for (auto& [other, days] : others) {
        holder.documents.push_back({other, std::move(days)});
    }
    for (const auto& [passage, one] : cash) {
        holder.cash.push_back(one);
    }
    const auto is_newer = [](const auto& one, const auto& other) {
        return one.days.front() > other.days.front();
    };
    const auto cut = [&](auto& all, std::size_t most) {
        std::stable_sort(all.begin(), all.end(), is_newer);
        all.resize(std::min(all.size(), most));
    };
    cut(holder.ports, facts::kCountedPortsMax);
    cut(holder.documents, facts::kCountedDocumentsMax);
    std::stable_sort(holder.cash.begin(),
                     holder.cash.end(),
                     [](const auto& one, const auto& other) { return one.day > other.day; });
    holder.cash.resize(std::min<std::size_t>(holder.cash.size(), facts::kCountedCashMax));
    return holder;
}

/// One that cannot be opened is none.
Status SqliteStore::add_inspection(const Statement& row, CountedHolder& holder) {
    if (row.is_null(5) || holder.inspections.size() == facts::kCountedInspectionsMax) {
        return {};
    }
    const auto body = seal_.open(kInspectionTable, row.bytes(5), row.bytes(6));
    const auto said =
        body ? wire::decode<facts::Inspection>(*body) : Result<facts::Inspection>{body.error()};
    if (said) {
        facts::CountedInspection one;
        std::copy_n(said->crossing.begin(), one.crossing.size(), one.crossing.begin());
        one.at = said->at.micros / kMicrosAMinute;
        one.has_finding = said->finding == facts::Finding::kPositive;
        holder.inspections.push_back(one);
    }
    return {};
}

Status SqliteStore::publish_counts(const NewCounts& told) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY_STATUS(put_delta(told.delta));
    SARHAD_TRY_STATUS(put_head(told.head));
    const std::int64_t seq = number(told.head.position.seq.value());
    SARHAD_TRY(Statement note,
               database_.prepare("INSERT INTO count_delta(seq, day) VALUES(?1, ?2)"));
    note.bind_all(seq, std::int64_t{told.day});
    SARHAD_TRY_STATUS(note.run());
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO count_told(document, seq) VALUES(?1, ?2)"));
    SARHAD_TRY(Statement remove, database_.prepare("DELETE FROM count_due WHERE document = ?1"));
    for (const SubjectKey& document : told.documents) {
        insert.bind_all(core::ByteView{document}, seq);
        SARHAD_TRY_STATUS(insert.run());
        remove.bind_all(core::ByteView{document});
        SARHAD_TRY_STATUS(remove.run());
    }
    return std::move(transaction).commit();
}

Result<std::vector<CountsPlace>> SqliteStore::counts_to_erase(std::size_t limit) {
    SARHAD_TRY(Statement select,
               database_.prepare(
                   "SELECT d.stream, d.epoch, d.seq, d.chain, coalesce((SELECT b.chain FROM delta b"
                   "  WHERE b.stream = d.stream AND b.epoch = d.epoch AND b.seq = d.seq - 1),"
                   "  zeroblob(32)) FROM count_delta c JOIN delta d ON d.stream = ?1"
                   " AND d.seq = c.seq WHERE c.is_due ORDER BY d.seq LIMIT ?2"));
    select.bind_all(std::int64_t{wire::down::kCounters.value()}, number(limit));
    return read_all<CountsPlace>(select, [](const Statement& row) -> Result<CountsPlace> {
        CountsPlace place;
        SARHAD_TRY(place.position, position_at(row, 0));
        SARHAD_TRY_STATUS(copy_at(row, 4, place.prev));
        return place;
    });
}

Status SqliteStore::erase_counts(const std::vector<NewDelta>& erased) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    for (const NewDelta& delta : erased) {
        SARHAD_TRY_STATUS(put_erased(delta));
        for (const store::Sql& sql : {store::Sql{"DELETE FROM count_told WHERE seq = ?1"},
                                      store::Sql{"DELETE FROM count_delta WHERE seq = ?1"}}) {
            SARHAD_TRY(Statement remove, database_.prepare(sql));
            remove.bind_all(number(delta.position.seq.value()));
            SARHAD_TRY_STATUS(remove.run());
        }
    }
    return std::move(transaction).commit();
}

Result<bool> SqliteStore::purge_counts(std::int32_t today) {
    SARHAD_TRY(Transaction transaction, Transaction::begin(database_));
    SARHAD_TRY(Statement drop,
               database_.prepare("DELETE FROM counted WHERE (document, day, crossing, node) IN"
                                 " (SELECT document, day, crossing, node FROM counted"
                                 "  WHERE day <= ?1 LIMIT ?2)"));
    drop.bind_all(std::int64_t{today - kCountedKeptDays}, kCountedPurgedMax);
    SARHAD_TRY_STATUS(drop.run());
    const bool has_more = database_.changes() == kCountedPurgedMax;
    SARHAD_TRY(Statement anew,
               database_.prepare("INSERT OR IGNORE INTO count_due(document) SELECT t.document"
                                 " FROM count_delta d JOIN count_told t ON t.seq = d.seq"
                                 " WHERE d.day < ?1 AND NOT d.is_due AND NOT EXISTS(SELECT 1"
                                 "  FROM count_told n WHERE n.document = t.document"
                                 "  AND n.seq > t.seq) AND EXISTS(SELECT 1 FROM counted c"
                                 "  WHERE c.document = t.document)"));
    anew.bind_all(std::int64_t{today - kCountsKeptDays});
    SARHAD_TRY_STATUS(anew.run());
    SARHAD_TRY(
        Statement old,
        database_.prepare("UPDATE count_delta SET is_due = 1 WHERE day < ?1 AND NOT is_due"));
    old.bind_all(std::int64_t{today - kCountsKeptDays});
    SARHAD_TRY_STATUS(old.run());
    const bool has_old = database_.changes() > 0;
    SARHAD_TRY_STATUS(std::move(transaction).commit());
    return has_more || has_old;
}

}  // namespace sarhad::central
