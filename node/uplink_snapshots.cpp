// Lists that come whole: what the session asks of the store.
#include "core/text.h"
#include "node/events.h"
#include "node/uplink.h"

#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using core::StreamId;
using editions::CheckedSnapshot;

/// Crossings and what follows them need the room that is left more than a list does: the one in
/// force screens on. Signatures first: nothing is stored of a list that nobody signed.
void Uplink::perform(replication::PlanSnapshot& effect) {
    const StreamId stream = effect.stream;
    if (const Status room = store::check_draining(parts_.database.disk_use()); !room) {
        run(session_->on_planned(stream, room.error(), parts_.clock.mono()));
        return;
    }
    lanes_.ask<Planned>(
        pages_.lane,
        [this, stream, bytes = std::move(effect.head)]() -> Result<Planned> {
            SARHAD_TRY(const editions::SnapshotHead head, editions::decode_snapshot_head(bytes));
            SARHAD_TRY(CheckedSnapshot edition, editions::check_head(head, keys_.trust));
            if (edition.position.stream != stream) {
                return Error{Errc::kInvalid, "snapshot: of another stream than was asked for"};
            }
            SARHAD_TRY(const replication::SnapshotPlan plan,
                       plan_snapshot(pages_.source, seal_, edition));
            return Planned{std::make_shared<const CheckedSnapshot>(std::move(edition)), plan};
        },
        [this, stream](const Result<Planned>& planned) { on_planned(stream, planned); });
}

void Uplink::on_planned(StreamId stream, const Result<Planned>& planned) {
    if (!planned) {
        run(session_->on_planned(stream, planned.error(), parts_.clock.mono()));
        return;
    }
    if (is_foreign(stream, planned->edition->statement.name)) {
        run(session_->on_planned(
            stream, not_ours(planned->edition->statement.name), parts_.clock.mono()));
        return;
    }
    snapshot_ = planned->edition;
    lanes_.commit(
        [this, edition = planned->edition](store::Transaction& /*transaction*/) {
            return stores_.snapshots.begin(*edition);
        },
        [this, stream, plan = planned->plan](const Status& begun) {
            run(session_->on_planned(stream,
                                     begun ? Result<replication::SnapshotPlan>{plan}
                                           : Result<replication::SnapshotPlan>{begun.error()},
                                     parts_.clock.mono()));
        });
}

void Uplink::perform(replication::KeepChunks& effect) {
    // Shared: the store thread fills it, the loop reads it after COMMIT.
    auto refused = std::make_shared<Status>();
    const StreamId stream = effect.stream;
    if (is_foreign(stream, snapshot_->statement.name)) {
        run(session_->on_chunks_kept(
            stream, not_ours(snapshot_->statement.name), parts_.clock.mono()));
        return;
    }
    if (const Status room = store::check_draining(parts_.database.disk_use()); !room) {
        run(session_->on_chunks_kept(stream, room, parts_.clock.mono()));
        return;
    }
    lanes_.commit(
        [this, edition = snapshot_, parts = std::move(effect.parts), refused](
            store::Transaction& /*transaction*/) -> Status {
            *refused = Status{};
            for (const wire::ChunkPart& part : parts) {
                SARHAD_TRY(const bool is_kept, stores_.snapshots.keep(*edition, part));
                if (!is_kept) {
                    *refused = Error{
                        Errc::kCorrupt,
                        core::cat("chunk ", part.chunk, " has not the rows that were signed")};
                }
            }
            return {};
        },
        [this, stream, refused](const Status& stored) {
            run(session_->on_chunks_kept(stream, stored ? *refused : stored, parts_.clock.mono()));
        });
}

void Uplink::perform(replication::InstallSnapshot& effect) {
    const StreamId stream = effect.stream;
    install(snapshot_, [this, stream](const Result<Installed>& installed) {
        if (!installed) {
            on_not_installed(stream, installed.error());
            return;
        }
        snapshot_.reset();
        run(session_->on_installed(stream, installed->repaired, parts_.clock.mono()));
        listeners_.on_edition(installed->state);
    });
}

/// One transaction: rows, root and position, or nothing.
void Uplink::install(const std::shared_ptr<const CheckedSnapshot>& edition,
                     std::function<void(Result<Installed>)> done) {
    if (is_foreign(edition->position.stream, edition->statement.name)) {
        done(not_ours(edition->statement.name));
        return;
    }
    auto installed = std::make_shared<Installed>();
    lanes_.commit(
        [this, edition, installed](store::Transaction& /*transaction*/) -> Status {
            const StreamId stream = edition->position.stream;
            installed->repaired = {edition->position, edition->statement.post_root, 0};
            ChunkChanges changes{stores_.snapshots, *edition};
            SARHAD_TRY(
                installed->state,
                stores_.lists.take_edition(
                    {edition->position, edition->statement, edition->signatures, edition->rows},
                    [&] { return changes.next(); },
                    parts_.proved_time()));
            installed->repaired.rows = changes.rows();
            SARHAD_TRY_STATUS(stores_.snapshots.clear(stream));
            return stores_.positions.remove_note(diverged_note(stream));
        },
        [this, edition, installed, done = std::move(done)](const Status& status) {
            if (!status) {
                done(status.error());
                return;
            }
            status_.diverged.erase(edition->position.stream);
            done(*installed);
        });
}

void Uplink::take_edition(std::shared_ptr<const CheckedSnapshot> edition,
                          std::function<void(Result<ListState>)> answer) {
    const StreamId stream = edition->position.stream;
    if (status_.quarantines.contains({replication::Direction::kDown, stream})) {
        answer(Error{Errc::kConflict, "the list's stream is quarantined here: release it first"});
        return;
    }
    install(edition, [this, stream, answer = std::move(answer)](const Result<Installed>& taken) {
        if (!taken) {
            answer(taken.error());
            return;
        }
        const ListState& state = taken->state;
        parts_.log.write(
            kEditionCarried,
            {{"list", state.name}, {"edition", state.edition}, {"rows", taken->repaired.rows}});
        run(session_->on_installed(stream, taken->repaired, parts_.clock.mono()));
        if (status_.control == wire::LinkState::kUp) {  // Central has to hear it: it greets anew.
            run(session_->on_link_up(parts_.clock.wall(), parts_.clock.mono()));
        }
        listeners_.on_edition(state);
        answer(state);
    });
}

/// A chunk that has rotted since it came would stop each try.
void Uplink::on_not_installed(StreamId stream, const Error& why) {
    lanes_.commit(
        [this, edition = snapshot_](store::Transaction& /*transaction*/) {
            return stores_.snapshots.drop_damaged(*edition);
        },
        [this, stream, why](const Status& /*status*/) {
            run(session_->on_installed(stream, why, parts_.clock.mono()));
        });
}

}  // namespace sarhad::node
