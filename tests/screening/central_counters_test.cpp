// The centre's word and this port's own records together: whatever the centre has heard by then,
// what they give is what happened.
#include "screening/central_counters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace sarhad::screening {
namespace {

constexpr std::int64_t kDay = 1440;
constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int32_t kToday = 20'500;
const core::PortId kHere{"PKXXA-1"};
const facts::SubjectKey kShown{1};
const facts::SubjectKey kOther{2};

Passage at(std::uint8_t id, std::int32_t day, std::uint8_t trip = 0) {
    Passage made;
    made.crossing = {id};
    made.trip = {trip};
    made.day = day;
    made.at = day * kDay + 600;
    made.documents = {kShown};
    return made;
}

Passage current() {
    return at(250, kToday, 250);
}

CentralWord word(facts::CountedHolder holder = {}) {
    holder.document = kShown;
    return {core::WallTime{(current().at - 60) * kMinute}, {std::move(holder)}, false, true};
}

CounterValues nothing_counted() {
    CounterValues values;
    values.fill(0);
    return values;
}

facts::CountedCash cash(std::uint8_t passage, std::int32_t day, std::int64_t cents) {
    return {{passage}, (day * kDay + 600) * kMinute, day, true, cents, 0};
}

std::optional<std::int64_t> of(const CentralWord& told,
                               const OwnRecords& own,
                               PersonCounter counter,
                               const Passage& now = current()) {
    return central_counts(told, own, now, kHere).at(static_cast<std::size_t>(counter));
}

TEST(CentralCounters, AllIsUnknownBeforeTheCentreHasToldAnything) {
    EXPECT_EQ(central_counts({}, {}, current(), kHere), CounterValues{});
}

TEST(CentralCounters, OfWhomTheCentreToldNothingItHasCountedNothing) {
    const CentralWord nothing{word().as_of, {}, false, true};
    EXPECT_EQ(central_counts(nothing, {}, current(), kHere), nothing_counted());
}

TEST(CentralCounters, WhereNotAllHadRoomNobodyKnows) {
    CentralWord cut = word();
    cut.is_cut = true;
    EXPECT_EQ(central_counts(cut, {}, current(), kHere), CounterValues{});
}

TEST(CentralCounters, AWordOlderThanItsLimitIsNone) {
    const auto told = [&](std::int64_t minutes) {
        CentralWord made = word();
        made.as_of = core::WallTime{(current().at - minutes) * kMinute};
        return of(made, {}, PersonCounter::kDistinctPorts);
    };
    EXPECT_EQ(told(3 * kDay), 0);
    EXPECT_EQ(told(3 * kDay + 1), std::nullopt);
    EXPECT_EQ(told(-60), 0);
    EXPECT_EQ(told(-61), std::nullopt) << "a clock that is ahead";
}

TEST(CentralCounters, AClockOutOfAnyRangeMakesNothingKnown) {
    for (const std::int64_t minutes : {INT64_MIN, INT64_MAX}) {
        Passage odd = current();
        odd.at = minutes;
        EXPECT_EQ(of(word(), {}, PersonCounter::kInspections, odd), std::nullopt);
    }
    CentralWord told = word();
    told.as_of = core::WallTime{INT64_MIN};
    EXPECT_EQ(of(told, {}, PersonCounter::kInspections), std::nullopt);
}

TEST(CentralCounters, WhatIsInBothWordsCountsOnce) {
    facts::CountedHolder holder;
    holder.ports = {{"PKXXA-1", {kToday - 10}}, {"PKXXB-1", {kToday}}, {"PKXXC-1", {kToday - 365}}};
    holder.inspections = {{{7}, (kToday - 10) * kDay, true}};
    const OwnRecords own{{at(7, kToday - 10, 7), at(8, kToday - 1, 8)},
                         {{{7}, (kToday - 10) * kDay, true}, {{8}, (kToday - 1) * kDay, false}}};
    const CentralWord told = word(holder);
    EXPECT_EQ(of(told, own, PersonCounter::kDistinctPorts), 2) << "C is a year and a day ago";
    EXPECT_EQ(of(told, own, PersonCounter::kInspections), 2);
    EXPECT_EQ(of(told, own, PersonCounter::kInspectionsNegative), 1);
    EXPECT_EQ(of(told, own, PersonCounter::kDocumentsUsed), 1);
}

TEST(CentralCounters, OfTwoWordsOnOneLookTheLaterCounts) {
    facts::CountedHolder holder;
    holder.inspections = {{{7}, (kToday - 9) * kDay, true}};
    OwnRecords own{{at(7, kToday - 10, 7)}, {{{7}, (kToday - 10) * kDay, false}}};
    EXPECT_EQ(of(word(holder), own, PersonCounter::kInspectionsNegative), 0);
    own.inspections[0].at = (kToday - 8) * kDay;
    EXPECT_EQ(of(word(holder), own, PersonCounter::kInspectionsNegative), 1);
}

TEST(CentralCounters, TheCrossingInQuestionIsNotBeforeItself) {
    facts::CountedHolder holder;  // The centre has heard of it already, as of the day before.
    holder.ports = {{"PKXXA-1", {kToday, kToday - 1}}};
    holder.documents = {{kOther, {kToday, kToday - 1}}};
    holder.inspections = {{{250}, current().at, false}, {{9}, current().at - 5, false}};
    const OwnRecords own{{at(9, kToday, 250), current()}, {{{9}, current().at - 5, false}}};
    EXPECT_EQ(central_counts(word(holder), own, current(), kHere), nothing_counted());
}

TEST(CentralCounters, AnEarlierDayOfThisPortIsFoundBehindThoseOfThisCrossing) {
    facts::CountedHolder holder;
    holder.ports = {{"PKXXA-1", {kToday, kToday - 1, kToday - 200}}};
    holder.documents = {{kOther, {kToday, kToday - 200}}};
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kDistinctPorts), 1);
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kDocumentsUsed), 2);
}

TEST(CentralCounters, AVisaIsNoDocumentThatIsCounted) {
    facts::CountedHolder holder;
    holder.is_visa = true;
    holder.ports = {{"PKXXB-1", {kToday - 3}}};
    holder.documents = {{kOther, {kToday - 3}}};
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kDocumentsUsed), 1);
}

TEST(CentralCounters, WhatWasDeclaredIsCountedOfEachJourneyOnceByItsLastWord) {
    facts::CountedHolder holder;
    holder.cash = {cash(1, kToday - 89, 400'000), cash(2, kToday - 90, 100'000)};
    facts::CountedHolder other = holder;  // Of another document of his.
    other.document = kOther;
    other.cash.push_back(cash(3, kToday - 365, 9'000'000));
    CentralWord told = word(holder);
    told.holders.push_back(other);
    OwnRecords own{{at(9, kToday - 89, 9)}, {}};
    own.passages[0].cash = cash(1, kToday - 89, 450'000);  // Corrected; the centre has not heard.
    ++own.passages[0].cash->at;
    EXPECT_EQ(of(told, own, PersonCounter::kCashDeclarations), 1);
    EXPECT_EQ(of(told, own, PersonCounter::kCashCents), 550'000);
    --own.passages[0].cash->at;
    --own.passages[0].cash->at;
    EXPECT_EQ(of(told, own, PersonCounter::kCashCents), 500'000) << "the centre's word is newer";
}

TEST(CentralCounters, CashOfTheCrossingInQuestionIsNotBeforeIt) {
    facts::CountedHolder holder;
    holder.cash = {cash(77, kToday, 400'000)};
    Passage told_of = at(9, kToday, 250);  // The carrier's word on this journey, of passage 77.
    told_of.record = {77};
    told_of.cash = holder.cash[0];
    EXPECT_EQ(central_counts(word(holder), {{told_of}, {}}, current(), kHere), nothing_counted());
    facts::CountedHolder later;
    later.cash = {cash(78, kToday, 400'000)};
    later.cash[0].at = (current().at + 1) * kMinute;
    EXPECT_EQ(of(word(later), {}, PersonCounter::kCashCents), 0)
        << "an earlier crossing asked anew";
}

TEST(CentralCounters, AFormWithoutAJourneyThatIsToldAgainIsNoEarlierOne) {
    facts::CountedHolder holder;
    holder.cash = {cash(77, kToday, 400'000), cash(78, kToday, 100'000)};
    Passage again = current();
    again.cash = cash(77, kToday, 450'000);
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kCashCents, again), 100'000);
}

TEST(CentralCounters, AWordThatDoesNotCountCashSaysNothingOfIt) {
    CentralWord told = word();
    told.has_cash = false;
    EXPECT_EQ(of(told, {}, PersonCounter::kInspections), 0);
    for (const auto counter : {PersonCounter::kCashDeclarations,
                               PersonCounter::kCashCents,
                               PersonCounter::kCashOutCents,
                               PersonCounter::kGoldMilligrams}) {
        EXPECT_EQ(of(told, {}, counter), std::nullopt) << "0 would be a lie";
    }
}

TEST(CentralCounters, WhatIsTakenOutCountsByTheCalendarYear) {
    constexpr std::int32_t kNewYear = 20'454;  // 1 January 2026.
    facts::CountedHolder holder;
    holder.cash = {cash(1, kNewYear - 1, 100), cash(2, kNewYear, 20), cash(3, kNewYear + 1, 3)};
    holder.cash[2].is_out = false;
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kCashOutCents), 20);
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kCashCents), 123);
}

TEST(CentralCounters, SumsThatNobodyCarriesStopAtTheMost) {
    facts::CountedHolder holder;
    holder.cash = {cash(1, kToday - 1, INT64_MAX), cash(2, kToday - 2, 5)};
    holder.cash[0].gold_milligrams = UINT64_MAX;
    holder.cash[1].gold_milligrams = 7;
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kCashCents), INT64_MAX);
    EXPECT_EQ(of(word(holder), {}, PersonCounter::kGoldMilligrams), INT64_MAX);
}

/// What happened: a crossing at a port, what was shown, and whether he was looked at.
struct Event {
    std::uint8_t id{0};
    std::int32_t day{0};
    std::uint8_t port{0};  ///< 0: here.
    bool has_other{false};
    bool is_inspected{false};
    bool has_finding{false};
    std::int64_t cents{0};  ///< Declared; 0: nothing.
};

facts::CountedCash cash_of(const Event& one) {
    return cash(one.id, one.day, one.cents);
}

std::string name_of(std::uint8_t port) {
    return std::string{"PKXX"} + static_cast<char>('A' + port) + "-1";
}

/// As the centre tells it by those of `events` that it has heard of.
facts::CountedHolder told_of(const std::vector<Event>& events) {
    facts::CountedHolder holder;
    std::map<std::string, std::set<std::int32_t, std::greater<>>> ports;
    std::set<std::int32_t, std::greater<>> other;
    for (const Event& one : events) {
        ports[name_of(one.port)].insert(one.day);
        if (one.has_other) {
            other.insert(one.day);
        }
        if (one.is_inspected) {
            holder.inspections.push_back({{one.id}, one.day * kDay + 610, one.has_finding});
        }
        if (one.cents > 0) {
            holder.cash.push_back(cash_of(one));
        }
    }
    const auto newest = [](const auto& days) {
        std::vector<std::int32_t> told(days.begin(), days.end());
        told.resize(std::min<std::size_t>(told.size(), facts::kCountedDaysMax));
        return told;
    };
    for (const auto& [port, days] : ports) {
        holder.ports.push_back({port, newest(days)});
    }
    if (!other.empty()) {
        holder.documents.push_back({kOther, newest(other)});
    }
    return holder;
}

TEST(CentralCounters, WhateverOfThisPortTheCentreHasHeardTheCountsAreOfWhatHappened) {
    std::mt19937_64 random{20261128};
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    for (int round = 0; round < 3'000; ++round) {
        std::vector<Event> heard;
        OwnRecords own;
        std::set<std::uint8_t> ports;
        std::set<facts::SubjectKey> documents;
        std::int64_t looks = 0;
        std::int64_t negative = 0;
        std::int64_t declared = 0;
        std::int64_t cents = 0;
        const auto count = static_cast<std::uint8_t>(below(9));
        for (std::uint8_t id = 1; id <= count; ++id) {
            const Event one{id,
                            static_cast<std::int32_t>(kToday - 3 - below(400)),
                            static_cast<std::uint8_t>(below(4)),
                            below(4) == 0,
                            below(3) == 0,
                            below(2) == 0,
                            below(2) == 0 ? static_cast<std::int64_t>(below(5'000)) : 0};
            const std::int32_t ago = kToday - one.day;
            const bool is_kept_here = one.port == 0 && ago < kPassageKeptDays;
            if (is_kept_here) {
                own.passages.push_back(at(id, one.day, id));
                if (one.has_other) {
                    own.passages.back().documents.push_back(kOther);
                }
                if (one.is_inspected) {
                    own.inspections.push_back({{id}, one.day * kDay + 610, one.has_finding});
                }
                if (one.cents > 0) {
                    own.passages.back().record = {id};
                    own.passages.back().cash = cash_of(one);
                }
            }
            if (!is_kept_here || below(2) == 0) {
                heard.push_back(one);
            }
            if (ago >= kCentralWindowDays) {
                continue;
            }
            ports.insert(one.port);
            documents.insert(kShown);
            if (one.has_other) {
                documents.insert(kOther);
            }
            looks += one.is_inspected ? 1 : 0;
            negative += one.is_inspected && !one.has_finding ? 1 : 0;
            declared += one.cents > 0 && ago < kCashWindowDays ? 1 : 0;
            cents += one.cents;
        }
        const CounterValues counted = central_counts(word(told_of(heard)), own, current(), kHere);
        const auto out = counted.at(static_cast<std::size_t>(PersonCounter::kCashOutCents));
        EXPECT_EQ(counted,
                  (CounterValues{static_cast<std::int64_t>(ports.size()),
                                 static_cast<std::int64_t>(documents.size()),
                                 looks,
                                 negative,
                                 declared,
                                 cents,
                                 out,
                                 0}))
            << "round " << round;
        EXPECT_LE(out, cents);
    }
}

}  // namespace
}  // namespace sarhad::screening
