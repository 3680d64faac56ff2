#include "vessel_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sarhad::watchlists {
namespace {

/// Prefixes in use, and the words that they are short for.
constexpr std::array<std::string_view, 36> kPrefixes{
    {"mv",  "ms",  "mt",   "ss",   "tss",  "fv",     "rv",   "sv",   "my",
     "sy",  "mf",  "mts",  "lng",  "lpg",  "lngc",   "lpgc", "hms",  "uss",
     "ins", "pns", "rms",  "tb",   "tug",  "barge",  "ts",   "mtv",  "msv",
     "gts", "hsc", "ulcc", "vlcc", "usns", "tanker", "dhow", "roro", "ropax"}};
constexpr std::array<std::string_view, 12> kPhrases{{"motorvessel",
                                                     "motortanker",
                                                     "motorship",
                                                     "motoryacht",
                                                     "steamship",
                                                     "fishingvessel",
                                                     "fishingboat",
                                                     "researchvessel",
                                                     "sailingvessel",
                                                     "sailingyacht",
                                                     "oiltanker",
                                                     "tugboat"}};

template <class List>
bool holds(const List& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// How many of the first tokens are a prefix.
std::size_t prefix_size(const std::vector<OrgToken>& tokens) {
    // "Motor Vessel" is no name, but "Tug" alone may be one: something must be left.
    const std::string two = tokens.size() > 2 ? tokens[0].text + tokens[1].text : std::string{};
    // M/V, LNG/C, Ro-Ro.
    const bool is_cut = !two.empty() && (two.size() <= 3 || tokens[1].text.size() == 1 ||
                                         (tokens[0].text == "ro" && two == "roro"));
    if (!two.empty() && (holds(kPhrases, two) || (is_cut && holds(kPrefixes, two)))) {
        return 2;
    }
    const bool is_prefix =
        tokens.size() > 1 && (holds(kPrefixes, tokens[0].text) || holds(kPhrases, tokens[0].text));
    return is_prefix ? 1 : 0;
}

}  // namespace

std::vector<OrgToken> without_vessel_prefix(std::vector<OrgToken> tokens) {
    tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(prefix_size(tokens)));
    return tokens;
}

}  // namespace sarhad::watchlists
