#include "node/journeys_store.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

template <std::size_t N>
Status copy_id(core::ByteView bytes, std::array<std::uint8_t, N>& to) {
    if (bytes.size() != N) {
        return core::Error{core::Errc::kCorrupt, "journey: an id of a wrong length is stored"};
    }
    std::copy(bytes.begin(), bytes.end(), to.begin());
    return {};
}

Status count_records(store::QuerySource from, StoredRoster& roster) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT c.standing, count(*) FROM message m JOIN crossing c"
                            " ON c.message = m.id WHERE m.journey = ?1 GROUP BY c.standing"));
    select.bind_all(core::ByteView{roster.journey});
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return {};
        }
        roster.records[standing_at(select, 0)] += static_cast<std::uint64_t>(select.int64(1));
    }
}

}  // namespace

Result<std::vector<StoredRoster>> read_rosters(store::QuerySource from,
                                               std::optional<std::int64_t> before,
                                               std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT m.journey, m.id, m.digest, m.header, n.messages FROM"
                            " (SELECT max(id) AS newest, count(*) AS messages FROM"
                            " (SELECT id, journey FROM message WHERE journey IS NOT NULL"
                            " AND id < ?1 ORDER BY id DESC LIMIT ?3) GROUP BY journey"
                            " ORDER BY newest DESC LIMIT ?2) n JOIN message m ON m.id = n.newest"
                            " ORDER BY m.id DESC"));
    select.bind_all(before.value_or(INT64_MAX),
                    static_cast<std::int64_t>(limit),
                    static_cast<std::int64_t>(kJourneyMessagesMax));
    std::vector<StoredRoster> rosters;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        StoredRoster roster;
        SARHAD_TRY_STATUS(copy_id(select.bytes(0), roster.journey));
        roster.message = select.int64(1);
        SARHAD_TRY_STATUS(copy_id(select.bytes(2), roster.digest));
        roster.sealed_header = core::to_bytes(select.bytes(3));
        roster.messages = static_cast<std::uint64_t>(select.int64(4));
        rosters.push_back(std::move(roster));
    }
    for (StoredRoster& roster : rosters) {
        SARHAD_TRY_STATUS(count_records(from, roster));
    }
    return rosters;
}

Result<std::vector<StoredStanding>> read_roster(store::QuerySource from,
                                                const facts::JourneyId& journey,
                                                std::int64_t after,
                                                std::size_t limit) {
    SARHAD_TRY(Statement select,
               from.prepare("SELECT c.number, c.id, c.body, c.standing, m.expected FROM message m"
                            " JOIN crossing c ON c.message = m.id WHERE m.journey = ?1"
                            " AND c.number > ?2 AND c.standing != ?4 AND length(c.body) > 0"
                            " ORDER BY c.number LIMIT ?3"));
    select.bind_all(core::ByteView{journey},
                    after,
                    static_cast<std::int64_t>(limit),
                    static_cast<std::int64_t>(intake::Standing::kSuperseded));
    std::vector<StoredStanding> page;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return page;
        }
        StoredStanding one;
        one.crossing.number = select.int64(0);
        SARHAD_TRY_STATUS(copy_id(select.bytes(1), one.crossing.id));
        one.crossing.sealed = core::to_bytes(select.bytes(2));
        one.standing = standing_at(select, 3);
        one.is_announced = select.int64(4) != 0;
        page.push_back(std::move(one));
    }
}

}  // namespace sarhad::node
