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

constexpr std::uint32_t kFirstLetter = 0x400;  ///< Of the three alphabets,
constexpr std::uint32_t kPastLetters = 0x700;  ///< and past the last one.

/// Classes of the letters of Cyrillic, Hebrew and Arabic from kFirstLetter on; 0 for none. Hebrew
/// letters with a geresh stand 0x100 behind those without.
constexpr std::array<char, kPastLetters - kFirstLetter> letter_classes() {
    struct Part {
        std::uint32_t first;
        std::string_view classes;
    };
    constexpr std::array<Part, 9> kParts{{{0x430, "-P-KT-SS--KLNN-PLST---SSSS------"},
                                          {0x5D0, "-PKT--S-T-KKLNNNNS-PPSSKLST"},
                                          {0x620, "--------P-TTS--TTLSSSSTTS-K-------KKLNN---"},
                                          {0x67E, "P"},
                                          {0x686, "S"},
                                          {0x698, "S"},
                                          {0x6AF, "K"},
                                          {0x6D2, "ST--S"},     // Gimel, dalet; zayin.
                                          {0x6E5, "SS---T"}}};  // Tsade; tav.
    std::array<char, kPastLetters - kFirstLetter> table{};
    for (const Part& part : kParts) {
        for (std::size_t i = 0; i < part.classes.size(); ++i) {
            const char c = part.classes[i];
            table[part.first - kFirstLetter + i] = c == '-' ? '\0' : c;
        }
    }
    return table;
}
constexpr auto kLetterClasses = letter_classes();

/// Classes of a jamo; empty for none.
std::string_view classes_of_jamo(std::uint32_t unit) {
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
    if (unit >= 0x1100 && unit < 0x1100 + kInitials.size()) {
        return kInitials[unit - 0x1100];
    }
    return unit >= 0x11A7 && unit < 0x11A7 + kFinals.size() ? kFinals[unit - 0x11A7]
                                                            : std::string_view{};
}

/// The sounds of a unit: places in the table.
struct Row {
    std::uint16_t from{0};
    std::uint16_t to{0};
};

constexpr std::size_t kPlaces = 0x700;  ///< Of units without their marks; see place_of().

/// A number below kPlaces: letters from U+0400, jamo, syllables.
std::size_t place_of(std::uint32_t unit) {
    constexpr std::uint32_t kJamo = 0x1100;
    constexpr std::size_t kJamoAt = 0x400;
    constexpr std::size_t kSyllableAt = 0x500;
    if ((unit & kSyllableUnit) != 0) {
        return kSyllableAt + (unit & (kSyllableUnit - 1)) % (kPlaces - kSyllableAt);
    }
    return unit >= kJamo ? kJamoAt + (unit - kJamo) % 0x100 : (unit - kFirstLetter) % kJamoAt;
}

/// One way to write a unit: its letters as bits (a is bit 0), and what it is worth.
struct Way {
    std::uint32_t letters{0};
    int worth{0};
};

/// What is made of the table once, before the first comparison.
struct Sounds {
    /// By place and marks (first, last); a marked unit without a row has that of the plain one.
    std::array<Row, 4 * kPlaces> rows{};
    /// As the table's sounds, those of a row by falling worth.
    std::array<Way, kSounds> ways{};
};

std::uint32_t letter_bits(std::uint32_t letters) {
    std::uint32_t bits = 0;
    for (; letters != 0; letters /= 32) {
        bits |= 1U << (letters % 32 - 1);
    }
    return bits;
}

Sounds make_sounds() {
    Sounds made;
    for (std::size_t i = 0; i < kSounds; ++i) {
        made.ways[i] = {letter_bits(kSoundLetters[i]), kSoundWorth[i]};
    }
    for (std::size_t i = 0; i < kSoundUnits; ++i) {
        const Row row{kSoundStart[i], kSoundStart[i + 1]};
        std::sort(made.ways.begin() + row.from,
                  made.ways.begin() + row.to,
                  [](const Way& a, const Way& b) { return a.worth > b.worth; });
        const std::size_t place = place_of(kSoundUnit[i] & kUnitMask);
        const std::uint32_t marks = kSoundUnit[i] >> 24U;
        made.rows[marks * kPlaces + place] = row;
        // Rising numbers: the plain unit comes before the marked ones.
        for (std::uint32_t other = 1; other < 4 && marks == 0; ++other) {
            made.rows[other * kPlaces + place] = row;
        }
    }
    return made;
}

const Sounds& sounds() {
    static const Sounds made = make_sounds();
    return made;
}

/// The units of a word, and the most that each can be worth against a word of these letters.
struct Chain {
    std::array<Row, kMaxUnits> rows{};
    std::array<int, kMaxUnits> most{};
    std::size_t size{0};
    int sum{0};
};
Chain chain_of(std::string_view native, std::uint32_t letters) {
    const Sounds& made = sounds();
    const Units units = units_of(native);
    Chain chain;
    chain.size = units.size;
    for (std::size_t i = 0; i < units.size; ++i) {
        const std::uint32_t unit = units.unit[i];
        const Row row = made.rows[(unit >> 24U) * kPlaces + place_of(unit & kUnitMask)];
        int most = kSkipped;
        for (std::size_t at = row.from; at < row.to; ++at) {
            if ((made.ways[at].letters & ~letters) == 0) {
                most = std::max(most, made.ways[at].worth);
                break;
            }
        }
        chain.rows[i] = row;
        chain.most[i] = most;
        chain.sum += most;
    }
    return chain;
}

/// Best worth of the units so far against the first j Latin letters.
using Line = std::array<int, kLatinLetters + 1>;

/// What one unit may write at place `j` of the word, which so far is worth `so_far`.
void write_at(const Row& row, std::string_view latin, std::size_t j, int so_far, Line& after) {
    const auto* from = kSoundLetters.data() + row.from;
    const auto* const to = kSoundLetters.data() + row.to;
    std::uint32_t letters = 0;
    for (std::size_t count = 0; from != to; ++count) {
        // Longer texts have larger numbers: the search goes on from where it is.
        from = std::lower_bound(from, to, letters);
        if (from != to && *from == letters) {
            const int worth = kSoundWorth[static_cast<std::size_t>(from - kSoundLetters.data())];
            after[j + count] = std::max(after[j + count], so_far + worth);
        }
        if (count == kWrittenLetters || j + count == latin.size()) {
            return;
        }
        letters = letters * 32 + static_cast<std::uint32_t>(latin[j + count] - 'a' + 1);
    }
}

/// Every way that the unit may write letters behind `before`; the best of `after`. What is below
/// `least` before it is left: all that is to come cannot make up for it.
int write_unit(const Row& row,
               std::string_view latin,
               bool may_skip,
               int least,
               const Line& before,
               Line& after) {
    for (std::size_t j = 0; j <= latin.size(); ++j) {
        after[j] = may_skip ? before[j] + kSkipped : kFar;
    }
    for (std::size_t j = 0; j <= latin.size(); ++j) {
        if (before[j] >= least) {
            write_at(row, latin, j, before[j], after);
        }
    }
    int most = after[0];
    for (std::size_t j = 1; j <= latin.size(); ++j) {
        after[j] = std::max(after[j], after[j - 1] + kInserted);
        most = std::max(most, after[j]);
    }
    return most;
}

/// The best worth of the units against the whole of `latin`; kFar where it is below `threshold`.
int worth_of(const Chain& chain, std::string_view latin, int threshold, bool may_skip) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): filled as far as they are read.
    std::array<Line, 2> lines;
    for (std::size_t j = 0; j <= latin.size(); ++j) {
        lines[0][j] = static_cast<int>(j) * kInserted;
    }
    int to_come = chain.sum;
    for (std::size_t i = 0; i < chain.size; ++i) {
        const int least = threshold - to_come;
        to_come -= chain.most[i];
        const int most =
            write_unit(chain.rows[i], latin, may_skip, least, lines[i % 2], lines[(i + 1) % 2]);
        if (most + to_come < threshold) {
            return kFar;
        }
    }
    const int worth = lines[chain.size % 2][latin.size()];
    return worth < threshold ? kFar : worth;
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
        if (unit >= kFirstLetter && unit < kPastLetters) {
            put(coarse, kLetterClasses[unit - kFirstLetter]);
        } else if ((unit & kSyllableUnit) != 0) {
            put_pinyin(coarse, kSyllable[unit ^ kSyllableUnit]);
        } else {
            for (const char c : classes_of_jamo(unit)) {
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
    std::uint32_t letters = 0;
    for (const char c : latin) {
        letters |= 1U << static_cast<unsigned>(c - 'a');
    }
    const Chain chain = chain_of(native, letters);
    if (chain.size == 0 || chain.sum < threshold) {
        return kNoSound;
    }
    // Of a Chinese name every syllable is heard; a foreign one is longer.
    return std::max(
        worth_of(chain, latin, threshold, script != Script::kHan || chain.size > 2) - threshold,
        kNoSound);
}

bool are_near(const Coarse& a, const Coarse& b) {
    return edits_within_two(a.view(), b.view()) <= coarse_edits(std::min(a.size, b.size));
}

namespace {

constexpr std::string_view kCoarseLetters = "KLNPST";

}  // namespace

std::uint32_t pack_coarse(const Coarse& coarse) {
    std::uint32_t packed = 0;
    for (std::size_t i = 0; i < coarse.size; ++i) {
        const std::size_t place = kCoarseLetters.find(coarse.letters[i]);
        packed |= static_cast<std::uint32_t>(place + 1) << (3 * i);
    }
    return packed;
}

Coarse unpack_coarse(std::uint32_t packed) {
    Coarse coarse;
    for (; (packed & 7U) != 0 && coarse.size < Coarse::kMaxCoarse; packed >>= 3U) {
        coarse.letters[coarse.size++] = kCoarseLetters[((packed & 7U) - 1) % kCoarseLetters.size()];
    }
    return coarse;
}

int sound_likeness(std::string_view native, std::string_view latin) {
    constexpr int kLeast = 640;
    constexpr int kMost = 940;
    const int margin = sound_margin(native, latin);
    if (margin < 0) {
        return 0;
    }
    const Coarse a = coarse_of_native(native);
    const Coarse b = coarse_of_latin(latin);
    return are_near(a, b) ? std::min(kLeast + 6 * margin, kMost) : 0;
}

}  // namespace sarhad::watchlists
