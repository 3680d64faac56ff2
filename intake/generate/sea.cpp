#include "damaged_writer.h"
#include "kinds.h"
#include "traffic.h"

#include "core/text.h"

/// CUSCAR D.95B and BAPLIE D.95B (SMDG 2.0). Sources: the directories of UN/EDIFACT and the message
/// guides that INTAKE names; docs/intake-generate.md.
namespace sarhad::intake {
namespace {

Damage draw_damage(const Making& making, std::string_view skipped, std::string_view other) {
    if (!making.is_damaged) return {};
    switch (making.chance.below(4)) {
        case 0:
            return {.skip = skipped};
        case 1:
            return {.skip = other};
        case 2:
            return {.is_count_wrong = true};
        default:  // Not our enum.
            return {.is_end_missing = true};
    }
}

/// "202603011430".
std::string format_203(facts::LocalTime time) {
    return core::cat(time.date.year / 100, yymmdd(time.date), hhmm(time));
}

void write_voyage(DamagedWriter& to, const Voyage& one) {
    to.segment("TDT",
               {{"20"},
                {one.number},
                {"1"},
                {},
                {one.carrier, "172", "20"},
                {},
                {},
                {one.imo, "146", "", one.ship}});
}

/// What a bill tells of.
struct SeaBill {
    std::string number;
    std::vector<std::string> containers;
    std::vector<Ware> goods;
    std::vector<int> packages;
    std::string shipper;
    std::string consignee;
};

SeaBill draw_bill(const Voyage& voyage, Traffic& traffic) {
    Chance& chance = traffic.chance();
    SeaBill bill;
    bill.number = core::cat(voyage.carrier, chance.digits(9));
    for (int count = chance.between(1, 3); count > 0; --count)
        bill.containers.push_back(traffic.container());
    for (int count = chance.between(1, 3); count > 0; --count) {
        bill.goods.push_back(ware(chance));
        bill.packages.push_back(chance.between(5, 400));
    }
    bill.shipper = traffic.company();
    bill.consignee = traffic.company();
    return bill;
}

void write_bill(DamagedWriter& to, const Voyage& voyage, const SeaBill& bill, std::size_t line) {
    to.segment("CNI", {{core::cat(line)}, {bill.number}});
    to.segment("RFF", {{"BM", bill.number}});
    std::uint64_t kilograms = 0;
    int packages = 0;
    for (std::size_t i = 0; i < bill.goods.size(); ++i) {
        packages += bill.packages[i];
        kilograms += static_cast<std::uint64_t>(bill.packages[i] * bill.goods[i].kilograms);
    }
    to.segment("CNT", {{"7", core::cat(kilograms), "KGM"}});
    to.segment("CNT", {{"8", core::cat(packages)}});
    to.segment("LOC", {{"9"}, {voyage.from, "139", "6"}});
    to.segment("LOC", {{"11"}, {voyage.to, "139", "6"}});
    to.segment("GIS", {{"23"}});
    to.segment("NAD", {{"CZ"}, {}, {core::cat(bill.shipper, ", ", voyage.from)}});
    to.segment("NAD", {{"CN"}, {}, {core::cat(bill.consignee, ", ", voyage.to)}});
    for (std::size_t i = 0; i < bill.goods.size(); ++i) {
        const Ware& goods = bill.goods[i];
        const int count = bill.packages[i];
        to.segment("GID", {{core::cat(i + 1)}, {core::cat(count), std::string{goods.package}}});
        to.segment("FTX", {{"AAA"}, {}, {}, {std::string{goods.text}}});
        to.segment("MEA", {{"AAE"}, {"G"}, {"KGM", core::cat(count * goods.kilograms)}});
        to.segment("SGP", {{bill.containers[i % bill.containers.size()]}, {core::cat(count)}});
        to.segment("PCI", {{"24"}, {core::cat("HS CODE ", goods.hs)}});
    }
}

}  // namespace

std::string make_cuscar(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const Voyage ship = voyage(chance);
    std::vector<SeaBill> bills;
    for (int count = chance.between(3, 8); count > 0; --count)
        bills.push_back(draw_bill(ship, traffic));
    DamagedWriter to{{.syntax = "UNOA:2",
                      .sender = ship.carrier,
                      .format = "CUSCAR:D:95B:UN",
                      .prepared = ship.departs,
                      .reference = making.number},
                     draw_damage(making, "MEA", "PCI")};
    to.segment("BGM", {{"85"}, {core::cat("IGM", ship.number, making.number)}, {"9"}});
    to.segment("DTM", {{"137", format_203(ship.departs), "203"}});
    to.segment("NAD", {{"MS"}, {ship.carrier, "172", "20"}});
    write_voyage(to, ship);
    to.segment("LOC", {{"60"}, {ship.to, "139", "6"}});
    to.segment("DTM", {{"132", format_203(ship.arrives), "203"}});
    for (const SeaBill& bill : bills) {
        for (const std::string& container : bill.containers) {
            to.segment("EQD", {{"CN"}, {container}, {"22G1"}, {}, {"3"}, {"5"}});
            to.segment("SEL", {{core::cat("SL", chance.digits(7))}, {"CA"}});
        }
    }
    for (std::size_t i = 0; i < bills.size(); ++i) {
        write_bill(to, ship, bills[i], i + 1);
        making.counts.containers += bills[i].containers.size();
        making.counts.goods_lines += bills[i].goods.size();
    }
    making.counts.bills += bills.size();
    return to.finish();
}

std::string make_baplie(const Making& making) {
    Chance& chance = making.chance;
    Traffic traffic{chance};
    const Voyage ship = voyage(chance);
    DamagedWriter to{{.syntax = "UNOA:2",
                      .sender = ship.carrier,
                      .format = "BAPLIE:D:95B:UN:SMDG20",
                      .prepared = ship.departs,
                      .reference = making.number},
                     draw_damage(making, "RFF", "MEA")};
    to.segment("BGM", {{}, {core::cat(making.number)}, {"9"}});
    to.segment("DTM", {{"137", yymmdd(ship.departs.date) + hhmm(ship.departs), "201"}});
    write_voyage(to, ship);
    to.segment("LOC", {{"5"}, {ship.from, "139", "6"}});
    to.segment("LOC", {{"61"}, {ship.to, "139", "6"}});
    to.segment("DTM", {{"136", yymmdd(ship.departs.date) + hhmm(ship.departs), "201"}});
    to.segment("DTM", {{"132", yymmdd(ship.arrives.date) + hhmm(ship.arrives), "201"}});
    to.segment("RFF", {{"VON", ship.number}});
    const int count = chance.between(10, 40);
    constexpr int kRows = 8;
    for (int i = 0; i < count; ++i) {
        const int bay = 1 + 2 * (i / (kRows * 3));
        const int row = i % kRows;
        const int tier = 82 + 2 * (i / kRows % 3);
        to.segment("LOC",
                   {{"147"},
                    {core::cat(padded(static_cast<std::uint64_t>(bay), 3),
                               padded(static_cast<std::uint64_t>(row), 2),
                               tier),
                     "",
                     "5"}});
        to.segment("MEA", {{"WT"}, {}, {"KGM", core::cat(chance.between(3'000, 28'000))}});
        to.segment("LOC", {{"9"}, {ship.from, "139", "6"}});
        to.segment("LOC", {{"11"}, {ship.to, "139", "6"}});
        to.segment("RFF", {{"BM", "1"}});
        to.segment("EQD", {{"CN"}, {traffic.container()}, {"22G1"}, {}, {}, {"5"}});
        to.segment("NAD", {{"CA"}, {ship.carrier, "172", "20"}});
        if (chance.one_in(10)) to.segment("DGS", {{"IMD"}, {"3"}, {"1263"}});
    }
    making.counts.containers += static_cast<std::size_t>(count);
    return to.finish();
}

}  // namespace sarhad::intake
