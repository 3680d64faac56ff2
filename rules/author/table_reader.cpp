#include "table_reader.h"

#include "core/text.h"
#include "rules/cel/source.h"

#include <algorithm>
#include <cmath>

namespace sarhad::rules {
namespace {

using core::cat;

/// Where the content of a TOML text begins in its file, and whether the file has it as it is. What
/// JSON or an escaped text holds has no places.
RuleExpression located(const std::string& text, FilePlace place, std::string_view source) {
    RuleExpression made{text, place, false};
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < place.line && at != std::string_view::npos; ++line) {
        at = source.find('\n', at);
        at = at == std::string_view::npos ? at : at + 1;
    }
    if (at == std::string_view::npos) {
        return made;
    }
    // Columns of toml++ count characters: texts begin behind plain names.
    std::string_view rest = source.substr(std::min(source.size(), at + place.column - 1));
    for (const std::string_view quotes : {"'''", "\"\"\"", "'", "\""}) {
        if (!rest.starts_with(quotes)) {
            continue;
        }
        rest.remove_prefix(quotes.size());
        made.place.column += static_cast<std::uint32_t>(quotes.size());
        const std::size_t blank = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
        if (quotes.size() == 3 && blank > 0) {
            rest.remove_prefix(blank);
            made.place = {place.line + 1, 1};
        }
        made.is_verbatim = rest.starts_with(text);
        return made;
    }
    return made;
}

/// Control characters, and U+202A to U+202E and U+2066 to U+2069, which embed, override and isolate
/// directions.
bool has_hidden(std::string_view text) {
    constexpr unsigned char kBlank = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const auto is_within = [](unsigned value, unsigned first, unsigned last) {
        return value >= first && value <= last;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_control = byte(i) < kBlank || byte(i) == kDelete ||
                                (byte(i) == 0xc2 && is_within(byte(i + 1), 0x80, 0x9f));
        const bool is_turning =
            byte(i) == 0xe2 && ((byte(i + 1) == 0x80 && is_within(byte(i + 2), 0xaa, 0xae)) ||
                                (byte(i + 1) == 0x81 && is_within(byte(i + 2), 0xa6, 0xa9)));
        if (is_control || is_turning) {
            return true;
        }
    }
    return false;
}

}  // namespace

TableReader::TableReader(const Document* document,
                         FilePlace place,
                         std::string_view source,
                         std::vector<RuleProblem>& problems)
    : document_{document}, place_{place}, source_{source}, problems_{problems} {
    if (document != nullptr && document->table() == nullptr) {
        problem(place, cat("wanted a table, got ", document->kind()));
        document_ = nullptr;
    }
}

void TableReader::refuse_hidden(FilePlace place, std::string_view name, std::string_view text) {
    if (has_hidden(text)) {
        problem(place,
                cat("'",
                    name,
                    "' holds a control character, or one that turns the direction of writing: "
                    "what is shown would not be what is there"));
    }
}

void TableReader::problem(FilePlace place, std::string what, std::string instead) {
    if (problems_.size() < kProblemsMax) {
        problems_.push_back({place, std::move(what), std::move(instead)});
    }
}

const Document* TableReader::find(std::string_view name, Need need) {
    asked_.emplace(name);
    const Document* found = document_ == nullptr ? nullptr : document_->find(name);
    if (found == nullptr && need == Need::kNeeded) {
        problem(place_, cat("'", name, "' is missing"));
    }
    return found;
}

void TableReader::unwanted(const Document& got, std::string_view name, std::string_view wanted) {
    problem(got.place, cat("'", name, "': wanted ", wanted, ", got ", got.kind()));
}

std::string TableReader::text(std::string_view name, std::size_t max, Need need) {
    const Document* found = find(name, need);
    if (found == nullptr) {
        return {};
    }
    const std::string* text = found->text();
    if (text == nullptr) {
        unwanted(*found, name, "a text");
        return {};
    }
    std::string trimmed{core::trim(*text)};
    if (trimmed.empty() && need == Need::kNeeded) {
        problem(found->place, cat("'", name, "' is empty"));
    }
    if (trimmed.size() > max) {
        problem(found->place, cat("'", name, "' has ", trimmed.size(), " bytes, at most ", max));
    }
    return trimmed;
}

std::int64_t TableReader::whole(std::string_view name,
                                std::int64_t least,
                                std::int64_t most,
                                std::int64_t otherwise,
                                Need need) {
    const Document* found = find(name, need);
    if (found == nullptr) {
        return otherwise;
    }
    const auto* value = std::get_if<std::int64_t>(&found->held);
    if (value == nullptr || *value < least || *value > most) {
        unwanted(*found, name, cat("a whole number from ", least, " to ", most));
        return otherwise;
    }
    return *value;
}

facts::PartialDate TableReader::date(std::string_view name, Need need) {
    const Document* found = find(name, need);
    if (found == nullptr) {
        return {};
    }
    const auto* written = std::get_if<DocumentTime>(&found->held);
    const std::string* text = found->text();
    const auto parsed = facts::PartialDate::parse(written != nullptr ? written->text
                                                  : text != nullptr  ? *text
                                                                     : std::string{"-"});
    if (!parsed || !parsed->is_full()) {
        problem(found->place, cat("'", name, "': wanted a day, such as 2026-01-31"));
        return {};
    }
    return *parsed;
}

std::uint32_t TableReader::share(std::string_view name) {
    const Document* found = find(name);
    if (found == nullptr) {
        return 0;
    }
    constexpr double kMillion = 1e6;
    const auto* whole = std::get_if<std::int64_t>(&found->held);
    const auto* real = std::get_if<double>(&found->held);
    const double value = real != nullptr    ? *real
                         : whole != nullptr ? static_cast<double>(*whole)
                                            : -1;
    if (!(value > 0 && value <= 1)) {
        problem(found->place, cat("'", name, "': wanted a share above 0, at most 1, such as 0.01"));
        return 0;
    }
    return static_cast<std::uint32_t>(std::max(1.0, std::round(value * kMillion)));
}

std::vector<std::string> TableReader::texts(std::string_view name,
                                            std::size_t count_max,
                                            std::size_t bytes_max,
                                            Need need) {
    const Document* found = find(name, need);
    std::vector<std::string> made;
    if (found == nullptr) {
        return made;
    }
    if (found->list() == nullptr) {
        unwanted(*found, name, "a list of texts");
        return made;
    }
    for (const Document& each : *found->list()) {
        const std::string* text = each.text();
        if (text == nullptr || text->empty() || text->size() > bytes_max) {
            problem(each.place, cat("'", name, "': wanted texts of 1 to ", bytes_max, " bytes"));
            continue;
        }
        made.push_back(*text);
    }
    if (made.size() > count_max) {
        problem(found->place, cat("'", name, "' has ", made.size(), " texts, at most ", count_max));
    }
    return made;
}

RuleExpression TableReader::expression_of(std::string_view name, const Document& value) {
    const std::string* text = value.text();
    if (text == nullptr) {
        unwanted(value, name, "an expression in quotes");
        return {};
    }
    if (core::trim(*text).empty() || text->size() > kRuleConditionMax) {
        problem(value.place,
                cat("'",
                    name,
                    "': wanted an expression of 1 to ",
                    kRuleConditionMax,
                    " bytes, got ",
                    text->size()));
        return {};
    }
    return located(*text, value.place, source_);
}

RuleExpression TableReader::expression(std::string_view name) {
    const Document* found = find(name, Need::kNeeded);
    return found == nullptr ? RuleExpression{} : expression_of(name, *found);
}

Document::List TableReader::tables(std::string_view name, std::size_t count_max) {
    const Document* found = find(name);
    if (found == nullptr) {
        return {};
    }
    if (found->list() == nullptr) {
        problem(found->place, cat("'", name, "' is written as [[", name, "]], once for each"));
        return {};
    }
    if (found->list()->size() > count_max) {
        problem(found->place,
                cat(found->list()->size(), " of [[", name, "]], at most ", count_max));
        return {};
    }
    return *found->list();
}

std::size_t TableReader::chosen(std::string_view name,
                                const std::vector<std::string_view>& names,
                                std::size_t otherwise,
                                Need need) {
    const Document* found = find(name, need);
    if (found == nullptr) {
        return otherwise;
    }
    const std::string* text = found->text();
    const auto at = text == nullptr || text->empty() ? names.end()
                                                     : std::find(names.begin(), names.end(), *text);
    if (at != names.end()) {
        return static_cast<std::size_t>(at - names.begin());
    }
    const std::string_view near =
        text == nullptr ? std::string_view{} : core::nearest(*text, names);
    problem(found->place,
            cat("'",
                name,
                "' is ",
                one_of(names),
                near.empty() ? "" : cat(": did you mean '", near, "'?")),
            std::string{near});
    return otherwise;
}

void TableReader::finish() {
    if (document_ == nullptr) {
        return;
    }
    std::vector<std::string_view> known{asked_.begin(), asked_.end()};
    for (const auto& [name, value] : *document_->table()) {
        if (!asked_.contains(name)) {
            const std::string_view near = core::nearest(name, known);
            // Only where the place is the name's can another name be put there.
            problem(value.at_name(),
                    cat("there is no '",
                        core::cut_utf8(name, kRuleNameMax),
                        "' here",
                        near.empty() ? cat(": leave it out") : cat(": did you mean '", near, "'?")),
                    value.name_place.line == 0 ? std::string{} : std::string{near});
        }
    }
}

}  // namespace sarhad::rules
