#pragma once

#include "core/clock.h"
#include "facts/fields.h"

#include <array>
#include <string>
#include <string_view>

namespace sarhad::facts {

inline constexpr std::size_t kPolicyMax = 64;  ///< Characters of a policy's name.

/// All that is known of a crossing is erased, by a policy: an order's number, or a rule of how long
/// things are kept. An op of the desk stream that central publishes; it names nobody.
struct Erasure {
    std::array<std::uint8_t, 16> crossing{};
    std::string policy;  ///< is_policy().
    core::WallTime at;   ///< When the second of two people agreed.
    friend bool operator==(const Erasure&, const Erasure&) = default;
};
template <>
struct Schema<Erasure> {
    static constexpr std::string_view kName = "erasure";
    static constexpr auto kFields =
        FieldList{field(1, "crossing", &Erasure::crossing, 16, Feed::kSystem),
                  field(2, "policy", &Erasure::policy, kPolicyMax, Feed::kOfficer),
                  field(3, "at", &Erasure::at, 1, Feed::kSystem)};
};

/// The op's id begins so; the crossing's id in hexadecimal follows.
inline constexpr std::string_view kErasureOp = "erase/";

/// Whether `text` can name a policy: 1 to kPolicyMax of A-Z a-z 0-9 . - _ and /. No blanks, so
/// that no person's name is written there.
[[nodiscard]] constexpr bool is_policy(std::string_view text) {
    for (const char c : text) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_' && c != '/') {
            return false;
        }
    }
    return !text.empty() && text.size() <= kPolicyMax;
}

}  // namespace sarhad::facts
