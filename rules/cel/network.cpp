#include "rules/cel/network.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace sarhad::rules::cel {
namespace {

/// Bytes before the IPv4 address in one of IPv6 that stands for it.
constexpr std::size_t kMappedBytes = 12;

/// A number of `base` that is all of `text`: at most `digits` long and `most` great.
std::optional<unsigned> number(std::string_view text, int base, std::size_t digits, unsigned most) {
    unsigned value = 0;
    if (text.empty() || text.size() > digits) {
        return std::nullopt;
    }
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole && value <= most ? std::optional{value} : std::nullopt;
}

std::optional<unsigned> decimal(std::string_view text, std::size_t digits, unsigned most) {
    return text.size() > 1 && text[0] == '0' ? std::nullopt : number(text, 10, digits, most);
}

std::optional<Address> parse_v4(std::string_view text) {
    Address made{};
    made.family = 4;
    const auto parts = core::split(text, '.');
    if (parts.size() != 4) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const auto byte = decimal(parts[i], 3, 255);
        if (!byte) {
            return std::nullopt;
        }
        made.bytes[i] = static_cast<std::uint8_t>(*byte);
    }
    return made;
}

/// Appends the words of "a:b:c" to `words`; false where one is wrong. Empty text: none.
bool read_words(std::string_view text, std::array<unsigned, 8>& words, std::size_t& count) {
    if (text.empty()) {
        return true;
    }
    for (const std::string_view part : core::split(text, ':')) {
        const auto word = number(part, 16, 4, 0xffff);
        if (!word || count == words.size()) {
            return false;
        }
        words[count++] = *word;
    }
    return true;
}

std::string hex(unsigned word) {
    std::array<char, 8> room{};
    const auto end = std::to_chars(room.data(), room.data() + room.size(), word, 16);
    return {room.data(), end.ptr};
}

/// The text with an IPv4 address at its end (RFC 4291, 2.2, form 3) as two words more.
std::optional<std::string> without_dots(std::string_view text) {
    if (text.find('.') == std::string_view::npos) {
        return std::string{text};
    }
    const std::size_t from = text.rfind(':') + 1;
    const auto inside = parse_v4(text.substr(from));
    if (!inside) {
        return std::nullopt;
    }
    const std::uint8_t* bytes = inside->bytes;
    return core::cat(text.substr(0, from),
                     hex(unsigned{bytes[0]} << 8U | bytes[1]),
                     ":",
                     hex(unsigned{bytes[2]} << 8U | bytes[3]));
}

/// "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"
constexpr std::size_t kLongestV6 = 45;

std::optional<Address> parse_v6(std::string_view written) {
    const auto plain =
        written.size() <= kLongestV6 ? without_dots(written) : std::optional<std::string>{};
    if (!plain) {
        return std::nullopt;
    }
    const std::string_view text = *plain;
    std::array<unsigned, 8> words{};
    std::size_t count = 0;
    const std::size_t gap = text.find("::");
    if (!read_words(text.substr(0, gap), words, count)) {
        return std::nullopt;
    }
    if (gap == std::string_view::npos) {
        if (count != 8) {
            return std::nullopt;
        }
    } else {
        std::array<unsigned, 8> tail{};
        std::size_t tail_count = 0;
        if (!read_words(text.substr(gap + 2), tail, tail_count) || count + tail_count > 7) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < tail_count; ++i) {
            words[8 - tail_count + i] = tail[i];
        }
    }
    Address made{};
    made.family = 6;
    for (std::size_t i = 0; i < 8; ++i) {
        made.bytes[2 * i] = static_cast<std::uint8_t>(words[i] >> 8U);
        made.bytes[2 * i + 1] = static_cast<std::uint8_t>(words[i] & 0xffU);
    }
    return made;
}

std::string v4_text(const std::uint8_t* bytes) {
    return core::cat(unsigned{bytes[0]},
                     ".",
                     unsigned{bytes[1]},
                     ".",
                     unsigned{bytes[2]},
                     ".",
                     unsigned{bytes[3]});
}

/// The longest run of at least two zero words, the first of equals: [begin, end).
std::pair<std::size_t, std::size_t> zero_run(const std::array<unsigned, 8>& words) {
    std::pair<std::size_t, std::size_t> best{8, 8};
    std::size_t longest = 1;
    for (std::size_t begin = 0; begin < 8; ++begin) {
        std::size_t end = begin;
        while (end < 8 && words[end] == 0) {
            ++end;
        }
        if (end - begin > longest) {
            longest = end - begin;
            best = {begin, end};
        }
    }
    return best;
}

/// Whether it stands for an IPv4 address: ::ffff:0:0/96.
bool is_mapped(const Address& address) {
    constexpr std::array<std::uint8_t, kMappedBytes> kBegin{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
    return address.family == 6 && std::equal(kBegin.begin(), kBegin.end(), address.bytes);
}

/// The IPv4 address or network; `mapped` is one, with a prefix that covers no other addresses.
Address unmapped(const Address& mapped) {
    constexpr unsigned kMappedBits = kMappedBytes * 8;
    Address made{};
    made.family = 4;
    made.prefix =
        static_cast<std::uint8_t>(mapped.prefix >= kMappedBits ? mapped.prefix - kMappedBits : 0U);
    std::copy_n(mapped.bytes + kMappedBytes, 4, made.bytes);
    return made;
}

/// As it is written. Not "::ffff:1.2.3.4", which most write who take one family for the other.
std::optional<Address> parse_any(std::string_view text) {
    if (text.find(':') == std::string_view::npos) {
        return parse_v4(text);
    }
    const auto made = parse_v6(text);
    const bool has_dots = text.find('.') != std::string_view::npos;
    return made && has_dots && is_mapped(*made) ? std::nullopt : made;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    const auto made = parse_any(text);
    return made && is_mapped(*made) ? unmapped(*made) : made;
}

std::optional<Address> parse_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    auto made = parse_any(text.substr(0, slash));
    if (!made) {
        return std::nullopt;
    }
    const auto prefix = decimal(text.substr(slash + 1), 3, made->family == 4 ? 32 : 128);
    if (!prefix) {
        return std::nullopt;
    }
    made->prefix = static_cast<std::uint8_t>(*prefix);
    return is_mapped(*made) && *prefix >= kMappedBytes * 8 ? unmapped(*made) : made;
}

std::string address_text(const Address& address) {
    if (address.family == 4) {
        return v4_text(address.bytes);
    }
    std::array<unsigned, 8> words{};
    for (std::size_t i = 0; i < 8; ++i) {
        words[i] = unsigned{address.bytes[2 * i]} << 8U | address.bytes[2 * i + 1];
    }
    const auto [begin, end] = zero_run(words);
    if (begin == 0 && end == 5 && words[5] == 0xffff) {
        return core::cat("::ffff:", v4_text(address.bytes + 12));
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == begin) {
            text += "::";
            i = end - 1;
            continue;
        }
        text += i == 0 || i == end ? "" : ":";
        text += hex(words[i]);
    }
    return text;
}

std::string cidr_text(const Address& cidr) {
    return core::cat(address_text(cidr), "/", unsigned{cidr.prefix});
}

Address masked(const Address& cidr) {
    Address made = cidr;
    for (unsigned i = 0; i < sizeof made.bytes; ++i) {
        const unsigned kept = cidr.prefix > i * 8 ? std::min(8U, cidr.prefix - i * 8) : 0;
        made.bytes[i] = static_cast<std::uint8_t>(made.bytes[i] & (0xff00U >> kept));
    }
    return made;
}

bool covers(const Address& cidr, const Address& other) {
    Address inside = other;
    inside.prefix = cidr.prefix;
    return cidr.family == other.family &&
           std::memcmp(masked(cidr).bytes, masked(inside).bytes, sizeof inside.bytes) == 0;
}

}  // namespace sarhad::rules::cel
