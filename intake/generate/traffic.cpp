#include "traffic.h"

#include "core/check_digits.h"
#include "core/text.h"
#include "intake/generate/name_cultures.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Redacted;

constexpr facts::PartialDate kFirstDay{2026, 3, 1};

struct Carrier {
    std::string_view designator;
    std::string_view digits;  ///< Of its bag tags and tickets.
};
constexpr Carrier kCarriers[] = {
    {"PK", "214"}, {"PA", "803"}, {"ER", "766"}, {"9P", "736"}, {"EK", "176"}, {"SV", "065"}};
constexpr std::string_view kSellers[] = {"EY", "TK", "QR", "MH"};

/// From Pakistan; the way back is flown too.
struct Route {
    std::string_view here;
    std::string_view there;
    int minutes;
    int zone;  ///< Minutes that the clock there is behind.
};
constexpr Route kRoutes[] = {{"KHI", "DXB", 130, 60},
                             {"KHI", "JED", 250, 120},
                             {"LHE", "DXB", 190, 60},
                             {"LHE", "LHR", 500, 300},
                             {"ISB", "AUH", 195, 60},
                             {"ISB", "IST", 360, 120},
                             {"PEW", "DOH", 205, 120},
                             {"PEW", "SHJ", 180, 60},
                             {"MUX", "MCT", 145, 60},
                             {"SKT", "RUH", 255, 120},
                             {"SKT", "KWI", 250, 120},
                             {"LHE", "KUL", 340, -180}};

struct Nation {
    std::string_view name;
    std::string_view code;
};
constexpr Nation kNations[] = {{"Saudi Arabia", "SAU"},
                               {"Iran", "IRN"},
                               {"Russia", "RUS"},
                               {"China", "CHN"},
                               {"Germany", "DEU"}};

std::string_view code_of(std::string_view nation) {
    for (const Nation& known : kNations) {
        if (known.name == nation) return known.code;
    }
    return "PAK";
}

constexpr std::string_view kShips[] = {
    "INDUS PIONEER", "MAKRAN STAR", "RAVI TRADER", "HINGOL BAY", "CHENAB EXPRESS", "ORMARA PEARL"};
constexpr std::string_view kLines[] = {"MAEU", "CMDU", "HLCU", "COSU", "PNSC"};
constexpr std::string_view kFarPorts[] = {"CNSHA", "AEJEA", "SGSIN", "LKCMB", "CNNGB", "OMSLL"};
constexpr std::string_view kOurPorts[] = {"PKKHI", "PKBQM", "PKGWD"};
constexpr Ware kWares[] = {{"520100", "COTTON NOT CARDED OR COMBED", "BL", 220},
                           {"090240", "BLACK TEA IN BULK", "BG", 50},
                           {"151190", "PALM OLEIN REFINED", "DR", 190},
                           {"850440", "SOLAR INVERTERS", "CT", 25},
                           {"870899", "USED VEHICLE PARTS", "PK", 120},
                           {"390210", "POLYPROPYLENE GRANULES", "BG", 25},
                           {"854143", "PHOTOVOLTAIC PANELS", "PX", 640},
                           {"690721", "CERAMIC TILES", "PX", 900},
                           {"292429", "PHARMACEUTICAL INTERMEDIATES", "DR", 25},
                           {"630900", "WORN CLOTHING", "BL", 45}};
constexpr std::string_view kTrades[] = {"TRADERS", "TEXTILES", "IMPEX", "BROTHERS", "INDUSTRIES"};
constexpr std::string_view kOwners[] = {"MSKU", "CMAU", "TEMU", "HLXU", "CSNU"};

/// The digit for which `is_right` holds.
template <class IsRight>
std::string with_check_digit(std::string text, IsRight is_right) {
    text += '0';
    while (!is_right(text) && text.back() < '9')
        ++text.back();
    return text;
}

}  // namespace

struct Traffic::Family {
    const NameCulture* culture;
    std::string surname;
    facts::PartialDate day;
};

facts::FlightLeg Traffic::flight() {
    seats_ = 0;
    const Carrier& carrier = chance_.of(kCarriers);
    const Route& route = chance_.of(kRoutes);
    const bool is_outbound = chance_.one_in(2);
    facts::FlightLeg leg;
    leg.carrier = carrier.designator;
    leg.number = padded(static_cast<std::uint64_t>(chance_.between(200, 799)), 4);
    leg.origin = is_outbound ? route.here : route.there;
    leg.destination = is_outbound ? route.there : route.here;
    leg.departs = {days_after(kFirstDay, static_cast<int>(chance_.below(365))),
                   static_cast<std::uint8_t>(chance_.below(24)),
                   static_cast<std::uint8_t>(chance_.below(12) * 5)};
    leg.arrives =
        minutes_after(leg.departs, route.minutes + (is_outbound ? -route.zone : route.zone));
    return leg;
}

facts::Traveller Traffic::person(const Family& family, int age) {
    const NameCulture& culture = *family.culture;
    const bool is_female = chance_.one_in(2);
    facts::Traveller one;
    one.surname = Redacted{family.surname};
    one.first_name =
        Redacted{core::ascii_upper(chance_.word(is_female ? culture.female : culture.male))};
    if (chance_.one_in(3)) {
        one.middle_name =
            Redacted{core::ascii_upper(chance_.word(is_female ? culture.female : culture.male))};
    }
    one.sex = is_female ? facts::Sex::kFemale : facts::Sex::kMale;
    const int days = age * 365 + static_cast<int>(chance_.below(360)) + 2;
    one.date_of_birth = Redacted{days_after(family.day, -days)};
    one.nationality = code_of(culture.nationality);
    facts::TravelDocument paper;
    paper.kind = "P";
    paper.number = Redacted{chance_.code("AA9000000")};
    paper.issuer = one.nationality;
    paper.expires = days_after(family.day, chance_.between(60, 3'400));
    one.documents.push_back(std::move(paper));
    if (one.nationality == "PAK") {
        // The last digit tells the sex: even for women.
        const std::uint64_t last = chance_.below(5) * 2 + (is_female ? 0 : 1);
        const int province = chance_.between(1, 6);
        one.national_id = Redacted{core::cat(province, chance_.digits(11), last)};
    }
    one.age_band = age < 2    ? facts::AgeBand::kInfant
                   : age < 12 ? facts::AgeBand::kChild
                              : facts::AgeBand::kAdult;
    return one;
}

facts::Traveller Traffic::adult(facts::PartialDate day) {
    const NameCulture& culture = culture_of(chance_.below(100));
    const Family alone{&culture, core::ascii_upper(chance_.word(culture.family)), day};
    return person(alone, chance_.between(18, 75));
}

void Traffic::board(facts::Traveller& traveller, const facts::FlightLeg& flight, bool has_seat) {
    traveller.embarks = flight.origin;
    traveller.disembarks = flight.destination;
    if (!has_seat) return;
    constexpr std::string_view kLetters = "ABCDEF";
    traveller.seat =
        core::cat(seats_ / kLetters.size() + 1, kLetters.substr(seats_ % kLetters.size(), 1));
    ++seats_;
    const std::uint64_t bags = chance_.below(3);
    traveller.bag_count = static_cast<std::uint16_t>(bags);
    for (std::uint64_t i = 0; i < bags; ++i)
        traveller.bag_tags.push_back(bag_tag(flight.carrier));
    traveller.bag_weight_kg = static_cast<std::uint32_t>(bags * 18 + chance_.below(bags * 6 + 1));
}

Party Traffic::party(const facts::FlightLeg& flight) {
    const facts::PartialDate day = flight.departs.date;
    const NameCulture& culture = culture_of(chance_.below(100));
    const Family family{&culture, core::ascii_upper(chance_.word(culture.family)), day};
    Party party;
    party.locator = chance_.code("AA99AA");
    const bool is_family = chance_.one_in(3);
    const int adults = is_family ? 2 : 1;
    const int children = is_family ? chance_.between(0, 3) : 0;
    const bool has_infant = is_family && chance_.one_in(3);
    for (int i = 0; i < adults; ++i)
        party.people.push_back(person(family, chance_.between(19, 70)));
    for (int i = 0; i < children; ++i)
        party.people.push_back(person(family, chance_.between(2, 11)));
    if (has_infant) party.people.push_back(person(family, chance_.between(0, 1)));
    for (facts::Traveller& one : party.people) {
        one.booking = Redacted{party.locator};
        board(one, flight, one.age_band != facts::AgeBand::kInfant);
    }
    return party;
}

std::vector<facts::Traveller> Traffic::crew(const facts::FlightLeg& flight) {
    std::vector<facts::Traveller> all;
    const int count = chance_.between(4, 10);
    for (int i = 0; i < count; ++i) {
        facts::Traveller one = adult(flight.departs.date);
        one.kind = facts::TravellerKind::kCrew;
        one.embarks = flight.origin;
        one.disembarks = flight.destination;
        all.push_back(std::move(one));
    }
    return all;
}

std::string Traffic::codeshare() {
    return std::string{chance_.of(kSellers)};
}

std::string Traffic::bag_tag(std::string_view carrier) {
    const auto* const known =
        std::find_if(std::begin(kCarriers), std::end(kCarriers), [&](const Carrier& one) {
            return one.designator == carrier;
        });
    const std::string_view digits = known == std::end(kCarriers) ? "214" : known->digits;
    constexpr std::uint64_t kSerials = 1'000'000;
    if (tags_ == 0) tags_ = 100'000 + chance_.below(800'000);
    tags_ = (tags_ + 1) % kSerials;
    return core::cat("0", digits, padded(tags_, 6));
}

std::string Traffic::container() {
    const std::string_view owner = chance_.of(kOwners);
    return with_check_digit(core::cat(owner, chance_.code("000000")),
                            [](const std::string& text) { return core::is_container_right(text); });
}

std::string Traffic::company() {
    const NameCulture& culture = culture_of(chance_.below(100));
    const std::string family = core::ascii_upper(chance_.word(culture.family));
    return core::cat(family, " ", chance_.of(kTrades));
}

Voyage voyage(Chance& chance) {
    Voyage one;
    one.ship = chance.of(kShips);
    one.call_sign = core::cat("AP", chance.letters(2));
    one.imo = with_check_digit(core::cat(9, chance.digits(5)),
                               [](const std::string& text) { return core::is_imo_right(text); });
    one.carrier = chance.of(kLines);
    one.number = core::cat(chance.between(100, 999), "E");
    one.from = chance.of(kFarPorts);
    one.to = chance.of(kOurPorts);
    one.departs = {days_after(kFirstDay, static_cast<int>(chance.below(365))),
                   static_cast<std::uint8_t>(chance.below(24)),
                   0};
    one.arrives = minutes_after(one.departs, chance.between(3 * 24, 18 * 24) * 60);
    return one;
}

const Ware& ware(Chance& chance) {
    return chance.of(kWares);
}

}  // namespace sarhad::intake
