#pragma once

#include "random_rules.h"

#include "rules/frames/frame_note.h"

#include <cstdint>
#include <cstring>

/// What the tests of stored frames and of back-tests share.
namespace sarhad::rules::frames {

inline const engine::RuleWorld& world() {
    static const engine::RuleWorld made;
    return made;
}

inline Opaque id_of(std::uint64_t number) {
    Opaque made{};
    std::memcpy(made.data(), &number, sizeof number);
    return made;
}

}  // namespace sarhad::rules::frames
