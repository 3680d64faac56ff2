#include "rule_text.h"

#include "core/text.h"
#include "rules/author/toml_text.h"

#include <array>
#include <charconv>

namespace sarhad::rules::gtas {
namespace {

using core::cat;

std::string real_text(double value) {
    std::array<char, 32> bytes{};
    const auto end =
        std::to_chars(bytes.data(), bytes.data() + bytes.size(), value, std::chars_format::fixed)
            .ptr;
    std::string made{bytes.data(), end};
    return made.find('.') == std::string::npos ? made + ".0" : made;
}

/// On one line.
std::string inline_text(const Document& value) {
    if (const auto* table = value.table()) {
        std::string made;
        for (const DocumentMember& each : *table) {
            made += cat(made.empty() ? "" : ", ", each.name, " = ", inline_text(each.value));
        }
        return made.empty() ? "{}" : cat("{ ", made, " }");
    }
    if (const auto* list = value.list()) {
        std::string made;
        for (const Document& each : *list) {
            made += cat(made.empty() ? "" : ", ", inline_text(each));
        }
        return cat("[", made, "]");
    }
    if (const auto* truth = std::get_if<bool>(&value.held)) {
        return *truth ? "true" : "false";
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value.held)) {
        return std::to_string(*whole);
    }
    if (const auto* real = std::get_if<double>(&value.held)) {
        return real_text(*real);
    }
    const std::string* text = value.text();
    return toml_quoted(text == nullptr ? std::string_view{} : *text);
}

std::string list_text(const std::vector<std::string>& texts) {
    std::string made;
    for (const std::string& each : texts) {
        made += cat(made.empty() ? "" : ", ", toml_quoted(each));
    }
    return cat("[", made, "]");
}

std::string line(std::string_view name, std::string_view value) {
    return cat(name, " = ", value, "\n");
}

}  // namespace

std::string rule_text(const Rule& rule) {
    std::string made =
        "# Carried over from GTAS. A draft: say why, set severity, score and channel, name what\n"
        "# looks alike, and try it on your own traffic.\n";
    made += line("id", toml_quoted(rule.id));
    made += line("kind", toml_quoted(name_of(rule.kind)));
    made += line("owner", toml_quoted(rule.owner));
    made += line("title", toml_quoted(rule.title));
    made += line("severity", toml_quoted(name_of(rule.severity)));
    made += line("score", std::to_string(rule.score));
    made += line("channel", toml_quoted(name_of(rule.channel)));
    made += line("ports", list_text(rule.ports));
    made += line("mode", toml_quoted(name_of(rule.mode)));
    made += line("valid",
                 cat("{ from = ",
                     facts::to_text(rule.valid_from),
                     ", to = ",
                     facts::to_text(rule.valid_to),
                     ", review_by = ",
                     facts::to_text(rule.review_by),
                     " }"));
    if (!rule.references.empty()) {
        made += line("references", list_text(rule.references));
    }
    made += line("tags", list_text(rule.tags));
    made += line("rationale", toml_quoted(rule.rationale));
    made += cat("condition = '''\n", rule.condition.text, "\n'''\n");
    for (const RuleTest& test : rule.tests) {
        made += "\n[[test]]\n";
        made += line("name", toml_quoted(test.name));
        made += line("expect", toml_quoted(name_of(test.expect)));
        made += "[test.facts]\n";
        for (const DocumentMember& each : *test.facts.table()) {
            made += line(each.name, inline_text(each.value));
        }
    }
    return made;
}

}  // namespace sarhad::rules::gtas
