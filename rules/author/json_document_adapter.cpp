// nlohmann's reader gives a Document. It keeps numbers with fractions, which the API's JSON has
// not.
#include "core/marked_byte.h"
#include "core/text.h"
#include "rules/author/document.h"

#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace sarhad::rules {
namespace {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

/// One list or table that is not closed yet.
struct OpenDocument {
    Document value;
    std::string name;             ///< Of the member whose value comes next.
    std::set<std::string> names;  ///< Of a table, so far.
};

/// nlohmann's SAX events into a Document. Every function returns whether to go on.
class DocumentBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    DocumentBuilder(std::string_view text, const char* const* mark)
        : counted_{text.data()}, mark_{mark} {}

    bool null() override { return put({}); }
    bool boolean(bool value) override { return put({value, {}}); }
    bool number_integer(number_integer_t value) override { return put({std::int64_t{value}, {}}); }
    bool number_unsigned(number_unsigned_t value) override {
        return std::in_range<std::int64_t>(value)
                   ? put({static_cast<std::int64_t>(value), {}})
                   : refuse(Errc::kInvalid, "a whole number that 64 bits do not hold");
    }
    bool number_float(number_float_t value, const string_t& written) override {
        return written.find_first_of(".eE") == std::string::npos
                   ? refuse(Errc::kInvalid, "a whole number that 64 bits do not hold")
                   : put({double{value}, {}});
    }
    bool string(string_t& value) override { return put({std::move(value), {}}); }
    bool binary(binary_t& /*value*/) override { return refuse(Errc::kInvalid, "binary"); }

    bool start_object(std::size_t /*size*/) override { return open({Document::Table{}, {}}); }
    bool start_array(std::size_t /*size*/) override { return open({Document::List{}, {}}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& value) override {
        OpenDocument& innermost = open_.back();
        if (!innermost.names.insert(value).second) {
            return refuse(Errc::kInvalid, "a name given twice in one table");
        }
        innermost.name = std::move(value);
        return true;
    }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*last_token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return refuse(Errc::kInvalid, "not JSON in UTF-8 here");
    }

    [[nodiscard]] Error error() {
        const FilePlace place = here();
        return {code_, cat(place.line, ":", place.column, ": ", refusal_)};
    }
    Document take() { return std::move(root_); }

private:
    bool refuse(Errc code, std::string_view why) {
        code_ = code;
        refusal_ = why;
        return false;
    }

    /// Of the last byte read: the end of the token.
    FilePlace here() {
        for (; counted_ + 1 < *mark_; ++counted_) {
            line_ += *counted_ == '\n' ? 1U : 0U;
            column_ = *counted_ == '\n' ? 1U : column_ + 1U;
        }
        return {line_, column_};
    }

    bool count(Document& value) {
        value.place = here();
        return ++values_ <= kDocumentValuesMax ||
               refuse(Errc::kExhausted, "more values than are taken");
    }

    void attach(Document value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        OpenDocument& innermost = open_.back();
        if (auto* list = std::get_if<Document::List>(&innermost.value.held)) {
            list->push_back(std::move(value));
        } else if (auto* table = std::get_if<Document::Table>(&innermost.value.held)) {
            table->emplace_back(std::move(innermost.name), std::move(value));
        }
    }

    bool put(Document value) {
        if (!count(value)) {
            return false;
        }
        attach(std::move(value));
        return true;
    }

    bool open(Document value) {
        if (!count(value)) {
            return false;
        }
        if (open_.size() > kDocumentDepthMax) {
            return refuse(Errc::kExhausted, "nested deeper than is taken");
        }
        open_.push_back({std::move(value), {}, {}});
        return true;
    }

    bool close() {
        Document closed = std::move(open_.back().value);
        open_.pop_back();
        attach(std::move(closed));
        return true;
    }

    const char* counted_;
    const char* const* mark_;
    std::uint32_t line_{1};
    std::uint32_t column_{1};
    std::vector<OpenDocument> open_{};
    Document root_{};
    std::size_t values_{0};
    Errc code_{Errc::kInvalid};
    std::string_view refusal_{"not JSON in UTF-8 here"};
};

}  // namespace

Result<Document> read_json(std::string_view text) {
    if (text.size() > kDocumentBytesMax) {
        return Error{Errc::kExhausted, cat("1:1: at most ", kDocumentBytesMax, " bytes")};
    }
    // nlohmann's lexer takes a NUL for the end of the text, and would miss what follows it.
    if (text.find('\0') != std::string_view::npos) {
        return Error{Errc::kInvalid, "1:1: a NUL byte"};
    }
    try {
        const char* mark = text.data();
        DocumentBuilder builder{text, &mark};
        const core::MarkedByte first{text.data(), &mark};
        const core::MarkedByte last{text.data() + text.size(), &mark};
        return nlohmann::json::sax_parse(first, last, &builder) ? Result<Document>{builder.take()}
                                                                : builder.error();
    } catch (const std::exception&) {
        return Error{Errc::kInvalid, "1:1: the reader gave up on this text"};
    }
}

}  // namespace sarhad::rules
