#include "rule_dice.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::rules {
namespace {

Document fact(const FactField& field, Dice& dice, bool largest);

Document record_of(const FactRecord& record, Dice& dice, bool largest) {
    Document::Table members;
    for (const FactField& field : record.fields) {
        if (largest || dice.below(8) != 0) {
            members.emplace_back(std::string{field.name}, fact(field, dice, largest));
        }
    }
    return {std::move(members), {}};
}

std::string text_of(const FactField& field, Dice& dice, bool largest) {
    const std::array<std::string, 8> known{
        "CA", "QQ", "NARC", "84", "293361", "SEA", "COURIER", "22R1"};
    const std::string& word = known[dice.below(8)];
    return !largest && dice.below(2) == 0 && word.size() <= field.bytes_max
               ? word
               : std::string(largest || dice.below(2) == 0 ? field.bytes_max : 1, 'x');
}

Document one_of(const FactField& field, Dice& dice, bool largest) {
    switch (field.kind) {
        case FactKind::kBool:
            return {dice.below(2) == 0, {}};
        case FactKind::kInt:
            return {std::int64_t{dice.below(60)} - 1, {}};
        case FactKind::kDouble:
            return {dice.below(2000) / 16.0, {}};
        case FactKind::kText:
            return {text_of(field, dice, largest), {}};
        case FactKind::kTime:
            return {DocumentTime{dice.below(2) == 0 ? "2026-01-10" : "2026-03-01T10:00:00Z"}, {}};
        case FactKind::kRecord:
            break;
    }
    return record_of(*field.record, dice, largest);
}

Document fact(const FactField& field, Dice& dice, bool largest) {
    if (field.shape == FactShape::kOne) {
        return one_of(field, dice, largest);
    }
    Document::List elements;
    const std::uint32_t count = largest              ? field.count_max
                                : dice.below(3) == 0 ? std::min(field.count_max, 200U)
                                                     : dice.below(4);
    for (std::uint32_t i = 0; i < count; ++i) {
        elements.push_back(one_of(field, dice, largest));
        if (largest && field.shape == FactShape::kSet) {
            // All different: the whole set is kept.
            std::string word = std::to_string(i);
            word.resize(field.bytes_max, 'x');
            elements.back().held = word;
        }
    }
    return {std::move(elements), {}};
}

}  // namespace

Document facts_of_kind(RuleKind kind, Dice& dice, bool largest) {
    return record_of(variables_of(kind), dice, largest);
}

Document merged(const Document& part,
                const Document& drawn,
                const FactRecord& record,
                std::uint64_t missing) {
    Document::Table made;
    for (const auto& [name, value] : *part.table()) {
        if (record.find(name) == nullptr) {
            made.emplace_back(name, value);  // feeds
        }
    }
    for (const FactField& field : record.fields) {
        const Document* mine = part.find(field.name);
        const Document* theirs = drawn.find(field.name);
        const bool is_missing = (source_of(field) & missing) != 0;
        const bool is_record = field.record != nullptr && field.shape == FactShape::kOne;
        if (is_record) {
            const Document nothing{Document::Table{}, {}};
            made.emplace_back(std::string{field.name},
                              merged(mine == nullptr ? nothing : *mine,
                                     theirs == nullptr ? nothing : *theirs,
                                     *field.record,
                                     missing));
        } else if (is_missing && theirs != nullptr) {
            made.emplace_back(std::string{field.name}, *theirs);
        } else if (!is_missing && mine != nullptr) {
            Document value = *mine;
            if (field.record != nullptr && theirs != nullptr && !theirs->list()->empty()) {
                for (Document& each : std::get<Document::List>(value.held)) {
                    each = merged(each, theirs->list()->front(), *field.record, missing);
                }
            }
            made.emplace_back(std::string{field.name}, std::move(value));
        }
    }
    return {std::move(made), {}};
}

}  // namespace sarhad::rules
