#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sarhad::intake {

/// What the bytes of an interchange mean where they are not UTF-8.
class Charset {
public:
    Charset() = default;  ///< Latin-1 (ISO 8859-1).
    /// Of UNB 0001: UNOD to UNOL are other parts of ISO 8859, UNOA to UNOC, UNOW, UNOY and "" are
    /// Latin-1 where they are not UTF-8. Any other is unknown, and read as Latin-1.
    [[nodiscard]] static Charset named(std::string_view identifier);

    [[nodiscard]] bool is_known() const { return is_known_; }
    /// The character of a byte from 80 on; U+FFFD where it has none.
    [[nodiscard]] char16_t character(unsigned char byte) const;

private:
    std::size_t table_{0};  ///< From 1 on: its place in the generated tables.
    bool is_known_{true};
};

/// True where to_utf8() changes nothing: printable ASCII with single blanks inside.
[[nodiscard]] bool is_plain(std::string_view sent);

/// As UTF-8: kept where it is, else read in `charset`; bytes that are no characters there become
/// U+FFFD. Control characters are left out and runs of blanks folded to one.
[[nodiscard]] std::string to_utf8(std::string_view sent, const Charset& charset = {});

}  // namespace sarhad::intake
