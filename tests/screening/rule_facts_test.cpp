// What rules are told of a traveller: given, absent and unknown are three things.
#include "screening/rule_facts.h"

#include "rules/live/live_rules.h"

#include <gtest/gtest.h>

#include <bit>
#include <optional>

namespace sarhad::screening {
namespace {

using rules::RuleKind;
using rules::cel::SlotState;
using rules::cel::SlotText;

const rules::LiveRules& none() {
    static const auto kNone = rules::LiveRules::none({});
    return *kNone;
}

template <class T>
core::Redacted<T> secret(T value) {
    return core::Redacted<T>{std::move(value)};
}

facts::PartialDate date(std::string_view text) {
    return *facts::PartialDate::parse(text);
}

ScreeningFacts someone() {
    ScreeningFacts facts;
    facts.arrived = {facts::Feed::kApi};
    facts.port = core::PortId{"PKXXA-1"};
    facts.port_kind = "AIR";
    facts.on = date("2026-11-27");
    facts.now = core::WallTime{1'795'000'000'000'000};
    facts.traveller.nationality = "XAA";
    facts.traveller.date_of_birth = secret(date("1990-04-05"));
    facts.traveller.sex = facts::Sex::kFemale;
    facts.traveller.booking = secret(std::string{"ABC123"});
    facts::TravelDocument document;
    document.kind = "P";
    document.number = secret(std::string{"N1234567"});
    document.issuer = "XAA";
    document.issued = date("2026-11-07");
    document.expires = date("2026-11-20");
    facts.traveller.documents.push_back(document);
    return facts;
}

facts::Hit hit(std::string list, int score) {
    facts::Hit made;
    made.list = std::move(list);
    made.score = core::Permille{score};
    return made;
}

/// A frame with its layout: slots as text, "-" where absent, "?" where unknown.
class Told {
public:
    explicit Told(const ScreeningFacts& facts,
                  const std::vector<facts::Hit>& hits = {},
                  bool has_lists = true)
        : frame_{traveller_frame(facts, hits, has_lists, none().layouts())} {}

    [[nodiscard]] std::string operator[](std::string_view path) const { return at(0, path, 0); }
    [[nodiscard]] std::string in(std::string_view list,
                                 std::string_view path,
                                 std::uint32_t row) const {
        return at(layout().find(0, list).index, path, row);
    }
    /// None: the list has not arrived.
    [[nodiscard]] std::optional<std::uint32_t> rows(std::string_view list) const {
        const auto& table = frame_.tables()[layout().find(0, list).index];
        return table.is_unknown ? std::nullopt : std::optional{table.rows};
    }

private:
    static const rules::cel::SlotLayout& layout() {
        return none().layouts().of(RuleKind::kTraveller);
    }
    [[nodiscard]] std::string at(std::uint32_t list,
                                 std::string_view path,
                                 std::uint32_t row) const {
        const auto place = layout().find(list, path);
        const auto& table = frame_.tables()[list];
        const std::size_t slot = table.place(place.index, row);
        if (table.states[slot] != SlotState::kValue) {
            return table.states[slot] == SlotState::kAbsent ? "-" : "?";
        }
        const std::uint64_t word = table.words[slot];
        switch (layout().tables()[list].fields[place.index].type) {
            case rules::cel::SlotType::kString:
                return std::string{SlotText::read(word, frame_.text().data())};
            case rules::cel::SlotType::kDouble:
                return std::to_string(std::bit_cast<double>(word));
            case rules::cel::SlotType::kBool:
                return word != 0 ? "true" : "false";
            case rules::cel::SlotType::kInt:
            case rules::cel::SlotType::kTime:
                break;
        }
        return std::to_string(static_cast<std::int64_t>(word));
    }

    rules::engine::Frame frame_;
};

TEST(RuleFacts, WhatThePortKnowsIsGiven) {
    const Told told{someone()};
    EXPECT_EQ(told["now"], "1795000000000000");
    EXPECT_EQ(told["port.code"], "PKXXA");
    EXPECT_EQ(told["port.country"], "PK");
    EXPECT_EQ(told["port.kind"], "AIR");
    EXPECT_EQ(told["traveller.nationality"], "XAA");
    EXPECT_EQ(told["traveller.birth_year"], "1990");
    EXPECT_EQ(told["traveller.sex"], "F");
    EXPECT_EQ(told["traveller.crew"], "false");
    EXPECT_EQ(told["traveller.minor"], "false");
    EXPECT_EQ(told["traveller.doc.kind"], "P");
    EXPECT_EQ(told["traveller.doc.number"], "N1234567");
    EXPECT_EQ(told["traveller.doc.issuer"], "XAA");
    EXPECT_EQ(told["traveller.doc.days_since_issue"], "20");
    EXPECT_EQ(told["traveller.doc.days_to_expiry"], "-7");
    EXPECT_EQ(told["booking.locator"], "ABC123");
}

TEST(RuleFacts, WhatNoFeedHasBroughtIsUnknownAndNotFalse) {
    const Told told{someone()};
    for (const std::string_view path : {"booking.one_way",
                                        "booking.payment_form",
                                        "traveller.stay_days",
                                        "traveller.bags_checked",
                                        "traveller.boarded",
                                        "traveller.visa.present",
                                        "traveller.signs.signs_of_fear",
                                        "traveller.doc.reported_lost",
                                        "hist.crossings_90d"}) {
        EXPECT_EQ(told[path], "?") << path;
    }
    EXPECT_EQ(told.rows("booking.legs"), std::nullopt);
    EXPECT_EQ(told.rows("bags"), std::nullopt);
}

TEST(RuleFacts, WhatAnArrivedFeedDoesNotTellIsAbsent) {
    ScreeningFacts facts = someone();
    facts.traveller.nationality = "Utopia";  // A name where a code belongs.
    facts.traveller.sex = facts::Sex::kUnknown;
    facts.traveller.documents[0].kind = "PASSPORT";  // Longer than the table has it.
    facts.traveller.documents[0].issued = date("2026-11");
    const Told told{facts};
    for (const std::string_view path : {"traveller.nationality",
                                        "traveller.sex",
                                        "traveller.doc.kind",
                                        "traveller.doc.days_since_issue",
                                        "traveller.birth_country"}) {
        EXPECT_EQ(told[path], "-") << path;
    }
    facts.arrived.push_back(facts::Feed::kPnr);
    EXPECT_EQ(Told{facts}.rows("booking.legs"), 0U);
    facts.arrived.clear();
    EXPECT_EQ(Told{facts}["traveller.crew"], "?");
}

facts::CashLine line(facts::Instrument instrument,
                     std::int64_t units,
                     std::string currency,
                     std::int64_t usd_cents) {
    facts::CashLine made;
    made.instrument = instrument;
    made.amount = {units * 1000, std::move(currency)};
    made.usd_cents = usd_cents;
    return made;
}

TEST(RuleFacts, WhatACurrencyFormTellsIsGivenAndWhatItDoesNotAskIsUnknown) {
    ScreeningFacts facts = someone();
    facts.cash.emplace();
    facts.cash->threshold = 5'000'000;
    facts.cash->year_limit = 30'000'000;
    facts.cash->declared.lines = {line(facts::Instrument::kCash, 12'000, "EUR", 1'300'050),
                                  line(facts::Instrument::kBearer, 2'000, "USD", 200'000),
                                  line(facts::Instrument::kPrepaid, 100, "USD", 10'000),
                                  line(facts::Instrument::kGold, 7'000, "USD", 700'000)};
    facts.cash->declared.lines.back().weight_milligrams = 80'500;
    const Told told{facts};
    EXPECT_EQ(told["cash.declared"], "true");
    EXPECT_EQ(told["cash.amount"], "12000");
    EXPECT_EQ(told["cash.currency"], "EUR");
    EXPECT_EQ(told["cash.amount_ref"], "13000.500000");
    EXPECT_EQ(told["cash.instruments_ref"], "2100.000000");
    EXPECT_EQ(told["cash.gold_grams"], "80.500000");
    EXPECT_EQ(told["cash.currencies"], "1");
    EXPECT_EQ(told["cash.threshold_ref"], "5000.000000");
    EXPECT_EQ(told["cash.year_limit_ref"], "30000.000000");
    EXPECT_EQ(told["cash.found_ref"], "?") << "nobody has counted";
    EXPECT_EQ(told["cash.source_documented"], "?");
    EXPECT_EQ(told["cash.notes_suspect"], "?");
}

TEST(RuleFacts, CashOfSeveralCurrenciesHasNoAmountOfOne) {
    ScreeningFacts facts = someone();
    facts.cash.emplace();
    facts.cash->declared.lines = {line(facts::Instrument::kCash, 100, "EUR", 10'800),
                                  line(facts::Instrument::kCash, 100, "GBP", 12'700)};
    const Told told{facts};
    EXPECT_EQ(told["cash.currencies"], "2");
    EXPECT_EQ(told["cash.amount"], "?");
    EXPECT_EQ(told["cash.currency"], "?");
    EXPECT_EQ(told["cash.amount_ref"], "235.000000");
    EXPECT_EQ(told["cash.threshold_ref"], "?") << "no limit is known";
    EXPECT_EQ(told["cash.year_limit_ref"], "?");
}

TEST(RuleFacts, AValueThatAFormLeavesOutMakesItsSumUnknown) {
    ScreeningFacts facts = someone();
    facts.cash.emplace();
    facts.cash->declared.lines = {line(facts::Instrument::kCash, 100, "EUR", 10'800),
                                  line(facts::Instrument::kCash, 900, "EUR", 0),
                                  line(facts::Instrument::kGold, 7'000, "USD", 700'000)};
    const Told told{facts};
    EXPECT_EQ(told["cash.amount_ref"], "?") << "less than he carries would be a lie";
    EXPECT_EQ(told["cash.amount"], "1000");
    EXPECT_EQ(told["cash.instruments_ref"], "0.000000");
    EXPECT_EQ(told["cash.gold_grams"], "?") << "no weight";
}

TEST(RuleFacts, WithoutAFormNothingIsDeclaredAndNobodyWaits) {
    const Told told{someone()};
    EXPECT_EQ(told["cash.declared"], "-");
    EXPECT_EQ(told["cash.notes_suspect"], "-");
}

TEST(RuleFacts, EveryFactOfAFeedThatMayArriveIsToldOrUnknown) {
    ScreeningFacts facts = someone();
    facts.arrived = {
        facts::Feed::kApi, facts::Feed::kPnr, facts::Feed::kManifest, facts::Feed::kOfficer};
    facts.traveller.place_of_birth = secret(std::string{"XAA"});
    facts.traveller.residence = "XAA";
    facts.traveller.bag_count = 1;
    facts.traveller.bag_weight_kg = 20;
    facts.counted = LocalCounts{1, 2, 3.5};
    facts.cash.emplace();
    facts.cash->declared.lines = {line(facts::Instrument::kCash, 4'000, "USD", 400'000)};
    const Told told{facts, {hit("wl/nacta/sanc", 925)}};
    for (const auto& field : none().layouts().of(RuleKind::kTraveller).tables()[0].fields) {
        EXPECT_NE(told[field.path], "-") << field.path << ": a rule would take it for told";
    }
}

TEST(RuleFacts, CountersOfThePortAreToldWithoutTheOthersOfTheirFeed) {
    ScreeningFacts facts = someone();
    facts.counted = LocalCounts{3, 7, 12.5};
    const Told told{facts};
    EXPECT_EQ(told["hist.crossings_30d"], "3");
    EXPECT_EQ(told["hist.crossings_90d"], "7");
    EXPECT_EQ(told["hist.avg_stay_hours_90d"], "12.500000");
    EXPECT_EQ(told["traveller.resident_border_zone"], "?");
    EXPECT_EQ(told["booking.detour_ratio"], "?");
    EXPECT_EQ(told["hist.docs_used_365d"], "?");
    facts.counted->avg_stay_hours_90d.reset();
    EXPECT_EQ(Told{facts}["hist.avg_stay_hours_90d"], "?") << "0 would be a short stay";
}

TEST(RuleFacts, BagsThatTheCarrierCountsAreKnownBeforeDepartureControl) {
    ScreeningFacts facts = someone();
    facts.traveller.bag_count = 2;
    facts.traveller.bag_weight_kg = 31;
    facts.traveller.bag_tags = {"0123456789", "0123456790"};
    const Told told{facts};
    EXPECT_EQ(told["traveller.bags_checked"], "2");
    EXPECT_EQ(told["traveller.bags_weight_kg"], "31.000000");
    EXPECT_EQ(told.rows("bags"), 2U);
    EXPECT_EQ(told.in("bags", "tag", 1), "0123456790");
    EXPECT_EQ(told.in("bags", "with_owner", 1), "?");
    facts.traveller.bag_tags.assign(999, "0123456789");  // More than the table has.
    EXPECT_EQ(Told{facts}.rows("bags"), 20U);
}

TEST(RuleFacts, FlightsAreTheBookingsOnceTheBookingHasCome) {
    ScreeningFacts facts = someone();
    facts::FlightLeg first;
    first.carrier = "XX";
    first.origin = "AEDXB";
    first.destination = "PKKHI";
    first.departs = *facts::LocalTime::parse("2026-11-26T20:00");
    first.arrives = *facts::LocalTime::parse("2026-11-26T23:30");
    facts::FlightLeg second = first;
    second.origin = "PKKHI";
    second.destination = "ISB";
    second.departs = *facts::LocalTime::parse("2026-11-27T01:00");
    facts.flights = {first, second};
    EXPECT_EQ(Told{facts}.rows("booking.legs"), std::nullopt);
    facts.arrived.push_back(facts::Feed::kPnr);
    const Told told{facts};
    ASSERT_EQ(told.rows("booking.legs"), 2U);
    EXPECT_EQ(told.in("booking.legs", "carrier", 0), "XX");
    EXPECT_EQ(told.in("booking.legs", "from_country", 0), "AE");
    EXPECT_EQ(told.in("booking.legs", "to", 1), "ISB");
    EXPECT_EQ(told.in("booking.legs", "to_country", 1), "-");  // Three letters do not tell it.
    EXPECT_EQ(told.in("booking.legs", "connect_minutes", 0), "90");
    EXPECT_EQ(told.in("booking.legs", "connect_minutes", 1), "-");
}

facts::BookedLeg booked(std::string from, std::string to, std::string_view departs) {
    facts::BookedLeg leg;
    leg.flight.carrier = "XX";
    leg.flight.origin = std::move(from);
    leg.flight.destination = std::move(to);
    leg.flight.departs = *facts::LocalTime::parse(departs);
    return leg;
}

TEST(RuleFacts, ABookingTellsHowItWasMade) {
    ScreeningFacts facts = someone();
    facts.arrived.push_back(facts::Feed::kPnr);
    facts::Booking& booking = facts.booking.emplace();
    booking.made = *facts::LocalTime::parse("2026-11-25T10:00");
    booking.party_size = 3;
    booking.agency = "AGENCY1";
    booking.payments.emplace_back().form = "CA";
    booking.legs = {booked("DXB", "KHI", "2026-11-27T09:00"),
                    booked("KHI", "DXB", "2026-12-05T09:00")};
    const Told told{facts};
    EXPECT_EQ(told["booking.payment_form"], "CA");
    EXPECT_EQ(told["booking.party_size"], "3");
    EXPECT_EQ(told["booking.split"], "false");
    EXPECT_EQ(told["booking.agency"], "AGENCY1");
    EXPECT_EQ(told["booking.one_way"], "false");
    EXPECT_EQ(told["booking.days_before_departure"], "2");
    EXPECT_EQ(told.rows("booking.legs"), 2U);
    EXPECT_EQ(told["booking.changes"], "?") << "nobody tells it";
    booking.legs[1].is_cancelled = true;
    EXPECT_EQ(Told{facts}["booking.one_way"], "true") << "the way back is not flown";
    EXPECT_EQ(Told{facts}.rows("booking.legs"), 1U);
    booking.made = {};
    EXPECT_EQ(Told{facts}["booking.days_before_departure"], "-1");
    booking.payments.clear();
    EXPECT_EQ(Told{facts}["booking.payment_form"], "-");
    facts.booking.reset();
    EXPECT_EQ(Told{facts}["booking.payment_form"], "?") << "a record without his booking";
}

TEST(RuleFacts, WhereFeedsDifferIsKnownOnceTwoHaveTold) {
    ScreeningFacts facts = someone();
    EXPECT_EQ(Told{facts}["traveller.name_differs"], "?");
    facts.arrived.push_back(facts::Feed::kPnr);
    EXPECT_EQ(Told{facts}["traveller.name_differs"], "false");
    facts.differences.push_back({"pnr", "name", secret(std::string{"OTHER, NAME"})});
    const Told told{facts};
    EXPECT_EQ(told["traveller.name_differs"], "true");
    EXPECT_EQ(told["traveller.birth_differs"], "false");
    EXPECT_EQ(told["traveller.document_differs"], "false");
}

TEST(RuleFacts, WhoIsAMinorIsToldWhereTheDateLeavesNoDoubt) {
    ScreeningFacts facts = someone();
    const auto minor = [&](std::string_view birth) {
        facts.traveller.date_of_birth = secret(date(birth));
        return Told{facts}["traveller.minor"];
    };
    EXPECT_EQ(minor("2008-11-27"), "false");  // Eighteen today.
    EXPECT_EQ(minor("2008-11-28"), "true");
    EXPECT_EQ(minor("2008-11"), "-");
    EXPECT_EQ(minor("2008"), "-");
    EXPECT_EQ(minor("2009"), "true");
    EXPECT_EQ(minor("2007"), "false");
    EXPECT_EQ(minor(""), "-");
    facts.flights.emplace_back().departs = *facts::LocalTime::parse("2026-11-28T01:00");
    EXPECT_EQ(minor("2008-11-28"), "false");  // On the day of travel.
}

TEST(RuleFacts, NeitherADiscreetNorASuppressedHitIsAmongARulesHits) {
    facts::Hit discreet = hit("wl/police/terr", 990);
    discreet.order.action = facts::ListAction::kDiscreet;
    facts::Hit suppressed = hit("wl/police/narc", 980);
    suppressed.suppressed_by = "0123456789abcdef0123456789abcdef";
    const Told told{someone(), {discreet, suppressed, hit("wl/nacta/sanc", 925)}};
    ASSERT_EQ(told.rows("hits"), 1U);
    EXPECT_EQ(told.in("hits", "list", 0), "SANC");
    EXPECT_EQ(told.in("hits", "score", 0), "0.925000");
    EXPECT_EQ(told.in("hits", "confirmed", 0), "?") << "nobody has looked at it";
    EXPECT_EQ(Told{someone()}.rows("hits"), 0U);
    const Told without{someone(), {}, false};
    EXPECT_EQ(without.rows("hits"), std::nullopt) << "no list was asked";
}

TEST(RuleFacts, WhatTheCentreCountsIsToldAndTheRestOfItsFeedIsUnknown) {
    ScreeningFacts facts = someone();
    facts.central = {3, 2, 0, std::nullopt, 4, 1'250'050, 400'000, std::nullopt};
    const Told told{facts};
    EXPECT_EQ(told["hist.distinct_ports_365d"], "3");
    EXPECT_EQ(told["hist.docs_used_365d"], "2");
    EXPECT_EQ(told["hist.inspections_365d"], "0");
    EXPECT_EQ(told["hist.cash_declarations_90d"], "4");
    EXPECT_EQ(told["hist.cash_total_365d_ref"], "12500.500000");
    EXPECT_EQ(told["hist.cash_out_year_ref"], "4000.000000");
    for (const char* path : {"hist.inspections_negative_365d",
                             "hist.seizures_1825d",
                             "hist.refusals_1825d",
                             "hist.minors_escorted_365d",
                             "hist.gold_grams_365d"}) {
        EXPECT_EQ(told[path], "?") << path;
    }
}

}  // namespace
}  // namespace sarhad::screening
