// What came of looks at travellers: docs/api.md, "After an inspection".
#include "held_crossing.h"
#include "node_parts.h"

#include "core/account.h"
#include "core/text.h"
#include "node/events.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <memory>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// Of a crossing, or of a record about cargo. kNotFound where it is neither.
Result<facts::Decision> decision_of(store::QuerySource from,
                                    const wire::RecordSeal& seal,
                                    const CrossingId& id) {
    const auto crossing = held_crossing(from, seal, id);
    if (crossing || crossing.error().code != Errc::kNotFound) {
        return crossing ? Result<facts::Decision>{crossing->decision} : crossing.error();
    }
    SARHAD_TRY(const auto stored, read_one_cargo(from, id));
    if (!stored || stored->sealed.empty()) {
        return crossing.error();
    }
    SARHAD_TRY(const core::Bytes body, seal.open(kCargoTable, id, stored->sealed));
    SARHAD_TRY(const auto cargo, wire::decode<facts::CargoScreening>(body));
    return cargo.decision;
}

}  // namespace

/// Why he was looked at is not asked for: his decision says it.
Result<facts::Inspection> Node::Parts::inspection_of(const InspectionOrder& order) const {
    SARHAD_TRY(const facts::Decision decision,
               decision_of(store::QuerySource{outside.database}, seal, order.crossing));
    facts::Inspection said;
    said.crossing = order.crossing;
    said.node = settings.id;
    said.at = outside.clock.wall();
    said.selected = facts::selected_by(decision);
    said.finding = order.finding;
    said.minutes = order.minutes;
    said.officer = order.officer.account;
    said.uid = order.officer.uid;
    return said;
}

void Node::inspect(InspectionOrder order, Answer<facts::Inspection> answer) {
    if (!core::is_account(order.officer.account)) {
        answer(Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)});
        return;
    }
    Parts* const parts = parts_.get();
    auto stored = std::make_shared<std::pair<facts::Inspection, Tails>>();  // From store to loop.
    parts->lanes->commit(
        [parts, order = std::move(order), stored](store::Transaction& transaction) -> Status {
            SARHAD_TRY(stored->first, parts->inspection_of(order));
            facts::DeskRecord record;
            record.inspections = {stored->first};
            SARHAD_TRY(
                const UpwardRow row,
                parts->sealer->seal(
                    wire::up::kDesk, wire::Lane::kUrgent, wire::encode(record), stored->first.at));
            SARHAD_TRY_STATUS(parts->stores->inspections.put(transaction, stored->first, row));
            stored->second = parts->stores->tails();
            return {};
        },
        [parts, stored, answer = std::move(answer)](const Status& status) {
            if (!status) {
                answer(status.error());
                return;
            }
            parts->outside.log.write(kInspected,
                                     {{"crossing", core::to_hex(stored->first.crossing)},
                                      {"selected", facts::name_of(stored->first.selected)},
                                      {"minutes", stored->first.minutes}});
            parts->uplink->on_committed(stored->second);
            answer(stored->first);
        });
}

void Node::inspection(const CrossingId& crossing, Answer<facts::Inspection> answer) {
    parts_->lanes->ask<facts::Inspection>(
        parts_->pages.lane,
        [parts = parts_.get(), crossing]() -> Result<facts::Inspection> {
            SARHAD_TRY(auto held, read_inspection(parts->pages.source, crossing));
            if (!held) {
                return Error{Errc::kNotFound, "inspection: nobody told of one of this crossing"};
            }
            return *std::move(held);
        },
        std::move(answer));
}

void Node::inspections(InspectionsAsked asked, Answer<InspectionsPage> answer) {
    parts_->lanes->ask<InspectionsPage>(
        parts_->pages.lane,
        [parts = parts_.get(), asked = std::move(asked)] {
            return read_inspections(parts->pages.source, asked);
        },
        std::move(answer));
}

}  // namespace sarhad::node
