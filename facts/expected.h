#pragma once

#include "facts/message.h"

#include <array>
#include <cstdint>

namespace sarhad::facts {

/// BLAKE2b-128 of what intake::journey_of() says: the same at central and at every port.
using JourneyId = std::array<std::uint8_t, 16>;

/// A journey as central tells a port of it: whom the carrier announced, as received.
struct ExpectedJourney {
    JourneyId journey{};
    std::uint64_t version{0};  ///< Central's clock in microseconds; rises with each list of it.
    core::WallTime over_by;    ///< The journey is made by then.
    core::WallTime gone_at;    ///< From then on nobody has it any more.
    Message message;
    friend bool operator==(const ExpectedJourney&, const ExpectedJourney&) = default;
};
template <>
struct Schema<ExpectedJourney> {
    static constexpr std::string_view kName = "expected_journey";
    static constexpr auto kFields =
        FieldList{field(1, "journey", &ExpectedJourney::journey, 16, Feed::kSystem),
                  field(2, "version", &ExpectedJourney::version, 1, Feed::kSystem),
                  field(3, "over_by", &ExpectedJourney::over_by, 1, Feed::kSystem),
                  field(4, "gone_at", &ExpectedJourney::gone_at, 1, Feed::kSystem),
                  field(5, "message", &ExpectedJourney::message, 1, Feed::kApi)};
};

}  // namespace sarhad::facts
