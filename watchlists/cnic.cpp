#include "cnic.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace sarhad::watchlists {
namespace {

struct Place {
    std::string_view digits;
    std::string_view name;
};
/// First digit: province. What it was when the number was given; the tribal areas are KP today.
constexpr std::array<Place, 8> kProvinces{{{"1", "khyber pakhtunkhwa"},
                                           {"2", "khyber pakhtunkhwa"},
                                           {"3", "punjab"},
                                           {"4", "sindh"},
                                           {"5", "balochistan"},
                                           {"6", "islamabad"},
                                           {"7", "gilgit baltistan"},
                                           {"8", "azad kashmir"}}};
/// First three digits: district. From general knowledge of the numbers; a district that is not
/// here is not told.
constexpr std::array<Place, 62> kDistricts{{{"111", "bannu"},
                                            {"112", "lakki marwat"},
                                            {"121", "dera ismail khan"},
                                            {"122", "tank"},
                                            {"131", "abbottabad"},
                                            {"133", "haripur"},
                                            {"135", "mansehra"},
                                            {"141", "hangu"},
                                            {"142", "karak"},
                                            {"143", "kohat"},
                                            {"151", "buner"},
                                            {"152", "chitral"},
                                            {"153", "dir"},
                                            {"154", "malakand"},
                                            {"155", "shangla"},
                                            {"156", "swat"},
                                            {"157", "upper dir"},
                                            {"161", "mardan"},
                                            {"162", "swabi"},
                                            {"171", "charsadda"},
                                            {"172", "nowshera"},
                                            {"173", "peshawar"},
                                            {"211", "bajaur"},
                                            {"212", "khyber"},
                                            {"213", "kurram"},
                                            {"214", "mohmand"},
                                            {"215", "north waziristan"},
                                            {"216", "orakzai"},
                                            {"217", "south waziristan"},
                                            {"311", "bahawalnagar"},
                                            {"312", "bahawalpur"},
                                            {"313", "rahim yar khan"},
                                            {"321", "dera ghazi khan"},
                                            {"322", "layyah"},
                                            {"323", "muzaffargarh"},
                                            {"324", "rajanpur"},
                                            {"331", "faisalabad"},
                                            {"332", "jhang"},
                                            {"333", "toba tek singh"},
                                            {"341", "gujranwala"},
                                            {"342", "gujrat"},
                                            {"343", "hafizabad"},
                                            {"344", "mandi bahauddin"},
                                            {"345", "narowal"},
                                            {"346", "sialkot"},
                                            {"351", "kasur"},
                                            {"352", "lahore"},
                                            {"353", "okara"},
                                            {"354", "sheikhupura"},
                                            {"361", "khanewal"},
                                            {"362", "lodhran"},
                                            {"363", "multan"},
                                            {"364", "pakpattan"},
                                            {"365", "sahiwal"},
                                            {"366", "vehari"},
                                            {"371", "attock"},
                                            {"372", "chakwal"},
                                            {"373", "jhelum"},
                                            {"374", "rawalpindi"},
                                            {"384", "sargodha"},
                                            {"421", "karachi"},
                                            {"544", "quetta"}}};

template <std::size_t N>
std::string_view place_of(const std::array<Place, N>& places, std::string_view digits) {
    const auto place = std::find_if(
        places.begin(), places.end(), [&](const Place& one) { return one.digits == digits; });
    return place == places.end() ? std::string_view{} : place->name;
}

/// 1111111111111, 1234567890123 and their like.
bool is_placeholder(std::string_view digits) {
    const auto steps_by = [&](int step) {
        return std::adjacent_find(digits.begin(), digits.end(), [&](char a, char b) {
                   return (a - '0' + step) % 10 != b - '0';
               }) == digits.end();
    };
    return steps_by(0) || steps_by(1) || digits == "1234567891011";
}

}  // namespace

std::optional<Cnic> read_cnic(std::string_view number) {
    constexpr std::size_t kDigits = 13;
    const bool is_number = number.size() == kDigits &&
                           number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_number || is_placeholder(number)) {
        return std::nullopt;
    }
    Cnic cnic;
    cnic.province = place_of(kProvinces, number.substr(0, 1));
    cnic.district = place_of(kDistricts, number.substr(0, 3));
    cnic.sex = (number.back() - '0') % 2 == 1 ? facts::Sex::kMale : facts::Sex::kFemale;
    return cnic.province.empty() ? std::nullopt : std::optional{cnic};
}

bool names_place(std::string_view text, std::string_view place) {
    const std::string lower = core::ascii_lower(text);
    if (!place.empty() && lower.find(place) != std::string::npos) {
        return true;
    }
    const bool is_kp = lower == "kp" || lower == "kpk" ||
                       lower.find("pakhtun") != std::string::npos ||
                       lower.find("fata") != std::string::npos;
    return (place == "khyber pakhtunkhwa" && is_kp) || (place == "islamabad" && lower == "ict") ||
           (place == "balochistan" && lower == "baluchistan") ||
           (place == "azad kashmir" && lower == "ajk");
}

}  // namespace sarhad::watchlists
