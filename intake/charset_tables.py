#!/usr/bin/env python3
"""Writes charset_tables.h: what the bytes A0 to FF mean in each part of ISO 8859 that UNB may name.

    python3 -B intake/charset_tables.py > intake/charset_tables.h
"""

# UNB 0001 (ISO 9735 part 1, annex A) -> part of ISO 8859.
PARTS = {"UNOD": 2, "UNOE": 5, "UNOF": 7, "UNOG": 3, "UNOH": 4, "UNOI": 6, "UNOJ": 8, "UNOK": 9, "UNOL": 15}

HEAD = """#pragma once

#include <array>
#include <string_view>

/// Written by charset_tables.py: do not edit.
namespace sarhad::intake {

/// A part of ISO 8859: the name that UNB 0001 has for it, and its characters from A0 on; 0: none.
struct CharsetTable {
    std::string_view identifier;
    std::array<char16_t, 96> characters;
};

"""


def characters(part):
    for byte in range(0xA0, 0x100):
        yield ord(bytes([byte]).decode(f"iso8859_{part}", errors="ignore") or "\0")


def main():
    print(HEAD, end="")
    print("// clang-format off")
    print(f"inline constexpr std::array<CharsetTable, {len(PARTS)}> kCharsetTables{{{{")
    for identifier, part in PARTS.items():
        codes = [f"0x{code:04X}" for code in characters(part)]
        lines = [", ".join(codes[at:at + 12]) for at in range(0, 96, 12)]
        print(f'    {{"{identifier}", {{  // ISO 8859-{part}')
        print(",\n".join(f"        {line}" for line in lines) + "}},")
    print("}};")
    print("// clang-format on")
    print("\n}  // namespace sarhad::intake")


if __name__ == "__main__":
    main()
