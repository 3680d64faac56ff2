#pragma once

#include "facts/date.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Who sends what to whom.
struct Envelope {
    std::string_view syntax{"UNOA:4"};
    std::string_view sender{};
    std::string_view recipient{"PKNTC"};
    std::string_view format{};  ///< "PAXLST:D:12B:UN:IATA".
    std::string_view access{};  ///< Common access reference (UNH 0068), or "".
    facts::LocalTime prepared{};
    std::uint64_t reference{1};
};

/// One interchange with one message, segment by segment, each on a line of its own; release
/// characters are put where needed, and the separators are those that ISO 9735 has without UNA.
class EdifactWriter {
public:
    using Components = std::vector<std::string>;

    explicit EdifactWriter(const Envelope& envelope);
    /// Empty elements and components at the end are not written.
    void segment(std::string_view tag, std::initializer_list<Components> elements);
    /// With UNT, which counts `miscounted_by` segments too many, and UNZ.
    [[nodiscard]] std::string finish(std::size_t miscounted_by = 0);
    /// Without them: a message whose end is missing.
    [[nodiscard]] std::string unfinished() { return std::move(text_); }

private:
    std::string reference_;
    std::string text_{};
    std::size_t segments_{0};
};

/// With zeros in front, to `width` digits.
[[nodiscard]] std::string padded(std::uint64_t number, std::size_t width);
/// "260301" and "1430".
[[nodiscard]] std::string yymmdd(facts::PartialDate date);
[[nodiscard]] std::string hhmm(facts::LocalTime time);

}  // namespace sarhad::intake
