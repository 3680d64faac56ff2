/// Explains pairs of persons' names, one a line with a tab between: score, then the aligned words.

#include "watchlists/name_compare.h"

#include <iostream>
#include <string>

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos) {
            continue;
        }
        using sarhad::watchlists::NameSort;
        const auto how = sarhad::watchlists::compare_names(
            NameSort::kPerson, line.substr(0, tab), line.substr(tab + 1));
        std::cout << how.score;
        for (const auto& row : how.rows) {
            std::cout << '\t' << row.a << '/' << row.b << '='
                      << sarhad::watchlists::to_text(row.relation) << ':' << row.bits;
        }
        std::cout << '\n';
    }
    return 0;
}
