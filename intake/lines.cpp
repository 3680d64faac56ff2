#include "lines.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

bool is_kept(char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
}

}  // namespace

std::optional<Line> Lines::next() {
    while (at_ < file_.size()) {
        const std::size_t start = at_;
        const std::size_t end = std::min(file_.find_first_of("\r\n", start), file_.size());
        at_ = end;
        if (at_ < file_.size()) {
            at_ += file_.substr(at_).starts_with("\r\n") ? 2U : 1U;
        }
        ++number_;
        const std::string_view whole = file_.substr(start, end - start);
        const auto* const first = std::find_if(whole.begin(), whole.end(), is_kept);
        if (first == whole.end()) continue;
        const auto last = std::find_if(whole.rbegin(), whole.rend(), is_kept).base();
        const auto skipped = static_cast<std::size_t>(first - whole.begin());
        const auto size = static_cast<std::size_t>(last - first);
        return Line{
            whole.substr(skipped, size), number_, static_cast<std::uint32_t>(start + skipped)};
    }
    return std::nullopt;
}

}  // namespace sarhad::intake
