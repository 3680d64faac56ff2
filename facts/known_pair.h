#pragma once

#include "facts/decision.h"
#include "facts/late_hit.h"

#include <array>
#include <string>
#include <tuple>
#include <vector>

namespace sarhad::facts {

/// How a pair stands at a moment.
enum class PairState : std::uint8_t {
    kInForce,   ///< It suppresses.
    kAwaiting,  ///< The strongest tier wants a second person.
    kExpired,
    kRemoved
};
template <>
struct EnumNames<PairState> {
    static constexpr auto kNames =
        std::to_array<std::pair<PairState, std::string_view>>({{PairState::kInForce, "in force"},
                                                               {PairState::kAwaiting, "awaiting"},
                                                               {PairState::kExpired, "expired"},
                                                               {PairState::kRemoved, "removed"}});
};

/// An officer's word that a traveller is not the person of a listed entry. It holds for exactly
/// this traveller's document, this entry as it is listed now and the evidence as it is now.
struct KnownPair {
    std::array<std::uint8_t, 16> id{};  ///< screening::pair_id(): changes with either side.
    core::NodeId node{0};
    std::array<std::uint8_t, 16> crossing{};  ///< Where the two met.
    std::string list;
    std::string entry;
    Tier tier{Tier::kSilent};
    std::string officer;       ///< Account.
    std::string confirmed_by;  ///< Another account; kHold does not hold without one.
    std::string why;           ///< One line, no personal data.
    core::WallTime added_at;
    core::WallTime expires_at;
    std::string removed_by;  ///< Account; "" while it stands.
    [[nodiscard]] bool is_in_force() const {
        return removed_by.empty() && (tier != Tier::kHold || !confirmed_by.empty());
    }
    [[nodiscard]] PairState state(core::WallTime now) const {
        if (!removed_by.empty()) {
            return PairState::kRemoved;
        }
        if (expires_at <= now) {
            return PairState::kExpired;
        }
        return is_in_force() ? PairState::kInForce : PairState::kAwaiting;
    }
    friend bool operator==(const KnownPair&, const KnownPair&) = default;
};
template <>
struct Schema<KnownPair> {
    static constexpr std::string_view kName = "known_pair";
    static constexpr auto kFields =
        std::tuple{field(1, "id", &KnownPair::id, 16, Feed::kSystem),
                   field(2, "node", &KnownPair::node, 1, Feed::kSystem),
                   field(3, "crossing", &KnownPair::crossing, 16, Feed::kSystem),
                   field(4, "list", &KnownPair::list, 96, Feed::kList),
                   field(5, "entry", &KnownPair::entry, 128, Feed::kList),
                   field(6, "tier", &KnownPair::tier, 1, Feed::kSystem),
                   field(7, "officer", &KnownPair::officer, 64, Feed::kOfficer),
                   field(8, "confirmed_by", &KnownPair::confirmed_by, 64, Feed::kOfficer),
                   field(9, "why", &KnownPair::why, 512, Feed::kOfficer),
                   field(10, "added_at", &KnownPair::added_at, 1, Feed::kSystem),
                   field(11, "expires_at", &KnownPair::expires_at, 1, Feed::kSystem),
                   field(12, "removed_by", &KnownPair::removed_by, 64, Feed::kOfficer)};
};

/// A row of the desk stream: exactly one of these.
struct DeskRecord {
    std::vector<LateHit> late;
    std::vector<KnownPair> pairs;
    friend bool operator==(const DeskRecord&, const DeskRecord&) = default;
};
template <>
struct Schema<DeskRecord> {
    static constexpr std::string_view kName = "desk_record";
    static constexpr auto kFields =
        std::tuple{field(1, "late", &DeskRecord::late, 1, Feed::kSystem),
                   field(2, "pairs", &DeskRecord::pairs, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
