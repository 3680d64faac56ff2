// Questions about strings: what they hold, and where.
#include "utf8.h"

#include "rules/cel/functions.h"
#include "rules/cel/regex.h"

#include <algorithm>
#include <array>
#include <string>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

/// A regular expression costs this many steps for each byte of its pattern, to compile.
constexpr std::uint64_t kCompileSteps = 20;

template <bool (*Holds)(std::string_view, std::string_view)>
Value question(Context& context, Args args) {
    if (!all_are(args, K::kString)) {
        return Context::no_overload();
    }
    return context.spend_bytes(args[0].text().size())
               ? Value::of(Holds(args[0].text(), args[1].text()))
               : Context::over_budget();
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
bool starts(std::string_view text, std::string_view part) {
    return text.starts_with(part);
}
bool ends(std::string_view text, std::string_view part) {
    return text.ends_with(part);
}

Value matches(Context& context, Args args) {
    if (!all_are(args, K::kString)) {
        return Context::no_overload();
    }
    if (!context.spend(args[1].text().size() * kCompileSteps) ||
        !context.spend_bytes(args[0].text().size() * 16)) {
        return Context::over_budget();
    }
    const core::Result<Regex> regex = Regex::compile(args[1].text());
    return regex ? Value::of(regex->matches(args[0].text()))
                 : context.error(Fault::kInvalid, {regex.error().what});
}

Value beyond(Context& context, std::int64_t index) {
    return context.error(Fault::kOutOfRange, {"index out of range: ", std::to_string(index)});
}

/// The byte at which character `index` begins, npos for outside.
std::size_t place(std::string_view text, std::int64_t index) {
    return index < 0 ? std::string_view::npos
                     : character_offset(text, static_cast<std::size_t>(index));
}

Value found(std::string_view text, std::size_t at) {
    return Value::of(at == std::string_view::npos
                         ? std::int64_t{-1}
                         : static_cast<std::int64_t>(character_count(text.substr(0, at))));
}

bool are_search(Args args) {
    return all_are(args.first(2), K::kString) && (args.size() == 2 || args[2].is(K::kInt));
}

Value index_of(Context& context, Args args) {
    if (!are_search(args)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    const std::int64_t from = args.size() == 3 ? args[2].as_int() : 0;
    const std::size_t begin = place(text, from);
    return begin == std::string_view::npos ? beyond(context, from)
                                           : found(text, text.find(args[1].text(), begin));
}

Value last_index_of(Context& context, Args args) {
    if (!are_search(args)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    if (args.size() == 2) {
        return found(text, text.rfind(args[1].text()));
    }
    const std::size_t begin = place(text, args[2].as_int());
    return begin == std::string_view::npos ? beyond(context, args[2].as_int())
                                           : found(text, text.rfind(args[1].text(), begin));
}

Value char_at(Context& context, Args args) {
    if (!args[0].is(K::kString) || !args[1].is(K::kInt)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    const std::size_t at = place(text, args[1].as_int());
    if (at == std::string_view::npos) {
        return beyond(context, args[1].as_int());
    }
    return Value::string(at == text.size() ? text.substr(at)
                                           : text.substr(at, character_size(text, at)));
}

Value substring(Context& context, Args args) {
    if (!args[0].is(K::kString) || !all_are(args.subspan(1), K::kInt)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size() * 2)) {
        return Context::over_budget();
    }
    const std::size_t begin = place(text, args[1].as_int());
    if (begin == std::string_view::npos) {
        return beyond(context, args[1].as_int());
    }
    const std::size_t end = args.size() == 3 ? place(text, args[2].as_int()) : text.size();
    if (end == std::string_view::npos) {
        return beyond(context, args[2].as_int());
    }
    return end < begin ? context.error(Fault::kOutOfRange, {"invalid substring range"})
                       : Value::string(text.substr(begin, end - begin));
}

Value trim(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    std::size_t begin = text.size();
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); at += character_size(text, at)) {
        if (!is_blank(character_at(text, at))) {
            begin = std::min(begin, at);
            end = at + character_size(text, at);
        }
    }
    return Value::string(begin < end ? text.substr(begin, end - begin) : std::string_view{""});
}

constexpr std::array<FunctionRow, 9> kRows{{
    {"contains", CallStyle::kMember, 2, 2, question<holds>},
    {"startsWith", CallStyle::kMember, 2, 2, question<starts>},
    {"endsWith", CallStyle::kMember, 2, 2, question<ends>},
    {"matches", CallStyle::kBoth, 2, 2, matches},
    {"indexOf", CallStyle::kMember, 2, 3, index_of},
    {"lastIndexOf", CallStyle::kMember, 2, 3, last_index_of},
    {"charAt", CallStyle::kMember, 2, 2, char_at},
    {"substring", CallStyle::kMember, 2, 3, substring},
    {"trim", CallStyle::kMember, 1, 1, trim},
}};

}  // namespace

std::span<const FunctionRow> string_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
