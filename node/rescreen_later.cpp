#include "node/rescreen_later.h"

#include "watchlists/list_file.h"
#include "watchlists/list_root.h"
#include "wire/msgpack.h"

#include <optional>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using core::StreamId;
using store::Statement;
using store::Step;

namespace {

/// Orders as dates do; 0 where nothing is known.
std::int64_t number_of(facts::PartialDate day) {
    return std::int64_t{day.year} * 10'000 + day.month * 100 + day.day;
}

}  // namespace

bool tells_of_more(const watchlists::ListManifest& before, const watchlists::ListManifest& after) {
    return after.thresholds.ask < before.thresholds.ask ||
           after.thresholds.review < before.thresholds.review ||
           after.thresholds.hold < before.thresholds.hold ||
           after.profile.valid_from != before.profile.valid_from ||
           after.profile.valid_until != before.profile.valid_until;
}

Result<bool> has_later(store::QuerySource from, facts::PartialDate today) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT EXISTS(SELECT 1 FROM rescreen_later WHERE day <= ?1)"));
    select.bind_all(number_of(today));
    SARHAD_TRY(const std::optional<std::int64_t> has, select.query_int64());
    return has.value_or(0) != 0;
}

Status RescreenLater::note_entry(StreamId stream, const std::string& id, facts::PartialDate day) {
    SARHAD_TRY_STATUS(forget(stream, id));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO rescreen_later(stream, id, day, done_to)"
                                 " VALUES(?1, ?2, ?3, '')"));
    insert.bind_all(stream.value(), std::string_view{id}, number_of(day));
    return insert.run();
}

Status RescreenLater::note_list(StreamId stream, facts::PartialDate day) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO rescreen_later(stream, id, day, done_to)"
                                 " VALUES(?1, ?2, ?3, '')"));
    insert.bind_all(stream.value(), watchlists::kManifestId, number_of(day));
    return insert.run();
}

Status RescreenLater::forget(StreamId stream, const std::string& id) {
    SARHAD_TRY(Statement erase,
               database_.prepare("DELETE FROM rescreen_later WHERE stream = ?1 AND id = ?2"));
    erase.bind_all(stream.value(), std::string_view{id});
    return erase.run();
}

Status RescreenLater::forget_list(StreamId stream) {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM rescreen_later WHERE stream = ?1"));
    erase.bind_all(stream.value());
    return erase.run();
}

Result<std::vector<StreamId>> RescreenLater::take(facts::PartialDate today) {
    std::vector<StreamId> streams;
    SARHAD_TRY_STATUS(take_entries(number_of(today), streams));
    SARHAD_TRY_STATUS(take_of_list(number_of(today), streams));
    return streams;
}

Status RescreenLater::take_entries(std::int64_t today, std::vector<StreamId>& streams) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT l.stream, l.id, l.day FROM rescreen_later AS l"
                                 " WHERE l.day <= ?1 AND l.id != ?2"
                                 " ORDER BY l.day, l.stream, l.id LIMIT ?3"));
    select.bind_all(today, watchlists::kManifestId, static_cast<std::int64_t>(kLaterAtOnce));
    std::vector<std::pair<StreamId, std::string>> taken;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        taken.emplace_back(StreamId{static_cast<std::uint16_t>(select.int64(0))}, select.text(1));
    }
    for (const auto& [stream, id] : taken) {
        SARHAD_TRY(Statement insert,
                   database_.prepare("INSERT OR REPLACE INTO rescreen_due(stream, id, edition,"
                                     " after) SELECT stream, ?2, edition, 0 FROM edition"
                                     " WHERE stream = ?1"));
        insert.bind_all(stream.value(), std::string_view{id});
        SARHAD_TRY_STATUS(insert.run());
        SARHAD_TRY_STATUS(forget(stream, id));
        streams.push_back(stream);
    }
    return {};
}

/// The next entries of one list, in order of their ids.
Status RescreenLater::take_of_list(std::int64_t today, std::vector<StreamId>& streams) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT stream, day, done_to FROM rescreen_later"
                                 " WHERE day <= ?1 AND id = ?2 ORDER BY stream, day LIMIT 1"));
    select.bind_all(today, watchlists::kManifestId);
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return {};
    }
    const StreamId stream{static_cast<std::uint16_t>(select.int64(0))};
    const std::int64_t day = select.int64(1);
    const std::string from{select.text(2)};
    SARHAD_TRY(Statement last,
               database_.prepare("SELECT coalesce(max(id), '') FROM (SELECT id FROM list_entry"
                                 " WHERE stream = ?1 AND id > ?2 ORDER BY id LIMIT ?3)"));
    last.bind_all(stream.value(), std::string_view{from}, static_cast<std::int64_t>(kLaterAtOnce));
    SARHAD_TRY([[maybe_unused]] const Step found, last.step());
    const std::string to{last.text(0)};
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO rescreen_due(stream, id, edition, after)"
                                 " SELECT e.stream, l.id, e.edition, 0 FROM edition AS e"
                                 " JOIN list_entry AS l ON l.stream = e.stream WHERE e.stream = ?1"
                                 " AND l.id > ?2 AND l.id <= ?3 AND l.id != ?4"));
    insert.bind_all(
        stream.value(), std::string_view{from}, std::string_view{to}, watchlists::kManifestId);
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY(Statement note,
               to.empty() ? database_.prepare("DELETE FROM rescreen_later WHERE stream = ?1"
                                              " AND id = ?2 AND day = ?3")
                          : database_.prepare("UPDATE rescreen_later SET done_to = ?4"
                                              " WHERE stream = ?1 AND id = ?2 AND day = ?3"));
    note.bind(1, stream.value());
    note.bind(2, watchlists::kManifestId);
    note.bind(3, day);
    if (!to.empty()) {
        note.bind(4, std::string_view{to});
    }
    streams.push_back(stream);
    return note.run();
}

Result<watchlists::ListManifest> ListsStore::held_manifest(StreamId stream) {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT body FROM list_entry WHERE stream = ?1 AND id = ?2"));
    select.bind_all(stream.value(), watchlists::kManifestId);
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return watchlists::ListManifest{};
    }
    SARHAD_TRY(
        const core::Bytes body,
        seal_.open(kListEntryTable, entry_place(stream, watchlists::kManifestId), select.bytes(0)));
    return wire::decode<watchlists::ListManifest>(body);
}

Status ListsStore::note_manifest(StreamId stream,
                                 const watchlists::ListManifest& manifest,
                                 facts::PartialDate today) {
    RescreenLater later{database_};
    const auto before = held_manifest(stream);
    // One that cannot be read may have told of less.
    if (!before || tells_of_more(*before, manifest)) {
        SARHAD_TRY_STATUS(later.note_list(stream, {}));
    }
    const facts::PartialDate first = manifest.profile.valid_from;
    return first > today ? later.note_list(stream, first) : Status{};
}

Status ListsStore::note_later(const wire::DeltaBody& delta,
                              const wire::Op& op,
                              facts::PartialDate today) {
    const StreamId stream = delta.stream;
    if (op.id == watchlists::kManifestId) {
        SARHAD_TRY(const auto manifest, wire::decode<watchlists::ListManifest>(op.body));
        return note_manifest(stream, manifest, today);
    }
    SARHAD_TRY(watchlists::ListEntry listed, watchlists::read_entry(op.body));
    RescreenLater later{database_};
    const auto opened = keys_.open(delta.name, std::move(listed));
    if (!opened) {  // Of an epoch before this port was given the list: a later edition replaces it.
        return later.forget(stream, op.id);
    }
    const watchlists::ListEntry& entry = *opened;
    return entry.order.valid_from > today ? later.note_entry(stream, op.id, entry.order.valid_from)
                                          : later.forget(stream, op.id);
}

}  // namespace sarhad::node
