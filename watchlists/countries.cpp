#include "watchlists/countries.h"

#include "countries_table.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {

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
    const std::string_view wanted{plain.data(), size};
    const auto rows = country_rows();
    const auto row = std::lower_bound(
        rows.begin(), rows.end(), wanted, [](const CountryRow& one, std::string_view other) {
            return one.text < other;
        });
    if (row == rows.end() || row->text != wanted) {
        return 0;
    }
    return static_cast<CountryCode>(static_cast<unsigned char>(row->code[0]) * 256U +
                                    static_cast<unsigned char>(row->code[1]));
}

}  // namespace sarhad::watchlists
