#pragma once

#include "mrz_shape.h"

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A character that no machine readable zone has.
inline constexpr char kMrzUnreadable = '?';

/// A line as scanned: capitals, digits, '<', and kMrzUnreadable for anything else; without blanks.
struct MrzLine {
    std::string text;
    std::vector<std::uint32_t> offsets;  ///< In the file, of each character.
    std::uint32_t number{0};             ///< In the file, from 1.
    std::uint32_t offset{0};             ///< Of its first byte.
};

/// The lines of one document. What was wrong with their lengths is told by `fault`.
struct MrzDocument {
    const MrzShape* shape{nullptr};
    std::vector<MrzLine> lines;  ///< As many as the shape has, padded to its width.
    std::size_t lines_there{0};  ///< Of them; the others are missing, and empty here.
    enum class Fault : std::uint8_t {
        kNone,
        kLength,  ///< A line was too long or too short: a run of fillers was fitted.
        kCut,     ///< A line ends too early: what is missing reads as fillers.
        kLong,    ///< A line goes on behind its end: the rest is not read.
    } fault{Fault::kNone};
    std::uint32_t fault_line{0};  ///< Number in the file.
};

/// `text` in the characters of a machine readable zone, kMrzUnreadable for each other one; without
/// blanks and line breaks.
[[nodiscard]] std::string mrz_characters(std::string_view text);

/// The documents of a file, at most `max` and one, in order. Blank lines set them apart; without
/// them the lengths of the lines do. Total: every line of the file is in one of them.
[[nodiscard]] std::vector<MrzDocument> mrz_documents(core::ByteView file, std::size_t max);

}  // namespace sarhad::intake
