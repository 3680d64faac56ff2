#include "rules/schema/fact_functions.h"

#include "core/check_digits.h"
#include "core/latin_reading.h"
#include "core/text.h"
#include "rules/cel/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace sarhad::rules {
namespace {

using cel::CallStyle;
using cel::Context;
using cel::Fault;
using cel::Value;
using Args = std::span<const Value>;
using K = cel::ValueKind;

constexpr std::int64_t kSecondsADay = 86'400;

/// Seven digits, with or without "IMO" and a blank in front.
bool is_imo_number(std::string_view text) {
    if (text.starts_with("IMO")) {
        text.remove_prefix(3);
        text.remove_prefix(text.starts_with(' ') ? 1 : 0);
    }
    return text.size() == 7 && core::is_ascii_digits(text) && core::is_imo_right(text);
}

template <bool (*Holds)(std::string_view)>
Value question(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    return context.spend_bytes(args[0].text().size()) ? Value::of(Holds(args[0].text()))
                                                      : Context::over_budget();
}

/// Whole days from the first to the second; part days are dropped.
Value days(Context& /*context*/, Args args) {
    if (!cel::all_are(args, K::kTimestamp)) {
        return Context::no_overload();
    }
    std::int64_t seconds = args[1].seconds() - args[0].seconds();
    // A part of a second less, or more than between the whole ones.
    if (seconds > 0 && args[1].nanos() < args[0].nanos()) {
        --seconds;
    } else if (seconds < 0 && args[1].nanos() > args[0].nanos()) {
        ++seconds;
    }
    return Value::of(seconds / kSecondsADay);
}

Value near_to(Context& /*context*/, Args args) {
    return cel::all_are(args, K::kDouble)
               ? Value::of(std::fabs(args[0].as_double() - args[1].as_double()) <=
                           args[2].as_double())
               : Context::no_overload();
}

/// One character as fold() writes it; "" for an accent that stands alone.
void append_folded(std::string& to, std::string_view character, std::uint32_t code) {
    const bool is_accent = code >= 0x300 && code <= 0x36F;
    if (is_accent) {
        return;
    }
    if (cel::is_blank(code)) {
        if (!to.empty() && to.back() != ' ') {
            to.push_back(' ');
        }
        return;
    }
    const auto reading = code < 0x80 ? std::nullopt : core::latin_reading(code);
    to += core::ascii_upper(reading ? *reading : character);
}

Value fold(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const std::string_view text = args[0].text();
    if (!context.spend_bytes(text.size())) {
        return Context::over_budget();
    }
    std::string folded;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = cel::character_size(text, at);
        append_folded(folded, text.substr(at, size), cel::character_at(text, at));
        at += size;
    }
    if (folded.ends_with(' ')) {
        folded.pop_back();
    }
    return context.string(folded);
}

/// Where an element of `list` is unknown: all that it waits for; else null.
Value waits_for(Args list) {
    std::uint64_t sources = 0;
    for (const Value& element : list) {
        sources |= element.is(K::kUnknown) ? element.sources() : 0;
    }
    return sources == 0 ? Value{} : Value::unknown(sources);
}

Value sum_of_ints(Context& context, Args list) {
    std::int64_t sum = 0;
    for (const Value& element : list) {
        if (!element.is(K::kInt)) {
            return Context::no_overload();
        }
        if (__builtin_add_overflow(sum, element.as_int(), &sum)) {
            return context.error(Fault::kOutOfRange, {"integer overflow"});
        }
    }
    return Value::of(sum);
}

Value sum_of_doubles(Args list) {
    double sum = 0;
    for (const Value& element : list) {
        if (!element.is(K::kDouble)) {
            return Context::no_overload();
        }
        sum += element.as_double();
    }
    return Value::of(sum);
}

/// An empty list has no type when the program runs: so each overload is a function of its own.
template <K Kind>
Value sum(Context& context, Args args) {
    if (!args[0].is(K::kList)) {
        return Context::no_overload();
    }
    const Args list = args[0].elements();
    if (!context.spend(list.size())) {
        return Context::over_budget();
    }
    const Value waits = waits_for(list);
    return waits.is(K::kUnknown) ? waits
           : Kind == K::kInt     ? sum_of_ints(context, list)
                                 : sum_of_doubles(list);
}

bool is_less(const Value& left, const Value& right) {
    return left.is(K::kInt) ? left.as_int() < right.as_int() : left.as_double() < right.as_double();
}

template <bool Greatest>
Value extreme(Context& context, Args args) {
    if (!args[0].is(K::kList)) {
        return Context::no_overload();
    }
    const Args list = args[0].elements();
    if (!context.spend(list.size())) {
        return Context::over_budget();
    }
    if (list.empty()) {
        return context.error(Fault::kInvalid, {"the list is empty: ask its size() first"});
    }
    const Value waits = waits_for(list);
    if (waits.is(K::kUnknown)) {
        return waits;
    }
    if (!cel::all_are(list, K::kInt) && !cel::all_are(list, K::kDouble)) {
        return Context::no_overload();
    }
    const Value* best = list.data();
    for (const Value& element : list) {
        best = (Greatest ? is_less(*best, element) : is_less(element, *best)) ? &element : best;
    }
    return *best;
}

// clang-format off: a row a line.
constexpr std::array<FactFunction, 8> kFunctions{{
    {"iso6346_valid",
     "iso6346_valid(string) -> bool",
     "container number: owner code, U J or Z, serial, check digit"},
    {"imo_valid",
     "imo_valid(string) -> bool",
     "vessel number, with or without IMO in front: its check digit"},
    {"days",
     "days(timestamp, timestamp) -> int",
     "whole days from the first to the second, negative backwards"},
    {"near",
     "near(double, double, double) -> bool",
     "whether the first two differ by the third at most"},
    {"fold",
     "fold(string) -> string",
     "capitals without accents, letters of other scripts read in Latin ones, single blanks"},
    {"sum", "sum(list<int>) -> int, sum(list<double>) -> double", "0 of an empty list"},
    {"min", "min(list<int>) -> int, min(list<double>) -> double", "an error of an empty list"},
    {"max", "max(list<int>) -> int, max(list<double>) -> double", "an error of an empty list"},
}};

constexpr std::array<cel::OverloadRow, 11> kOverloads{{
    {"iso6346_valid", "iso6346_valid_string", "(string) -> bool"},
    {"imo_valid", "imo_valid_string", "(string) -> bool"},
    {"days", "days_timestamp_timestamp", "(timestamp, timestamp) -> int"},
    {"near", "near_double_double_double", "(double, double, double) -> bool"},
    {"fold", "fold_string", "(string) -> string"},
    {"sum", "sum_list_int", "(list(int)) -> int"},
    {"sum", "sum_list_double", "(list(double)) -> double"},
    {"min", "min_list_int", "(list(int)) -> int"},
    {"min", "min_list_double", "(list(double)) -> double"},
    {"max", "max_list_int", "(list(int)) -> int"},
    {"max", "max_list_double", "(list(double)) -> double"},
}};

constexpr CallStyle kGlobal = CallStyle::kGlobal;
constexpr std::array<cel::DeclaredFunction, 11> kImplementations{{
    {"iso6346_valid_string", {"iso6346_valid", kGlobal, 1, 1, question<core::is_container_number>}},
    {"imo_valid_string", {"imo_valid", kGlobal, 1, 1, question<is_imo_number>}},
    {"days_timestamp_timestamp", {"days", kGlobal, 2, 2, days}},
    {"near_double_double_double", {"near", kGlobal, 3, 3, near_to}},
    {"fold_string", {"fold", kGlobal, 1, 1, fold}},
    {"sum_list_int", {"sum", kGlobal, 1, 1, sum<K::kInt>}},
    {"sum_list_double", {"sum", kGlobal, 1, 1, sum<K::kDouble>}},
    {"min_list_int", {"min", kGlobal, 1, 1, extreme<false>}},
    {"min_list_double", {"min", kGlobal, 1, 1, extreme<false>}},
    {"max_list_int", {"max", kGlobal, 1, 1, extreme<true>}},
    {"max_list_double", {"max", kGlobal, 1, 1, extreme<true>}},
}};
// clang-format on

}  // namespace

std::span<const FactFunction> fact_functions() {
    return kFunctions;
}

std::span<const cel::OverloadRow> fact_overloads() {
    return kOverloads;
}

std::span<const cel::DeclaredFunction> fact_implementations() {
    return kImplementations;
}

}  // namespace sarhad::rules
