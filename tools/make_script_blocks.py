#!/usr/bin/env python3
"""Writes watchlists/script_blocks_table.cpp: Latin readings of the letters of some blocks of Unicode.

    tools/make_script_blocks.py ../shared/data/matching/transliteration/anyascii.tsv

From anyascii (ISC). Scripts that core/latin_reading.cpp has no table for; letters and digits only.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
BLOCKS = [(0x530, 0x58F), (0x900, 0xDFF), (0xE00, 0xEFF), (0x1000, 0x10FF), (0x1200, 0x137F), (0x1780, 0x17FF),
          (0x1C90, 0x1CBF), (0x3040, 0x30FF)]  # fmt: skip


def main():
    readings = {}
    for line in pathlib.Path(sys.argv[1]).open(encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) >= 2 and len(parts[0]) == 1:
            text = "".join(c for c in parts[1].lower() if c.isascii() and c.isalnum())
            readings[ord(parts[0])] = text if len(text) <= 4 else ""
    out = ['#include "script_blocks_table.h"\n\nnamespace sarhad::watchlists {\n\n// clang-format off\n'
           "// Made by tools/make_script_blocks.py from anyascii (ISC, docs/third-party.md).\n"]  # fmt: skip
    items, blocks = [], []
    for first, last in BLOCKS:
        blocks.append(f"{{{first:#x}, {last:#x}, {len(items)}}},")
        items += [f'{{"{readings.get(code, "")}"}},' for code in range(first, last + 1)]
    out.append(f"const std::array<ScriptBlock, kScriptBlocks> kScriptBlock{{{{\n    {' '.join(blocks)}}}}};\n")
    out.append(f"const std::array<BlockReading, kBlockLetters> kBlockReading{{{{\n")
    line = "   "
    for item in items:
        if len(line) + len(item) > 117:
            out.append(line + "\n")
            line = "   "
        line += " " + item
    out.append(line + "}};\n// clang-format on\n\n}  // namespace sarhad::watchlists\n")
    (HERE.parent / "watchlists" / "script_blocks_table.cpp").write_text("".join(out), encoding="utf-8")
    print(f"{len(blocks)} blocks, {len(items)} letters")


if __name__ == "__main__":
    main()
