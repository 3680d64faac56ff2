#include "node/inspections_store.h"

#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

/// Nothing in it is a traveller's: it is stored as it is.
Result<std::optional<facts::Inspection>> read_inspection(store::QuerySource from,
                                                         const CrossingId& crossing) {
    SARHAD_TRY(Statement select, from.prepare("SELECT body FROM inspection WHERE crossing = ?1"));
    select.bind_all(core::ByteView{crossing});
    SARHAD_TRY(const Step step, select.step());
    if (step == Step::kDone) {
        return std::optional<facts::Inspection>{};
    }
    SARHAD_TRY(facts::Inspection held, wire::decode<facts::Inspection>(select.bytes(0)));
    return std::optional{std::move(held)};
}

namespace {

InspectionPlace place_of(const facts::Inspection& one) {
    return {one.at, one.crossing};
}

bool is_newer(const facts::Inspection& one, const facts::Inspection& other) {
    return place_of(other) < place_of(one);
}

bool is_asked_for(const InspectionsAsked& asked, const facts::Inspection& one) {
    return (!asked.since || !(one.at < *asked.since)) &&
           (asked.officer.empty() || asked.officer == one.officer) &&
           (!asked.finding || *asked.finding == one.finding);
}

/// Keeps the newest `limit`: a heap whose front is the oldest of them.
void keep(InspectionsPage& page, facts::Inspection one, std::size_t limit) {
    page.shown.push_back(std::move(one));
    std::push_heap(page.shown.begin(), page.shown.end(), is_newer);
    if (page.shown.size() > limit) {
        std::pop_heap(page.shown.begin(), page.shown.end(), is_newer);
        page.shown.pop_back();
        page.has_more = true;
    }
}

}  // namespace

Result<InspectionsPage> read_inspections(store::QuerySource from, const InspectionsAsked& asked) {
    SARHAD_TRY(Statement select, from.prepare("SELECT body FROM inspection"));
    InspectionsPage page;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        SARHAD_TRY(facts::Inspection one, wire::decode<facts::Inspection>(select.bytes(0)));
        if (!is_asked_for(asked, one)) {
            continue;
        }
        ++page.count;
        page.positive += one.finding == facts::Finding::kPositive ? 1U : 0U;
        page.minutes += one.minutes;
        if (!asked.before || place_of(one) < *asked.before) {
            keep(page, std::move(one), asked.limit);
        }
    }
    std::sort_heap(page.shown.begin(), page.shown.end(), is_newer);
    return page;
}

Status InspectionsStore::put(store::Transaction& transaction,
                             const facts::Inspection& said,
                             const UpwardRow& row) {
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO inspection(crossing, body)"
                                 " VALUES (?1, ?2)"));
    const core::Bytes body = wire::encode(said);
    insert.bind_all(core::ByteView{said.crossing}, core::ByteView{body});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
               append_row(outbox_, transaction, row));
    return {};
}

}  // namespace sarhad::node
