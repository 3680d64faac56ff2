#pragma once

#include "core/id.h"
#include "core/redacted.h"
#include "core/text.h"
#include "core/units.h"
#include "facts/date.h"
#include "facts/value.h"
#include "facts/writer.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace sarhad::facts {

/// A fact's member and how it is written.
template <class Fact, class Member>
struct Field {
    FieldSpec spec;
    Member Fact::*member;
};

/// One line of a Schema: the member, its key and name, its largest size and its feed.
template <class Fact, class Member>
[[nodiscard]] constexpr Field<Fact, Member> field(
    int key, std::string_view name, Member Fact::*member, std::size_t max, Feed feed) {
    return {FieldSpec{key, name, max, feed}, member};
}

namespace detail {

template <std::size_t Place, class Listed>
struct ListedField {
    Listed field;
};

template <class Places, class... Listed>
struct ListedFields;
template <std::size_t... Places, class... Listed>
struct ListedFields<std::index_sequence<Places...>, Listed...> : ListedField<Places, Listed>... {
    constexpr explicit ListedFields(const Listed&... fields)
        : ListedField<Places, Listed>{fields}... {}

    template <class Use>
    constexpr decltype(auto) apply(const Use& use) const {
        return use(static_cast<const ListedField<Places, Listed>&>(*this).field...);
    }
};

}  // namespace detail

/// The lines of a Schema, each of a type of its own; apply(use) calls `use` with all of them. No
/// std::tuple: its constructors ask each line about each, which was a third of the time in which a
/// file that knows the facts is compiled.
template <class... Listed>
struct FieldList : detail::ListedFields<std::index_sequence_for<Listed...>, Listed...> {
    constexpr explicit FieldList(const Listed&... fields)
        : detail::ListedFields<std::index_sequence_for<Listed...>, Listed...>{fields...} {}
};

/// Specialised beside each fact: `kName` and `kFields`, a FieldList in rising key order.
/// That table is the only list of the fact's fields: MessagePack, JSON, masking and docs use it.
template <class Fact>
struct Schema;

/// Specialised beside each enum that a fact holds: `kNames`, an array of {enumerator, "name"}.
template <class Enum>
struct EnumNames;

template <class T>
concept HasSchema = requires {
    Schema<T>::kFields;
};

/// True for core::Redacted: the field is personal.
template <class T>
struct IsRedacted : std::false_type {};
template <class T>
struct IsRedacted<core::Redacted<T>> : std::true_type {};

namespace detail {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsByteArray : std::false_type {};
template <std::size_t N>
struct IsByteArray<std::array<std::uint8_t, N>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag, class Rep>
struct IsId<core::Id<Tag, Rep>> : std::true_type {};

/// What kept a value from being read: the field's name is put in front by each level.
[[nodiscard]] core::Error wrong(std::string_view wanted);
[[nodiscard]] core::Error at_field(std::string_view name, const core::Error& inner);

}  // namespace detail

/// What the table of a fact lists as the largest size of a member: max_of(&Traveller::surname).
template <class Fact, class Member>
[[nodiscard]] consteval std::size_t max_of(Member Fact::*member) {
    std::size_t max = 0;
    const auto look = [&]<class Listed>(const Field<Fact, Listed>& field) {
        if constexpr (std::same_as<Listed, Member>) {
            if (field.member == member) max = field.spec.max;
        }
    };
    Schema<Fact>::kFields.apply([&](const auto&... fields) { (look(fields), ...); });
    return max;
}

// ---- writing -------------------------------------------------------------------------------

/// Writes any value that a fact may hold; defined below.
template <class T>
void write(Writer& to, const T& value);

/// Numbers, words, lists and facts mean something where they are zero, first or empty; a text or a
/// date is then not known.
template <class T>
inline constexpr bool kTellsUnset = std::integral<T> || std::is_enum_v<T> ||
                                    std::same_as<T, core::Permille> || HasSchema<T> ||
                                    (detail::IsVector<T>::value && !std::same_as<T, core::Bytes>);

/// Writes a fact as a map of those fields that differ from a new Fact's: same fact, same bytes.
/// What an absent field reads as is part of the format: a table's defaults never change. A writer
/// that tells_unset() gets the numbers, words and lists in any case.
template <HasSchema Fact>
void write_fields(Writer& to, const Fact& fact) {
    const Fact absent{};
    const auto is_written = [&]<class Member>(const Field<Fact, Member>& listed) {
        return (kTellsUnset<Member> && to.tells_unset()) ||
               !(fact.*(listed.member) == absent.*(listed.member));
    };
    Schema<Fact>::kFields.apply([&](const auto&... fields) {
        to.begin_map((std::size_t{0} + ... + (is_written(fields) ? 1U : 0U)));
        const auto one = [&](const auto& listed) {
            if (is_written(listed)) {
                to.key(listed.spec);
                write(to, fact.*(listed.member));
            }
        };
        (one(fields), ...);
        to.end_map();
    });
}

/// The enumerator's word in EnumNames, "unknown" where it is not listed.
template <class Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] constexpr std::string_view name_of(Enum value) {
    for (const auto& [listed, name] : EnumNames<Enum>::kNames) {
        if (listed == value) {
            return name;
        }
    }
    return "unknown";
}

/// Writes any value that a fact may hold.
template <class T>
void write(Writer& to, const T& value) {
    if constexpr (IsRedacted<T>::value) {
        write(to, value.reveal());
    } else if constexpr (std::same_as<T, bool>) {
        to.boolean(value);
    } else if constexpr (std::is_enum_v<T>) {
        to.enumerator(static_cast<std::int64_t>(value), name_of(value));
    } else if constexpr (std::integral<T>) {
        to.integer(static_cast<std::int64_t>(value));
    } else if constexpr (detail::IsId<T>::value) {
        write(to, value.value());
    } else if constexpr (std::same_as<T, std::string>) {
        to.text(value);
    } else if constexpr (std::same_as<T, core::Bytes> || detail::IsByteArray<T>::value) {
        to.bytes(value);
    } else if constexpr (std::same_as<T, core::WallTime>) {
        to.wall(value);
    } else if constexpr (std::same_as<T, core::Permille>) {
        to.integer(value.value());
    } else if constexpr (std::same_as<T, PartialDate> || std::same_as<T, LocalTime>) {
        to.text(to_text(value));
    } else if constexpr (detail::IsOptional<T>::value) {
        write(to, *value);  // Only written where it differs from the default, which is "none".
    } else if constexpr (detail::IsVector<T>::value) {
        to.begin_array(value.size());
        for (const auto& element : value) {
            write(to, element);
        }
        to.end_array();
    } else {
        write_fields(to, value);
    }
}

// ---- reading -------------------------------------------------------------------------------

/// Reads any value that a fact may hold; defined below.
template <class T>
[[nodiscard]] core::Status read(const Value& from, T& into, std::size_t max);

/// By number (MessagePack) or by word (JSON). kInvalid for any other.
template <class Enum>
[[nodiscard]] core::Status read_enum(const Value& from, Enum& into) {
    const auto* number = std::get_if<std::int64_t>(&from.held);
    const auto* text = std::get_if<std::string>(&from.held);
    for (const auto& [listed, name] : EnumNames<Enum>::kNames) {
        const bool is_number = number != nullptr && *number == static_cast<std::int64_t>(listed);
        if (is_number || (text != nullptr && *text == name)) {
            into = listed;
            return {};
        }
    }
    return detail::wrong("one of the listed words");
}

/// kInvalid where it is no integer or does not fit.
template <class Integer>
[[nodiscard]] core::Status read_integer(const Value& from, Integer& into) {
    const auto* number = std::get_if<std::int64_t>(&from.held);
    if (number == nullptr || !std::in_range<Integer>(*number)) {
        return detail::wrong("a whole number in range");
    }
    into = static_cast<Integer>(*number);
    return {};
}

/// Texts, bytes, dates and times: in fields.cpp, so that they are compiled once.
[[nodiscard]] core::Status read_text(const Value& from, std::string& into, std::size_t max);
[[nodiscard]] core::Status read_bytes(const Value& from, core::Bytes& into, std::size_t max);
[[nodiscard]] core::Status read_date(const Value& from, PartialDate& into);
[[nodiscard]] core::Status read_local(const Value& from, LocalTime& into);
[[nodiscard]] core::Status read_wall(const Value& from, core::WallTime& into);
[[nodiscard]] core::Status read_permille(const Value& from, core::Permille& into);
[[nodiscard]] core::Status read_boolean(const Value& from, bool& into);
/// The member that `spec` names, or null. Unknown members are passed over: newer peers send them.
[[nodiscard]] const Value* find(const Value::Map& map, const FieldSpec& spec);

/// kInvalid where it is not exactly N bytes.
template <std::size_t N>
[[nodiscard]] core::Status read_byte_array(const Value& from, std::array<std::uint8_t, N>& into) {
    core::Bytes bytes;
    SARHAD_TRY_STATUS(read_bytes(from, bytes, N));
    if (bytes.size() != N) {
        return detail::wrong("bytes of the fixed length");
    }
    std::copy(bytes.begin(), bytes.end(), into.begin());
    return {};
}

/// kInvalid where it is no list or longer than `max`.
template <class T>
[[nodiscard]] core::Status read_vector(const Value& from, std::vector<T>& into, std::size_t max) {
    const auto* array = std::get_if<Value::Array>(&from.held);
    if (array == nullptr || array->size() > max) {
        return detail::wrong("a list within its limit");
    }
    into.clear();
    into.reserve(array->size());
    for (const Value& element : *array) {
        T one{};
        SARHAD_TRY_STATUS(read(element, one, std::numeric_limits<std::uint16_t>::max()));
        into.push_back(std::move(one));
    }
    return {};
}

/// Each field that is there; kInvalid names the first that cannot be read.
template <HasSchema Fact>
[[nodiscard]] core::Status read_fields(const Value& from, Fact& into) {
    const auto* map = std::get_if<Value::Map>(&from.held);
    if (map == nullptr) {
        return detail::wrong("a map");
    }
    core::Status status;
    const auto one = [&](const auto& listed) {
        const Value* value = find(*map, listed.spec);
        if (!status || value == nullptr) {
            return;
        }
        if (core::Status got = read(*value, into.*(listed.member), listed.spec.max); !got) {
            status = detail::at_field(listed.spec.name, got.error());
        }
    };
    Schema<Fact>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
    return status;
}

/// Reads any value that a fact may hold. kInvalid names the field and what was wanted, never what
/// was found (it may be personal). An absent field keeps its default. `max`: see FieldSpec.
template <class T>
[[nodiscard]] core::Status read(const Value& from, T& into, std::size_t max) {
    if constexpr (IsRedacted<T>::value) {
        std::remove_cvref_t<decltype(into.reveal())> inner{};
        SARHAD_TRY_STATUS(read(from, inner, max));
        into = T{std::move(inner)};
        return {};
    } else if constexpr (std::same_as<T, bool>) {
        return read_boolean(from, into);
    } else if constexpr (std::is_enum_v<T>) {
        return read_enum(from, into);
    } else if constexpr (std::integral<T>) {
        return read_integer(from, into);
    } else if constexpr (detail::IsId<T>::value) {
        std::remove_cvref_t<decltype(into.value())> inner{};
        SARHAD_TRY_STATUS(read(from, inner, max));
        into = T{std::move(inner)};
        return {};
    } else if constexpr (std::same_as<T, std::string>) {
        return read_text(from, into, max);
    } else if constexpr (std::same_as<T, core::Bytes>) {
        return read_bytes(from, into, max);
    } else if constexpr (detail::IsByteArray<T>::value) {
        return read_byte_array(from, into);
    } else if constexpr (std::same_as<T, core::WallTime>) {
        return read_wall(from, into);
    } else if constexpr (std::same_as<T, core::Permille>) {
        return read_permille(from, into);
    } else if constexpr (std::same_as<T, PartialDate>) {
        return read_date(from, into);
    } else if constexpr (std::same_as<T, LocalTime>) {
        return read_local(from, into);
    } else if constexpr (detail::IsOptional<T>::value) {
        into.emplace();
        return read(from, *into, max);
    } else if constexpr (detail::IsVector<T>::value) {
        return read_vector(from, into, max);
    } else {
        return read_fields(from, into);
    }
}

/// The whole fact from a decoded tree.
template <HasSchema Fact>
[[nodiscard]] core::Result<Fact> from_value(const Value& value) {
    Fact fact{};
    SARHAD_TRY_STATUS(read(value, fact, std::numeric_limits<std::uint16_t>::max()));
    return fact;
}

}  // namespace sarhad::facts
