#pragma once

#include "facts/decision.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace sarhad::facts {

/// Why somebody was looked at, as his decision says: by what it asked of the officer, whatever he
/// thought himself.
enum class SelectedBy : std::uint8_t {
    kRandom,   ///< The random share took him, also where a rule hit: what chance finds.
    kRule,     ///< A rule asked for it, and no draw.
    kOfficer,  ///< A list's hit, old data, or somebody thought it right.
};
template <>
struct EnumNames<SelectedBy> {
    static constexpr auto kNames =
        std::to_array<std::pair<SelectedBy, std::string_view>>({{SelectedBy::kRandom, "random"},
                                                                {SelectedBy::kRule, "rule"},
                                                                {SelectedBy::kOfficer, "officer"}});
};

/// What came of it.
enum class Finding : std::uint8_t { kNegative, kPositive };
template <>
struct EnumNames<Finding> {
    static constexpr auto kNames = std::to_array<std::pair<Finding, std::string_view>>(
        {{Finding::kNegative, "negative"}, {Finding::kPositive, "positive"}});
};

/// What came of a look at a traveller. The last word on a crossing counts.
struct Inspection {
    std::array<std::uint8_t, 16> crossing{};
    core::NodeId node{0};
    core::WallTime at;
    SelectedBy selected{SelectedBy::kOfficer};
    Finding finding{Finding::kNegative};
    std::uint16_t minutes{0};            ///< Of officers.
    std::string officer;                 ///< Account, not a person's name.
    std::optional<std::uint32_t> uid{};  ///< Of that account, as the kernel says.
    friend bool operator==(const Inspection&, const Inspection&) = default;
};
template <>
struct Schema<Inspection> {
    static constexpr std::string_view kName = "inspection";
    static constexpr auto kFields =
        FieldList{field(1, "crossing", &Inspection::crossing, 16, Feed::kSystem),
                  field(2, "node", &Inspection::node, 1, Feed::kSystem),
                  field(3, "at", &Inspection::at, 1, Feed::kSystem),
                  field(4, "selected", &Inspection::selected, 1, Feed::kSystem),
                  field(5, "finding", &Inspection::finding, 1, Feed::kOfficer),
                  field(6, "minutes", &Inspection::minutes, 1, Feed::kOfficer),
                  field(7, "officer", &Inspection::officer, 64, Feed::kOfficer),
                  field(8, "uid", &Inspection::uid, 1, Feed::kOfficer)};
};

/// Why a traveller with this decision is looked at.
[[nodiscard]] SelectedBy selected_by(const Decision& decision);

}  // namespace sarhad::facts
