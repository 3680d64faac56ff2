#include "rules/schema/facts.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::rules {

const FactField* FactRecord::find(std::string_view field) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [field](const FactField& known) {
        return known.name == field;
    });
    return found == fields.end() ? nullptr : &*found;
}

RuleKind asked_of(RuleKind kind) {
    return kind == RuleKind::kBooking || kind == RuleKind::kCash ? RuleKind::kTraveller : kind;
}

std::string_view name_of(RuleKind kind) {
    return variables_of(kind).name;
}

std::optional<RuleKind> find_kind(std::string_view name) {
    for (const RuleKind kind : rule_kinds()) {
        if (name_of(kind) == name) {
            return kind;
        }
    }
    return std::nullopt;
}

std::optional<Feed> find_feed(std::string_view name) {
    for (std::uint32_t number = 1; number < kFeedCount; ++number) {
        if (name_of(Feed{static_cast<std::uint8_t>(number)}) == name) {
            return Feed{static_cast<std::uint8_t>(number)};
        }
    }
    return std::nullopt;
}

std::uint64_t source_of(Feed feed) {
    return feed == Feed::kAlways ? 0 : std::uint64_t{1} << static_cast<unsigned>(feed);
}

std::uint64_t source_of(const FactField& field) {
    return field.shape == FactShape::kSet ? std::uint64_t{1} << (kFirstSetSource - 1 + field.key)
                                          : source_of(field.feed);
}

std::uint64_t sources_within(const FactField& field) {
    std::uint64_t sources = source_of(field);
    if (field.record != nullptr) {
        for (const FactField& inner : field.record->fields) {
            sources |= sources_within(inner);
        }
    }
    return sources;
}

std::vector<std::string> source_names(std::uint64_t sources) {
    std::vector<std::string> names;
    for (std::uint32_t number = 1; number < kFeedCount; ++number) {
        const Feed feed{static_cast<std::uint8_t>(number)};
        if ((sources & source_of(feed)) != 0) {
            names.emplace_back(name_of(feed));
        }
    }
    for (const FactField& set : reference_sets().fields) {
        if ((sources & source_of(set)) != 0) {
            names.push_back(core::cat("lists.", set.name));
        }
    }
    return names;
}

std::string type_text(const FactField& field) {
    std::string one;
    switch (field.kind) {
        case FactKind::kBool:
            one = "bool";
            break;
        case FactKind::kInt:
            one = "int";
            break;
        case FactKind::kDouble:
            one = "double";
            break;
        case FactKind::kText:
            one = "string";
            break;
        case FactKind::kTime:
            one = "timestamp";
            break;
        case FactKind::kRecord:
            one = field.record->name;
            break;
    }
    return field.shape == FactShape::kList  ? core::cat("list<", one, ">")
           : field.shape == FactShape::kSet ? core::cat("set<", one, ">")
                                            : one;
}

}  // namespace sarhad::rules
