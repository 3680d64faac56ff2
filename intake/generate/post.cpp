#include "damaged_writer.h"
#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

#include <array>

/// ITMATT (UPU M33), items of the post to Pakistan: docs/intake-generate.md.
namespace sarhad::intake {
namespace {

struct Content {
    std::string_view hs;
    std::string_view text;
    int grams;
    int rupees;
};
constexpr Content kContents[] = {{"610510", "COTTON SHIRTS", 250, 2'500},
                                 {"851713", "MOBILE TELEPHONE", 220, 60'000},
                                 {"330499", "COSMETICS", 120, 1'800},
                                 {"950300", "TOYS", 400, 3'000},
                                 {"490199", "BOOKS", 500, 1'200},
                                 {"640399", "LEATHER SHOES", 900, 6'500},
                                 {"210690", "FOOD SUPPLEMENTS", 350, 4'200}};
constexpr std::string_view kSenders = "AE GB SA US CN DE MY CA";
constexpr std::string_view kCities = "KARACHI LAHORE ISLAMABAD PESHAWAR QUETTA MULTAN";

Damage draw_damage(const Making& making) {
    if (!making.is_damaged) return {};
    switch (making.chance.below(4)) {
        case 0:
            return {.skip = "MOA"};
        case 1:
            return {.skip = "GEI"};
        case 2:
            return {.is_count_wrong = true};
        default:  // Not our enum.
            return {.is_end_missing = true};
    }
}

/// UPU S10, 5.
std::string item_number(Chance& chance, std::string_view country) {
    constexpr std::array<int, 8> kWeights{8, 6, 4, 2, 3, 5, 9, 7};
    const std::string digits = chance.digits(8);
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i)
        sum += (digits[i] - '0') * kWeights[i];
    int check = 11 - sum % 11;
    if (check == 10) check = 0;
    if (check == 11) check = 5;
    const std::string kind = chance.word("CP EE LX RR");
    return core::cat(kind, digits, check, country);
}

std::string kilograms(int grams) {
    const std::string rest = core::cat(grams % 1'000);
    return core::cat(grams / 1'000, ".", std::string(3 - rest.size(), '0'), rest);
}

/// "202603011430".
std::string format_203(facts::LocalTime time) {
    return core::cat(time.date.year / 100, yymmdd(time.date), hhmm(time));
}

void write_content(DamagedWriter& to, std::size_t line, const Content& what, int pieces) {
    to.segment("GID", {{core::cat(line)}, {core::cat(pieces), "PC"}});
    to.segment("FTX", {{"AAA"}, {}, {}, {std::string{what.text}}});
    to.segment("CST", {{core::cat(line)}, {std::string{what.hs}}});
    to.segment("MEA", {{"AAE"}, {"N"}, {"KGM", kilograms(what.grams * pieces)}});
    to.segment("MOA", {{"38", core::cat(what.rupees * pieces), "PKR"}});
}

/// One item; how many contents it has.
std::size_t write_item(DamagedWriter& to,
                       Traffic& traffic,
                       std::size_t line,
                       std::string_view from) {
    Chance& chance = traffic.chance();
    const facts::PartialDate day{2026, 3, 1};
    const facts::Traveller sender = traffic.adult(day);
    const facts::Traveller addressee = traffic.adult(day);
    const std::string number = item_number(chance, from);
    const std::string category = chance.word("31 11 91 21 32 999");
    const std::string city = chance.word(kCities);
    const int contents = chance.between(1, 3);
    to.segment("CNI", {{core::cat(line)}, {number}});
    to.segment("GEI", {{"3"}, {category}});
    to.segment("NAD",
               {{"CZ"},
                {},
                {},
                {core::cat(sender.first_name.reveal(), " ", sender.surname.reveal())},
                {},
                {},
                {},
                {},
                {std::string{from}}});
    const int house = chance.between(1, 400);
    to.segment("NAD",
               {{"CN"},
                {},
                {},
                {core::cat(addressee.first_name.reveal(), " ", addressee.surname.reveal())},
                {core::cat("HOUSE ", house)},
                {city},
                {},
                {},
                {"PK"}});
    std::array<const Content*, 3> what{};
    std::array<int, 3> pieces{};
    int grams = 200;  // Of the packing.
    for (int i = 0; i < contents; ++i) {
        const auto at = static_cast<std::size_t>(i);
        what[at] = &chance.of(kContents);
        pieces[at] = chance.between(1, 4);
        grams += what[at]->grams * pieces[at];
    }
    to.segment("MEA", {{"AAE"}, {"G"}, {"KGM", kilograms(grams)}});
    for (std::size_t i = 0; i < static_cast<std::size_t>(contents); ++i)
        write_content(to, i + 1, *what[i], pieces[i]);
    return static_cast<std::size_t>(contents);
}

}  // namespace

std::string make_itmatt(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const std::string from = chance.word(kSenders);
    const facts::LocalTime made{days_after({2026, 3, 1}, chance.between(0, 364)), 6, 30};
    DamagedWriter to{{.syntax = "UNOC:3",
                      .sender = core::cat(from, "A"),
                      .format = "ITMATT:1:0:UP",
                      .prepared = made,
                      .reference = making.number},
                     draw_damage(making)};
    to.segment("BGM", {{"785"}, {core::cat(from, "PK", making.number)}, {"9"}});
    to.segment("DTM", {{"137", format_203(made), "203"}});
    const int items = chance.between(3, 12);
    for (int item = 1; item <= items; ++item) {
        making.counts.goods_lines += write_item(to, traffic, static_cast<std::size_t>(item), from);
    }
    making.counts.bills += static_cast<std::size_t>(items);
    return to.finish();
}

}  // namespace sarhad::intake
