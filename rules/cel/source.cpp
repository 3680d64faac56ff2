#include "rules/cel/source.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::rules::cel {

LineColumn line_column(std::string_view source, std::uint32_t offset) {
    LineColumn place;
    const std::size_t end = std::min<std::size_t>(offset, source.size());
    for (std::size_t i = 0; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(source[i]);
        if (byte == '\n' || (byte == '\r' && source.substr(i + 1, 1) != "\n")) {
            ++place.line;
            place.column = 1;
        } else if ((byte & 0xC0U) != 0x80) {
            ++place.column;
        }
    }
    return place;
}

std::string format(const std::vector<Issue>& issues, std::string_view source) {
    std::string text;
    for (const Issue& issue : issues) {
        const LineColumn place = line_column(source, issue.range.begin);
        text +=
            core::cat(text.empty() ? "" : "\n", place.line, ":", place.column, ": ", issue.what);
    }
    return text;
}

core::Error to_error(const std::vector<Issue>& issues, std::string_view source) {
    SARHAD_CHECK(!issues.empty());
    return {core::Errc::kInvalid, format(issues, source)};
}

}  // namespace sarhad::rules::cel
