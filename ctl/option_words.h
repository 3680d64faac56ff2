#pragma once

#include "ctl/options.h"
#include "facts/fields.h"
#include "watchlists/matcher.h"

#include <map>
#include <string>

namespace sarhad::ctl {

/// The words of an enumeration that has names, and what they mean.
template <class Enum>
std::map<std::string, Enum> words_of() {
    std::map<std::string, Enum> words;
    for (const auto& [value, name] : facts::EnumNames<Enum>::kNames) {
        words.emplace(name, value);
    }
    return words;
}

/// The words of `key new --kind`.
[[nodiscard]] const std::map<std::string, KeyPurpose>& purpose_words();
/// The words of `screen --tier`.
[[nodiscard]] const std::map<std::string, watchlists::Least>& least_words();

}  // namespace sarhad::ctl
