#pragma once

#include "core/clock.h"
#include "core/redacted.h"
#include "facts/fields.h"
#include "intake/journey_roster.h"

#include <array>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace sarhad::node {

/// Which record tells of a message's traveller.
struct ToldRecord {
    std::array<std::uint8_t, 16> record{};
    bool is_cancelled{false};  ///< The message says that he does not travel.
    friend bool operator==(const ToldRecord&, const ToldRecord&) = default;
};

/// What a message said of who travels, kept sealed beside it: from the words of all messages of a
/// journey follows where everybody stands, in whatever order they came. docs/storage.md.
struct RosterWord {
    intake::ListWord word{intake::ListWord::kNothing};
    bool is_booking{false};
    core::WallTime stamp;          ///< intake::stamp_of().
    std::vector<ToldRecord> told;  ///< One for each traveller, in the message's order.
    std::vector<core::Redacted<std::string>> bookings;  ///< Locators of all that it names.
    /// BLAKE2b-128 of all that it says, without control numbers and in one order.
    std::array<std::uint8_t, 16> meaning{};
    friend bool operator==(const RosterWord&, const RosterWord&) = default;
};

}  // namespace sarhad::node

namespace sarhad::facts {

template <>
struct EnumNames<intake::ListWord> {
    static constexpr auto kNames = std::to_array<std::pair<intake::ListWord, std::string_view>>(
        {{intake::ListWord::kNothing, "nothing"},
         {intake::ListWord::kAll, "all"},
         {intake::ListWord::kSome, "some"},
         {intake::ListWord::kNotTravelling, "not_travelling"},
         {intake::ListWord::kFlightCancelled, "flight_cancelled"},
         {intake::ListWord::kAllAboard, "all_aboard"},
         {intake::ListWord::kNotAboard, "not_aboard"}});
};
template <>
struct EnumNames<intake::Standing> {
    static constexpr auto kNames = std::to_array<std::pair<intake::Standing, std::string_view>>(
        {{intake::Standing::kNone, "none"},
         {intake::Standing::kExpected, "expected"},
         {intake::Standing::kCancelled, "cancelled"},
         {intake::Standing::kBoarded, "boarded"},
         {intake::Standing::kNotBoarded, "not_boarded"},
         {intake::Standing::kSuperseded, "superseded"}});
};

template <>
struct Schema<node::ToldRecord> {
    static constexpr std::string_view kName = "told_record";
    static constexpr auto kFields =
        FieldList{field(1, "record", &node::ToldRecord::record, 16, Feed::kSystem),
                  field(2, "is_cancelled", &node::ToldRecord::is_cancelled, 1, Feed::kPnr)};
};
template <>
struct Schema<node::RosterWord> {
    static constexpr std::string_view kName = "roster_word";
    static constexpr auto kFields =
        FieldList{field(1, "word", &node::RosterWord::word, 1, Feed::kApi),
                  field(2, "is_booking", &node::RosterWord::is_booking, 1, Feed::kSystem),
                  field(3, "stamp", &node::RosterWord::stamp, 1, Feed::kApi),
                  field(4, "told", &node::RosterWord::told, 10000, Feed::kSystem),
                  field(5, "bookings", &node::RosterWord::bookings, 5000, Feed::kPnr),
                  field(6, "meaning", &node::RosterWord::meaning, 16, Feed::kSystem)};
};

}  // namespace sarhad::facts
