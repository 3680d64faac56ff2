#include "rules/schema/fact_page.h"

#include "core/text.h"
#include "rules/schema/fact_functions.h"
#include "rules/schema/facts.h"

namespace sarhad::rules {
namespace {

using core::cat;

std::string max_text(const FactField& field) {
    std::string text;
    if (field.shape != FactShape::kOne) {
        text = cat(field.count_max, field.shape == FactShape::kSet ? " texts" : " elements");
    }
    if (field.kind == FactKind::kText) {
        text += cat(text.empty() ? "" : ", ", field.bytes_max, " bytes");
    }
    return text;
}

std::string guard_text(Guard guard) {
    switch (guard) {
        case Guard::kOpen:
            break;
        case Guard::kPersonal:
            return "personal";
        case Guard::kProtected:
            return "protected";
    }
    return {};
}

/// `|` would end a cell of the table.
std::string about_text(const FactField& field) {
    std::string text{field.about};
    if (field.absent != 0 && text.find("-1") == std::string::npos) {
        text += cat(text.empty() ? "" : "; ", field.absent, " where it is not given");
    }
    return text;
}

std::string rows(const FactRecord& record) {
    std::string page =
        "| key | field | type | at most | feed | guard | meaning "
        "|\n|---|---|---|---|---|---|---|\n";
    for (const FactField& field : record.fields) {
        const std::string feed =
            field.shape == FactShape::kSet ? "its own" : std::string{name_of(field.feed)};
        page += cat("| ",
                    field.key,
                    " | `",
                    field.name,
                    "` | ",
                    type_text(field),
                    " | ",
                    max_text(field),
                    " | ",
                    feed,
                    " | ",
                    guard_text(field.guard),
                    " | ",
                    about_text(field),
                    " |\n");
    }
    return page;
}

constexpr std::string_view kIntroduction =
    R"(# Facts that rules see

Made by `sarhadctl rules schema` from the one table in `rules/schema/facts_table.cpp`; a test keeps both equal. How rules are written is in
[rules.md](rules.md).

A field is known once its feed has arrived, and then given or absent; before, it is unknown. A record has no feed: its fields have.
An absent field reads as false, 0, "" or an empty list, or as its meaning says; `has()` tells whether a single field was given. A
`set` is a reference set that the centre pushes, a source of its own; ask it with `in`. `personal` fields are masked but for those who may
see them; `protected` ones too, and they may narrow a rule, never decide. Keys stay for ever; fields are only added.
)";

}  // namespace

std::string fact_page() {
    std::string page = cat(kIntroduction,
                           "\nVersion ",
                           kFactSchemaVersion,
                           ".\n\n## Feeds\n\n| feed | what it is |\n|---|---|\n");
    for (std::uint32_t number = 1; number < kFeedCount; ++number) {
        const Feed feed{static_cast<std::uint8_t>(number)};
        page += cat("| ", name_of(feed), " | ", about(feed), " |\n");
    }
    page +=
        "\n## Functions\n\nBeyond CEL's own ([cel.md](cel.md)).\n\n| function | what it gives "
        "|\n|---|---|\n";
    for (const FactFunction& function : fact_functions()) {
        page += cat("| `", function.text, "` | ", function.about, " |\n");
    }
    page += "\n## What a rule of each kind sees\n";
    for (const RuleKind kind : rule_kinds()) {
        const FactRecord& record = variables_of(kind);
        page += cat("\n### Kind `", record.name, "`\n\n", record.about, "\n\n", rows(record));
    }
    page += "\n## Records\n";
    for (const FactRecord* record : fact_records()) {
        page += cat("\n### ", record->name, "\n\n", record->about, "\n\n", rows(*record));
    }
    return page;
}

}  // namespace sarhad::rules
