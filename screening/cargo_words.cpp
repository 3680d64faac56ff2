#include "cargo_words.h"

#include "watchlists/countries.h"

namespace sarhad::screening {

using facts::PlaceRole;

std::string alpha2(std::string_view told) {
    const watchlists::CountryCode code = watchlists::country_of(told);
    if (code == 0) {
        return {};
    }
    return {static_cast<char>(code / 256U), static_cast<char>(code % 256U)};
}

std::string_view mode_word(facts::Mode mode) {
    switch (mode) {
        case facts::Mode::kSea:
        case facts::Mode::kInland:
            return "SEA";
        case facts::Mode::kAir:
            return "AIR";
        case facts::Mode::kRoad:
            return "ROAD";
        case facts::Mode::kRail:
            return "RAIL";
        case facts::Mode::kPost:
            return "POST";
        case facts::Mode::kFoot:
        case facts::Mode::kUnknown:
            break;
    }
    return "";
}

std::string_view call_word(PlaceRole role) {
    switch (role) {
        case PlaceRole::kLoading:
            return "LOAD";
        case PlaceRole::kTranshipment:
            return "TRANSSHIP";
        case PlaceRole::kDischarge:
            return "DISCHARGE";
        case PlaceRole::kCall:
        case PlaceRole::kPrevious:
            return "TRANSIT";
        case PlaceRole::kOther:
        case PlaceRole::kReceipt:
        case PlaceRole::kDelivery:
        case PlaceRole::kOrigin:
        case PlaceRole::kFinal:
        case PlaceRole::kNext:
        case PlaceRole::kCustomsOffice:
            break;
    }
    return "";
}

}  // namespace sarhad::screening
