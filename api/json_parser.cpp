#include "api/json.h"
#include "core/marked_byte.h"
#include "core/text.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <set>

namespace sarhad::api {
namespace {

/// One array or object that is not closed yet.
struct Open {
    Json value;
    std::string key;             ///< Of the member whose value comes next.
    std::set<std::string> keys;  ///< Of an object, so far.
};

/// nlohmann's SAX events into a Json. Every function returns whether to go on.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Builder(const JsonLimits& limits) : limits_{limits} {}

    bool null() override { return put(Json{}); }
    bool boolean(bool value) override { return put(Json{value}); }
    bool number_integer(number_integer_t value) override { return put(Json{value}); }
    bool number_unsigned(number_unsigned_t value) override {
        if (!std::in_range<std::int64_t>(value)) return refuse_large_number();
        return put(Json{value});
    }
    bool number_float(number_float_t /*value*/, const string_t& written) override {
        // nlohmann hands an integer past 64 bits over as a float.
        const bool whole = written.find_first_of(".eE") == std::string::npos;
        if (whole) return refuse_large_number();
        if (limits_.floats == JsonFloats::kText) return put(Json{written});
        return refuse(core::Errc::kInvalid, "a number with a fraction: give a whole number");
    }
    bool string(string_t& value) override { return put(Json{std::move(value)}); }
    bool binary(binary_t& /*value*/) override { return refuse(core::Errc::kInvalid, "binary"); }

    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& value) override {
        Open& innermost = open_.back();
        if (!innermost.keys.insert(value).second) {
            return refuse(core::Errc::kInvalid, "a key given twice in one object");
        }
        innermost.key = std::move(value);
        return true;
    }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*last_token*/,
                     const nlohmann::detail::exception& error) override {
        // 406: nlohmann's number out of range. Its own text may quote the content: never used.
        if (error.id == 406) return refuse_large_number();
        return refuse(core::Errc::kInvalid, "not JSON in UTF-8 here");
    }

    [[nodiscard]] core::Errc code() const { return code_; }
    [[nodiscard]] std::string_view refusal() const { return refusal_; }
    Json take() { return std::move(root_); }

private:
    bool refuse(core::Errc code, std::string_view why) {
        code_ = code;
        refusal_ = why;
        return false;
    }

    bool refuse_large_number() {
        return refuse(core::Errc::kInvalid, "a number outside the signed 64-bit range");
    }

    bool count() {
        if (++elements_ <= limits_.elements) return true;
        return refuse(core::Errc::kExhausted, "more values than allowed");
    }

    void attach(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (Open& innermost = open_.back(); innermost.value.is_array()) {
            innermost.value.push(std::move(value));
        } else {
            innermost.value.add_new(std::move(innermost.key), std::move(value));
        }
    }

    bool put(Json value) {
        if (!count()) return false;
        attach(std::move(value));
        return true;
    }

    bool open(Json value) {
        if (!count()) return false;
        if (open_.size() == limits_.depth) {
            return refuse(core::Errc::kExhausted, "nested deeper than allowed");
        }
        open_.push_back(Open{std::move(value), {}, {}});
        return true;
    }

    bool close() {
        Json closed = std::move(open_.back().value);
        open_.pop_back();
        attach(std::move(closed));
        return true;
    }

    JsonLimits limits_;
    std::vector<Open> open_{};
    Json root_{};
    std::size_t elements_{0};
    core::Errc code_{core::Errc::kInvalid};
    std::string_view refusal_{"not JSON in UTF-8 here"};
};

/// "3:7", both from 1, of the last byte read; columns count bytes.
std::string place_of(std::string_view text, std::size_t read) {
    const std::string_view before = text.substr(0, read == 0 ? 0 : read - 1);
    std::size_t line = 1;
    std::size_t column = 1;
    for (const char c : before) {
        line += c == '\n' ? 1U : 0U;
        column = c == '\n' ? 1 : column + 1;
    }
    return core::cat(line, ":", column);
}

}  // namespace

core::Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) {
        return core::Error{
            core::Errc::kExhausted,
            core::cat("JSON of ", text.size(), " bytes: at most ", limits.bytes, " are taken")};
    }
    // nlohmann's lexer takes a NUL for the end of the text, and would miss what follows it.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("JSON at ", place_of(text, nul + 1), ": a NUL byte")};
    }
    try {
        // Marked, so that a refusal of our own can name its place too.
        const char* mark = text.data();
        Builder builder{limits};
        const core::MarkedByte first{text.data(), &mark};
        const core::MarkedByte last{text.data() + text.size(), &mark};
        if (nlohmann::json::sax_parse(first, last, &builder)) return builder.take();
        const auto read = static_cast<std::size_t>(mark - text.data());
        return core::Error{builder.code(),
                           core::cat("JSON at ", place_of(text, read), ": ", builder.refusal())};
    } catch (const std::exception&) {
        return core::Error{core::Errc::kInvalid, "JSON: the reader gave up on this text"};
    }
}

}  // namespace sarhad::api
