// Lists that do not belong to this node: refused when they come, taken out when they go.
#include "core/text.h"
#include "node/events.h"
#include "node/uplink.h"
#include "wire/streams.h"

#include <memory>

namespace sarhad::node {

using core::Status;
using core::StreamId;

/// Says so: who sends it is wrong, or owned.
bool Uplink::is_foreign(StreamId stream, const std::string& list) const {
    const bool is = wire::is_list_stream(stream) && listeners_.trust != nullptr &&
                    !listeners_.trust->is_entitled(list);
    if (is) {
        parts_.log.write(kForeignRefused, {{"list", list}, {"stream", stream}});
    }
    return is;
}

core::Error Uplink::not_ours(const std::string& list) {
    return {core::Errc::kInvalid,
            core::cat("list ", list, ": its compartment does not name this node")};
}

/// What was on its way to the store when the compartment came is committed before this, and goes
/// with it.
void Uplink::withdraw_foreign() {
    auto gone = std::make_shared<std::vector<Withdrawn>>();
    lanes_.commit(
        [this, gone, names = listeners_.trust->foreign_lists()](
            store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(*gone, stores_.lists.withdraw(names));
            for (const Withdrawn& list : *gone) {
                SARHAD_TRY_STATUS(stores_.positions.remove_note(diverged_note(list.stream)));
            }
            return {};
        },
        [this, gone](const Status& status) {
            if (!status) {  // The next start takes them out.
                parts_.log.write(kDeltaNotApplied, {{"why", status.error().what}});
                return;
            }
            for (const Withdrawn& list : *gone) {
                on_foreign_out(list);
            }
        });
}

void Uplink::withdraw_all(std::string key,
                          std::string note,
                          std::function<void(core::Result<std::size_t>)> done) {
    auto gone = std::make_shared<std::vector<Withdrawn>>();
    lanes_.commit(
        [this, gone, key = std::move(key), note = std::move(note)](
            store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(const std::vector<ListState> held, stores_.lists.lists());
            std::set<std::string> names;
            for (const ListState& list : held) {
                names.insert(list.name);
            }
            SARHAD_TRY(*gone, stores_.lists.withdraw(names));
            for (const Withdrawn& list : *gone) {
                SARHAD_TRY_STATUS(stores_.positions.remove_note(diverged_note(list.stream)));
            }
            return stores_.positions.put_note(key, note);
        },
        [this, gone, done = std::move(done)](const Status& status) {
            if (!status) {
                done(status.error());
                return;
            }
            for (const Withdrawn& list : *gone) {
                on_foreign_out(list);
            }
            done(gone->size());
        });
}

void Uplink::on_foreign_out(const Withdrawn& list) {
    if (!list.name.empty()) {
        parts_.log.write(kListWithdrawn,
                         {{"list", list.name}, {"stream", list.stream}, {"rows", list.rows}});
    }
    status_.diverged.erase(list.stream);
    run(session_->release(
        replication::Direction::kDown, list.stream, parts_.clock.wall(), parts_.clock.mono()));
    listeners_.on_foreign(list.stream);
}

}  // namespace sarhad::node
