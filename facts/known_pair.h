#pragma once

#include "facts/decision.h"
#include "facts/go_ahead.h"
#include "facts/inspection.h"
#include "facts/late_hit.h"
#include "facts/ledger_entry.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::facts {

/// How a pair stands at a moment.
enum class PairState : std::uint8_t {
    kInForce,   ///< It suppresses.
    kAwaiting,  ///< The strongest tier wants a second person.
    kExpired,
    kRemoved,
    kWithdrawn  ///< By the list's owner.
};
template <>
struct EnumNames<PairState> {
    static constexpr auto kNames = std::to_array<std::pair<PairState, std::string_view>>(
        {{PairState::kInForce, "in force"},
         {PairState::kAwaiting, "awaiting"},
         {PairState::kExpired, "expired"},
         {PairState::kRemoved, "removed"},
         {PairState::kWithdrawn, "withdrawn"}});
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
    std::string removed_by;                      ///< Account; "" while it stands.
    std::optional<std::uint32_t> uid;            ///< Of `officer`, as the kernel says.
    std::optional<std::uint32_t> confirmed_uid;  ///< Of `confirmed_by`.
    std::string screened_by;                     ///< Who screened the crossing at a desk; or "".
    std::optional<std::uint32_t> screened_uid;   ///< Of that account; none: a message's crossing.
    std::string withdrawn_by;  ///< Account at central, for the list's owner; "" while it stands.
    std::string withdrawn_why;
    [[nodiscard]] bool is_in_force() const {
        return removed_by.empty() && withdrawn_by.empty() &&
               (tier != Tier::kHold || !confirmed_by.empty());
    }
    [[nodiscard]] PairState state(core::WallTime now) const {
        if (!withdrawn_by.empty()) {
            return PairState::kWithdrawn;
        }
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
        FieldList{field(1, "id", &KnownPair::id, 16, Feed::kSystem),
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
                  field(12, "removed_by", &KnownPair::removed_by, 64, Feed::kOfficer),
                  field(13, "uid", &KnownPair::uid, 1, Feed::kOfficer),
                  field(14, "confirmed_uid", &KnownPair::confirmed_uid, 1, Feed::kOfficer),
                  field(15, "screened_by", &KnownPair::screened_by, 64, Feed::kOfficer),
                  field(16, "screened_uid", &KnownPair::screened_uid, 1, Feed::kOfficer),
                  field(17, "withdrawn_by", &KnownPair::withdrawn_by, 64, Feed::kOfficer),
                  field(18, "withdrawn_why", &KnownPair::withdrawn_why, 512, Feed::kOfficer)};
};

/// The list's owner says that a pair is wrong: the port that said it lets it go. An op of the desk
/// stream that central publishes; it names nobody.
struct PairWithdrawal {
    std::array<std::uint8_t, 16> pair{};
    core::NodeId node{0};  ///< Whose pair.
    std::string officer;   ///< Account at central.
    std::string why;       ///< One line, no personal data.
    core::WallTime at;
    friend bool operator==(const PairWithdrawal&, const PairWithdrawal&) = default;
};
template <>
struct Schema<PairWithdrawal> {
    static constexpr std::string_view kName = "pair_withdrawal";
    static constexpr auto kFields =
        FieldList{field(1, "pair", &PairWithdrawal::pair, 16, Feed::kSystem),
                  field(2, "node", &PairWithdrawal::node, 1, Feed::kSystem),
                  field(3, "officer", &PairWithdrawal::officer, 64, Feed::kOfficer),
                  field(4, "why", &PairWithdrawal::why, 512, Feed::kOfficer),
                  field(5, "at", &PairWithdrawal::at, 1, Feed::kSystem)};
};

/// Crossings of one DeskRecord: with some 18 bytes each they fit a row; a full ship is several.
inline constexpr std::uint32_t kNotTravellingMax = 512;

/// A row of the desk stream: exactly one of these.
struct DeskRecord {
    std::vector<LateHit> late;
    std::vector<KnownPair> pairs;
    std::vector<LedgerEntry> ledger{};
    std::vector<GoAhead> go_aheads{};
    std::vector<Inspection> inspections{};
    /// Crossings of travellers whom a later list of their journey left out: they did not come.
    std::vector<std::array<std::uint8_t, 16>> not_travelling{};
    friend bool operator==(const DeskRecord&, const DeskRecord&) = default;
};
template <>
struct Schema<DeskRecord> {
    static constexpr std::string_view kName = "desk_record";
    static constexpr auto kFields = FieldList{
        field(1, "late", &DeskRecord::late, 1, Feed::kSystem),
        field(2, "pairs", &DeskRecord::pairs, 1, Feed::kSystem),
        field(3, "ledger", &DeskRecord::ledger, 1, Feed::kSystem),
        field(4, "go_aheads", &DeskRecord::go_aheads, 1, Feed::kSystem),
        field(5, "inspections", &DeskRecord::inspections, 1, Feed::kSystem),
        field(6, "not_travelling", &DeskRecord::not_travelling, kNotTravellingMax, Feed::kSystem)};
};

}  // namespace sarhad::facts
