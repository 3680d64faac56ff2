// Files with parts of a message: they wait for the others.
#include "node/events.h"
#include "node/intake_pump.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;

/// Its message is not all there: others are screened and recorded meanwhile.
void IntakePump::hold(const FilePtr& file, std::vector<intake::WaitingPart> parts) {
    parts_.log.write(kPartsAwaited, {{"parts", parts.size()}});
    files_.erase(file->order);
    seal(file->claimed.front());
    take_back(shelf_.add(std::move(file->claimed.front()), std::move(parts), parts_.clock.mono()));
    wait_for_parts();
    screen_ready();
    commit_ready();
}

/// Where that fails it waits as it came; whatever becomes of it, it is sealed then.
void IntakePump::seal(const intake::SpoolFile& waiting) {
    intake::SpoolFile found;
    found.name = waiting.name;
    found.written = waiting.written;
    found.since = waiting.since;
    found.bytes_on_disk = waiting.bytes_on_disk;
    lanes_.ask<bool>(
        core::Lane::kSpool,
        [this, found = std::move(found)]() -> Result<bool> {
            SARHAD_TRY_STATUS(spool_.seal_waiting(found));
            return true;
        },
        [this](const Result<bool>& sealed) {
            if (!sealed) {
                note(moving_, sealed.error());
            }
        });
}

void IntakePump::take_back(std::vector<PartBundle> bundles) {
    for (PartBundle& bundle : bundles) {
        if (!bundle.is_whole) {
            parts_.log.write(kPartsMissing, {{"files", bundle.files.size()}});
        }
        add(std::move(bundle.files), false);
    }
}

void IntakePump::wait_for_parts() {
    if (parts_timer_) {
        parts_.scheduler.cancel(*parts_timer_);
        parts_timer_.reset();
    }
    const std::optional<core::MonoTime> due = shelf_.due();
    if (!due || is_stopped_) {
        return;
    }
    const core::MonoTime now = parts_.clock.mono();
    parts_timer_ = parts_.scheduler.after(*due > now ? *due - now : core::Duration{0}, [this] {
        parts_timer_.reset();
        take_back(shelf_.overdue(parts_.clock.mono()));
        wait_for_parts();
    });
}

}  // namespace sarhad::node
