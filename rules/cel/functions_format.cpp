// string.format(list): printf without its dangers. Rules: docs/cel.md.
#include "numbers.h"
#include "text_builder.h"

#include "core/text.h"
#include "rules/cel/functions.h"
#include "rules/cel/times.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

/// Digits behind the point at most, and of %f and %e where none are given.
constexpr int kPrecisionMax = 100;
constexpr int kPrecision = 6;

struct Clause {
    char letter;
    int precision;
};

/// Writes values; the first thing that cannot be written stays as `failed`.
class Formatter final {
public:
    explicit Formatter(Context& context) : context_{context}, out_{context} {}

    void literal(std::string_view text) { out_.add(text); }

    void clause(const Clause& clause, const Value& value) {
        if (value.is(K::kUnknown)) {
            sources_ |= value.sources();
            return;
        }
        switch (clause.letter) {
            case 's':
                text(out_, value, 0);
                return;
            case 'd':
                decimal(value);
                return;
            case 'f':
            case 'e':
                real(clause, value);
                return;
            case 'b':
                digits(value, 2, false);
                return;
            case 'o':
                digits(value, 8, false);
                return;
            case 'x':
            case 'X':
                hex(value, clause.letter == 'X');
                return;
            default:  // Not our enum.
                fail({"unrecognized formatting clause \"", {&clause.letter, 1}, "\""});
        }
    }

    void fail(std::initializer_list<std::string_view> pieces) {
        if (!failed_.is(K::kError)) {
            failed_ = context_.error(Fault::kInvalid, pieces);
        }
    }

    [[nodiscard]] bool is_failed() const { return failed_.is(K::kError) || out_.is_over(); }

    [[nodiscard]] Value result() const {
        return failed_.is(K::kError) ? failed_
               : sources_ != 0       ? Value::unknown(sources_)
                                     : out_.string();
    }

private:
    void wrong(std::string_view wanted, const Value& value) {
        fail({"format: ", wanted, ", got ", type_name(value)});
    }

    static std::string special(double value) {
        return std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
    }

    static std::string plain(double value) {
        return std::isfinite(value) ? double_digits(value) : special(value);
    }

    void text(TextBuilder& out, const Value& value, std::uint32_t depth) {
        if (depth > kValueDepthMax || !context_.spend(1)) {
            failed_ = Context::over_budget();
            return;
        }
        switch (value.kind()) {
            case K::kNull:
                return out.add("null");
            case K::kBool:
                return out.add(value.as_bool() ? "true" : "false");
            case K::kInt:
                return out.add(std::to_string(value.as_int()));
            case K::kUint:
                return out.add(std::to_string(value.as_uint()));
            case K::kDouble:
                return out.add(plain(value.as_double()));
            case K::kString:
            case K::kType:
                return out.add(value.text());
            case K::kBytes:
                return core::is_utf8(value.text()) ? out.add(value.text())
                                                   : fail({"format: invalid UTF-8"});
            case K::kTimestamp:
                return out.add(timestamp_text(value));
            case K::kDuration:
                return out.add(duration_text(value.as_int()));
            case K::kList:
                return list(out, value, depth);
            case K::kMap:
                return map(out, value, depth);
            case K::kUnknown:
                sources_ |= value.sources();
                return;
            case K::kOptional:
            case K::kMessage:
            case K::kIp:
            case K::kCidr:
            case K::kError:
            case K::kUnset:
                return wrong("%s takes no such type", value);
        }
    }

    void list(TextBuilder& out, const Value& value, std::uint32_t depth) {
        out.add('[');
        for (std::size_t i = 0; i < value.elements().size() && !is_failed(); ++i) {
            out.add(i == 0 ? "" : ", ");
            text(out, value.elements()[i], depth + 1);
        }
        out.add(']');
    }

    /// In the order of the keys' texts.
    void map(TextBuilder& out, const Value& value, std::uint32_t depth) {
        struct Keyed {
            std::string_view key;
            const Value* value;
        };
        auto* keyed = context_.arena().take<Keyed>(value.size());
        if (keyed == nullptr) {
            failed_ = Context::over_budget();
            return;
        }
        for (std::size_t i = 0; i < value.items().size() && !is_failed(); ++i) {
            TextBuilder key{context_};
            text(key, value.items()[i].key, depth + 1);
            keyed[i] = {key.view(), &value.items()[i].value};
        }
        if (is_failed()) {
            return;
        }
        std::stable_sort(keyed, keyed + value.size(), [](const Keyed& a, const Keyed& b) {
            return a.key < b.key;
        });
        out.add('{');
        for (std::uint32_t i = 0; i < value.size() && !is_failed(); ++i) {
            out.add(i == 0 ? "" : ", ");
            out.add(keyed[i].key);
            out.add(": ");
            text(out, *keyed[i].value, depth + 1);
        }
        out.add('}');
    }

    void decimal(const Value& value) {
        if (value.is_number()) {
            text(out_, value, 0);
        } else {
            wrong("%d takes int, uint or double", value);
        }
    }

    void real(const Clause& clause, const Value& value) {
        if (!value.is_number()) {
            return wrong("%f and %e take numbers", value);
        }
        const double number = value.is(K::kDouble) ? value.as_double()
                              : value.is(K::kInt)  ? static_cast<double>(value.as_int())
                                                   : static_cast<double>(value.as_uint());
        if (!std::isfinite(number)) {
            return out_.add(special(number));
        }
        std::array<char, 320 + kPrecisionMax> room{};
        const auto end = std::to_chars(
            room.data(),
            room.data() + room.size(),
            number,
            clause.letter == 'f' ? std::chars_format::fixed : std::chars_format::scientific,
            clause.precision);
        out_.add({room.data(), static_cast<std::size_t>(end.ptr - room.data())});
    }

    void digits(const Value& value, int base, bool upper) {
        std::array<char, 70> room{};
        std::to_chars_result end{};
        if (value.is(K::kInt)) {
            end = std::to_chars(room.data(), room.data() + room.size(), value.as_int(), base);
        } else if (value.is(K::kUint)) {
            end = std::to_chars(room.data(), room.data() + room.size(), value.as_uint(), base);
        } else if (value.is(K::kBool) && base == 2) {
            return out_.add(value.as_bool() ? '1' : '0');
        } else {
            return wrong("%b, %o and %x take whole numbers", value);
        }
        const std::string_view made{room.data(), static_cast<std::size_t>(end.ptr - room.data())};
        out_.add(upper ? core::ascii_upper(made) : std::string{made});
    }

    void hex(const Value& value, bool upper) {
        if (!value.is(K::kString) && !value.is(K::kBytes)) {
            return digits(value, 16, upper);
        }
        const std::string_view alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        for (std::size_t i = 0; i < value.text().size() && !is_failed(); ++i) {
            const auto byte = static_cast<unsigned char>(value.text()[i]);
            out_.add(alphabet[byte >> 4U]);
            out_.add(alphabet[byte & 0xfU]);
        }
    }

    Context& context_;
    TextBuilder out_;
    Value failed_;
    std::uint64_t sources_{0};
};

/// The clause behind a '%' at `at`, which moves behind it; letter 0 where it is none.
Clause read_clause(std::string_view text, std::size_t& at) {
    int precision = kPrecision;
    if (at < text.size() && text[at] == '.') {
        const char* end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + at + 1, end, precision);
        at = static_cast<std::size_t>(read.ptr - text.data());
        if (read.ec != std::errc{} || precision < 0 || precision > kPrecisionMax) {
            return {'\0', 0};
        }
    }
    return at < text.size() ? Clause{text[at++], precision} : Clause{'\0', 0};
}

Value format(Context& context, Args args) {
    if (!args[0].is(K::kString) || !args[1].is(K::kList)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    Formatter formatter{context};
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size() && !formatter.is_failed();) {
        const std::size_t mark = std::min(text.find('%', at), text.size());
        formatter.literal(text.substr(at, mark - at));
        at = mark + 1;
        if (mark == text.size()) {
            break;
        }
        if (at < text.size() && text[at] == '%') {
            formatter.literal("%");
            ++at;
            continue;
        }
        const Clause clause = read_clause(text, at);
        if (clause.letter == '\0') {
            formatter.fail({"format: no clause behind a %, or a precision above 100"});
        } else if (used >= args[1].size()) {
            formatter.fail({"format: more clauses than values"});
        } else {
            formatter.clause(clause, args[1].elements()[used++]);
        }
    }
    return formatter.result();
}

constexpr std::array<FunctionRow, 1> kRows{{
    {"format", CallStyle::kMember, 2, 2, format},
}};

}  // namespace

std::span<const FunctionRow> format_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
