#include "fact_messages.h"

#include "core/text.h"
#include "rules/cel/collections.h"
#include "rules/cel/messages.h"

#include <algorithm>
#include <bit>

namespace sarhad::rules::engine {
namespace {

using cel::SlotState;
using cel::Value;
using core::cat;

}  // namespace

MessageOracle::MessageOracle(const FactSchema& schema, const FactLayouts& layouts, RuleKind kind)
    : schema_{schema}, layout_{layouts.of(kind)}, kind_{kind} {}

void MessageOracle::add(const cel::Checked& checked) {
    programs_.push_back(cel::Program::plan(checked, schema_.plan_names()));
}

Value MessageOracle::slot(const cel::SlotField& field,
                          std::size_t at,
                          const cel::SlotTable& table) {
    if (table.states[at] == SlotState::kAbsent) {
        return Value::unset();
    }
    if (table.states[at] == SlotState::kUnknown) {
        return Value::unknown(std::uint64_t{1} << field.source);
    }
    const auto whole = static_cast<std::int64_t>(table.words[at]);
    switch (field.type) {
        case cel::SlotType::kBool:
            return Value::of(whole != 0);
        case cel::SlotType::kInt:
            return Value::of(whole);
        case cel::SlotType::kDouble:
            return Value::of(std::bit_cast<double>(table.words[at]));
        case cel::SlotType::kString:
            return Value::string(cel::SlotText::read(table.words[at], frame_->text().data()));
        case cel::SlotType::kTime:
            break;
    }
    return Value::timestamp(whole / 1'000'000,
                            static_cast<std::uint32_t>(whole % 1'000'000 * 1000));
}

Value MessageOracle::set(const FactField& field, const std::string& path) {
    const cel::TextSet* of = lists_->sets()[layout_.find(0, path).index];
    if (of == nullptr) {
        return Value::unknown(source_of(field));
    }
    Value made = cel::map_empty(context_, of->texts().size());
    for (const std::string& text : of->texts()) {
        made = cel::map_insert(context_, made, Value::string(text), Value::of(true));
    }
    return made;
}

Value MessageOracle::list(const FactField& field, const std::string& path) {
    const std::uint32_t table = layout_.find(0, path).index;
    const cel::SlotTable& rows = frame_->tables()[table];
    if (rows.is_unknown) {
        return Value::unknown(source_of(field));
    }
    auto* elements = facts_.take<Value>(rows.rows);
    for (std::uint32_t row = 0; row < rows.rows; ++row) {
        elements[row] = field.kind == FactKind::kRecord
                            ? record(*field.record, "", table, row)
                            : slot(layout_.tables()[table].fields[0], row, rows);
        if (elements[row].is(cel::ValueKind::kUnset)) {
            elements[row] = Value::string("");
        }
    }
    return context_.list(elements, rows.rows);
}

Value MessageOracle::record(const FactRecord& of,
                            const std::string& prefix,
                            std::uint32_t table,
                            std::uint32_t row) {
    const cel::MessageInfo& type = schema_.message(of);
    auto* body = facts_.take<cel::MessageBody>(1);
    auto* fields = facts_.take<cel::FieldValue>(of.fields.size());
    std::uint32_t count = 0;
    for (const FactField& each : of.fields) {
        const Value value = field(each, cat(prefix, each.name), table, row);
        if (!value.is(cel::ValueKind::kUnset)) {
            fields[count++] = {type.find(each.name), value};
        }
    }
    *body = {&type, fields, count};
    return Value::message(body);
}

Value MessageOracle::field(const FactField& of,
                           const std::string& path,
                           std::uint32_t table,
                           std::uint32_t row) {
    if (of.shape == FactShape::kSet) {
        return set(of, path);
    }
    if (of.shape == FactShape::kList) {
        return list(of, path);
    }
    if (of.kind == FactKind::kRecord) {
        return record(*of.record, cat(path, "."), table, row);
    }
    const std::uint32_t index = layout_.find(table, path).index;
    const cel::SlotTable& from = frame_->tables()[table];
    return slot(layout_.tables()[table].fields[index], from.place(index, row), from);
}

void MessageOracle::take(const Frame& frame, const ReferenceLists& lists) {
    frame_ = &frame;
    lists_ = &lists;
    facts_.reset(facts_.size());
    variables_.clear();
    for (const FactField& variable : variables_of(kind_).fields) {
        const Value value = field(variable, std::string{variable.name}, 0, 0);
        // A variable has no presence: `now`, the only one that is no record, reads as its default.
        variables_.emplace_back(variable.name,
                                value.is(cel::ValueKind::kUnset) ? Value::timestamp(0, 0) : value);
    }
}

Value MessageOracle::run(std::size_t rule) {
    const cel::Program& program = programs_[rule];
    std::vector<Value> values;
    for (const std::string& name : program.variables()) {
        values.push_back(std::find_if(variables_.begin(), variables_.end(), [&](const auto& each) {
                             return each.first == name;
                         })->second);
    }
    return cel::evaluate(program, values, {1ULL << 40U, arena_.size(), 16}, arena_);
}

}  // namespace sarhad::rules::engine
