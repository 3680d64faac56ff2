#pragma once

#include "facts/date.h"
#include "facts/fields.h"
#include "facts/money.h"
#include "facts/strict.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// A member of a fact by its path, from the text that a person wrote: "lines.1.amount" and
/// "12,500.50 USD". The facts' own tables say what there is and of which type, so that JSON and CSV
/// forms need no list of their own. Errors say what to write, never what was written.
namespace sarhad::intake {

/// A number with `decimals` decimals at most, as whole units of the last one: "12,500.5" with two
/// is 1250050. Commas between groups of three digits are passed over.
[[nodiscard]] core::Result<std::int64_t> read_decimal(std::string_view text, std::size_t decimals);
/// "12,500.50 USD" or "USD 12500".
[[nodiscard]] core::Result<facts::Money> read_money(std::string_view text);
[[nodiscard]] core::Result<bool> read_yes(std::string_view text);
[[nodiscard]] core::Result<std::string> read_line(std::string_view text, std::size_t max);

/// "goods" and "1.hs" of "goods.1.hs".
struct PathStart {
    std::string_view head;
    std::string_view rest;
};
[[nodiscard]] PathStart path_start(std::string_view path);
/// Decimals that a person may write where the table's name of the field is `listed` and the path's
/// is `written`: "rate" for "rate_millionths" 6, the same name 0; none where it is another field.
[[nodiscard]] std::optional<std::size_t> decimals_of(std::string_view listed,
                                                     std::string_view written);

/// Defined below.
template <facts::HasSchema Fact>
[[nodiscard]] core::Status set_member(Fact& fact, std::string_view path, std::string_view text);

namespace detail {

[[nodiscard]] core::Error to_write(std::string_view what);

template <class Enum>
[[nodiscard]] core::Status set_word(Enum& into, std::string_view text) {
    std::string words;
    const std::string written = core::ascii_lower(core::trim(text));
    for (const auto& [listed, name] : facts::EnumNames<Enum>::kNames) {
        if (written == name) {
            into = listed;
            return {};
        }
        words += words.empty() ? "" : ", ";
        words += name;
    }
    return to_write(core::cat("one of: ", words));
}

template <class T>
[[nodiscard]] core::Status set_leaf(T& into,
                                    std::string_view text,
                                    std::size_t max,
                                    std::size_t decimals) {
    if constexpr (std::same_as<T, std::string>) {
        SARHAD_TRY(into, read_line(text, max));
    } else if constexpr (std::same_as<T, bool>) {
        SARHAD_TRY(into, read_yes(text));
    } else if constexpr (std::is_enum_v<T>) {
        return set_word(into, text);
    } else if constexpr (std::same_as<T, facts::PartialDate>) {
        const auto date = facts::PartialDate::parse(core::trim(text));
        if (!date) return to_write("a date as 2026-03-01");
        into = *date;
    } else if constexpr (std::same_as<T, facts::LocalTime>) {
        const auto time = facts::LocalTime::parse(core::trim(text));
        if (!time) return to_write("a date and time as 2026-03-01T14:30");
        into = *time;
    } else {
        static_assert(std::integral<T>);
        SARHAD_TRY(const std::int64_t number, read_decimal(text, decimals));
        if (!std::in_range<T>(number)) return to_write("a number in range");
        into = static_cast<T>(number);
    }
    return {};
}

template <class T>
[[nodiscard]] core::Status set_value(
    T& into, std::string_view rest, std::string_view text, std::size_t max, std::size_t decimals);

/// "a; b" into a list of texts; "2" or "2.hs" and a value into its second element.
template <class T>
[[nodiscard]] core::Status set_element(std::vector<T>& into,
                                       std::string_view rest,
                                       std::string_view text,
                                       std::size_t max) {
    if (rest.empty() && !facts::HasSchema<T>) {
        for (const std::string_view one : core::split(text, ';')) {
            if (into.size() == max) return to_write(core::cat(max, " at most"));
            SARHAD_TRY_STATUS(set_value(into.emplace_back(), "", one, UINT16_MAX, 0));
        }
        return {};
    }
    const PathStart start = path_start(rest);
    const auto place = core::parse_uint(start.head);
    if (!place || *place == 0 || *place > std::min(max, into.size() + 1)) {
        return to_write(core::cat(
            "a field with its number in the list, from 1 without a gap, ", max, " at most"));
    }
    if (*place > into.size()) into.emplace_back();
    return set_value(into[*place - 1], start.rest, text, UINT16_MAX, 0);
}

template <class T>
core::Status set_value(
    T& into, std::string_view rest, std::string_view text, std::size_t max, std::size_t decimals) {
    if constexpr (facts::IsRedacted<T>::value) {
        std::remove_cvref_t<decltype(into.reveal())> inner = into.reveal();
        SARHAD_TRY_STATUS(set_value(inner, rest, text, max, decimals));
        into = T{std::move(inner)};
        return {};
    } else if constexpr (facts::detail::IsVector<T>::value) {
        return set_element(into, rest, text, max);
    } else if constexpr (facts::HasSchema<T>) {
        if constexpr (std::same_as<T, facts::Money>) {
            if (rest.empty()) {
                SARHAD_TRY(into, read_money(text));
                return {};
            }
        }
        if (rest.empty()) return to_write("one of its own fields, behind a dot");
        return set_member(into, rest, text);
    } else {
        if (!rest.empty()) return to_write("the field alone: it has none of its own");
        return set_leaf(into, text, max, decimals);
    }
}

}  // namespace detail

/// Sets the member that `path` leads to. kInvalid with what to write instead.
template <facts::HasSchema Fact>
core::Status set_member(Fact& fact, std::string_view path, std::string_view text) {
    const PathStart start = path_start(path);
    core::Status status;
    bool is_found = false;
    std::vector<std::string_view> known;
    const auto one = [&](const auto& listed) {
        known.push_back(listed.spec.name);
        const auto decimals = decimals_of(listed.spec.name, start.head);
        if (is_found || !decimals) return;
        is_found = true;
        status =
            detail::set_value(fact.*(listed.member), start.rest, text, listed.spec.max, *decimals);
    };
    facts::Schema<Fact>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
    if (!is_found) return facts::unknown_member(facts::Schema<Fact>::kName, start.head, known);
    return status;
}

}  // namespace sarhad::intake
