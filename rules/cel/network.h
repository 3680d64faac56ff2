#pragma once

#include "rules/cel/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sarhad::rules::cel {

/// An IPv4 or IPv6 address (RFC 4291, 2.2, all forms). One of ::ffff:0:0/96 is the IPv4 address
/// that it stands for. None for anything else, a zone, and "::ffff:1.2.3.4".
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
/// An address and a prefix length, "10.0.0.0/8"; the bits behind the prefix stay as written.
/// All of ::ffff:0:0/96 and its parts are the IPv4 networks that they stand for.
[[nodiscard]] std::optional<Address> parse_cidr(std::string_view text);

/// The one right text of an address (RFC 5952), without its prefix.
[[nodiscard]] std::string address_text(const Address& address);
[[nodiscard]] std::string cidr_text(const Address& cidr);

/// `cidr` with the bits behind its prefix cleared.
[[nodiscard]] Address masked(const Address& cidr);
/// Whether an address, or all of a network, lies in `cidr`.
[[nodiscard]] bool covers(const Address& cidr, const Address& other);

}  // namespace sarhad::rules::cel
