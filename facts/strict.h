#pragma once

#include "facts/fields.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::facts {

/// "`path`: no such member; did you mean "x"?", as kInvalid.
[[nodiscard]] core::Status unknown_member(std::string_view path,
                                          std::string_view name,
                                          const std::vector<std::string_view>& known);

/// kInvalid with the place of the first member, at any depth, that the fact's table does not list.
/// from_value() passes such members over, since newer peers send them; what a person or a script
/// writes may be a slip of the pen in the very field that decides. Of values that are no maps or
/// lists it says nothing: from_value() does.
template <HasSchema Fact>
[[nodiscard]] core::Status check_members(const Value& from, std::string_view path);

/// As check_members(), of any member's value.
template <class T>
[[nodiscard]] core::Status check_members_of(const Value& from, const std::string& path) {
    if constexpr (detail::IsVector<T>::value && !std::same_as<T, core::Bytes>) {
        if (const auto* array = std::get_if<Value::Array>(&from.held); array != nullptr) {
            for (const Value& element : *array) {
                SARHAD_TRY_STATUS(check_members_of<typename T::value_type>(element, path));
            }
        }
        return {};
    } else if constexpr (HasSchema<T>) {
        return check_members<T>(from, path);
    } else {
        return {};
    }
}

/// See above.
template <HasSchema Fact>
core::Status check_members(const Value& from, std::string_view path) {
    const auto* map = std::get_if<Value::Map>(&from.held);
    if (map == nullptr) {
        return {};
    }
    for (const Entry& entry : *map) {
        core::Status status;
        bool is_known = false;
        std::vector<std::string_view> known;
        const auto one = [&]<class Member>(const Field<Fact, Member>& listed) {
            known.push_back(listed.spec.name);
            if (entry.name == listed.spec.name && !is_known) {
                is_known = true;
                status = check_members_of<Member>(entry.value, core::cat(path, ".", entry.name));
            }
        };
        Schema<Fact>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
        if (!is_known) {
            return unknown_member(path, entry.name, known);
        }
        SARHAD_TRY_STATUS(std::move(status));
    }
    return {};
}

}  // namespace sarhad::facts
