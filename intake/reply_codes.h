#pragma once

#include <string_view>

namespace sarhad::intake {

/// The codes that both halves use, writing and reading. Where the standard leaves a code to the two
/// sides, it is ours: docs/intake-replies.md.

/// Action of UCI and UCM. Source: ISO 9735-4, data element 0083.
inline constexpr std::string_view kRejectAction = "4";
inline constexpr std::string_view kAcceptAction = "7";
/// Syntax error of a message that is not supported here. Source: data element 0085.
inline constexpr std::string_view kNotSupported = "18";
inline constexpr std::string_view kInvalidValue = "12";

/// BGM of a CUSRES. Source: data element 1001.
inline constexpr std::string_view kResponse = "962";
/// ERC of a passenger's answer.
inline constexpr std::string_view kReceivedCode = "ACK";
inline constexpr std::string_view kContactCode = "CON";
inline constexpr std::string_view kBoardCode = "OTB";
inline constexpr std::string_view kDoNotBoardCode = "DNB";

/// Response of MSG in an ACKRES: processed, processed in part, not processed. Source: PADIS 4343.
inline constexpr std::string_view kProcessed = "3";
inline constexpr std::string_view kProcessedPartly = "4";
inline constexpr std::string_view kNotProcessed = "7";
/// Function of MSG. Source: PADIS 1225.
inline constexpr std::string_view kAcknowledgement = "23";
inline constexpr std::string_view kRequestBookings = "43";

}  // namespace sarhad::intake
