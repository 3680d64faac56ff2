#!/usr/bin/env python3
"""Writes watchlists/script_sounds_table.cpp: how letters of five scripts are written in Latin ones, learned from pairs.

    tools/make_script_sounds.py ../shared/data/matching/transliteration

A word is a row of units (letters, jamo, syllables of pinyin), each of which writes nought to six Latin letters. Hard
expectation maximisation finds who wrote what in the train part of the pairs; a unit's row then holds what it writes and
what that is worth. The test part of a Wikidata file is the pairs with FNV-1a-32(native TAB latin) % 5 == 0; ar2en has
files of its own. No pair is stored: a row knows one unit only.
"""

import collections
import math
import multiprocessing
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = {"arabic": 30000, "chinese": 40000, "hebrew": 32000, "korean": 27000, "russian": 24000}
INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()
FINALS = "- g kk ks n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h".split()
SAME_LETTER = {
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي", "ک": "ك", "ګ": "گ", "ہ": "ه",
    "ھ": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ة", "ڼ": "ن", "ں": "ن", "ړ": "ر", "ڑ": "ر", "ټ": "ت", "ٹ": "ت", "ډ": "د",
    "ڈ": "د", "ښ": "ش", "ږ": "ژ", "څ": "س", "ځ": "ز", "ۇ": "و", "ۆ": "و", "ۋ": "و"}  # fmt: skip
INITIAL, FINAL = 1 << 24, 1 << 25
SYLLABLE = 1 << 21
NEGATIVE = -1e9


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


class Reader:
    def __init__(self, folder):
        self.any = {}
        for line in (folder / "anyascii.tsv").open(encoding="utf-8"):
            parts = line.rstrip("\n").split("\t")
            if len(parts) >= 2 and len(parts[0]) == 1:
                self.any[parts[0]] = parts[1]
        syllables = {self.pinyin(chr(code)) for code in range(0x4E00, 0xA000)} - {""}
        self.syllables = sorted(syllables)
        self.number = {text: i + 1 for i, text in enumerate(self.syllables)}

    def pinyin(self, letter):
        text = self.any.get(letter, "").lower()
        return text if text.isalpha() and text.isascii() and len(text) <= 6 else ""

    def latin(self, word):
        read = "".join(c if c.isascii() else self.any.get(c, "") for c in word).lower()
        return "".join(c for c in read if "a" <= c <= "z")

    def units(self, word):
        """Numbers of the units: as watchlists/script_units.cpp."""
        units = []
        for letter in word:
            code = ord(letter)
            if 0xAC00 <= code <= 0xD7A3:
                code -= 0xAC00
                units += [0x1100 + code // 588, 0x1161 + code // 28 % 21]
                units += [0x11A7 + code % 28] if code % 28 else []
            elif 0x4E00 <= code <= 0x9FFF:
                if self.pinyin(letter):
                    units.append(SYLLABLE + self.number[self.pinyin(letter)])
            elif letter in "'׳’`" and units and 0x5D0 <= units[-1] <= 0x5EA:
                units[-1] += 0x100  # A letter with geresh.
            elif 0x5D0 <= code <= 0x5EA:
                units.append(code)
            elif 0x620 <= code <= 0x6FF and not 0x64B <= code <= 0x670 and code != 0x640:
                units.append(ord(SAME_LETTER.get(letter, letter)))
            elif 0x400 <= code <= 0x4FF:
                units.append(ord(letter.lower()))
        if len(units) > 3 and units[:2] == [0x627, 0x644]:
            units[:2] = [0x644 + 0x100]  # The article is one.
        if units and not units[0] & SYLLABLE:
            units[0] |= INITIAL
        if len(units) > 1 and not units[-1] & SYLLABLE:
            units[-1] |= FINAL
        return tuple(units)

    def reading(self, unit):
        unit &= INITIAL - 1
        if unit & SYLLABLE:
            return self.syllables[(unit ^ SYLLABLE) - 1]
        if 0x1100 <= unit < 0x1113:
            return INITIALS[unit - 0x1100].strip("-")
        if 0x1161 <= unit < 0x1176:
            return "a"
        if 0x11A7 <= unit < 0x11C3:
            return FINALS[unit - 0x11A7].strip("-")
        if unit == 0x744:
            return "al"
        return "".join(c for c in self.any.get(chr(unit & 0xFFF if unit < 0x6D0 else unit - 0x100), "").lower() if c.isalpha())


CLASSES = dict(zip("bpfvmnlrdtszkgqcxj", "PPPPMNLRTTSSKKKKKJ"))


def classes(text):
    return "".join(CLASSES.get(c, "") for c in text)


class Model:
    def __init__(self, reader, longest):
        self.reader, self.longest = reader, longest
        self.counts, self.base_counts, self.cache = {}, {}, {}

    def prior(self, unit, letters):
        value = [-3, -4, -7, -10.5, -15, -19, -22][len(letters)]
        read, written = classes(self.reader.reading(unit)), classes(letters)
        if read == written:
            value += 8 if read else 6
        elif read and written and read[0] == written[0]:
            value += 2
        return value

    def log_p(self, unit, letters):
        value = self.cache.get((unit, letters))
        if value is None:
            value = self.cache[unit, letters] = self.compute(unit, letters)
        return value

    def compute(self, unit, letters):
        base = unit & (INITIAL - 1)
        row = self.base_counts.get(base)
        prior = 2.0 ** self.prior(base, letters)
        if row is None:
            return math.log2(prior)
        p_base = (row[0].get(letters, 0) + 0.02 * prior) / (row[1] + 0.5)
        own = self.counts.get(unit, ({}, 0))
        return math.log2(max((own[0].get(letters, 0) + 5 * p_base) / (own[1] + 5), 2.0**-16))

    def align(self, units, word):
        size = len(word)
        best = [NEGATIVE] * (size + 1)
        best[0] = 0.0
        backs = []
        for unit in units:
            after, back = [NEGATIVE] * (size + 1), [0] * (size + 1)
            for at in range(size + 1):
                if best[at] == NEGATIVE:
                    continue
                for more in range(min(self.longest, size - at) + 1):
                    value = best[at] + self.log_p(unit, word[at : at + more])
                    if value > after[at + more]:
                        after[at + more], back[at + more] = value, more
            best = after
            backs.append(back)
        return best[size], backs

    def train(self, pairs, rounds=4, dropped=0.08):
        for _ in range(rounds):
            scored = []
            for units, word in pairs:
                value, backs = self.align(units, word)
                if value > NEGATIVE:
                    scored.append((value / (len(word) + 1), units, word, backs))
            scored.sort(key=lambda one: one[0])
            counts = collections.defaultdict(collections.Counter)
            for _, units, word, backs in scored[int(len(scored) * dropped) :]:
                at = len(word)
                for unit, back in zip(reversed(units), reversed(backs)):
                    counts[unit][word[at - back[at] : at]] += 1
                    at -= back[at]
            base = collections.defaultdict(collections.Counter)
            for unit, row in counts.items():
                base[unit & (INITIAL - 1)].update(row)
            self.counts = {unit: (row, sum(row.values())) for unit, row in counts.items()}
            self.base_counts = {unit: (row, sum(row.values())) for unit, row in base.items()}
            self.cache = {}


def wade_giles(pinyin):
    """The older romanisation of a syllable, apostrophes left out."""
    special = {"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "er": "erh",
               "you": "yu", "yi": "i", "ge": "ko", "ke": "ko", "he": "ho", "guo": "kuo", "duo": "to", "tuo": "to",
               "luo": "lo", "nuo": "no", "zuo": "tso", "cuo": "tso", "suo": "so", "ruo": "jo", "zhuo": "cho", "chuo": "cho",
               "shuo": "shuo", "gui": "kuei", "kui": "kuei", "yan": "yen", "ye": "yeh"}  # fmt: skip
    if pinyin in special:
        return special[pinyin]
    for initial, other in (("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"),
                           ("c", "ts"), ("b", "p"), ("d", "t"), ("g", "k"), ("r", "j")):  # fmt: skip
        if pinyin.startswith(initial):
            rest, head = pinyin[len(initial) :], other
            break
    else:
        head, rest = "", pinyin
    rest = rest.replace("ong", "ung") if rest.endswith("ong") else rest
    rest = rest.replace("ian", "ien") if rest.endswith("ian") else rest
    return head + (rest + "h" if rest in ("ie", "ue") else rest)


def pairs_of(reader, folder, script, is_test):
    pairs = []
    for line in (folder / f"wd_{script}_80.tsv").open(encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        native, word = parts[1].replace(" ", ""), reader.latin(parts[0])
        if (fnv(native + "\t" + word) % 5 == 0) == is_test:
            pairs.append((native, word))
    if script == "arabic" and not is_test:
        for line in (folder / "ar2en-train.txt").open(encoding="utf-8"):
            parts = line.rstrip("\n").split("\t")
            pairs.append((parts[0], reader.latin(parts[1])))
    return [(units, word) for units, word in ((reader.units(n), w) for n, w in pairs) if units and word]


def learn(job):
    folder, script = job
    reader = Reader(folder)
    pairs = pairs_of(reader, folder, script, False)
    random.Random(1).shuffle(pairs)
    pairs = pairs[: SCRIPTS[script]]
    model = Model(reader, 6 if script == "chinese" else 4)
    model.train(pairs)
    letters = collections.Counter("".join(word for _, word in pairs))
    total = sum(letters.values())
    # Worth: log2 P(letters | unit) - 3/4 log2 P(letters at random), less a bit a letter, two (three) more a unit.
    bonus = {"chinese": 3, "korean": 1}.get(script, 2)
    rows = {}

    def worth(unit, text):
        chance = sum(math.log2((letters[c] + 1) / total) for c in text)
        return model.log_p(unit, text) - 0.75 * chance - len(text) + bonus

    for unit, (row, size) in list(model.base_counts.items()) + list(model.counts.items()):
        is_marked = unit >= INITIAL
        if is_marked and size < 60:
            continue
        texts = {text for text, count in model.base_counts[unit & (INITIAL - 1)][0].items()
                 if count >= (2 if script in ("chinese", "korean") else 3)}
        texts |= {""}
        rows[unit] = {text: worth(unit, text) for text in texts if model.log_p(unit, text) > -12.5}
    if script == "chinese":
        for number, pinyin in enumerate(reader.syllables, 1):
            row = rows.setdefault(SYLLABLE + number, {})
            for text, log_p in ((pinyin, -2.0), (wade_giles(pinyin), -4.0)):
                chance = sum(math.log2((letters[c] + 1) / total) for c in text)
                row[text] = max(row.get(text, -99), log_p - 0.75 * chance - len(text) + bonus)
    return script, rows, {c: letters[c] for c in "abcdefghijklmnopqrstuvwxyz"}


def packed(text):
    value = 0
    for c in text:
        value = value * 32 + ord(c) - 96
    return value


def wrapped(items, width=118):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 1 > width:
            lines.append(line)
            line = "   "
        line += " " + item
    return "\n".join(lines + [line])


def write(path, rows, reader):
    units = sorted(rows)
    starts, writes = [], []
    for unit in units:
        starts.append(len(writes))
        for text, value in sorted(rows[unit].items(), key=lambda one: packed(one[0])):
            writes.append((packed(text), max(-127, min(127, round(4 * value)))))
    starts.append(len(writes))
    han = [reader.number.get(reader.pinyin(chr(code)), 0) for code in range(0x4E00, 0xA000)]
    path.write_text(
        '#include "script_sounds_table.h"\n\nnamespace sarhad::watchlists {\n\n// clang-format off\n'
        "// Made by tools/make_script_sounds.py; see docs/matching.md and docs/third-party.md.\n"
        f"const std::array<std::uint32_t, kSoundUnits> kSoundUnit{{\n{wrapped([f'{u},' for u in units])}}};\n"
        f"const std::array<std::uint16_t, kSoundUnits + 1> kSoundStart{{\n{wrapped([f'{s},' for s in starts])}}};\n"
        f"const std::array<std::uint32_t, kSounds> kSoundLetters{{\n{wrapped([f'{w[0]},' for w in writes])}}};\n"
        f"const std::array<std::int8_t, kSounds> kSoundWorth{{\n{wrapped([f'{w[1]},' for w in writes])}}};\n"
        f"const std::array<std::string_view, kSyllables> kSyllable{{\n{wrapped([chr(34) + s + chr(34) + ',' for s in [''] + reader.syllables])}}};\n"
        f"const std::array<std::uint16_t, kHanLetters> kHanSyllable{{\n{wrapped([f'{h},' for h in han])}}};\n"
        "// clang-format on\n\n}  // namespace sarhad::watchlists\n", encoding="utf-8")  # fmt: skip
    (path.parent / "script_sounds_table.h").write_text(
        "#pragma once\n\n#include <array>\n#include <cstddef>\n#include <cstdint>\n#include <string_view>\n\n"
        "namespace sarhad::watchlists {\n\n"
        "// What a unit of a word of another script writes in Latin letters. Made by tools/make_script_sounds.py.\n\n"
        f"inline constexpr std::size_t kSoundUnits = {len(units)};\n"
        f"inline constexpr std::size_t kSounds = {len(writes)};\n"
        f"inline constexpr std::size_t kSyllables = {len(reader.syllables) + 1};\n"
        "inline constexpr std::size_t kHanLetters = 0xA000 - 0x4E00;\n\n"
        "/// Numbers of the units, rising: see script_units.h.\n"
        "extern const std::array<std::uint32_t, kSoundUnits> kSoundUnit;\n"
        "/// Where the sounds of each unit begin, and the end.\n"
        "extern const std::array<std::uint16_t, kSoundUnits + 1> kSoundStart;\n"
        "/// Latin letters, five bits each (a is 1), rising within a unit.\n"
        "extern const std::array<std::uint32_t, kSounds> kSoundLetters;\n"
        "/// Quarter bits: what it tells that the unit stands where these letters stand.\n"
        "extern const std::array<std::int8_t, kSounds> kSoundWorth;\n"
        "/// Pinyin; the first is none.\n"
        "extern const std::array<std::string_view, kSyllables> kSyllable;\n"
        "/// The syllable of U+4E00 and those that follow.\n"
        "extern const std::array<std::uint16_t, kHanLetters> kHanSyllable;\n\n"
        "}  // namespace sarhad::watchlists\n", encoding="utf-8")
    print(f"{len(units)} units, {len(writes)} sounds, {len(reader.syllables) + 1} syllables, {len(han)} han letters")
    return units, writes


def main():
    folder = pathlib.Path(sys.argv[1])
    with multiprocessing.Pool(2) as pool:
        learned = pool.map(learn, [(folder, script) for script in SCRIPTS], chunksize=1)
    rows = {}
    for _, of_script, _ in learned:
        rows.update(of_script)
    write(HERE.parent / "watchlists" / "script_sounds_table.cpp", rows, Reader(folder))


if __name__ == "__main__":
    main()
