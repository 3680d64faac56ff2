#include "watchlists/cross_script.h"

#include "script_sounds_table.h"
#include "script_units.h"

#include "watchlists/similarity.h"

#include <algorithm>
#include <limits>

namespace sarhad::watchlists {
namespace {

constexpr std::uint32_t kUnitMask = (1U << 24U) - 1U;
constexpr std::uint32_t kSyllableUnit = 1U << 21U;
constexpr std::size_t kLatinLetters = 32;
constexpr std::size_t kWrittenLetters = 6;  ///< Letters that a unit writes.
constexpr int kSkipped = -40;               ///< A unit that is not written.
constexpr int kInserted = -32;              ///< A letter that nothing writes.
constexpr int kFar = -1'000'000;

/// Doubled ones are one, and so are a T and the S behind it (ts, tch, dz).
void put(Coarse& coarse, char c) {
    char* last = coarse.size == 0 ? nullptr : &coarse.letters[coarse.size - 1];
    if (last != nullptr && *last == 'T' && c == 'S') {
        *last = 'S';
        if (coarse.size > 1 && coarse.letters[coarse.size - 2] == 'S') {
            --coarse.size;
        }
    } else if (c != 0 && coarse.size < Coarse::kMaxCoarse && (last == nullptr || *last != c)) {
        coarse.letters[coarse.size++] = c;
    }
}

/// The class of one Latin letter alone; 0 for vowels and what comes and goes (f, h, v, w, y).
char class_of_letter(char c) {
    constexpr std::string_view kClasses =
        // abcdefghijklmnopqrstuvwxyz
        "-PKT--K--SKLNN-PKLST---K-S";
    const bool is_letter = c >= 'a' && c <= 'z';
    const char found = is_letter ? kClasses[static_cast<std::size_t>(c - 'a')] : '-';
    return found == '-' ? '\0' : found;
}

/// Classes of pinyin: j, q, x, c are spoken otherwise than in other Latin writings.
void put_pinyin(Coarse& coarse, std::string_view pinyin) {
    const char first = pinyin.front();
    if (std::string_view{"jqxczs"}.find(first) != std::string_view::npos) {
        put(coarse, 'S');
    } else {
        put(coarse, class_of_letter(first));
    }
    if (pinyin == "er") {
        put(coarse, 'L');
    } else if (pinyin.size() > 1 && (pinyin.ends_with('n') || pinyin.ends_with("ng"))) {
        put(coarse, 'N');
    }
}

/// Classes of a letter of an alphabet, or of a jamo; '-' for none.
std::string_view classes_of_unit(std::uint32_t unit) {
    constexpr std::array<std::string_view, 19> kInitials{"K",
                                                         "K",
                                                         "N",
                                                         "T",
                                                         "T",
                                                         "L",
                                                         "N",
                                                         "P",
                                                         "P",
                                                         "S",
                                                         "S",
                                                         "",
                                                         "S",
                                                         "S",
                                                         "S",
                                                         "K",
                                                         "T",
                                                         "P",
                                                         ""};
    constexpr std::array<std::string_view, 28> kFinals{
        "", "K", "K", "KS", "N", "",  "",  "T",  "L", "",  "",  "",  "",  "",
        "", "",  "N", "P",  "",  "S", "S", "NK", "S", "S", "K", "T", "P", ""};
    // From U+0620, U+05D0 and U+0430.
    constexpr std::string_view kArabic = "--------P-TTS--TTLSSSSTTS-K-------KKLNN---";
    constexpr std::string_view kHebrew = "-PKT--S-T-KKLNNNNS-PPSSKLST";
    constexpr std::string_view kCyrillic = "-P-KT-SS--KLNN-PLST---SSSS------";
    const auto in = [&](std::string_view table, std::uint32_t first) {
        return unit >= first && unit < first + table.size() ? table.substr(unit - first, 1)
                                                            : std::string_view{};
    };
    if (unit >= 0x1100 && unit < 0x1100 + kInitials.size()) {
        return kInitials[unit - 0x1100];
    }
    if (unit >= 0x11A7 && unit < 0x11A7 + kFinals.size()) {
        return kFinals[unit - 0x11A7];
    }
    switch (unit) {
        case 0x67E:
            return "P";
        case 0x686:
        case 0x698:
        case 0x6D2:  // Gimel with a geresh.
        case 0x6D6:
        case 0x6E6:
        case 0x6E5:
            return "S";
        case 0x6AF:
        case 0x6D7:
            return "K";
        case 0x6EA:
        case 0x6D3:
            return "T";
        default:  // Not our enum.
            break;
    }
    for (const std::string_view found :
         {in(kArabic, 0x620), in(kHebrew, 0x5D0), in(kCyrillic, 0x430)}) {
        if (!found.empty()) {
            return found == "-" ? std::string_view{} : found;
        }
    }
    return {};
}

/// The sounds of a unit: places in the table.
struct Row {
    std::size_t from{0};
    std::size_t to{0};
};
Row row_of(std::uint32_t unit) {
    for (const std::uint32_t wanted : {unit, unit & kUnitMask}) {
        const auto* found = std::lower_bound(kSoundUnit.begin(), kSoundUnit.end(), wanted);
        if (found != kSoundUnit.end() && *found == wanted) {
            const auto at = static_cast<std::size_t>(found - kSoundUnit.begin());
            return {kSoundStart[at], kSoundStart[at + 1]};
        }
    }
    return {};
}

/// Best worth of the units so far against the first j Latin letters.
using Line = std::array<int, kLatinLetters + 1>;

void write_unit(
    const Row& row, std::string_view latin, bool may_skip, const Line& before, Line& after) {
    after.fill(kFar);
    for (std::size_t j = 0; j <= latin.size(); ++j) {
        if (j > 0) {
            after[j] = std::max(after[j], after[j - 1] + kInserted);
        }
        if (before[j] <= kFar / 2) {
            continue;
        }
        if (may_skip) {
            after[j] = std::max(after[j], before[j] + kSkipped);
        }
        std::uint32_t letters = 0;
        std::size_t from = row.from;
        for (std::size_t more = 0; more <= kWrittenLetters && j + more <= latin.size(); ++more) {
            if (more > 0) {
                letters = letters * 32 + static_cast<std::uint32_t>(latin[j + more - 1] - 'a' + 1);
            }
            // Longer texts have larger numbers: the search goes on from where it is.
            const auto begin = kSoundLetters.begin();
            const auto* found = std::lower_bound(begin + static_cast<std::ptrdiff_t>(from),
                                                 begin + static_cast<std::ptrdiff_t>(row.to),
                                                 letters);
            from = static_cast<std::size_t>(found - begin);
            if (from < row.to && kSoundLetters[from] == letters) {
                after[j + more] = std::max(after[j + more], before[j] + kSoundWorth[from]);
            }
        }
    }
}

/// What two words of the script must be worth, in quarter bits. Fitted on the train part: one of a
/// thousand random pairs is above it.
int threshold_of(Script script) {
    switch (script) {
        case Script::kArabic:
            return -14;
        case Script::kCyrillic:
            return -24;
        case Script::kHan:
            return -9;
        case Script::kHangul:
            return -7;
        case Script::kHebrew:
            return -15;
        case Script::kLatin:
        case Script::kKana:
        case Script::kOther:
            break;
    }
    return -kNoSound;
}

bool is_latin(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Coarse coarse_of_latin(std::string_view latin) {
    Coarse coarse;
    for (std::size_t i = 0; i < latin.size(); ++i) {
        const char next = i + 1 < latin.size() ? latin[i + 1] : '\0';
        const bool is_soft = next == 'e' || next == 'i' || next == 'y';
        if (latin[i] == 'c' && (next == 'h' || next == 'z' || is_soft)) {
            put(coarse, 'S');
        } else if ((latin[i] == 'k' || latin[i] == 'p') && next == 'h') {
            continue;  // Spoken like an h, an f.
        } else if (latin[i] == 'x') {
            put(coarse, 'K');
            put(coarse, 'S');
        } else {
            put(coarse, class_of_letter(latin[i]));
        }
    }
    return coarse;
}

Coarse coarse_of_native(std::string_view native) {
    Coarse coarse;
    const Units units = units_of(native);
    for (std::size_t i = 0; i < units.size; ++i) {
        const std::uint32_t unit = units.unit[i] & kUnitMask;
        if ((unit & kSyllableUnit) != 0) {
            put_pinyin(coarse, kSyllable[unit ^ kSyllableUnit]);
        } else {
            for (const char c : classes_of_unit(unit)) {
                put(coarse, c);
            }
        }
    }
    return coarse;
}

int sound_margin(std::string_view native, std::string_view latin) {
    const Script script = script_of(native);
    const int threshold = threshold_of(script);
    if (threshold == -kNoSound || latin.empty() || latin.size() > kLatinLetters ||
        !is_latin(latin)) {
        return kNoSound;
    }
    const Units units = units_of(native);
    Line before{};
    Line after{};
    for (std::size_t j = 0; j < before.size(); ++j) {
        before[j] = static_cast<int>(j) * kInserted;
    }
    for (std::size_t i = 0; i < units.size; ++i) {
        // Of a Chinese name every syllable is heard; a foreign one is longer.
        const bool may_skip = script != Script::kHan || units.size > 2;
        write_unit(row_of(units.unit[i]), latin, may_skip, before, after);
        before = after;
    }
    return units.size == 0 ? kNoSound : std::max(before[latin.size()] - threshold, kNoSound);
}

int sound_likeness(std::string_view native, std::string_view latin) {
    const Coarse a = coarse_of_native(native);
    const Coarse b = coarse_of_latin(latin);
    if (edits_within_two(a.view(), b.view()) > coarse_edits(std::min(a.size, b.size))) {
        return 0;
    }
    constexpr int kLeast = 700;
    constexpr int kMost = 940;
    const int margin = sound_margin(native, latin);
    return margin < 0 ? 0 : std::min(kLeast + 3 * margin, kMost);
}

}  // namespace sarhad::watchlists
