#pragma once

#include "facts/decision.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::frames {

/// 16 bytes that mean nothing here: a crossing's id, a subject key.
using Opaque = std::array<std::uint8_t, 16>;

/// What is kept of an entity beside its facts. Its time and port are among these.
struct FrameNote {
    Opaque entity{};  ///< Of this crossing, consignment ...
    Opaque person{};  ///< The same at every crossing of a person or party; zeros: nobody knows.
    facts::Channel channel{facts::Channel::kGreen};  ///< As it was decided.
    std::vector<std::string> hits;                   ///< Ids of the rules that hit, each once.
    friend bool operator==(const FrameNote&, const FrameNote&) = default;
};

/// Why an entity was looked at.
enum class Selected : std::uint8_t {
    kRandom,   ///< Drawn: what chance finds.
    kRule,     ///< A rule asked for it.
    kOfficer,  ///< Somebody thought it right.
};
/// What was found.
enum class Finding : std::uint8_t { kNegative, kPositive };

/// What came of a look at an entity, known hours or months after its frame.
struct Inspection {
    Selected selected{Selected::kRule};
    Finding finding{Finding::kNegative};
    std::uint16_t minutes{0};  ///< Of officers.
    friend bool operator==(const Inspection&, const Inspection&) = default;
};

/// "random", "rule", "officer".
[[nodiscard]] std::string_view name_of(Selected selected);
/// "negative", "positive".
[[nodiscard]] std::string_view name_of(Finding finding);
/// The reverse; none for another word.
[[nodiscard]] std::optional<Selected> find_selected(std::string_view name);
/// The reverse; none for another word.
[[nodiscard]] std::optional<Finding> find_finding(std::string_view name);

/// Hits kept of one frame; a rule's id has at most 13 bytes.
inline constexpr std::size_t kNoteHitsMax = 256;
/// Bytes of a rule's id.
inline constexpr std::uint32_t kNoteHitBytesMax = 32;

}  // namespace sarhad::rules::frames
