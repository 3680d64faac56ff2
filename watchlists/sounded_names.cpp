#include "sounded_names.h"

#include "compound_names.h"
#include "reading.h"
#include "script_units.h"

#include "watchlists/variants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace sarhad::watchlists {
namespace {

bool is_sounded(const std::string& word) {
    if (!is_native(word)) {
        return false;
    }
    const Script script = script_of(word);
    return script == Script::kOther || script == Script::kKana || script == Script::kHangul;
}

/// What a script without the sound, or with one more vowel, makes of a half of a compound.
struct HeardHalf {
    std::string_view heard;
    std::string_view written;
};
constexpr std::array<HeardHalf, 9> kHeardHalves{{{"apdul", "abdul"},  // Hangul.
                                                 {"aptul", "abdul"},  // Tamil.
                                                 {"abudouru", "abdul"},
                                                 {"abudoru", "abdul"},
                                                 {"abuderu", "abdul"},
                                                 {"rafuman", "rahman"},
                                                 {"raheuman", "rahman"},
                                                 {"raman", "rahman"},
                                                 {"iseulram", "islam"}}};

std::string heard(const std::string& word) {
    if (!is_sounded(word)) {
        return is_native(word) ? std::string{} : word;
    }
    std::string latin = latin_of(word);
    const auto* half = std::find_if(kHeardHalves.begin(),
                                    kHeardHalves.end(),
                                    [&](const HeardHalf& one) { return one.heard == latin; });
    return half == kHeardHalves.end() ? latin : std::string{half->written};
}

}  // namespace

void join_sounded(std::vector<std::string>& words) {
    if (std::none_of(words.begin(), words.end(), is_sounded)) {
        return;
    }
    std::vector<std::string> readings;  // Of other scripts nothing: no compound goes over them.
    readings.reserve(words.size());
    std::transform(words.begin(), words.end(), std::back_inserter(readings), heard);
    std::vector<std::string> kept;
    for (CompoundWord& one : compounds_of(readings)) {
        const auto from = words.begin() + static_cast<std::ptrdiff_t>(one.from);
        const auto to = from + static_cast<std::ptrdiff_t>(one.words);
        const bool is_joined = one.words > 1 || one.text != readings[one.from];
        if (is_joined && std::all_of(from, to, is_sounded)) {
            kept.push_back(std::move(one.text));
        } else {
            std::move(from, to, std::back_inserter(kept));
        }
    }
    words = std::move(kept);
}

}  // namespace sarhad::watchlists
