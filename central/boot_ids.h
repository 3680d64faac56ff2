#pragma once

#include "core/clock.h"
#include "core/ids.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

namespace sarhad::central {

/// Stream of the quarantine of all that a node sends and gets: two machines have its keys.
inline constexpr core::StreamId kEveryStream{0};
inline constexpr std::string_view kClonedReason = "two machines speak with this node's keys";
/// Code of the fatal ErrorReport that each of their HELLOs is answered with.
inline constexpr std::string_view kTwoMachines = "two_machines";

/// Whether one node's keys are in two machines: the ids of the processes that greet with them. A
/// process draws its id when it starts and never again, so one that another has followed does not
/// come back, however often a node starts anew. Where two run, each drives the other's connection
/// out, and their ids alternate. Pure. Thread: any one.
class BootIds {
public:
    using BootId = std::array<std::uint8_t, 16>;
    static constexpr std::size_t kRememberedMax = 8;
    /// Ids that came back within kWindow. One may be a frame that was late on its way.
    static constexpr std::size_t kReturnsAllowed = 1;
    static constexpr core::Duration kWindow = std::chrono::hours{24};

    /// A process has greeted. True where more ids have come back than a network explains.
    [[nodiscard]] bool on_hello(const BootId& id, core::MonoTime now);
    /// A person has looked.
    void forget();

private:
    std::deque<BootId> seen_;  ///< The one that greeted last at the end; each once.
    std::deque<core::MonoTime> returns_;
};

}  // namespace sarhad::central
