#pragma once

#include <cstdint>
#include <string>

/// Options of commands that show what a port saw: cargo, journeys, inspections.
namespace sarhad::ctl {

/// sarhadctl cargo list.
struct CargoList {
    std::string kind{};     ///< "" for all.
    std::string channel{};  ///< The same.
    std::string container{};
    std::string bill{};
    std::string conveyance{};
    bool findings{false};  ///< Only those with one.
    bool history{false};   ///< Also what was decided before of the same.
    std::string after{};   ///< Where the page before ended.
    std::uint64_t limit{50};
};
/// sarhadctl cargo show.
struct CargoShow {
    std::string cargo{};
};
inline constexpr std::uint64_t kJourneysListedMax = 200;
/// sarhadctl journey list.
struct JourneyList {
    std::uint64_t before{0};  ///< An answer's next_before; 0 for the newest.
    std::uint64_t limit{50};  ///< At most kJourneysListedMax.
};
/// sarhadctl journey show.
struct JourneyShow {
    std::string journey{};
    std::uint64_t after{0};    ///< An answer's next_after; 0 for the first.
    std::uint64_t limit{200};  ///< At most kJourneysListedMax.
};
/// sarhadctl inspection put.
struct InspectionPut {
    std::string crossing{};
    std::string officer{};
    std::string finding{};
    std::uint64_t minutes{0};
};
/// sarhadctl inspection show.
struct InspectionShow {
    std::string crossing{};
};
inline constexpr std::uint64_t kInspectionsListedMax = 500;
/// sarhadctl inspection list.
struct InspectionList {
    std::string since{};       ///< A day or a moment; "" for all.
    std::string officer{};     ///< "" for all.
    std::string finding{};     ///< "" for both.
    std::string before{};      ///< An answer's next_before; "" for the newest.
    std::uint64_t limit{200};  ///< At most kInspectionsListedMax.
};
}  // namespace sarhad::ctl
