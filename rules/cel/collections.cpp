#include "rules/cel/collections.h"

#include "numbers.h"

#include <algorithm>
#include <bit>

namespace sarhad::rules::cel {
namespace {

/// Past it a map gets an index.
constexpr std::uint32_t kScanned = 8;

/// A key in one form for all numbers of equal value.
struct PlainKey {
    enum class Form : std::uint8_t { kNone, kBool, kNatural, kNegative, kText } form{Form::kNone};
    std::uint64_t bits{0};
    std::string_view text;
    friend bool operator==(const PlainKey&, const PlainKey&) = default;
};

PlainKey plain(const Value& key) {
    using Form = PlainKey::Form;
    if (key.is(ValueKind::kString)) {
        return {Form::kText, 0, key.text()};
    }
    if (key.is(ValueKind::kBool)) {
        return {Form::kBool, key.as_bool() ? 1U : 0U, {}};
    }
    if (key.is(ValueKind::kUint)) {
        return {Form::kNatural, key.as_uint(), {}};
    }
    std::int64_t whole = 0;
    if (key.is(ValueKind::kInt)) {
        whole = key.as_int();
    } else {
        if (!key.is(ValueKind::kDouble)) {
            return {};
        }
        if (const auto natural = exact_uint(key.as_double())) {
            return {Form::kNatural, *natural, {}};
        }
        const auto exact = exact_int(key.as_double());
        if (!exact) {
            return {};
        }
        whole = *exact;
    }
    return {whole < 0 ? Form::kNegative : Form::kNatural, static_cast<std::uint64_t>(whole), {}};
}

std::uint32_t hash(const PlainKey& key) {
    std::uint64_t state = 0xcbf29ce484222325U ^ static_cast<std::uint64_t>(key.form);
    for (const char c : key.text) {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    state = (state ^ key.bits) * 0x9e3779b97f4a7c15U;
    return static_cast<std::uint32_t>(state >> 32U);
}

/// The number of the entry plus 1 among the first `size`; 0 for none.
std::uint32_t find(const MapBody& body, std::uint32_t size, const PlainKey& key) {
    if (key.form == PlainKey::Form::kNone) {
        return 0;
    }
    if (body.slots == nullptr) {
        for (std::uint32_t i = 0; i < size; ++i) {
            if (plain(body.items[i].key) == key) {
                return i + 1;
            }
        }
        return 0;
    }
    const std::uint32_t mask = body.slot_count - 1;
    for (std::uint32_t at = hash(key) & mask; body.slots[at] != 0; at = (at + 1) & mask) {
        const std::uint32_t found = body.slots[at];
        if (found <= size && plain(body.items[found - 1].key) == key) {
            return found;
        }
    }
    return 0;
}

void index(MapBody& body, std::uint32_t number) {
    const std::uint32_t mask = body.slot_count - 1;
    std::uint32_t at = hash(plain(body.items[number - 1].key)) & mask;
    while (body.slots[at] != 0) {
        at = (at + 1) & mask;
    }
    body.slots[at] = number;
}

MapBody* make_body(Context& context, std::size_t capacity) {
    if (capacity > (1U << 28U)) {
        return nullptr;
    }
    auto* body = context.arena().take<MapBody>(1);
    auto* items = context.arena().take<MapItem>(capacity);
    if (body == nullptr || items == nullptr) {
        return nullptr;
    }
    *body = {items, 0, static_cast<std::uint32_t>(capacity), nullptr, 0};
    if (capacity > kScanned) {
        body->slot_count = static_cast<std::uint32_t>(std::bit_ceil(capacity * 2));
        body->slots = context.arena().take<std::uint32_t>(body->slot_count);
        if (body->slots == nullptr) {
            return nullptr;
        }
        std::fill_n(body->slots, body->slot_count, 0U);
    }
    return body;
}

void put(MapBody& body, const MapItem& item) {
    body.items[body.used++] = item;
    if (body.slots != nullptr) {
        index(body, body.used);
    }
}

}  // namespace

bool is_map_key(const Value& key) {
    return key.is(ValueKind::kBool) || key.is(ValueKind::kInt) || key.is(ValueKind::kUint) ||
           key.is(ValueKind::kString);
}

Value list_append(Context& context, const Value& list, const Value& element) {
    const std::uint32_t size = list.size();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the call's own, see the header.
    auto* body = const_cast<ListBody*>(&list.list_body());
    if (size < body->used || size == body->capacity) {
        const std::uint32_t capacity = std::max(4U, size * 2);
        body = context.arena().take<ListBody>(1);
        auto* elements = context.arena().take<Value>(capacity);
        if (body == nullptr || elements == nullptr || !context.spend(size / 4)) {
            return Context::over_budget();
        }
        std::copy_n(list.list_body().elements, size, elements);
        *body = {elements, size, capacity};
    }
    body->elements[body->used++] = element;
    return Value::list(body, size + 1);
}

Value list_join(Context& context, const Value& left, const Value& right) {
    if (left.size() == 0 || right.size() == 0) {
        return left.size() == 0 ? right : left;
    }
    const std::size_t size = std::size_t{left.size()} + right.size();
    auto* elements = context.arena().take<Value>(size);
    if (elements == nullptr || !context.spend(size / 4 + 1)) {
        return Context::over_budget();
    }
    Value* end = std::copy_n(left.elements().data(), left.size(), elements);
    std::copy_n(right.elements().data(), right.size(), end);
    return context.list(elements, size);
}

Value map_empty(Context& context, std::size_t capacity) {
    const MapBody* body = make_body(context, capacity);
    return body == nullptr ? Context::over_budget() : Value::map(body, 0);
}

Value map_insert(Context& context, const Value& map, const Value& key, const Value& value) {
    if (!is_map_key(key)) {
        return context.error(Fault::kInvalid, {"unsupported key type: ", type_name(key)});
    }
    const std::uint32_t size = map.size();
    if (find(map.map_body(), size, plain(key)) != 0) {
        return context.error(Fault::kInvalid, {"repeated key"});
    }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the call's own, see the header.
    auto* body = const_cast<MapBody*>(&map.map_body());
    if (size < body->used || size == body->capacity) {
        body = make_body(context, std::max(std::size_t{4}, std::size_t{size} * 2));
        if (body == nullptr || !context.spend(size / 4)) {
            return Context::over_budget();
        }
        for (const MapItem& item : map.items()) {
            put(*body, item);
        }
    }
    put(*body, {key, value});
    return Value::map(body, size + 1);
}

const Value* map_find(const Value& map, const Value& key) {
    const std::uint32_t found = find(map.map_body(), map.size(), plain(key));
    return found == 0 ? nullptr : &map.map_body().items[found - 1].value;
}

}  // namespace sarhad::rules::cel
