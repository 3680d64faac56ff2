// IP addresses and networks.
#include "rules/cel/functions.h"
#include "rules/cel/network.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::cel {
namespace {

using Args = std::span<const Value>;
using K = ValueKind;

Value made(Context& context, const std::optional<Address>& address, bool is_cidr) {
    if (!address) {
        return context.error(Fault::kInvalid,
                             {"the text is no ",
                              is_cidr ? "network such as 10.0.0.0/8" : "IP address",
                              ", without a zone, and an IPv4 address not as ::ffff:1.2.3.4"});
    }
    auto* body = context.arena().take<Address>(1);
    if (body == nullptr) {
        return Context::over_budget();
    }
    *body = *address;
    return Value::address(body, is_cidr);
}

Value ip(Context& context, Args args) {
    if (args[0].is(K::kCidr)) {
        Address plain = args[0].address();
        plain.prefix = 0;
        return made(context, plain, false);
    }
    return args[0].is(K::kString) ? made(context, parse_address(args[0].text()), false)
           : args[0].is(K::kIp)   ? args[0]
                                  : Context::no_overload();
}

Value cidr(Context& context, Args args) {
    return args[0].is(K::kString) ? made(context, parse_cidr(args[0].text()), true)
           : args[0].is(K::kCidr) ? args[0]
                                  : Context::no_overload();
}

Value is_ip(Context& /*context*/, Args args) {
    return args[0].is(K::kString) ? Value::of(parse_address(args[0].text()).has_value())
                                  : Context::no_overload();
}

Value is_cidr(Context& /*context*/, Args args) {
    return args[0].is(K::kString) ? Value::of(parse_cidr(args[0].text()).has_value())
                                  : Context::no_overload();
}

Value is_canonical(Context& context, Args args) {
    if (!args[0].is(K::kString)) {
        return Context::no_overload();
    }
    const auto address = parse_address(args[0].text());
    return address ? Value::of(address_text(*address) == args[0].text())
                   : made(context, address, false);
}

bool starts(const Address& address, std::initializer_list<std::uint8_t> bytes) {
    return std::equal(bytes.begin(), bytes.end(), address.bytes);
}

bool all_bytes(const Address& address, std::uint8_t byte) {
    return std::all_of(address.bytes,
                       address.bytes + (address.family == 4 ? 4 : 16),
                       [&](std::uint8_t each) { return each == byte; });
}

bool unspecified(const Address& address) {
    return all_bytes(address, 0);
}

bool loopback(const Address& address) {
    return address.family == 4
               ? address.bytes[0] == 127
               : address.bytes[15] == 1 && std::all_of(address.bytes,
                                                       address.bytes + 15,
                                                       [](std::uint8_t byte) { return byte == 0; });
}

bool multicast(const Address& address) {
    return address.family == 4 ? (address.bytes[0] & 0xf0U) == 0xe0U : address.bytes[0] == 0xff;
}

bool link_local_multicast(const Address& address) {
    return address.family == 4 ? starts(address, {224, 0, 0})
                               : address.bytes[0] == 0xff && (address.bytes[1] & 0x0fU) == 0x02U;
}

bool link_local_unicast(const Address& address) {
    return address.family == 4 ? starts(address, {169, 254})
                               : address.bytes[0] == 0xfe && (address.bytes[1] & 0xc0U) == 0x80U;
}

bool global_unicast(const Address& address) {
    const bool is_broadcast = address.family == 4 && all_bytes(address, 0xff);
    return !is_broadcast && !unspecified(address) && !loopback(address) && !multicast(address) &&
           !link_local_unicast(address);
}

template <bool (*Holds)(const Address&)>
Value question(Context& /*context*/, Args args) {
    return args[0].is(K::kIp) ? Value::of(Holds(args[0].address())) : Context::no_overload();
}

Value family(Context& /*context*/, Args args) {
    return args[0].is(K::kIp) ? Value::of(std::int64_t{args[0].address().family})
                              : Context::no_overload();
}

Value prefix_length(Context& /*context*/, Args args) {
    return args[0].is(K::kCidr) ? Value::of(std::int64_t{args[0].address().prefix})
                                : Context::no_overload();
}

Value masked_network(Context& context, Args args) {
    return args[0].is(K::kCidr) ? made(context, masked(args[0].address()), true)
                                : Context::no_overload();
}

Value contains_ip(Context& context, Args args) {
    if (!args[0].is(K::kCidr)) {
        return Context::no_overload();
    }
    const std::array<Value, 1> other{args[1]};
    const Value address = args[1].is(K::kCidr) ? Context::no_overload() : ip(context, other);
    return address.is_stopped() ? address : Value::of(covers(args[0].address(), address.address()));
}

Value contains_cidr(Context& context, Args args) {
    if (!args[0].is(K::kCidr)) {
        return Context::no_overload();
    }
    const std::array<Value, 1> other{args[1]};
    const Value network = cidr(context, other);
    return network.is_stopped() ? network
                                : Value::of(network.address().prefix >= args[0].address().prefix &&
                                            covers(args[0].address(), network.address()));
}

constexpr std::array<FunctionRow, 15> kRows{{
    {"ip", CallStyle::kBoth, 1, 1, ip},
    {"cidr", CallStyle::kGlobal, 1, 1, cidr},
    {"isIP", CallStyle::kGlobal, 1, 1, is_ip},
    {"isCIDR", CallStyle::kGlobal, 1, 1, is_cidr},
    {"ip.isCanonical", CallStyle::kGlobal, 1, 1, is_canonical},
    {"family", CallStyle::kMember, 1, 1, family},
    {"isUnspecified", CallStyle::kMember, 1, 1, question<unspecified>},
    {"isLoopback", CallStyle::kMember, 1, 1, question<loopback>},
    {"isGlobalUnicast", CallStyle::kMember, 1, 1, question<global_unicast>},
    {"isLinkLocalMulticast", CallStyle::kMember, 1, 1, question<link_local_multicast>},
    {"isLinkLocalUnicast", CallStyle::kMember, 1, 1, question<link_local_unicast>},
    {"prefixLength", CallStyle::kMember, 1, 1, prefix_length},
    {"masked", CallStyle::kMember, 1, 1, masked_network},
    {"containsIP", CallStyle::kMember, 2, 2, contains_ip},
    {"containsCIDR", CallStyle::kMember, 2, 2, contains_cidr},
}};

}  // namespace

std::span<const FunctionRow> network_functions() {
    return kRows;
}

}  // namespace sarhad::rules::cel
