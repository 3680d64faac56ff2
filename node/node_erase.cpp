// A node that is revoked: the proof becomes a record on the disk, and the rest is its owner's. And
// a port that hears of nothing for long, which lets its lists go.
#include "node_parts.h"

#include "core/text.h"
#include "node/erase_record.h"
#include "node/events.h"
#include "replication/frames.h"

#include <array>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

constexpr std::string_view kDeadManNote = "dead_man";

}  // namespace

/// However the proof came, and whenever: it is asked for with each document and each second, so
/// that a crash or a disk that fails once loses nothing of it.
void Node::Parts::heed_revocation() {
    const std::array<wire::PublicKey, 2> own{keys.sign.public_key().bytes(), settings.link};
    if (is_erasing || trust == nullptr || !trust->is_revoked(own)) {
        return;
    }
    EraseRecord record;
    record.node = settings.id;
    record.begun = outside.clock.wall();
    for (const auto& [stream, held] : outbox) {
        record.rows += held.rows;
    }
    // Small work of the disk, on the loop: it is the last that the loop does for anybody.
    record.files = count_plain(outside.files, settings.erase);
    Status written = write_erase_record(outside.files, settings.erase.record, record);
    if (!written && written.error().code == core::Errc::kExhausted) {
        make_room(outside.files, settings.erase);
        written = write_erase_record(outside.files, settings.erase.record, record);
    }
    if (!written) {
        if (std::exchange(erase_fault, written.error().what) != written.error().what) {
            outside.log.write(kEraseFails, {{"why", written.error().what}});
        }
        return;
    }
    is_erasing = true;
    outside.log.write(kEraseBegun, {{"node", settings.id}, {"rows", record.rows}});
    const wire::EraseTell told{record.stage, record.begun, record.rows, record.files};
    // Without a link nobody hears it: that it is done is said later, or never.
    static_cast<void>(transport.send(wire::Channel::kControl, replication::to_frame(told)));
    if (erase_begun) {
        erase_begun();
    }
}

/// Each minute. Screening goes on without lists, and what central must know waits for it.
void Node::Parts::heed_dead_man() {
    const TrustKeeper::Told told = trust->told();
    const DeadMan state = dead_man(told.age, told.policy, outside.clock.mono() - started_mono);
    const bool is_new = std::exchange(dead_man_told, state) != state;
    if (state == DeadMan::kNears && is_new) {
        outside.log.write(kDeadManNears,
                          {{"as_of", core::to_rfc3339(*told.age.as_of)},
                           {"days", told.policy.dead_man_days},
                           {"proven", told.age.is_proven}});
    }
    // Once for a tick: what a courier brings afterwards stays.
    if (state != DeadMan::kDue || lists_gone_at == told.age.as_of) {
        return;
    }
    uplink->withdraw_all(
        std::string{kDeadManNote},
        std::to_string(told.age.as_of->micros),
        [this, at = *told.age.as_of, proven = told.age.is_proven](Result<std::size_t> gone) {
            if (!gone) {  // A minute later again.
                outside.log.write(kEraseFails, {{"why", gone.error().what}});
                return;
            }
            lists_gone_at = at;
            outside.log.write(
                kDeadManFell,
                {{"lists", *gone}, {"as_of", core::to_rfc3339(at)}, {"proven", proven}});
        });
}

Status Node::Parts::load_dead_man() {
    SARHAD_TRY(const auto notes, stores->positions.notes());
    const auto note = notes.find(std::string{kDeadManNote});
    const auto micros = core::parse_int(note == notes.end() ? std::string{} : note->second);
    if (micros) {
        lists_gone_at = core::WallTime{*micros};
    }
    return {};
}

void Node::on_erase(std::function<void()> begun) {
    parts_->erase_begun = std::move(begun);
}

}  // namespace sarhad::node
