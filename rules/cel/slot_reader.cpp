#include "slot_reader.h"

#include "rules/cel/collections.h"

#include <algorithm>
#include <bit>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;
using PlaceKind = SlotLayout::PlaceKind;

constexpr std::int64_t kMicros = 1'000'000;

Value waits_for(std::uint8_t source) {
    return Value::unknown(std::uint64_t{1} << source);
}

template <class T>
inline bool compares(Relation relation, T left, T right) {
    switch (relation) {
        case Relation::kEqual:
            return left == right;
        case Relation::kNotEqual:
            return left != right;
        case Relation::kLess:
            return left < right;
        case Relation::kLessEqual:
            return left <= right;
        case Relation::kGreater:
            return left > right;
        case Relation::kGreaterEqual:
            return left >= right;
        case Relation::kInWords:
        case Relation::kInTexts:
        case Relation::kInSet:
        case Relation::kPrefix:
            break;
    }
    return false;
}

bool is_among(const std::vector<std::uint64_t>& words, std::uint64_t word) {
    constexpr std::size_t kScanned = 8;
    return words.size() <= kScanned ? std::find(words.begin(), words.end(), word) != words.end()
                                    : std::binary_search(words.begin(), words.end(), word);
}

Value timestamp(std::int64_t micros) {
    std::int64_t seconds = micros / kMicros;
    std::int64_t rest = micros % kMicros;
    if (rest < 0) {
        rest += kMicros;
        --seconds;
    }
    return Value::timestamp(seconds, static_cast<std::uint32_t>(rest * 1000));
}

}  // namespace

Value SlotReader::row_count(std::uint32_t number) const {
    const SlotTable& from = table(number);
    return from.is_unknown ? waits_for(parts_.layout->tables()[number].source)
                           : Value::of(std::int64_t{from.rows});
}

Value SlotReader::value(const SlotUse& use) const {
    const SlotTable& from = table(use.table);
    if (use.field == kRowCount) {
        return row_count(use.table);
    }
    const std::size_t at = from.place(use.field, row(use));
    if (from.states[at] == SlotState::kUnknown) {
        return waits_for(use.source);
    }
    const std::uint64_t& word = from.words[at];
    switch (use.type) {
        case SlotType::kBool:
            return Value::of(word != 0);
        case SlotType::kInt:
            return Value::of(static_cast<std::int64_t>(word));
        case SlotType::kDouble:
            return Value::of(std::bit_cast<double>(word));
        case SlotType::kString:
            return Value::string(SlotText::read(word, facts_.text));
        case SlotType::kTime:
            break;
    }
    return timestamp(static_cast<std::int64_t>(word));
}

Value SlotReader::has(const SlotUse& use) const {
    const SlotTable& from = table(use.table);
    const SlotState state = from.states[from.place(use.field, row(use))];
    return state == SlotState::kUnknown ? waits_for(use.source)
                                        : Value::of(state == SlotState::kValue);
}

bool SlotReader::holds_text(const SlotTest& test, const std::uint64_t& word) const {
    if (test.relation == Relation::kPrefix) {
        return SlotText::read(word, facts_.text).starts_with(test.text);
    }
    const bool is_same = test.text.size() <= SlotText::kInline
                             ? word == test.word
                             : SlotText::read(word, facts_.text) == test.text;
    return is_same == (test.relation == Relation::kEqual);
}

bool SlotReader::holds(const SlotTest& test, const std::uint64_t& word) const {
    const bool is_number = test.use.type != SlotType::kString && test.use.type != SlotType::kDouble;
    if (is_number && test.relation <= Relation::kGreaterEqual) {
        return compares(
            test.relation, static_cast<std::int64_t>(word), static_cast<std::int64_t>(test.word));
    }
    if (test.relation == Relation::kInWords) {
        return is_among(parts_.words[test.index], word);
    }
    if (test.relation == Relation::kInTexts) {
        return parts_.texts[test.index].contains(word, facts_.text);
    }
    if (test.relation == Relation::kInSet) {
        return facts_.sets[test.index]->contains(word, facts_.text);
    }
    switch (test.use.type) {
        case SlotType::kDouble:
            return compares(
                test.relation, std::bit_cast<double>(word), std::bit_cast<double>(test.word));
        case SlotType::kString:
            return holds_text(test, word);
        case SlotType::kBool:
        case SlotType::kInt:
        case SlotType::kTime:
            break;
    }
    return false;
}

Value SlotReader::test(const SlotTest& test) const {
    const SlotUse& use = test.use;
    const SlotTable& from = table(use.table);
    if (use.field == kRowCount) {
        return from.is_unknown ? waits_for(use.source)
                               : Value::of(compares(test.relation,
                                                    std::int64_t{from.rows},
                                                    static_cast<std::int64_t>(test.word)));
    }
    const std::size_t at = from.place(use.field, row(use));
    std::uint64_t sources =
        from.states[at] == SlotState::kUnknown ? std::uint64_t{1} << use.source : 0;
    if (test.relation == Relation::kInSet && facts_.sets[test.index] == nullptr) {
        sources |= std::uint64_t{1} << parts_.layout->sets()[test.index].source;
    }
    return sources != 0 ? Value::unknown(sources) : Value::of(holds(test, from.words[at]));
}

Value SlotReader::in_set(const Value& value, std::uint32_t set) const {
    const TextSet* of = facts_.sets[set];
    if (value.is_stopped() || of == nullptr) {
        const std::uint64_t sources =
            (value.is(K::kUnknown) ? value.sources() : 0) |
            (of == nullptr ? std::uint64_t{1} << parts_.layout->sets()[set].source : 0);
        return sources == 0 ? value : Value::unknown(sources);
    }
    return Value::of(value.is(K::kString) && of->contains(value.text()));
}

template <typename Holds>
std::uint32_t SlotReader::scan(const SlotTest& test, std::uint32_t row, Holds holds) const {
    const SlotTable& from = table(test.use.table);
    const std::uint64_t* words = from.words + from.place(test.use.field, 0);
    while (row < from.rows && !holds(words[row])) {
        ++row;
    }
    return row;
}

std::uint32_t SlotReader::next_row(const RowLoop& loop, std::uint32_t row) const {
    if (loop.guard == kNoGuard) {
        return row;
    }
    const SlotTest& guard = parts_.tests[loop.guard];
    const bool has_unknown = (table(loop.table).unknown_fields >> guard.use.field & 1U) != 0;
    if (has_unknown ||
        (guard.relation == Relation::kInSet && facts_.sets[guard.index] == nullptr)) {
        return row;
    }
    const bool is_plain =
        guard.use.type == SlotType::kInt ||
        (guard.use.type == SlotType::kString && guard.text.size() <= SlotText::kInline);
    if (guard.relation == Relation::kEqual && is_plain) {
        return scan(guard, row, [&](const std::uint64_t& word) { return word == guard.word; });
    }
    return scan(guard, row, [&](const std::uint64_t& word) { return holds(guard, word); });
}

Value SlotReader::set(std::uint32_t set) const {
    const TextSet* of = facts_.sets[set];
    if (of == nullptr) {
        return waits_for(parts_.layout->sets()[set].source);
    }
    if (!context_.spend(of->texts().size())) {
        return Context::over_budget();
    }
    Value made = map_empty(context_, of->texts().size());
    for (const std::string& text : of->texts()) {
        if (made.is(K::kError)) {
            return made;
        }
        made = map_insert(context_, made, Value::string(text), Value::of(true));
    }
    return made;
}

Value SlotReader::part(const RecordShape::Part& part) const {
    switch (part.kind) {
        case PlaceKind::kSlot: {
            const SlotUse& use = parts_.uses[part.index];
            const Value is_there = has(use);
            return is_there.is_false() ? Value::unset() : value(use);
        }
        case PlaceKind::kRecord: {
            const Value made = record(parts_.records[part.index]);
            return made.is(K::kMessage) && made.message_body().count == 0 ? Value::unset() : made;
        }
        case PlaceKind::kList: {
            const Value made = rows(parts_.lists[part.index]);
            return made.is(K::kList) && made.size() == 0 ? Value::unset() : made;
        }
        case PlaceKind::kSet:
        case PlaceKind::kNone:
            break;
    }
    return Value::unset();
}

Value SlotReader::record(const RecordShape& shape) const {
    if (shape.type == nullptr) {
        return value(parts_.uses[shape.parts.front().index]);
    }
    auto* body = context_.arena().take<MessageBody>(1);
    auto* fields = context_.arena().take<FieldValue>(shape.parts.size());
    if (body == nullptr || fields == nullptr || !context_.spend(shape.parts.size())) {
        return Context::over_budget();
    }
    std::uint32_t count = 0;
    for (const RecordShape::Part& each : shape.parts) {
        const Value made = part(each);
        if (made.is(K::kError)) {
            return made;
        }
        if (!made.is(K::kUnset)) {
            fields[count++] = {each.field, made};
        }
    }
    *body = {shape.type, fields, count};
    return Value::message(body);
}

Value SlotReader::has_record(const RecordShape& shape) const {
    std::uint64_t sources = 0;
    for (const RecordShape::Part& each : shape.parts) {
        const Value is_there = has_part(each);
        if (is_there.is_true() || is_there.is(K::kError)) {
            return is_there;
        }
        sources |= is_there.is(K::kUnknown) ? is_there.sources() : 0;
    }
    return sources != 0 ? Value::unknown(sources) : Value::of(false);
}

Value SlotReader::has_part(const RecordShape::Part& part) const {
    if (!context_.spend(1)) {
        return Context::over_budget();
    }
    if (part.kind == PlaceKind::kSlot) {
        return has(parts_.uses[part.index]);
    }
    if (part.kind == PlaceKind::kRecord) {
        return has_record(parts_.records[part.index]);
    }
    const ListShape& list = parts_.lists[part.index];
    const SlotTable& from = table(list.table);
    return from.is_unknown ? waits_for(list.source) : Value::of(from.rows != 0);
}

Value SlotReader::element(const ListShape& shape, std::uint32_t row) const {
    const RecordShape& record_shape = parts_.records[shape.record];
    frame_[record_shape.local] = Value::of(std::int64_t{row});
    return record(record_shape);
}

Value SlotReader::rows(const ListShape& shape) const {
    const SlotTable& from = table(shape.table);
    if (from.is_unknown) {
        return waits_for(shape.source);
    }
    auto* elements = context_.arena().take<Value>(from.rows);
    if (elements == nullptr) {
        return Context::over_budget();
    }
    for (std::uint32_t i = 0; i < from.rows; ++i) {
        elements[i] = element(shape, i);
        if (elements[i].is(K::kError)) {
            return elements[i];
        }
    }
    return context_.list(elements, from.rows);
}

Value SlotReader::row_at(const ListShape& shape, const Value& index) const {
    const SlotTable& from = table(shape.table);
    if (index.is_stopped() && !index.is(K::kUnknown)) {
        return index;
    }
    const std::uint64_t sources = (from.is_unknown ? std::uint64_t{1} << shape.source : 0) |
                                  (index.is(K::kUnknown) ? index.sources() : 0);
    if (sources != 0) {
        return Value::unknown(sources);
    }
    if (!index.is(K::kInt)) {
        return Context::no_overload();
    }
    const auto row = static_cast<std::uint64_t>(index.as_int());
    return row < from.rows ? element(shape, static_cast<std::uint32_t>(row))
                           : context_.error(Fault::kOutOfRange, {"index out of range"});
}

}  // namespace sarhad::rules::cel
