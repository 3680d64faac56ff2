/// Reads pairs of persons' names, one a line with a tab between, and writes what the scorer sees of
/// each, for fit_name_points.py and for looking: score, then total_a, total_b, words, words_a,
/// words_b, conflicts, initials, initial_conflicts, swapped, then each match as gain:weight, then
/// the words.

#include "watchlists/name_compare.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"

#include <bit>
#include <iostream>
#include <string>

namespace {

using sarhad::watchlists::Alignment;
using sarhad::watchlists::NameForm;

int weight_of(const NameForm& form, unsigned mask) {
    int sum = 0;
    for (std::size_t i = 0; i < form.shape.count; ++i) {
        sum += ((mask >> i) & 1U) != 0 ? form.shape.weights[i] : 0;
    }
    return sum;
}

void print(const NameForm& a, const NameForm& b, const Alignment& alignment) {
    const auto& how = alignment.agreement;
    std::cout << name_share(how) << '\t' << how.total_a << ' ' << how.total_b << ' ' << how.words
              << ' ' << how.words_a << ' ' << how.words_b << ' ' << how.conflicts << ' '
              << how.initials << ' ' << how.initial_conflicts << ' ' << how.is_swapped << '\t';
    for (std::size_t i = 0; i < alignment.count; ++i) {
        const auto& match = alignment.matches.at(i);
        std::cout << (i == 0 ? "" : " ") << match.gain << ':'
                  << std::min(weight_of(a, match.mask_a), weight_of(b, match.mask_b));
    }
}

}  // namespace

int main() {
    using sarhad::watchlists::compare_names;
    using sarhad::watchlists::make_form;
    using sarhad::watchlists::normalise;
    std::string line;
    while (std::getline(std::cin, line)) {
        const std::size_t tab = std::min(line.find('\t'), line.size() - 1);
        const std::string one = line.substr(0, tab);
        const std::string two = line.substr(tab + 1);
        const NameForm a = make_form(normalise(one));
        const NameForm b = make_form(normalise(two));
        print(a, b, align(a, b));
        for (const auto& row :
             compare_names(sarhad::watchlists::NameSort::kPerson, one, two).rows) {
            std::cout << '\t' << row.a << '/' << row.b << '='
                      << sarhad::watchlists::to_text(row.relation) << ':' << row.bits;
        }
        std::cout << '\n';
    }
    return 0;
}
