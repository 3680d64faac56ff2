#include "rules/backtest/clause_filter.h"

#include <algorithm>

namespace sarhad::rules::backtest {
namespace {

using cel::SlotState;
using cel::SlotText;
using engine::Alternative;
using engine::Family;

}  // namespace

ClauseFilter::ClauseFilter(const engine::Clause& clause, const engine::ReferenceLists& lists)
    : clause_{&clause}, lists_{&lists} {
    for (const Alternative& each : clause.any) {
        if (each.kind == Alternative::Kind::kWord) {
            words_.push_back(each.word);
        } else {
            rest_.push_back(&each);
        }
    }
    std::sort(words_.begin(), words_.end());
}

bool ClauseFilter::is_member(SlotState state, std::uint64_t word, const char* text) const {
    const std::uint64_t key = engine::member_key(clause_->column.type, word, text);
    if (std::binary_search(words_.begin(), words_.end(), key)) {
        return true;
    }
    return std::any_of(rest_.begin(), rest_.end(), [&](const Alternative* each) {
        switch (each->kind) {
            case Alternative::Kind::kSet: {
                const cel::TextSet* set = lists_->sets()[each->word];
                return set == nullptr || set->contains(word, text);
            }
            case Alternative::Kind::kPresent:
                return state == SlotState::kValue;
            case Alternative::Kind::kAbsent:
                return state != SlotState::kValue;
            case Alternative::Kind::kPrefix:
                return SlotText::read(word, text).starts_with(each->prefix);
            case Alternative::Kind::kWord:
                break;
        }
        return false;
    });
}

bool ClauseFilter::may_hold(const frames::FrameColumn& column,
                            std::size_t entry,
                            const char* text) const {
    const SlotState state = column.states[entry];
    const std::uint64_t word = column.words[entry];
    if (state == SlotState::kUnknown) {
        return true;
    }
    if (clause_->column.family == Family::kMember) {
        return is_member(state, word, text);
    }
    if (!engine::is_ordered(clause_->column.type, word)) {
        return false;
    }
    const std::uint64_t key = engine::order_key(clause_->column.type, word);
    return clause_->column.family == Family::kBelow ? key < clause_->bound : key > clause_->bound;
}

void ClauseFilter::judge(const frames::FrameColumn& column, const char* text) {
    may_.resize(column.words.size());
    for (std::size_t entry = 0; entry < may_.size(); ++entry) {
        may_[entry] = may_hold(column, entry, text) ? 1 : 0;
    }
}

core::Result<std::uint64_t> ClauseFilter::apply(frames::BlockReader& reader, FrameMask& mask) {
    const engine::ColumnId& id = clause_->column;
    const auto count = [&mask] {
        return static_cast<std::uint64_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
    };
    const std::uint64_t before = count();
    if (id.table == 0 || id.field == cel::kRowCount) {
        SARHAD_TRY(
            const frames::FrameColumn* column,
            id.field == cel::kRowCount ? reader.rows(id.table) : reader.column(id.table, id.field));
        judge(*column, reader.text());
        for (std::size_t i = 0; i < mask.size(); ++i) {
            mask[i] = static_cast<std::uint8_t>(mask[i] & may_[column->codes[i]]);
        }
        return before - count();
    }
    SARHAD_TRY(const frames::FrameColumn* rows, reader.rows(id.table));
    SARHAD_TRY(const auto* starts, reader.starts(id.table));
    SARHAD_TRY(const frames::FrameColumn* column, reader.column(id.table, id.field));
    judge(*column, reader.text());
    for (std::size_t i = 0; i < mask.size(); ++i) {
        std::uint8_t may = rows->states[rows->codes[i]] == SlotState::kUnknown ? 1 : 0;
        for (std::uint32_t row = (*starts)[i]; row < (*starts)[i + 1]; ++row) {
            may = static_cast<std::uint8_t>(may | may_[column->codes[row]]);
        }
        mask[i] = static_cast<std::uint8_t>(mask[i] & may);
    }
    return before - count();
}

}  // namespace sarhad::rules::backtest
