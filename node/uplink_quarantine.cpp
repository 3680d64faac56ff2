// Streams that are stopped until a person has looked, and what that person does.
#include "core/text.h"
#include "node/events.h"
#include "node/uplink.h"
#include "wire/streams.h"

#include <utility>

namespace sarhad::node {

using core::Status;
using core::StreamId;
using replication::Direction;

namespace {

constexpr std::string_view kQuarantineNote = "quarantine/";

std::string note_of(const StreamKey& key) {
    return core::cat(kQuarantineNote, replication::word_of(key.first), "/", key.second.value());
}

}  // namespace

void Uplink::quarantine(const StreamKey& key, const std::string& why) {
    const auto [direction, stream] = key;
    const std::string_view word = replication::word_of(direction);
    parts_.log.write(kQuarantined, {{"direction", word}, {"stream", stream}, {"why", why}});
    const std::string note = core::cat(core::to_rfc3339(parts_.clock.wall()), " ", why);
    status_.quarantines.insert_or_assign(key, note);
    if (direction == Direction::kDown) {
        status_.diverged.erase(stream);  // Its release takes the list again.
    }
    const std::string place = note_of(key);
    lanes_.commit(
        [this, place, note, direction = direction, stream = stream](
            store::Transaction& /*transaction*/) -> Status {
            if (direction == Direction::kDown) {
                SARHAD_TRY_STATUS(stores_.positions.remove_note(diverged_note(stream)));
            }
            return stores_.positions.put_note(place, note);
        },
        [](const Status& /*status*/) {});  // The status shows it in any case.
}

/// A restart is not somebody who has looked.
void Uplink::keep_quarantined(const std::map<std::string, std::string>& notes) {
    for (const Direction direction : {Direction::kUp, Direction::kDown}) {
        const std::string prefix = core::cat(kQuarantineNote, replication::word_of(direction), "/");
        for (auto note = notes.lower_bound(prefix); note != notes.end(); ++note) {
            if (note->first.rfind(prefix, 0) != 0) {
                break;
            }
            const auto number = core::parse_int(note->first.substr(prefix.size()));
            if (number) {
                const StreamId stream{static_cast<std::uint16_t>(*number)};
                status_.quarantines.insert_or_assign(StreamKey{direction, stream}, note->second);
                session_->keep_quarantined(direction, stream);
            }
        }
    }
}

void Uplink::release(replication::ReleaseOrder order,
                     std::function<void(core::Result<Release>)> answer) {
    const StreamKey key{order.direction, order.stream};
    const auto found = status_.quarantines.find(key);
    if (found == status_.quarantines.end()) {
        answer(core::Error{core::Errc::kNotFound,
                           core::cat("stream ",
                                     order.stream.value(),
                                     " ",
                                     replication::word_of(order.direction),
                                     ": it is not quarantined here")});
        return;
    }
    if (!releasing_.insert(key).second) {
        answer(core::Error{core::Errc::kConflict, "stream: it is being released"});
        return;
    }
    const Release release{std::move(order), found->second, parts_.clock.wall()};
    // What was taken of the stream before it stopped has been committed, and answered, by then.
    lanes_.commit(
        [this, key, release](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY_STATUS(stores_.positions.remove_note(note_of(key)));
            SARHAD_TRY_STATUS(stores_.releases.put(release));
            return forget_applied(key);
        },
        [this, key, release, answer = std::move(answer)](const Status& status) {
            releasing_.erase(key);
            if (!status) {
                answer(status.error());
                return;
            }
            status_.quarantines.erase(key);
            parts_.log.write(
                kReleased,
                {{"direction", replication::word_of(key.first)}, {"stream", key.second}});
            run(session_->release(key.first, key.second, parts_.clock.wall(), parts_.clock.mono()));
            answer(release);
        });
}

/// Nobody knows from where on a downward stream is wrong: all of it is taken again.
Status Uplink::forget_applied(const StreamKey& key) {
    if (key.first == Direction::kUp) {
        return {};
    }
    if (key.second == wire::kRuleStream) {
        return stores_.rules.take_again();
    }
    return wire::is_list_stream(key.second) ? stores_.lists.take_again(key.second)
                                            : stores_.positions.forget(key.second);
}

}  // namespace sarhad::node
