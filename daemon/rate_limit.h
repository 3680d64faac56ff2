#pragma once

#include "core/clock.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::daemon {

/// Events of one id that a second's limit kept back.
struct Suppressed {
    std::string event;
    std::uint64_t count;
};

/// Lets at most kPerSecond events of one id through in each second of that id. Not thread-safe.
class RateLimit final {
public:
    static constexpr std::uint64_t kPerSecond = 20;
    static constexpr core::Duration kWindow = std::chrono::seconds{1};
    static constexpr std::size_t kIdsMax = 2048;  ///< Ids past it share one budget.

    /// True where the event may be written now.
    [[nodiscard]] bool admits(std::string_view event, core::MonoTime now);
    /// What was kept back in seconds that are over, each reported once, by id. `now` at the end of
    /// all things: everything.
    [[nodiscard]] std::vector<Suppressed> take_ended(core::MonoTime now);
    /// The same for one id.
    [[nodiscard]] std::uint64_t take_ended(std::string_view event, core::MonoTime now);

private:
    struct Window {
        core::MonoTime start;
        std::uint64_t admitted{0};
        std::uint64_t suppressed{0};
    };
    [[nodiscard]] std::string_view key_of(std::string_view event) const;

    std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace sarhad::daemon
