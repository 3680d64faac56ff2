#pragma once

#include "core/ids.h"
#include "facts/decision.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::facts {

/// A hit that a port reports to central, and its own signature over exactly these bytes.
struct SignedReport {
    core::NodeId node{0};
    core::Bytes body;                          ///< A Crossing, verbatim as signed.
    std::array<std::uint8_t, 64> signature{};  ///< Ed25519 by the node's key.
    friend bool operator==(const SignedReport&, const SignedReport&) = default;
};
template <>
struct Schema<SignedReport> {
    static constexpr std::string_view kName = "signed_report";
    static constexpr auto kFields =
        FieldList{field(1, "node", &SignedReport::node, 1, Feed::kSystem),
                  field(2, "body", &SignedReport::body, 60000, Feed::kSystem),
                  field(3, "signature", &SignedReport::signature, 64, Feed::kSystem)};
};

/// A warning to every port, raised by the centre's computer from one port's signed report.
struct Alert {
    std::array<std::uint8_t, 16> id{};  ///< The crossing's id.
    core::WallTime raised_at;           ///< When central committed it.
    core::PortId port{""};              ///< Where the hit was raised.
    core::WallTime screened_at;         ///< When the port screened.
    SignedReport report;
    friend bool operator==(const Alert&, const Alert&) = default;
};
template <>
struct Schema<Alert> {
    static constexpr std::string_view kName = "alert";
    static constexpr auto kFields =
        FieldList{field(1, "id", &Alert::id, 16, Feed::kSystem),
                  field(2, "raised_at", &Alert::raised_at, 1, Feed::kSystem),
                  field(3, "port", &Alert::port, 32, Feed::kSystem),
                  field(4, "screened_at", &Alert::screened_at, 1, Feed::kSystem),
                  field(5, "report", &Alert::report, 1, Feed::kSystem)};
};

/// An officer at a port has read an alert: the port is warned, not only reached.
struct AlertAcknowledgement {
    std::array<std::uint8_t, 16> alert{};
    core::NodeId node{0};
    std::string officer;  ///< Account, not a person's name.
    core::WallTime acknowledged_at;
    friend bool operator==(const AlertAcknowledgement&, const AlertAcknowledgement&) = default;
};
template <>
struct Schema<AlertAcknowledgement> {
    static constexpr std::string_view kName = "alert_acknowledgement";
    static constexpr auto kFields = FieldList{
        field(1, "alert", &AlertAcknowledgement::alert, 16, Feed::kSystem),
        field(2, "node", &AlertAcknowledgement::node, 1, Feed::kSystem),
        field(3, "officer", &AlertAcknowledgement::officer, 64, Feed::kOfficer),
        field(4, "acknowledged_at", &AlertAcknowledgement::acknowledged_at, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
