#pragma once

#include "core/ids.h"
#include "facts/cargo_screening.h"
#include "screening/rule_guard.h"
#include "screening/screening_facts.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::screening {

/// In what currency rules are told values. What is told in another one is unknown to them: a port
/// has no rates.
inline constexpr std::string_view kReferenceCurrency = "USD";

/// A container with what different messages told of it.
struct CargoContainer {
    facts::Container told{};                    ///< As the manifest tells it, else whoever did.
    std::vector<std::string> seals_observed{};  ///< At a gate or a terminal.
    std::uint64_t verified_gross_grams{0};      ///< 0: nobody weighed it.
    /// Whether a stow plan of its voyage has it; none: there is no plan.
    std::optional<bool> is_stowed{};
    friend bool operator==(const CargoContainer&, const CargoContainer&) = default;
};

/// How a voyage's stow plan and its manifests stand to each other.
struct StowGaps {
    std::uint32_t unmanifested{0};
    std::uint32_t not_stowed{0};
};

/// What had come of a piece of cargo. The same words as CargoScreening::told_by.
struct CargoFeeds {
    bool manifest{false};
    bool declaration{false};
    bool gate{false};  ///< A weighing, a gate or terminal move.
};

/// Everything about one piece of cargo that screening may look at. Which of the members are what it
/// is about says `kind`; the others are what other messages told beside.
struct CargoFacts {
    std::array<std::uint8_t, 16> id{};  ///< The record's, known before it is screened.
    std::string kind;                   ///< facts::cargo_kind.
    std::optional<facts::Bill> bill{};
    std::optional<facts::Conveyance> conveyance{};
    std::optional<facts::Declaration> declaration{};
    std::vector<CargoContainer> containers{};
    std::optional<facts::Traveller> owner{};  ///< Whom a message about bags names.
    std::optional<StowGaps> gaps{};  ///< Of the conveyance's voyage; none: nothing to compare.
    std::optional<std::int64_t> amendments{};  ///< Of the manifest; none: not known.
    CargoFeeds told{};
    DataAge data;
    SitePolicy policy;
    facts::PartialDate on;  ///< As ScreeningFacts::on.
    core::WallTime now;
    core::PortId port{""};
    std::string port_kind;
    std::shared_ptr<const HeldRules> held;
};

}  // namespace sarhad::screening
