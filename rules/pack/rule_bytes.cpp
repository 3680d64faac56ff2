#include "rules/pack/rule_bytes.h"

#include "core/text.h"
#include "rules/pack/document_codec.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

constexpr std::string_view kMagic = "SARHADRU";
constexpr std::size_t kHeadSize = 8 + 2;

/// A table in the making; what is not set is left out, so that a rule has one form.
class TableMaker final {
public:
    template <class Held>
    void put(std::string_view name, Held held) {
        table_.emplace_back(std::string{name}, Document{std::move(held), {}});
    }
    void whole(std::string_view name, std::uint64_t value) {
        put(name, static_cast<std::int64_t>(value));
    }
    void word(std::string_view name, std::string_view value) { put(name, std::string{value}); }
    void text(std::string_view name, const std::string& value) {
        if (!value.empty()) {
            put(name, value);
        }
    }
    void texts(std::string_view name, const std::vector<std::string>& values) {
        Document::List list;
        for (const std::string& each : values) {
            list.push_back({each, {}});
        }
        this->list(name, std::move(list));
    }
    void list(std::string_view name, Document::List list) {
        if (!list.empty()) {
            put(name, std::move(list));
        }
    }
    void table(std::string_view name, TableMaker inner) {
        if (!inner.table_.empty()) {
            put(name, std::move(inner.table_));
        }
    }
    void day(std::string_view name, facts::PartialDate date) {
        put(name, DocumentTime{to_text(date)});
    }
    [[nodiscard]] Document made() && { return {std::move(table_), {}}; }

private:
    Document::Table table_;
};

TableMaker limits_of(const Rule& rule) {
    TableMaker limits;
    if (rule.hit_rate_max_ppm != 0) {
        constexpr double kMillion = 1e6;
        limits.put("max_hit_rate", static_cast<double>(rule.hit_rate_max_ppm) / kMillion);
    }
    if (rule.hits_a_day_max != 0) {
        limits.whole("max_hits_day", rule.hits_a_day_max);
    }
    return limits;
}

TableMaker valid_of(const Rule& rule) {
    TableMaker valid;
    valid.day("from", rule.valid_from);
    valid.day("to", rule.valid_to);
    valid.day("review_by", rule.review_by);
    return valid;
}

TableMaker vars_of(const Rule& rule) {
    TableMaker vars;
    for (const RuleVariable& var : rule.vars) {
        vars.word(var.name, var.value.text);
    }
    return vars;
}

TableMaker labels_of(const Rule& rule) {
    TableMaker labels;
    for (const RuleLabel& label : rule.labels) {
        TableMaker texts;
        for (const auto& [language, text] : label.texts) {
            texts.word(language, text);
        }
        labels.put(label.part, std::move(texts).made().held);
    }
    return labels;
}

Document::List excepts_of(const Rule& rule) {
    Document::List list;
    for (const RuleExcept& each : rule.excepts) {
        TableMaker made;
        made.text("name", each.name);
        made.text("when", each.when.text);
        made.day("until", each.until);
        list.push_back(std::move(made).made());
    }
    return list;
}

Document::List tests_of(const Rule& rule) {
    Document::List list;
    for (const RuleTest& each : rule.tests) {
        TableMaker made;
        made.text("name", each.name);
        made.word("expect", name_of(each.expect));
        made.text("because", each.because);
        made.put("facts", each.facts.held);
        list.push_back(std::move(made).made());
    }
    return list;
}

core::Bytes written(const Rule& rule) {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kRuleBytesVersion);
    put_document(bytes, document_of(rule));
    return bytes;
}

}  // namespace

Document document_of(const Rule& rule) {
    TableMaker made;
    made.text("id", rule.id);
    made.whole("rev", rule.rev);
    made.whole("schema", rule.schema);
    made.word("kind", name_of(rule.kind));
    made.text("owner", rule.owner);
    made.text("title", rule.title);
    made.text("rationale", rule.rationale);
    made.texts("references", rule.references);
    made.texts("tags", rule.tags);
    made.texts("false_positives", rule.false_positives);
    made.word("severity", name_of(rule.severity));
    made.whole("score", rule.score);
    made.word("channel", name_of(rule.channel));
    made.word("audience", name_of(rule.audience));
    made.texts("ports", rule.ports);
    made.word("mode", name_of(rule.mode));
    made.text("group", rule.group);
    made.word("on_unknown", name_of(rule.on_unknown));
    made.table("limits", limits_of(rule));
    made.table("valid", valid_of(rule));
    made.text("condition", rule.condition.text);
    made.table("vars", vars_of(rule));
    made.table("labels", labels_of(rule));
    made.list("except", excepts_of(rule));
    made.list("test", tests_of(rule));
    return std::move(made).made();
}

core::Bytes rule_substance(Rule rule) {
    rule.rev = 0;
    rule.mode = RuleMode::kDraft;
    return written(rule);
}

core::Bytes rule_effect(Rule rule) {
    Rule kept;
    kept.id = std::move(rule.id);
    kept.kind = rule.kind;
    kept.owner = std::move(rule.owner);
    kept.severity = rule.severity;
    kept.score = rule.score;
    kept.channel = rule.channel;
    kept.audience = rule.audience;
    kept.ports = std::move(rule.ports);
    kept.group = std::move(rule.group);
    kept.on_unknown = rule.on_unknown;
    kept.condition = std::move(rule.condition);
    kept.vars = std::move(rule.vars);
    kept.excepts = std::move(rule.excepts);
    return rule_substance(std::move(kept));
}

Result<core::Bytes> rule_bytes(const Rule& rule) {
    core::Bytes bytes = written(rule);
    if (bytes.size() > kPackedRuleMax) {
        return Error{Errc::kExhausted,
                     cat("rule ",
                         rule.id,
                         ": ",
                         bytes.size(),
                         " bytes with its tests; at most ",
                         kPackedRuleMax,
                         ": shorten or drop some tests")};
    }
    return bytes;
}

Result<Rule> parse_rule_bytes(core::ByteView bytes) {
    if (bytes.size() < kHeadSize || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return Error{Errc::kCorrupt, "no rule: its first bytes are others"};
    }
    if (bytes.size() > kPackedRuleMax) {
        return Error{Errc::kExhausted, cat("rule: over ", kPackedRuleMax, " bytes")};
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(kMagic.size()));
    if (version != kRuleBytesVersion) {
        return Error{Errc::kInvalid,
                     cat("rule: of version ",
                         version,
                         "; this software reads version ",
                         kRuleBytesVersion,
                         ": update it")};
    }
    SARHAD_TRY(const Document document, take_document(bytes.subspan(kHeadSize)));
    ReadRule read = read_rule(document, {}, RuleOrigin::kPublished);
    if (!read.problems.empty()) {
        return Error{Errc::kInvalid,
                     cat("rule ",
                         core::cut_utf8(read.rule.id, kRuleNameMax),
                         ": ",
                         read.problems.front().what)};
    }
    SARHAD_TRY(const core::Bytes again, rule_bytes(read.rule));
    if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) {
        return Error{Errc::kCorrupt,
                     cat("rule ", read.rule.id, ": is not written in the one form that it has")};
    }
    return std::move(read.rule);
}

}  // namespace sarhad::rules
