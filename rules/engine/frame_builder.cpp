#include "rules/engine/frame_builder.h"

#include "core/text.h"

#include <bit>
#include <utility>

namespace sarhad::rules::engine {
namespace {

using cel::SlotField;
using cel::SlotState;
using cel::SlotText;
using cel::SlotType;
using core::cat;
using core::Errc;
using core::Error;

SlotType type_of(const Fact& fact) {
    constexpr SlotType kTypes[]{// NOLINT: in the order of Fact's alternatives.
                                SlotType::kBool,
                                SlotType::kInt,
                                SlotType::kDouble,
                                SlotType::kString,
                                SlotType::kTime};
    return kTypes[fact.index()];
}

}  // namespace

FrameBuilder::FrameBuilder(const cel::SlotLayout& layout)
    : layout_{layout}, tables_(layout.tables().size()) {
    begin(0);
}

void FrameBuilder::begin(std::uint64_t arrived) {
    arrived_ = arrived | 1U;
    slots_ = 0;
    text_.clear();
    for (Rows& rows : tables_) {
        rows.words.clear();
        rows.states.clear();
        rows.count = 0;
        rows.is_unknown = false;
    }
    append_row(0);
}

void FrameBuilder::append_row(std::uint32_t table) {
    Rows& rows = tables_[table];
    const auto& fields = layout_.tables()[table].fields;
    for (const SlotField& field : fields) {
        const bool has_arrived = (arrived_ >> field.source & 1U) != 0;
        rows.words.push_back(has_arrived ? field.absent : 0);
        rows.states.push_back(has_arrived ? SlotState::kAbsent : SlotState::kUnknown);
    }
    ++rows.count;
    slots_ += fields.size();
}

core::Status FrameBuilder::add_row(std::uint32_t table) {
    if (table == 0 || table >= tables_.size()) {
        return Error{Errc::kInvalid, cat("facts: there is no list ", table)};
    }
    const auto& list = layout_.tables()[table];
    if (tables_[table].count >= list.rows_max || slots_ + list.fields.size() > kFrameSlotsMax) {
        return Error{Errc::kExhausted,
                     cat("facts: '", list.path, "' has more than ", list.rows_max, " rows")};
    }
    append_row(table);
    tables_[table].is_unknown = false;
    return {};
}

core::Status FrameBuilder::set_list_unknown(std::uint32_t table) {
    if (table == 0 || table >= tables_.size() || tables_[table].count != 0) {
        return Error{Errc::kInvalid, cat("facts: there is no list ", table, " without rows")};
    }
    tables_[table].is_unknown = true;
    return {};
}

core::Result<std::size_t> FrameBuilder::place(std::uint32_t table, std::uint32_t field) const {
    if (table >= tables_.size() || field >= layout_.tables()[table].fields.size() ||
        tables_[table].count == 0) {
        return Error{Errc::kInvalid, cat("facts: table ", table, " has no field ", field)};
    }
    return (tables_[table].count - 1) * layout_.tables()[table].fields.size() + field;
}

core::Result<std::uint64_t> FrameBuilder::word_of(const SlotField& field, const Fact& fact) {
    if (type_of(fact) != field.type) {
        return Error{Errc::kInvalid, cat("facts: '", field.path, "' is of another type")};
    }
    switch (field.type) {
        case SlotType::kBool:
            return std::uint64_t{std::get<bool>(fact) ? 1U : 0U};
        case SlotType::kInt:
            return static_cast<std::uint64_t>(std::get<std::int64_t>(fact));
        case SlotType::kDouble:
            return std::bit_cast<std::uint64_t>(std::get<double>(fact));
        case SlotType::kTime: {
            const std::int64_t moment = std::get<Micros>(fact).value;
            if (moment < kMomentFirst || moment > kMomentLast) {
                return Error{Errc::kInvalid,
                             cat("facts: '", field.path, "' is outside the years 1 to 9999")};
            }
            return static_cast<std::uint64_t>(moment);
        }
        case SlotType::kString:
            break;
    }
    const std::string_view text = std::get<std::string_view>(fact);
    if (text.size() > field.bytes_max || text_.size() + text.size() > kFrameTextMax) {
        return Error{Errc::kExhausted,
                     cat("facts: '", field.path, "' is longer than ", field.bytes_max, " bytes")};
    }
    if (text.size() <= SlotText::kInline) {
        return SlotText::of(text);
    }
    const auto at = static_cast<std::uint32_t>(text_.size());
    text_ += text;
    return SlotText::at(at, text.size());
}

core::Status FrameBuilder::put(std::uint32_t table, std::uint32_t field, const Fact& fact) {
    SARHAD_TRY(const std::size_t at, place(table, field));
    SARHAD_TRY(const std::uint64_t word, word_of(layout_.tables()[table].fields[field], fact));
    tables_[table].words[at] = word;
    tables_[table].states[at] = SlotState::kValue;
    return {};
}

core::Status FrameBuilder::set(std::uint32_t field, const Fact& fact) {
    return put(0, field, fact);
}

core::Status FrameBuilder::set_in(std::uint32_t table, std::uint32_t field, const Fact& fact) {
    return put(table, field, fact);
}

core::Status FrameBuilder::set_unknown_in(std::uint32_t table, std::uint32_t field) {
    SARHAD_TRY(const std::size_t at, place(table, field));
    tables_[table].words[at] = 0;
    tables_[table].states[at] = SlotState::kUnknown;
    return {};
}

core::Status FrameBuilder::set_unknown(std::uint32_t field) {
    return set_unknown_in(0, field);
}

Frame FrameBuilder::finish() {
    Frame made;
    made.words_.resize(slots_);
    made.states_.resize(slots_);
    std::size_t base = 0;
    for (std::uint32_t t = 0; t < tables_.size(); ++t) {
        const Rows& from = tables_[t];
        const std::size_t fields = layout_.tables()[t].fields.size();
        cel::SlotTable& table = made.tables_.emplace_back();
        table.rows = from.count;
        table.is_unknown = from.is_unknown || (t != 0 && from.count == 0 &&
                                               (arrived_ >> layout_.tables()[t].source & 1U) == 0);
        for (std::size_t field = 0; field < fields; ++field) {
            const bool is_text = layout_.tables()[t].fields[field].type == SlotType::kString;
            for (std::size_t row = 0; row < from.count; ++row) {
                std::uint64_t word = from.words[row * fields + field];
                if (is_text && !SlotText::is_inline(word)) {
                    const auto at = static_cast<std::uint32_t>(made.text_.size());
                    made.text_ += SlotText::read(word, text_.data());
                    word = SlotText::at(at, SlotText::size(word));
                }
                made.words_[base] = word;
                made.states_[base++] = from.states[row * fields + field];
            }
        }
    }
    made.tie(layout_);
    begin(0);
    return made;
}

}  // namespace sarhad::rules::engine
