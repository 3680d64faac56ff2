#include "cargo_codes.h"

namespace sarhad::intake {

using facts::BillLevel;
using facts::Fullness;
using facts::Mode;
using facts::PartyRole;
using facts::PlaceRole;
using facts::Traffic;

PartyRole party_role(std::string_view code) {
    switch (packed(code)) {
        case packed("CZ"):
        case packed("SH"):
        case packed("SU"):
        case packed("EX"):
        case packed("SE"):
        case packed("OS"):
        case packed("SF"):
            return PartyRole::kShipper;
        case packed("CN"):
        case packed("IM"):
        case packed("BY"):
        case packed("UC"):
        case packed("CNE"):
            return PartyRole::kConsignee;
        case packed("NI"):
        case packed("N1"):
        case packed("N2"):
        case packed("NP"):
            return PartyRole::kNotify;
        case packed("FW"):
        case packed("FC"):
        case packed("CS"):
        case packed("DDR"):
            return PartyRole::kForwarder;
        case packed("CA"):
        case packed("CF"):
        case packed("CG"):
        case packed("MP"):
            return PartyRole::kCarrier;
        case packed("DT"):
        case packed("AE"):
        case packed("CB"):
        case packed("AM"):
            return PartyRole::kDeclarant;
        case packed("OW"):
        case packed("GO"):
        case packed("CPE"):
            return PartyRole::kOwner;
        case packed("DR"):
        case packed("DRV"):
            return PartyRole::kDriver;
        case packed("MA"):
        case packed("VW"):
            return PartyRole::kMaster;
        default:  // Not our enum.
            return PartyRole::kOther;
    }
}

namespace {

/// Places that mean the same of goods and of what carries them.
PlaceMeaning place_of_either(std::string_view code) {
    switch (packed(code)) {
        case packed("13"):
        case packed("103"):
        case packed("120"):
        case packed("169"):
            return {PlaceRole::kTranshipment};
        case packed("94"):
        case packed("125"):
            return {PlaceRole::kPrevious};
        case packed("61"):
        case packed("69"):
            return {PlaceRole::kNext};
        case packed("8"):
        case packed("20"):
        case packed("28"):
        case packed("36"):
        case packed("65"):
        case packed("83"):
        case packed("85"):
        case packed("130"):
        case packed("213"):
            return {PlaceRole::kFinal};
        case packed("22"):
        case packed("23"):
        case packed("41"):
        case packed("42"):
        case packed("43"):
        case packed("50"):
        case packed("96"):
        case packed("111"):
        case packed("114"):
        case packed("118"):
        case packed("119"):
        case packed("122"):
        case packed("127"):
        case packed("135"):
            return {PlaceRole::kCustomsOffice};
        default:  // Not our enum.
            return {PlaceRole::kOther, false};
    }
}

/// Known, and nothing that this program asks for: goods' whereabouts, empties, optional ports.
bool is_other_place(std::string_view code) {
    switch (packed(code)) {
        case packed("1"):
        case packed("4"):
        case packed("14"):
        case packed("17"):
        case packed("18"):
        case packed("19"):
        case packed("24"):
        case packed("25"):
        case packed("44"):
        case packed("49"):
        case packed("64"):
        case packed("68"):
        case packed("70"):
        case packed("72"):
        case packed("81"):
        case packed("89"):
        case packed("91"):
        case packed("97"):
        case packed("98"):
        case packed("99"):
        case packed("100"):
        case packed("104"):
        case packed("107"):
        case packed("115"):
        case packed("116"):
        case packed("138"):
        case packed("147"):
        case packed("150"):
        case packed("156"):
        case packed("159"):
        case packed("163"):
        case packed("164"):
        case packed("165"):
        case packed("168"):
        case packed("175"):
        case packed("176"):
        case packed("184"):
        case packed("198"):
        case packed("200"):
        case packed("202"):
        case packed("219"):
            return true;
        default:  // Not our enum.
            return false;
    }
}

PlaceMeaning either_or_other(std::string_view code) {
    PlaceMeaning meaning = place_of_either(code);
    meaning.is_known = meaning.is_known || is_other_place(code);
    return meaning;
}

}  // namespace

PlaceMeaning place_of_goods(std::string_view code) {
    switch (packed(code)) {
        case packed("6"):
        case packed("9"):
        case packed("76"):
        case packed("131"):
        case packed("178"):
            return {PlaceRole::kLoading};
        case packed("11"):
        case packed("12"):
        case packed("132"):
        case packed("152"):
        case packed("170"):
        case packed("179"):
            return {PlaceRole::kDischarge};
        case packed("10"):
        case packed("84"):
        case packed("88"):
        case packed("117"):
        case packed("149"):
            return {PlaceRole::kReceipt};
        case packed("7"):
        case packed("148"):
            return {PlaceRole::kDelivery};
        case packed("5"):
        case packed("27"):
        case packed("30"):
        case packed("35"):
        case packed("80"):
        case packed("113"):
        case packed("173"):
            return {PlaceRole::kOrigin};
        case packed("60"):
        case packed("87"):
        case packed("92"):
        case packed("153"):
            return {PlaceRole::kCall};
        default:  // Not our enum.
            return either_or_other(code);
    }
}

PlaceMeaning place_of_conveyance(std::string_view code) {
    switch (packed(code)) {
        case packed("9"):
        case packed("76"):
            return {PlaceRole::kLoading};
        case packed("11"):
        case packed("12"):
        case packed("170"):
            return {PlaceRole::kDischarge};
        case packed("5"):
        case packed("60"):
        case packed("77"):
        case packed("78"):
        case packed("79"):
        case packed("80"):
        case packed("87"):
        case packed("92"):
        case packed("153"):
        case packed("160"):
        case packed("164"):
        case packed("172"):
            return {PlaceRole::kCall};
        case packed("7"):
        case packed("10"):
        case packed("27"):
        case packed("35"):
        case packed("88"):
        case packed("113"):
        case packed("152"):
        case packed("178"):
        case packed("179"):
            return {PlaceRole::kOther};
        default:  // Not our enum.
            return either_or_other(code);
    }
}

Mode transport_mode(std::string_view mode, std::string_view means) {
    if (mode.size() == 2 && mode.front() == '0') mode.remove_prefix(1);  // "03".
    switch (packed(mode)) {
        case packed("1"):
        case packed("10"):
        case packed("11"):
            return Mode::kSea;
        case packed("2"):
        case packed("20"):
            return Mode::kRail;
        case packed("3"):
        case packed("30"):
            return Mode::kRoad;
        case packed("4"):
        case packed("40"):
            return Mode::kAir;
        case packed("5"):
        case packed("50"):
            return Mode::kPost;
        case packed("8"):
        case packed("80"):
            return Mode::kInland;
        default:  // Not our enum.
            break;
    }
    switch (packed(means)) {
        case packed("11"):
        case packed("12"):
        case packed("13"):
            return Mode::kSea;
        case packed("25"):
        case packed("26"):
            return Mode::kRail;
        case packed("31"):
        case packed("32"):
        case packed("35"):
            return Mode::kRoad;
        case packed("6"):
            return Mode::kAir;
        default:  // Not our enum.
            return Mode::kUnknown;
    }
}

Traffic traffic(std::string_view code) {
    switch (packed(code)) {
        case packed("22"):
            return Traffic::kExport;
        case packed("23"):
            return Traffic::kImport;
        case packed("24"):
            return Traffic::kTransit;
        case packed("28"):
            return Traffic::kTranshipment;
        default:  // Not our enum.
            return Traffic::kUnknown;
    }
}

Fullness fullness(std::string_view code) {
    switch (packed(code)) {
        case packed("4"):
            return Fullness::kEmpty;
        case packed("5"):
        case packed("6"):
        case packed("7"):
        case packed("8"):
            return Fullness::kFull;
        case packed("1"):
        case packed("2"):
        case packed("3"):
            return Fullness::kPart;
        default:  // Not our enum.
            return Fullness::kUnknown;
    }
}

Reference reference_kind(std::string_view code) {
    switch (packed(code)) {
        case packed("BM"):
        case packed("AWB"):
        case packed("AAM"):
        case packed("AAS"):
            return Reference::kBill;
        case packed("HWB"):
        case packed("BH"):
            return Reference::kHouse;
        case packed("MB"):
        case packed("MWB"):
            return Reference::kMaster;
        case packed("BN"):
            return Reference::kBooking;
        default:  // Not our enum.
            return Reference::kOther;
    }
}

BillLevel document_level(std::string_view code) {
    switch (packed(code)) {
        case packed("704"):
        case packed("741"):
            return BillLevel::kMaster;
        case packed("703"):
        case packed("714"):
            return BillLevel::kHouse;
        default:  // Not our enum.
            return BillLevel::kUnknown;
    }
}

}  // namespace sarhad::intake
