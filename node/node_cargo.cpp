// Cargo that was screened here: docs/api.md, "Cargo".
#include "node_parts.h"

#include "core/text.h"
#include "screening/screen_cargo.h"
#include "wire/msgpack.h"

#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

Status Node::Parts::load_cargo(const ScreenerParts& screening) {
    cargo.emplace(outside,
                  pages,
                  screening,
                  *stores,
                  *lanes,
                  CargoListeners{[this](const ScreenedCargo& one) { cargo_screened(one); },
                                 [this](const Tails& tails) { uplink->on_committed(tails); },
                                 [this] { return data_age(); }});
    return cargo->load();
}

void Node::Parts::cargo_screened(const ScreenedCargo& one) {
    if (one.guarded) {
        guard_rules({*one.guarded});
    }
    NodeEvent event;
    event.kind = NodeEventKind::kCargoScreened;
    event.id = core::to_hex(one.id);
    event.count = std::uint64_t{one.hits} + one.findings;
    event.channel = one.channel;
    event.score = one.score;
    event.port = settings.port;
    event.list = one.list;
    event.entry = one.entry;
    event.rule = one.rule;
    tell(event);
}

CargoAsked Node::Parts::cargo_asked(const CargoQuestion& question) const {
    CargoAsked asked;
    asked.kind = question.kind;
    asked.channel = question.channel;
    asked.with_findings = question.with_findings;
    asked.has_history = question.has_history;
    asked.after = question.after;
    asked.limit = question.limit;
    const std::string text = !question.container.empty() ? container_key(question.container)
                             : !question.bill.empty()    ? bill_key(question.bill)
                                                         : conveyance_key(question.conveyance);
    if (!text.empty()) {
        asked.key = cargo_key(std::as_const(keys.store_key).bytes(), text);
    }
    return asked;
}

Result<CargoShown> Node::Parts::shown(const StoredCargo& stored) const {
    CargoShown shown;
    shown.number = stored.number;
    shown.channel = stored.channel;
    shown.cargo.id = stored.id;
    shown.erased = stored.erased;
    if (!stored.sealed.empty()) {
        SARHAD_TRY(const core::Bytes body, seal.open(kCargoTable, stored.id, stored.sealed));
        SARHAD_TRY(auto record, wire::decode<facts::CargoScreening>(body));
        shown.cargo = screening::at_counter(std::move(record));
    }
    return shown;
}

void Node::cargo(CargoQuestion question, Answer<std::vector<CargoShown>> answer) {
    const int keys = int{!question.container.empty()} + int{!question.bill.empty()} +
                     int{!question.conveyance.empty()};
    if (keys > 1) {
        answer(Error{Errc::kInvalid, "wanted one of container, bill and conveyance"});
        return;
    }
    Parts* const parts = parts_.get();
    const CargoAsked asked = parts->cargo_asked(question);
    parts->lanes->ask<std::vector<CargoShown>>(
        parts->pages.lane,
        [parts, asked]() -> Result<std::vector<CargoShown>> {
            SARHAD_TRY(const auto stored, read_cargo(parts->pages.source, asked));
            std::vector<CargoShown> page;
            for (const StoredCargo& one : stored) {
                SARHAD_TRY(CargoShown shown, parts->shown(one));
                page.push_back(std::move(shown));
            }
            return page;
        },
        std::move(answer));
}

void Node::one_cargo(const CargoId& id, Answer<CargoShown> answer) {
    Parts* const parts = parts_.get();
    parts->lanes->ask<CargoShown>(
        parts->pages.lane,
        [parts, id]() -> Result<CargoShown> {
            SARHAD_TRY(const auto stored, read_one_cargo(parts->pages.source, id));
            if (!stored) {
                return Error{Errc::kNotFound, "cargo: no such record here"};
            }
            return parts->shown(*stored);
        },
        std::move(answer));
}

}  // namespace sarhad::node
