#include "core/bytes.h"

#include "core/check.h"

#include <array>

namespace sarhad::core {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

/// The digit's value, or 16 where the character is none.
std::uint8_t hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<std::uint8_t>(digit - 'A' + 10);
    return 16;
}

template <class Integer>
void put(Bytes& to, Integer value) {
    for (std::size_t byte = sizeof(Integer); byte > 0; --byte) {
        to.push_back(static_cast<std::uint8_t>((value >> (8U * (byte - 1))) & 0xFFU));
    }
}

template <class Integer>
Integer get(ByteView from) {
    SARHAD_CHECK(from.size() >= sizeof(Integer));
    std::uint64_t value = 0;
    for (std::size_t byte = 0; byte < sizeof(Integer); ++byte) {
        value = value << 8U | from[byte];
    }
    return static_cast<Integer>(value);
}

}  // namespace

ByteView as_bytes(std::string_view text) noexcept {
    // Reading any object's bytes through unsigned char is what the language allows.
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes to_bytes(std::string_view text) {
    return to_bytes(as_bytes(text));
}

Bytes to_bytes(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

void append(Bytes& to, ByteView bytes) {
    to.insert(to.end(), bytes.begin(), bytes.end());
}

std::string to_hex(ByteView bytes) {
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        hex.push_back(kDigits[byte >> 4U]);
        hex.push_back(kDigits[byte & 0x0FU]);
    }
    return hex;
}

Result<Bytes> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        return Error{Errc::kInvalid, "hexadecimal text has an odd number of digits"};
    }
    Bytes bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        const std::uint8_t high = hex_value(hex[at]);
        const std::uint8_t low = hex_value(hex[at + 1]);
        if (high > 15 || low > 15) {
            return Error{Errc::kInvalid, "hexadecimal text has another character than 0-9, a-f"};
        }
        bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
    return bytes;
}

void put_u16(Bytes& to, std::uint16_t value) {
    put(to, value);
}
void put_u32(Bytes& to, std::uint32_t value) {
    put(to, value);
}
void put_u64(Bytes& to, std::uint64_t value) {
    put(to, value);
}
std::uint16_t get_u16(ByteView from) {
    return get<std::uint16_t>(from);
}
std::uint32_t get_u32(ByteView from) {
    return get<std::uint32_t>(from);
}
std::uint64_t get_u64(ByteView from) {
    return get<std::uint64_t>(from);
}

}  // namespace sarhad::core
