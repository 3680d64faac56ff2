#pragma once

#include "rules/cel/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sarhad::rules::cel {

/// An IPv4 or IPv6 address; none for anything else, a zone, or an IPv4 address written inside IPv6.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
/// An address and a prefix length, "10.0.0.0/8"; the bits behind the prefix stay as written.
[[nodiscard]] std::optional<Address> parse_cidr(std::string_view text);

/// The one right text of an address (RFC 5952), without its prefix.
[[nodiscard]] std::string address_text(const Address& address);
[[nodiscard]] std::string cidr_text(const Address& cidr);

/// `cidr` with the bits behind its prefix cleared.
[[nodiscard]] Address masked(const Address& cidr);
/// Whether an address, or all of a network, lies in `cidr`.
[[nodiscard]] bool covers(const Address& cidr, const Address& other);

}  // namespace sarhad::rules::cel
