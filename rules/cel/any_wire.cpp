// protobuf's wire format, as far as an Any's bytes need it. Total: any bytes give a message or an
// error. Source: protobuf.dev, Encoding.
#include "core/text.h"
#include "rules/cel/collections.h"
#include "rules/cel/messages.h"

#include <array>
#include <bit>
#include <cstring>

namespace sarhad::rules::cel {
namespace {

using K = ValueKind;
using Shape = MessageField::Shape;

/// Messages within one another at most.
constexpr std::uint32_t kWireDepthMax = 32;

enum class Wire : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

/// A value as it lies on the wire.
struct Raw {
    Wire wire{Wire::kVarint};
    std::uint64_t bits{0};
    std::string_view bytes;
};

class Reader final {
public:
    explicit Reader(std::string_view bytes) : bytes_{bytes} {}

    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

    bool varint(std::uint64_t& value) {
        value = 0;
        for (unsigned shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80) {
                return true;
            }
        }
        return false;
    }

    bool fixed(std::size_t size, std::uint64_t& value) {
        value = 0;
        if (bytes_.size() - at_ < size) {
            return false;
        }
        for (std::size_t i = 0; i < size; ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes_[at_++])} << (8 * i);
        }
        return true;
    }

    bool raw(unsigned wire, Raw& raw) {
        raw.wire = static_cast<Wire>(wire);
        if (wire == 0) {
            return varint(raw.bits);
        }
        if (wire == 1 || wire == 5) {
            return fixed(wire == 1 ? 8 : 4, raw.bits);
        }
        std::uint64_t size = 0;
        if (wire != 2 || !varint(size) || size > bytes_.size() - at_) {
            return false;
        }
        raw.bytes = bytes_.substr(at_, size);
        at_ += size;
        return true;
    }

private:
    std::string_view bytes_;
    std::size_t at_{0};
};

Wire wire_of(Scalar scalar) {
    switch (scalar) {
        case Scalar::kSfixed64:
        case Scalar::kFixed64:
        case Scalar::kDouble:
            return Wire::kFixed64;
        case Scalar::kSfixed32:
        case Scalar::kFixed32:
        case Scalar::kFloat:
            return Wire::kFixed32;
        case Scalar::kString:
        case Scalar::kBytes:
        case Scalar::kMessage:
            return Wire::kBytes;
        case Scalar::kBool:
        case Scalar::kInt32:
        case Scalar::kInt64:
        case Scalar::kSint32:
        case Scalar::kSint64:
        case Scalar::kUint32:
        case Scalar::kUint64:
        case Scalar::kEnum:
            break;
    }
    return Wire::kVarint;
}

std::int64_t zigzag(std::uint64_t bits) {
    return static_cast<std::int64_t>(bits >> 1U) ^ -static_cast<std::int64_t>(bits & 1U);
}

class Decoder final {
public:
    explicit Decoder(Context& context) : context_{context} {}

    [[nodiscard]] Value message(const MessageInfo& type,
                                std::string_view bytes,
                                std::uint32_t depth) {
        if (depth > kWireDepthMax || !context_.spend_bytes(bytes.size() * 16)) {
            return Context::over_budget();
        }
        // A field takes two bytes at least; repeated ones are gathered in one.
        auto* fields = context_.arena().take<FieldValue>(bytes.size() / 2 + 1);
        if (fields == nullptr) {
            return Context::over_budget();
        }
        std::size_t count = 0;
        Reader reader{bytes};
        while (!reader.at_end()) {
            std::uint64_t tag = 0;
            Raw raw;
            if (!reader.varint(tag) || !reader.raw(static_cast<unsigned>(tag & 7U), raw)) {
                return wrong();
            }
            const FieldInfo* field = type.find(static_cast<std::uint32_t>(tag >> 3U));
            const Value failed =
                field == nullptr ? Value{} : take(*field, raw, fields, count, depth);
            if (failed.is(K::kError)) {
                return failed;
            }
        }
        return make_message(context_, type, {fields, count});
    }

private:
    [[nodiscard]] Value wrong() {
        return context_.error(Fault::kInvalid, {"the bytes of the Any are no such message"});
    }

    /// Puts one field of the wire among `fields`.
    [[nodiscard]] Value take(const FieldInfo& field,
                             const Raw& raw,
                             FieldValue* fields,
                             std::size_t& count,
                             std::uint32_t depth) {
        FieldValue* held = nullptr;
        for (std::size_t i = 0; i < count; ++i) {
            held = fields[i].field == &field ? &fields[i] : held;
        }
        if (held == nullptr) {
            held = &fields[count++];
            *held = {&field, field.shape == Shape::kMap ? map_empty(context_, 4) : empty_list()};
        }
        if (field.shape == Shape::kMap) {
            held->value = entry(field, raw, held->value, depth);
        } else if (field.shape == Shape::kList) {
            held->value = element(field, raw, held->value, depth);
        } else {
            held->value = scalar(field.value, raw, depth);
        }
        return held->value.is(K::kError) ? held->value : Value{};
    }

    [[nodiscard]] Value element(const FieldInfo& field,
                                const Raw& raw,
                                Value list,
                                std::uint32_t depth) {
        const Wire wanted = wire_of(field.value.scalar);
        if (wanted == Wire::kBytes || raw.wire != Wire::kBytes) {
            const Value value = scalar(field.value, raw, depth);
            return value.is(K::kError) ? value : list_append(context_, list, value);
        }
        Reader packed{raw.bytes};
        while (!packed.at_end() && !list.is(K::kError)) {
            Raw each;
            if (!packed.raw(static_cast<unsigned>(wanted), each)) {
                return wrong();
            }
            const Value value = scalar(field.value, each, depth);
            list = value.is(K::kError) ? value : list_append(context_, list, value);
        }
        return list;
    }

    /// A map's entry is a message of key 1 and value 2. Of one key given twice the last counts,
    /// which a map made once cannot do: such bytes are refused.
    [[nodiscard]] Value entry(const FieldInfo& field,
                              const Raw& raw,
                              const Value& map,
                              std::uint32_t depth) {
        std::array<Raw, 2> halves;
        halves[0].wire = wire_of(field.key.scalar);
        halves[1].wire = wire_of(field.value.scalar);
        Reader reader{raw.bytes};
        while (!reader.at_end()) {
            std::uint64_t tag = 0;
            Raw half;
            if (!reader.varint(tag) || !reader.raw(static_cast<unsigned>(tag & 7U), half)) {
                return wrong();
            }
            if (tag >> 3U == 1 || tag >> 3U == 2) {
                halves[(tag >> 3U) - 1] = half;
            }
        }
        const Value key = scalar(field.key, halves[0], depth);
        const Value value = scalar(field.value, halves[1], depth);
        return map.is(K::kError)     ? map
               : key.is(K::kError)   ? key
               : value.is(K::kError) ? value
                                     : map_insert(context_, map, key, value);
    }

    [[nodiscard]] Value scalar(const ScalarType& type, const Raw& raw, std::uint32_t depth) {
        if (raw.wire != wire_of(type.scalar)) {
            return wrong();
        }
        const std::uint64_t bits = raw.bits;
        switch (type.scalar) {
            case Scalar::kBool:
                return Value::of(bits != 0);
            case Scalar::kInt32:
            case Scalar::kSfixed32:
                return Value::of(std::int64_t{static_cast<std::int32_t>(bits)});
            case Scalar::kEnum:
                return type.null_enum ? Value{}
                                      : Value::of(std::int64_t{static_cast<std::int32_t>(bits)});
            case Scalar::kInt64:
            case Scalar::kSfixed64:
                return Value::of(static_cast<std::int64_t>(bits));
            case Scalar::kSint32:
            case Scalar::kSint64:
                return Value::of(zigzag(bits));
            case Scalar::kUint32:
            case Scalar::kFixed32:
                return Value::of(std::uint64_t{static_cast<std::uint32_t>(bits)});
            case Scalar::kUint64:
            case Scalar::kFixed64:
                return Value::of(bits);
            case Scalar::kFloat:
                return Value::of(double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))});
            case Scalar::kDouble:
                return Value::of(std::bit_cast<double>(bits));
            case Scalar::kString:
                return core::is_utf8(raw.bytes) ? Value::string(raw.bytes) : wrong();
            case Scalar::kBytes:
                return Value::bytes(raw.bytes);
            case Scalar::kMessage:
                break;
        }
        return message(*type.message, raw.bytes, depth + 1);
    }

    Context& context_;
};

}  // namespace

Value unpack_any(Context& context, std::string_view type_url, std::string_view bytes) {
    const std::size_t slash = type_url.rfind('/');
    const std::string_view name =
        slash == std::string_view::npos ? type_url : type_url.substr(slash + 1);
    if (name.empty() && bytes.empty()) {
        return context.error(Fault::kInvalid, {"an Any without a type_url"});
    }
    const Schema* schema = context.schema();
    const MessageInfo* type = schema == nullptr ? nullptr : schema->message(name);
    if (type != nullptr) {
        return Decoder{context}.message(*type, bytes, 0);
    }
    const MessageInfo* any = schema == nullptr ? nullptr : schema->message("google.protobuf.Any");
    const FieldInfo* url = any == nullptr ? nullptr : any->find("type_url");
    const FieldInfo* packed = any == nullptr ? nullptr : any->find("value");
    auto* fields = context.arena().take<FieldValue>(2);
    auto* body = context.arena().take<MessageBody>(1);
    if (url == nullptr || packed == nullptr || fields == nullptr || body == nullptr) {
        return Context::over_budget();
    }
    fields[0] = {url, Value::string(type_url)};
    fields[1] = {packed, Value::bytes(bytes)};
    *body = {any, fields, 2};
    return Value::message(body);
}

}  // namespace sarhad::rules::cel
