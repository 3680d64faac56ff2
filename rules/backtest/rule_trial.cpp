#include "rules/backtest/rule_trial.h"

#include "core/text.h"
#include "rules/author/compiled_rule.h"

#include <algorithm>

namespace sarhad::rules::backtest {
namespace {

using cel::SlotState;
using core::cat;
using engine::Family;
using frames::FrameColumn;

/// What a person reads where a clause failed.
std::string text_of(const engine::ColumnId& id, const cel::SlotLayout& layout) {
    const cel::SlotLayout::Table& table = layout.tables()[id.table];
    if (id.field == cel::kRowCount) {
        return cat(table.path, id.family == Family::kBelow ? ": too many rows" : ": too few rows");
    }
    const std::string& field = table.fields[id.field].path;
    const std::string path = id.table == 0   ? field
                             : field.empty() ? cat(table.path, "[]")
                                             : cat(table.path, "[].", field);
    switch (id.family) {
        case Family::kMember:
            return cat(path, ": another value");
        case Family::kBelow:
            return cat(path, ": too great");
        case Family::kAbove:
            break;
    }
    return cat(path, ": too small");
}

}  // namespace

RuleTrial::RuleTrial(const engine::Rule& rule,
                     const cel::SlotLayout& layout,
                     const engine::ReferenceLists& lists,
                     const std::vector<std::vector<bool>>& guarded)
    : rule_{rule},
      layout_{layout},
      lists_{lists},
      guarded_{guarded},
      tables_(layout.tables().size()),
      views_(layout.tables().size()) {
    find_uses();
    find_conditions();
}

void RuleTrial::add_use(std::uint32_t table, std::uint32_t field) {
    Table& to = tables_[table];
    to.is_used = true;
    const bool is_there = std::any_of(to.fields.begin(), to.fields.end(), [&](const Field& each) {
        return each.number == field;
    });
    if (field != cel::kRowCount && !is_there) {
        const bool is_protected = guarded_[table][field];
        to.fields.push_back({field, is_protected, nullptr});
        reads_protected_ = reads_protected_ || is_protected;
    }
}

void RuleTrial::find_uses() {
    const cel::SlotParts& parts = rule_.program.slots();
    for (const cel::SlotUse& use : parts.uses) {
        add_use(use.table, use.field);
    }
    for (const cel::SlotTest& test : parts.tests) {
        add_use(test.use.table, test.use.field);
    }
    for (const cel::RowLoop& loop : parts.loops) {
        add_use(loop.table, cel::kRowCount);
    }
    for (const cel::ListShape& list : parts.lists) {
        add_use(list.table, cel::kRowCount);
    }
    for (const cel::Node& node : rule_.program.nodes()) {
        if (node.op == cel::Op::kFold && rule_.program.fold(node).table != 0) {
            add_use(rule_.program.fold(node).table, cel::kRowCount);
        }
    }
    tables_[0].is_used = true;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        const std::size_t fields = t == 0 ? layout_.tables()[0].fields.size() : 0;
        tables_[t].words.resize(fields);
        tables_[t].states.resize(fields);
    }
}

void RuleTrial::find_conditions() {
    for (const bool is_protected : {false, true}) {
        for (const engine::Clause& clause : rule_.needs.clauses) {
            const engine::ColumnId& id = clause.column;
            if ((id.field != cel::kRowCount && guarded_[id.table][id.field]) == is_protected) {
                filters_.emplace_back(clause, lists_);
                conditions_.push_back(text_of(id, layout_));
            }
        }
        open_filters_ = is_protected ? open_filters_ : filters_.size();
    }
    conditions_.emplace_back("other conditions");
}

core::Status RuleTrial::leave_ports(frames::BlockReader& reader, FrameMask& mask) const {
    if (rule_.terms.ports.empty()) {
        return {};
    }
    SARHAD_TRY(const FrameColumn* ports, reader.column(0, layout_.find(0, "port.code").index));
    std::vector<std::uint8_t> is_asked;
    for (const std::uint64_t& word : ports->words) {
        const auto code = cel::SlotText::read(word, reader.text());
        is_asked.push_back(engine::is_named(rule_.terms.ports, code) ? 1 : 0);
    }
    for (std::size_t i = 0; i < mask.size(); ++i) {
        mask[i] = static_cast<std::uint8_t>(mask[i] & is_asked[ports->codes[i]]);
    }
    return {};
}

core::Status RuleTrial::load(frames::BlockReader& reader) {
    for (std::uint32_t t = 0; t < tables_.size(); ++t) {
        Table& table = tables_[t];
        if (t != 0 && table.is_used) {
            SARHAD_TRY(table.rows, reader.rows(t));
            SARHAD_TRY(table.starts, reader.starts(t));
        }
        for (Field& field : table.fields) {
            SARHAD_TRY(field.column, reader.column(t, field.number));
        }
    }
    return {};
}

void RuleTrial::gather(std::size_t frame) {
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        Table& table = tables_[t];
        cel::SlotTable& view = views_[t];
        if (!table.is_used) {
            continue;
        }
        std::size_t first = frame;
        view = {nullptr, nullptr, 1, false, 0};
        if (t != 0) {
            first = (*table.starts)[frame];
            view.rows = (*table.starts)[frame + 1] - (*table.starts)[frame];
            view.is_unknown = table.rows->states[table.rows->codes[frame]] == SlotState::kUnknown;
            const std::size_t slots = layout_.tables()[t].fields.size() * view.rows;
            if (table.words.size() < slots) {
                table.words.resize(slots);
                table.states.resize(slots);
            }
        }
        for (const Field& field : table.fields) {
            bool is_unknown = false;
            for (std::uint32_t row = 0; row < view.rows; ++row) {
                const std::size_t at = view.place(field.number, row);
                const std::uint16_t code = field.column->codes[first + row];
                table.words[at] = field.column->words[code];
                table.states[at] = field.column->states[code];
                is_unknown = is_unknown || table.states[at] == SlotState::kUnknown;
            }
            if (t != 0 && is_unknown) {
                view.unknown_fields |= std::uint64_t{1} << field.number;
            }
        }
        view.words = table.words.data();
        view.states = table.states.data();
    }
}

void RuleTrial::hide() {
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        for (const Field& field : tables_[t].fields) {
            for (std::uint32_t row = 0; field.is_protected && row < views_[t].rows; ++row) {
                const std::size_t at = views_[t].place(field.number, row);
                tables_[t].words[at] = 0;
                tables_[t].states[at] = SlotState::kUnknown;
                views_[t].unknown_fields |= t == 0 ? 0 : std::uint64_t{1} << field.number;
            }
        }
    }
}

cel::Value RuleTrial::ask(const frames::BlockReader& reader) {
    cel::Budget budget = kRuleBudget;
    return cel::evaluate(rule_.program, {views_, reader.text(), lists_.sets()}, budget, arena_);
}

/// A rule that waits. At a desk, where the decision is due, on_unknown says what it is.
void RuleTrial::wait(const cel::Value& value, FrameVerdict& verdict, BlockVerdicts& to) const {
    verdict = FrameVerdict::kUnknown;
    for (std::size_t bit = 0; bit < to.waits_for.size(); ++bit) {
        to.waits_for.at(bit) += value.sources() >> bit & 1U;
    }
    if (rule_.terms.on_unknown == engine::OnUnknown::kMatch) {
        verdict = FrameVerdict::kMatch;
        ++to.answered;
        ++to.waiting_hits;
    }
}

/// A frame that the open conditions leave.
void RuleTrial::judge(std::size_t frame, frames::BlockReader& reader, BlockVerdicts& to) {
    gather(frame);
    if (left_[frame] != 0) {
        const cel::Value value = ask(reader);
        FrameVerdict& verdict = to.verdicts[frame];
        if (value.is_true()) {
            verdict = FrameVerdict::kMatch;
            ++to.answered;
            return;
        }
        if (value.is(cel::ValueKind::kUnknown)) {
            wait(value, verdict, to);
            return;
        }
        if (!value.is_false()) {
            verdict = FrameVerdict::kError;
            return;
        }
        ++to.stopped.back();
    }
    ++to.answered;
    if (!reads_protected_) {
        ++to.excluded;
        return;
    }
    hide();
    to.excluded += ask(reader).is_false() ? 1U : 0U;
}

core::Status RuleTrial::run(frames::BlockReader& reader,
                            const FrameMask& in_range,
                            BlockVerdicts& to) {
    to.asked = in_range;
    SARHAD_TRY_STATUS(leave_ports(reader, to.asked));
    to.verdicts.assign(in_range.size(), FrameVerdict::kNoMatch);
    to.waits_for.fill(0);
    to.waiting_hits = 0;
    to.stopped.assign(conditions_.size(), 0);
    to.answered = 0;
    to.excluded = 0;
    left_ = to.asked;
    if (rule_.needs.is_never) {
        std::fill(left_.begin(), left_.end(), std::uint8_t{0});
        to.stopped.back() = static_cast<std::uint64_t>(
            std::count(to.asked.begin(), to.asked.end(), std::uint8_t{1}));
    }
    std::uint64_t left =
        static_cast<std::uint64_t>(std::count(left_.begin(), left_.end(), std::uint8_t{1}));
    open_ = left_;
    for (std::size_t i = 0; i < filters_.size() && left != 0; ++i) {
        SARHAD_TRY(to.stopped[i], filters_[i].apply(reader, left_));
        left -= to.stopped[i];
        if (i < open_filters_) {
            open_ = left_;
        }
    }
    const FrameMask& judged = reads_protected_ ? open_ : left_;
    const auto count = [](const FrameMask& mask) {
        return static_cast<std::uint64_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
    };
    // The rest is no match, and stays so.
    const std::uint64_t rest = count(to.asked) - count(judged);
    to.answered += rest;
    to.excluded += rest;
    if (rest == count(to.asked)) {
        return {};
    }
    SARHAD_TRY_STATUS(load(reader));
    for (std::size_t frame = 0; frame < judged.size(); ++frame) {
        if (judged[frame] != 0) {
            judge(frame, reader, to);
        }
    }
    return {};
}

}  // namespace sarhad::rules::backtest
