#include "tree.h"

#include "core/text.h"

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using facts::Value;

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, core::cat("list file: ", why)};
}

/// Walks the bytes once; every length is checked against what is left.
class TreeReader final {
public:
    explicit TreeReader(core::ByteView bytes) : left_{bytes} {}
    [[nodiscard]] bool is_done() const { return left_.empty(); }

    // NOLINTNEXTLINE(misc-no-recursion): depth is bounded by kMaxTreeDepth.
    core::Result<Value> value(std::size_t depth) {
        if (left_.empty() || depth > kMaxTreeDepth) {
            return corrupt("a value is missing or nests too deep");
        }
        const char tag = static_cast<char>(left_[0]);
        left_ = left_.subspan(1);
        if (tag == '0' || tag == '1') {
            return Value{tag == '1'};
        }
        if (tag == 'i') {
            SARHAD_TRY(const core::ByteView digits, take(8));
            return Value{static_cast<std::int64_t>(core::get_u64(digits))};
        }
        SARHAD_TRY(const core::ByteView size_bytes, take(4));
        const std::size_t size = core::get_u32(size_bytes);
        if (tag == 't' || tag == 'b') {
            SARHAD_TRY(const core::ByteView content, take(size));
            return tag == 'b' ? Value{core::to_bytes(content)}
                              : Value{std::string{core::as_text(content)}};
        }
        if (tag == 'a') {
            return array(size, depth);
        }
        return tag == 'm' ? map(size, depth) : corrupt("an unknown tag");
    }

private:
    core::Result<core::ByteView> take(std::size_t size) {
        if (size > left_.size()) {
            return corrupt("a length reaches past the end");
        }
        const core::ByteView taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }

    // NOLINTNEXTLINE(misc-no-recursion): see value().
    core::Result<Value> array(std::size_t count, std::size_t depth) {
        Value::Array elements;
        for (std::size_t i = 0; i < count; ++i) {
            SARHAD_TRY(Value element, value(depth + 1));
            elements.push_back(std::move(element));
        }
        return Value{std::move(elements)};
    }

    // NOLINTNEXTLINE(misc-no-recursion): see value().
    core::Result<Value> map(std::size_t count, std::size_t depth) {
        Value::Map members;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < count; ++i) {
            SARHAD_TRY(const core::ByteView key, take(1));
            if (key[0] <= last) {
                return corrupt("keys do not rise");
            }
            last = key[0];
            SARHAD_TRY(Value member, value(depth + 1));
            members.push_back({last, "", std::move(member)});
        }
        return Value{std::move(members)};
    }

    core::ByteView left_;
};

}  // namespace

void TreeWriter::head(char tag, std::size_t size) {
    to_.push_back(static_cast<std::uint8_t>(tag));
    core::put_u32(to_, static_cast<std::uint32_t>(size));
}
void TreeWriter::begin_map(std::size_t count) {
    head('m', count);
}
void TreeWriter::key(const facts::FieldSpec& field) {
    to_.push_back(static_cast<std::uint8_t>(field.key));
}
void TreeWriter::begin_array(std::size_t count) {
    head('a', count);
}
void TreeWriter::boolean(bool value) {
    to_.push_back(static_cast<std::uint8_t>(value ? '1' : '0'));
}
void TreeWriter::integer(std::int64_t value) {
    to_.push_back('i');
    core::put_u64(to_, static_cast<std::uint64_t>(value));
}
void TreeWriter::text(std::string_view value) {
    head('t', value.size());
    core::append(to_, core::as_bytes(value));
}
void TreeWriter::bytes(core::ByteView value) {
    head('b', value.size());
    core::append(to_, value);
}
void TreeWriter::enumerator(std::int64_t value, std::string_view /*name*/) {
    integer(value);
}
void TreeWriter::wall(core::WallTime value) {
    integer(value.micros);
}

core::Result<Value> read_tree(core::ByteView bytes) {
    TreeReader reader{bytes};
    SARHAD_TRY(Value value, reader.value(0));
    if (!reader.is_done()) {
        return corrupt("bytes are left over");
    }
    return value;
}

}  // namespace sarhad::watchlists
