#include "rule_names.h"

#include "core/text.h"

namespace sarhad::rules {

using Names = std::vector<std::string_view>;

template <>
const Names& names_of<Severity>() {
    static const Names names{"info", "low", "medium", "high", "critical"};
    return names;
}
template <>
const Names& names_of<RuleChannel>() {
    static const Names names{"none", "green", "yellow", "red"};
    return names;
}
template <>
const Names& names_of<RuleMode>() {
    static const Names names{"draft", "shadow", "live", "retired"};
    return names;
}
template <>
const Names& names_of<Verdict>() {
    static const Names names{"match", "no_match", "unknown", "error"};
    return names;
}
template <>
const Names& names_of<Audience>() {
    static const Names names{"all", "trained"};
    return names;
}
template <>
const Names& names_of<RuleKind>() {
    static const Names names = [] {
        Names made{""};  // Kinds count from 1.
        for (const RuleKind kind : rule_kinds()) {
            made.push_back(name_of(kind));
        }
        return made;
    }();
    return names;
}

namespace {

template <class Choice>
std::string_view name_in(Choice choice) {
    return names_of<Choice>().at(static_cast<std::size_t>(choice));
}

}  // namespace

std::string_view name_of(Severity severity) {
    return name_in(severity);
}
std::string_view name_of(RuleChannel channel) {
    return name_in(channel);
}
std::string_view name_of(RuleMode mode) {
    return name_in(mode);
}
std::string_view name_of(Verdict verdict) {
    return name_in(verdict);
}
std::string_view name_of(Audience audience) {
    return name_in(audience);
}

std::string one_of(const Names& names) {
    std::string text = "one of";
    bool is_first = true;
    for (const std::string_view name : names) {
        if (!name.empty()) {
            text += core::cat(is_first ? " " : ", ", name);
            is_first = false;
        }
    }
    return text;
}

}  // namespace sarhad::rules
