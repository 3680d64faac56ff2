#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::api {

/// Named texts in the order in which they came: a path's {names} or a query's.
class Params {
public:
    void add(std::string name, std::string value) {
        held_.emplace_back(std::move(name), std::move(value));
    }
    /// The first value of `name`, null where there is none. Lives as this does.
    [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
    /// kInvalid, naming the parameter, where it is missing or empty.
    [[nodiscard]] core::Result<std::string> text(std::string_view name) const;
    /// kInvalid, naming the parameter, where it is missing or no whole number from 0.
    [[nodiscard]] core::Result<std::uint64_t> number(std::string_view name) const;
    /// The same; `otherwise` where it is missing.
    [[nodiscard]] core::Result<std::uint64_t> number_or(std::string_view name,
                                                        std::uint64_t otherwise) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const noexcept {
        return held_;
    }

private:
    std::vector<std::pair<std::string, std::string>> held_;
};

/// RFC 3986 percent-decoding. kInvalid for a broken escape, a NUL, or a result that is not UTF-8.
[[nodiscard]] core::Result<std::string> percent_decode(std::string_view text);

/// Every byte outside RFC 3986's unreserved set becomes %XX: for a path's piece or a query's value.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// What a request line asks for: "/v1/alerts/17?open=1".
struct Target {
    std::vector<std::string> segments;  ///< Decoded pieces of the path, between the slashes.
    std::string path;                   ///< As sent, without the query.
    Params query;                       ///< '+' stays a plus.
};
constexpr std::size_t kMaxSegments = 16;
constexpr std::size_t kMaxQueryParams = 64;

/// kInvalid where the target does not start with '/' or an escape is broken; kExhausted past
/// kMaxSegments or kMaxQueryParams.
[[nodiscard]] core::Result<Target> parse_target(std::string_view target);

}  // namespace sarhad::api
