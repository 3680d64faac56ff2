// A rule's file or record as a Rule, with every problem of how it is written.
#include "table_reader.h"

#include "core/text.h"
#include "rules/author/days.h"
#include "rules/cel/lexer.h"

#include <algorithm>

namespace sarhad::rules {
namespace {

using core::cat;
using Need = TableReader::Need;

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Two to eight capitals, '-', three or four digits.
bool is_rule_id(std::string_view id) {
    const std::size_t dash = id.find('-');
    return dash != std::string_view::npos && dash >= 2 && dash <= 8 &&
           std::all_of(id.begin(), id.begin() + static_cast<std::ptrdiff_t>(dash), is_upper) &&
           core::is_ascii_digits(id.substr(dash + 1)) && id.size() - dash >= 4 &&
           id.size() - dash <= 5;
}

bool is_port_glob(std::string_view glob) {
    constexpr std::size_t kLocode = 5;
    return !glob.empty() && glob.size() <= kLocode &&
           std::all_of(glob.begin(), glob.end(), [](char c) {
               return is_upper(c) || (c >= '0' && c <= '9') || c == '*';
           });
}

bool is_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    return !name.empty() && is_letter(name[0]) && name.size() <= kRuleNameMax &&
           !cel::is_reserved(name) && cel::is_identifier(name) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return is_letter(c) || (c >= '0' && c <= '9');
           });
}

/// "en", "ur", "zh-Hant".
bool is_language(std::string_view name) {
    constexpr std::size_t kLongest = 35;  // BCP 47 has room for 35.
    return !name.empty() && name.size() <= kLongest &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

class RuleReader final {
public:
    RuleReader(const Document& document, std::string_view source, RuleOrigin origin)
        : document_{document},
          source_{source},
          is_new_{origin == RuleOrigin::kAuthor},
          table_{&document, start(document), source, made_.problems} {}

    ReadRule run() {
        identity();
        effect();
        validity();
        parts();
        tests();
        table_.finish();
        return std::move(made_);
    }

private:
    static FilePlace start(const Document& document) {
        return document.place.line == 0 ? FilePlace{1, 1} : document.place;
    }
    [[nodiscard]] TableReader inside(const Document& document) {
        return {&document, document.place, source_, made_.problems};
    }
    [[nodiscard]] FilePlace place_of(std::string_view name) const {
        const Document* found = document_.find(name);
        return found == nullptr ? table_.place() : found->place;
    }

    /// A text that people read as one line.
    void line(std::string_view name, std::string_view text, FilePlace place) {
        if (is_new_) {
            table_.refuse_hidden(place, name, text);
        }
    }

    void identity() {
        Rule& rule = made_.rule;
        rule.id = table_.text("id", kRuleNameMax, Need::kNeeded);
        if (!rule.id.empty() && !is_rule_id(rule.id)) {
            table_.problem(place_of("id"),
                           "'id' is two to eight capitals, '-' and three or four digits: PAX-001");
        }
        constexpr std::int64_t kHighestRev = 1'000'000;
        rule.rev = static_cast<std::uint32_t>(table_.whole("rev", 1, kHighestRev, 1));
        rule.schema = static_cast<std::uint32_t>(table_.whole("schema", 1, kFactSchemaVersion, 1));
        rule.kind = table_.choice("kind", RuleKind::kTraveller, Need::kNeeded);
        rule.owner = table_.text("owner", kRuleNameMax, Need::kNeeded);
        if (is_new_ && !rule.owner.empty() && !is_rule_owner(rule.owner)) {
            table_.problem(
                place_of("owner"),
                "'owner' is an agency's name: small letters, digits and '-', 32 at most");
        }
        rule.title = table_.text("title", kRuleTitleMax, Need::kNeeded);
        line("title", rule.title, place_of("title"));
        rule.rationale = table_.text("rationale", kRuleProseMax, Need::kNeeded);
        rule.references = table_.texts("references", kRulePartsMax, kRuleProseMax);
        rule.tags = table_.texts("tags", kRulePartsMax, kRuleNameMax);
        rule.false_positives = table_.texts("false_positives", kRulePartsMax, kRuleProseMax);
    }

    void effect() {
        Rule& rule = made_.rule;
        rule.severity = table_.choice("severity", Severity::kInfo, Need::kNeeded);
        constexpr std::int64_t kHighestScore = 100;
        rule.score =
            static_cast<std::uint8_t>(table_.whole("score", 0, kHighestScore, 0, Need::kNeeded));
        rule.channel = table_.choice("channel", RuleChannel::kNone, Need::kNeeded);
        rule.audience = table_.choice("audience", Audience::kAll, Need::kOptional);
        rule.mode = table_.choice("mode", RuleMode::kDraft, Need::kNeeded);
        rule.group = table_.text("group", kRuleNameMax, Need::kOptional);
        rule.on_unknown = table_.choice("on_unknown", Verdict::kNoMatch, Need::kOptional);
        if (rule.on_unknown == Verdict::kUnknown || rule.on_unknown == Verdict::kError) {
            table_.problem(place_of("on_unknown"), "'on_unknown' is match or no_match");
        }
        rule.ports = table_.texts("ports", kRulePortsMax, kRuleNameMax, Need::kNeeded);
        const Document* ports = document_.find("ports");
        if (is_new_ && ports != nullptr && ports->list() != nullptr && ports->list()->empty()) {
            // Of a published one they mean all ports.
            table_.problem(ports->place, "'ports' is empty: name ports, or '*' for all");
        }
        for (const std::string& glob : rule.ports) {
            if (!is_port_glob(glob)) {
                table_.problem(
                    place_of("ports"),
                    cat("'", glob, "' is no UN/LOCODE, with or without '*': PKKHI, PK*, *"));
            }
        }
        const Document* limits = table_.find("limits");
        if (limits != nullptr) {
            TableReader inner = inside(*limits);
            rule.hit_rate_max_ppm = inner.share("max_hit_rate");
            constexpr std::int64_t kMostHits = 1'000'000;
            rule.hits_a_day_max =
                static_cast<std::uint32_t>(inner.whole("max_hits_day", 1, kMostHits, 0));
            inner.finish();
        }
    }

    void validity() {
        Rule& rule = made_.rule;
        const Document* valid = table_.find("valid", Need::kNeeded);
        if (valid == nullptr) {
            return;
        }
        TableReader inner = inside(*valid);
        rule.valid_from = inner.date("from", Need::kNeeded);
        rule.valid_to = inner.date("to", Need::kNeeded);
        rule.review_by = inner.date("review_by", Need::kNeeded);
        inner.finish();
        if (!rule.valid_from.is_full() || !rule.valid_to.is_full() || !rule.review_by.is_full()) {
            return;
        }
        if (rule.valid_to < rule.valid_from) {
            table_.problem(valid->place, "'valid': 'to' is before 'from'");
        }
        const std::int64_t review =
            (midnight_of(rule.review_by) - midnight_of(rule.valid_from)).count();
        if (review < 0 || review > kRuleReviewDaysMax) {
            table_.problem(valid->place,
                           "'review_by' is within 12 months from 'from': a rule that nobody looks "
                           "at again does harm");
        }
    }

    void parts() {
        Rule& rule = made_.rule;
        rule.condition = table_.expression("condition");
        if (const Document* vars = table_.find("vars")) {
            read_vars(*vars);
        }
        for (const Document& each : table_.tables("except", kRulePartsMax)) {
            TableReader inner = inside(each);
            RuleExcept made;
            made.name = inner.text("name", kRuleNameMax, Need::kNeeded);
            made.when = inner.expression("when");
            made.until = inner.date("until", Need::kNeeded);
            inner.finish();
            if (made.until.is_full() && rule.valid_to.is_full() && rule.valid_to < made.until) {
                inner.problem(each.place,
                              cat("exception '",
                                  made.name,
                                  "' ends after the rule: it ends with it, or before"));
            }
            if (is_new_ && made.until.is_full() && made.until < rule.valid_from) {
                inner.problem(
                    each.place,
                    cat("exception '", made.name, "' ends before the rule begins: leave it out"));
            }
            line("name", made.name, each.place);
            rule.excepts.push_back(std::move(made));
        }
        if (const Document* labels = table_.find("labels")) {
            read_labels(*labels);
        }
    }

    void read_vars(const Document& vars) {
        if (vars.table() == nullptr || vars.table()->size() > kRulePartsMax) {
            table_.problem(vars.place, cat("[vars] names up to ", kRulePartsMax, " expressions"));
            return;
        }
        const FactRecord& facts = variables_of(made_.rule.kind);
        for (const auto& [name, value] : *vars.table()) {
            if (!is_name(name) || facts.find(name) != nullptr) {
                table_.problem(value.at_name(),
                               cat("'",
                                   name,
                                   "' cannot name a part: small letters, digits and '_', no "
                                   "name of a fact and no word of CEL"));
                continue;
            }
            made_.rule.vars.push_back({name, table_.expression_of(name, value)});
        }
    }

    void read_labels(const Document& labels) {
        if (labels.table() == nullptr) {
            table_.problem(labels.place, "[labels] names parts and their texts");
            return;
        }
        for (const DocumentMember& label : *labels.table()) {
            read_label(label);
        }
    }

    void read_label(const DocumentMember& label) {
        const auto& vars = made_.rule.vars;
        const bool is_known = label.name == "condition" ||
                              std::any_of(vars.begin(), vars.end(), [&](const RuleVariable& var) {
                                  return var.name == label.name;
                              });
        if (!is_known) {
            table_.problem(
                label.value.at_name(),
                cat("label '", label.name, "' names neither a part of [vars] nor condition"));
        }
        if (label.value.table() == nullptr) {
            table_.problem(
                label.value.place,
                cat("label '", label.name, "' is a table: { en = \"...\", ur = \"...\" }"));
            return;
        }
        RuleLabel made{label.name, {}};
        for (const auto& [language, text] : *label.value.table()) {
            if (text.text() == nullptr || text.text()->size() > kRuleProseMax) {
                table_.problem(text.place, "a label is a text");
                continue;
            }
            line("label", *text.text(), text.place);
            if (is_new_ && !is_language(language)) {
                table_.problem(text.at_name(),
                               cat("label '", label.name, "' is named by languages: en, ur"));
            }
            made.texts.emplace_back(language, *text.text());
        }
        if (is_new_ && label.value.table()->empty()) {
            table_.problem(label.value.place,
                           cat("label '", label.name, "' has no text: write it, or leave it out"));
        }
        made_.rule.labels.push_back(std::move(made));
    }

    void tests() {
        const auto has = [&](Verdict wanted) {
            const auto& all = made_.rule.tests;
            return std::any_of(all.begin(), all.end(), [&](const RuleTest& test) {
                return test.expect == wanted;
            });
        };
        for (const Document& each : table_.tables("test", kRuleTestsMax)) {
            TableReader inner = inside(each);
            RuleTest made;
            made.place = each.place;
            made.name = inner.text("name", kRuleNameMax, Need::kNeeded);
            made.expect = inner.choice("expect", Verdict::kNoMatch, Need::kNeeded);
            made.because = inner.text("because", kRuleConditionMax, Need::kOptional);
            if (const Document* facts = inner.find("facts", Need::kNeeded)) {
                made.facts = *facts;
            }
            inner.finish();
            line("name", made.name, each.place);
            const auto& others = made_.rule.tests;
            if (is_new_ && std::any_of(others.begin(), others.end(), [&](const RuleTest& other) {
                    return other.name == made.name;
                })) {
                inner.problem(each.place, cat("another test has the name '", made.name, "'"));
            }
            made_.rule.tests.push_back(std::move(made));
        }
        if (!has(Verdict::kMatch) || !has(Verdict::kNoMatch)) {
            table_.problem(table_.place(),
                           "a rule has at least one [[test]] that expects match and one that "
                           "expects no_match");
        }
    }

    const Document& document_;
    std::string_view source_;
    bool is_new_;
    ReadRule made_;
    TableReader table_;
};

/// The member `name`, taken out of `from`, under another name to the end of `into`.
void move_member(Document::Table& from,
                 std::string_view name,
                 Document::Table& into,
                 std::string_view as) {
    const auto found = std::find_if(
        from.begin(), from.end(), [&](const auto& member) { return member.name == name; });
    if (found != from.end()) {
        Document value = std::move(found->value);
        from.erase(found);
        into.emplace_back(std::string{as}, std::move(value));
    }
}

}  // namespace

bool is_rule_owner(std::string_view owner) {
    constexpr std::size_t kLongest = 32;
    return !owner.empty() && owner.size() <= kLongest &&
           owner.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
               std::string_view::npos;
}

ReadRule read_rule(const Document& document, std::string_view source, RuleOrigin origin) {
    return RuleReader{document, source, origin}.run();
}

ReadRule read_pack_rule(const Document& document) {
    Document made = document;
    auto* members = std::get_if<Document::Table>(&made.held);
    if (members != nullptr) {
        Document::Table valid;
        move_member(*members, "valid_from", valid, "from");
        move_member(*members, "valid_to", valid, "to");
        move_member(*members, "review_by", valid, "review_by");
        Document::Table limits;
        move_member(*members, "max_hit_rate", limits, "max_hit_rate");
        move_member(*members, "tests", *members, "test");
        members->emplace_back("valid", Document{std::move(valid), document.place});
        members->emplace_back("limits", Document{std::move(limits), document.place});
    }
    return RuleReader{made, {}, RuleOrigin::kAuthor}.run();
}

}  // namespace sarhad::rules
