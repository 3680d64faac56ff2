#include "rules/engine/fact_layout.h"

#include "core/check.h"
#include "core/text.h"

#include <bit>
#include <string>

namespace sarhad::rules::engine {
namespace {

using cel::SlotLayout;
using cel::SlotType;

SlotType slot_type(FactKind kind) {
    switch (kind) {
        case FactKind::kBool:
            return SlotType::kBool;
        case FactKind::kInt:
            return SlotType::kInt;
        case FactKind::kDouble:
            return SlotType::kDouble;
        case FactKind::kText:
            return SlotType::kString;
        case FactKind::kTime:
        case FactKind::kRecord:
            break;
    }
    return SlotType::kTime;
}

/// Adds what a variable or field holds. The table is ours: that it does not fit is a bug.
class LayoutMaker final {
public:
    LayoutMaker(const FactSchema& schema, SlotLayout& layout) : schema_{schema}, layout_{layout} {}

    // Recurses as deep as records are nested.
    // NOLINTNEXTLINE(misc-no-recursion)
    void add(std::uint32_t table, const std::string& path, const FactField& field) {
        if (field.shape == FactShape::kSet) {
            const auto source = static_cast<std::uint8_t>(std::countr_zero(source_of(field)));
            SARHAD_CHECK(layout_.add_set({path, source}).has_value());
        } else if (field.shape == FactShape::kList) {
            add_list(path, field);
        } else if (field.kind == FactKind::kRecord) {
            SARHAD_CHECK(
                layout_.add_record(table, path, schema_.message(*field.record)).has_value());
            add_fields(table, core::cat(path, "."), *field.record);
        } else {
            add_slot(table, path, field);
        }
    }

private:
    // NOLINTNEXTLINE(misc-no-recursion)
    void add_fields(std::uint32_t table, const std::string& prefix, const FactRecord& record) {
        for (const FactField& field : record.fields) {
            add(table, core::cat(prefix, field.name), field);
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void add_list(const std::string& path, const FactField& field) {
        SlotLayout::Table list;
        list.path = path;
        list.source = static_cast<std::uint8_t>(field.feed);
        list.rows_max = field.count_max;
        list.record = field.kind == FactKind::kRecord ? &schema_.message(*field.record) : nullptr;
        const auto table = layout_.add_list(std::move(list));
        SARHAD_CHECK(table.has_value());
        if (field.kind == FactKind::kRecord) {
            add_fields(*table, "", *field.record);
        } else {
            add_slot(*table, "", field);
        }
    }

    void add_slot(std::uint32_t table, const std::string& path, const FactField& field) {
        cel::SlotField slot;
        slot.path = path;
        slot.type = slot_type(field.kind);
        slot.source = static_cast<std::uint8_t>(field.feed);
        slot.bytes_max = field.bytes_max;
        slot.absent = field.kind == FactKind::kInt ? static_cast<std::uint64_t>(field.absent) : 0;
        SARHAD_CHECK(layout_.add_slot(table, std::move(slot)).has_value());
    }

    const FactSchema& schema_;
    SlotLayout& layout_;
};

}  // namespace

FactLayouts::FactLayouts(const FactSchema& schema) : schema_{schema} {
    for (const RuleKind kind : rule_kinds()) {
        LayoutMaker maker{schema, layouts_.at(static_cast<std::size_t>(kind) - 1)};
        for (const FactField& variable : variables_of(kind).fields) {
            maker.add(0, std::string{variable.name}, variable);
        }
    }
}

cel::PlanNames FactLayouts::plan_names(RuleKind kind) const {
    cel::PlanNames names = schema_.plan_names();
    names.slots = &of(kind);
    return names;
}

}  // namespace sarhad::rules::engine
