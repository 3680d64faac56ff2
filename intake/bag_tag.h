#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Consecutive bag tags as .N writes them: the first tag and how many.
struct TagRange {
    std::string first;  ///< Ten digits, or two letters of a carrier and six digits, or as sent.
    std::uint32_t count{1};
    bool is_count_sent{true};
    bool is_form_known{true};
    bool is_airline_known{true};  ///< False: the airline's numeric code is 000.
    bool rolls_over{false};       ///< The last six digits pass 999999 and start from 000000 again.
};

/// "0117814872001" (leading digit, three digits of the airline, six of the bag, three of the
/// count), "SK123456002", or either without a count, which is then 1.
[[nodiscard]] TagRange read_tag_range(std::string_view sent);
/// One text a bag. Only the last six digits count on: those before them name the airline.
[[nodiscard]] std::vector<std::string> tags_of(const TagRange& range);

}  // namespace sarhad::intake
