#include "mrz_shape.h"

#include "core/check.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

/// Three letters each, in alphabetical order. Source: ISO 3166-1, which ICAO Doc 9303 part 3 takes
/// over.
constexpr std::string_view kIsoCodes =
    "ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHSBIHBLMBLRBLZBMU"
    "BOLBRABRBBRNBTNBVTBWACAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDEUDJIDMA"
    "DNKDOMDZAECUEGYERIESHESPESTETHFINFJIFLKFRAFROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTM"
    "GUFGUMGUYHKGHMDHNDHRVHTIHUNIDNIMNINDIOTIRLIRNIRQISLISRITAJAMJEYJORJPNKAZKENKGZKHMKIRKNAKORKWT"
    "LAOLBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZMRTMSRMTQ"
    "MUSMWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYF"
    "QATREUROURUSRWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVNSWESWZSXMSYCSYRTCATCD"
    "TGOTHATJKTKLTKMTLSTONTTOTUNTURTUVTWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGBVIRVNMVUTWLFWSMYEMZAFZMB"
    "ZWE";

/// Source: ICAO Doc 9303 part 3, section 5, parts B to D, and what earlier editions had (NTZ, SCG,
/// ANT); RKS as states use it; UTO is the specimens' Utopia.
constexpr std::array<std::string_view, 30> kMoreCodes{"D",
                                                      "EUE",
                                                      "GBD",
                                                      "GBN",
                                                      "GBO",
                                                      "GBP",
                                                      "GBS",
                                                      "RKS",
                                                      "UNO",
                                                      "UNA",
                                                      "UNK",
                                                      "UTO",
                                                      "XBA",
                                                      "XCC",
                                                      "XCE",
                                                      "XCO",
                                                      "XDC",
                                                      "XEC",
                                                      "XES",
                                                      "XIM",
                                                      "XMP",
                                                      "XOM",
                                                      "XPO",
                                                      "XXA",
                                                      "XXB",
                                                      "XXC",
                                                      "XX"
                                                      "X",
                                                      "NTZ",
                                                      "SCG",
                                                      "ANT"};

int value_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

}  // namespace

const MrzShape& mrz_shape(std::string_view name) {
    const auto* const found =
        std::find_if(kMrzShapes.begin(), kMrzShapes.end(), [name](const MrzShape& shape) {
            return shape.name == name;
        });
    SARHAD_CHECK(found != kMrzShapes.end());
    return *found;
}

char mrz_check_digit(std::string_view characters) {
    constexpr std::array<int, 3> kWeights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        sum += value_of(characters[i]) * kWeights[i % kWeights.size()];
    }
    return static_cast<char>('0' + sum % 10);
}

bool is_mrz_country(std::string_view code) {
    if (std::find(kMoreCodes.begin(), kMoreCodes.end(), code) != kMoreCodes.end()) return true;
    if (code.size() != 3) return false;
    for (std::size_t at = 0; at < kIsoCodes.size(); at += 3) {
        if (kIsoCodes.substr(at, 3) == code) return true;
    }
    return false;
}

}  // namespace sarhad::intake
