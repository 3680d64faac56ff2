#include "rules/live/frame_facts.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/cel/collections.h"
#include "rules/cel/messages.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <string_view>

namespace sarhad::rules {

using cel::SlotLayout;
using cel::SlotState;
using cel::Value;
using core::Result;
using PlaceKind = SlotLayout::PlaceKind;

/// Reads one entity's facts out of its frame.
class SlotFactReader {
public:
    SlotFactReader(const FrameSource& source,
                   std::span<const CompiledRule* const> rules,
                   cel::Arena& arena)
        : source_{source},
          rules_{rules},
          arena_{arena},
          context_{arena, std::numeric_limits<std::uint64_t>::max(), &source.schema.messages()} {}

    Result<FactFrame> run() {
        FactFrame made;
        made.variables_ = &variables_of(asked_of(rules_.front()->kind));
        constexpr std::int64_t kMicros = 1'000'000;
        made.now_ = source_.frame.now() / kMicros;
        for (const FactField& field : made.variables_->fields) {
            const Value value = value_of(field, {0, 0}, std::string{field.name});
            // A variable has no presence: `now`, the only one that is no record, has a default.
            made.values_.push_back(value.is(cel::ValueKind::kUnset) ? Value::timestamp(0, 0)
                                                                    : value);
        }
        if (is_full_) {
            return core::Error{core::Errc::kExhausted, "facts: more than an explanation can hold"};
        }
        return made;
    }

private:
    /// A row of a table; the entity is the one row of table 0.
    struct Row {
        std::uint32_t table{0};
        std::uint32_t row{0};
    };

    // Recurses as deep as records are nested.
    // NOLINTNEXTLINE(misc-no-recursion)
    Value value_of(const FactField& field, Row row, const std::string& path) {
        const SlotLayout::Place place = source_.layout.find(row.table, path);
        switch (place.kind) {
            case PlaceKind::kSlot:
                return slot(field, row, place.index);
            case PlaceKind::kList:
                return list(field, place.index);
            case PlaceKind::kSet:
                return set(field, place.index);
            case PlaceKind::kRecord:
            case PlaceKind::kNone:
                break;
        }
        SARHAD_CHECK(place.kind == PlaceKind::kRecord);  // The layout has every field of the table.
        return record(*field.record, row, core::cat(path, "."));
    }

    Value slot(const FactField& field, Row row, std::uint32_t index) {
        const cel::SlotTable& table = source_.frame.tables()[row.table];
        const std::size_t at = table.place(index, row.row);
        if (table.states[at] == SlotState::kUnknown) {
            return Value::unknown(std::uint64_t{1} << static_cast<unsigned>(field.feed));
        }
        if (table.states[at] == SlotState::kAbsent) {
            return Value::unset();
        }
        const std::uint64_t word = table.words[at];
        switch (field.kind) {
            case FactKind::kBool:
                return Value::of(word != 0);
            case FactKind::kInt:
                return Value::of(static_cast<std::int64_t>(word));
            case FactKind::kDouble:
                return Value::of(std::bit_cast<double>(word));
            case FactKind::kText:
                return kept(
                    context_.string(cel::SlotText::read(word, source_.frame.text().data())));
            case FactKind::kTime:
            case FactKind::kRecord:
                break;
        }
        return moment(static_cast<std::int64_t>(word));
    }

    static Value moment(std::int64_t micros) {
        constexpr std::int64_t kMicros = 1'000'000;
        constexpr std::int64_t kNanos = 1000;
        const std::int64_t rest = (micros % kMicros + kMicros) % kMicros;
        return Value::timestamp((micros - rest) / kMicros,
                                static_cast<std::uint32_t>(rest * kNanos));
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    Value record(const FactRecord& record, Row row, const std::string& prefix) {
        const cel::MessageInfo& type = source_.schema.message(record);
        auto* fields = arena_.take<cel::FieldValue>(record.fields.size());
        auto* body = arena_.take<cel::MessageBody>(1);
        if (fields == nullptr || body == nullptr) {
            is_full_ = true;
            return Value::unset();
        }
        std::uint32_t count = 0;
        for (const FactField& field : record.fields) {
            const Value value = value_of(field, row, core::cat(prefix, field.name));
            const bool is_empty_list = field.shape == FactShape::kList &&
                                       value.is(cel::ValueKind::kList) && value.size() == 0;
            if (!value.is(cel::ValueKind::kUnset) && !is_empty_list) {
                fields[count++] = {type.find(field.name), value};
            }
        }
        *body = {&type, fields, count};
        return Value::message(body);
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    Value list(const FactField& field, std::uint32_t table) {
        const cel::SlotTable& rows = source_.frame.tables()[table];
        if (rows.is_unknown) {
            return Value::unknown(source_of(field));
        }
        auto* values = arena_.take<Value>(rows.rows);
        if (values == nullptr) {
            is_full_ = true;
            return cel::empty_list();
        }
        for (std::uint32_t row = 0; row < rows.rows; ++row) {
            values[row] = field.record != nullptr ? record(*field.record, {table, row}, "")
                                                  : slot(field, {table, row}, 0);
        }
        return kept(context_.list(values, rows.rows));
    }

    Value set(const FactField& field, std::uint32_t index) {
        const cel::TextSet* held = source_.lists.sets()[index];
        if (held == nullptr || !is_named(field.name)) {
            return Value::unknown(source_of(field));
        }
        Value made = cel::map_empty(context_, held->texts().size());
        for (const std::string& text : held->texts()) {
            if (!made.is_stopped()) {
                made = cel::map_insert(context_, made, context_.string(text), Value::of(true));
            }
        }
        return kept(made);
    }

    [[nodiscard]] bool is_named(std::string_view set) const {
        return std::any_of(rules_.begin(), rules_.end(), [set](const CompiledRule* rule) {
            return rule->composed.find(set) != std::string::npos;
        });
    }

    Value kept(const Value& value) {
        is_full_ = is_full_ || value.is_stopped();
        return value;
    }

    const FrameSource& source_;
    std::span<const CompiledRule* const> rules_;
    cel::Arena& arena_;
    cel::Context context_;
    bool is_full_{false};
};

Result<FactFrame> frame_facts(const FrameSource& source,
                              std::span<const CompiledRule* const> rules,
                              cel::Arena& arena) {
    SARHAD_CHECK(!rules.empty());
    arena.reset(kFactBytesMax);
    return SlotFactReader{source, rules, arena}.run();
}

}  // namespace sarhad::rules
