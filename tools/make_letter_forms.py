#!/usr/bin/env python3
"""Writes watchlists/letter_forms_table.cpp: the plain letters of characters that are forms of letters.

    tools/make_letter_forms.py

From Unicode's compatibility decompositions (NFKC) as this Python knows them, and of singletons such as the Kelvin
sign and the ideographs that are there twice: mathematical, wide and narrow, circled and squared letters, ligatures,
Arabic and Hebrew presentation forms, Roman numerals, radicals. Signs (trade mark, numero, units) are none.
"""

import pathlib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
FIRST = 0x2070  # Below it the readings of core/latin_reading.cpp know what there is.
LETTERS_AS_SIGNS = [(0x24B6, 0x24E9), (0x2E80, 0x2FD5), (0x1F130, 0x1F149)]
WIDE = [(0xFF01, 0xFF5E)]  # With their marks: a wide slash parts what a slash parts.
JAMO = [(0x3131, 0x318E), (0xFFA0, 0xFFDC)]  # Of Hangul: these stand for sounds and make no syllable.


def is_in(code, ranges):
    return any(first <= code <= last for first, last in ranges)


def plain(code):
    """What stands for the character; None where it stands for itself."""
    text = unicodedata.normalize("NFKC", chr(code))
    kind = unicodedata.category(chr(code))[0]
    is_letter = kind in "LN" or is_in(code, LETTERS_AS_SIGNS)
    is_plain = all(unicodedata.category(c)[0] in "LNM" for c in text)
    is_form = (is_letter and is_plain) or is_in(code, WIDE)
    return text if is_form and text != chr(code) and not is_in(code, JAMO) else None


def wrapped(items):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) > 117:
            lines.append(line)
            line = "   "
        line += " " + item
    return "\n".join([*lines, line])


def main():
    runs, ligatures = [], []
    for code in range(FIRST, 0x20000):
        text = plain(code)
        if text is None:
            continue
        if len(text) > 1:
            ligatures.append(f'{{{code:#x}, "{text}"}},')
        elif runs and runs[-1][0] + runs[-1][1] == code and runs[-1][2] + runs[-1][1] == ord(text):
            runs[-1][1] += 1
        else:
            runs.append([code, 1, ord(text)])
    rows = [f"{{{first:#x}, {count}, {to:#x}}}," for first, count, to in runs]
    (HERE.parent / "watchlists" / "letter_forms_table.cpp").write_text(
        f"""#include "letter_forms_table.h"

namespace sarhad::watchlists {{

// clang-format off
// Made by tools/make_letter_forms.py from Unicode {unicodedata.unidata_version} (docs/third-party.md). Rising.
const std::array<LetterForms, kLetterForms> kLetterForm{{{{
{wrapped(rows)}}}}};
const std::array<Ligature, kLigatures> kLigature{{{{
{wrapped(ligatures)}}}}};
// clang-format on

}}  // namespace sarhad::watchlists
""",
        encoding="utf-8",
    )
    header = (HERE.parent / "watchlists" / "letter_forms_table.h").read_text(encoding="utf-8")
    for constant in (f"kLetterForms = {len(rows)};", f"kLigatures = {len(ligatures)};"):
        if constant not in header:  # A longer array would end in zeros, and not rise.
            raise SystemExit(f"letter_forms_table.h needs {constant}")


if __name__ == "__main__":
    main()
