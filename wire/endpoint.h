#pragma once

#include "core/result.h"

#include <string_view>

namespace sarhad::wire {

/// What a daemon does with an endpoint.
enum class EndpointUse : std::uint8_t {
    kBind,     ///< Listens there: an address of this machine, or * for every one.
    kConnect,  ///< Dials it: an address, or a host's name.
};

/// That `endpoint` is "tcp://ADDRESS:PORT": an IPv4 address (or what `use` allows beside it) and a
/// port from 1 to 65535. Says nothing about whether anybody is there. kInvalid says what was
/// wanted, and does not repeat the endpoint.
[[nodiscard]] core::Status check_endpoint(std::string_view endpoint, EndpointUse use);

}  // namespace sarhad::wire
