#pragma once

#include "core/result.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace sarhad::rules::cel {

/// Bytes of a regular expression at most: its program grows with them.
inline constexpr std::size_t kPatternBytesMax = 1000;

/// A regular expression of RE2's syntax, matched in time linear in the text. Immutable: one serves
/// many threads.
class Regex final {
public:
    /// kInvalid says what is wrong with the pattern, or that it is too long.
    [[nodiscard]] static core::Result<Regex> compile(std::string_view pattern);

    Regex(Regex&& other) noexcept;
    Regex& operator=(Regex&& other) noexcept;
    ~Regex();

    /// Whether it matches anywhere in `text`.
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    struct Compiled;
    explicit Regex(std::unique_ptr<Compiled> compiled);

    std::unique_ptr<Compiled> compiled_;
};

}  // namespace sarhad::rules::cel
