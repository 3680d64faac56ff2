#include "rules/gtas/query.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

/// Reads one rule; what is wrong becomes a finding, and the rest is read all the same.
class QueryReader final {
public:
    explicit QueryReader(const Document& spec) : spec_{spec} {}

    ReadQuery run() {
        made_.query.place = spec_.place;
        if (spec_.find("condition") != nullptr) {
            made_.query.root = node(spec_);
            return std::move(made_);
        }
        if (const Document* id = spec_.find("id")) {
            const auto* number = std::get_if<std::int64_t>(&id->held);
            made_.query.id = number != nullptr && *number > 0 ? *number : 0;
        }
        if (const Document* summary = spec_.find("summary"); is_there(summary)) {
            read_summary(*summary);
        }
        const Document* details = spec_.find("details");
        if (!is_there(details)) {
            refuse(spec_.place,
                   "has no 'details', as GTAS's lists of rules have none: export it by its id");
            return std::move(made_);
        }
        made_.query.root = node(*details);
        return std::move(made_);
    }

private:
    static bool is_there(const Document* value) {
        return value != nullptr && !std::holds_alternative<std::monostate>(value->held);
    }

    void say(Weight weight, FilePlace place, std::string what) {
        made_.findings.push_back({weight, place, std::move(what)});
    }
    void refuse(FilePlace place, std::string what) {
        say(Weight::kRefused, place, std::move(what));
    }

    void read_summary(const Document& summary) {
        if (summary.table() == nullptr) {
            refuse(summary.place, "'summary' is a table with title, description and dates");
            return;
        }
        made_.query.title = text_of(summary, "title");
        made_.query.description = text_of(summary, "description");
        made_.query.start = date_of(summary, "startDate");
        made_.query.end = date_of(summary, "endDate");
        if (const Document* enabled = summary.find("enabled"); is_there(enabled)) {
            const bool* said = std::get_if<bool>(&enabled->held);
            if (said == nullptr) {
                refuse(enabled->place, "'enabled' is true or false");
            } else {
                made_.query.enabled = *said;
            }
        }
        if (const Document* category = summary.find("ruleCat"); is_there(category)) {
            say(Weight::kNote,
                category->place,
                "a hit category is a number of that GTAS only: set severity, score and channel");
        }
    }

    std::string text_of(const Document& of, std::string_view name) {
        const Document* value = of.find(name);
        if (!is_there(value)) {
            return {};
        }
        if (value->text() == nullptr) {
            refuse(value->place, cat("'", name, "' is a text"));
            return {};
        }
        return *value->text();
    }

    facts::PartialDate date_of(const Document& of, std::string_view name) {
        const std::string text = text_of(of, name);
        const auto date = facts::PartialDate::parse(text);
        if (!text.empty() && (!date || !date->is_full())) {
            refuse(of.find(name)->place, cat("'", name, "' is a date as 2026-01-31"));
            return {};
        }
        return *date;
    }

    /// What a group or a term says beyond this could turn its meaning round, as "not" would.
    void expect_only(const Document& of, const std::vector<std::string_view>& known) {
        for (const DocumentMember& member : *of.table()) {
            if (std::find(known.begin(), known.end(), member.name) == known.end()) {
                refuse(member.value.place,
                       cat("'",
                           core::cut_utf8(member.name, kRuleNameShown),
                           "' is nothing that GTAS's groups and terms have: take it out if it says "
                           "nothing"));
            }
        }
    }

    Node node(const Document& from) {
        if (from.table() == nullptr) {
            refuse(from.place,
                   "a condition is a group with 'condition' and 'rules', or a term with 'entity', "
                   "'field', 'operator' and 'value'");
            return {};
        }
        return from.find("rules") != nullptr || from.find("condition") != nullptr ? group(from)
                                                                                  : leaf(from);
    }

    Node group(const Document& from) {
        Node made;
        made.place = from.place;
        expect_only(from, {"@class", "condition", "rules"});
        const std::string word = core::ascii_upper(text_of(from, "condition"));
        if (word != "AND" && word != "OR") {
            refuse(from.place, "a group's 'condition' is AND or OR");
        }
        made.kind = word == "OR" ? Node::Kind::kAny : Node::Kind::kAll;
        const Document* rules = from.find("rules");
        if (rules == nullptr || rules->list() == nullptr || rules->list()->empty()) {
            refuse(from.place, "a group's 'rules' are one condition at least: take it out");
            return made;
        }
        for (const Document& each : *rules->list()) {
            made.parts.push_back(node(each));
        }
        return made;
    }

    Node leaf(const Document& from) {
        Node made;
        made.place = from.place;
        expect_only(from, {"@class", "entity", "field", "operator", "type", "uuid", "value"});
        if (++terms_ == kGtasTermsMax + 1) {
            refuse(from.place, cat("more than ", kGtasTermsMax, " terms: split the rule"));
        }
        Term& term = made.term;
        term.place = from.place;
        term.entity = name_in(from, "entity");
        term.field = name_in(from, "field");
        term.op = core::ascii_upper(name_in(from, "operator"));
        term.uuid = text_of(from, "uuid");
        static_cast<void>(text_of(from, "type"));  // Our facts have types of their own.
        if (const Document* value = from.find("value"); is_there(value)) {
            read_values(*value, term.values);
        }
        return made;
    }

    std::string name_in(const Document& from, std::string_view name) {
        std::string text = text_of(from, name);
        const bool is_name =
            !text.empty() && text.size() <= kRuleNameShown &&
            std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
        if (!is_name) {
            refuse(from.place, cat("a term's '", name, "' is a name"));
            return {};
        }
        return text;
    }

    void read_values(const Document& value, std::vector<std::string>& to) {
        if (value.list() == nullptr) {
            read_value(value, to);
            return;
        }
        if (value.list()->size() > kGtasValuesMax) {
            refuse(value.place,
                   cat("more than ", kGtasValuesMax, " values: make a reference set of them"));
            return;
        }
        for (const Document& each : *value.list()) {
            read_value(each, to);
        }
    }

    void read_value(const Document& value, std::vector<std::string>& to) {
        if (const std::string* text = value.text()) {
            to.push_back(*text);
        } else if (const auto* number = std::get_if<std::int64_t>(&value.held)) {
            to.push_back(std::to_string(*number));
        } else if (const auto* truth = std::get_if<bool>(&value.held)) {
            to.emplace_back(*truth ? "true" : "false");
        } else {
            refuse(value.place, "a term's values are texts: write \"1.5\" for 1.5");
        }
    }

    static constexpr std::size_t kRuleNameShown = 80;

    const Document& spec_;
    ReadQuery made_{};
    std::size_t terms_{0};
};

Error nothing(FilePlace place) {
    return {Errc::kInvalid,
            cat(place.line,
                ":",
                place.column,
                ": no rule of GTAS: wanted an object with 'details' and 'summary', a list of them, "
                "GTAS's answer with such a 'result', or a group with 'condition' and 'rules'")};
}

}  // namespace

std::string_view name_of(Weight weight) {
    constexpr std::array<std::string_view, 3> kNames{"note", "narrowed", "refused"};
    return kNames.at(static_cast<std::size_t>(weight));
}

std::string name_of(const Term& term) {
    return cat(term.entity, ".", term.field, " ", term.op);
}

Result<std::vector<ReadQuery>> read_queries(const Document& document) {
    const Document* result = document.find("result");
    const Document& from = result != nullptr ? *result : document;
    std::vector<ReadQuery> made;
    if (const Document::List* list = from.list()) {
        if (list->size() > kGtasRulesMax) {
            return Error{Errc::kExhausted,
                         cat(from.place.line,
                             ":",
                             from.place.column,
                             ": more than ",
                             kGtasRulesMax,
                             " rules: split the file")};
        }
        for (const Document& each : *list) {
            if (each.table() == nullptr) {
                return nothing(each.place);
            }
            made.push_back(QueryReader{each}.run());
        }
        return made;
    }
    const bool is_rule = from.find("details") != nullptr || from.find("summary") != nullptr ||
                         from.find("condition") != nullptr;
    if (!is_rule) {
        return nothing(from.place);
    }
    made.push_back(QueryReader{from}.run());
    return made;
}

}  // namespace sarhad::rules::gtas
