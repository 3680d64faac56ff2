#include "node/releases_store.h"

namespace sarhad::node {

using core::Result;
using replication::Direction;
using store::Statement;
using store::Step;

core::Status ReleasesStore::put(const Release& release) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT INTO stream_release(is_up, stream, quarantine, at,"
                                 " officer, why) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    insert.bind_all(std::int64_t{release.order.direction == Direction::kUp ? 1 : 0},
                    release.order.stream.value(),
                    std::string_view{release.quarantine},
                    release.at.micros,
                    std::string_view{release.order.officer},
                    std::string_view{release.order.why});
    return insert.run();
}

Result<std::vector<Release>> read_releases(store::QuerySource from, std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT is_up, stream, quarantine, at, officer, why"
                            " FROM stream_release ORDER BY number DESC LIMIT ?1"));
    select.bind_all(static_cast<std::int64_t>(limit));
    std::vector<Release> releases;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return releases;
        }
        releases.push_back({{select.int64(0) != 0 ? Direction::kUp : Direction::kDown,
                             core::StreamId{static_cast<std::uint16_t>(select.int64(1))},
                             std::string{select.text(4)},
                             std::string{select.text(5)}},
                            std::string{select.text(2)},
                            core::WallTime{select.int64(3)}});
    }
}

}  // namespace sarhad::node
