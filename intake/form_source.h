#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kFormMembers = 2'000;  ///< Of one form.
inline constexpr std::size_t kFormDepth = 12;       ///< Objects and lists inside one another.

/// One field of a form, as somebody wrote it: "goods.1.hs" and "240220".
struct FormMember {
    std::string path;
    std::string text;
};

/// A form as it stands in a file, before anybody knows what it means.
struct FormEntry {
    std::string kind;  ///< Its member "form": "currency", "seizure" ...
    std::vector<FormMember> members;
    std::uint32_t place{0};   ///< JSON: which form of the file, from 1; CSV: its line.
    std::uint32_t offset{0};  ///< Byte where it starts; JSON: 0, or where it cannot be read.
    std::string damage;       ///< Why it cannot be read, and the remedy; "" where it can.
};

/// A JSON object, an array of them, or one a line. Never empty.
[[nodiscard]] std::vector<FormEntry> read_json_forms(core::ByteView file, std::size_t max);
/// A CSV file (RFC 4180) whose header names the fields by their paths; empty cells are not there.
[[nodiscard]] std::vector<FormEntry> read_csv_forms(core::ByteView file, std::size_t max);

}  // namespace sarhad::intake
