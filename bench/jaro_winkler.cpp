#include "jaro_winkler.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace sarhad::bench {
namespace {

constexpr std::size_t kLetters = 64;  ///< What is longer is cut: the places are bits of a word.

std::string sorted_words(std::string_view name) {
    const std::string lower = core::ascii_lower(name);
    auto words = core::split(lower, ' ');
    std::sort(words.begin(), words.end());
    std::string sorted;
    for (const std::string_view word : words) {
        sorted += (sorted.empty() ? "" : " ") + std::string{word};
    }
    return sorted.substr(0, kLetters);
}

/// Places of each byte in a pattern: made once a query, as rapidfuzz's cached scorers do.
using Places = std::array<std::uint64_t, 256>;

Places places_of(std::string_view pattern) {
    Places places{};
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        places[static_cast<unsigned char>(pattern[i])] |= std::uint64_t{1} << i;
    }
    return places;
}

/// Bits `from` to `to`, both included; `to` is at most 63.
std::uint64_t bits(std::size_t from, std::size_t to) {
    const std::uint64_t upto = to == 63 ? ~std::uint64_t{0} : (std::uint64_t{1} << (to + 1)) - 1;
    return upto & ~((std::uint64_t{1} << from) - 1);
}

double jaro(std::string_view a, const Places& places, std::string_view b) {
    const std::size_t longest = std::max(a.size(), b.size());
    const std::size_t window = longest / 2 > 0 ? longest / 2 - 1 : 0;
    std::uint64_t used = 0;
    std::array<char, kLetters> of_b{};
    std::size_t common = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
        const std::size_t from = j > window ? j - window : 0;
        const std::size_t to = std::min(j + window, a.size() - 1);
        if (from > to) {
            continue;
        }
        const std::uint64_t able =
            places[static_cast<unsigned char>(b[j])] & ~used & bits(from, to);
        if (able != 0) {
            used |= able & (~able + 1);
            of_b[common++] = b[j];
        }
    }
    if (common == 0) {
        return 0;
    }
    std::size_t moved = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (((used >> i) & 1U) != 0 && a[i] != of_b[at++]) {
            ++moved;
        }
    }
    const std::size_t swapped = moved / 2;  // Jaro counts whole transpositions.
    const double m = static_cast<double>(common);
    return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
            (m - static_cast<double>(swapped)) / m) /
           3;
}

double with_prefix(double jaro, std::string_view a, std::string_view b) {
    if (jaro <= 0.7) {
        return jaro;
    }
    std::size_t same = 0;
    while (same < std::min({a.size(), b.size(), std::size_t{4}}) && a[same] == b[same]) {
        ++same;
    }
    return jaro + static_cast<double>(same) * 0.1 * (1 - jaro);
}

/// Which letters a name has: a bit each, folded into 64.
std::uint64_t letters_of(std::string_view name) {
    std::uint64_t letters = 0;
    for (const char c : name) {
        letters |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
    }
    return letters;
}

/// What jaro_winkler() cannot pass, from the lengths and the letters that one side has alone: as
/// rapidfuzz leaves early what a cut-off rules out.
double most_like(std::string_view a, std::uint64_t in_a, std::string_view b, std::uint64_t in_b) {
    const auto alone = [](std::uint64_t mine, std::uint64_t other) {
        return static_cast<std::size_t>(std::popcount(mine & ~other));
    };
    const double m =
        static_cast<double>(std::min(a.size() - alone(in_a, in_b), b.size() - alone(in_b, in_a)));
    const double most =
        m == 0 ? 0
               : (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + 1) / 3;
    return with_prefix(most, a, b);
}

}  // namespace

double jaro_winkler(std::string_view a, std::string_view b) {
    a = a.substr(0, kLetters);
    b = b.substr(0, kLetters);
    if (a.empty() || b.empty()) {
        return 0;
    }
    return with_prefix(jaro(a, places_of(a), b), a, b);
}

void NameScan::add(std::string_view name, std::string entry) {
    names_.push_back(sorted_words(name));
    letters_.push_back(letters_of(names_.back()));
    entries_.push_back(std::move(entry));
}

std::vector<std::string> NameScan::nearest(std::string_view name, std::size_t count) const {
    const std::string wanted = sorted_words(name);
    const Places places = places_of(wanted);
    std::vector<std::pair<double, std::size_t>> best;  // A heap, the least in front.
    const auto is_better = [](const auto& a, const auto& b) { return a.first > b.first; };
    const std::uint64_t letters = letters_of(wanted);
    for (std::size_t i = 0; i < names_.size() && !wanted.empty(); ++i) {
        const std::string_view name_i = names_[i];
        const double least = best.size() < count ? 0 : best.front().first;
        if (name_i.empty() || most_like(wanted, letters, name_i, letters_[i]) <= least) {
            continue;
        }
        const double like = with_prefix(jaro(wanted, places, name_i), wanted, name_i);
        if (best.size() < count || like > best.front().first) {
            if (best.size() == count) {
                std::pop_heap(best.begin(), best.end(), is_better);
                best.pop_back();
            }
            best.emplace_back(like, i);
            std::push_heap(best.begin(), best.end(), is_better);
        }
    }
    std::sort_heap(best.begin(), best.end(), is_better);
    std::vector<std::string> entries;
    entries.reserve(best.size());
    for (const auto& [like, at] : best) {
        entries.push_back(entries_[at]);
    }
    return entries;
}

}  // namespace sarhad::bench
