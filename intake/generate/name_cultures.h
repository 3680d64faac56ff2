#pragma once

#include <cstdint>
#include <string_view>

namespace sarhad::intake {

/// How a people writes its names, as far as frequencies of words go: what is invented for messages
/// and for measurements is put together from it. No person is named.
struct NameCulture {
    std::string_view nationality;
    int share;                  ///< Per cent of the people.
    std::string_view male;      ///< Given names, commonest first, blanks between.
    std::string_view female;    ///< The same.
    std::string_view family;    ///< The same.
    std::string_view begins;    ///< Syllables that a rarer word begins with.
    std::string_view middles;   ///< ... goes on with.
    std::string_view ends;      ///< ... ends with.
    std::string_view patterns;  ///< Of a name: 'm' given, 'f' family name, '_' a blank, the rest
                                ///< itself; set apart by blanks, commonest first.
    int rare_given;             ///< Per cent of the given names that are rarer words.
    int rare_family;            ///< The same of family names.
};

/// The built-in table; its shares add up to 100.
[[nodiscard]] const NameCulture& culture_of(std::uint64_t per_cent);

}  // namespace sarhad::intake
