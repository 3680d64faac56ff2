#pragma once

#include "facts/journey.h"

#include <array>
#include <cstdint>
#include <string>
#include <tuple>
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
        std::tuple{field(1, "code", &Problem::code, 64, Feed::kSystem),
                   field(2, "segment", &Problem::segment, 1, Feed::kSystem),
                   field(3, "offset", &Problem::offset, 1, Feed::kSystem),
                   field(4, "text", &Problem::text, 512, Feed::kSystem)};
};

/// A message from a carrier, read into facts.
struct Message {
    std::string format;     ///< "PAXLST", "PAXLST-US"; "" where it could not be told.
    std::string version;    ///< "D:05B", "001:000" ...
    std::string function;   ///< What it announces: "passengers", "crew", "flight-close" ...
    std::string reference;  ///< The sender's own message reference (UNH 0062).
    std::string sender;     ///< Interchange sender (UNB 0004).
    std::array<std::uint8_t, 32> digest{};  ///< BLAKE2b-256 of the message's bytes; set by node.
    MessageStatus status{MessageStatus::kOk};
    std::vector<Problem> problems;
    std::vector<FlightLeg> flights;
    std::vector<Traveller> travellers;
    friend bool operator==(const Message&, const Message&) = default;
};
template <>
struct Schema<Message> {
    static constexpr std::string_view kName = "message";
    static constexpr auto kFields =
        std::tuple{field(1, "format", &Message::format, 16, Feed::kApi),
                   field(2, "version", &Message::version, 32, Feed::kApi),
                   field(3, "function", &Message::function, 32, Feed::kApi),
                   field(4, "reference", &Message::reference, 64, Feed::kApi),
                   field(5, "sender", &Message::sender, 64, Feed::kApi),
                   field(6, "digest", &Message::digest, 32, Feed::kSystem),
                   field(7, "status", &Message::status, 1, Feed::kSystem),
                   field(8, "problems", &Message::problems, 1000, Feed::kSystem),
                   field(9, "flights", &Message::flights, 64, Feed::kApi),
                   field(10, "travellers", &Message::travellers, 10000, Feed::kApi)};
};

}  // namespace sarhad::facts
