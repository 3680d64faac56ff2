#pragma once

#include "facts/message.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// A container that a voyage's stow plan and its manifests do not agree on.
struct ContainerGap {
    enum class Kind : std::uint8_t {
        kNotManifested,  ///< On the stow plan, on no manifest.
        kNotStowed,      ///< On a manifest, on no stow plan.
    };
    Kind kind{Kind::kNotManifested};
    std::string number;
    std::string stowed_at;  ///< "" for kNotStowed.
    std::string bill;       ///< Where a message tells it beside the container.
    facts::Fullness fullness{facts::Fullness::kUnknown};
    friend bool operator==(const ContainerGap&, const ContainerGap&) = default;
};

struct StowComparison {
    std::vector<ContainerGap> gaps;  ///< By number; those of one number by kind.
    std::size_t stowed{0};           ///< Numbers on the stow plan that come to the port.
    std::size_t manifested{0};       ///< Numbers on manifests that come to the port.
    std::size_t numberless{0};       ///< Taken positions of the plan that name no container.
};

/// Compares the stow plans and the manifests among the messages of one voyage. A stow plan is a
/// message whose containers have positions, a manifest one with bills or with containers and the
/// word "manifest". Nothing is compared, and all counts are 0, unless there is one of each.
/// `port`: the code of the port where the voyage calls: only what is discharged there counts. What
/// tells no place of discharge counts too; where both tell, the plan is believed. "" for all.
/// Refused messages, those that cancel another, and units of another kind than CN are passed over.
/// Pure; O(n log n) in the containers.
[[nodiscard]] StowComparison unmanifested_containers(std::span<const facts::Message> messages,
                                                     std::string_view port);

}  // namespace sarhad::intake
