#include "watchlists/countries.h"

#include "countries_table.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

/// Where the names of countries that begin with a letter begin, and behind the last.
using FirstLetters = std::array<std::uint16_t, 27>;

FirstLetters first_letters() {
    FirstLetters first{};
    const auto rows = country_rows();
    for (std::size_t letter = 0; letter < first.size(); ++letter) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const CountryRow& one) {
            return static_cast<std::size_t>(one.text.front() - 'A') >= letter;
        });
        first[letter] = static_cast<std::uint16_t>(row - rows.begin());
    }
    return first;
}

/// Of a text in capitals; 0 where it is no country's. Entries and travellers tell two or three
/// letters, for every name that is scored.
CountryCode code_of(std::string_view text) {
    static const FirstLetters kFirst = first_letters();
    const std::size_t letter =
        text.empty() ? kFirst.size() : static_cast<std::size_t>(text[0] - 'A');
    if (letter + 1 >= kFirst.size()) {
        return 0;
    }
    const auto rows = country_rows();
    const auto end = rows.begin() + kFirst[letter + 1];
    const auto row = std::lower_bound(
        rows.begin() + kFirst[letter],
        end,
        text,
        [](const CountryRow& one, std::string_view other) { return one.text < other; });
    if (row == end || row->text != text) {
        return 0;
    }
    return static_cast<CountryCode>(static_cast<unsigned char>(row->code[0]) * 256U +
                                    static_cast<unsigned char>(row->code[1]));
}

}  // namespace

CountryCode country_of(std::string_view text) {
    // Letters in capitals, everything else one blank; longer texts are no country's name.
    std::array<char, 64> plain{};
    std::size_t size = 0;
    bool is_apart = false;
    for (const char c : text) {
        const bool is_small = c >= 'a' && c <= 'z';
        if (!is_small && !(c >= 'A' && c <= 'Z')) {
            is_apart = is_apart || c != '\'';
            continue;
        }
        if (size + 2 > plain.size()) {
            return 0;
        }
        if (is_apart && size > 0) {
            plain[size++] = ' ';
        }
        is_apart = false;
        plain[size++] = is_small ? static_cast<char>(c - ('a' - 'A')) : c;
    }
    return code_of({plain.data(), size});
}

}  // namespace sarhad::watchlists
