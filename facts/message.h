#pragma once

#include "facts/bag.h"
#include "facts/booking.h"
#include "facts/cargo.h"
#include "facts/cash.h"
#include "facts/journey.h"
#include "facts/seizure.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::facts {

enum class MessageStatus : std::uint8_t {
    kOk,       ///< Everything was understood.
    kPartial,  ///< Usable; `problems` says what was not.
    kRefused,  ///< Not usable; `problems` says why. It waits in the refused folder.
};
template <>
struct EnumNames<MessageStatus> {
    static constexpr auto kNames = std::to_array<std::pair<MessageStatus, std::string_view>>(
        {{MessageStatus::kOk, "ok"},
         {MessageStatus::kPartial, "partial"},
         {MessageStatus::kRefused, "refused"}});
};

/// Something in a message that could not be read as it should.
struct Problem {
    std::string code;          ///< Stable word, such as "unknown-segment".
    std::uint32_t segment{0};  ///< Counted from 1; 0 where it concerns the whole message.
    std::uint32_t offset{0};   ///< Byte in the file where that segment starts.
    std::string text;          ///< For an operator; no personal data.
    friend bool operator==(const Problem&, const Problem&) = default;
};
template <>
struct Schema<Problem> {
    static constexpr std::string_view kName = "problem";
    static constexpr auto kFields =
        FieldList{field(1, "code", &Problem::code, 64, Feed::kSystem),
                  field(2, "segment", &Problem::segment, 1, Feed::kSystem),
                  field(3, "offset", &Problem::offset, 1, Feed::kSystem),
                  field(4, "text", &Problem::text, 512, Feed::kSystem)};
};

/// Values of one sort that intake left out on purpose, because nobody may keep them.
struct LeftOut {
    std::string sort;        ///< Stable word: "meal", "health", "card", "free-text" ...
    std::uint32_t count{0};  ///< How many values.
    friend bool operator==(const LeftOut&, const LeftOut&) = default;
};
template <>
struct Schema<LeftOut> {
    static constexpr std::string_view kName = "left_out";
    static constexpr auto kFields = FieldList{field(1, "sort", &LeftOut::sort, 32, Feed::kSystem),
                                              field(2, "count", &LeftOut::count, 1, Feed::kSystem)};
};

/// A message from a carrier, a terminal, a trader or an office, read into facts.
struct Message {
    std::string format;     ///< "PAXLST", "PNRGOV", "CUSCAR", "BSM" ...; "" where it is not told.
    std::string version;    ///< "D:05B", "001:000" ...
    std::string function;   ///< What it announces: "passengers", "crew", "flight-close" ...
    std::string reference;  ///< The sender's own message reference (UNH 0062).
    std::string sender;     ///< Interchange sender (UNB 0004).
    std::array<std::uint8_t, 32> digest{};  ///< BLAKE2b-256 of the message's bytes; set by node.
    MessageStatus status{MessageStatus::kOk};
    std::vector<Problem> problems;
    std::vector<FlightLeg> flights;
    std::vector<Traveller> travellers;
    std::vector<Booking> bookings;
    std::vector<Bag> bags;
    std::vector<Conveyance> conveyances;
    std::vector<Bill> bills;
    std::vector<Container> containers;
    std::vector<Declaration> declarations;
    std::vector<LeftOut> left_out;
    std::vector<CashDeclaration> cash_declarations;
    std::vector<Seizure> seizures;
    std::vector<InspectionReport> inspections;
    std::vector<Lookout> lookouts;
    std::string purpose;  ///< Of a land crossing, a word of its form: why the traveller crosses.
    friend bool operator==(const Message&, const Message&) = default;
};
template <>
struct Schema<Message> {
    static constexpr std::string_view kName = "message";
    static constexpr auto kFields =
        FieldList{field(1, "format", &Message::format, 16, Feed::kApi),
                  field(2, "version", &Message::version, 32, Feed::kApi),
                  field(3, "function", &Message::function, 32, Feed::kApi),
                  field(4, "reference", &Message::reference, 64, Feed::kApi),
                  field(5, "sender", &Message::sender, 64, Feed::kApi),
                  field(6, "digest", &Message::digest, 32, Feed::kSystem),
                  field(7, "status", &Message::status, 1, Feed::kSystem),
                  field(8, "problems", &Message::problems, 1000, Feed::kSystem),
                  field(9, "flights", &Message::flights, 64, Feed::kApi),
                  field(10, "travellers", &Message::travellers, 10000, Feed::kApi),
                  field(11, "bookings", &Message::bookings, 5000, Feed::kPnr),
                  field(12, "bags", &Message::bags, 10000, Feed::kApi),
                  field(13, "conveyances", &Message::conveyances, 64, Feed::kManifest),
                  field(14, "bills", &Message::bills, 10000, Feed::kManifest),
                  field(15, "containers", &Message::containers, 30000, Feed::kManifest),
                  field(16, "declarations", &Message::declarations, 1000, Feed::kManifest),
                  field(17, "left_out", &Message::left_out, 64, Feed::kSystem),
                  field(18, "cash_declarations", &Message::cash_declarations, 100, Feed::kOfficer),
                  field(19, "seizures", &Message::seizures, 100, Feed::kOfficer),
                  field(20, "inspections", &Message::inspections, 100, Feed::kOfficer),
                  field(21, "lookouts", &Message::lookouts, 100, Feed::kOfficer),
                  field(22, "purpose", &Message::purpose, 16, Feed::kOfficer)};
};

}  // namespace sarhad::facts
