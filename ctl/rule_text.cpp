#include "ctl/rule_text.h"

#include "core/text.h"
#include "rules/author/toml_text.h"
#include "rules/pack/rule_bytes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <variant>

namespace sarhad::ctl {
namespace {

using rules::Document;
using rules::DocumentMember;
using rules::DocumentTime;

/// Conditions of several lines stay readable.
std::string text_of(const std::string& text) {
    const bool is_plain =
        text.find("'''") == std::string::npos && !text.ends_with('\'') &&
        std::all_of(text.begin(), text.end(), [](char c) {
            return c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
        });
    return is_plain && text.find('\n') != std::string::npos ? core::cat("'''\n", text, "'''")
                                                            : rules::toml_quoted(text);
}

std::string key_of(const std::string& name) {
    const bool is_bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
    return is_bare ? name : rules::toml_quoted(name);
}

std::string real_of(double value) {
    if (std::isnan(value)) {
        return "nan";
    }
    if (std::isinf(value)) {
        return value < 0 ? "-inf" : "inf";
    }
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    std::string text{digits.data(), end};
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string inline_of(const Document& document);

struct Inline {
    std::string operator()(std::monostate /*nothing*/) const { return "\"\""; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double real) const { return real_of(real); }
    std::string operator()(const std::string& text) const { return rules::toml_quoted(text); }
    std::string operator()(const DocumentTime& time) const { return time.text; }
    std::string operator()(const Document::List& list) const {
        std::string made;
        for (const Document& each : list) {
            made += core::cat(made.empty() ? "" : ", ", inline_of(each));
        }
        return core::cat("[", made, "]");
    }
    std::string operator()(const Document::Table& table) const {
        std::string made;
        for (const DocumentMember& each : table) {
            made += core::cat(
                made.empty() ? " " : ", ", key_of(each.name), " = ", inline_of(each.value));
        }
        return core::cat("{", made, made.empty() ? "}" : " }");
    }
};

/// Recursion ends at kDocumentDepthMax.
std::string inline_of(const Document& document) {
    return std::visit(Inline{}, document.held);
}

bool is_list_of_tables(const Document& document) {
    const Document::List* list = document.list();
    return list != nullptr && !list->empty() && list->front().table() != nullptr;
}

std::string line_of(const DocumentMember& member) {
    const std::string* text = member.value.text();
    return core::cat(key_of(member.name),
                     " = ",
                     text != nullptr ? text_of(*text) : inline_of(member.value),
                     "\n");
}

}  // namespace

std::string rule_text(const rules::Rule& rule) {
    const Document document = rules::document_of(rule);
    std::string made;
    for (const DocumentMember& member : *document.table()) {
        if (!is_list_of_tables(member.value)) {
            made += line_of(member);
        }
    }
    for (const DocumentMember& member : *document.table()) {
        if (!is_list_of_tables(member.value)) {
            continue;
        }
        for (const Document& each : *member.value.list()) {
            made += core::cat("\n[[", member.name, "]]\n");
            for (const DocumentMember& inner : *each.table()) {
                made += line_of(inner);
            }
        }
    }
    return made;
}

}  // namespace sarhad::ctl
