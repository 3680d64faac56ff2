// tomlplusplus gives a Document.
#include "core/text.h"
#include "rules/author/document.h"

#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

FilePlace place_of(const toml::node& node) {
    const toml::source_position begin = node.source().begin;
    return {begin.line, begin.column};
}

Error wrong(const FilePlace& place, Errc code, std::string_view what) {
    return {code, cat(place.line, ":", place.column, ": ", what)};
}

std::string padded(std::int64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    text.insert(0, digits > text.size() ? digits - text.size() : 0, '0');
    return text;
}

std::string date_text(const toml::date& date) {
    return cat(padded(date.year, 4), "-", padded(date.month, 2), "-", padded(date.day, 2));
}

/// RFC 3339; without an offset it is UTC.
std::string moment_text(const toml::date_time& moment) {
    std::string text = cat(date_text(moment.date),
                           "T",
                           padded(moment.time.hour, 2),
                           ":",
                           padded(moment.time.minute, 2),
                           ":",
                           padded(moment.time.second, 2));
    if (moment.time.nanosecond != 0) {
        text += cat(".", padded(moment.time.nanosecond, 9));
    }
    const int minutes = moment.offset ? moment.offset->minutes : 0;
    return minutes == 0 ? text + "Z"
                        : cat(text,
                              minutes < 0 ? "-" : "+",
                              padded(std::abs(minutes) / 60, 2),
                              ":",
                              padded(std::abs(minutes) % 60, 2));
}

/// Copies toml's tree; recursion ends at kDocumentDepthMax.
class TomlCopier final {
public:
    Result<Document> copy(const toml::node& node, std::size_t depth) {
        Document made;
        made.place = place_of(node);
        if (++values_ > kDocumentValuesMax || depth > kDocumentDepthMax) {
            return wrong(made.place, Errc::kExhausted, "nested deeper or longer than a rule file");
        }
        if (const auto* table = node.as_table()) {
            return copy_table(*table, std::move(made), depth);
        }
        if (const auto* list = node.as_array()) {
            Document::List elements;
            for (const toml::node& each : *list) {
                SARHAD_TRY(Document element, copy(each, depth + 1));
                elements.push_back(std::move(element));
            }
            made.held = std::move(elements);
            return made;
        }
        return copy_value(node, std::move(made));
    }

private:
    Result<Document> copy_table(const toml::table& table, Document made, std::size_t depth) {
        Document::Table members;
        for (const auto& [name, node] : table) {
            SARHAD_TRY(Document value, copy(node, depth + 1));
            const toml::source_position& at = name.source().begin;
            value.name_place = {at.line, at.column};
            members.emplace_back(std::string{name.str()}, std::move(value));
        }
        // toml sorts by name; people, and [vars], go by the file.
        std::stable_sort(members.begin(), members.end(), [](const auto& left, const auto& right) {
            const FilePlace& mine = left.value.place;
            const FilePlace& theirs = right.value.place;
            return std::pair{mine.line, mine.column} < std::pair{theirs.line, theirs.column};
        });
        made.held = std::move(members);
        return made;
    }

    static Result<Document> copy_value(const toml::node& node, Document made) {
        if (const auto* text = node.as_string()) {
            made.held = text->get();
        } else if (const auto* whole = node.as_integer()) {
            made.held = whole->get();
        } else if (const auto* real = node.as_floating_point()) {
            made.held = real->get();
        } else if (const auto* truth = node.as_boolean()) {
            made.held = truth->get();
        } else if (const auto* date = node.as_date()) {
            made.held = DocumentTime{date_text(date->get())};
        } else if (const auto* moment = node.as_date_time()) {
            made.held = DocumentTime{moment_text(moment->get())};
        } else {
            return wrong(made.place, Errc::kInvalid, "a time without its date: write both");
        }
        return made;
    }

    std::size_t values_{0};
};

}  // namespace

Result<Document> read_toml(std::string_view text) {
    if (text.size() > kDocumentBytesMax) {
        return wrong({1, 1}, Errc::kExhausted, cat("at most ", kDocumentBytesMax, " bytes"));
    }
    try {
        const toml::table root = toml::parse(text);
        return TomlCopier{}.copy(root, 0);
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        return wrong({begin.line, begin.column}, Errc::kInvalid, error.description());
    }
}

}  // namespace sarhad::rules
