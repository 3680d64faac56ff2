// rules schema: the table of facts, as a page or for an editor.
#include "ctl/commands.h"
#include "rules/schema/fact_functions.h"
#include "rules/schema/fact_page.h"
#include "rules/schema/facts.h"

#include <ostream>
#include <string>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

Json field_json(const rules::FactField& field) {
    Json made = Json::object({{"key", field.key},
                              {"name", field.name},
                              {"type", rules::type_text(field)},
                              {"about", field.about}});
    if (field.feed != rules::Feed::kAlways) {
        made.set("feed", rules::name_of(field.feed));
    }
    if (field.shape != rules::FactShape::kOne) {
        made.set("count_max", field.count_max);
    }
    if (field.kind == rules::FactKind::kText) {
        made.set("bytes_max", field.bytes_max);
    }
    if (field.absent != 0) {
        made.set("absent", field.absent);
    }
    if (field.guard != rules::Guard::kOpen) {
        made.set("guard", field.guard == rules::Guard::kPersonal ? "personal" : "protected");
    }
    return made;
}

Json record_json(const rules::FactRecord& record) {
    Json fields = Json::array();
    for (const rules::FactField& field : record.fields) {
        fields.push(field_json(field));
    }
    return Json::object(
        {{"name", record.name}, {"about", record.about}, {"fields", std::move(fields)}});
}

Json schema_json() {
    Json feeds = Json::array();
    for (std::uint32_t number = 1; number < rules::kFeedCount; ++number) {
        const rules::Feed feed{static_cast<std::uint8_t>(number)};
        feeds.push(Json::object({{"name", rules::name_of(feed)}, {"about", rules::about(feed)}}));
    }
    Json functions = Json::array();
    for (const rules::FactFunction& function : rules::fact_functions()) {
        functions.push(Json::object(
            {{"name", function.name}, {"signature", function.text}, {"about", function.about}}));
    }
    Json kinds = Json::array();
    for (const rules::RuleKind kind : rules::rule_kinds()) {
        kinds.push(record_json(rules::variables_of(kind)));
    }
    Json records = Json::array();
    for (const rules::FactRecord* record : rules::fact_records()) {
        records.push(record_json(*record));
    }
    return Json::object({{"version", rules::kFactSchemaVersion},
                         {"feeds", std::move(feeds)},
                         {"functions", std::move(functions)},
                         {"kinds", std::move(kinds)},
                         {"records", std::move(records)}});
}

}  // namespace

Outcome run(const RulesSchema& /*options*/, Context& context) {
    if (context.json) {
        print(context.out, schema_json());
    } else {
        context.out << rules::fact_page();
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
