// Strings made from strings.
#include "text_builder.h"
#include "utf8.h"

#include "core/text.h"
#include "rules/cel/functions.h"

#include <array>
#include <limits>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

template <char First, char Last>
Value shifted(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    char* copy = context.arena().take<char>(text.size());
    if (copy == nullptr || !context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        // ASCII's two cases differ in one bit.
        copy[i] = text[i] >= First && text[i] <= Last ? static_cast<char>(text[i] ^ ' ') : text[i];
    }
    return Value::string({copy, text.size()});
}

std::size_t limit_of(Args args, std::size_t at) {
    constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
    return args.size() <= at || args[at].as_int() < 0 ? kAll
                                                      : static_cast<std::size_t>(args[at].as_int());
}

/// Where `part` is next found from `at` on; an empty one between the characters.
std::size_t next(std::string_view text, std::string_view part, std::size_t at, bool is_first) {
    if (!part.empty()) {
        return text.find(part, at);
    }
    if (is_first) {
        return at;
    }
    return at < text.size() ? at + character_size(text, at) : std::string_view::npos;
}

Value replace(Context& context, Args args) {
    if (!all_are(args.first(3), K::kString) || (args.size() == 4 && !args[3].is(K::kInt))) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    const std::string_view part = args[1].text();
    TextBuilder built{context};
    std::size_t at = 0;
    std::size_t left = limit_of(args, 3);
    for (bool is_first = true; left > 0 && !built.is_over(); is_first = false, --left) {
        const std::size_t found = next(text, part, at, is_first);
        if (found == std::string_view::npos || !context.spend(1)) {
            break;
        }
        built.add(text.substr(at, found - at));
        built.add(args[2].text());
        at = found + part.size();
    }
    built.add(text.substr(at));
    return context.left() == 0 ? Context::over_budget() : built.string();
}

/// How many pieces at most, then the pieces.
template <class Each>
void each_piece(std::string_view text, std::string_view separator, std::size_t most, Each each) {
    std::size_t at = 0;
    while (most > 1) {
        const std::size_t found = separator.empty()
                                      ? (at < text.size() ? at + character_size(text, at) : at)
                                      : text.find(separator, at);
        if (found == std::string_view::npos || (separator.empty() && found >= text.size())) {
            break;
        }
        each(text.substr(at, found - at));
        at = found + separator.size();
        --most;
    }
    if (!(separator.empty() && text.empty())) {
        each(text.substr(at));
    }
}

Value split(Context& context, Args args) {
    if (!all_are(args.first(2), K::kString) || (args.size() == 3 && !args[2].is(K::kInt))) {
        return Context::no_overload();
    }
    const std::size_t most = limit_of(args, 2);
    std::size_t count = 0;
    if (!context.spend_bytes(args[0].text().size())) {
        return Context::over_budget();
    }
    if (most > 0) {
        each_piece(args[0].text(), args[1].text(), most, [&](std::string_view) { ++count; });
    }
    auto* pieces = context.arena().take<Value>(count);
    if (pieces == nullptr || !context.spend(count)) {
        return Context::over_budget();
    }
    if (most > 0) {
        Value* end = pieces;
        each_piece(args[0].text(), args[1].text(), most, [&](std::string_view piece) {
            *end++ = Value::string(piece);
        });
    }
    return context.list(pieces, count);
}

Value join(Context& context, Args args) {
    if (!args[0].is(K::kList) || (args.size() == 2 && !args[1].is(K::kString))) {
        return Context::no_overload();
    }
    TextBuilder built{context};
    std::uint64_t sources = 0;
    bool is_first = true;
    for (const Value& element : args[0].elements()) {
        if (element.is(K::kUnknown)) {
            sources |= element.sources();
            continue;
        }
        if (!element.is(K::kString)) {
            return Context::no_overload();
        }
        if (!context.spend(1)) {
            return Context::over_budget();
        }
        built.add(is_first || args.size() == 1 ? std::string_view{} : args[1].text());
        built.add(element.text());
        is_first = false;
    }
    return sources != 0 ? Value::unknown(sources) : built.string();
}

Value reverse(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    char* turned = context.arena().take<char>(text.size());
    if (turned == nullptr || !context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    std::size_t end = text.size();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = character_size(text, at);
        end -= size;
        text.copy(turned + end, size, at);
        at += size;
    }
    return Value::string({turned, text.size()});
}

Value quote(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
    constexpr std::string_view kLetters = "abfnrtv\\\"";
    const std::string_view text = args[0].text();
    TextBuilder built{context};
    built.add('"');
    for (std::size_t at = 0; at < text.size() && !built.is_over();) {
        const std::size_t size = character_size(text, at);
        const std::size_t escape = kPlain.find(text[at]);
        if (escape != std::string_view::npos) {
            built.add('\\');
            built.add(kLetters[escape]);
        } else if (core::is_utf8(text.substr(at, size))) {
            built.add(text.substr(at, size));
        } else {
            built.add("\xef\xbf\xbd");
        }
        at += size;
    }
    built.add('"');
    return built.string();
}

constexpr std::array<FunctionRow, 7> kRows{{
    {"lowerAscii", CallStyle::kMember, 1, 1, shifted<'A', 'Z'>},
    {"upperAscii", CallStyle::kMember, 1, 1, shifted<'a', 'z'>},
    {"replace", CallStyle::kMember, 3, 4, replace},
    {"split", CallStyle::kMember, 2, 3, split},
    {"join", CallStyle::kMember, 1, 2, join},
    {"reverse", CallStyle::kMember, 1, 1, reverse},
    {"strings.quote", CallStyle::kGlobal, 1, 1, quote},
}};

}  // namespace

std::span<const FunctionRow> string_edit_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
