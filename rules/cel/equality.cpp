#include "rules/cel/equality.h"

#include "numbers.h"

#include "rules/cel/collections.h"
#include "rules/cel/schema.h"

#include <algorithm>
#include <cstring>

namespace sarhad::rules::cel {
namespace {

/// What is known of an equality: sure of `no` at once, of `yes` only when all parts are.
class Comparison final {
public:
    explicit Comparison(Context& context) : context_{context} {}

    [[nodiscard]] Value result(const Value& left, const Value& right) {
        const bool same = compare(left, right, 0);
        if (over_) {
            return Context::over_budget();
        }
        return same && sources_ != 0 ? Value::unknown(sources_) : Value::of(same);
    }

private:
    /// False when certainly different.
    bool compare(const Value& left, const Value& right, std::uint32_t depth) {
        if (depth > kValueDepthMax || !context_.spend(1)) {
            over_ = true;
            return false;
        }
        if (left.is(ValueKind::kUnknown) || right.is(ValueKind::kUnknown)) {
            sources_ |= left.is(ValueKind::kUnknown) ? left.sources() : 0;
            sources_ |= right.is(ValueKind::kUnknown) ? right.sources() : 0;
            return true;
        }
        if (left.is_number() && right.is_number()) {
            return compare_numbers(left, right) == Order::kEqual;
        }
        return left.kind() == right.kind() && same_kind(left, right, depth);
    }

    bool same_kind(const Value& left, const Value& right, std::uint32_t depth) {
        switch (left.kind()) {
            case ValueKind::kBool:
                return left.as_bool() == right.as_bool();
            case ValueKind::kString:
            case ValueKind::kBytes:
            case ValueKind::kType:
                return texts(left.text(), right.text());
            case ValueKind::kTimestamp:
                return left.seconds() == right.seconds() && left.nanos() == right.nanos();
            case ValueKind::kDuration:
                return left.as_int() == right.as_int();
            case ValueKind::kIp:
            case ValueKind::kCidr:
                return addresses(left.address(), right.address());
            case ValueKind::kOptional:
                return left.held() == nullptr || right.held() == nullptr
                           ? left.held() == right.held()
                           : compare(*left.held(), *right.held(), depth + 1);
            case ValueKind::kList:
                return lists(left, right, depth);
            case ValueKind::kMap:
                return maps(left, right, depth);
            case ValueKind::kMessage:
                return messages(left.message_body(), right.message_body(), depth);
            case ValueKind::kNull:
                return true;
            case ValueKind::kInt:
            case ValueKind::kUint:
            case ValueKind::kDouble:
            case ValueKind::kError:
            case ValueKind::kUnknown:
            case ValueKind::kUnset:
                break;
        }
        return false;
    }

    bool texts(std::string_view left, std::string_view right) {
        if (left.size() != right.size()) {
            return false;
        }
        if (!context_.spend_bytes(left.size())) {
            over_ = true;
            return false;
        }
        return left == right;
    }

    static bool addresses(const Address& left, const Address& right) {
        return left.family == right.family && left.prefix == right.prefix &&
               std::memcmp(left.bytes, right.bytes, sizeof left.bytes) == 0;
    }

    bool lists(const Value& left, const Value& right, std::uint32_t depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (std::uint32_t i = 0; i < left.size(); ++i) {
            if (!compare(left.elements()[i], right.elements()[i], depth + 1)) {
                return false;
            }
        }
        return true;
    }

    bool maps(const Value& left, const Value& right, std::uint32_t depth) {
        if (left.size() != right.size()) {
            return false;
        }
        return std::all_of(left.items().begin(), left.items().end(), [&](const MapItem& item) {
            const Value* other = map_find(right, item.key);
            return other != nullptr && compare(item.value, *other, depth + 1);
        });
    }

    /// A field that is unknown in one may turn out as in the other, there or not.
    bool messages(const MessageBody& left, const MessageBody& right, std::uint32_t depth) {
        return left.type == right.type && covers(left, right, depth, true) &&
               covers(right, left, depth, false);
    }

    bool covers(const MessageBody& left, const MessageBody& right, std::uint32_t depth, bool deep) {
        return std::all_of(left.set().begin(), left.set().end(), [&](const FieldValue& held) {
            const Value* other = right.find(*held.field);
            if (other == nullptr) {
                return held.value.is(ValueKind::kUnknown) &&
                       compare(held.value, held.value, depth + 1);
            }
            return !deep || compare(held.value, *other, depth + 1);
        });
    }

    Context& context_;
    std::uint64_t sources_{0};
    bool over_{false};
};

}  // namespace

Value equals(Context& context, const Value& left, const Value& right) {
    return Comparison{context}.result(left, right);
}

Value contains(Context& context, const Value& value, const Value& where) {
    if (where.is(ValueKind::kMap)) {
        return context.spend(1) ? Value::of(map_find(where, value) != nullptr)
                                : Context::over_budget();
    }
    if (!where.is(ValueKind::kList)) {
        return Context::no_overload();
    }
    std::uint64_t sources = 0;
    for (const Value& element : where.elements()) {
        const Value same = equals(context, value, element);
        if (same.is_true() || same.is(ValueKind::kError)) {
            return same;
        }
        sources |= same.is(ValueKind::kUnknown) ? same.sources() : 0;
    }
    return sources != 0 ? Value::unknown(sources) : Value::of(false);
}

}  // namespace sarhad::rules::cel
