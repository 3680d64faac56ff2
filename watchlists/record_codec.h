#pragma once

#include "text_pool.h"

#include "facts/fields.h"
#include "watchlists/entry.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sarhad::watchlists {

/// Where the number of a pooled word goes once it is known; `kind`: what is written with it.
struct OpenWord {
    std::uint32_t at;    ///< Place among the bytes written, its own left out.
    std::uint32_t word;  ///< In the pool at hand.
    std::uint32_t kind;
};

/// Writes facts as small as they go: a key a field that differs from a new fact's, integers of as
/// many bytes as they need, words of texts as their numbers in a pool. Same fact and same pool,
/// same bytes.
class RecordWriter final {
public:
    /// Without a pool every word is spelt out: the form that is hashed.
    RecordWriter(core::Bytes& to, TextPool* pool) : to_{to}, pool_{pool} {}
    /// With a pool whose numbers are not those of the segment: they are left open.
    RecordWriter(core::Bytes& to, TextPool& pool, std::vector<OpenWord>& open)
        : to_{to}, pool_{&pool}, open_{&open} {}
    void number(std::uint64_t value);
    void text(std::string_view text);
    void bytes(core::ByteView bytes);
    [[nodiscard]] bool has_pool() const { return pool_ != nullptr; }
    /// The number of a word in the pool.
    void pooled(std::uint32_t word, std::uint32_t kind);

private:
    void piece(std::string_view piece);
    void digits(std::string_view digits);

    core::Bytes& to_;
    TextPool* pool_;
    std::vector<OpenWord>* open_{nullptr};
};

/// Bytes of a text in a record; the longest that is kept has kMaxListedText.
inline constexpr std::size_t kMaxRecordText = 65'536;

/// Reads what RecordWriter wrote. Total: past the first thing that is no record, is_bad() and every
/// value is empty.
class RecordReader final {
public:
    RecordReader(core::ByteView from, const TextView& pool) : left_{from}, pool_{pool} {}
    [[nodiscard]] std::uint64_t number();
    void text(std::string& into);
    [[nodiscard]] core::ByteView bytes();
    [[nodiscard]] bool is_bad() const { return is_bad_; }
    void fail() { is_bad_ = true; }
    [[nodiscard]] std::size_t left() const { return left_.size(); }

private:
    void piece(std::string& into);
    void digits(std::uint64_t size, std::string& into);

    core::ByteView left_;
    const TextView& pool_;
    bool is_bad_{false};
};

/// 0 1 -1 2 -2 ... as 0 1 2 3 4.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// A date of birth. With a pool, the last day is left out where it is the first one.
void put_birth(RecordWriter& to, const ListedBirth& birth);
void get_birth(RecordReader& from, ListedBirth& into);

/// Writes any value that an entry may hold.
template <class T>
void put_record(RecordWriter& to, const T& value) {
    if constexpr (std::same_as<T, ListedBirth>) {
        put_birth(to, value);
    } else if constexpr (facts::IsRedacted<T>::value) {
        put_record(to, value.reveal());
    } else if constexpr (std::is_enum_v<T> || std::integral<T>) {
        to.number(zigzag(static_cast<std::int64_t>(value)));
    } else if constexpr (std::same_as<T, std::string>) {
        to.text(value);
    } else if constexpr (std::same_as<T, facts::PartialDate>) {
        to.number(static_cast<std::uint64_t>(value.year) << 9U |
                  static_cast<std::uint64_t>(value.month) << 5U | value.day);
    } else if constexpr (facts::detail::IsByteArray<T>::value) {
        to.bytes(value);
    } else if constexpr (facts::detail::IsVector<T>::value) {
        to.number(value.size());
        for (const auto& element : value) {
            put_record(to, element);
        }
    } else {
        static_assert(facts::HasSchema<T>);
        static const T absent{};
        const auto one = [&](const auto& field) {
            if (!(value.*(field.member) == absent.*(field.member))) {
                to.number(static_cast<std::uint64_t>(field.spec.key));
                put_record(to, value.*(field.member));
            }
        };
        facts::Schema<T>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
        to.number(0);
    }
}

/// `most`: elements that a list may have.
template <class T>
void get_record(RecordReader& from, T& into, std::size_t most);

/// The fields of a new fact, in rising order of their keys.
template <class Fact>
void get_fields(RecordReader& from, Fact& into) {
    std::uint64_t key = from.number();
    const auto one = [&](const auto& field) {
        if (key == static_cast<std::uint64_t>(field.spec.key) && !from.is_bad()) {
            get_record(from, into.*(field.member), field.spec.max);
            key = from.number();
        }
    };
    facts::Schema<Fact>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
    if (key != 0) {  // Out of order, or of a field that is not there.
        from.fail();
    }
}

/// Whether the enum lists that number.
template <class Enum>
[[nodiscard]] bool is_enumerator(std::int64_t value) {
    for (const auto& [listed, name] : facts::EnumNames<Enum>::kNames) {
        if (static_cast<std::int64_t>(listed) == value) {
            return true;
        }
    }
    return false;
}

/// See above.
template <class T>
void get_record(RecordReader& from, T& into, std::size_t most) {
    if constexpr (std::same_as<T, ListedBirth>) {
        get_birth(from, into);
    } else if constexpr (facts::IsRedacted<T>::value) {
        auto value = std::move(into).reveal();
        get_record(from, value, most);
        into = T{std::move(value)};
    } else if constexpr (std::is_enum_v<T>) {
        const std::int64_t value = unzigzag(from.number());
        if (!is_enumerator<T>(value)) {
            from.fail();
            return;
        }
        into = static_cast<T>(value);
    } else if constexpr (std::integral<T>) {
        into = static_cast<T>(unzigzag(from.number()));
    } else if constexpr (std::same_as<T, std::string>) {
        from.text(into);
    } else if constexpr (std::same_as<T, facts::PartialDate>) {
        const std::uint64_t packed = from.number();
        const auto date = facts::PartialDate::make(static_cast<int>(packed >> 9U & 0x3FFFU),
                                                   static_cast<int>(packed >> 5U & 0xFU),
                                                   static_cast<int>(packed & 0x1FU));
        if (packed != 0 && !date.has_value()) {
            from.fail();
            return;
        }
        into = packed == 0 ? facts::PartialDate{} : *date;
    } else if constexpr (facts::detail::IsByteArray<T>::value) {
        const core::ByteView bytes = from.bytes();
        if (bytes.size() == into.size()) {
            std::copy(bytes.begin(), bytes.end(), into.begin());
        } else {
            from.fail();
        }
    } else if constexpr (facts::detail::IsVector<T>::value) {
        const std::uint64_t count = from.number();
        if (count > most || count > from.left()) {  // An element takes a byte at least.
            from.fail();
            return;
        }
        into.resize(count);
        for (auto& element : into) {
            get_record(from, element, most);
        }
    } else {
        static_assert(facts::HasSchema<T>);
        into = T{};
        get_fields(from, into);
    }
}

}  // namespace sarhad::watchlists
