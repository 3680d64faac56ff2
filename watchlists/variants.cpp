#include "watchlists/variants.h"

#include "name_words_table.h"

#include "core/check.h"
#include "watchlists/key_hash.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace sarhad::watchlists {
namespace {

/// Titles wherever they stand.
constexpr std::string_view kTitles =
    " haji hajji haj hadji alhaj mullah mulla molla maulvi mawlawi maulavi moulvi maulana mawlana "
    "moulana qari hafiz mufti dr doctor mr mrs ms miss prof professor general colonel gen col capt "
    "captain engineer engr sir akhund sheikh shaikh shaykh cheikh sheik sayyid syed sayed seyed "
    "seyyed malik agha sahib saheb jr sr junior senior hafez hafeez hafidh qaari kari mawlavi "
    "molvi "
    "molavi moulavi mowlana muftiy shekh shiekh sheykh shaik saiyid saiyed sayyed sayyad seyyid "
    "haaji "
    "hadj hajj ii iii 2nd 3rd 4th third "
    "adm admiral brig brigadier commodore cmdr cmdre cdr lt lieutenant sgt sergeant gov governor "
    "insp inspector subedar havildar mst mussammat musammat mstr retd retired deceased phd ";

/// Titles before the name only: behind another word they are somebody's name.
constexpr std::string_view kLeadingTitles =
    " mister madam madame mme monsieur mademoiselle mlle herr frau senor senora senorita "
    "signor signora don dona president king queen prince princess emir ayatollah minister senator "
    "sen rep hon honourable honorable justice judge major maj marshal commander rev reverend "
    "father bishop pastor rabbi lord lady "
    "dame baron count advocate adv barrister ustad ustaz ";

/// What stands before another title and is one with it: Vice Admiral, Prime Minister.
constexpr std::string_view kTitleModifiers =
    " vice rear deputy prime crown air field wing squadron flight group sub assistant former chief "
    "first second lt lieutenant maj major brig brigadier col colonel ";

constexpr std::string_view kMarkers =
    " bin ibn bn ben bint binti binte bte bt ould wld wuld uld walad s/o d/o w/o c/o ";

/// The same behind the father's name, as Turkic languages say it.
constexpr std::string_view kMarkersBehind =
    " oglu ogly ogli oghlu uglu ugli uly uulu kizi kyzy kyzi qizi qyzy gizi gyzy ";

constexpr std::string_view kParticles =
    " al el ul von van der den de del della da di du dos das do la le so y e af av ter ten zu zur "
    "zum vom the of ";

bool has_word(std::string_view list, std::string_view word) {
    std::size_t at = list.find(word);
    while (at != std::string_view::npos) {
        const bool begins = at == 0 || list[at - 1] == ' ';
        const std::size_t after = at + word.size();
        if (begins && (after == list.size() || list[after] == ' ')) {
            return true;
        }
        at = list.find(word, at + 1);
    }
    return false;
}

/// Bits that the words of a list set by three of their letters and their size: most words that are
/// asked for are told apart by them.
using WordShapes = std::array<std::uint64_t, 64>;

/// Of a word of two letters or more.
constexpr std::size_t shape_of(std::string_view word) {
    const auto letter = [&](std::size_t at) { return static_cast<unsigned char>(word[at]); };
    return (letter(0) * 73U + letter(1) * 151U + letter(word.size() - 1) * 37U +
            word.size() * 419U) %
           (64U * 64U);
}

constexpr WordShapes shapes_of(std::string_view list) {
    WordShapes shapes{};
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(' ', at), list.size());
        if (end > at + 1) {
            const std::size_t shape = shape_of(list.substr(at, end - at));
            shapes[shape / 64] |= std::uint64_t{1} << shape % 64;
        }
        at = end + 1;
    }
    return shapes;
}
constexpr WordShapes kTitlesShapes = shapes_of(kTitles);
constexpr WordShapes kLeadingTitlesShapes = shapes_of(kLeadingTitles);
constexpr WordShapes kTitleModifiersShapes = shapes_of(kTitleModifiers);
constexpr WordShapes kMarkersShapes = shapes_of(kMarkers);
constexpr WordShapes kMarkersBehindShapes = shapes_of(kMarkersBehind);
constexpr WordShapes kParticlesShapes = shapes_of(kParticles);

/// `word`: of two letters or more.
bool has_listed(std::string_view list, const WordShapes& shapes, std::string_view word) {
    const std::size_t shape = shape_of(word);
    return (shapes[shape / 64] >> shape % 64 & 1U) != 0 && has_word(list, word);
}

/// Numbers of the known words + 1, by hash; 0 for none. Most words that are asked for are not
/// known: a free place says so.
constexpr std::size_t kKnownPlaces = 32'768;

std::size_t known_place(std::string_view word) {
    return key_hash('W', word) % kKnownPlaces;
}

const std::vector<std::uint16_t>& known_words() {
    static const std::vector<std::uint16_t> kKnown = [] {
        std::vector<std::uint16_t> known(kKnownPlaces);
        const auto rows = name_word_rows();
        SARHAD_CHECK(rows.size() < kKnownPlaces / 2);
        for (std::size_t number = 0; number < rows.size(); ++number) {
            std::size_t at = known_place(rows[number].word);
            while (known[at] != 0) {
                at = (at + 1) % kKnownPlaces;
            }
            known[at] = static_cast<std::uint16_t>(number + 1);
        }
        return known;
    }();
    return kKnown;
}

}  // namespace

NameWord name_word(std::string_view latin) {
    const std::vector<std::uint16_t>& known = known_words();
    for (std::size_t at = known_place(latin); known[at] != 0; at = (at + 1) % kKnownPlaces) {
        const NameWordRow& row = name_word_rows()[known[at] - 1U];
        if (row.word == latin) {
            // A word without relatives has none, wherever it stands.
            return {row.group, row.count == 0 ? std::uint16_t{0} : known[at]};
        }
    }
    return {};
}

std::string_view group_head(std::uint16_t group) {
    SARHAD_CHECK(group != 0 && group <= group_heads().size());
    return group_heads()[group - 1U];
}

std::span<const std::uint16_t> relatives_of(std::uint16_t related) {
    if (related == 0) {
        return {};
    }
    const NameWordRow& row = name_word_rows()[related - 1U];
    return relative_pool().subspan(row.first, row.count);
}

bool is_title(std::string_view latin) {
    return latin.size() > 1 && has_listed(kTitles, kTitlesShapes, latin);
}

bool is_leading_title(std::string_view latin) {
    return latin.size() > 1 && has_listed(kLeadingTitles, kLeadingTitlesShapes, latin);
}

bool is_title_modifier(std::string_view latin) {
    return latin.size() > 1 && has_listed(kTitleModifiers, kTitleModifiersShapes, latin);
}

bool is_particle(std::string_view latin) {
    return latin.size() > 1 && has_listed(kParticles, kParticlesShapes, latin);
}

bool is_marker(std::string_view latin) {
    return latin.size() > 1 && has_listed(kMarkers, kMarkersShapes, latin);
}

bool is_marker_behind(std::string_view latin) {
    return latin.size() > 2 && has_listed(kMarkersBehind, kMarkersBehindShapes, latin);
}

bool is_article_before(std::string_view latin, std::string_view next) {
    if (latin.size() < 2 || latin.size() > 3 || next.empty()) {
        return false;
    }
    const std::string_view first = latin.substr(0, 1);
    const std::string_view rest = latin.substr(1);
    const bool is_vowel = first == "a" || first == "u" || first == "e" || first == "i";
    constexpr std::string_view kSunLetters = "srzdntl";
    const bool is_sun =
        rest == "sh" || (rest.size() == 1 && kSunLetters.find(rest[0]) != std::string_view::npos);
    return is_vowel && is_sun && next.starts_with(rest);
}

}  // namespace sarhad::watchlists
