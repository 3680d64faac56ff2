#include "kinds.h"
#include "traffic.h"

#include "core/text.h"
#include "intake/mrz_shape.h"

#include <algorithm>

/// What comes from the counter: documents as scanned (ICAO Doc 9303), declarations of currency.
namespace sarhad::intake {
namespace {

/// The lines of a document, fillers where nothing is put.
class Zone {
public:
    explicit Zone(const MrzShape& shape)
        : shape_{shape}, lines_(shape.lines, std::string(shape.width, '<')) {}

    void put(const MrzField& field, std::string_view text) {
        std::string upper = core::ascii_upper(text.substr(0, field.size));
        std::replace_if(
            upper.begin(),
            upper.end(),
            [](char c) { return !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); },
            '<');
        lines_[field.line].replace(field.first, upper.size(), upper);
    }
    void check(const MrzField& field) {
        const std::string_view text =
            std::string_view{lines_[field.line]}.substr(field.first, field.size);
        lines_[field.line][std::size_t{field.first} + field.size] = mrz_check_digit(text);
    }
    void close() {
        std::string all;
        for (const MrzField& field : shape_.composed)
            all += lines_[field.line].substr(field.first, field.size);
        if (!all.empty()) lines_[1].back() = mrz_check_digit(all);
    }
    std::string& line(std::size_t index) { return lines_[index]; }
    char& at(const MrzField& field) { return lines_[field.line][field.first]; }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const std::string& line : lines_)
            all += line + "\n";
        return all + "\n";
    }

private:
    const MrzShape& shape_;
    std::vector<std::string> lines_;
};

/// Germany's passports alone do not write its code of ISO 3166.
std::string_view icao_code(std::string_view country) {
    return country == "DEU" ? "D" : country;
}

Zone zone_of(const MrzShape& shape, const facts::Traveller& one) {
    Zone zone{shape};
    const facts::TravelDocument& paper = one.documents.front();
    const bool is_visa = shape.name.starts_with("MRV");
    zone.put({0, 0, 2}, is_visa ? "V" : (shape.name == "TD3" ? "P" : "I"));
    zone.put(shape.issuer, is_visa ? "PAK" : icao_code(paper.issuer));
    std::string name = one.surname.reveal() + "<<" + one.first_name.reveal();
    if (!one.middle_name.reveal().empty()) name += "<" + one.middle_name.reveal();
    zone.put(shape.names, name);
    zone.put(shape.number, paper.number.reveal());
    zone.put(shape.nationality, icao_code(one.nationality));
    zone.put(shape.birth, yymmdd(one.date_of_birth.reveal()));
    zone.put(shape.sex, one.sex == facts::Sex::kFemale ? "F" : "M");
    zone.put(shape.expiry, yymmdd(paper.expires));
    if (shape.has_optional_check) zone.put(shape.optional, one.national_id.reveal());
    for (const MrzField& field : {shape.number, shape.birth, shape.expiry})
        zone.check(field);
    const bool has_personal = shape.has_optional_check && !one.national_id.reveal().empty();
    if (has_personal) zone.check(shape.optional);
    zone.close();
    return zone;
}

void damage_zone(Zone& zone, const MrzShape& shape, Chance& chance) {
    char& year = zone.at(shape.birth);
    switch (chance.below(4)) {
        case 0:  // A digit read wrong.
            year = year == '9' ? '0' : static_cast<char>(year + 1);
            break;
        case 1:  // A letter that looks like it; a digit without one is read wrong.
            year = year == '0' ? 'O' : (year == '1' ? 'I' : (year == '8' ? 'B' : '4'));
            break;
        case 2:  // A digit in the name.
            zone.at(shape.names) = '5';
            break;
        default:  // Not our enum.
            zone.line(1).erase(shape.width - 9U);
            break;
    }
}

constexpr std::string_view kPoints[] = {
    "KHI", "LHE", "ISB", "PEW", "MUX", "SKT", "PKKHI", "TORKHAM", "CHAMAN", "WAGAH"};
constexpr std::string_view kCurrencies[] = {"USD", "AED", "SAR", "EUR", "GBP"};
constexpr std::string_view kRates[] = {"1", "0.272294", "0.266667", "1.08", "1.27"};
constexpr std::string_view kCountries[] = {"ARE", "SAU", "AFG", "GBR", "IND", "CHN"};

/// One member of a form.
std::string member(std::string_view name, std::string_view text) {
    return core::cat("\"", name, "\":\"", text, "\"");
}

std::string traveller_json(const facts::Traveller& one) {
    const facts::TravelDocument& paper = one.documents.front();
    std::string json =
        core::cat("\"traveller\":{",
                  member("surname", one.surname.reveal()),
                  ",",
                  member("first_name", one.first_name.reveal()),
                  ",",
                  member("sex", facts::name_of(one.sex)),
                  ",",
                  member("date_of_birth", facts::to_text(one.date_of_birth.reveal())),
                  ",",
                  member("nationality", one.nationality),
                  ",");
    if (!one.national_id.reveal().empty()) {
        json += member("national_id", one.national_id.reveal()) + ",";
    }
    return core::cat(json,
                     "\"documents\":[{",
                     member("kind", paper.kind),
                     ",",
                     member("number", paper.number.reveal()),
                     ",",
                     member("issuer", paper.issuer),
                     ",",
                     member("expires", facts::to_text(paper.expires)),
                     "}]}");
}

}  // namespace

std::string make_mrz(const Making& making) {
    constexpr std::string_view kShapes[] = {"TD3", "TD3", "TD3", "TD1", "TD2", "MRV-A", "MRV-B"};
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const MrzShape& shape = mrz_shape(chance.of(kShapes));
    Zone zone = zone_of(shape, traffic.adult(traffic.flight().departs.date));
    if (making.is_damaged) damage_zone(zone, shape, chance);
    ++making.counts.travellers;
    ++making.counts.documents;
    return zone.text();
}

std::string make_currency(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const facts::FlightLeg leg = traffic.flight();
    const facts::Traveller one = traffic.adult(leg.departs.date);
    const std::uint64_t damage = making.is_damaged ? 1 + chance.below(3) : 0;
    const std::uint64_t currency = chance.below(std::size(kCurrencies));
    const bool is_out = chance.one_in(2);
    const int amount = is_out ? chance.between(1, 7) * 100 : chance.between(2, 90) * 500;
    const std::string_view point = chance.of(kPoints);
    const std::string_view country = chance.of(kCountries);
    std::string text = core::cat("{",
                                 member("form", "currency"),
                                 ",",
                                 member("reference", core::cat("CD-", padded(making.number, 6))),
                                 ",");
    if (damage != 1) text += member("direction", is_out ? "out" : "in") + ",";
    text += core::cat(
        member("point", point),
        ",",
        member("made", damage == 2 ? std::string{"yesterday"} : facts::to_text(leg.departs.date)),
        ",",
        member(is_out ? "destination" : "origin", country),
        ",",
        traveller_json(one),
        ",\"lines\":[{",
        member("instrument", "cash"),
        ",",
        member("amount",
               core::cat(damage == 3 ? "about " : "", amount, " ", kCurrencies[currency])),
        ",",
        member("rate", kRates[currency]),
        "}]}\n");
    ++making.counts.travellers;
    ++making.counts.documents;
    ++making.counts.declarations;
    return text;
}

}  // namespace sarhad::intake
