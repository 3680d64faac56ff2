#include "rules/frames/frame_of_facts.h"

#include "core/text.h"

#include <string>

namespace sarhad::rules::frames {
namespace {

using cel::Value;
using cel::ValueKind;
using core::cat;

constexpr std::int64_t kMicrosASecond = 1'000'000;

/// Of a value that is one of a slot's types.
engine::Fact fact_of(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kBool:
            return value.as_bool();
        case ValueKind::kInt:
            return value.as_int();
        case ValueKind::kDouble:
            return value.as_double();
        case ValueKind::kTimestamp:
            return engine::Micros{value.seconds() * kMicrosASecond + value.nanos() / 1'000};
        case ValueKind::kString:
        case ValueKind::kNull:
        case ValueKind::kUint:
        case ValueKind::kBytes:
        case ValueKind::kList:
        case ValueKind::kMap:
        case ValueKind::kType:
        case ValueKind::kDuration:
        case ValueKind::kOptional:
        case ValueKind::kMessage:
        case ValueKind::kIp:
        case ValueKind::kCidr:
        case ValueKind::kError:
        case ValueKind::kUnknown:
        case ValueKind::kUnset:
            break;
    }
    return value.text();
}

/// Puts values into the frame; what is unknown or absent stays what the builder has it for.
class FactsToFrame final {
public:
    FactsToFrame(const cel::SlotLayout& layout, engine::FrameBuilder& builder)
        : layout_{layout}, builder_{builder} {}

    // Recurses as deep as records are nested.
    // NOLINTNEXTLINE(misc-no-recursion)
    core::Status put(std::uint32_t table,
                     const std::string& path,
                     const FactField& field,
                     const Value& value) {
        if (value.is_stopped() || field.shape == FactShape::kSet) {
            return {};
        }
        if (field.shape == FactShape::kList) {
            return put_list(path, field, value);
        }
        if (field.kind == FactKind::kRecord) {
            return put_fields(table, cat(path, "."), *field.record, value);
        }
        const std::uint32_t slot = layout_.find(table, path).index;
        return table == 0 ? builder_.set(slot, fact_of(value))
                          : builder_.set_in(table, slot, fact_of(value));
    }

private:
    // NOLINTNEXTLINE(misc-no-recursion)
    core::Status put_fields(std::uint32_t table,
                            const std::string& prefix,
                            const FactRecord& record,
                            const Value& message) {
        for (const cel::FieldValue& each : message.message_body().set()) {
            const FactField* field = record.find(each.field->name);
            SARHAD_CHECK(field != nullptr);
            SARHAD_TRY_STATUS(put(table, cat(prefix, field->name), *field, each.value));
        }
        return {};
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    core::Status put_list(const std::string& path, const FactField& field, const Value& list) {
        const std::uint32_t table = layout_.find(0, path).index;
        for (const Value& element : list.elements()) {
            SARHAD_TRY_STATUS(builder_.add_row(table));
            if (field.kind == FactKind::kRecord) {
                SARHAD_TRY_STATUS(put_fields(table, "", *field.record, element));
            } else {
                SARHAD_TRY_STATUS(
                    builder_.set_in(table, layout_.find(table, "").index, fact_of(element)));
            }
        }
        return {};
    }

    const cel::SlotLayout& layout_;
    engine::FrameBuilder& builder_;
};

}  // namespace

core::Result<engine::Frame> frame_of_facts(const FactFrame& facts,
                                           RuleKind kind,
                                           const cel::SlotLayout& layout,
                                           engine::FrameBuilder& builder) {
    builder.begin(facts.known());
    FactsToFrame to{layout, builder};
    for (const FactField& variable : variables_of(kind).fields) {
        const std::string name{variable.name};
        SARHAD_TRY_STATUS(to.put(0, name, variable, facts.variable(name)));
    }
    return builder.finish();
}

}  // namespace sarhad::rules::frames
