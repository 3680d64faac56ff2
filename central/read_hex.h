#pragma once

#include "api/json.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::central {

/// `hex` into the N bytes of `to`. kInvalid names `member`, and says how many digits it has.
template <std::size_t N>
[[nodiscard]] core::Status parse_hex(std::string_view member,
                                     std::string_view hex,
                                     std::array<std::uint8_t, N>& to) {
    const auto bytes = core::from_hex(hex);
    if (!bytes || bytes->size() != N) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(member, ": wanted ", 2 * N, " hexadecimal digits")};
    }
    std::copy(bytes->begin(), bytes->end(), to.begin());
    return {};
}

/// The same of a member of the body.
template <std::size_t N>
[[nodiscard]] core::Status read_hex(const api::Json& body,
                                    std::string_view member,
                                    std::array<std::uint8_t, N>& to) {
    SARHAD_TRY(const std::string hex, body.text_at(member));
    return parse_hex(member, hex, to);
}

}  // namespace sarhad::central
