#pragma once

#include "watchlists/entry.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// At most so many warnings of one record.
inline constexpr std::size_t kMaxRecordWarnings = 16;

/// Whatever has no field of its own stays readable: comments, titles, addresses, and what could
/// not be read into a field.
class Remarks final {
public:
    void add(std::string_view text);
    /// "label: text".
    void add(std::string_view label, std::string_view text);
    /// The same, where it does not stand there already.
    void add_once(std::string_view label, std::string_view text);
    /// "label: text", of something that should have become a field: counted, with a warning.
    void add_unread(std::string_view label, std::string_view text);
    /// The same of what stands in the remarks already.
    void count_unread(std::string_view label);
    [[nodiscard]] std::uint64_t unread() const { return unread_; }
    /// That the record wants a look, as ImportReport::warned tells. `reason`: without personal
    /// data. Nothing happens where it was told before.
    void warn(std::string reason);
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
    /// All of it, cut to kMaxListedRemarks.
    [[nodiscard]] Redacted<std::string> take() const;

private:
    std::string text_;
    std::uint64_t unread_{0};
    std::vector<std::string> warnings_;
};

}  // namespace sarhad::watchlists
