// Lists that are not as they should be: what the session's repair asks of the store.
#include "core/text.h"
#include "node/events.h"
#include "node/list_check.h"
#include "node/uplink.h"
#include "replication/events.h"

#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using core::StreamId;

namespace {

constexpr std::string_view kDivergedNote = "diverged/";

}  // namespace

std::string Uplink::diverged_note(StreamId stream) {
    return core::cat(kDivergedNote, stream.value());
}

/// A restart does not make a list right.
void Uplink::keep_diverged(const std::map<std::string, std::string>& notes) {
    for (auto note = notes.lower_bound(std::string{kDivergedNote});
         note != notes.end() && note->first.starts_with(kDivergedNote);
         ++note) {
        const auto number = core::parse_int(note->first.substr(kDivergedNote.size()));
        if (number) {
            const StreamId stream{static_cast<std::uint16_t>(*number)};
            status_.diverged.insert_or_assign(stream, note->second);
            session_->keep_diverged(stream);
        }
    }
}

void Uplink::perform(replication::Diverged& effect) {
    const std::string note = core::cat(core::to_rfc3339(parts_.clock.wall()), " ", effect.why);
    status_.diverged.insert_or_assign(effect.stream, note);
    lanes_.commit(
        [this, stream = effect.stream, note](store::Transaction& /*transaction*/) {
            return stores_.positions.put_note(diverged_note(stream), note);
        },
        [](const Status& /*status*/) {});  // The next start counts the rows in any case.
}

void Uplink::perform(replication::CountList& effect) {
    const StreamId stream = effect.stream;
    lanes_.ask<replication::ListAsItIs>(
        pages_.lane,
        [this, stream] { return read_as_it_is(pages_.source, stream, seal_); },
        [this, stream](Result<replication::ListAsItIs> list) {
            if (list && list->damaged > 0) {
                parts_.log.write(replication::kRowsDamaged,
                                 {{"stream", stream}, {"rows", list->damaged}});
            }
            run(session_->on_counted(stream, std::move(list), parts_.clock.mono()));
        });
}

void Uplink::perform(replication::ReadBuckets& effect) {
    using Rows = std::vector<replication::RowAsItIs>;
    const StreamId stream = effect.stream;
    lanes_.ask<Rows>(
        pages_.lane,
        [this, stream, buckets = std::move(effect.buckets)] {
            return read_rows_as_they_are(pages_.source, stream, buckets, seal_);
        },
        [this, stream](const Result<Rows>& rows) {
            run(session_->on_rows_read(stream, rows, parts_.clock.mono()));
        });
}

void Uplink::perform(replication::PutRepaired& effect) {
    // Shared: the store thread fills it, the loop reads it after COMMIT.
    auto state = std::make_shared<ListState>();
    const StreamId stream = effect.stream;
    if (is_foreign(stream, effect.target.statement.name)) {
        run(session_->on_repaired(
            stream, not_ours(effect.target.statement.name), parts_.clock.mono()));
        return;
    }
    const replication::Repaired repaired{effect.target.position,
                                         effect.target.statement.post_root,
                                         effect.rows.size() + effect.gone.size()};
    lanes_.commit(
        [this, effect = std::move(effect), state](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(*state, stores_.lists.repair(effect, parts_.proved_time()));
            return stores_.positions.remove_note(diverged_note(effect.stream));
        },
        [this, stream, state, repaired](const Status& status) {
            if (!status) {
                run(session_->on_repaired(stream, status.error(), parts_.clock.mono()));
                return;
            }
            status_.diverged.erase(stream);
            ++status_.repairs;
            status_.repaired_rows += repaired.rows;
            run(session_->on_repaired(stream, repaired, parts_.clock.mono()));
            listeners_.on_edition(*state);
        });
}

void Uplink::perform(replication::TakeAgain& effect) {
    const StreamId stream = effect.stream;
    lanes_.commit(
        [this, stream](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY_STATUS(stores_.positions.remove_note(diverged_note(stream)));
            return stores_.lists.take_again(stream);
        },
        [this, stream](const Status& status) {
            if (!status) {  // The note stays: the next session begins the repair anew.
                parts_.log.write(kDeltaNotApplied,
                                 {{"stream", stream}, {"why", status.error().what}});
                run(session_->diverge(stream, "it could not be taken again", parts_.clock.mono()));
                return;
            }
            status_.diverged.erase(stream);
            run(session_->release(
                replication::Direction::kDown, stream, parts_.clock.wall(), parts_.clock.mono()));
        });
}

void Uplink::check_lists() {
    if (std::exchange(is_checking_, true)) {
        return;
    }
    lanes_.ask<std::vector<StreamId>>(
        pages_.lane,
        [this] { return find_differing(pages_.source, seal_); },
        [this](const Result<std::vector<StreamId>>& streams) {
            is_checking_ = false;
            if (!streams) {
                parts_.log.write(replication::kCheckFailed, {{"why", streams.error().what}});
                return;
            }
            for (const StreamId stream : *streams) {
                run(session_->diverge(
                    stream, "rows here are not those of its edition", parts_.clock.mono()));
            }
        });
}

}  // namespace sarhad::node
