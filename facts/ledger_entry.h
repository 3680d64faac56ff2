#pragma once

#include "core/clock.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace sarhad::facts {

/// Who or what a counter let pass by paper.
enum class LedgerKind : std::uint8_t { kTraveller = 1, kConveyance = 2, kConsignment = 3 };
template <>
struct EnumNames<LedgerKind> {
    static constexpr std::array<std::pair<LedgerKind, std::string_view>, 3> kNames{
        {{LedgerKind::kTraveller, "traveller"},
         {LedgerKind::kConveyance, "conveyance"},
         {LedgerKind::kConsignment, "consignment"}}};
};

/// What the officer decided, without a machine's advice.
enum class LedgerDecision : std::uint8_t { kPassed = 1, kReferred = 2, kRefused = 3 };
template <>
struct EnumNames<LedgerDecision> {
    static constexpr std::array<std::pair<LedgerDecision, std::string_view>, 3> kNames{
        {{LedgerDecision::kPassed, "passed"},
         {LedgerDecision::kReferred, "referred"},
         {LedgerDecision::kRefused, "refused"}}};
};

/// A line of a counter's paper ledger: its number, and nothing of who passed. The paper has the
/// rest, until the crossing is entered by it.
struct LedgerEntry {
    std::string counter;      ///< Capital letters, digits and dashes: "HALL-2".
    std::uint64_t number{0};  ///< Of the counter, from 1, without a gap; never given twice.
    core::WallTime at;
    LedgerKind kind{LedgerKind::kTraveller};
    LedgerDecision decision{LedgerDecision::kPassed};
    std::string officer;                      ///< Account.
    std::optional<std::uint32_t> uid;         ///< Of that account, as the kernel says.
    std::array<std::uint8_t, 16> crossing{};  ///< Entered later by the paper; zeros: not yet.
    std::string entered_by;                   ///< Account; "" while it is not.
    core::WallTime entered_at;
    friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};
template <>
struct Schema<LedgerEntry> {
    static constexpr std::string_view kName = "ledger_entry";
    static constexpr auto kFields =
        FieldList{field(1, "counter", &LedgerEntry::counter, 16, Feed::kOfficer),
                  field(2, "number", &LedgerEntry::number, 1, Feed::kSystem),
                  field(3, "at", &LedgerEntry::at, 1, Feed::kSystem),
                  field(4, "kind", &LedgerEntry::kind, 1, Feed::kOfficer),
                  field(5, "decision", &LedgerEntry::decision, 1, Feed::kOfficer),
                  field(6, "officer", &LedgerEntry::officer, 64, Feed::kOfficer),
                  field(7, "uid", &LedgerEntry::uid, 1, Feed::kOfficer),
                  field(8, "crossing", &LedgerEntry::crossing, 16, Feed::kSystem),
                  field(9, "entered_by", &LedgerEntry::entered_by, 64, Feed::kOfficer),
                  field(10, "entered_at", &LedgerEntry::entered_at, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
