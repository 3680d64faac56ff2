#include "api/alert_json.h"

#include "api/fact_json.h"
#include "core/text.h"

#include <string_view>
#include <utility>

namespace sarhad::api {

std::string about_line(const facts::Crossing& crossing) {
    if (!crossing.cargo) {
        return "traveller";
    }
    const facts::CargoSubject& cargo = *crossing.cargo;
    std::string line = cargo.kind;
    if (!cargo.number.empty()) {
        line += core::cat(" ", cargo.number);
    }
    std::string_view before = " in ";
    for (const std::string& container : cargo.containers) {
        if (container != cargo.number) {
            line += core::cat(before, container);
            before = ", ";
        }
    }
    if (cargo.containers_left_out > 0) {
        line += core::cat(" and ", cargo.containers_left_out, " more");
    }
    return line;
}

void add_report(Json& alert, const facts::Crossing& crossing) {
    const facts::Decision& decision = crossing.decision;
    alert.set("about", about_line(crossing));
    alert.set("score", decision.score.value());
    alert.set("channel", facts::name_of(decision.channel));
    if (!decision.hits.empty()) {
        alert.set("list", decision.hits.front().list);
        alert.set("entry", decision.hits.front().entry);
    }
    if (!decision.rule_hits.empty()) {
        alert.set("rule", decision.rule_hits.front().id);
    }
    Json report = to_json(crossing);
    if (crossing.cargo) {
        alert.set("cargo", to_json(*crossing.cargo));
        report.set("traveller", Json{});
    }
    alert.set("crossing", std::move(report));
}

}  // namespace sarhad::api
