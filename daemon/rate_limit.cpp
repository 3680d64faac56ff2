#include "rate_limit.h"

#include <utility>

namespace sarhad::daemon {

std::string_view RateLimit::key_of(std::string_view event) const {
    const bool is_full = windows_.size() >= kIdsMax && windows_.find(event) == windows_.end();
    return is_full ? std::string_view{"other"} : event;
}

bool RateLimit::admits(std::string_view event, core::MonoTime now) {
    Window& window =
        windows_.try_emplace(std::string{key_of(event)}, Window{now, 0, 0}).first->second;
    if (now - window.start >= kWindow) {
        window.start = now;
        window.admitted = 0;
    }
    if (window.admitted >= kPerSecond) {
        ++window.suppressed;
        return false;
    }
    ++window.admitted;
    return true;
}

std::uint64_t RateLimit::take_ended(std::string_view event, core::MonoTime now) {
    const auto found = windows_.find(key_of(event));
    if (found == windows_.end() || now - found->second.start < kWindow) {
        return 0;
    }
    return std::exchange(found->second.suppressed, 0);
}

std::vector<Suppressed> RateLimit::take_ended(core::MonoTime now) {
    std::vector<Suppressed> ended;
    for (auto& [event, window] : windows_) {
        if (window.suppressed > 0 && now - window.start >= kWindow) {
            ended.push_back({event, std::exchange(window.suppressed, 0)});
        }
    }
    return ended;
}

}  // namespace sarhad::daemon
