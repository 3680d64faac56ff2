#include "facts/json_value.h"

#include "core/text.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace sarhad::facts {
namespace {

/// Builds a facts::Value from the parser's events, within the limits.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Builder(JsonReading& reading) : reading_{reading} {}
    [[nodiscard]] Value take() { return std::move(root_); }
    [[nodiscard]] const std::string& why() const { return why_; }

    bool null() override { return put(Value{}); }
    bool boolean(bool value) override { return put(Value{value}); }
    bool number_integer(number_integer_t value) override { return put(Value{std::int64_t{value}}); }
    bool number_unsigned(number_unsigned_t value) override {
        const bool fits = value <= static_cast<std::uint64_t>(INT64_MAX);
        return put(fits ? Value{static_cast<std::int64_t>(value)} : Value{std::to_string(value)});
    }
    bool number_float(number_float_t /*value*/, const string_t& text) override {
        return put(Value{std::string{text}});
    }
    bool string(string_t& value) override { return put(Value{std::move(value)}); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*elements*/) override { return open(Value{Value::Map{}}); }
    bool key(string_t& name) override {
        names_.back() = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(Value{Value::Array{}}); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position,
                     const std::string& /*last_token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        why_ = why_.empty() ? "it is not JSON" : why_;
        reading_.stopped_at = position;
        return false;
    }

private:
    bool refuse(std::string_view why) {
        why_ = why;
        return false;
    }

    bool put(Value value) {
        if (++count_ > reading_.values_max) {
            return refuse("it has more values than the limit");
        }
        if (open_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Value& into = open_.back();
        if (auto* array = std::get_if<Value::Array>(&into.held)) {
            array->push_back(std::move(value));
        } else if (auto* map = std::get_if<Value::Map>(&into.held)) {
            map->push_back({-1, std::move(names_.back()), std::move(value)});
        }
        return true;
    }

    bool open(Value value) {
        if (open_.size() >= kMaxJsonDepth) {
            return refuse("it nests deeper than the limit");
        }
        open_.push_back(std::move(value));
        names_.emplace_back();
        return true;
    }

    bool close() {
        Value done = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return put(std::move(done));
    }

    JsonReading& reading_;
    Value root_;
    std::vector<Value> open_;
    std::vector<std::string> names_;  ///< The member being read of each open map.
    std::size_t count_{0};
    std::string why_;
};

}  // namespace

core::Result<Value> parse_json(std::string_view text, JsonReading& reading) {
    if (!core::is_utf8(text)) {
        return core::Error{core::Errc::kInvalid, "it is not UTF-8: save the file as UTF-8"};
    }
    Builder builder{reading};
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return core::Error{core::Errc::kInvalid, builder.why()};
    }
    return builder.take();
}

const Value* member(const Value& map, std::string_view name) {
    const auto* members = std::get_if<Value::Map>(&map.held);
    if (members == nullptr) {
        return nullptr;
    }
    for (const Entry& entry : *members) {
        if (entry.name == name) {
            return &entry.value;
        }
    }
    return nullptr;
}

namespace {

std::string text_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value.held)) {
        return *text;
    }
    const auto* number = std::get_if<std::int64_t>(&value.held);
    return number == nullptr ? std::string{} : std::to_string(*number);
}

}  // namespace

std::vector<std::string> text_members(const Value& map, std::string_view name) {
    std::vector<std::string> texts;
    const Value* held = member(map, name);
    if (held == nullptr) {
        return texts;
    }
    const auto add = [&](const Value& value) {
        if (std::string text = text_of(value); !text.empty()) {
            texts.push_back(std::move(text));
        }
    };
    if (const auto* array = std::get_if<Value::Array>(&held->held)) {
        for (const Value& value : *array) {
            add(value);
        }
    } else {
        add(*held);
    }
    return texts;
}

std::string text_member(const Value& map, std::string_view name) {
    std::vector<std::string> texts = text_members(map, name);
    return texts.empty() ? std::string{} : std::move(texts.front());
}

}  // namespace sarhad::facts
