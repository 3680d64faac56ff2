#include "core/text.h"
#include "wire/msgpack.h"

#include <msgpack.hpp>

#include <exception>
#include <limits>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using facts::Entry;
using facts::Value;

namespace {

/// What msgpack::packer writes to.
class ByteSink {
public:
    explicit ByteSink(core::Bytes& to) : to_{to} {}
    void write(const char* text, std::size_t size) {
        core::append(to_, core::as_bytes({text, size}));
    }

private:
    core::Bytes& to_;
};

class Packer {
public:
    explicit Packer(core::Bytes& to) : sink_{to}, packer_{sink_} {}
    msgpack::packer<ByteSink>* operator->() { return &packer_; }

private:
    ByteSink sink_;
    msgpack::packer<ByteSink> packer_;
};

std::uint32_t size_of(std::size_t size) {
    SARHAD_CHECK(size <= std::numeric_limits<std::uint32_t>::max());
    return static_cast<std::uint32_t>(size);
}

/// An array or map whose end has not been read.
struct OpenNode {
    Value value;
    bool wants_key{false};
    std::int64_t last_key{-1};
};

/// Builds the tree while msgpack parses, and stops it at the first value that is not allowed.
class TreeBuilder : public msgpack::null_visitor {
public:
    explicit TreeBuilder(const UnpackLimits& limits) : limits_{limits} {}

    [[nodiscard]] const Error* failure() const { return error_.what.empty() ? nullptr : &error_; }
    [[nodiscard]] Value take() { return std::move(root_); }

    bool visit_nil() { return put(Value{}); }
    bool visit_boolean(bool value) { return put(Value{value}); }
    bool visit_positive_integer(std::uint64_t value) {
        if (!std::in_range<std::int64_t>(value)) {
            return refuse(Errc::kInvalid, "an integer beyond 63 bits");
        }
        return put_integer(static_cast<std::int64_t>(value));
    }
    bool visit_negative_integer(std::int64_t value) { return put_integer(value); }
    bool visit_float32(float /*value*/) { return refuse(Errc::kInvalid, "a float"); }
    bool visit_float64(double /*value*/) { return refuse(Errc::kInvalid, "a float"); }
    bool visit_ext(const char* /*bytes*/, std::uint32_t /*size*/) {
        return refuse(Errc::kInvalid, "an extension");
    }
    bool visit_str(const char* text, std::uint32_t size) {
        if (size > limits_.text) {
            return refuse(Errc::kExhausted, "a text over its limit");
        }
        return put(Value{std::string(text, size)});
    }
    bool visit_bin(const char* bytes, std::uint32_t size) {
        if (size > limits_.bytes) {
            return refuse(Errc::kExhausted, "bytes over their limit");
        }
        return put(Value{core::to_bytes(core::as_bytes({bytes, size}))});
    }
    bool start_array(std::uint32_t count) {
        return open(Value{Value::Array{}}, count <= limits_.array);
    }
    bool end_array() { return close(); }
    bool start_map(std::uint32_t count) { return open(Value{Value::Map{}}, count <= limits_.map); }
    bool start_map_key() {
        open_.back().wants_key = true;
        return true;
    }
    bool end_map() { return close(); }

private:
    bool refuse(Errc code, std::string_view what) {
        error_ = Error{code, cat("MessagePack: ", what, " is refused")};
        return false;
    }

    [[nodiscard]] bool is_key_expected() const { return !open_.empty() && open_.back().wants_key; }

    bool count_one() {
        ++elements_;
        return elements_ <= limits_.elements ||
               refuse(Errc::kExhausted, "a tree of more elements than its limit");
    }

    bool open(Value container, bool is_within) {
        if (!is_within || open_.size() >= limits_.depth) {
            return refuse(Errc::kExhausted, "an array or map over its limit or too deep");
        }
        if (is_key_expected()) {
            return refuse(Errc::kInvalid, "a map key that is no integer");
        }
        open_.push_back(OpenNode{std::move(container), false, -1});
        return count_one();
    }

    bool close() {
        Value done = std::move(open_.back().value);
        open_.pop_back();
        place(std::move(done));
        return true;
    }

    bool put_integer(std::int64_t value) {
        if (!is_key_expected()) {
            return put(Value{value});
        }
        OpenNode& map = open_.back();
        if (value <= map.last_key) {
            return refuse(Errc::kInvalid, "a map key that does not rise");
        }
        map.last_key = value;
        map.wants_key = false;
        std::get<Value::Map>(map.value.held).push_back(Entry{value, {}, {}});
        return count_one();
    }

    bool put(Value value) {
        if (is_key_expected()) {
            return refuse(Errc::kInvalid, "a map key that is no integer");
        }
        place(std::move(value));
        return count_one();
    }

    void place(Value value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* array = std::get_if<Value::Array>(&open_.back().value.held)) {
            array->push_back(std::move(value));
        } else {
            std::get<Value::Map>(open_.back().value.held).back().value = std::move(value);
        }
    }

    UnpackLimits limits_;
    std::vector<OpenNode> open_;
    Value root_;
    std::size_t elements_{0};
    Error error_{Errc::kInvalid, {}};
};

}  // namespace

void MsgpackWriter::begin_map(std::size_t count) {
    Packer {
        written_
        } -> pack_map(size_of(count));
}
void MsgpackWriter::key(const facts::FieldSpec& field) {
    Packer {
        written_
        } -> pack_int64(field.key);
}
void MsgpackWriter::begin_array(std::size_t count) {
    Packer {
        written_
        } -> pack_array(size_of(count));
}
void MsgpackWriter::boolean(bool value) {
    Packer packer{written_};
    value ? packer->pack_true() : packer->pack_false();
}
void MsgpackWriter::integer(std::int64_t value) {
    Packer {
        written_
        } -> pack_int64(value);
}
void MsgpackWriter::text(std::string_view value) {
    Packer packer{written_};
    packer->pack_str(size_of(value.size()));
    packer->pack_str_body(value.data(), size_of(value.size()));
}
void MsgpackWriter::bytes(core::ByteView value) {
    Packer packer{written_};
    packer->pack_bin(size_of(value.size()));
    packer->pack_bin_body(core::as_text(value).data(), size_of(value.size()));
}
void MsgpackWriter::enumerator(std::int64_t value, std::string_view /*name*/) {
    integer(value);
}
void MsgpackWriter::wall(core::WallTime value) {
    integer(value.micros);
}
core::Bytes MsgpackWriter::take() {
    return std::exchange(written_, {});
}

Result<Value> unpack(core::ByteView packed, const UnpackLimits& limits) {
    TreeBuilder tree{limits};
    std::size_t offset = 0;
    bool is_whole = false;
    try {
        const std::string_view text = core::as_text(packed);
        is_whole = msgpack::parse(text.data(), text.size(), offset, tree);
    } catch (const std::exception& thrown) {
        return Error{Errc::kInvalid, cat("MessagePack: ", thrown.what())};
    }
    if (const Error* failure = tree.failure(); failure != nullptr) {
        return *failure;
    }
    if (!is_whole) {
        return Error{Errc::kInvalid, cat("MessagePack: ", packed.size(), " bytes end too early")};
    }
    if (offset != packed.size()) {
        return Error{Errc::kInvalid, cat("MessagePack: bytes after the value, at ", offset)};
    }
    return tree.take();
}

}  // namespace sarhad::wire
