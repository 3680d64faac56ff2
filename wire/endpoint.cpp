#include "wire/endpoint.h"

#include "core/text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace sarhad::wire {
namespace {

constexpr std::string_view kScheme = "tcp://";
constexpr std::uint64_t kHighestPort = 65535;
constexpr std::size_t kLongestName = 253;  // RFC 1035: the longest name of a host.

bool is_address(std::string_view text) {
    in_addr parsed{};
    return ::inet_pton(AF_INET, std::string{text}.c_str(), &parsed) == 1;
}

/// A name has a letter: "192.0.2" and "1.2.3.4.5" are addresses gone wrong.
bool is_name(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_allowed = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !text.empty() && text.size() <= kLongestName && text.front() != '.' &&
           text.front() != '-' && std::all_of(text.begin(), text.end(), is_allowed) &&
           std::any_of(text.begin(), text.end(), is_letter);
}

bool is_port(std::string_view text) {
    const auto number = core::parse_uint(text);
    return core::is_ascii_digits(text) && number && *number >= 1 && *number <= kHighestPort;
}

}  // namespace

core::Status check_endpoint(std::string_view endpoint, EndpointUse use) {
    const bool is_bound = use == EndpointUse::kBind;
    const std::size_t colon = endpoint.rfind(':');
    if (endpoint.starts_with(kScheme) && colon != std::string_view::npos &&
        colon >= kScheme.size()) {
        const std::string_view host = endpoint.substr(kScheme.size(), colon - kScheme.size());
        const bool is_other = is_bound ? host == "*" : is_name(host);
        if ((is_address(host) || is_other) && is_port(endpoint.substr(colon + 1))) {
            return {};
        }
    }
    return core::Error{core::Errc::kInvalid,
                       is_bound ? "wanted tcp://ADDRESS:PORT, with an IPv4 address of this machine "
                                  "(0.0.0.0 for all) and a port from 1 to 65535"
                                : "wanted tcp://ADDRESS:PORT, with an IPv4 address and a port from "
                                  "1 to 65535"};
}

}  // namespace sarhad::wire
