#include "sensitive_codes.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sarhad::intake {
namespace {

constexpr std::string_view kMeal = "meal";
constexpr std::string_view kHealth = "health";
constexpr std::size_t kCodeLetters = 4;

/// Four letters as one number: each SSR of each booking is looked up.
constexpr std::uint32_t packed(std::string_view code) {
    std::uint32_t number = 0;
    for (const char c : code)
        number = number * 256 + static_cast<unsigned char>(c);
    return number;
}

template <std::size_t N>
consteval std::array<std::uint32_t, N> packed_table(const std::array<std::string_view, N>& codes) {
    std::array<std::uint32_t, N> table{};
    std::transform(codes.begin(), codes.end(), table.begin(), packed);
    std::sort(table.begin(), table.end());
    return table;
}

/// Service codes (IATA Reservations Services Manual, AIRIMP 3.9) that tell of somebody's body or
/// health, or of help that only its state calls for. Wheelchairs: WCH* and WCBD and WCBW with their
/// batteries, WCLB, WCMP by hand, WCOB on board.
constexpr auto kHealthCodes = packed_table(std::to_array<std::string_view>(
    {"ALGY", "AOXY", "BLND", "CPAP", "DBLD", "DEAF", "DPNA", "EPAP", "ESAN", "EXOX",
     "LEGB", "LEGL", "LEGR", "MAAS", "MEDA", "MEDC", "MEDI", "MEDL", "MEDS", "NEBU",
     "OXYC", "OXYG", "PEAN", "POCA", "POXY", "PPOC", "PREG", "STCR", "SVAN", "TRIA",
     "VENT", "WCBD", "WCBL", "WCBW", "WCLB", "WCMP", "WCOB"}));

}  // namespace

std::string_view sensitive_code(std::string_view code) {
    const bool is_code =
        code.size() == kCodeLetters &&
        std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_code) return {};
    // Every special meal ends so: AVML KSML MOML HNML VJML tell of belief, DBML LSML GFML of
    // health. A harmless one (BBML, CHML) is no loss, and a carrier's own code is caught too.
    if (code.ends_with("ML")) return kMeal;
    const bool is_health =
        code.starts_with("WCH") ||
        std::binary_search(kHealthCodes.begin(), kHealthCodes.end(), packed(code));
    return is_health ? kHealth : std::string_view{};
}

bool is_code_and_name(std::string_view code) {
    return code == "MEDA" || code == "MAAS" || code == "MEDI" || code == "PEAN" || code == "VENT" ||
           code == "TRIA";
}

}  // namespace sarhad::intake
