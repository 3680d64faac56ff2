#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sarhad::intake {

/// A line of a message that is made of lines: control characters and blanks at its ends, which
/// teleprinter lines leave behind (SOH, STX, ETX), are none of it.
struct Line {
    std::string_view text;
    std::uint32_t number{0};  ///< In the file, from 1; empty ones count.
    std::uint32_t offset{0};  ///< Byte in the file where `text` starts.
};

/// The lines of a file that hold anything, in order; they end in CR LF, LF or CR. Borrowed.
class Lines {
public:
    explicit Lines(std::string_view file) : file_{file} {}
    /// Nothing at the end.
    [[nodiscard]] std::optional<Line> next();

private:
    std::string_view file_;
    std::size_t at_{0};
    std::uint32_t number_{0};
};

}  // namespace sarhad::intake
