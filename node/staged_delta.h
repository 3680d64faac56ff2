#pragma once

#include "wire/messages.h"

#include <cstdint>
#include <vector>

namespace sarhad::node {

/// The ops of a verified delta whose edition is not complete yet.
struct StagedDelta {
    std::vector<wire::Op> ops;
};

}  // namespace sarhad::node

namespace sarhad::facts {

template <>
struct Schema<node::StagedDelta> {
    static constexpr std::string_view kName = "staged_delta";
    static constexpr auto kFields =
        FieldList{field(1, "ops", &node::StagedDelta::ops, wire::kMaxOps, Feed::kList)};
};

}  // namespace sarhad::facts
